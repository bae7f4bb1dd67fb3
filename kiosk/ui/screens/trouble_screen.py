"""Something stands in the way: what happened, what to do, and the buttons that make sense."""

from typing import ClassVar

from kiosk.flow.intents import Left, TriedAgain
from kiosk.flow.messages import View
from kiosk.flow.views import TroubleView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import MIDDLE, PlainMessageScreen


class TroubleScreen(PlainMessageScreen):
    """Retry, or leave; a code for whoever is called."""

    name = "trouble"
    view_type: ClassVar[type[View]] = TroubleView
    icon = "warning"
    kind = "warning"

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._leave = self.button("leave_here", "base.finish", "secondary", "door", Left())
        self.put_below(self._leave)
        self._code = self.label(role="caption")
        self._code.setAlignment(MIDDLE)
        self.put_below(self._code, wide=True)
        self._retry = self.go_on("base.retry", icon="retake", sends=TriedAgain(), purpose="retry")

    def show_view(self, view: TroubleView) -> None:
        """The error's own sentence, and what can be done now."""
        advice = "trouble.try_again" if view.can_retry else "trouble.call_staff"
        what = self.words_of(view.text_key, "error.kiosk_error")
        self.tell(self.texts("trouble.heading"), what, self.texts(advice))
        self._code.set_words(self.texts("trouble.code", code=view.code))
        self._retry.setVisible(view.can_retry)
        self._leave.setVisible(view.can_leave)
        self.footer.show_if_needed()
