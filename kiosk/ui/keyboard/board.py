"""The pages of keys, made when first shown, with their words; what a key does is decided elsewhere."""

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk.ui.keyboard.composer import Method
from kiosk.ui.keyboard.key import Key
from kiosk.ui.keyboard.layouts import NARROW_PAGES, PAGES, KeyKind
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme

GAP_MM = 1.5
NARROW_KEY_MM = 30.0
NAMED_KINDS = (KeyKind.BACKSPACE, KeyKind.SPACE, KeyKind.HIDE)


class Shift(Enum):
    """The large-letters key steps through these."""

    OFF = 0
    ONCE = 1
    LOCKED = 2


class Board(QWidget):
    """One page of keys at a time; `pressed` carries the key that went down."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = texts
        self._pages: dict[str, QWidget] = {}
        self._keys: dict[str, list[Key]] = {}
        self.page = ""
        """Name of the page shown, one of `layouts.PAGES`."""
        self._stack = QStackedLayout(self)

    @property
    def keys(self) -> list[Key]:
        """The keys of the page shown."""
        return self._keys.get(self.page, [])

    @property
    def rows(self) -> int:
        """Rows of the page shown."""
        return len(PAGES[self.page]) if self.page else 0

    def show_page(self, name: str) -> None:
        """Turn to a page."""
        if name not in self._pages:
            self._build_page(name)
        self.page = name
        self._stack.setCurrentWidget(self._pages[name])

    def _build_page(self, name: str) -> None:
        page = QWidget()
        gap = self._theme.mm(GAP_MM)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        keys: list[Key] = []
        widest = max(sum(spec.width for spec in row) for row in PAGES[name])
        for specs in PAGES[name]:
            row = QHBoxLayout()
            row.setSpacing(gap)
            indent = (widest - sum(spec.width for spec in specs)) / 2
            if indent > 0:
                row.addStretch(round(indent * 100))
            for spec in specs:
                key = Key(self._theme, spec)
                key.pressed.connect(self._tell)
                keys.append(key)
                row.addWidget(key, round(spec.width * 100))
            if indent > 0:
                row.addStretch(round(indent * 100))
            column.addLayout(row, 1)
        if name in NARROW_PAGES:
            page.setMaximumWidth(round(widest * self._theme.mm(NARROW_KEY_MM)))
            holder = QWidget()
            middle = QHBoxLayout(holder)
            middle.setContentsMargins(0, 0, 0, 0)
            middle.addStretch(1)
            middle.addWidget(page, 100)
            middle.addStretch(1)
            page = holder
        self._pages[name] = page
        self._keys[name] = keys
        self._stack.addWidget(page)

    def say_words(self, more_fields: bool, method: Method) -> None:
        """The keys' words in the language in use; "done" leads on while there are more fields."""
        for key in self.keys:
            kind, name = key.spec.kind, key.spec.name
            if kind is KeyKind.TONE:
                key.set_words(self._texts(f"keyboard.{name}"), self._texts(f"keyboard.{name}_short"))
            elif kind is KeyKind.DONE:
                words = self._texts("keyboard.next" if more_fields else "keyboard.done")
                key.setText(words)
                key.set_words(words)
            elif kind is KeyKind.METHOD:
                words = self._texts(f"keyboard.method_{method}")
                key.setText(words)
                key.set_words(self._texts("keyboard.method", method=words))
            elif kind in NAMED_KINDS or name in ("to_signs", "to_letters"):
                key.set_words(self._texts(f"keyboard.{name}"))

    def show_capitals(self, capital: bool, shift: Shift) -> None:
        """Letters as the next one would be written, and the state of the large-letters key."""
        for key in self.keys:
            key.show_capital(capital)
            if key.spec.kind is KeyKind.SHIFT:
                key.show_icon("shift" if shift is Shift.OFF else "shift_on", shift is not Shift.OFF)
                locked = self._texts("keyboard.locked") if shift is Shift.LOCKED else ""
                key.set_words(self._texts("keyboard.shift"), locked)

    def _tell(self) -> None:
        self.pressed.emit(self.sender())
