"""The papers of one case as a plain list to read before leaving home; nothing in it can be touched."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.panel import Panel

ICONS = {"submit": ("page", "primary"), "show": ("eye", "primary"), "note": ("info", "ink_soft")}
Paper = tuple[str, str, str]
"""(kind: submit, show or note; name; how many and what of it)."""


class PaperList(Panel):
    """Heading and papers. Rebuilt only when the words change."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "plain", parent)
        self._theme = theme
        self._shown: object = None
        self.title = Label(role="strong", tone="primary")
        self.column.addWidget(self.title)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space("s"))
        self.column.addLayout(self._rows)
        self.column.addStretch(1)

    def set_papers(self, title: str, papers: Sequence[Paper], when_none: str) -> None:
        """`title` "" for the only case there is; `when_none` is said when the list is empty."""
        wanted = (title, tuple(papers), when_none)
        if wanted == self._shown:
            return
        self._shown = wanted
        self.title.set_words(title)
        self.title.setVisible(bool(title))
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for kind, name, details in papers:
            self._rows.addWidget(self._row(kind, name, details))
        if not papers:
            self._rows.addWidget(Label(when_none))

    def _row(self, kind: str, name: str, details: str) -> QWidget:
        row = QWidget()
        icon, tint = ICONS[kind]
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(name, role="soft" if kind == "note" else "body"))
        if details:
            words.addWidget(Label(details, role="caption"))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.space("s"))
        line.addWidget(IconMark(self._theme, icon, 7.0, tint), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return row
