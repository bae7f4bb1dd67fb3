"""`kiosk print`: 0 only for what is on paper where the printer can say so; everything else has its own words."""

import json
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.cameras.pictures import load_picture
from kiosk.devices.pixels import Picture, picture_of
from tests.cli.program import Kiosk
from tests.fakes.escpos_interpreter import Model
from tests.fakes.virtual_printer import CLONE_80, EPSON_80, SILENT_80, VirtualPrinter

TRACKING = {"point_name": "Bưu cục mẫu", "code": "K-HN0099-261122-0001-E"}
pytestmark = pytest.mark.usefixtures("qapp")


def load(slip: Path) -> Picture:
    return picture_of(load_picture(slip))


def test_the_test_page_comes_out_on_a_roll_of_pictures(bare_kiosk: Kiosk) -> None:
    roll = bare_kiosk.folder / "roll"
    told = bare_kiosk.run("print", "test", "--printer", f"png:{roll}").check().out
    assert told.startswith("printed")
    (slip,) = roll.glob("*.png")
    picture = load(slip)
    assert picture.shape[1] == 576
    assert (picture < 128).mean() > 0.01, "there is ink on it"
    bare_kiosk.write_settings(f"[printer]\naddress = 'png:{roll}'\nwidth_dots = 384")
    bare_kiosk.run("print", "test").check()
    newest = sorted(roll.glob("*.png"))[-1]
    assert load(newest).shape[1] == 384, "the settings' printer and width"


@pytest.mark.parametrize("model", [EPSON_80, CLONE_80], ids=lambda model: model.name)
def test_a_printer_that_confirms_ends_with_0(bare_kiosk: Kiosk, model: Model) -> None:
    with VirtualPrinter(model) as paper:
        bare_kiosk.run("print", "test", "--printer", paper.address).check()
        assert len(paper.slips) == 1
        assert paper.anomalies == []


def test_a_printer_that_says_nothing_ends_with_5(bare_kiosk: Kiosk) -> None:
    with VirtualPrinter(SILENT_80) as paper:
        told = bare_kiosk.run("print", "test", "--printer", paper.address).check(5).out
        assert told.startswith("unknown"), "nobody can say whether it is on paper, so nobody does"


@pytest.mark.parametrize("trouble", ["out", "cover", "gone"])
def test_a_printer_in_trouble_ends_with_5_and_its_state(bare_kiosk: Kiosk, trouble: str) -> None:
    with VirtualPrinter(EPSON_80) as paper:
        if trouble == "out":
            paper.take_paper_out()
        elif trouble == "cover":
            paper.open_cover()
        else:
            paper.power_off()
        ended = bare_kiosk.run("print", "test", "--printer", paper.address).check(5)
        told = ended.out
        assert told.startswith("not_printed")
        assert trouble in told
        assert "see to the printer" in ended.err
        assert paper.slips == []


def test_without_a_printer_it_says_how_to_name_one(bare_kiosk: Kiosk) -> None:
    ended = bare_kiosk.run("print", "test").check(2)
    assert ended.out == ""
    assert "--printer" in ended.err
    assert "tcp://" in bare_kiosk.run_here("print", "test", "--printer", "nonsense").check(2).err


def test_a_template_with_values_of_ones_own(bare_kiosk: Kiosk) -> None:
    roll = bare_kiosk.folder / "roll"
    to_roll = ("--printer", f"png:{roll}")
    values = bare_kiosk.folder / "values.json"
    values.write_text(json.dumps(TRACKING), encoding="utf-8")
    bare_kiosk.run("print", "template", "tracking", "--data", values, *to_roll).check()
    assert len(list(roll.glob("*.png"))) == 1
    for words, named in (
        (("template", "nonsense"), "tracking"),
        (("template", "tracking", "--data", "missing.json"), "missing.json"),
        (("template",), "tracking"),
    ):
        ended = bare_kiosk.run_here("print", *words, *to_roll)
        assert ended.code == 2
        assert ended.out == ""
        assert named in ended.err, "the sentence says what there is"
    values.write_text(json.dumps({"nonsense": "x"}), encoding="utf-8")
    ended = bare_kiosk.run_here("print", "template", "tracking", "--data", values, *to_roll)
    assert ended.code != 0
    assert "nonsense" in ended.err


