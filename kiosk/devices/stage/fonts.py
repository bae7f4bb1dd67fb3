"""Type for drawn samples: Noto where it is installed, else DejaVu or Arial; not for receipts or screens."""

import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from kiosk.domain.errors import ConfigurationInvalid

Font = ImageFont.FreeTypeFont

_FILES = {
    "regular": ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "arial.ttf", "Arial.ttf"),
    "bold": ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf", "arialbd.ttf", "Arial Bold.ttf"),
    "italic": ("NotoSans-Italic.ttf", "DejaVuSans-Oblique.ttf", "ariali.ttf", "Arial Italic.ttf"),
    "serif": ("NotoSerif-Regular.ttf", "DejaVuSerif.ttf", "times.ttf", "Times New Roman.ttf"),
    "serif_bold": ("NotoSerif-Bold.ttf", "DejaVuSerif-Bold.ttf", "timesbd.ttf", "Times New Roman Bold.ttf"),
    "serif_italic": (
        "NotoSerif-Italic.ttf",
        "DejaVuSerif-Italic.ttf",
        "timesi.ttf",
        "Times New Roman Italic.ttf",
    ),
    "zone": ("OCRB.otf", "NotoSansMono-Regular.ttf", "DejaVuSansMono.ttf", "cour.ttf", "Courier New.ttf"),
    "mono": ("NotoSansMono-Regular.ttf", "DejaVuSansMono.ttf", "cour.ttf", "Courier New.ttf"),
}


def system_font_dirs() -> tuple[Path, ...]:
    """Where this operating system keeps its fonts."""
    if sys.platform == "win32":
        return (Path("C:/Windows/Fonts"),)
    if sys.platform == "darwin":
        return Path("/Library/Fonts"), Path("/System/Library/Fonts/Supplemental")
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"


def shipped_font_dir() -> Path:
    """`resources/fonts`, from source and inside the packaged program."""
    return Path(getattr(sys, "_MEIPASS", Path(__file__).parents[3])) / "resources" / "fonts"


class Fonts:
    """Fonts by style and size in pixels, looked for in `font_dirs` first, then in the program's and the system's."""

    def __init__(self, font_dirs: Sequence[Path] = ()) -> None:
        self._dirs = (*font_dirs, shipped_font_dir(), *system_font_dirs())

    def of(self, style: str, size_px: int) -> Font:
        """`regular`, `bold`, `italic`, `serif`, `serif_bold`, `serif_italic`, `mono` or `zone` (OCR-B); any style falls
        back to `regular`. ConfigurationInvalid when the machine has no font with Vietnamese letters."""
        for wanted in (style, "regular"):
            for name in _FILES[wanted]:
                file = _find(self._dirs, name)
                if file is not None:
                    return _load(file, size_px)
        raise ConfigurationInvalid("no font with Vietnamese letters found: install Noto Sans or DejaVu Sans")


@lru_cache(maxsize=256)
def _find(dirs: tuple[Path, ...], name: str) -> Path | None:
    for folder in dirs:
        if (folder / name).is_file():
            return folder / name
        if folder.is_dir():
            found = next(folder.rglob(name), None)
            if found is not None:
                return found
    return None


@lru_cache(maxsize=128)
def _load(file: Path, size_px: int) -> Font:
    return ImageFont.truetype(str(file), size_px)
