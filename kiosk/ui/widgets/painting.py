"""Measuring and drawing shared by the widgets that paint themselves; holds no widget."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen

from kiosk.ui.theme import FOCUS_RING_PX, Theme

WRAP = Qt.TextFlag.TextWordWrap
UNBOUND = 100_000


@dataclass(frozen=True, slots=True)
class Look:
    """Palette tokens of one state of a control; an empty `line` means no outline."""

    ground: str
    ink: str
    line: str = ""
    line_px: int = 2


def wrapped_size(text: str, font: QFont, width: int) -> QSize:
    """Size of a text wrapped at word ends into `width` px; wider than that only if one word is."""
    if not text:
        return QSize(0, 0)
    metrics = QFontMetrics(font)
    box = metrics.boundingRect(QRect(0, 0, max(1, width), UNBOUND), int(WRAP), text)
    return QSize(box.width() + 1, box.height())


def line_width(text: str, font: QFont) -> int:
    """Width of a text set in one line (or of its longest line, where it has its own breaks)."""
    metrics = QFontMetrics(font)
    # wrapping adds the words up with other roundings: 4 px are always enough for it
    return max((metrics.horizontalAdvance(line) for line in text.split("\n")), default=0) + 4


def longest_word_width(text: str, font: QFont) -> int:
    """Width below which a word would be cut."""
    metrics = QFontMetrics(font)
    return max((metrics.horizontalAdvance(word) for word in text.split()), default=0) + 2


def balanced_width(text: str, font: QFont, width: int) -> int:
    """The least width that keeps the number of lines a text needs in `width`, so that lines come out even."""
    height = wrapped_size(text, font, width).height()
    low, high = min(longest_word_width(text, font), width), width
    while high - low > 8:
        middle = (low + high) // 2
        if wrapped_size(text, font, middle).height() > height:
            low = middle
        else:
            high = middle
    return high


def draw_text(
    painter: QPainter, box: QRect, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag
) -> None:
    """A wrapped text inside a box."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, int(WRAP) | int(align), text)


def draw_ground(painter: QPainter, theme: Theme, box: QRect, look: Look) -> None:
    """The rounded body of a control."""
    inset = look.line_px / 2 if look.line else 0
    area = QRectF(box).adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(theme.colour(look.line), look.line_px) if look.line else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(theme.colour(look.ground)) if look.ground else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, theme.radius, theme.radius)


def draw_focus_ring(painter: QPainter, theme: Theme, body: QRect) -> None:
    """The ring of the control that keys go to: 4 px along its edge with a 3 px bright band inside it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for token, width, inset in (
        ("focus_gap", 3.0, FOCUS_RING_PX + 1.5),
        ("focus", FOCUS_RING_PX, FOCUS_RING_PX / 2),
    ):
        painter.setPen(QPen(theme.colour(token), width))
        area = QRectF(body).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, theme.radius - inset / 2, theme.radius - inset / 2)
