"""A white field to write one's name in, by finger, pen or mouse; the picture leaves it as PNG and is kept nowhere here."""

from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageWriter, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

PEN_MM = 0.9
LEAST_LENGTH_MM = 12.0
"""Shorter strokes in all are a slip of the hand, not a name."""
PICTURE_WIDTH_PX = 600


class SignaturePad(QWidget):
    """`changed` carries whether what is drawn can be a name. Ink is dark on white whatever the theme."""

    changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strokes: list[list[QPointF]] = []
        self._drawing = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def is_signed(self) -> bool:
        """Whether there is enough of it."""
        length = sum(
            (after - before).manhattanLength()
            for stroke in self._strokes
            for before, after in pairwise(stroke)
        )
        return length >= self._theme.mm(LEAST_LENGTH_MM)

    def clear(self) -> None:
        """Begin anew."""
        self._strokes = []
        self._drawing = False
        self.update()
        self.changed.emit(False)

    def picture(self) -> bytes:
        """PNG, 600 pixels wide, black on white; empty while nothing was signed."""
        if not self.is_signed():
            return b""
        scale = PICTURE_WIDTH_PX / max(1, self.width())
        size = QSize(PICTURE_WIDTH_PX, max(1, round(self.height() * scale)))
        image = QImage(size, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.scale(scale, scale)
        self._draw(painter)
        painter.end()
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        return bytes(held.data())

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor("#0B1418"), self._theme.mm(PEN_MM))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            path = QPainterPath(stroke[0])
            for point in stroke[1:]:
                path.lineTo(point)
            painter.drawPath(path)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drawing = True
        self._strokes.append([event.position()])
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drawing:
            self._strokes[-1].append(event.position())
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drawing = False
        self.changed.emit(self.is_signed())

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(140.0), self._theme.mm(50.0))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(60.0), self._theme.mm(34.0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect().adjusted(2, 2, -2, -2)
        painter.setPen(QPen(self._theme.colour("line"), 3))
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(body, 8, 8)
        base = body.bottom() - body.height() // 4
        painter.setPen(QPen(QColor("#8A949A"), 2, Qt.PenStyle.DashLine))
        painter.drawLine(body.left() + 24, base, body.right() - 24, base)
        self._draw(painter)
