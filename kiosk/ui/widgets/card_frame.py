"""An empty frame as large as an identity card by what is known of the screen, to lay a real card into; it measures nothing."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

CARD_MM = (85.6, 53.98)
"""ISO/IEC 7810 ID-1."""
CORNER_MM = 3.18


class CardFrame(QWidget):
    """`width_px` is the card's width on the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.width_px = theme.mm(CARD_MM[0])
        self.size_words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_width(self, width_px: int) -> None:
        """Another size."""
        if width_px != self.width_px:
            self.width_px = width_px
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_px + 8, round(self.width_px * CARD_MM[1] / CARD_MM[0]) + 8)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("ink"), 3))
        painter.setBrush(self._theme.colour("primary_soft"))
        height = self.width_px * CARD_MM[1] / CARD_MM[0]
        corner = self.width_px * CORNER_MM / CARD_MM[0]
        box = QRectF((self.width() - self.width_px) / 2, (self.height() - height) / 2, self.width_px, height)
        painter.drawRoundedRect(box, corner, corner)
        font = self._theme.font("strong")
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.size_words)
