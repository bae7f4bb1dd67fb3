"""The line of offers above the keys; what is offered is decided elsewhere, what is taken is typed elsewhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.keyboard.suggestions import MOST, Suggestion
from kiosk.ui.theme import SMALLEST_TARGET_MM, Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.painting import line_width

WORDS = "{words}"
"""Where the offer stands in the sentence read aloud."""


class SuggestionStrip(QWidget):
    """Up to three offers side by side; `taken` carries the one touched. Keeps its height while it is empty."""

    taken = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offers: tuple[Suggestion, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("s"))
        self._buttons = [Button(theme, kind="secondary") for _ in range(MOST)]
        for number, button in enumerate(self._buttons, start=1):
            button.setObjectName(f"keyboard.offer_{number}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self._take)
            row.addWidget(button)
            button.hide()
        row.addStretch(1)
        self.fit()

    @property
    def offers(self) -> tuple[Suggestion, ...]:
        """What is offered now."""
        return self._offers

    def fit(self) -> None:
        """The height of one line of words at the text size in use, at least what a finger needs."""
        line = self._theme.font_px("button") * 2
        self.setFixedHeight(max(self._theme.mm(SMALLEST_TARGET_MM + 2.0), line))

    def show_offers(self, offers: Sequence[Suggestion], spoken: str, first_by_key: bool) -> None:
        """Replace them; `spoken` is a sentence with {words}. With `first_by_key` the down key takes the first one."""
        self._offers = tuple(offers)
        room = self.width()
        for number, button in enumerate(self._buttons):
            offer = self._offers[number] if number < len(self._offers) else None
            if offer is not None:
                button.set_words(offer.words)
                button.setAccessibleName(spoken.replace(WORDS, offer.words))
                button.set_icon("down" if first_by_key and number == 0 else "")
                room -= line_width(offer.words, button.words_font()) + self._theme.mm(14.0)
            button.setVisible(offer is not None and (number == 0 or room >= 0))

    def _take(self) -> None:
        button = self.sender()
        if isinstance(button, Button) and self._buttons.index(button) < len(self._offers):
            self.taken.emit(self._offers[self._buttons.index(button)])
