"""Hold up the ID card: live picture, what to do next in big words, and what was held up instead."""

from kiosk.domain.scan import Hint
from kiosk.flow.intents import TypingChosen
from kiosk.flow.views import CardTrouble, ScanCardView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen

CARD_RATIO = 85.6 / 53.98
"""ISO/IEC 7810 ID-1."""
HINT_ICONS = {
    Hint.SHOW_CARD: "hand_card",
    Hint.NEARER: "nearer",
    Hint.FARTHER: "farther",
    Hint.HOLD_STILL: "still",
    Hint.LESS_GLARE: "light",
    Hint.MORE_LIGHT: "light",
    Hint.STRAIGHTEN: "rotate",
    Hint.OTHER_SIDE: "card_back",
}


class ScanCardScreen(Screen):
    """The picture takes the room; one sentence above it, one button below."""

    name = "scan_card"
    view_type = ScanCardView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label("scan_card.lead", role="lead")
        self._trouble = self.banner(kind="warning")
        self.preview = self.named(
            LivePreview(self.theme, kit.camera_feeds.get("card"), guide_ratio=CARD_RATIO), "preview"
        )
        self.say(self.preview, "scan_card.preview")
        self.preview.setMinimumHeight(self.theme.mm(70))
        self.add(self._lead, self._trouble)
        self.body.addWidget(self.preview, 1)
        self._type = self.button(
            "type_instead", "scan_card.type_instead", "secondary", "keyboard", TypingChosen()
        )
        self.footer.put_primary(self._type)

    def show_view(self, view: ScanCardView) -> None:
        """Comes many times a second: only what changed is touched."""
        self.preview.show_found(view.area)
        self.preview.show_hint(self.texts(f"hint.{view.hint.value}"), HINT_ICONS[view.hint])
        words = "" if view.trouble is CardTrouble.NONE else self.texts(f"card.{view.trouble.value}")
        if self._trouble.words() != words:
            self._trouble.set_words(words)
        kind = "primary" if view.offer_typing else "secondary"
        if self._type.kind != kind:
            self._type.set_kind(kind)
