"""Tabs with counts above a list: exactly one is chosen; they hold no list themselves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import LOOKS, Button
from kiosk.ui.widgets.painting import Look, draw_focus_ring, draw_ground
from kiosk.ui.widgets.tile import TileGrid

CHOSEN = Look("primary", "on_primary")


class TabButton(Button):
    """Filled while it is the chosen one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, kind="secondary", parent=parent)
        self.setCheckable(True)

    @override
    def _padding(self) -> int:
        return self._theme.mm(3.0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = CHOSEN if self.isChecked() else LOOKS["secondary"][self.isDown()]
        draw_ground(painter, self._theme, self.rect(), look)
        self._paint_content(painter, self.rect(), look)
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, self.rect())


class TabBar(QWidget):
    """`tabs` are their ids. `chosen` carries the id a person chose; `show_tab` marks one without it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, tabs: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking = False
        self.buttons = {tab: TabButton(theme) for tab in tabs}
        grid = TileGrid(theme, columns=len(tabs), least_mm=38.0, space="s")
        for button in self.buttons.values():
            button.toggled.connect(self._tell)  # assistive technology toggles, and clicks nothing
        grid.add(*self.buttons.values())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(grid)

    def show_tab(self, tab: str) -> None:
        """Mark a tab as the chosen one; an unknown id changes nothing."""
        if tab in self.buttons:
            self._marking = True
            for each, button in self.buttons.items():
                button.setChecked(each == tab)
            self._marking = False

    def current(self) -> str:
        """Id of the marked tab, or ""."""
        return next((tab for tab, button in self.buttons.items() if button.isChecked()), "")

    def step(self, by: int) -> None:
        """Choose the next tab (1) or the one before (-1), going round at the ends."""
        tabs = list(self.buttons)
        current = self.current()
        at = (tabs.index(current) + by) % len(tabs) if current else 0
        self.buttons[tabs[at]].setFocus(Qt.FocusReason.TabFocusReason)
        self.buttons[tabs[at]].click()

    def _tell(self, _checked: bool) -> None:
        if self._marking:
            return
        pressed = self.sender()
        tab = next(each for each, button in self.buttons.items() if button is pressed)
        self.show_tab(tab)
        self.chosen.emit(tab)
