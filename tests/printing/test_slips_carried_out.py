"""The session's orders about slips on real templates and a roll of pictures: copies, proofs, templates, shift opening."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.build import build_terminal
from kiosk.app.painting import headless_painter
from kiosk.app.printer_memory import remembered
from kiosk.app.slip_effects import OPENED_ON
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.devices.printers import open_printer
from kiosk.devices.printers.png_printer import STATE_FILE
from kiosk.domain.content_proof import ProofVerdict
from kiosk.domain.errors import PrinterGone, RuleBroken
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.settings import GatewaySettings, PrinterSettings, Settings
from kiosk.flow import intents, printing_words
from kiosk.ui.receipts import SlipTemplates, TemplateInvalid
from tests.fakes.virtual_printer import EPSON_80, VirtualPrinter
from tests.printing.slips import striped_slip
from tests.unit.test_effects_carried_out import DOCUMENT_ID, Rig, submitted
from tests.unit.visit_driver import RESOURCES

pytestmark = pytest.mark.usefixtures("qapp")
WHO = {"clerk": "Trần Thị Lan", "language": "vi"}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig()
    painter = headless_painter(RESOURCES, tmp_path / "home")
    rig.parts.home = tmp_path
    rig.parts.painter = painter
    rig.parts.templates = SlipTemplates(RESOURCES / "receipts", tmp_path / "home" / "receipts", painter)
    rig.parts.devices.codes = ZxingCodeWriter()
    rig.parts.devices.printer = open_printer(f"png:{tmp_path / 'roll'}", width_dots=576)
    yield rig
    rig.parts.devices.printer.close()


def roll(rig: Rig) -> list[Path]:
    return sorted((rig.parts.home / "roll").glob("*.png"))


def play(rig: Rig, state: PrinterState) -> None:
    folder = rig.parts.home / "roll"
    folder.mkdir(exist_ok=True)
    (folder / STATE_FILE).write_text(state.value, encoding="utf-8")


def moved(intent: object) -> PrintState:
    assert isinstance(intent, intents.SlipMoved)
    return intent.state


def test_a_dossiers_slip_comes_out_once_unmarked_and_then_as_a_copy(rig: Rig) -> None:
    order = printing_words.PrintDossierSlip(reference=submitted(rig), kind="submission", **WHO)
    assert moved(rig.run(order)) is PrintState.PRINTED
    assert moved(rig.run(order)) is PrintState.PRINTED
    first, second = (path.read_bytes() for path in roll(rig))
    assert first != second
    job = rig.stores.prints.latest(order.reference)
    assert job is not None and (job.number, job.copies) == (1, 2)


def test_a_slip_without_paper_waits_at_the_desk_and_comes_out_later_unmarked(rig: Rig) -> None:
    play(rig, PrinterState.PAPER_OUT)
    order = printing_words.PrintDossierSlip(reference=submitted(rig), kind="submission", **WHO)
    assert moved(rig.run(order)) is PrintState.NOT_PRINTED
    desk = rig.run(printing_words.LoadPrinterDesk())
    assert isinstance(desk, printing_words.PrinterDeskLoaded)
    assert desk.state is PrinterState.PAPER_OUT
    play(rig, PrinterState.READY)
    assert moved(rig.run(printing_words.PrintKeptSlip(job_id=desk.jobs[0].id))) is PrintState.PRINTED
    assert rig.stores.prints.unfinished() == []
    with pytest.raises(RuleBroken):
        rig.run(printing_words.PrintKeptSlip(job_id=desk.jobs[0].id))
    job = rig.stores.prints.latest(order.reference)
    assert job is not None and job.copies == 1


def test_a_slip_nobody_needs_is_dropped(rig: Rig) -> None:
    play(rig, PrinterState.GONE)
    rig.run(printing_words.PrintDossierSlip(reference=submitted(rig), kind="submission", **WHO))
    (job,) = rig.stores.prints.unfinished()
    desk = rig.run(printing_words.DropKeptSlip(job_id=job.id))
    assert isinstance(desk, printing_words.PrinterDeskLoaded) and desk.jobs == ()


def test_the_shift_opens_once_a_day_and_again_when_it_did_not_come_out(rig: Rig) -> None:
    order = printing_words.PrintDeskSlip(kind="opening", once_a_day=True, **WHO)
    play(rig, PrinterState.PAPER_OUT)
    assert moved(rig.run(order)) is PrintState.NOT_PRINTED
    play(rig, PrinterState.READY)
    assert moved(rig.run(order)) is PrintState.PRINTED
    assert rig.run(order) is None
    assert rig.stores.marks.get(OPENED_ON)
    assert moved(rig.run(replace(order, once_a_day=False))) is PrintState.PRINTED
    assert len(roll(rig)) == 2
    job = rig.stores.prints.latest("opening")
    assert job is not None
    checks = {check["what"]: check["state"] for check in job.receipt.values["checks"]}  # type: ignore[attr-defined]
    assert {"opening.check_printer", "opening.check_gateway", "opening.check_queue"} <= checks.keys()


def test_what_the_printer_can_say_is_asked_and_remembered(rig: Rig) -> None:
    settings = replace(Settings(), printer=PrinterSettings(address="png:x", width_dots=576))
    other = replace(settings, printer=PrinterSettings(address="tcp://other", width_dots=576))
    rig.parts.settings = settings
    desk = rig.run(printing_words.ProbePrinter(staff_id="lan"))
    assert isinstance(desk, printing_words.PrinterDeskLoaded)
    marks = rig.stores.marks
    assert remembered(marks, settings) == desk.abilities
    assert remembered(marks, other) is None
    assert remembered(marks, replace(settings, gateway=GatewaySettings(device_id="d"))) is None
    for damaged in ("", "[]", "{}", '{"printer": 1}', "nonsense"):
        marks.put("printer.abilities", damaged)
        assert remembered(marks, settings) is None
    play(rig, PrinterState.GONE)
    with pytest.raises(PrinterGone):
        rig.run(printing_words.ProbePrinter(staff_id="lan"))


# --- proofs ------------------------------------------------------------------------------------------------


def verdict(rig: Rig, text: str) -> ProofVerdict:
    checked = rig.run(printing_words.CheckProof(text=text))
    assert isinstance(checked, printing_words.ProofChecked)
    return checked.verdict


def test_a_printed_slip_is_checked_against_what_is_kept(rig: Rig) -> None:
    reference = submitted(rig)
    rig.run(printing_words.PrintDossierSlip(reference=reference, kind="submission", **WHO))
    job = rig.stores.prints.latest(reference)
    assert job is not None
    text = str(job.receipt.values["qr"])
    assert verdict(rig, text) is ProofVerdict.GENUINE
    assert verdict(rig, reference) is ProofVerdict.NO_PROOF
    assert verdict(rig, text[:-1] + ("A" if text[-1] != "A" else "B")) is not ProofVerdict.GENUINE
    rig.stores.dossiers._contents[DOCUMENT_ID] = b"%PDF-2"
    assert verdict(rig, text) is ProofVerdict.OTHER_CONTENT


# --- templates ---------------------------------------------------------------------------------------------


def test_a_changed_template_is_used_from_now_on_and_given_up_again(rig: Rig) -> None:
    loaded = rig.run(printing_words.LoadTemplate(name="test_page", language="vi"))
    assert isinstance(loaded, printing_words.TemplateLoaded) and not loaded.is_changed
    assert {"submission", "copy", "dispatch"} <= set(loaded.names)
    page = printing_words.PrintDeskSlip(kind="test_page", **WHO)
    rig.run(page)
    kept = rig.run(
        printing_words.KeepTemplate(
            name="test_page", language="vi", source="[to] MỚI\n[cat]\n", staff_id="lan"
        )
    )
    assert isinstance(kept, printing_words.TemplateLoaded) and kept.is_changed and kept.saved
    rig.run(page)
    shipped, changed = (len(path.read_bytes()) for path in roll(rig))
    assert changed < shipped / 2
    restored = rig.run(printing_words.RestoreTemplate(name="test_page", language="vi", staff_id="lan"))
    assert isinstance(restored, printing_words.TemplateLoaded)
    assert (restored.is_changed, restored.source) == (False, loaded.source)
    assert [kind for kind, _ in rig.trail()].count("template_changed") == 2


@pytest.mark.parametrize(
    ("source", "line", "named"),
    [
        ("[dam] a\n[xanh] b", 2, "xanh"),
        ("a\n\n{{ nobody }}", 3, "nobody"),
        ("{% if name %}\na", 1, ""),
        ("{% for a in b %}{% endfor %}", 1, "b"),
        ("a\n{{ name * 1000000000 }}", 2, ""),
        ("{% if name %}\n{{ name ~ name }}\n{% endif %}", 2, ""),
    ],
)
def test_a_mistake_names_its_line_and_is_never_kept(rig: Rig, source: str, line: int, named: str) -> None:
    drawn = rig.run(printing_words.DrawTemplate(name="account", language="vi", source=source, width_dots=384))
    assert isinstance(drawn, printing_words.TemplateDrawn)
    assert drawn.line >= line and named in drawn.problem
    kept = rig.run(printing_words.KeepTemplate(name="account", language="vi", source=source, staff_id="lan"))
    assert isinstance(kept, printing_words.TemplateDrawn)
    assert not rig.parts.templates.is_changed("account", "vi")


def test_every_template_can_be_drawn_as_it_is_and_none_outside_the_folder(rig: Rig) -> None:
    templates = rig.parts.templates
    for name in templates.names():
        for language in ("vi", "en"):
            drawn = templates.draw(name, language, templates.source(name, language), 512)
            assert drawn.width == 512
    with pytest.raises(Exception, match="there is no template"):
        templates.keep("../escape", "vi", "x")
    with pytest.raises(TemplateInvalid):
        templates.draw("account", "vi", "a" * 30_000, 384)


# --- the terminal's printer --------------------------------------------------------------------------------


def test_a_terminal_hears_its_printer_in_the_middle_of_a_slip_and_remembers_what_it_can(
    tmp_path: Path,
) -> None:
    told: list[PrinterState] = []
    with VirtualPrinter(EPSON_80) as paper:
        settings = replace(Settings(), printer=PrinterSettings(address=paper.address))
        painter = headless_painter(RESOURCES, tmp_path)
        built = build_terminal(tmp_path / "home", settings, painter, RESOURCES)
        try:
            built.on_printer.append(told.append)
            printer = built.parts.devices.printer
            assert printer is not None
            slip = striped_slip(576)
            assert printer.print(slip, 1).state is PrintState.PRINTED
            kept = remembered(built.parts.store.marks, settings)
            assert kept is not None and kept.process_id
            paper.when_row(100, lambda: paper.run_out_for(0.2))
            assert printer.print(slip, 2).state is PrintState.PRINTED
            assert PrinterState.PAPER_OUT in told
            printer.close()
        finally:
            built.close()
