"""A USB stick is listed by what its files are, read and never followed out of itself."""

import os
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.pages import make_pdf
from kiosk.devices.pages.jpeg import encode_jpeg
from kiosk.devices.pages.stick import UsbStick
from kiosk.domain.errors import FileRefused

LIMIT = 5_000_000


def a_picture() -> bytes:
    return encode_jpeg(np.full((400, 300, 3), 230, np.uint8), 80, 200)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    (folder / "Giấy tờ").mkdir(parents=True)
    (folder / "anh.png.exe").write_bytes(a_picture())
    (folder / "Giấy tờ" / "tờ khai.pdf").write_bytes(make_pdf([a_picture()], limit_bytes=LIMIT, title=""))
    (folder / "virus.pdf").write_bytes(b"MZ\x90\0" + b"\0" * 200)
    (folder / ".hidden.jpg").write_bytes(a_picture())
    return folder


def test_files_are_listed_by_content_whatever_they_are_called(stick: Path) -> None:
    contents = UsbStick(str(stick)).contents()
    assert contents.is_there
    assert [(file.name, file.media_type) for file in contents.files] == [
        ("anh.png.exe", "image/jpeg"),
        ("tờ khai.pdf", "application/pdf"),
    ]
    assert contents.other_files == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such names")
def test_names_made_to_mislead_are_shown_harmlessly_and_their_files_still_taken(tmp_path: Path) -> None:
    for name in ("bill\n.jpg", "bill\u202egpj.exe", "bill\x1b[31m.jpg", "To\u031b\u0300 khai.jpg"):
        (tmp_path / name).write_bytes(a_picture())
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bill\xff.jpg")).write_bytes(a_picture())
    usb = UsbStick(str(tmp_path))
    files = usb.contents().files
    assert sorted(file.name for file in files) == [
        "Tờ khai.jpg",
        "bill\ufffd.jpg",
        "bill\ufffd.jpg",
        "bill\ufffd[31m.jpg",
        "bill\ufffdgpj.exe",
    ]
    assert all(usb.take(file.id, limit_bytes=LIMIT).media_type == "image/jpeg" for file in files)


def test_no_stick_is_an_ordinary_answer(tmp_path: Path) -> None:
    gone = UsbStick(str(tmp_path / "nothing"))
    assert not gone.contents().is_there
    with pytest.raises(FileRefused) as refused:
        gone.take("0/anh.jpg", limit_bytes=LIMIT)
    assert refused.value.code == "file_missing"


def test_files_are_taken_checked_and_a_pulled_stick_is_said(stick: Path) -> None:
    usb = UsbStick(str(stick))
    picture, document = (usb.take(file.id, limit_bytes=LIMIT) for file in usb.contents().files)
    assert (picture.media_type, document.media_type, document.pages) == ("image/jpeg", "application/pdf", 1)
    (stick / "anh.png.exe").unlink()
    with pytest.raises(FileRefused) as refused:
        usb.take("0/anh.png.exe", limit_bytes=LIMIT)
    assert refused.value.code == "file_missing"


@pytest.mark.parametrize(
    "file_id", ["0/../secret.jpg", "0//etc/passwd", "1/anh.jpg", "x", "", "-1/a", "0/\0", "0/" + "a" * 5000]
)
def test_nothing_beside_the_stick_is_read(stick: Path, file_id: str) -> None:
    (stick.parent / "secret.jpg").write_bytes(a_picture())
    with pytest.raises(FileRefused):
        UsbStick(str(stick)).take(file_id, limit_bytes=LIMIT)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_are_neither_listed_nor_followed(stick: Path) -> None:
    secret = stick.parent / "secret.jpg"
    secret.write_bytes(a_picture())
    (stick / "link.jpg").symlink_to(secret)
    usb = UsbStick(str(stick))
    assert "link.jpg" not in {file.name for file in usb.contents().files}
    with pytest.raises(FileRefused):
        usb.take("0/link.jpg", limit_bytes=LIMIT)


def test_an_archive_that_begins_as_a_picture_is_refused(stick: Path) -> None:
    bomb = stick / "bomb.jpg"
    bomb.write_bytes(a_picture())
    with zipfile.ZipFile(bomb, "a") as archive:
        archive.writestr("run.js", "1")
    with pytest.raises(FileRefused) as refused:
        UsbStick(str(stick)).take("0/bomb.jpg", limit_bytes=LIMIT)
    assert refused.value.code == "file_type"


def test_deep_and_endless_folders_are_bounded(tmp_path: Path) -> None:
    deep = tmp_path
    for level in range(12):
        deep = deep / f"d{level}"
    deep.mkdir(parents=True)
    (deep / "a.jpg").write_bytes(a_picture())
    assert UsbStick(str(tmp_path)).contents().files == ()


def test_a_picture_of_one_pixel_can_be_listed_and_taken(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "dot.png"), np.zeros((1, 1, 3), np.uint8))
    usb = UsbStick(str(tmp_path))
    assert usb.take(usb.contents().files[0].id, limit_bytes=LIMIT).pages == 1
