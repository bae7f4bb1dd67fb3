"""Scans a picture file of a page as the camera's frames are scanned, for the command line."""

from pathlib import Path

from kiosk.devices.pages.jpeg import JpegDamaged, decode_picture
from kiosk.devices.pages.scanner import PaperScanner, is_scan
from kiosk.devices.pages.taking import take_file
from kiosk.devices.pixels import frame_of
from kiosk.domain.brought import PDF
from kiosk.domain.errors import FileRefused
from kiosk.domain.scan import PageProblem, ScannedPage

PICTURE_LIMIT_BYTES = 64 << 20


def scan_file(path: Path | str) -> tuple[dict[str, object], ScannedPage | None]:
    """The facts `kiosk scan-pages --json` prints, and the page; None where the file holds no picture.

    `{"file", "ok", "corners", "sharpness", "glare", "bytes", "problem"}`: corners [[x, y] × 4] clockwise from the
    page's own top left in pixels of the picture, or null; `bytes` of the finished page; `problem` the first thing that
    is wrong (a PageProblem, or the code of a FileRefused), or null. Never raises for what a file can hold."""
    facts: dict[str, object] = {"file": str(path), "ok": False, "corners": None, "sharpness": None}
    facts |= {"glare": None, "bytes": None, "problem": None}
    try:
        taken = take_file(path, limit_bytes=PICTURE_LIMIT_BYTES)
        if taken.media_type == PDF:
            raise FileRefused("a PDF needs no scanning", code="file_type")
        picture = decode_picture(taken.content)
    except FileRefused as refusal:
        return facts | {"problem": refusal.code}, None
    except JpegDamaged:
        return facts | {"problem": "file_damaged"}, None
    scanner, frame = PaperScanner(), frame_of(picture)
    page = scanner.capture(frame)
    if PageProblem.NO_PAGE in page.problems and is_scan(picture):
        # without a desk around it the picture is the page
        page = scanner.take_picture(frame)
    found = PageProblem.NO_PAGE not in page.problems
    facts |= {
        "ok": not page.problems,
        "corners": [[round(x, 2), round(y, 2)] for x, y in page.corners] if found else None,
        "sharpness": round(page.sharpness, 3) if found else None,
        "glare": round(page.glare_share, 4) if found else None,
        "bytes": len(page.jpeg) if found else None,
        "problem": page.problems[0].value if page.problems else None,
    }
    return facts, page
