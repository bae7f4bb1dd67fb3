"""Where something stands, in big words with an icon and one sentence on what comes next; it decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.panel import Panel

TINTS = {"info": "primary", "success": "success", "warning": "warning", "danger": "danger"}


class StatePanel(Panel):
    """Kinds: info, success, warning, danger. Read aloud as one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "info", parent)
        self.mark = IconMark(theme, "info", 18.0)
        self.title = Label(role="display")
        self.sentence = Label(role="lead")
        words = QVBoxLayout()
        words.setSpacing(theme.space("xs"))
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(theme.space("l"))
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.column.addLayout(row)

    def show_state(self, kind: str, icon: str, title: str, sentence: str = "") -> None:
        """Another state in the same place."""
        self.set_kind(kind)
        self.mark.show_icon(icon, TINTS[kind])
        self.title.set_words(title)
        self.sentence.set_words(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleName(". ".join(part for part in (title, sentence) if part))
