"""Puts JPEG pages into one PDF within a size limit; judges no page and keeps nothing of its maker.

The file follows PDF/A-2b (ISO 19005-2: archives keep it) as far as a picture-only file has to: header, identifier, sRGB
output intent, XMP packet, nothing encrypted, nothing active. Equal input gives equal bytes."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.sax.saxutils import escape

import cv2
import numpy as np
from PIL import ImageCms

from kiosk.devices.pages.jpeg import (
    SUPPORTED_FRAMES,
    JpegDamaged,
    bare_jpeg,
    decode_picture,
    encode_jpeg,
    read_jpeg,
)
from kiosk.devices.pages.letter_size import small_letter_mm
from kiosk.devices.pages.perspective import A4, MM_PER_INCH
from kiosk.devices.pixels import Picture
from kiosk.domain.errors import FileRefused

POINTS_PER_MM = 72 / MM_PER_INCH
DEFAULT_DPI = 200.0
BEST_QUALITY = 92
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
A4_SLACK = 1.02
"""Pages whose sides are within this factor of A4's are A4."""
COLOUR_SPREAD = 26
"""A pixel whose channels differ by more is coloured: a stamp, a signature, a photograph."""
COLOURED_SHARE = 0.0004


@dataclass(frozen=True, slots=True)
class _Rung:
    """One step of saving: JPEG quality and the finest resolution kept. Pages without colour become grey on any."""

    quality: int
    dpi: float


LADDER = (
    _Rung(84, 300),
    _Rung(76, 250),
    _Rung(70, 200),
    _Rung(60, 200),
    _Rung(52, 170),
    _Rung(45, 150),
    _Rung(38, 130),
)
"""From hardly visible to the floor: at 130 dots per inch and quality 38 ordinary print can still be read; below that it
cannot, and the file is refused. Smaller print keeps more. Stamps and photographs keep their colour on every rung."""
LETTER_PX = 10.0
"""A page with smaller print keeps as many dots an inch as make its small letters so high: with fewer, tesseract loses words
of seven-point print that it reads on the page as it came."""


@dataclass(frozen=True, slots=True)
class _Image:
    jpeg: bytes
    width: int
    height: int
    components: int
    dpi: float


def make_pdf(pages: Sequence[bytes], *, limit_bytes: int, title: str) -> bytes:
    """One PDF, a page for each JPEG (or PNG), in true size (JFIF density; 200 dpi where none is given), larger ones made
    to fit A4. The mildest saving under which the whole file keeps to `limit_bytes` is chosen.

    Raises FileRefused: "pages_too_large" if legibility would be lost, "file_damaged" for a page that is no JPEG, and
    "no_pages" without any page. `title` is written into the file: it must name nobody."""
    if not pages:
        raise FileRefused("no page given", code="no_pages")
    title = "".join(letter for letter in title if letter.isprintable())
    smallest = 0
    for images in _savings(pages):
        pdf = _write(images, title)
        if len(pdf) <= limit_bytes:
            return pdf
        smallest = len(pdf)
    raise FileRefused(
        f"{len(pages)} pages need {smallest} bytes, limit {limit_bytes}", code="pages_too_large"
    )


def _savings(pages: Sequence[bytes]) -> Iterator[list[_Image]]:
    """The pages as they are, then as each rung of the ladder leaves them; nothing is encoded before it is asked for."""
    originals = [_as_it_is(page) for page in pages]
    kept = originals
    yield kept
    least_dpi = [_least_dpi(original) for original in originals]
    for rung in LADDER:
        kept = [
            _lightened(original, replace(rung, dpi=max(rung.dpi, least)), best)
            for original, least, best in zip(originals, least_dpi, kept, strict=True)
        ]
        yield kept


def _least_dpi(original: _Image) -> float:
    """As fine as the page's smallest print needs."""
    letter_mm = small_letter_mm(decode_picture(original.jpeg), original.dpi)
    return LETTER_PX * MM_PER_INCH / letter_mm if letter_mm else 0.0


