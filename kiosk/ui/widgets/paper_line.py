"""One paper of the checklist: what it is, how it stands, and what can be done about it; it decides nothing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.panel import Panel

WORDS_MM = 120.0


class PaperLine(Panel):
    """Buttons are made by the screen and handed in; hidden ones take no room."""

    def __init__(self, theme: Theme, buttons: tuple[Button, ...], parent: QWidget | None = None) -> None:
        super().__init__(theme, "card", parent)
        self._theme = theme
        self.mark = IconMark(theme, "page", 9.0)
        self.title = Label(role="strong")
        self.details = Label(role="caption")
        self.state = Label(role="strong")
        self.buttons = buttons
        words = QVBoxLayout()
        words.setSpacing(theme.mm(0.8))
        for part in (self.title, self.details, self.state):
            words.addWidget(part)
        told = QHBoxLayout()
        told.setSpacing(theme.space("m"))
        told.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        told.addLayout(words, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.space("s"))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(theme.space("s"))
        self._box.addLayout(told, 1)
        self._box.addLayout(row)
        self.column.addLayout(self._box)
        margin = theme.space("m")
        self.column.setContentsMargins(margin, theme.space("s"), margin, theme.space("s"))

    def set_words(self, title: str, details: str, state: str) -> None:
        """Name, how many of it, and how it stands."""
        self.title.set_words(title)
        self.details.set_words(details)
        self.details.setVisible(bool(details))
        self.state.set_words(state)
        self.state.setVisible(bool(state))
        self.setAccessibleName(": ".join(part for part in (title, state) if part))

    def show_state(self, kind: str, icon: str, tone: str) -> None:
        """Ground, icon and tone of how it stands."""
        self.set_kind(kind)
        self.mark.show_icon(icon, tone or "ink_soft")
        self.state.set_tone(tone)

    def fit(self) -> None:
        """Buttons beside the words while enough width is left for those; called when other buttons are shown."""
        least = self._theme.mm(WORDS_MM * (1 + (self._theme.text_scale - 1) * 0.7))
        taken = sum(button.sizeHint().width() for button in self.buttons if not button.isHidden())
        beside = self.width() - taken >= least
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit()
