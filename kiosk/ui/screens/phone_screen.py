"""One field: the mobile number."""

from kiosk.flow.intents import PhoneEntered
from kiosk.flow.views import PhoneView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen


class PhoneScreen(Screen):
    """A number pad and one sentence."""

    name = "phone"
    view_type = PhoneView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label("phone.lead", role="lead")
        self._offline = self.banner(kind="info")
        self._number = self.digit_field("number", "phone.number", 14, help_key="phone.help", also="+ .")
        self.add(self._lead, self._offline, self._number)
        self.body.addStretch(1)
        self.go_on(sends=lambda: PhoneEntered(phone=self._number.value()))
        self._filled = False

    def show_view(self, view: PhoneView) -> None:
        """What was typed stays; a wrong number is said beside its field."""
        if not self._filled:
            self._filled = True
            self._number.set_value(view.phone)
        self._offline.set_words("" if view.online else self.texts("phone.offline"))
        self._number.set_problem(self.texts(view.problem) if view.problem else "")

    def focus_first(self) -> None:
        """There is one thing to do here: the pad may come by itself."""
        self._number.input.setFocus()
