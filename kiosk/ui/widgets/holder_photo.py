"""The picture of a card's holder out of its chip, for a member of staff to compare with the person; nobody else sees it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

HEIGHT_MM, WIDTH_MM = 48.0, 36.0
"""As on a passport photograph, a little larger."""


class HolderPhoto(QWidget):
    """Empty until `show_photo`; `forget` drops the picture."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_photo(self, jpeg: bytes) -> bool:
        """Whether there is a picture now."""
        self._picture = QPixmap()
        there = bool(jpeg) and self._picture.loadFromData(jpeg)
        self.update()
        return there

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(WIDTH_MM), self._theme.mm(HEIGHT_MM))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        shown = self._picture.scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawPixmap((self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2, shown)
