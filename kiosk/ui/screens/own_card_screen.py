"""A citizen alone shows the card that a dossier was filed with, before anything of it is opened."""

from typing import ClassVar

from kiosk.flow.after_sending_words import OwnCardView
from kiosk.flow.messages import View
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.card_preview import CardPreview
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.fact_card import FactCard
from kiosk.ui.widgets.side_by_side import SideBySide

WIDEST_MM = 230.0
BESIDE_MM = 260.0


class OwnCardScreen(Screen):
    """Names the procedure and the code, never the person."""

    name = "own_card"
    view_type: ClassVar[type[View]] = OwnCardView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.preview = self.named(CardPreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self.say(self.preview, "scan_card.preview")
        self._heading = self.label(role="title")
        self._what = FactCard(self.theme, "page")
        words = CentredColumn(self.theme, WIDEST_MM)
        words.column.addStretch(1)
        words.add(self._heading, self._what, self.label("own_card.how", role="lead"))
        words.column.addStretch(1)
        self._picture = self.preview.on_page(self._scrolling)
        self.add(SideBySide(self.theme, words, self._picture, (2, 3), least_mm=BESIDE_MM), stretch=1)

    def show_view(self, view: OwnCardView) -> None:
        """What for, and that another card was shown."""
        texts = self.texts
        self._heading.set_words(texts(f"own_card.{view.purpose}"))
        name = texts.of(view.procedure_name) if view.procedure_name else ""
        self._what.set_words(texts("own_card.what"), name or view.code, view.code if name else "")
        if view.wrong_card:
            self.preview.show_hint(texts("own_card.wrong_card"), "warning", "warning")
        else:
            self.preview.show_hint(texts("hint.show_card"), "hand_card")
