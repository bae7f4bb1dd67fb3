"""Remembers what pictures of screens looked like when a maker accepted them, small enough to compare; draws nothing."""

import hashlib
import zipfile
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, qVersion
from PySide6.QtGui import QImage

from kiosk.ui.fonts import font_files

CELLS = QSize(64, 64)
TOLERANCE = 12
"""Grey levels (of 256) that one cell may differ: smoothing of letters passes, a missing word does not."""
DRAWN_WITH = "drawn with"


def fingerprint(picture: QImage) -> bytes:
    """Mean grey of 64 × 64 cells, row by row: 4,096 bytes."""
    small = picture.scaled(
        CELLS, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)  # named: its bits go when it goes
    return bytes(grey.constBits())


def changed_area(before: bytes, now: bytes, size: QSize) -> QRect:
    """The part of a picture of `size` px in which two fingerprints differ; empty when they are alike."""
    differing = [
        place
        for place, (one, other) in enumerate(zip(before, now, strict=True))
        if abs(one - other) > TOLERANCE
    ]
    if not differing:
        return QRect()
    columns, rows = (
        [place % CELLS.width() for place in differing],
        [place // CELLS.width() for place in differing],
    )
    across, down = size.width() / CELLS.width(), size.height() / CELLS.height()
    left, top = round(min(columns) * across), round(min(rows) * down)
    right, bottom = round((max(columns) + 1) * across), round((max(rows) + 1) * down)
    return QRect(left, top, right - left, bottom - top)


def drawing_tools() -> str:
    """What shapes letters here: pictures drawn with others may differ everywhere and fail nobody."""
    fonts = hashlib.sha256()
    for file in font_files():
        fonts.update(file.read_bytes())
    return f"Qt {qVersion()}, fonts {fonts.hexdigest()[:16]}"


class AcceptedPictures:
    """A ZIP file of fingerprints by picture name. `comparable` only where it was drawn with the tools of now."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._prints: dict[str, bytes] = {}
        self.drawn_with = ""
        if file.exists():
            with zipfile.ZipFile(file) as kept:
                self._prints = {name: kept.read(name) for name in kept.namelist()}
            self.drawn_with = self._prints.pop(DRAWN_WITH, b"").decode()

    @property
    def comparable(self) -> bool:
        """Whether a difference means that somebody changed a screen."""
        return self.drawn_with == drawing_tools()

    def of(self, picture: str) -> bytes | None:
        """The accepted fingerprint of a picture, None when it was never accepted."""
        return self._prints.get(picture)

    def accept(self, prints: dict[str, bytes]) -> None:
        """From now on these are right; others that were accepted before stay."""
        tools = drawing_tools()
        kept = {**(self._prints if self.drawn_with == tools else {}), **prints}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        whole = self._file.with_name(self._file.name + ".new")
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
            new.writestr(DRAWN_WITH, tools)
            for name, taken in sorted(kept.items()):
                new.writestr(name, taken)
        whole.replace(self._file)
        self._prints, self.drawn_with = kept, tools
