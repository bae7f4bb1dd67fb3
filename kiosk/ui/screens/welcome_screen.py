"""The start: big tiles for what a person may have come for, and a small door for staff."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.flow.intents import WayChosen
from kiosk.flow.views import WelcomeView
from kiosk.flow.ways import WayName
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.tile import Tile, TileGrid

TILE_MM = 52.0
"""Height of a way's tile: nobody is to aim."""


class WelcomeScreen(Screen):
    """Three ways, one touch each."""

    name = "welcome"
    view_type = WelcomeView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._greeting = self.label("welcome.greeting", role="display")
        self._question = self.label("welcome.question", role="lead", tone="soft")
        tiles = TileGrid(self.theme, columns=3)
        self._account = self.tile(
            "register_account",
            "id_card",
            "welcome.register_account",
            "welcome.register_account_sentence",
            WayChosen(way=WayName.REGISTER_ACCOUNT),
        )
        tiles.add(
            self.tile(
                "submit_dossier",
                "pages",
                "welcome.submit_dossier",
                "welcome.submit_dossier_sentence",
                WayChosen(way=WayName.SUBMIT_DOSSIER),
                recommended=True,
            ),
            self._account,
            self.tile(
                "track_dossier",
                "search",
                "welcome.track_dossier",
                "welcome.track_dossier_sentence",
                WayChosen(way=WayName.TRACK_DOSSIER),
            ),
        )
        for tile in tiles.findChildren(Tile):
            tile.setMinimumHeight(self.theme.mm(TILE_MM))
        self._point = self.label(role="strong")
        self._hours = self.label(role="body", tone="soft")
        self.body.addStretch(1)
        self.add(self._greeting, self._question, tiles)
        self.body.addStretch(2)
        point = QVBoxLayout()
        point.addWidget(self._point)
        point.addWidget(self._hours)
        below = QHBoxLayout()
        below.addLayout(point, 1)
        staff = self.button("staff", "welcome.staff", "quiet", "clerk", WayChosen(way=WayName.STAFF))
        below.addWidget(staff, 0, Qt.AlignmentFlag.AlignBottom)
        self.add(below)

    def show_view(self, view: WelcomeView) -> None:
        """Name, hotline and hours of this agent point."""
        vneid = view.account_method == "vneid"
        key = "welcome.log_in" if vneid else "welcome.register_account"
        self._account.set_words(self.texts(key), self.texts(f"{key}_sentence"))
        self._point.set_words(view.point_name)
        parts = []
        if view.hours:
            parts.append(self.texts("welcome.hours", hours=view.hours))
        if view.hotline:
            parts.append(self.texts("welcome.hotline", hotline=view.hotline))
        self._hours.set_words("   ·   ".join(parts))
