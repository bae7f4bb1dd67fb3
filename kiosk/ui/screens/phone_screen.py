"""One field: the mobile number."""

from typing import ClassVar

from typing_extensions import override

from kiosk.flow.intents import PhoneEntered
from kiosk.flow.messages import View
from kiosk.flow.views import PhoneView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.row_in_sight import RowInSight

WIDEST_MM = 190.0
LONGEST_NUMBER = 16
""" "+84 912 345 678" with its blanks."""


class PhoneScreen(Screen):
    """A number pad and one sentence."""

    name = "phone"
    view_type: ClassVar[type[View]] = PhoneView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._offline = self.banner(kind="info")
        self._number = self.digit_field(
            "number", "phone.number", LONGEST_NUMBER, help_key="phone.help", also="+ ."
        )
        page = CentredColumn(self.theme, WIDEST_MM)
        page.add(self.label("phone.lead", role="lead"), self._offline, self._number)
        self.body.addStretch(1)
        self.add(page)
        self.body.addStretch(3)
        RowInSight(self._scrolling)
        self.go_on(sends=self._entered)
        self._filled_from: str | None = None

    def show_view(self, view: PhoneView) -> None:
        """What was typed stays; a wrong number is said beside its field."""
        if view.phone != self._filled_from:
            self._filled_from = view.phone
            self._number.set_value(view.phone)
        self._offline.set_words("" if view.online else self.texts("phone.offline"))
        problem = self.texts(view.problem) if view.problem else ""
        if problem != self._number.problem.label.text():
            self._number.set_problem(problem)

    def _entered(self) -> PhoneEntered:
        return PhoneEntered(phone=self._number.value())

    @override
    def focus_first(self) -> None:
        """There is one thing to do here: the pad may come by itself."""
        self._number.input.setFocus()
