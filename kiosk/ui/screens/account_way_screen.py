"""Asks whether the dossier is filed with an account or without, and says beforehand what either means."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker

from kiosk.domain.account import AccountWay
from kiosk.flow.account_way_words import AccountWayChosen, AccountWayView
from kiosk.flow.messages import View
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.tile import Tile, TileGrid

TILE_MM = 40.0
ICONS = {AccountWay.VNEID: "phone", AccountWay.PORTAL: "person", AccountWay.NONE: "page"}


class AccountWayScreen(Screen):
    """A big tile a way, `way_<way>`; none is chosen for the person."""

    name = "account_way"
    view_type: ClassVar[type[View]] = AccountWayView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.grid = TileGrid(self.theme, columns=3, least_mm=110.0)
        self._tiles: dict[AccountWay, Tile] = {}
        self.note = self.banner(kind="warning")
        self.add(self.procedure, self.label("account_way.question", "heading"), self.note, self.grid)

    def show_view(self, view: AccountWayView) -> None:
        """Only what can be chosen here and now; other ways mean other tiles."""
        self.procedure.set_words(self.texts.of(view.procedure_name))
        if view.ways != tuple(self._tiles):
            self.grid.clear()
            self._tiles = {way: self._tile(way) for way in view.ways}
            self.grid.add(*self._tiles.values())
        for way, tile in self._tiles.items():
            known = "_known" if view.known and way is not AccountWay.NONE else ""
            tile.set_words(self.texts(f"account_way.{way}"), self.texts(f"account_way.{way}{known}_sentence"))
            self._mark(tile, way is view.chosen)
        self.note.set_words(" ".join(self.texts(key) for key in self._notes(view)))

    def _notes(self, view: AccountWayView) -> list[str]:
        if not view.without_account and not view.ways:
            return ["account_way.needed", "account_way.nothing"]
        keys = [] if view.without_account else ["account_way.needed"]
        return [*keys, *(["account_way.line_away"] if view.waits_for_line and not view.known else [])]

    def _tile(self, way: AccountWay) -> Tile:
        tile = self.named(Tile(self.theme, ICONS[way], upright=False), f"way_{way}")
        tile.setCheckable(True)
        tile.setMinimumHeight(self.theme.mm(TILE_MM))
        # assistive technology toggles what can be checked, and clicks nothing
        tile.toggled.connect(partial(self._chosen, way))
        return tile

    def _mark(self, tile: Tile, chosen: bool) -> None:
        with QSignalBlocker(tile):
            tile.setChecked(chosen)

    def _chosen(self, way: AccountWay, _checked: bool = False) -> None:
        self._mark(self._tiles[way], True)
        self.send(AccountWayChosen(way=way))
