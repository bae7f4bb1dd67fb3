"""Something stands in the way: what happened, what to do, and the buttons that make sense."""

from kiosk.flow.intents import Left, TriedAgain
from kiosk.flow.views import TroubleView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import PlainMessageScreen


class TroubleScreen(PlainMessageScreen):
    """Retry, or leave."""

    name = "trouble"
    view_type = TroubleView
    icon = "warning"
    tint = "warning"

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._leave = self.button("leave_here", "base.finish", "secondary", "door", Left())
        self.put_below(self._leave)
        self._retry = self.go_on("base.retry", icon="retake", sends=TriedAgain(), purpose="retry")

    def show_view(self, view: TroubleView) -> None:
        """The error's own sentence, with its code for whoever helps."""
        self.heading.set_words(self.texts("trouble.heading"))
        self.sentence.set_words(self.texts(view.text_key))
        self._retry.setVisible(view.can_retry)
        self._leave.setVisible(view.can_leave)
