"""Hold up the ID card: live picture, what to do next in big words, and which side carries the QR code."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.domain.scan import Hint
from kiosk.flow.chip_words import ChipChosen
from kiosk.flow.intents import TypingChosen
from kiosk.flow.messages import View
from kiosk.flow.views import CardTrouble, ScanCardView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.theme import PRIMARY_TARGET_MM
from kiosk.ui.widgets.card_drawing import CardSide
from kiosk.ui.widgets.card_picture import CardPicture
from kiosk.ui.widgets.card_preview import CardPreview
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.side_by_side import SideBySide

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

BESIDE_MM = 270.0
"""Narrower pages, and those with large text, have the drawings below the live picture, which must never be cut."""


class ScanCardScreen(Screen):
    """The picture takes the room; beside it a drawing of each card; typing is always possible."""

    name = "scan_card"
    view_type: ClassVar[type[View]] = ScanCardView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.preview = self.named(CardPreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self.say(self.preview, "scan_card.preview")
        cards = RowOrColumn(self.theme, *(self._card(side) for side in CardSide), least_mm=90.0)
        picture = self.preview.on_page(self._scrolling)
        self.add(SideBySide(self.theme, picture, cards, (5, 3), least_mm=BESIDE_MM), stretch=1)
        self._type = self.button(
            "type_instead", "scan_card.type_instead", "secondary", "keyboard", TypingChosen()
        )
        self._chip = self.button("chip", "scan_card.chip", "secondary", "chip_reader", ChipChosen())
        self._chip.hide()
        self.footer.put_second(self._chip)
        self._type.setMinimumHeight(self.theme.mm(PRIMARY_TARGET_MM))  # the page stays when it gets prominent
        self.footer.put_primary(self._type)

    def _card(self, side: CardSide) -> QWidget:
        picture = CardPicture(self.theme, side)
        self.say(picture, f"scan_card.{side.value}_picture")
        card = Panel(self.theme)
        card.column.setSpacing(self.theme.space("xs"))
        edge, above = self.theme.space("m"), self.theme.space("s")
        card.column.setContentsMargins(edge, above, edge, above)
        card.column.addStretch(1)
        card.column.addWidget(picture, 100)
        for part, role in (("", "strong"), ("_side", "body")):
            words = self.label(f"scan_card.{side.value}{part}", role=role)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.column.addWidget(words)
        card.column.addStretch(1)
        return card

    def show_view(self, view: ScanCardView) -> None:
        """Comes many times a second: only what changed is touched."""
        self.preview.show_found(view.area)
        self.preview.set_camera_there(view.trouble is not CardTrouble.CAMERA_GONE)
        if view.trouble is CardTrouble.NONE and view.zone_read:
            self.preview.show_hint(self.texts("scan_card.zone_read"), "card_back")
        elif view.trouble is CardTrouble.NONE:
            self.preview.show_hint(self.texts(f"hint.{view.hint.value}"), HINT_ICONS[view.hint])
        else:
            self.preview.show_hint(self.texts(f"card.{view.trouble.value}"), "warning", "warning")
        if self._chip.isVisibleTo(self) is not view.chip:
            self._chip.setVisible(view.chip)
        kind = "primary" if view.offer_typing else "secondary"
        if self._type.kind != kind:
            self._type.set_kind(kind)
