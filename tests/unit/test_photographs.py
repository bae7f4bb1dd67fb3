"""A folder of photographs is judged by what is written beside them, or by peers that agree; nothing of it is printed."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from benchmarks.figures import Progress
from benchmarks.photographs import AS_FILE, AS_FRAME, Reader, agreed, main, read_folder, truth_beside
from kiosk.devices.stage.sample_cards import AN

TEXT = AN.qr_text


def _picture_of_a_code(path: Path) -> Path:
    code = zxingcpp.create_barcode(TEXT, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = np.asarray(code.to_image(scale=4, add_quiet_zones=True), np.uint8)
    assert cv2.imwrite(str(path), drawn)
    return path


def test_the_product_and_its_peers_read_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _picture_of_a_code(tmp_path / "a.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert main([str(tmp_path), "--unread"]) == 0
    told = capsys.readouterr().out
    assert "1 pictures, of which the truth is known of 1" in told
    for name in (AS_FILE, AS_FRAME, "zxing-cpp"):
        row = next(line for line in told.splitlines() if line.startswith(f"  {name} "))
        assert "1 of 1" in row
    assert TEXT.split("|")[2] not in told


def test_a_folder_without_pictures_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no picture" in capsys.readouterr().err


def test_two_readers_of_one_making_are_one_witness(tmp_path: Path) -> None:
    _picture_of_a_code(tmp_path / "a.png")

    def reader(making: str, text: str) -> Reader:
        return Reader(making, lambda _photograph: [text])

    readers = {
        "own": reader("", "A"),
        "first": reader("one", "A"),
        "second": reader("one", "A"),
        "third": reader("other", "B"),
    }
    tallies, (outcome,) = read_folder(tmp_path, readers, Progress("test"))
    assert outcome.truth == frozenset()
    assert tallies["own"].right == tallies["own"].otherwise == 0
    told = {**outcome.told, "third": frozenset({"A"})}
    assert agreed(told, readers) == {"A"}


def test_the_truth_beside_a_picture_has_no_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Bưu điện\r\nSố 1\r\n".encode())
    assert truth_beside(tmp_path / "a.jpg") == "BưuđiệnSố1"
    assert truth_beside(tmp_path / "b.jpg") == ""
