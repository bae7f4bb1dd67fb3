"""A question answered in several lines of free text; it checks nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.field_row import LabelledRow

HEIGHT_MM = 34.0


class LinesInput(QPlainTextEdit):
    """A box of several lines that says as plain text what is selected; Qt's own answer is a type Python cannot read."""

    @override
    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # type: ignore[override]
        if query == Qt.InputMethodQuery.ImCurrentSelection:
            return self.textCursor().selectedText()
        return super().inputMethodQuery(query)


class LongTextRow(LabelledRow):
    """`edited` carries the text on every keystroke of the person, never on `set_value`. Tab leaves the field."""

    edited = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.input = LinesInput()
        self.input.setTabChangesFocus(True)
        self.input.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.input.setAcceptDrops(False)
        self.input.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.input.setFixedHeight(theme.mm(HEIGHT_MM))
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

    def _tell(self) -> None:
        if not self._filling:
            self.edited.emit(self.input.toPlainText())
