"""Questions in one or two columns by width, in reading order, some across the whole width; it asks nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

COLUMN_MM = 128.0


class QuestionGrid(QWidget):
    """`set_questions` may be called again with some questions more or fewer: those that stay keep text and focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._questions: list[tuple[QWidget, bool]] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("l"))
        self._grid.setVerticalSpacing(theme.space("m"))

    def set_questions(self, questions: Sequence[tuple[QWidget, bool]]) -> None:
        """(row, whether it takes the whole width) in reading order."""
        if list(questions) == self._questions:
            return
        kept = {row for row, _ in questions}
        for row, _ in self._questions:
            if row not in kept:
                self._grid.removeWidget(row)
                row.hide()
        self._questions = list(questions)
        self._arrange(force=True)

    def _fitting_columns(self) -> int:
        least = self._theme.mm(COLUMN_MM * (1 + (self._theme.text_scale - 1) * 0.7))
        return 2 if self.width() >= 2 * least + self._grid.horizontalSpacing() else 1

    def _arrange(self, force: bool = False) -> None:
        columns = self._fitting_columns()
        if columns == self._columns and not force:
            return
        self._columns = columns
        line, place = 0, 0
        for row, whole in self._questions:
            if whole and place:
                line, place = line + 1, 0
            span = columns if whole else 1
            self._grid.addWidget(row, line, place, 1, span, Qt.AlignmentFlag.AlignTop)
            row.show()
            place += span
            if place >= columns:
                line, place = line + 1, 0
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)
        self.updateGeometry()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()
