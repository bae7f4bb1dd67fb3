"""This machine cannot go on: the terminal's name and the error's code for the technician."""

from kiosk.flow.views import OutOfOrderView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import PlainMessageScreen


class OutOfOrderScreen(PlainMessageScreen):
    """Nothing to touch."""

    name = "out_of_order"
    view_type = OutOfOrderView
    icon = "settings"
    tint = "warning"
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._facts = self.label(role="body", tone="soft")
        self.put_below(self._facts)

    def show_view(self, view: OutOfOrderView) -> None:
        """What happened, and which terminal it is."""
        self.heading.set_words(self.texts("out_of_order.heading"))
        self.sentence.set_words(self.texts(view.text_key))
        self._facts.set_words(self.texts("out_of_order.facts", terminal=view.terminal or "–", code=view.code))
