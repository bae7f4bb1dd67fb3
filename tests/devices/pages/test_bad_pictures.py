"""Whatever a camera or a file delivers, the answer is a word for the person and never an exception."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from kiosk.devices.pages import PaperScanner, scan_file
from kiosk.devices.pages.jpeg import encode_jpeg
from kiosk.devices.pixels import Picture, frame_of
from kiosk.domain.scan import PageProblem
from tests.devices.pages.scenes import take_scene

ODD_FRAMES = {
    "one pixel": np.zeros((1, 1, 3), np.uint8),
    "a line": np.full((1, 900, 3), 200, np.uint8),
    "a column": np.full((900, 2, 3), 200, np.uint8),
    "black": np.zeros((720, 1280, 3), np.uint8),
    "white": np.full((720, 1280, 3), 255, np.uint8),
    "green": np.full((720, 1280, 3), (0, 135, 0), np.uint8),
    "noise": np.random.default_rng(3).integers(0, 255, (360, 640, 3)).astype(np.uint8),
    "stripes": np.tile(np.repeat(np.array([0, 255], np.uint8), 8), (480, 40))[:, :, None].repeat(3, axis=2),
}


@pytest.mark.parametrize("name", ODD_FRAMES)
def test_odd_frames_hold_no_page(name: str) -> None:
    frame = frame_of(np.ascontiguousarray(ODD_FRAMES[name]))
    scanner = PaperScanner()
    for _ in range(2):
        assert scanner.look(frame).problems
    assert scanner.capture(frame).problems
    whole = (
        (0.0, 0.0),
        (frame.width - 1.0, 0.0),
        (frame.width - 1.0, frame.height - 1.0),
        (0.0, frame.height - 1.0),
    )
    assert scanner.capture(frame, whole) is not None
    assert scanner.take_picture(frame) is not None


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + chunk(b"IEND", b"")
    )


def files(folder: Path) -> dict[str, bytes]:
    whole = encode_jpeg(np.full((900, 700, 3), 200, np.uint8), 80, 200)
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    moving = folder / "moving.gif"
    frames[0].save(moving, save_all=True, append_images=frames[1:])
    return {
        "truncated": whole[: len(whole) // 2],
        "headless": whole[40:],
        "bomb": png_that_claims(40_000, 40_000),
        "hundred megapixels": png_that_claims(12_000, 9_000),
        "empty pixels": png_that_claims(400, 300),
        "animated": moving.read_bytes(),
        "nothing": b"",
        "text": "không phải ảnh".encode(),
    }


def test_bad_files_are_named_in_one_word(tmp_path: Path) -> None:
    for name, content in files(tmp_path).items():
        file = tmp_path / "file.jpg"
        file.write_bytes(content)
        facts, page = scan_file(file)
        assert page is None, name
        assert facts["ok"] is False
        assert facts["problem"], name


@pytest.mark.parametrize("level", [0, 255])
def test_a_dot_is_no_page(level: int, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "dot.png"), np.full((1, 1, 3), level, np.uint8))
    facts, _ = scan_file(tmp_path / "dot.png")
    assert facts["problem"] == "no_page"


def scan_of_a_form() -> Picture:
    page = np.full((1650, 1166, 3), 252, np.uint8)
    for row in range(12):
        y = 180 + 110 * row
        cv2.putText(
            page, "HO VA TEN NGUYEN VAN MAU 1234", (120, y), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (30, 30, 30), 3
        )
    cv2.rectangle(page, (100, 600), (1060, 1200), (40, 40, 40), 4)
    return page


def test_a_scan_without_a_desk_stays_whole() -> None:
    page = PaperScanner().take_picture(frame_of(scan_of_a_form()))
    assert page.problems == ()
    assert (page.width, page.height) == (1166, 1650), "not cut to the table on it"
    assert page.dpi == pytest.approx(141, abs=2)


def test_the_command_line_takes_a_scan_without_a_desk_whole(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    cv2.imwrite(str(path), scan_of_a_form())
    facts, page = scan_file(path)
    assert (facts["ok"], facts["problem"]) == (True, None)
    assert facts["corners"] == [[0, 0], [1165, 0], [1165, 1649], [0, 1649]]
    assert page is not None


def test_a_brought_photograph_is_flattened_as_a_camera_s_is() -> None:
    shot = take_scene(31, 3, kind="letter", size=(1280, 960), turns=0)
    page = PaperScanner().take_picture(shot.frame)
    assert PageProblem.NO_PAGE not in page.problems
    assert np.abs(np.array(page.corners) - shot.corners).max() < 12
