"""How it goes, shown by itself while nobody uses the terminal; the ways below can be chosen all the while."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from kiosk.flow.help_words import DemonstrationEnded, DemonstrationView
from kiosk.flow.intents import WayChosen
from kiosk.flow.messages import View
from kiosk.flow.ways import WayName
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.demonstration import Demonstration
from kiosk.ui.widgets.demonstration_scenes import SCENES
from kiosk.ui.widgets.frame import StepBar
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.tile import Tile

TILE_MM = 55.0
"""In the largest text, too, the ways stand in one row: nobody is there to turn the page."""


class DemonstrationScreen(Screen):
    """A touch on a way begins it, a touch anywhere else brings the first screen."""

    name = "demonstration"
    view_type: ClassVar[type[View]] = DemonstrationView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.picture = self.named(Demonstration(self.theme), "picture")
        self.say(self.picture, "demonstration.title")
        self.sentence = self.label(role="title")
        self._bar = StepBar(self.theme)
        touch = self.label("demonstration.touch", role="lead")
        for label in (self.sentence, touch):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._ways = {
            WayName.SUBMIT_DOSSIER: self._way("submit_dossier", "pages", WayName.SUBMIT_DOSSIER, True),
            WayName.REGISTER_ACCOUNT: self._way("register_account", "id_card", WayName.REGISTER_ACCOUNT),
            WayName.TRACK_DOSSIER: self._way("track_dossier", "search", WayName.TRACK_DOSSIER),
        }
        words = QVBoxLayout()
        words.setSpacing(self.theme.space("s"))
        words.addWidget(self.sentence)
        words.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        words.addWidget(touch)
        self._bar.setFixedWidth(self.theme.mm(70.0))
        self.add(self.picture, stretch=1)
        self.add(words, RowOrColumn(self.theme, *self._ways.values(), least_mm=TILE_MM))
        self.picture.scene_changed.connect(self._show_scene)
        self.keep(partial(self._show_scene, 0))

    def _way(self, purpose: str, icon: str, way: WayName, recommended: bool = False) -> Tile:
        tile = self.named(
            Tile(self.theme, icon, recommended=recommended, upright=False, compact=True), purpose
        )
        tile.clicked.connect(partial(self._send_made, WayChosen(way=way)))
        return tile

    def _show_scene(self, number: int) -> None:
        self.sentence.set_words(self.texts(f"demonstration.{SCENES[number]}"))
        self._bar.show_step(number + 1, len(SCENES))

    def show_view(self, view: DemonstrationView) -> None:
        """The names of the ways, as on the first screen."""
        account = "log_in" if view.account_method == "vneid" else "register_account"
        for way, tile in self._ways.items():
            key = account if way is WayName.REGISTER_ACCOUNT else way.value
            tile.set_words(self.texts(f"welcome.{key}"))

    @override
    def retranslate(self) -> None:
        self._show_scene(self.picture.scene)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch that no control took."""
        super().mouseReleaseEvent(event)
        self.send(DemonstrationEnded())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key that no control took."""
        self.send(DemonstrationEnded())
