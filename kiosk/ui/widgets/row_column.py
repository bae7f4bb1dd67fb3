"""Big rows under one another that can be chosen, inside a page that scrolls; for a list that scrolls itself see long_list."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.long_list import ListButton, ListRow

MEASURED_AT_ONCE = 40
"""So many rows are always there; those of a longer list are measured and get their buttons when they come near."""
AHEAD_PX = 700
"""Rows this far above and below what is seen have their buttons, so that keys and fingers find them there."""


class RowColumn(QWidget):
    """Of a long list only rows in sight and near it have buttons; one that has the focus keeps its row."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gap = theme.space("s")
        self._count = 0
        self._row_at: Callable[[int], ListRow] = lambda _number: ListRow("", "")
        self._prefix = ""
        self._buttons: dict[int, ListButton] = {}
        self._spare: list[ListButton] = []
        self._measure = ListButton(theme, self)
        self._measure.hide()
        self._heights: dict[int, dict[int, int]] = {}
        """By width, then by row; of rows that were measured."""
        self._ends: dict[int, list[int]] = {}
        """By width: where each row begins, and where the last one ends; made anew when a row was measured."""
        self._height = 0
        self._watched: QAbstractScrollArea | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._look_changed)

    def name_rows(self, prefix: str) -> None:
        """Buttons are called `<prefix>_<n>`, n counting from 1."""
        self._prefix = prefix

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show these rows; without any the whole column is hidden."""
        kept = tuple(rows)
        self.show_rows(len(kept), kept.__getitem__)

    def show_rows(self, count: int, row_at: Callable[[int], ListRow]) -> None:
        """Show so many rows; each is made when it comes near."""
        self._count, self._row_at = count, row_at
        self._forget_heights()
        for number in [number for number in self._buttons if number >= count]:
            self._put_by(number)
        for number, button in self._buttons.items():
            self._fill(number, button)
        self.setVisible(count > 0)
        self.updateGeometry()
        self._place()

    def __len__(self) -> int:
        return self._count

    def buttons(self) -> tuple[ListButton, ...]:
        """Those of the rows in sight and near it, in order."""
        return tuple(self._buttons[number] for number in sorted(self._buttons))

    # --- measuring -----------------------------------------------------------------------------------------

    def _height_of(self, number: int, width: int) -> int:
        heights = self._heights.setdefault(width, {})
        if number not in heights:
            row = self._row_at(number)
            if self._measure.row != row:
                self._measure.row = row
            heights[number] = self._measure.heightForWidth(width)
            if number < MEASURED_AT_ONCE or heights[number] != self._usual(heights):
                self._ends.pop(width, None)
        return heights[number]

    def _usual(self, heights: dict[int, int]) -> int:
        """What a row is taken for that was not measured yet: like the first ones."""
        first = [heights[number] for number in range(min(self._count, MEASURED_AT_ONCE)) if number in heights]
        return sum(first) // len(first) if first else 0

    def _tops_for(self, width: int) -> list[int]:
        if width not in self._ends:
            for number in range(min(self._count, MEASURED_AT_ONCE)):
                self._height_of(number, width)
            known = self._heights.get(width, {})
            lengths = [self._usual(known) + self._gap] * self._count
            for number, height in known.items():
                lengths[number] = height + self._gap
            self._ends[width] = list(accumulate(lengths, initial=0))
        return self._ends[width]

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return max(0, self._tops_for(width)[-1] - self._gap)

    @override
    def sizeHint(self) -> QSize:
        width = self._theme.mm(140.0)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    @override
    def minimumSizeHint(self) -> QSize:
        widest = 0
        for number in range(min(self._count, MEASURED_AT_ONCE)):
            self._measure.row = self._row_at(number)
            widest = max(widest, self._measure.minimumSizeHint().width())
        return QSize(widest, 1)

    def _forget_heights(self) -> None:
        self._heights.clear()
        self._ends.clear()

    def _look_changed(self) -> None:
        self._forget_heights()
        self.updateGeometry()
        self._place()

    # --- placing -------------------------------------------------------------------------------------------

    def _seen(self) -> tuple[int, int]:
        """First and last pixel of this column that are seen or near."""
        if self._watched is None:
            return 0, 3 * AHEAD_PX
        port = self._watched.viewport()
        top = self.mapFrom(port, QPoint(0, 0)).y() if port.isAncestorOf(self) else 0
        return top - AHEAD_PX, top + port.height() + AHEAD_PX

    def _place(self) -> None:
        """Give every row in sight or near it a button, and take the others' away."""
        if self._count == 0 or self.width() <= 1:
            return
        width = self.width()
        for _ in range(4):  # measuring rows that come near moves those below
            tops = self._tops_for(width)
            above, below = self._seen() if self._count > MEASURED_AT_ONCE else (0, tops[-1])
            first = max(0, bisect_right(tops, above) - 1)
            last = min(self._count - 1, bisect_right(tops, below) - 1)
            fresh = [n for n in range(first, last + 1) if n not in self._heights[width]]
            for number in fresh:
                self._height_of(number, width)
            if not fresh:
                break
        else:
            tops = self._tops_for(width)
        if tops[-1] != self._height:
            self._height = tops[-1]
            self.updateGeometry()
        wanted = range(first, last + 1)
        for number in [n for n, button in self._buttons.items() if n not in wanted and not button.hasFocus()]:
            self._put_by(number)
        for number in wanted:
            if number not in self._buttons:
                self._buttons[number] = self._spare.pop() if self._spare else self._new_button()
                self._fill(number, self._buttons[number])
        for number, button in self._buttons.items():
            button.setGeometry(0, tops[number], width, self._height_of(number, width))
            button.show()

    def _new_button(self) -> ListButton:
        button = ListButton(self._theme, self)
        button.clicked.connect(self._tell)
        return button

    def _fill(self, number: int, button: ListButton) -> None:
        row = self._row_at(number)
        button.setObjectName(f"{self._prefix}_{number + 1}" if self._prefix else "")
        if button.row != row:
            button.show_row(row)

    def _put_by(self, number: int) -> None:
        button = self._buttons.pop(number)
        button.hide()
        button.setObjectName("")
        self._spare.append(button)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        place = self.parentWidget()
        while place is not None and not isinstance(place, QAbstractScrollArea):
            place = place.parentWidget()
        if place is not self._watched and isinstance(place, QAbstractScrollArea):
            self._watched = place
            place.verticalScrollBar().valueChanged.connect(self._place)
            place.verticalScrollBar().rangeChanged.connect(self._place)
        self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _tell(self) -> None:
        button = self.sender()
        if isinstance(button, ListButton):
            self.chosen.emit(button.row.key)
