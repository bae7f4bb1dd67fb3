"""The staff's tools as tiles; numbers on the keyboard choose, too."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from kiosk.flow.messages import View
from kiosk.flow.tools_words import ToolChosen, ToolsView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.tile import Tile, TileGrid


class ToolsScreen(Screen):
    """One tile a tool, named like it; the keys 1 to 9 press the first nine."""

    name = "tools"
    view_type: ClassVar[type[View]] = ToolsView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.tiles: dict[str, Tile] = {}
        self._grid = TileGrid(self.theme, columns=3, least_mm=80.0, space="s")
        self.add(self._grid)
        self.body.addStretch(1)
        for number in range(9):
            shortcut = QShortcut(QKeySequence(Qt.Key(Qt.Key.Key_1 + number)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._press, number))

    def show_view(self, view: ToolsView) -> None:
        """The tiles of this person."""
        if [name for name, _ in view.tools] != list(self.tiles):
            for tile in self.tiles.values():
                tile.setObjectName("")  # its name belongs to a new tile already
            self._grid.clear()
            self.tiles = {name: self._tile(name, icon) for name, icon in view.tools}
            self._grid.add(*self.tiles.values())
        for name, tile in self.tiles.items():
            tile.set_words(self.texts(f"tool.{name}"), self.texts(f"tool.{name}_sentence"))

    def _tile(self, name: str, icon: str) -> Tile:
        tile = self.named(Tile(self.theme, icon, upright=False, compact=True), name)
        tile.clicked.connect(partial(self._send_made, ToolChosen(tool=name)))
        return tile

    def _press(self, number: int) -> None:
        if number < len(self.tiles):
            list(self.tiles.values())[number].click()
