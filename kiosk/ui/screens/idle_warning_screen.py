""" "Are you still here?", with one big button; the presenter ends the visit when nobody answers."""

from PySide6.QtCore import Qt

from kiosk.flow.intents import StillHere
from kiosk.flow.views import IdleWarningView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import PlainMessageScreen
from kiosk.ui.widgets.waiting import Countdown


class IdleWarningScreen(PlainMessageScreen):
    """Counts down by itself; any touch is an answer."""

    name = "idle_warning"
    view_type = IdleWarningView
    icon = "clock"
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._countdown = Countdown(self.theme)
        self.mark.hide()
        self.body.insertWidget(self.body.indexOf(self.mark), self._countdown, 0, Qt.AlignmentFlag.AlignHCenter)
        self.go_on("idle_warning.still_here", icon="check", sends=StillHere(), purpose="still_here")
        self._started_for: IdleWarningView | None = None

    def show_view(self, view: IdleWarningView) -> None:
        """Begin to count when the warning appears, not again while it stays."""
        self.heading.set_words(self.texts("idle_warning.heading"))
        self.sentence.set_words(self.texts("idle_warning.sentence"))
        if not self.isVisible() or self._started_for is None:
            self._started_for = view
            self._countdown.start(view.warning_s)
