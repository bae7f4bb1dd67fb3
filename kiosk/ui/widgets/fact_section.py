"""A titled panel of facts to be read and compared; hidden while it has nothing to tell."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.key_values import KeyValueTable
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.panel import Panel


class FactSection(Panel):
    """Icon and title above a table of (label, value)."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "plain", parent)
        self.title = Label(role="heading")
        self.table = KeyValueTable(theme)
        self.nothing = Label(role="body")
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        head.addWidget(IconMark(theme, icon, 8.0))
        head.addWidget(self.title, 1)
        self.column.addLayout(head)
        self.column.addWidget(self.table)
        self.column.addWidget(self.nothing)
        self.column.addStretch(1)  # beside a longer one the facts stay under their title

    def set_words(self, text: str) -> None:
        """The title."""
        self.title.set_words(text)

    def set_rows(self, rows: Iterable[tuple[str, str]], when_none: str = "") -> None:
        """The facts, or one sentence when there are none; without either the panel is hidden."""
        wanted = list(rows)
        self.table.set_rows(wanted)
        self.table.setVisible(bool(wanted))
        self.nothing.set_words("" if wanted else when_none)
        self.nothing.setVisible(not wanted and bool(when_none))
        self.setVisible(bool(wanted) or bool(when_none))