def test_a_slip_again_needs_one_that_was_there(bare_kiosk: Kiosk, tmp_path: Path) -> None:
    ended = bare_kiosk.run_here("print", "receipt", "K-X", "--printer", f"png:{tmp_path}").check(5)
    assert ended.out == ""
    assert "no slip" in ended.err


def test_a_dossier_that_was_queued_without_a_screen_gets_its_slip(bare_kiosk: Kiosk, tmp_path: Path) -> None:
    reference = bare_kiosk.submit("dossier")["reference"]
    words = ("print", "receipt", reference, "--printer", f"png:{tmp_path / 'roll'}", "--json")
    first, again = bare_kiosk.run_here(*words).check(), bare_kiosk.run_here(*words).check()
    assert (first.fact["template"], first.fact["reference"]) == ("submission", reference)
    assert first.fact["number"] == again.fact["number"], "the same slip, the second time as a copy"
    slip = tmp_path / "roll" / first.fact["detail"]
    told = bare_kiosk.run_here("verify", str(slip), "--json").check().fact
    assert told["reference"] == reference, "its code proves what was handed in"


def test_facts_as_json(bare_kiosk: Kiosk) -> None:
    with VirtualPrinter(EPSON_80) as paper:
        told = bare_kiosk.run_here("print", "test", "--printer", paper.address, "--json").check().out
        fact = json.loads(told)
        assert (fact["state"], fact["printer"], fact["template"]) == ("printed", "ready", "test_page")
        paper.open_cover()
        told = bare_kiosk.run_here("print", "test", "--printer", paper.address, "--json").check(5).out
        assert json.loads(told)["state"] == "not_printed"
        assert json.loads(told)["printer"] == "cover_open"


def test_probing_says_and_keeps_what_the_printer_can_do(bare_kiosk: Kiosk) -> None:
    with VirtualPrinter(EPSON_80) as paper:
        bare_kiosk.write_settings(f"[printer]\naddress = '{paper.address}'")
        found = json.loads(bare_kiosk.run_here("print", "probe", "--json").check().out)
        assert (found["model"], found["process_id"], found["cutter"]) == ("TM-T82III", True, True)
        assert paper.slips == [] and paper.uncut == b"", "no paper moves"
        assert "TM-T82III" in bare_kiosk.run_here("print", "probe").check().out
        paper.power_off()
        ended = bare_kiosk.run_here("print", "probe").check(5)
        assert "probing needs a printer" in ended.err


def test_every_template_can_be_tried_without_a_printer(bare_kiosk: Kiosk) -> None:
    out = bare_kiosk.folder / "slip.png"
    for template, width in (("dispatch", 384), ("handover", 512), ("result", 576), ("submission", 384)):
        words = ("print", "template", template, "--sample", "--width", str(width), "--preview", out)
        bare_kiosk.run_here(*words).check()
        assert load(out).shape[1] == width
    ended = bare_kiosk.run_here("print", "template", "nonsense", "--sample", "--preview", out).check(2)
    assert "dispatch" in ended.err, "the sentence says what there is"


def test_a_template_being_written_is_tried_and_its_mistakes_named(bare_kiosk: Kiosk) -> None:
    out, source = bare_kiosk.folder / "slip.png", bare_kiosk.folder / "mine.txt"
    words = ("print", "template", "account", "--sample", "--source", source, "--preview", out)
    source.write_text("[to] {{ name }}\n[cat]\n", encoding="utf-8")
    bare_kiosk.run_here(*words).check()
    height = load(out).shape[0]
    assert height < 200
    source.write_text("[to] {{ name }}\n[xanh] x\n", encoding="utf-8")
    ended = bare_kiosk.run_here(*words).check(2)
    assert "dòng 2" in ended.err and "xanh" in ended.err
    ended = bare_kiosk.run_here("print", "template", "account", "--sample", "--source", source).check(2)
    assert "--preview" in ended.err


def test_the_shift_opens_on_paper(bare_kiosk: Kiosk, tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), "white").save(tmp_path / "desk.png")
    bare_kiosk.write_settings(f"[camera]\ncard = 'folder:{tmp_path}'")
    roll = bare_kiosk.folder / "roll"
    bare_kiosk.run_here("print", "opening", "--printer", f"png:{roll}").check()
    (slip,) = roll.glob("*.png")
    assert load(slip).shape[0] > 400
