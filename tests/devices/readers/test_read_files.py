"""Picture files and clips from a command line: one honest result a file, whatever is in it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.devices.pixels import Picture, frame_of, picture_of
from kiosk.devices.readers.files import document_fields, read_file
from kiosk.devices.stage.sample_cards import SampleCard
from kiosk.domain.id_code import recognise
from kiosk.domain.scan import CodeKind, Frame, ReadMethod

TODAY = date(2026, 11, 22)
CARD = "001199000001|012345678|Nguyễn Thị An|15011999|Nữ|Số 1, Phường Cửa Nam, Hà Nội|10052021"
SeenOnStage = Callable[..., Frame]


def save(frame: Frame, file: Path, *, enlarge: float = 1.0) -> Path:
    picture = picture_of(frame)
    if enlarge != 1:
        picture = np.asarray(cv2.resize(picture, None, fx=enlarge, fy=enlarge), np.uint8)
    cv2.imwrite(str(file), picture)
    return file


def test_a_photograph_of_a_card_is_read(
    tmp_path: Path, cards: dict[str, SampleCard], on_stage: SeenOnStage
) -> None:
    result = read_file(save(on_stage(cards["cccd_2021"].front), tmp_path / "card.jpg"), TODAY)
    printed = json.loads(json.dumps(result.to_json()))
    assert printed.pop("ms") > 0
    assert printed == {
        "file": str(tmp_path / "card.jpg"),
        "ok": True,
        "kind": "cccd_qr",
        "raw": CARD,
        "problem": None,
        "evidence": {"method": "qr", "step": "whole", "frames": 1},
        "fields": {
            "personal_number": "001199000001",
            "old_number": "012345678",
            "full_name": "Nguyễn Thị An",
            "birth_date": "1999-01-15",
            "birth_date_text": "15/01/1999",
            "gender": "female",
            "address": "Số 1, Phường Cửa Nam, Hà Nội",
            "issued_on": "2021-05-10",
            "expires_on": None,
            "extra": [],
            "doubts": [],
        },
    }


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_the_way_the_card_lies_does_not_matter(
    tmp_path: Path, cards: dict[str, SampleCard], on_stage: SeenOnStage, turn: int
) -> None:
    file = tmp_path / "card.png"
    cv2.imwrite(str(file), cv2.rotate(picture_of(on_stage(cards["can_cuoc_2024"].back)), turn))
    assert read_file(file, TODAY).ok


def test_a_large_photograph_is_read(
    tmp_path: Path, cards: dict[str, SampleCard], on_stage: SeenOnStage
) -> None:
    file = save(
        on_stage(cards["cccd_2021"].front, width=1920, height=1080), tmp_path / "large.jpg", enlarge=2
    )
    assert read_file(file, TODAY).raw == CARD


def test_a_blurred_photograph_is_read_with_patience_or_honestly_not(
    tmp_path: Path, cards: dict[str, SampleCard], on_stage: SeenOnStage
) -> None:
    sharp = picture_of(on_stage(cards["cccd_2021"].front))
    outcomes = []
    for blur in (0.5, 1.5, 6.0):
        file = tmp_path / f"blur{blur}.png"
        cv2.imwrite(str(file), cv2.GaussianBlur(sharp, (0, 0), blur))
        outcomes.append(read_file(file, TODAY))
    assert outcomes[0].raw == CARD
    assert all(outcome.raw in {CARD, ""} for outcome in outcomes)
    assert (outcomes[2].ok, outcomes[2].kind, outcomes[2].problem) == (False, None, "no_code")


@pytest.mark.parametrize(
    ("card", "kind", "problem"),
    [
        ("cccd_damaged", CodeKind.DAMAGED_QR, "too_few_fields"),
        ("health_card", CodeKind.HEALTH_CARD, "not_an_id"),
        ("web_address", CodeKind.OTHER_QR, "not_an_id"),
    ],
)
def test_other_codes_are_named_but_not_taken(
    tmp_path: Path,
    cards: dict[str, SampleCard],
    on_stage: SeenOnStage,
    card: str,
    kind: CodeKind,
    problem: str,
) -> None:
    result = read_file(save(on_stage(cards[card].front), tmp_path / "card.png"), TODAY)
    assert (result.ok, result.kind, result.problem, result.fields) == (False, kind, problem, {})


def test_a_clip_is_read_once_one_of_its_frames_is(
    tmp_path: Path, cards: dict[str, SampleCard], on_stage: SeenOnStage
) -> None:
    good = picture_of(on_stage(cards["cccd_2021"].front))
    file = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 30, (1280, 720))
    for number in range(8):
        writer.write(cv2.GaussianBlur(good, (0, 0), 9) if number < 5 else good)
    writer.release()
    result = read_file(file, TODAY)
    assert result.raw == CARD
    evidence = result.to_json()["evidence"]
    assert (evidence["method"], evidence["step"]) == ("qr", "whole")
    assert 1 <= evidence["frames"] <= 3


def test_a_clip_of_nothing_has_no_code(tmp_path: Path) -> None:
    file = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 30, (160, 120))
    for shade in (40, 90, 140):
        writer.write(np.full((120, 160, 3), shade, np.uint8))
    writer.release()
    assert read_file(file, TODAY).problem == "no_code"


def test_files_that_cannot_be_used_say_why(tmp_path: Path) -> None:
    whole = cv2.imencode(".jpg", np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8))[
        1
    ].tobytes()
    cases = {
        "missing.jpg": (None, "file_missing"),
        "empty.jpg": (b"", "file_kind"),
        "text.jpg": (b"hello", "file_kind"),
    }
    cases["cut.jpg"] = (whole[: len(whole) // 2], "file_damaged")
    cases["tiny.png"] = (
        cv2.imencode(".png", np.zeros((1, 1, 3), np.uint8))[1].tobytes(),
        "picture_too_small",
    )
    for name, (content, problem) in cases.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        result = read_file(tmp_path / name, TODAY)
        assert (result.ok, result.kind, result.problem) == (False, None, problem), name


def test_fields_of_a_machine_readable_zone_name_its_document() -> None:
    zone = "P<VNMNGUYEN<<THI<AN<<<<<<<<<<<<<<<<<<<<<<<<<\nC1234567<0VNM9901155F3901153001199000001<<52"
    fields = document_fields(recognise(zone.encode(), method=ReadMethod.MRZ, today=TODAY))
    assert fields["document_number"] == "C1234567"
    assert fields["personal_number"] == "001199000001"
    assert fields["expires_on"] == "2039-01-15"


def test_a_result_shows_nothing_personal_in_repr(
    tmp_path: Path, cards: dict[str, SampleCard], on_stage: SeenOnStage
) -> None:
    shown = repr(read_file(save(on_stage(cards["cccd_2021"].front), tmp_path / "card.jpg"), TODAY))
    assert "001199000001" not in shown
    assert "Nguy" not in shown


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        (CARD.replace("15011999", "31021999"), CodeKind.DAMAGED_QR, "bad_date"),
        (CARD.replace("Nguyễn Thị An", "Nguyễn " * 40), CodeKind.DAMAGED_QR, "bad_name"),
        ("a|b|c|d|e|f|g", CodeKind.DAMAGED_QR, "bad_number"),
        (CARD + "\x00\x07\x1b[31m", CodeKind.DAMAGED_QR, "bad_date"),
        ("7" * 2900, CodeKind.OTHER_QR, "not_an_id"),
    ],
)
def test_codes_with_nonsense_are_named_and_fill_in_nothing(
    tmp_path: Path, text: str, kind: CodeKind, problem: str
) -> None:
    code = np.asarray(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
    result = read_file(save(frame_of(cv2.cvtColor(code, cv2.COLOR_GRAY2BGR)), tmp_path / "code.png"), TODAY)
    assert (result.ok, result.kind, result.problem, result.fields) == (False, kind, problem, {})
    assert "\x1b" not in result.raw


def test_a_hundred_megapixels_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    file = tmp_path / "large.png"
    Image.new("1", (10_000, 10_000)).save(file)
    assert read_file(file, TODAY).problem == "picture_too_large"


def test_an_animated_file_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "moving.gif"
    pictures = [Image.new("L", (64, 64), shade) for shade in (0, 90, 200)]
    pictures[0].save(file, save_all=True, append_images=pictures[1:])
    assert read_file(file, TODAY).problem == "picture_animated"


def _drawn(px: int, rim: int = 4) -> Picture:
    """The card's code as a program draws it, black on white."""
    code = zxingcpp.create_barcode(CARD, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = np.asarray(code.to_image(scale=1, add_quiet_zones=False), np.uint8)
    framed = np.pad(modules, rim, constant_values=255)
    return np.asarray(framed.repeat(px, 0).repeat(px, 1), np.uint8)


def _as_dots(px: int) -> Picture:
    dot = np.full((px, px), 255, np.uint8)
    cv2.circle(dot, (px // 2, px // 2), px // 2 - 1, (0,), -1)
    return np.where(_drawn(px) == 0, np.tile(dot, (len(_drawn(1)), len(_drawn(1)))), 255).astype(np.uint8)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(_drawn(4, rim=0), id="without a rim"),
        pytest.param(np.pad(_drawn(4, rim=0), 60), id="on dark ground that begins where it ends"),
        pytest.param(255 - _drawn(4), id="light on dark"),
        pytest.param(np.pad(255 - _drawn(4, rim=0), 60, constant_values=255), id="light on dark, on paper"),
        pytest.param(_drawn(4)[:, ::-1], id="in a mirror"),
        pytest.param(255 - _drawn(4)[:, ::-1], id="light on dark, in a mirror"),
        pytest.param(np.rot90(_drawn(4)), id="lying on its side"),
        pytest.param(_as_dots(12), id="modules as dots"),
        pytest.param(cv2.GaussianBlur(255 - _drawn(4, rim=20), (0, 0), 2.6), id="light on dark and blurred"),
        pytest.param(cv2.GaussianBlur(_drawn(4, rim=20)[:, ::-1], (0, 0), 2.6), id="in a mirror and blurred"),
    ],
)
def test_codes_are_read_in_whatever_way_a_program_shows_them(tmp_path: Path, picture: Picture) -> None:
    file = tmp_path / "code.png"
    Image.fromarray(np.ascontiguousarray(picture)).save(file)
    result = read_file(file, TODAY)
    assert (result.ok, result.raw) == (True, CARD)


def test_reading_starts_no_threads_for_its_arithmetic() -> None:
    """They would wait for each other with the processor running, on a machine that has other work."""
    program = "import kiosk.devices.readers.files, os; print(len(os.listdir('/proc/self/task')))"
    if not Path("/proc/self/task").is_dir():
        pytest.skip("threads of a process are counted in /proc")
    surroundings = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=surroundings, check=True
    )
    assert shown.stdout.strip() == "1"
