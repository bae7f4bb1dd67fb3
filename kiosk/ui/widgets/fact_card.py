"""One fact on a card: icon, what it is, the fact itself large, and a note below; it cannot be touched."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.panel import Panel


class FactCard(Panel):
    """Read aloud as one: "label: fact"."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "plain", parent)
        self.label = Label(role="soft")
        self.fact = Label(role="strong")
        self.note = Label(role="caption")
        words = QVBoxLayout()
        words.setSpacing(theme.mm(0.8))
        for part in (self.label, self.fact, self.note):
            words.addWidget(part)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.space("s"))
        row.addWidget(IconMark(theme, icon, 10.0), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.column.addLayout(row)

    def set_words(self, label: str, fact: str, note: str = "") -> None:
        """What it is, the fact, and perhaps a note."""
        self.label.set_words(label)
        self.fact.set_words(fact)
        self.fact.setAccessibleName(f"{label}: {fact}")
        self.note.set_words(note)
        self.note.setVisible(bool(note))
