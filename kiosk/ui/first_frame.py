"""What stands on the screen while the program loads: the service's name on the page's ground; loads next to nothing itself.

Not even the `Qt` namespace, whose hundred enumerations take longer to set up than all of this; brushes and coloured pens
would bring it in, palettes do not.
"""

import json

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget
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
        texts = json.loads(file.read_text(encoding="utf-8"))
        name, words = texts["start.service"], texts["start.opening"]
        self._told = False
        self.setWindowTitle("Kiosk")
        self.setAccessibleName(f"{name}. {words}")
        _dye(self, PAGE)
        self._header, self._line = QWidget(self), QWidget(self)
        _dye(self._header, HEADER)
        _dye(self._line, LINE)
        self._lines = (
            _Line(QLabel(name, self), NAME_SHARE, 0.40, bold=True),
            _Line(QLabel(words, self), WORDS_SHARE, 0.53),
        )
        for line, ink in zip(self._lines, (INK, SOFT_INK), strict=True):
            _dye(line.label, PAGE, ink)
        if size is None:
            self.setGeometry(chosen_screen(settings.screen).geometry())
            self.showFullScreen()
        else:
            self.resize(size)
            self.show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = self.width(), self.height()
        header = round(height * HEADER_SHARE)
        self._header.setGeometry(0, 0, width, header)
        self._line.setGeometry(0, header, width, 2)
        for line in self._lines:
            line.stand(width, height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)


class _Line:
    """One line of text in the middle: the height of its letters as a share of the smaller side, where it begins of the height."""

    def __init__(self, label: QLabel, share: float, top: float, *, bold: bool = False) -> None:
        self.label = label
        self._share, self._top, self._bold = share, top, bold

    def stand(self, width: int, height: int) -> None:
        font = QFont(font_family())
        font.setPixelSize(max(12, round(min(height, width) * self._share)))
        font.setBold(self._bold)
        self.label.setFont(font)
        metrics = QFontMetrics(font)
        needed = metrics.horizontalAdvance(self.label.text())
        self.label.setGeometry((width - needed) // 2, round(height * self._top), needed, metrics.height())


def _dye(widget: QWidget, ground: str, ink: str = INK) -> None:
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
