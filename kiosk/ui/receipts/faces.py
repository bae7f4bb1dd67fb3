"""The receipt's letters: one family in four sizes, with the measures layout needs; draws nothing.

Noto Sans, full hinting, no grey edges and no help from other fonts: what the screen shows is what the paper shows.
Sizes and line height as measured against worn print heads: below 20 px small accents are lost, and a line box under
1.36 em cuts the tops of stacked capitals (Ẳ Ỗ Ế), which turns one name into another.
"""

import unicodedata
from functools import cached_property
from math import ceil

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.ui.fonts import VIETNAMESE_LETTERS, font_family

SMALL_PX, BODY_PX, WIDE_PX, LARGE_PX = 22, 24, 34, 46
_LINE_HEIGHT_EM = 1.36
_TOP_EM = 1.09
_BREAK_AFTER = "-./_@:,;"
_MOST_EVEN_LINES = 6
"""A longer paragraph looks no better for it."""


def load_receipt_font() -> str:
    """Family name of the receipts' font, registered. Call in the GUI thread; painting may then happen anywhere.

    Raises ConfigurationInvalid when it is not installed or cannot write Vietnamese in both weights.
    """
    family = font_family()
    if family not in QFontDatabase.families():
        raise ConfigurationInvalid("the font Noto Sans is not installed; install the package fonts-noto-core")
    for bold in (False, True):
        metrics = Face(family, BODY_PX, bold=bold).metrics
        if not all(metrics.inFontUcs4(ord(letter)) for letter in VIETNAMESE_LETTERS):
            raise ConfigurationInvalid(
                f"the font {family} cannot write Vietnamese; install the package fonts-noto-core"
            )
    return family


class Face:
    """One size and weight."""

    def __init__(self, family: str, size_px: int, *, bold: bool) -> None:
        self.size_px, self.bold = size_px, bold
        self._widths: dict[str, int] = {}
        self.line_px = ceil(size_px * _LINE_HEIGHT_EM)
        self.baseline_px = ceil(size_px * _TOP_EM)
        self.font = QFont(family)
        self.font.setPixelSize(size_px)
        self.font.setBold(bold)
        self.font.setStyleStrategy(QFont.StyleStrategy.NoAntialias | QFont.StyleStrategy.NoFontMerging)
        self.font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)

    @cached_property
    def metrics(self) -> QFontMetrics:
        """Qt's measures of this face."""
        return QFontMetrics(self.font)

    def width(self, text: str) -> int:
        """Dots that `text` takes across."""
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = self.metrics.horizontalAdvance(text)
        return known

    def forget(self) -> None:
        """Drop the measures of what was laid out: a person's words stand among them."""
        self._widths.clear()

    def wrap(self, text: str, width_px: int) -> list[str]:
        """`text` in lines of at most `width_px`; words too long for a line break, best after a mark such as `-`."""
        if self.width(text) <= width_px:
            return [text]
        lines: list[str] = []
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.width(longer) <= width_px:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = self._break(word, width_px)
            lines += whole
        return [*lines, line] if line or not lines else lines

    def wrap_evenly(self, text: str, width_px: int) -> list[str]:
        """As `wrap`, in no more lines, but without one lone word on the last."""
        lines = self.wrap(text, width_px)
        if len(lines) > _MOST_EVEN_LINES:
            return lines
        # no even line can be narrower than its share of the whole
        narrow, wide = max(width_px // 2, self.width(text) // len(lines) - self.size_px), width_px
        while len(lines) > 1 and wide - narrow > 4:
            middle = (narrow + wide) // 2
            tried = self.wrap(text, middle)
            if len(tried) == len(lines):
                lines, wide = tried, middle
            else:
                narrow = middle
        return lines

    def _break(self, word: str, width_px: int) -> list[str]:
        parts: list[str] = []
        while self.width(word) > width_px:
            fits = self._fitting(word, width_px)
            at = max((word.rfind(mark, 0, fits) for mark in _BREAK_AFTER), default=-1) + 1
            # a break after a mark, unless it leaves less than a third of the line filled
            cut = at if at > fits // 3 else fits
            parts.append(word[:cut])
            word = word[cut:]
        return [*parts, word]

    def _fitting(self, word: str, width_px: int) -> int:
        """How many characters fit, at least one, never parting a letter from its marks."""
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(word[:middle]) <= width_px:
                low = middle
            else:
                high = middle - 1
        while low > 1 and low < len(word) and unicodedata.category(word[low])[0] == "M":
            low -= 1
        return low


class Faces:
    """The faces of one family, made once each."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._made: dict[tuple[int, bool], Face] = {}

    def forget(self) -> None:
        """Drop the measures of a slip that is finished."""
        for face in self._made.values():
            face.forget()

    def face(self, size_px: int, *, bold: bool = False) -> Face:
        """The face of that size and weight."""
        key = size_px, bold
        if key not in self._made:
            self._made[key] = Face(self._family, size_px, bold=bold)
        return self._made[key]
