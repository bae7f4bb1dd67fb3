"""One question of a procedure's form as a control of its kind, with its answer as a JSON value; it checks nothing."""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from kiosk.domain.form_field import LONGEST_TEXT, FormField
from kiosk.flow.views import Question
from kiosk.ui.controls import ControlMaker
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.keyboard.suggestions import Suggests
from kiosk.ui.widgets.badge import Badge
from kiosk.ui.widgets.choices import Choice, ChoiceList
from kiosk.ui.widgets.dates import DateBoxes
from kiosk.ui.widgets.field_row import FieldRow, LabelledRow
from kiosk.ui.widgets.long_text_row import LongTextRow

TEXT_PADS = {
    "text": (Pad.TEXT, Capitals.SENTENCES, Suggests.READING),
    "name": (Pad.TEXT, Capitals.WORDS, Suggests.NAME),
    "address": (Pad.TEXT, Capitals.WORDS, Suggests.ADDRESS),
    "email": (Pad.EMAIL, Capitals.NONE, Suggests.NONE),
}
MOST_DIGITS = 20
PHONE_LENGTH = 16
FEW_CHOICES = 3
FITS_THREE = (5, 6, 9)
"""Numbers of choices that stand more evenly in three columns than in four."""
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE_NUMBER = re.compile(r"-?\d{1,15}")
_DECIMAL = re.compile(r"-?\d{1,15},\d{1,6}")


