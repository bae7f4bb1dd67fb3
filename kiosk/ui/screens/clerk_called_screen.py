""" "A member of staff is coming": with the hotline and a short code the caller can read out."""

from kiosk.flow.views import ClerkCalledView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import PlainMessageScreen


class ClerkCalledScreen(PlainMessageScreen):
    """Calm, with a way back to where one was."""

    name = "clerk_called"
    view_type = ClerkCalledView
    icon = "bell"

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._code = self.label(role="code")
        self._code_words = self.label("clerk_called.code", role="body", tone="soft")
        self.put_below(self._code_words)
        self.put_below(self._code)

    def show_view(self, view: ClerkCalledView) -> None:
        """Hotline and code, where there are any."""
        self.heading.set_words(self.texts("clerk_called.heading"))
        hotline = self.texts("clerk_called.hotline", hotline=view.hotline) if view.hotline else ""
        self.sentence.set_words(
            " ".join(part for part in (self.texts("clerk_called.sentence"), hotline) if part)
        )
        self._code.set_words(view.session_code)
        self._code_words.setVisible(bool(view.session_code))
