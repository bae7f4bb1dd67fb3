"""One calm sentence while the portal or the store is working."""

from PySide6.QtCore import Qt

from kiosk.flow.views import WaitingView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.waiting import BusyMark


class WaitingScreen(Screen):
    """A turning mark and what is being waited for."""

    name = "waiting"
    view_type = WaitingView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._mark = BusyMark(self.theme, 30.0)
        self._words = self.label(role="title")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)
        self.body.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self._words)
        self.body.addStretch(1)

    def show_view(self, view: WaitingView) -> None:
        """What is being waited for."""
        words = self.texts(view.text_key)
        self._words.set_words(words)
        self._mark.set_words(words)
        self._mark.setVisible(view.busy)