class QuestionControl(QObject):
    """A row of the form. `answered(name, value)` on every change by the person; `left` when its focus goes.

    `row` goes onto the page, `whole_width` says that it needs all of it.
    """

    answered = Signal(str, object)
    left = Signal(str)

    def __init__(self, maker: ControlMaker, field: FormField) -> None:
        super().__init__()
        self.field = field
        self._texts = maker.texts
        self.whole_width = field.widget == "long_text" or (
            field.widget == "choice" and len(field.choices) > FEW_CHOICES
        )
        make = {
            "digits": self._make_digits,
            "phone": self._make_digits,
            "number": self._make_number,
            "date": self._make_date,
            "choice": self._make_choice,
            "yes_no": self._make_choice,
            "long_text": self._make_long_text,
        }.get(field.widget, self._make_line)
        self._put: Callable[[object], None]
        self.inputs: tuple[QWidget, ...] = ()
        self.row: LabelledRow = make(maker)
        self.source = Badge(maker.theme, "info", "id_card")
        self._head()

    def _head(self) -> None:
        """Source beside the question, problem right below it: what is under the control, a keyboard may hide."""
        row = self.row
        head = QHBoxLayout()
        head.setSpacing(row.column.spacing())
        head.addWidget(row.label, 1)
        head.addWidget(self.source, 0, Qt.AlignmentFlag.AlignBottom)
        row.column.insertLayout(0, head)

    def is_being_typed(self) -> bool:
        """Whether the person is typing into it now."""
        return any(line.hasFocus() for line in self.inputs)

    def is_typed(self) -> bool:
        """Whether it is answered by typing, not by a touch."""
        return bool(self.inputs)

    def is_chosen_by_keys(self) -> bool:
        """Whether somebody who uses no finger is moving among its choices: a touch leaves the focus where it was."""
        return isinstance(self.row, ChoiceList) and any(row.hasFocus() for row in self.row.rows)

    def take_focus(self) -> None:
        """Put the cursor (or the focus ring) here."""
        target = self.row.focusProxy() or self.row
        if isinstance(self.row, ChoiceList) and self.row.rows:
            target = next((row for row in self.row.rows if row.isChecked()), self.row.rows[0])
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_question(self, question: Question, problem: str) -> None:
        """Words in the language shown, the answer (unless it is being typed), and what is wrong with it."""
        texts, field = self._texts, question.field
        title = texts.of(field.title)
        if not field.required and "(" not in title:
            title = texts("form.optional", label=title)
        self._say(title, texts.of(field.help) if field.help else "")
        if not self.is_being_typed():
            self._put(question.value)
        self.source.set_words(texts("form.from_card") if question.autofilled else "")
        self.row.set_problem(problem)

    def _say(self, title: str, help_words: str) -> None:
        row = self.row
        if row.label.text() != title:
            row.set_words(title)
        if isinstance(row, DateBoxes):
            row.set_box_words(*(self._texts(f"base.{part}") for part in ("day", "month", "year")))
        if isinstance(row, ChoiceList):
            row.set_choices(self._choices())
        if row.help.text() != help_words or not row.has_problem():
            row.set_help(help_words)

    def _watch(self, *inputs: QWidget) -> None:
        self.inputs = inputs
        for each in inputs:
            each.installEventFilter(self)

    # --- kinds -------------------------------------------------------------------------------------------

    def _make_line(self, maker: ControlMaker) -> LabelledRow:
        pad, capitals, suggests = TEXT_PADS.get(self.field.widget, TEXT_PADS["text"])
        return self._line_row(
            maker.field(
                self.field.name,
                pad=pad,
                capitals=capitals,
                max_length=self.field.max_length or 0,
                suggests=suggests,
            )
        )

    def _make_digits(self, maker: ControlMaker) -> LabelledRow:
        phone = self.field.widget == "phone"
        most = PHONE_LENGTH if phone else min(self.field.max_length or MOST_DIGITS, MOST_DIGITS)
        return self._line_row(maker.digit_field(self.field.name, most_digits=most, also="+" if phone else ""))

    def _make_number(self, maker: ControlMaker) -> LabelledRow:
        row = maker.field(self.field.name, pad=Pad.NUMBER, max_length=self.field.max_length or MOST_DIGITS)
        row.input.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._line_row(row)
        return row

    def _line_row(self, row: FieldRow) -> FieldRow:
        self._watch(row.input)
        self._put = self._put_line
        row.edited.connect(self._line_edited)
        return row

    def _make_long_text(self, maker: ControlMaker) -> LabelledRow:
        row = LongTextRow(maker.theme, min(self.field.max_length or LONGEST_TEXT, LONGEST_TEXT))
        maker.named(row.input, self.field.name)
        maker.kit.keyboard.attach(row.input, Pad.TEXT, Capitals.SENTENCES, Suggests.READING)
        self._watch(row.input)
        self._put = self._put_line
        row.edited.connect(self._line_edited)
        return row

    def _make_date(self, maker: ControlMaker) -> LabelledRow:
        row = maker.named(DateBoxes(maker.theme), self.field.name)
        row.name_boxes(row.objectName())
        for box in row.boxes:
            maker.kit.keyboard.attach(box, Pad.DIGITS)
        self._watch(*row.boxes)
        self._put = self._put_date
        row.edited.connect(self._date_edited)
        return row

    def _make_choice(self, maker: ControlMaker) -> LabelledRow:
        count = len(self.field.choices)
        columns = max(2, count) if not self.whole_width else 3 if count in FITS_THREE else 4
        row = maker.choices(self.field.name, columns=columns)
        row.set_choices(self._choices())
        self._put = self._put_choice
        row.changed.connect(self._choice_changed)
        return row

    def _choices(self) -> tuple[Choice, ...]:
        if self.field.widget == "yes_no":
            return (Choice(True, self._texts("answer.yes")), Choice(False, self._texts("answer.no")))
        return tuple(Choice(value, self._texts.of(words)) for value, words in self.field.choices)

    # --- answers in -----------------------------------------------------------------------------------------

    def _put_line(self, value: object) -> None:
        assert isinstance(self.row, FieldRow | LongTextRow)
        words = "" if value is None else str(value)
        if self.field.widget == "phone" and words.startswith("+84"):
            words = "0" + words.removeprefix("+84")
        if isinstance(value, float):
            words = words.removesuffix(".0").replace(".", ",")
        if words != self.row.value():
            self.row.set_value(words)
            if isinstance(self.row, FieldRow):
                self.row.input.setCursorPosition(0)  # a long answer shows its beginning

    def _put_date(self, value: object) -> None:
        assert isinstance(self.row, DateBoxes)
        if value in (None, ""):
            self.row.set_iso("")
        elif isinstance(value, str) and _ISO_DATE.fullmatch(value):
            self.row.set_iso(value)

    def _put_choice(self, value: object) -> None:
        assert isinstance(self.row, ChoiceList)
        wanted = () if value is None else (value,)
        if self.row.chosen() != wanted:
            self.row.choose(wanted)

    # --- answers out ----------------------------------------------------------------------------------------

    def _line_edited(self, text: str) -> None:
        value: object = text
        if self.field.widget == "number":
            plain = text.strip().replace("\u2212", "-")
            if not plain:
                value = None
            elif _WHOLE_NUMBER.fullmatch(plain):
                value = int(plain)
            elif _DECIMAL.fullmatch(plain):
                value = float(plain.replace(",", "."))
        self.answered.emit(self.field.name, value)

    def _date_edited(self, iso: str) -> None:
        assert isinstance(self.row, DateBoxes)
        self.answered.emit(self.field.name, iso or self.row.text())

    def _choice_changed(self, chosen: tuple[object, ...]) -> None:
        self.answered.emit(self.field.name, chosen[0] if chosen else None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            if event.type() == QEvent.Type.FocusOut:
                self.left.emit(self.field.name)
            elif isinstance(watched, QLineEdit) and event.reason() == Qt.FocusReason.OtherFocusReason:
                watched.end(False)  # sent here by a key or a problem: typing goes on behind what is there
        return False
