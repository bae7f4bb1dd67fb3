"""Registers the window's font and tells whether it can write Vietnamese; not for the printer's fonts."""

import sys
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from kiosk.ui.resource_files import resource_folder

VIETNAMESE_LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬEÈÉẺẼẸÊỀẾỂỄỆIÌÍỈĨỊOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢUÙÚỦŨỤƯỪỨỬỮỰYỲÝỶỸỴĐ₫"
)
"""Every vowel with every tone, đ, and the sign of the currency."""

FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
DEBIAN_FOLDER = Path("/usr/share/fonts/truetype/noto")


def font_files() -> tuple[Path, ...]:
    """The window's font beside the packaged program, else Debian's; empty where the system's own is used."""
    for folder in (resource_folder() / "fonts", DEBIAN_FOLDER):
        files = tuple(folder / name for name in FONT_FILES)
        if all(file.is_file() for file in files):
            return files
    return ()


@cache
def font_family() -> str:
    """Family name of the window's font, registered on first use.

    Noto Sans beside the packaged program, else Debian's `fonts-noto-core`; on Windows the system's Segoe UI.
    """
    numbers = [QFontDatabase.addApplicationFont(str(file)) for file in font_files()]
    families = [name for number in numbers for name in QFontDatabase.applicationFontFamilies(number)]
    if families:
        return families[0]
    return "Segoe UI" if sys.platform == "win32" else "Noto Sans"


def font_covers_vietnamese() -> bool:
    """Whether the window's font is really there and holds all Vietnamese letters in both weights."""
    if font_family() not in QFontDatabase.families():
        return False
    for bold in (False, True):
        font = QFont(font_family())
        font.setBold(bold)
        metrics = QFontMetrics(font)
        if not all(metrics.inFontUcs4(ord(letter)) for letter in VIETNAMESE_LETTERS):
            return False
    return True
