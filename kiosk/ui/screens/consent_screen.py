"""Consent, one row a purpose; nothing is ticked before the person does."""

from kiosk.flow.intents import ConsentAnswered
from kiosk.flow.views import ConsentItem, ConsentView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.choices import CheckRow


class ConsentScreen(Screen):
    """The purposes of this way, each with its whole text."""

    name = "consent"
    view_type = ConsentView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._intro = self.label("consent.intro", role="lead")
        self._rights = self.label("consent.rights", role="body", tone="soft")
        self._items: tuple[ConsentItem, ...] = ()
        self._rows: list[CheckRow] = []
        self.add(self._intro)
        self._rows_from = self.body.count()
        self.add(self._rights)
        self.body.addStretch(1)
        self.go_on("consent.agree", icon="check", sends=self._answer)

    def show_view(self, view: ConsentView) -> None:
        """Rows are made anew only when the purposes are others; ticks stay."""
        if tuple(item.purpose for item in view.items) != tuple(item.purpose for item in self._items):
            for row in self._rows:
                self.body.removeWidget(row)
                row.deleteLater()
            self._rows = [self.named(CheckRow(self.theme), f"purpose_{item.purpose}") for item in view.items]
            for number, row in enumerate(self._rows):
                self.body.insertWidget(self._rows_from + number, row)
        self._items = view.items
        for row, item in zip(self._rows, view.items, strict=True):
            need = "consent.required" if item.required else "consent.optional"
            row.set_words(self.texts.of(item.text), self.texts(need))

    def _answer(self) -> ConsentAnswered:
        ticked = (item.purpose for item, row in zip(self._items, self._rows, strict=True) if row.isChecked())
        return ConsentAnswered(purposes=frozenset(ticked))
