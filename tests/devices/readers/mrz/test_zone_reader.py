"""Zones of cards and passports are read off frames in any position; nothing is guessed, nothing hostile does harm."""

from datetime import date

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks.cards import LEVELS
from benchmarks.mrz_cards import FONTS, KINDS, zone_frame
from kiosk.devices.pixels import Picture
from kiosk.devices.readers.mrz.names import read_name
from kiosk.devices.readers.mrz.zone_reader import ReadZone, ZoneReader

TODAY = date(2026, 11, 22)
EASY, MEDIUM, HARD = LEVELS[:3]


def grey(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


@pytest.fixture(scope="module")
def reader() -> ZoneReader:
    return ZoneReader()


@pytest.mark.parametrize("kind", KINDS)
def test_zones_are_read_and_never_wrongly(reader: ZoneReader, kind: str) -> None:
    read = 0
    for number in range(3):
        frame = zone_frame(MEDIUM, number, kind, seed=77)
        found = reader.read(grey(frame.picture))
        assert found is None or found.lines in ((), frame.lines)
        read += found is not None and found.certain
    assert read >= 1


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_the_way_the_card_lies_does_not_matter(reader: ZoneReader, turn: int) -> None:
    frame = zone_frame(EASY, 2, "td1", seed=77)
    found = reader.read(np.asarray(cv2.rotate(grey(frame.picture), turn), np.uint8))
    assert found is not None
    assert found.lines == frame.lines


def test_corners_lie_where_the_zone_is(reader: ZoneReader) -> None:
    frame = zone_frame(EASY, 2, "td1", seed=77)
    found = reader.read(grey(frame.picture))
    assert found is not None
    assert np.abs(np.asarray(found.corners) - frame.corners).max() < frame.character_px


TD1 = ("IDVNM1990000014001199000001<<5", "9901155F3901153VNM<<<<<<<<<<<8", "NGUYEN<<THI<AN<<<<<<<<<<<<<<<<")


def printed(lines: tuple[str, ...], blur_px: float = 0.6, noise: float = 2.0) -> Picture:
    """Lines of OCR-B on pale paper, 16 px a character."""
    cell, pitch = 16, 27 if len(lines) == 3 else 40
    sheet = Image.new("L", (max(map(len, lines)) * cell + 160, len(lines) * pitch + 220), 225)
    draw = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(str(FONTS[0]), 22)
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            draw.text((80 + column * cell, 100 + row * pitch), char, font=face, fill=40)
    soft = cv2.GaussianBlur(np.asarray(sheet, np.float32), (0, 0), blur_px)
    grain = np.random.default_rng(5).normal(0, noise, soft.shape)
    return np.clip(soft + grain, 0, 255).astype(np.uint8)


def test_plain_print_is_read(reader: ZoneReader) -> None:
    found = reader.read(printed(TD1))
    assert found is not None
    assert found.lines == TD1


TD3 = ("P<VNMNGUYEN<<THI<AN<<<<<<<<<<<<<<<<<<<<<<<<<", "C0000001<7VNM9901155F3901153001199000001<<58")


@pytest.mark.parametrize("lean_deg", [-38.0, 52.0, 98.0])
def test_however_it_leans_it_is_read(reader: ZoneReader, lean_deg: float) -> None:
    upright = printed(TD3)
    height, width = upright.shape
    side = int(np.hypot(height, width))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), lean_deg, 1)
    turn[:, 2] += ((side - width) / 2, (side - height) / 2)
    found = reader.read(np.asarray(cv2.warpAffine(upright, turn, (side, side), borderValue=(225,)), np.uint8))
    assert found is not None
    assert found.lines == TD3


@pytest.mark.parametrize("number", [10, 65, 147, 229], ids=["a 1 as a 7", "half a line", "grain", "both"])
def test_thin_print_that_leans_a_little_is_read(reader: ZoneReader, number: int) -> None:
    frame = zone_frame(EASY, number, "td3", seed=881001)
    found = reader.read(grey(frame.picture))
    assert found is not None
    assert found.lines == frame.lines


@pytest.mark.parametrize(
    "lines",
    [
        (TD1[0].replace("4001", "4002"), *TD1[1:]),
        (TD1[0], TD1[1].replace("F39", "F38"), TD1[2]),
        (TD1[0][:-6], TD1[1][:-6], TD1[2][:-6]),
        TD1[:2],
        tuple("DAI LY DICH VU CONG TRUC TUYEN"[i:] + "NOP HO SO"[:i] for i in range(3)),
        ("THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG 1", "1234567890 1234567890 1234567890 1234567890 1"),
    ],
    ids=["number", "expiry", "cut off", "a line missing", "other words", "two other lines"],
)
def test_what_contradicts_itself_is_not_read(reader: ZoneReader, lines: tuple[str, ...]) -> None:
    assert nothing_certain(reader.read(printed(lines)))


def test_frames_too_blurred_alone_are_read_together() -> None:
    together, alone = ZoneReader(fuse=True), ZoneReader()
    rng = np.random.default_rng(3)
    base = printed(TD1, blur_px=2.8, noise=0)
    read_together = read_alone = 0
    for number in range(3):
        noisy = np.clip(base + rng.normal(0, 8, base.shape), 0, 255).astype(np.uint8)
        found = together.read(noisy, at_s=number / 15)
        single = alone.read(noisy)
        for one in (found, single):
            assert one is None or one.lines in ((), TD1)
        read_together += found is not None and found.certain
        read_alone += single is not None and single.certain
    assert read_together >= read_alone


def test_frames_of_two_documents_are_not_mixed() -> None:
    other = (
        "IDVNM0850000021079085000002<<1",
        "8509026M4509028VNM<<<<<<<<<<<2",
        "TRAN<<VAN<MAU<<<<<<<<<<<<<<<<<",
    )
    reader = ZoneReader(fuse=True)
    for number, lines in enumerate((TD1, other) * 2):
        found = reader.read(printed(lines, blur_px=2.4, noise=8), at_s=number / 15)
        assert found is None or found.lines in ((), lines)


def test_nothing_personal_shows_in_repr(reader: ZoneReader) -> None:
    assert "NGUYEN" not in repr(reader.read(printed(TD1)))


def nothing_certain(found: ReadZone | None) -> bool:
    return found is None or not found.certain


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (3, 3), (40, 40), (480, 640)])
@pytest.mark.parametrize("fill", ["black", "white", "noise"])
def test_pictures_of_nothing_are_no_zone(reader: ZoneReader, size: tuple[int, int], fill: str) -> None:
    picture = {
        "black": np.zeros(size, np.uint8),
        "white": np.full(size, 255, np.uint8),
        "noise": np.random.default_rng(1).integers(0, 255, size, np.uint8),
    }[fill]
    assert nothing_certain(reader.read(picture))


def test_a_huge_picture_is_read(reader: ZoneReader) -> None:
    frame = zone_frame(EASY, 2, "td1", seed=77)
    huge = cv2.resize(grey(frame.picture), None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC)
    found = reader.read(np.asarray(huge, np.uint8))
    assert found is not None
    assert found.lines == frame.lines


def test_a_name_that_seems_to_begin_with_fillers_is_doubted_and_does_no_harm() -> None:
    fillers = np.full((30, 37), -30.0)
    fillers[:, 36] = 0.0
    assert read_name(fillers, vietnamese=False).cost > 15
