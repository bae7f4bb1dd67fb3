"""One paper of the count: its name, originals and copies with − and +, and "goes without it"; it knows no rules."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.choices import CheckRow
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.panel import Panel

MOST = 99


class Counter(QWidget):
    """A number between two buttons. `changed` carries it, by the person only."""

    changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label(role="body")
        self.less = Button(theme, kind="secondary", icon="minus")
        self.more = Button(theme, kind="secondary", icon="plus")
        for button in (self.less, self.more):
            button.show_words(False)
        self.number = Label(role="heading")
        self.count = 0
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("s"))
        line.addWidget(self.words, 1)
        for part in (self.less, self.number, self.more):
            line.addWidget(part)
        self.less.clicked.connect(self._take_one)
        self.more.clicked.connect(self._add_one)

    def show_count(self, count: int) -> None:
        """Another number, without `changed`."""
        self.count = count
        self.number.set_words(str(count))
        self.less.setEnabled(count > 0)
        self.more.setEnabled(count < MOST)

    def _take_one(self) -> None:
        self.changed.emit(self.count - 1)

    def _add_one(self) -> None:
        self.changed.emit(self.count + 1)


class CountRow(Panel):
    """`counted` carries (originals, copies, lacking)."""

    counted = Signal(int, int, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "card", parent)
        self.title = Label(role="strong")
        self.note = Label(role="soft")
        self.originals = Counter(theme)
        self.copies = Counter(theme)
        self.lacking = CheckRow(theme)
        self.originals.changed.connect(self._originals)
        self.copies.changed.connect(self._copies)
        self.lacking.toggled.connect(self._lacking)
        words = QVBoxLayout()
        words.addWidget(self.title)
        words.addWidget(self.note)
        self.column.addLayout(words)
        for part in (self.originals, self.copies, self.lacking):
            self.column.addWidget(part)

    def _originals(self, count: int) -> None:
        self.counted.emit(count, self.copies.count, False)

    def _copies(self, count: int) -> None:
        self.counted.emit(self.originals.count, count, False)

    def _lacking(self, ticked: bool) -> None:
        self.counted.emit(0, 0, ticked)
