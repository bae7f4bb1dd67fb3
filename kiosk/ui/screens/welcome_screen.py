"""The start: big tiles for what a person may have come for, and a small door for staff."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from kiosk.flow.help_words import DemonstrationDue
from kiosk.flow.intents import WayChosen
from kiosk.flow.messages import View
from kiosk.flow.passing_words import PickUpOpened
from kiosk.flow.practice_words import PracticeOpened
from kiosk.flow.views import WelcomeView
from kiosk.flow.ways import WayName
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.icon_line import IconLine
from kiosk.ui.widgets.label import IconMark
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.way_tile import WayTile

TILE_MM = 92.0


class WelcomeScreen(Screen):
    """Three ways, one touch each, and a question that needs nobody's data: what must I bring?"""

    name = "welcome"
    view_type: ClassVar[type[View]] = WelcomeView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._submit = self._way("submit_dossier", "pages", WayName.SUBMIT_DOSSIER, recommended=True)
        self._account = self._way("register_account", "id_card", WayName.REGISTER_ACCOUNT)
        self._track = self._way("track_dossier", "search", WayName.TRACK_DOSSIER)
        ways = (self._submit, self._account, self._track)
        tiles = RowOrColumn(self.theme, *ways, least_mm=TILE_MM)
        for tile in ways:
            tiles.turned.connect(tile.set_lying)
        self.keep(partial(self._say_way, self._submit, "submit_dossier"))
        self.keep(partial(self._say_way, self._track, "track_dossier"))
        words = QWidget()
        greeting = QVBoxLayout(words)
        greeting.setContentsMargins(0, 0, 0, 0)
        greeting.setSpacing(self.theme.space("xs"))
        greeting.addWidget(self.label("welcome.greeting", role="display"))
        greeting.addWidget(self.label("welcome.question", role="lead"))
        self.body.addStretch(2)
        bring = self.button(
            "what_to_bring",
            "welcome.what_to_bring",
            "secondary",
            "list",
            WayChosen(way=WayName.WHAT_TO_BRING),
        )
        head = SideBySide(self.theme, words, bring, (3, 1), least_mm=230.0, space="m")
        self.add(head, tiles)
        self.body.addStretch(3)
        self.add(self._make_point())
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(partial(self._send_made, DemonstrationDue()))
        self._watched: QObject | None = None

    def _way(self, purpose: str, icon: str, way: WayName, recommended: bool = False) -> WayTile:
        tile = self.named(WayTile(self.theme, icon, recommended), purpose)
        tile.clicked.connect(partial(self._choose, way))
        return tile

    def _choose(self, way: WayName, _checked: bool = False) -> None:
        self.send(WayChosen(way=way))

    def _say_way(self, tile: WayTile, key: str) -> None:
        tile.set_words(self.texts(f"welcome.{key}"), self.texts(f"welcome.{key}_sentence"))

    def _make_point(self) -> Panel:
        """Which post office this is, when it is open, whom to call, and the door for staff."""
        panel = self.panel()
        self._point = self.label(role="strong")
        self._hours = IconLine(self.theme, "clock", role="body", tone="soft")
        self._hotline = IconLine(self.theme, "call", role="body", tone="soft")
        self._practise = self.button("practise", "welcome.practise", "quiet", "play", PracticeOpened())
        staff = self.button("staff", "welcome.staff", "quiet", "clerk", WayChosen(way=WayName.STAFF))
        pick_up = self.button("pick_up", "welcome.pick_up", "quiet", "key", PickUpOpened())
        words = QVBoxLayout()
        words.setSpacing(self.theme.space("xs"))
        words.addWidget(self._point)
        words.addWidget(RowOrColumn(self.theme, self._hours, self._hotline, least_mm=135.0, space="xs"))
        row = QHBoxLayout()
        row.setSpacing(self.theme.space("m"))
        row.addWidget(IconMark(self.theme, "post", 12.0), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        doors = RowOrColumn(self.theme, self._practise, pick_up, staff, least_mm=60.0)
        row.addWidget(doors, 0, Qt.AlignmentFlag.AlignVCenter)
        panel.column.addLayout(row)
        edge = self.theme.space("m")
        panel.column.setContentsMargins(edge, self.theme.space("s"), edge, self.theme.space("s"))
        return panel

    def show_view(self, view: WelcomeView) -> None:
        """Name, hotline and hours of this agent point, and how accounts are had here."""
        self._say_way(self._account, "log_in" if view.account_method == "vneid" else "register_account")
        self._point.set_words(view.point_name)
        self._point.setVisible(bool(view.point_name))
        self._hours.set_words(self.texts("welcome.hours", hours=view.hours) if view.hours else "")
        hotline = self.texts("welcome.hotline", hotline=view.hotline) if view.hotline else ""
        self._hotline.set_words(hotline)
        self._practise.setVisible(view.can_practise)
        self._quiet.setInterval(view.demonstration_s * 1000)
        self._wait_again()

    # --- the demonstration -------------------------------------------------------------------------------

    def _wait_again(self) -> None:
        if self._quiet.interval() and self.isVisible():
            self._quiet.start()
        else:
            self._quiet.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watched = self.window().windowHandle()
        if self._watched is not None:
            self._watched.installEventFilter(self)
        self._wait_again()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._watched is not None and isValid(self._watched):  # a window that is being closed has none
            self._watched.removeEventFilter(self)
        self._quiet.stop()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever touches or types is there."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchBegin):
            self._wait_again()
        return super().eventFilter(watched, event)
