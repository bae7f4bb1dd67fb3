"""Consent, one row a purpose; nothing is ticked before the person does."""

from typing import ClassVar

from PySide6.QtWidgets import QSizePolicy

from kiosk.flow.intents import ConsentAnswered
from kiosk.flow.messages import View
from kiosk.flow.views import ConsentItem, ConsentView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.choices import CheckRow
from kiosk.ui.widgets.icon_line import IconLine

WIDEST_MM = 270.0


class ConsentScreen(Screen):
    """The purposes of this way, each with its whole text."""

    name = "consent"
    view_type: ClassVar[type[View]] = ConsentView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._items: tuple[ConsentItem, ...] = ()
        self._rows: list[CheckRow] = []
        rights = IconLine(self.theme, "shield", role="body", tone="soft")
        self.say(rights, "consent.rights")
        self._page = CentredColumn(self.theme, WIDEST_MM)
        self._page.add(self.label("consent.intro", role="lead"))
        self._rows_from = self._page.column.count()
        self._page.add(rights)
        self.body.addStretch(1)
        self.add(self._page)
        self.body.addStretch(2)
        self.go_on("consent.agree", icon="check", sends=self._answer)

    def show_view(self, view: ConsentView) -> None:
        """Rows are made anew only when the purposes are others; ticks stay."""
        if [item.purpose for item in view.items] != [item.purpose for item in self._items]:
            self._make_rows(view.items)
        self._items = view.items
        for row, item in zip(self._rows, view.items, strict=True):
            need = "consent.required" if item.required else "consent.optional"
            row.set_words(self.texts.of(item.text), self.texts(need))

    def _make_rows(self, items: tuple[ConsentItem, ...]) -> None:
        for row in self._rows:
            self._page.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self.named(CheckRow(self.theme), f"purpose_{item.purpose}") for item in items]
        for number, row in enumerate(self._rows):
            policy = row.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)  # as high as its words need in this width
            row.setSizePolicy(policy)
            self._page.column.insertWidget(self._rows_from + number, row)

    def _answer(self) -> ConsentAnswered:
        ticked = (item.purpose for item, row in zip(self._items, self._rows, strict=True) if row.isChecked())
        return ConsentAnswered(purposes=frozenset(ticked))
