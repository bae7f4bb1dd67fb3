"""Asks which case of the procedure applies; one touch answers and goes on."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker

from kiosk.flow.intents import CaseChosen
from kiosk.flow.messages import View
from kiosk.flow.views import CaseView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.tile import Tile, TileGrid

TILE_MM = 40.0


class CaseScreen(Screen):
    """A big tile a case; the one chosen before stays marked when a person comes back."""

    name = "case"
    view_type: ClassVar[type[View]] = CaseView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.question = self.label("case.lead", "heading")
        self.grid = TileGrid(self.theme, columns=2, least_mm=110.0)
        self._tiles: dict[str, Tile] = {}
        self.add(self.procedure, self.question, self.grid)

    def show_view(self, view: CaseView) -> None:
        """Words and mark in place; other cases mean other tiles."""
        self.procedure.set_words(self.texts.of(view.procedure_name))
        if [case.id for case in view.cases] != list(self._tiles):
            self.grid.clear()
            self._tiles = {case.id: self._tile(case.id) for case in view.cases}
            self.grid.add(*self._tiles.values())
        for case in view.cases:
            tile = self._tiles[case.id]
            tile.set_words(self.texts.of(case.name), self.texts.of(case.when) if case.when else "")
            self._mark(tile, case.id == view.chosen)

    def _tile(self, case_id: str) -> Tile:
        tile = self.named(Tile(self.theme, "people", upright=False), f"case_{case_id}")
        tile.setCheckable(True)
        tile.setMinimumHeight(self.theme.mm(TILE_MM))
        # assistive technology toggles what can be checked, and clicks nothing
        tile.toggled.connect(partial(self._chosen, case_id))
        return tile

    def _mark(self, tile: Tile, chosen: bool) -> None:
        with QSignalBlocker(tile):
            tile.setChecked(chosen)

    def _chosen(self, case_id: str, _checked: bool = False) -> None:
        self._mark(self._tiles[case_id], True)
        self.send(CaseChosen(case_id=case_id))
