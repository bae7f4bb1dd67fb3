"""Facts as a table of question and answer, to be read and compared; nothing in it can be touched."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.panel import Line

LEAST_SHARE, SHARE, MOST_SHARE = 30, 40, 65
"""Of the width, in percent, for the questions."""


class KeyValueTable(QWidget):
    """Rows of (label, value); the value goes below its label where there is little width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pairs: list[tuple[Label, Label]] = []
        self._lines: list[Line] = []
        self._stacked = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("m"))
        self._grid.setVerticalSpacing(theme.space("xs"))

    def set_rows(self, rows: Iterable[tuple[str, str]]) -> None:
        """Replace the facts; words are renewed in place when their number is the same."""
        wanted = list(rows)
        if len(wanted) != len(self._pairs):
            self._rebuild(len(wanted))
        for (label, value), (words, fact) in zip(self._pairs, wanted, strict=True):
            label.set_words(words)
            value.set_words(fact)
            value.setAccessibleName(f"{words}: {fact}")
        self._share_width()

    def _rebuild(self, count: int) -> None:
        for widget in (*self._lines, *(label for pair in self._pairs for label in pair)):
            self._drop(widget)
        self._lines = []
        self._pairs = [(Label(role="soft"), Label(role="strong")) for _ in range(count)]
        self._arrange()

    def _drop(self, widget: QWidget) -> None:
        # never takeAt(): its item would outlive this and keep sizes of old words
        self._grid.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _arrange(self) -> None:
        for line in self._lines:
            self._drop(line)
        self._lines = [Line() for _ in self._pairs[1:]]
        top = Qt.AlignmentFlag.AlignTop
        for number, (label, value) in enumerate(self._pairs):
            if self._stacked:
                self._grid.addWidget(label, number * 3, 0, 1, 2)
                self._grid.addWidget(value, number * 3 + 1, 0, 1, 2)
            else:
                self._grid.addWidget(label, number * 3, 0, top)
                self._grid.addWidget(value, number * 3, 1, top)
        for number, line in enumerate(self._lines):
            self._grid.addWidget(line, number * 3 + 2, 0, 1, 2)
        self._share_width()

    def _share_width(self) -> None:
        """Where something would break, long questions with short answers get more of the width, and the other way round."""
        asked, told = (
            max(
                (pair[side].fontMetrics().horizontalAdvance(pair[side].text()) for pair in self._pairs),
                default=1,
            )
            for side in (0, 1)
        )
        room = self.width() - self._grid.horizontalSpacing()
        share = SHARE
        if 100 * asked > SHARE * room or 100 * told > (100 - SHARE) * room:
            share = min(MOST_SHARE, max(LEAST_SHARE, 100 * asked // max(1, asked + told)))
        self._grid.setColumnStretch(0, share)
        self._grid.setColumnStretch(1, 100 - share)

    def _fit(self) -> None:
        stacked = self.width() < self._theme.mm(105.0 * (1 + (self._theme.text_scale - 1) * 0.8))
        if stacked != self._stacked:
            self._stacked = stacked
            self._arrange()
        else:
            self._share_width()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
