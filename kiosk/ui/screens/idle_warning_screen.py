""" "Are you still here?", with one big button; the presenter ends the visit when nobody answers."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.flow.intents import StillHere
from kiosk.flow.messages import View
from kiosk.flow.views import IdleWarningView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import PlainMessageScreen
from kiosk.ui.widgets.waiting import Countdown

BUTTON_MM = (150.0, 30.0)


class IdleWarningScreen(PlainMessageScreen):
    """Counts down by itself; any touch is an answer."""

    name = "idle_warning"
    view_type: ClassVar[type[View]] = IdleWarningView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._still_here = self.button(
            "still_here", "idle_warning.still_here", "primary", "check", StillHere()
        )
        width, height = (self.theme.mm(side) for side in BUTTON_MM)
        self._still_here.setMinimumSize(width, height)
        self.message.column.addSpacing(self.theme.space("m"))
        self.put_below(self._still_here)
        self._counts = False
        self._warning_s = 0

    @override
    def make_mark(self) -> QWidget:
        self._countdown = Countdown(self.theme, 52.0)
        return self._countdown

    def show_view(self, view: IdleWarningView) -> None:
        """It counts from when it appeared, not anew while it stays."""
        texts = self.texts
        if not view.waits:
            self.tell(texts("idle_warning.heading"), texts("idle_warning.sentence"))
        elif view.kept_under:
            kept = texts("idle_warning.sentence_kept", code=view.kept_under)
            self.tell(texts("idle_warning.heading_waits"), kept)
        else:
            self.tell(texts("idle_warning.heading_waits"), texts("idle_warning.sentence_waits"))
        self._still_here.set_words(
            texts("idle_warning.still_wait" if view.waits else "idle_warning.still_here")
        )
        self._warning_s = view.warning_s
        self._count()

    def _count(self) -> None:
        if self.isVisible() and self._warning_s and not self._counts:
            self._counts = True
            self._countdown.start(self._warning_s)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._counts = False
        self._countdown.stop()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is an answer, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._still_here.click()
        else:
            super().keyPressEvent(event)
