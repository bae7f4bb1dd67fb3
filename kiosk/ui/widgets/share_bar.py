"""How much of a known whole is done, as a bar that fills; for waits without a measure see waiting."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

HEIGHT_MM, LEAST_WIDTH_MM = 6.0, 60.0


class ShareBar(QWidget):
    """0 to 100 percent; the words beside it say the same."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.percent = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, percent: int) -> None:
        """Repaints only when it changed."""
        if percent != self.percent:
            self.percent = percent
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(LEAST_WIDTH_MM), self._theme.mm(HEIGHT_MM))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        round_by = whole.height() / 2
        painter.setPen(self._theme.colour("primary"))
        painter.setBrush(self._theme.colour("primary_soft"))
        painter.drawRoundedRect(whole, round_by, round_by)
        if self.percent:
            whole.setWidth(max(whole.height(), whole.width() * min(100, self.percent) / 100))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("primary"))
            painter.drawRoundedRect(whole, round_by, round_by)
