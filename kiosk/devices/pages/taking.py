"""Takes files that people bring on a stick: tells the kind by content, refuses what could do harm, strips what tells of
its maker. Nothing is ever opened by a program of the system."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np

from kiosk.devices.pages.jpeg import (
    SUPPORTED_FRAMES,
    JpegDamaged,
    bare_jpeg,
    decode_picture,
    encode_jpeg,
    read_jpeg,
)
from kiosk.devices.pages.pdf_checking import check_pdf
from kiosk.devices.pixels import Picture
from kiosk.domain.brought import JPEG, PDF, PNG, TakenFile
from kiosk.domain.errors import FileRefused

STARTS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
LARGEST_READ_BYTES = 64 << 20
"""Larger files are not read at all, not even to make them smaller."""
MOST_PIXELS = 64_000_000
"""A phone's largest ordinary photograph; unpacked it takes 200 MB."""
NEEDED_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs"})
SMALLER = ((88, 4000), (80, 3200), (72, 2600))
"""JPEG quality and longest side tried on pictures that are too large; A4 on 2600 pixels has 220 an inch."""
PICTURE_DPI = 200.0


def take_file(source: Path | str | bytes, *, limit_bytes: int) -> TakenFile:
    """The file at a path, or its bytes, if it may go into a dossier; its name and ending count for nothing.

    Raises FileRefused: "file_type" (not a PDF, JPEG or PNG, or two kinds at once), "file_too_large", "file_encrypted",
    "file_active_content", "file_damaged", "file_missing", "picture_too_large"."""
    content = source if isinstance(source, bytes) else _read(Path(source))
    if len(content) > LARGEST_READ_BYTES:
        raise FileRefused(f"{len(content)} bytes", code="file_too_large")
    if not content:
        raise FileRefused("empty", code="file_damaged")
    kind = next((media_type for start, media_type in STARTS.items() if content.startswith(start)), "")
    # an archive is read from its end: a picture or PDF in front of it makes it both
    if not kind or zipfile.is_zipfile(io.BytesIO(content)):
        raise FileRefused("neither PDF nor JPEG nor PNG", code="file_type")
    if kind == PDF:
        if len(content) > limit_bytes:
            raise FileRefused(f"{len(content)} bytes, limit {limit_bytes}", code="file_too_large")
        return TakenFile(PDF, content, check_pdf(content))
    try:
        media_type, clean = (JPEG, _clean_jpeg(content)) if kind == JPEG else (PNG, _clean_png(content))
        if len(clean) > limit_bytes:
            media_type, clean = JPEG, _made_smaller(clean, limit_bytes)
    except JpegDamaged as damage:
        raise FileRefused(f"picture: {damage}", code="file_damaged") from damage
    return TakenFile(media_type, clean, 1)


def _read(path: Path) -> bytes:
    """At most one byte more than is ever taken. The path, which may hold a name, is in no message."""
    try:
        if not path.exists():
            raise FileRefused("no such file", code="file_missing")
        if not path.is_file():
            raise FileRefused("not a file", code="file_type")
        with path.open("rb") as file:
            return file.read(LARGEST_READ_BYTES + 1)
    except OSError as error:
        raise FileRefused(f"not readable: {type(error).__name__}", code="file_damaged") from error


def _clean_jpeg(content: bytes) -> bytes:
    facts = read_jpeg(content)
    _check_size(facts.width, facts.height)
    if facts.frame not in SUPPORTED_FRAMES or facts.components not in (1, 3, 4):
        raise JpegDamaged("an unusual kind of JPEG")
    thumbnail = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_REDUCED_GRAYSCALE_8)
    if thumbnail is None:
        raise JpegDamaged("not decoded")
    if facts.turn == 1 and facts.components != 4:
        return bare_jpeg(content)
    return encode_jpeg(decode_picture(content), 92, facts.dpi or PICTURE_DPI)


def _clean_png(content: bytes) -> bytes:
    """The chunks that make up the picture, checked; text, time, EXIF and animation left out (PNG, third edition)."""
    kept, at = [content[:8]], 8
    packed = bytearray()
    width = height = bits = 0
    while True:
        if at + 12 > len(content):
            raise JpegDamaged("PNG cut short")
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if (
            end > len(content)
            or zlib.crc32(content[at + 4 : end - 4]) != struct.unpack(">I", content[end - 4 : end])[0]
        ):
            raise JpegDamaged("PNG chunk")
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", content[at + 8 : at + 18])
            _check_size(width, height)
            bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 4)
        if kind == b"IDAT":
            packed += content[at + 8 : end - 4]
        if kind in NEEDED_CHUNKS:
            kept.append(content[at:end])
        at = end
        if kind == b"IEND":
            break
    if not (width and height):
        raise JpegDamaged("PNG without header")
    _check_pixels(bytes(packed), height * ((width * bits + 7) // 8 + 1))
    return b"".join(kept)


def _check_pixels(packed: bytes, needed: int) -> None:
    """The pixels must unpack to the size the header promises, not to less and not to a flood."""
    unpacker = zlib.decompressobj()
    try:
        # interlaced pictures hold a few filter bytes more
        plain = len(unpacker.decompress(packed, needed + needed // 2 + 4096))
    except zlib.error as error:
        raise JpegDamaged("PNG pixels") from error
    if not needed <= plain < needed + needed // 2 + 4096:
        raise JpegDamaged("PNG pixels")


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise FileRefused(f"{width} x {height} pixels", code="picture_too_large")


def _made_smaller(content: bytes, limit_bytes: int) -> bytes:
    picture = decode_picture(content)
    for quality, longest_px in SMALLER:
        coded = encode_jpeg(_within(picture, longest_px), quality, PICTURE_DPI)
        if len(coded) <= limit_bytes:
            return coded
    raise FileRefused(f"{len(content)} bytes, limit {limit_bytes}", code="file_too_large")


def _within(picture: Picture, longest_px: int) -> Picture:
    shrink = longest_px / max(picture.shape[:2])
    if shrink >= 1:
        return picture
    size = (round(picture.shape[1] * shrink), round(picture.shape[0] * shrink))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
