"""What stands on the screen while the program loads: the service's name on the page's ground; loads next to nothing itself.

Not even the `Qt` namespace, whose hundred enumerations take longer to set up than all of this.
"""

import json

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.domain.settings import TerminalSettings
from kiosk.ui.fonts import font_family
from kiosk.ui.places import chosen_screen
from kiosk.ui.resource_files import resource_folder

PAGE, HEADER, INK, SOFT_INK, LINE = "#F5F1E8", "#FFFFFF", "#16252C", "#3D4D55", "#7C878B"
"""As in the light palette; a test compares them."""
WINDOW_SIZE = QSize(1280, 800)
"""Where the screen is not to be covered."""
HEADER_SHARE, NAME_SHARE, WORDS_SHARE = 0.105, 0.05, 0.028
"""Of the height or the smaller side, about as on the welcome screen."""


class FirstFrame(QWidget):
    """Covers the screen (`size` None) or as much as the window will. `painted` comes once, when people see it."""

    painted = Signal()

    def __init__(self, settings: TerminalSettings, size: QSize | None) -> None:
        super().__init__()
        file = resource_folder() / "i18n" / settings.language / "start.json"
        words = json.loads(file.read_text(encoding="utf-8"))
        self._name, self._words = words["start.service"], words["start.opening"]
        self._told = False
        self.setWindowTitle("Kiosk")
        self.setAccessibleName(f"{self._name}. {self._words}")
        if size is None:
            self.setGeometry(chosen_screen(settings.screen).geometry())
            self.showFullScreen()
        else:
            self.resize(size)
            self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        header = round(height * HEADER_SHARE)
        painter.fillRect(self.rect(), QColor(PAGE))
        painter.fillRect(0, 0, width, header, QColor(HEADER))
        painter.fillRect(0, header, width, 2, QColor(LINE))
        font = QFont(font_family())
        for words, share, ink, bold, baseline in (
            (self._name, NAME_SHARE, INK, True, 0.46),
            (self._words, WORDS_SHARE, SOFT_INK, False, 0.56),
        ):
            font.setPixelSize(max(12, round(min(height, width) * share)))
            font.setBold(bold)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            left = (width - QFontMetrics(font).horizontalAdvance(words)) // 2
            painter.drawText(left, round(height * baseline), words)
        painter.end()
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)
