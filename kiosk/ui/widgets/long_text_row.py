"""A question answered in several lines of free text; it checks nothing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from kiosk.domain.form_field import LONGEST_TEXT
from kiosk.domain.rules import typed_text
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.field_row import LabelledRow
from kiosk.ui.widgets.typing_rule import TOO_LONG, fitting

HEIGHT_MM = 34.0
LINES = partial(typed_text, line_breaks=True)


class LinesInput(QPlainTextEdit):
    """A box of several lines of at most `most` characters, by whatever way they come; `overflowed` tells when more came.

    It says as plain text what is selected; Qt's own answer is a type Python cannot read.
    """

    overflowed = Signal()

    def __init__(
        self,
        most: int = LONGEST_TEXT,
        clean: Callable[[str], str] = LINES,
    ) -> None:
        super().__init__()
        self._most = most
        self._clean = clean
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self.overflowed)  # once the edit is over
        self.setTabChangesFocus(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.textChanged.connect(self._keep_within)

    @override
    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # type: ignore[override]
        if query == Qt.InputMethodQuery.ImCurrentSelection:
            return self.textCursor().selectedText()
        return super().inputMethodQuery(query)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        words = event.commitString()
        if len(words) > self._most:
            event.setCommitString(words[: self._most], event.replacementStart(), event.replacementLength())
            self._telling.start()
        super().inputMethodEvent(event)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """As much as has room: Qt would lay out megabytes first."""
        text = source.text()
        words = self._clean(text[: 2 * self._most])
        selected = len(self.textCursor().selectedText())
        room = max(0, self._most - len(self.toPlainText()) + selected)
        self.insertPlainText(words[:room])
        if len(words) > room or len(text) > 2 * self._most:
            self._telling.start()

    def _keep_within(self) -> None:
        text, cursor = self.toPlainText(), self.textCursor()
        whole, place, too_long = fitting(text, cursor.position(), self._most, self._clean)
        if whole != text:
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(whole)
            cursor.setPosition(place)
            self.setTextCursor(cursor)
        if too_long:
            self._telling.start()


class LongTextRow(LabelledRow):
    """`edited` carries the text on every keystroke of the person, never on `set_value`. Tab leaves the field."""

    edited = Signal(str)

    def __init__(self, theme: Theme, most: int = LONGEST_TEXT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.input = LinesInput(most)
        self.input.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.input.setFixedHeight(theme.mm(HEIGHT_MM))
        self.input.overflowed.connect(partial(self.left_out.emit, TOO_LONG, most))
        self._filling = False
        self.put_control(self.input)
        self.setFocusProxy(self.input)
        self.input.textChanged.connect(self._tell)

    def named_controls(self) -> tuple[QWidget, ...]:
        """The lines."""
        return (self.input,)

    def value(self) -> str:
        """The text as typed."""
        return self.input.toPlainText()

    def set_value(self, text: str) -> None:
        """Put a text in, unless it is there already (cursor and undo are kept then)."""
        if self.input.toPlainText() != text:
            self._filling = True
            self.input.setPlainText(text)
            self._filling = False
            self.set_note("")

    def _tell(self) -> None:
        if not self._filling:
            self.set_note("")
            self.edited.emit(self.input.toPlainText())
