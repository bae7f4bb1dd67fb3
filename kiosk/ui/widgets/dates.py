"""A date as three boxes, day, month and year, typed in the order people write it; it knows no rule but the calendar."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.field_row import LabelledRow, put_in
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.typing_rule import DigitRule

LENGTHS = (2, 2, 4)


class DateBoxes(LabelledRow):
    """dd / mm / yyyy. A full box hands on to the next; Backspace in an empty one goes back.

    `edited` carries `iso()` on every keystroke: "yyyy-mm-dd", or "" while it is no real date.
    """

    edited = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.boxes = tuple(QLineEdit() for _ in LENGTHS)
        self._captions = tuple(Label(role="caption") for _ in LENGTHS)
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("xs"))
        grid.setVerticalSpacing(0)
        for place, (box, length) in enumerate(zip(self.boxes, LENGTHS, strict=True)):
            if place:
                slash = Label("/", role="heading")
                slash.setWordWrap(False)
                grid.addWidget(slash, 0, place * 2 - 1)
            rule = DigitRule(box, length)
            rule.left_out.connect(self.left_out)
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            box.setMinimumWidth(theme.mm(11.0 + 7.0 * length))
            box.setMaximumWidth(theme.mm(24.0 + 14.0 * length))
            box.textChanged.connect(self._tell)
            box.installEventFilter(self)
            caption = self._captions[place]
            caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(box, 0, place * 2)
            grid.addWidget(caption, 1, place * 2)
            grid.setColumnStretch(place * 2, length)
        grid.setColumnStretch(len(LENGTHS) * 2, 1)
        self.put_control(line)
        self.setFocusProxy(self.boxes[0])

    def named_controls(self) -> tuple[QWidget, ...]:
        """The three boxes; `set_box_words` tells them apart."""
        return self.boxes

    def name_boxes(self, name: str) -> None:
        """objectNames `<name>_day`, `<name>_month`, `<name>_year`."""
        for box, part in zip(self.boxes, ("day", "month", "year"), strict=True):
            box.setObjectName(f"{name}_{part}")

    def set_box_words(self, day: str, month: str, year: str) -> None:
        """What each box is: read aloud together with the question, and written below it."""
        for box, caption, words in zip(self.boxes, self._captions, (day, month, year), strict=True):
            box.setAccessibleName(f"{self.label.text()}: {words}")
            caption.set_words(words)

    def text(self) -> str:
        """As typed: "dd/mm/yyyy", with parts missing where nothing was typed; "" when all are."""
        parts = [box.text() for box in self.boxes]
        return "/".join(parts) if any(parts) else ""

    def iso(self) -> str:
        """ "yyyy-mm-dd" when it is a real date, else ""."""
        day, month, year = (box.text() for box in self.boxes)
        if len(year) != LENGTHS[2]:
            return ""
        try:
            return date(int(year), int(month or 0), int(day or 0)).isoformat()
        except ValueError:
            return ""

    def is_empty(self) -> bool:
        """Whether nothing was typed at all."""
        return not self.text()

    def set_iso(self, iso: str) -> None:
        """Put a date in (or "" to empty the boxes), unless it is there already."""
        if iso == self.iso() and (iso or self.is_empty()):
            return
        year, month, day = iso.split("-") if iso else ("", "", "")
        for box, text in zip(self.boxes, (day, month, year), strict=True):
            put_in(box, text)

    def set_locked(self, locked: bool) -> None:
        """Shown but not to be changed."""
        for box in self.boxes:
            box.setReadOnly(locked)
            box.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)

    def _tell(self, _text: str) -> None:
        self.set_note("")
        box = self.sender()
        for place, (each, length) in enumerate(zip(self.boxes[:-1], LENGTHS, strict=False)):
            if each is box and len(each.text()) == length and each.hasFocus():
                self.boxes[place + 1].setFocus()
                self.boxes[place + 1].selectAll()
        self.edited.emit(self.iso())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in an empty box takes the last digit of the box before."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            for place, box in enumerate(self.boxes):
                if place and watched is box and event.key() == Qt.Key.Key_Backspace and not box.text():
                    before = self.boxes[place - 1]
                    before.setFocus()
                    before.setCursorPosition(len(before.text()))
                    before.backspace()
                    return True
        return super().eventFilter(watched, event)
