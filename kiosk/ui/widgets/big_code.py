"""A code to be read from afar or photographed, as large as its place allows; it cannot be touched."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

LARGEST_MM = 19.0
SMALLEST_MM = 7.0


class BigCode(QWidget):
    """One line. Its letters shrink until the whole code fits the width, so that none is ever cut."""

    def __init__(self, theme: Theme, tint: str = "primary", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tint = tint
        self._code = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def code(self) -> str:
        """The code shown."""
        return self._code

    def show_code(self, code: str, words: str) -> None:
        """The code, and how it is read aloud."""
        self.setAccessibleName(words)
        if code != self._code:
            self._code = code
            self.updateGeometry()
            self.update()

    def code_font(self, width: int) -> QFont:
        """The largest font that fits."""
        font = self._theme.font("display")
        font.setPixelSize(self._theme.mm(LARGEST_MM))
        needed = QFontMetrics(font).horizontalAdvance(self._code) + 4
        if needed > width:
            smallest = self._theme.mm(SMALLEST_MM)
            font.setPixelSize(max(smallest, int(font.pixelSize() * width / needed)))
        return font

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(100.0), self._theme.mm(LARGEST_MM * 1.35))

    @override
    def minimumSizeHint(self) -> QSize:
        font = self._theme.font("display")
        font.setPixelSize(self._theme.mm(SMALLEST_MM))
        return QSize(QFontMetrics(font).horizontalAdvance(self._code) + 4, self._theme.mm(LARGEST_MM * 1.35))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.code_font(self.width()))
        painter.setPen(self._theme.colour(self._tint))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._code)
