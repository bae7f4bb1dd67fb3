"""A QR code or barcode to photograph off the screen: black on white with its quiet zone in every theme."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.domain.scan import CodeMatrix
from kiosk.ui.theme import Theme

QUIET_MODULES = 4
"""ISO/IEC 18004: four modules of white around a QR code."""


class QrPicture(QWidget):
    """Modules are whole pixels, so that no edge is grey."""

    def __init__(self, theme: Theme, size_mm: float = 50.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size_mm = size_mm
        self._code: CodeMatrix | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_code(self, code: CodeMatrix | None, words: str = "") -> None:
        """The code and what it is, read aloud; None shows nothing."""
        self._code = code
        self.setAccessibleName(words)
        self.update()

    def module_px(self) -> int:
        """Side of one module in px (0 while there is no code)."""
        if self._code is None or not self._code.width:
            return 0
        return max(1, min(self.width(), self.height()) // (self._code.width + 2 * QUIET_MODULES))

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.mm(self._size_mm)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._code is None or not self.module_px():
            return
        side = self.module_px()
        left = (self.width() - side * self._code.width) // 2
        top = (self.height() - side * self._code.height) // 2
        black = QColor("#000000")
        for y, row in enumerate(self._code.rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRect(left + x * side, top + y * side, side, side), black)