def _as_it_is(page: bytes) -> _Image:
    """The JPEG's own bytes where every viewer shows them right, else encoded anew."""
    try:
        if page.startswith(PNG_SIGNATURE):
            return _encoded(decode_picture(page), BEST_QUALITY, DEFAULT_DPI)
        facts = read_jpeg(page)
        dpi = facts.dpi or DEFAULT_DPI
        if facts.frame in SUPPORTED_FRAMES and facts.components in (1, 3) and facts.turn == 1:
            return _Image(bare_jpeg(page), facts.width, facts.height, facts.components, dpi)
        return _encoded(decode_picture(page), BEST_QUALITY, dpi)
    except JpegDamaged as damage:
        raise FileRefused(f"page: {damage}", code="file_damaged") from damage


def _lightened(original: _Image, rung: _Rung, best: _Image) -> _Image:
    """The original saved as the rung says, or `best` so far where that is smaller already."""
    picture, dpi = decode_picture(original.jpeg), original.dpi
    if dpi > rung.dpi:
        shrink = rung.dpi / dpi
        size = (max(1, round(picture.shape[1] * shrink)), max(1, round(picture.shape[0] * shrink)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        dpi = rung.dpi
    if not has_colour(picture):
        picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    image = _encoded(picture, rung.quality, dpi)
    return image if len(image.jpeg) < len(best.jpeg) else best


def has_colour(picture: Picture) -> bool:
    """True if a page (H, W, 3) shows more colour than noise and paper do."""
    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    spread = small.max(axis=2).astype(np.int16) - small.min(axis=2)
    return float((spread > COLOUR_SPREAD).mean()) > COLOURED_SHARE


def _encoded(picture: Picture, quality: int, dpi: float) -> _Image:
    height, width = picture.shape[:2]
    return _Image(encode_jpeg(picture, quality, dpi), width, height, 1 if picture.ndim == 2 else 3, dpi)


def _write(images: Sequence[_Image], title: str) -> bytes:
    """The file itself. Objects: 1 catalogue, 2 page tree, 3 information, 4 XMP, 5 intent, 6 profile, then three a page."""
    first_page = 7
    kids = " ".join(f"{first_page + 3 * number} 0 R" for number in range(len(images)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R /OutputIntents [5 0 R] >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(images)} >>".encode(),
        b"<< /Title " + _text(title) + b" >>",
        _stream(b"/Type /Metadata /Subtype /XML", _xmp(title)),
        b"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /DestOutputProfile 6 0 R >>",
        _stream(b"/N 3", _srgb_profile()),
    ]
    for number, image in enumerate(images):
        bodies += _page_objects(image, first_page + 3 * number)
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    mark = hashlib.sha256(out).hexdigest()[:32].upper()
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += (
        f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R /Info 3 0 R /ID [<{mark}> <{mark}>] >>\n".encode()
    )
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def _page_objects(image: _Image, number: int) -> list[bytes]:
    """Page, its drawing and its picture, as objects `number` and the two that follow."""
    width, height = (length / image.dpi * 72 for length in (image.width, image.height))
    short, long = (side * POINTS_PER_MM for side in (A4.width_mm, A4.height_mm))
    room_x, room_y = (long / width, short / height) if width > height else (short / width, long / height)
    if all(1 / A4_SLACK <= room <= A4_SLACK for room in (room_x, room_y)):
        # a scanned A4 page is A4, whatever a rounded pixel says
        width, height = width * room_x, height * room_y
    else:
        shrink = min(1.0, room_x, room_y)
        width, height = width * shrink, height * shrink
    drawing = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Page Do Q".encode()
    colours = b"/DeviceGray" if image.components == 1 else b"/DeviceRGB"
    facts = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /Filter /DCTDecode /ColorSpace "
    return [
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents {number + 1} 0 R "
            f"/Resources << /XObject << /Page {number + 2} 0 R >> >> >>"
        ).encode(),
        _stream(b"", drawing),
        _stream(facts % (image.width, image.height) + colours, image.jpeg),
    ]


def _stream(facts: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (facts, len(content), content)


def _text(text: str) -> bytes:
    """A text string as PDF wants it: UTF-16 with mark, in hexadecimal."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().upper().encode() + b">"


def _xmp(title: str) -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><pdfaid:part>2</pdfaid:part>'
        "<pdfaid:conformance>B</pdfaid:conformance><dc:title><rdf:Alt>"
        f'<rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


@lru_cache(maxsize=1)
def _srgb_profile() -> bytes:
    """The ICC profile of sRGB, its date of making blanked so that equal pages give equal files."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07e600010001000000000000")
    return bytes(profile)
