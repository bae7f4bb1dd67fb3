"""A notice with a heading and sentences below it, for what matters more than one line; it decides nothing."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.panel import Panel

TINTS = {"info": "primary", "success": "success", "warning": "warning", "danger": "danger"}


class NoticePanel(Panel):
    """Kinds: info, success, warning, danger; icon and words say the same as the colour."""

    def __init__(self, theme: Theme, kind: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(theme, kind, parent)
        self.mark = IconMark(theme, "info", 11.0, TINTS[kind])
        self.title = Label(role="strong")
        self.sentences = Label(role="body")
        words = QVBoxLayout()
        words.setSpacing(theme.space("xs"))
        words.addWidget(self.title)
        words.addWidget(self.sentences)
        row = QHBoxLayout()
        row.setSpacing(theme.space("m"))
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        margin = theme.space("m")
        self.column.setContentsMargins(margin, theme.space("s"), margin, theme.space("s"))
        self.column.addLayout(row)

    def words(self) -> str:
        """All that it says."""
        return "\n".join(part for part in (self.title.text(), self.sentences.text()) if part)

    def show_words(self, kind: str, icon: str, title: str, sentences: Iterable[str] = ()) -> None:
        """Another notice in the same place; empty sentences are left out."""
        self.set_kind(kind)
        self.mark.show_icon(icon, TINTS[kind])
        self.title.set_words(title)
        below = "\n".join(sentence for sentence in sentences if sentence)
        self.sentences.set_words(below)
        self.sentences.setVisible(bool(below))
        self.setAccessibleName(self.words())
