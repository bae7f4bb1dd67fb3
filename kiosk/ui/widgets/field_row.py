"""One question with its line: label and problem above, where no keyboard hides them, help below; it checks nothing."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.domain.form_field import LONGEST_LINE
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.presence import set_present
from kiosk.ui.widgets.typing_rule import TypingRule


class ProblemLine(QWidget):
    """A problem in words beside its icon; takes no room while there is none."""

    def __init__(
        self, theme: Theme, icon: str = "error", tone: str = "danger", role: str = "problem"
    ) -> None:
        super().__init__()
        self.label = Label(role=role)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("xs"))
        row.addWidget(IconMark(theme, icon, 7.0, tone), 0, Qt.AlignmentFlag.AlignTop)
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
    """Label, problem, control and help in this order; base of every kind of question.

    `left_out(key, most)` says that not all of what was typed or pasted could be taken, with the key of the sentence.
    """

    left_out = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.label = Label(role="strong")
        self.help = Label(role="soft")
        self.problem = ProblemLine(theme)
        self._note: ProblemLine | None = None
        self.column = TopColumn(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("xs"))
        self.column.addWidget(self.label)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.help)
        self.column.addStretch(1)
        self.label.hide()
        self.help.hide()

    def put_control(self, control: QWidget) -> None:
        """The control goes right below label and problem, and the label names it."""
        self.column.insertWidget(2, control)

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
            control.setAccessibleDescription(text or self.help.text())

    def set_note(self, text: str) -> None:
        """What became of the keys or the text that came last; empty when all of it stands there."""
        if self._note is None:
            if not text:
                return
            self._note = ProblemLine(self._theme, "info", "primary", "soft")
            self.column.insertWidget(1, self._note)
        self._note.set_words(text)

    def note(self) -> str:
        """The note shown."""
        return "" if self._note is None else self._note.label.text()

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

    def __init__(
        self,
        theme: Theme,
        max_length: int = 0,
        parent: QWidget | None = None,
        rule: Callable[[QLineEdit], TypingRule] | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.input = QLineEdit()
        self._told = ""
        kept = rule(self.input) if rule else TypingRule(self.input, max_length or LONGEST_LINE)
        kept.left_out.connect(self.left_out)
        self.put_control(self.input)
        self.setFocusProxy(self.input)
        self.input.textChanged.connect(self._tell)

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
            self._told = self.input.text()
            self.set_note("")

    def _tell(self, text: str) -> None:
        self.set_note("")
        if text != self._told:  # Qt tells of a key that the rule left out as well
            self._told = text
            self.edited.emit(text)

    def set_locked(self, locked: bool) -> None:
        """Shown but not to be changed, as read from the card."""
        self.input.setReadOnly(locked)
        self.input.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)
