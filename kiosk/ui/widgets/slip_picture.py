"""A printed slip as large as its place is wide, at most its real size; nothing in it can be touched."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

_MARGIN_MM = 3.0
_LEAST_MM = 50.0


class SlipPicture(QWidget):
    """White paper with the slip's dots, scaled down smoothly where the place is narrow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._png = b""
        self._picture = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, text: str) -> None:
        """What the picture is, read aloud."""
        self.setAccessibleName(text)

    def show_png(self, png: bytes) -> None:
        """Another slip; decoded only when it is another one."""
        if png != self._png:
            self._png = png
            self._picture = QPixmap()
            self._picture.loadFromData(png)
            self.updateGeometry()
            self.update()

    @property
    def is_empty(self) -> bool:
        """Whether no slip was shown yet."""
        return self._picture.isNull()

    def _size_for(self, width: int) -> QSize:
        if self._picture.isNull():
            return QSize(width, self._theme.mm(_LEAST_MM))
        shown = min(self._picture.width(), max(1, width - 2 * self._theme.mm(_MARGIN_MM)))
        return QSize(shown, round(self._picture.height() * shown / self._picture.width()))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._size_for(width).height() + 2 * self._theme.mm(_MARGIN_MM)

    @override
    def sizeHint(self) -> QSize:
        width = self._theme.mm(90.0)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(_LEAST_MM), self._theme.mm(_LEAST_MM))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        margin = self._theme.mm(_MARGIN_MM)
        size = self._size_for(self.width())
        left = (self.width() - size.width()) // 2
        paper = QRect(left - margin, 0, size.width() + 2 * margin, size.height() + 2 * margin)
        painter.fillRect(paper, self._theme.colour("line"))
        painter.fillRect(paper.adjusted(1, 1, -1, -1), "white")
        painter.drawPixmap(QRect(left, margin, size.width(), size.height()), self._picture)
