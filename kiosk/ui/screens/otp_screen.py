"""The one-time code that the portal sent to the phone."""

from kiosk.flow.intents import OtpAskedAgain, OtpEntered
from kiosk.flow.views import OtpView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen

DIGITS = 6


class OtpScreen(Screen):
    """Six boxes; wrong and expired codes have their own words."""

    name = "otp"
    view_type = OtpView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label(role="lead")
        self._code = self.otp_field("code", "otp.code", DIGITS, help_key="otp.help")
        self._again = self.button("send_again", "otp.send_again", "secondary", "retake", self._ask_again)
        self.add(self._lead, self._code, self.row(self._again, stretch=False))
        self.body.addStretch(1)
        self._go_on = self.go_on(sends=self._entered)
        self._cleared_for = ""

    def show_view(self, view: OtpView) -> None:
        """A refused code is cleared once, so that the next one can be typed at once."""
        self._lead.set_words(self.texts("otp.lead", phone=view.masked_to))
        words = self.texts(view.problem) if view.problem else ""
        if view.problem == "otp.wrong" and view.attempts_left is not None:
            words = f"{words} {self.texts('otp.attempts_left', count=view.attempts_left)}"
        self._code.set_problem(words)
        if view.problem and not view.checking and self._cleared_for != words:
            self._code.set_value("")
        self._cleared_for = "" if view.checking else words
        self._go_on.setEnabled(not view.checking)
        self._again.setEnabled(not view.checking)

    def _entered(self) -> OtpEntered | None:
        if len(self._code.value()) == DIGITS:
            return OtpEntered(otp=self._code.value())
        self._code.set_problem(self.texts("otp.incomplete"))
        return None

    def _ask_again(self) -> OtpAskedAgain:
        self._code.set_value("")
        return OtpAskedAgain()

    def focus_first(self) -> None:
        """There is one thing to do here: the pad may come by itself."""
        self._code.input.setFocus()
