"""This machine cannot go on: the terminal's name and the error's code for the technician."""

from typing import ClassVar

from kiosk.flow.intents import WayChosen
from kiosk.flow.messages import View
from kiosk.flow.views import OutOfOrderView
from kiosk.flow.ways import WayName
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import MIDDLE, PlainMessageScreen


class OutOfOrderScreen(PlainMessageScreen):
    """Nothing to touch for citizens, who cannot even call staff from here; staff may sign in to take out what waits."""

    name = "out_of_order"
    view_type: ClassVar[type[View]] = OutOfOrderView
    icon = "settings"
    kind = "warning"
    can_leave = False
    can_call = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._facts = self.label(role="body", tone="soft")
        self._facts.setAlignment(MIDDLE)
        self.put_below(self._facts, wide=True)
        technician = self.label("out_of_order.technician", "caption")
        technician.setAlignment(MIDDLE)
        self.put_below(technician, wide=True)
        self._door = self.button("staff", "welcome.staff", "quiet", "clerk", WayChosen(way=WayName.STAFF))
        self.put_below(self._door)

    def show_view(self, view: OutOfOrderView) -> None:
        """What happened, and which terminal it is."""
        texts = self.texts
        self._door.setVisible(view.has_door)
        what = self.words_of(view.text_key, "error.broken")
        self.tell(texts("out_of_order.heading"), what, texts("out_of_order.go_to_counter"))
        self._facts.set_words(texts("out_of_order.facts", terminal=view.terminal or "–", code=view.code))
