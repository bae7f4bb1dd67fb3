"""One calm sentence while the portal or the store is working."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.views import WaitingView
from kiosk.ui.screens.plain_message import PlainMessageScreen
from kiosk.ui.widgets.waiting import BusyMark


class WaitingScreen(PlainMessageScreen):
    """A turning mark and what is being waited for."""

    name = "waiting"
    view_type: ClassVar[type[View]] = WaitingView

    @override
    def make_mark(self) -> QWidget:
        self._busy = BusyMark(self.theme, 38.0)
        return self._busy

    def show_view(self, view: WaitingView) -> None:
        """What is being waited for."""
        words = self.texts(view.text_key)
        self.tell(words)
        self._busy.set_words(words)
        self._busy.setVisible(view.busy)
