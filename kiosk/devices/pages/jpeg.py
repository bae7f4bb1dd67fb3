"""JPEG files as lists of their parts: size, density, which way up, and a copy without what tells of its maker."""

import struct
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.devices.pixels import Picture

START, END, SCAN = 0xD8, 0xD9, 0xDA
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SUPPORTED_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive; lossless and arithmetic files open in few viewers."""
APP0, APP1, APP14, LAST_APP, COMMENT = 0xE0, 0xE1, 0xEE, 0xEF, 0xFE
ORIENTATION_TAG = 0x0112


@dataclass(frozen=True, slots=True)
class JpegFacts:
    """What the headers say. `turn` is the EXIF orientation 1..8 (1 = as stored); `end` the offset behind the picture."""

    width: int
    height: int
    components: int
    dpi: float | None
    turn: int
    end: int
    frame: int


class JpegDamaged(ValueError):
    """The bytes are no whole JPEG file."""


def read_jpeg(content: bytes) -> JpegFacts:
    """Facts of a JPEG file (ITU T.81, JFIF 1.02). Raises JpegDamaged."""
    facts = JpegFacts(0, 0, 0, None, 1, 0, 0)
    for marker, start, end in _parts(content):
        body = content[start:end]
        if marker in FRAME_MARKERS:
            if len(body) < 6 or facts.width:
                raise JpegDamaged("frame header")
            height, width, components = struct.unpack(">xHHB", body[:6])
            facts = replace(facts, width=width, height=height, components=components, frame=marker)
        elif marker == APP0 and body[:5] == b"JFIF\0" and len(body) >= 12:
            facts = replace(facts, dpi=_density(body))
        elif marker == APP1 and body[:6] == b"Exif\0\0":
            facts = replace(facts, turn=_orientation(body[6:]))
        elif marker == END:
            facts = replace(facts, end=end)
    if not (facts.width and facts.height and facts.end):
        raise JpegDamaged("no frame or no end")
    return facts


def bare_jpeg(content: bytes) -> bytes:
    """The same picture without EXIF (place, time, camera, thumbnail), comments, profiles and whatever follows it."""
    kept = [b"\xff\xd8"]
    for marker, start, end in _parts(content):
        is_note = APP0 <= marker <= LAST_APP or marker == COMMENT
        is_needed = marker == APP14 or (marker == APP0 and content[start : start + 5] == b"JFIF\0")
        if marker == SCAN:
            kept.append(content[start - 4 : end])
        elif marker == END:
            kept.append(b"\xff\xd9")
        elif not is_note or is_needed:
            kept.append(content[start - 4 : end])
    return b"".join(kept)


def with_density(content: bytes, dpi: float) -> bytes:
    """The file with its JFIF header saying `dpi`; written where none is."""
    per_inch = max(1, round(dpi))
    header = b"\xff\xe0\x00\x10JFIF\0\x01\x02\x01" + struct.pack(">HH", per_inch, per_inch) + b"\0\0"
    rest = content[2:]
    if rest[:2] == b"\xff\xe0" and rest[4:9] == b"JFIF\0":
        rest = rest[2 + struct.unpack(">H", rest[2:4])[0] :]
    return b"\xff\xd8" + header + rest


def encode_jpeg(picture: Picture, quality: int, dpi: float) -> bytes:
    """(H, W, 3) BGR or (H, W) grey uint8 as a JPEG file of that quality (1..100) and density."""
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    done, coded = cv2.imencode(".jpg", picture, settings)
    if not done:
        raise JpegDamaged("not encoded")
    return with_density(coded.tobytes(), dpi)


def decode_picture(content: bytes) -> Picture:
    """(H, W, 3) BGR uint8 of any JPEG or PNG whose size was found harmless, turned upright. Raises JpegDamaged."""
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise JpegDamaged("not decoded")
    return np.asarray(picture, np.uint8)


def _parts(content: bytes) -> list[tuple[int, int, int]]:
    """(marker, first byte, byte behind) of every segment's body; a scan's body runs to the next marker."""
    if content[:2] != b"\xff\xd8":
        raise JpegDamaged("start")
    parts, at, size = [], 2, len(content)
    while True:
        while at < size and content[at] == 0xFF and at + 1 < size and content[at + 1] == 0xFF:
            at += 1
        if at + 2 > size or content[at] != 0xFF:
            raise JpegDamaged("marker")
        marker = content[at + 1]
        if marker == END:
            parts.append((END, at + 2, at + 2))
            return parts
        if at + 4 > size:
            raise JpegDamaged("cut short")
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if end < at + 4 or end > size:
            raise JpegDamaged("segment length")
        if marker == SCAN:
            end = _scan_end(content, end)
        parts.append((marker, at + 4, end))
        at = end


def _scan_end(content: bytes, at: int) -> int:
    """Offset of the first marker behind entropy-coded data that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise JpegDamaged("no end")
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7 and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def _density(body: bytes) -> float | None:
    unit, across = struct.unpack(">BH", body[7:10])
    return {1: float(across), 2: across * 2.54}.get(unit) or None


def _orientation(tiff: bytes) -> int:
    """EXIF orientation of a TIFF header and its first directory; 1 where it says none or nonsense."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    at = struct.unpack(order + "I", tiff[4:8])[0]
    if at + 2 > len(tiff):
        return 1
    count = min(struct.unpack(order + "H", tiff[at : at + 2])[0], 200)
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        if entry + 10 > len(tiff):
            return 1
        tag, _, _, value = struct.unpack(order + "HHIH", tiff[entry : entry + 10])
        if tag == ORIENTATION_TAG:
            return value if 1 <= value <= 8 else 1
    return 1
