"""Picture files from anybody: good ones come out upright in BGR, bad ones are refused with the reason."""

import contextlib
import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from kiosk.devices.cameras.pictures import load_picture
from kiosk.devices.pixels import picture_of
from kiosk.domain.errors import FileRefused


def write(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG whose header claims a size and whose data is one row."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def left_half_red(width: int = 80, height: int = 40) -> Image.Image:
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2, 0] = 220
    return Image.fromarray(picture)


def refusal(file: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        load_picture(file)
    assert file.name not in refused.value.detail
    return refused.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_ordinary_kinds_are_taken(tmp_path: Path, kind: str) -> None:
    frame = load_picture(write(tmp_path, "picture.bin", encoded(left_half_red(), kind)))
    pixels = picture_of(frame)
    assert pixels.shape == (40, 80, 3)
    assert pixels[20, 10, 2] > 180
    assert pixels[20, 70, 2] < 40


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "RGBA", "LA", "I;16", "F", "YCbCr"])
def test_every_colour_model_comes_out_as_bgr(tmp_path: Path, mode: str) -> None:
    grey = np.tile(np.linspace(0, 255, 80, dtype=np.uint8), (40, 1))
    if mode == "I;16":
        picture = Image.fromarray(grey.astype(np.uint16) * 257)
    elif mode == "F":
        picture = Image.fromarray(grey.astype(np.float32) / 255)
    else:
        picture = Image.fromarray(grey).convert(mode)
    pixels = picture_of(load_picture(write(tmp_path, "picture.tiff", encoded(picture, "TIFF"))))
    assert pixels.shape == (40, 80, 3)
    assert pixels[:, :10].mean() < 40
    assert pixels[:, -10:].mean() > 215


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert picture_of(load_picture(write(tmp_path, "a.png", encoded(picture, "PNG")))).min() == 255


def test_a_picture_taken_sideways_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    frame = load_picture(write(tmp_path, "a.jpg", encoded(left_half_red(), "JPEG", exif=exif)))
    pixels = picture_of(frame)
    assert (frame.width, frame.height) == (40, 80)
    assert pixels[10, 20, 2] > 180
    assert pixels[70, 20, 2] < 40


@pytest.mark.parametrize("size", [(1, 1), (31, 400), (400, 1)])
def test_tiny_pictures_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    assert refusal(write(tmp_path, "a.png", encoded(Image.new("RGB", size), "PNG"))) == "picture_too_small"


@pytest.mark.parametrize("size", [(10_000, 10_000), (10_001, 9_000), (60_000, 60_000), (2_000_000_000, 2)])
def test_bombs_are_refused_from_their_header(tmp_path: Path, size: tuple[int, int]) -> None:
    assert refusal(write(tmp_path, "a.png", png_header(*size))) == "picture_too_large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_truncated_pictures_are_refused(tmp_path: Path, kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(2).integers(0, 255, (200, 300, 3), np.uint8))
    whole = encoded(noise, kind)
    for share in (0.2, 0.5, 0.9):
        assert refusal(write(tmp_path, "a.jpg", whole[: int(len(whole) * share)])) in {
            "file_damaged",
            "file_kind",
        }


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_animations_and_many_pages_are_refused(tmp_path: Path, kind: str) -> None:
    frames = [Image.new("RGB", (64, 64), (shade, 0, 0)) for shade in (0, 120, 240)]
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    assert refusal(write(tmp_path, "a.gif", content)) == "picture_animated"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\xff\xd8\xff",
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(write(tmp_path, "a.jpg", content)) in {"file_kind", "file_damaged"}


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing.jpg") == "file_missing"
    (tmp_path / "folder.jpg").mkdir()
    assert refusal(tmp_path / "folder.jpg") == "file_missing"


def test_no_broken_byte_brings_more_than_a_refusal(tmp_path: Path) -> None:
    random = np.random.default_rng(11)
    for kind in ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"):
        whole = bytearray(encoded(left_half_red(), kind))
        for _ in range(60):
            broken = bytearray(whole)
            for place in random.integers(0, len(broken), 4):
                broken[place] = int(random.integers(0, 256))
            with contextlib.suppress(FileRefused):
                load_picture(write(tmp_path, "a.bin", bytes(broken)))


def test_a_large_photograph_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "large.jpg"
    cv2.imwrite(str(file), np.full((3000, 4000, 3), 128, np.uint8))
    frame = load_picture(file)
    assert (frame.width, frame.height) == (4000, 3000)
