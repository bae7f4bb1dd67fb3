"""One photographed page, as large as its place allows; nothing in it can be touched."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme


class PageView(QWidget):
    """Whole, centred, in its own proportions; `dimmed` while another picture of it is being made."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jpeg = b""
        self._picture = QPixmap()
        self._dimmed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_words(self, text: str) -> None:
        """What the picture is, read aloud."""
        self.setAccessibleName(text)

    def show_jpeg(self, jpeg: bytes) -> None:
        """Any picture Qt reads; decoded only when it is another one."""
        if jpeg != self._jpeg:
            self._jpeg = jpeg
            self._picture = QPixmap()
            self._picture.loadFromData(jpeg)
            self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Paler, as long as it is about to be replaced."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self.update()

    def picture_area(self) -> QRect:
        """Where the page is drawn."""
        proportions = QSize(210, 297) if self._picture.isNull() else self._picture.size()
        size = proportions.scaled(self.size() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        return QRect(left, top, size.width(), size.height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(90.0), self._theme.mm(90.0))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(60.0), self._theme.mm(60.0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self.picture_area()
        painter.fillRect(area, Qt.GlobalColor.white)
        painter.setOpacity(0.35 if self._dimmed else 1.0)
        painter.drawPixmap(area, self._picture)
        painter.setOpacity(1.0)
        painter.setPen(QPen(self._theme.colour("line"), 2))
        painter.drawRect(area.adjusted(-1, -1, 0, 0))
