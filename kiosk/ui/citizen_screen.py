"""The second window at a counter: the citizen reads along and confirms; it follows the clerk's window and decides nothing."""

from typing import ClassVar

from PySide6.QtCore import QObject, QSize, Slot

from kiosk.flow.citizen_words import CitizenRestView, citizen_view
from kiosk.flow.intents import Confirmed
from kiosk.flow.messages import Intent, View
from kiosk.ui.places import StaysOnScreen
from kiosk.ui.screen import ScreenKit
from kiosk.ui.screens.summary_screen import SummaryScreen
from kiosk.ui.window import KioskWindow


class CitizenSummaryScreen(SummaryScreen):
    """The whole dossier with its price; confirming is all one can do here."""

    has_header: ClassVar[bool] = False


class CitizenScreen(QObject):
    """Of a clerk's View shows only what is the citizen's; forgets a person together with the clerk's window."""

    def __init__(
        self, kit: ScreenKit, clerks: KioskWindow, place: StaysOnScreen, *, size: QSize | None = None
    ) -> None:
        super().__init__(clerks)
        self._clerks = clerks
        self.window = KioskWindow(kit, (CitizenSummaryScreen,), size=size, locked=size is None)
        self._place = place
        self.window.intent.connect(self._said)
        self.window.touched.connect(clerks.touched)
        clerks.shown.connect(self._follow)
        clerks.forgotten.connect(self._forget)
        clerks.closed.connect(self._close)
        self.window.show_view(CitizenRestView())
        place.keep(self.window)

    @Slot(object)
    def _follow(self, view: View) -> None:
        self.window.show_view(citizen_view(view))

    @Slot(object)
    def _said(self, intent: Intent) -> None:
        """Everything else is the clerk's to do."""
        if isinstance(intent, Confirmed):
            self._clerks.intent.emit(intent)

    @Slot()
    def _forget(self) -> None:
        self.window.show_view(CitizenRestView())
        self.window.forget_person()

    @Slot()
    def _close(self) -> None:
        self.window.allow_close()
        self.window.close()
