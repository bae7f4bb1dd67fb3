"""Builds the files people bring on a stick, good and hostile, byte by byte."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", tail: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, with a right table."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out) + tail


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def page_tree(*kids: int) -> bytes:
    """The root of a page tree over those objects."""
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    return b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), listed)


def plain_pdf(pages: int = 1, *more: bytes, catalogue: bytes = CATALOGUE) -> bytes:
    """A PDF of empty pages and further objects, the first of which has number pages + 3."""
    return pdf(catalogue, page_tree(*range(3, 3 + pages)), *([PAGE] * pages), *more)


def stream(facts: bytes, content: bytes) -> bytes:
    """A stream object's body."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (facts, len(content), content)


def packed(facts: bytes, content: bytes) -> bytes:
    """The same, deflated."""
    return stream(facts + b" /Filter /FlateDecode", zlib.compress(content, 9))


def object_stream(first_number: int, *objects: bytes) -> bytes:
    """An object stream holding objects numbered from `first_number`."""
    heads, bodies = [], b""
    for place, body in enumerate(objects):
        heads.append(b"%d %d" % (first_number + place, len(bodies)))
        bodies += body + b" "
    index = b" ".join(heads) + b" "
    return packed(b"/Type /ObjStm /N %d /First %d" % (len(objects), len(index)), index + bodies)


def drawing(width: int = 240, height: int = 320) -> Image.Image:
    """A small picture with some colour."""
    ramp = np.linspace(0, 255, width, dtype=np.uint8)[None].repeat(height, axis=0)
    return Image.merge(
        "RGB", [Image.fromarray(ramp), Image.fromarray(255 - ramp), Image.fromarray(ramp // 2)]
    )


def jpeg(picture: Image.Image | None = None, **settings: object) -> bytes:
    """A JPEG file of the drawing."""
    out = io.BytesIO()
    (picture or drawing()).save(out, "JPEG", **{"quality": 90, **settings})
    return out.getvalue()


def jpeg_with_exif(orientation: int, note: bytes) -> bytes:
    """A JPEG with an EXIF block as phones write it: orientation, and a note standing for place and owner."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(
        "<HHII", 0x010E, 2, len(note), 38
    )
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 0) + note
    block = b"Exif\0\0" + tiff
    plain = jpeg()
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + plain[2:]


def png(picture: Image.Image | None = None, **settings: object) -> bytes:
    """A PNG file of the drawing."""
    out = io.BytesIO()
    (picture or drawing()).save(out, "PNG", **settings)
    return out.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk with its check sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG whose header claims a size and whose pixels are whatever is given."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(pixels, 9)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
