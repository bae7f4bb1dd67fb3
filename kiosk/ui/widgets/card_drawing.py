"""Paints a hand holding up an ID card by the side with the QR code; a picture to copy, not a real card."""

from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.card_preview import CARD_RATIO

CARD_WIDTH = 100.0
CARD_HEIGHT = CARD_WIDTH / CARD_RATIO
CANVAS = QRectF(-3.0, -4.0, 131.0, 78.0)
"""What is drawn, in units of a hundredth of the card's width."""
QR = QRectF(70.0, 6.0, 23.0, 23.0)
"""Upper right on both sides that carry it."""
MODULES = (
    "1110111",
    "1010101",
    "1110111",
    "0101100",
    "1110101",
    "1010011",
    "1110110",
)


class CardSide(Enum):
    """The side that carries the QR code."""

    FRONT_2021 = "front_2021"
    """Chip card of 2021 to mid-2024: the side with the portrait."""
    BACK_2024 = "back_2024"
    """Card of mid-2024 and later: the side without one, above the machine-readable lines."""


def capsule(start: QPointF, end: QPointF, thickness: float) -> QPainterPath:
    """A stroke with round ends, as an outline."""
    line = QPainterPath(start)
    line.lineTo(end)
    stroker = QPainterPathStroker()
    stroker.setWidth(thickness)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(line).simplified()


class CardDrawing:
    """Hand and card in the units of `CANVAS`, in the colours of the theme."""

    def __init__(self, theme: Theme, side: CardSide) -> None:
        self._theme = theme
        self._side = side

    def paint(self, painter: QPainter) -> None:
        """The painter's origin is the card's upper left corner."""
        self._paint_hand_behind(painter)
        self._paint_card(painter)
        self._paint_thumb(painter)

    def _skin(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._theme.colour("ink"), 1.2))
        painter.setBrush(self._theme.colour("warning_soft"))

    def _paint_hand_behind(self, painter: QPainter) -> None:
        self._skin(painter)
        wrist = capsule(QPointF(108, 62), QPointF(126, 92), 25)
        palm = capsule(QPointF(100, 44), QPointF(106, 58), 27)
        painter.save()
        painter.setClipRect(CANVAS, Qt.ClipOperation.IntersectClip)
        painter.drawPath(palm.united(wrist))
        painter.restore()

    def _paint_thumb(self, painter: QPainter) -> None:
        self._skin(painter)
        painter.drawPath(capsule(QPointF(106, 60), QPointF(83, 50), 13))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawPath(capsule(QPointF(82.5, 49.6), QPointF(80.5, 48.8), 6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("warning_soft"))
        painter.drawPath(capsule(QPointF(107, 61), QPointF(103, 59), 11))

    def _paint_card(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._theme.colour("primary"), 1.6))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(QRectF(0, 0, CARD_WIDTH, CARD_HEIGHT), 5, 5)
        if self._side is CardSide.FRONT_2021:
            self._paint_front(painter)
        else:
            self._paint_back(painter)
        self._paint_qr(painter)

    def _bars(self, painter: QPainter, *lines: tuple[float, float, float]) -> None:
        """Writing too small to read: (left, top, width)."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        for left, top, width in lines:
            painter.drawRoundedRect(QRectF(left, top, width, 2.4), 1.2, 1.2)

    def _paint_front(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(QRectF(7, 6, 11, 11))
        painter.setBrush(self._theme.colour("primary"))
        painter.drawRoundedRect(QRectF(23, 9, 36, 4.2), 2, 2)
        portrait = QRectF(7, 22, 24, 32)
        painter.setBrush(self._theme.colour("primary_soft"))
        painter.drawRoundedRect(portrait, 2, 2)
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(portrait, 2, 2)
        painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        painter.setBrush(self._theme.colour("primary"))
        painter.drawEllipse(QRectF(14, 27, 10, 12))
        painter.drawEllipse(QRectF(9, 42, 20, 22))
        painter.restore()
        self._bars(painter, (37, 24, 27), (37, 31, 22), (37, 38, 32), (37, 45, 25), (37, 52, 30))

    def _paint_back(self, painter: QPainter) -> None:
        self._bars(painter, (7, 8, 44), (7, 14, 34), (7, 22, 50), (7, 28, 30))
        painter.setPen(QPen(self._theme.colour("primary"), 2.2, Qt.PenStyle.DashLine, Qt.PenCapStyle.FlatCap))
        for top in (40.0, 47.0, 54.0):
            painter.drawLine(QLineF(7, top, 76 if top > 45 else 92, top))

    def _paint_qr(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._theme.colour("accent"), 3.2))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QR.adjusted(-1.6, -1.6, 1.6, 1.6), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        inner = QR.adjusted(2, 2, -2, -2)
        side = inner.width() / len(MODULES)
        for y, row in enumerate(MODULES):
            for x, dark in enumerate(row):
                if dark == "1":
                    painter.drawRect(
                        QRectF(inner.left() + x * side, inner.top() + y * side, side + 0.1, side + 0.1)
                    )
