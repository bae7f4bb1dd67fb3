"""The one-time code that the portal sent to the phone."""

from typing import ClassVar

from typing_extensions import override

from kiosk.flow.account_words import OtpAskedAgain, OtpEntered, OtpView
from kiosk.flow.messages import View
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.row_in_sight import RowInSight
from kiosk.ui.widgets.row_or_column import RowOrColumn

DIGITS = 6
WIDEST_MM = 240.0


class OtpScreen(Screen):
    """Six boxes; wrong and expired codes have their own words."""

    name = "otp"
    view_type: ClassVar[type[View]] = OtpView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label(role="lead")
        self._code = self.otp_field("code", "otp.code", DIGITS, help_key="otp.help")
        self._again = self.button("send_again", "otp.send_again", "secondary", "retake", self._ask_again)
        # above the pad of a low screen there is no room for a line of its own
        self._code.column.insertWidget(2, RowOrColumn(self.theme, self._code.input, self._again))
        page = CentredColumn(self.theme, WIDEST_MM)
        page.add(self._lead, self._code)
        self.body.addStretch(1)
        self.add(page)
        self.body.addStretch(3)
        RowInSight(self._scrolling)
        self._go_on = self.go_on(sends=self._entered)
        self._cleared_for = ""

    def show_view(self, view: OtpView) -> None:
        """A refused code is cleared once, so that the next one can be typed at once."""
        self._lead.set_words(self.texts("otp.lead", phone=view.masked_to))
        self._lead.setVisible(view.notice is None)  # what came of asking again says it better
        words = self.texts(view.problem) if view.problem else ""
        if view.problem == "otp.wrong" and view.attempts_left is not None:
            words = f"{words} {self.texts('otp.attempts_left', count=view.attempts_left)}"
        if words != self._code.problem.label.text():
            self._code.set_problem(words)
            self._code.help.setVisible(
                not words
            )  # that it may come late is of no use now, and the row is needed
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

    @override
    def focus_first(self) -> None:
        """There is one thing to do here: the pad may come by itself."""
        self._code.input.setFocus()
