"""One question with its line to type in: label above, help below, the problem beside an icon; it checks nothing."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.presence import set_present


class ProblemLine(QWidget):
    """A problem in words beside its icon; takes no room while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label(role="problem")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("xs"))
        row.addWidget(IconMark(theme, "error", 7.0, "danger"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    def set_words(self, text: str) -> None:
        """The sentence; an empty one hides the line. Assistive technology is told about a new one."""
        changed = text != self.label.text()
        self.label.set_words(text)
        self.setAccessibleName(text)
        set_present(self, bool(text))
        if text and changed:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


class TopColumn(QVBoxLayout):
    """Keeps its items at the top of what height it is given, without asking for any of that height."""

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal


class LabelledRow(QWidget):
    """Label, control, help and problem in this order; base of every kind of question."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.label = Label(role="strong")
        self.help = Label(role="soft")
        self.problem = ProblemLine(theme)
        self.column = TopColumn(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("xs"))
        self.column.addWidget(self.label)
        self.column.addWidget(self.help)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.label.hide()
        self.help.hide()

    def put_control(self, control: QWidget) -> None:
        """The control goes right below the label, and the label names it."""
        self.column.insertWidget(1, control)

    def named_controls(self) -> tuple[QWidget, ...]:
        """What the label names."""
        return ()

    def set_words(self, text: str) -> None:
        """The question."""
        self.label.set_words(text)
        self.label.setVisible(bool(text))
        for control in self.named_controls():
            control.setAccessibleName(text)

    def set_help(self, text: str) -> None:
        """One sentence of help; empty for none."""
        self.help.set_words(text)
        self.help.setVisible(bool(text))
        for control in self.named_controls():
            control.setAccessibleDescription(text)

    def set_problem(self, text: str) -> None:
        """What is wrong and how to put it right; empty when all is well."""
        self.problem.set_words(text)
        for control in self.named_controls():
            if control.property("state") != ("problem" if text else ""):
                control.setProperty("state", "problem" if text else "")
                control.style().unpolish(control)
                control.style().polish(control)
            if text:
                control.setAccessibleDescription(text)

    def has_problem(self) -> bool:
        """Whether a problem is shown."""
        return bool(self.problem.label.text())


def put_in(line: QLineEdit, text: str) -> None:
    """Another text by the program: nobody is told that it changed."""
    with QSignalBlocker(line):
        line.setText(text)


class FieldRow(LabelledRow):
    """A line to type in. `edited` carries the text whenever the person changes it, never on `set_value`.

    By whatever way: assistive technology puts a whole text in at once, which Qt does not call an edit.
    """

    edited = Signal(str)

    def __init__(self, theme: Theme, max_length: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.input = QLineEdit()
        self.input.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.input.setDragEnabled(False)
        self.input.setAcceptDrops(False)
        if max_length:
            self.input.setMaxLength(max_length)
        self.put_control(self.input)
        self.setFocusProxy(self.input)
        self.input.textChanged.connect(self.edited)

    def named_controls(self) -> tuple[QWidget, ...]:
        """The line."""
        return (self.input,)

    def value(self) -> str:
        """The text as typed."""
        return self.input.text()

    def set_value(self, text: str) -> None:
        """Put a text in, unless it is there already (cursor and undo are kept then)."""
        if self.input.text() != text:
            put_in(self.input, text)

    def set_locked(self, locked: bool) -> None:
        """Shown but not to be changed, as read from the card."""
        self.input.setReadOnly(locked)
        self.input.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)
