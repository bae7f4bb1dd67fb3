"""Types into a field as an input method does, so that its validators and limits hold; it keeps no text."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from kiosk.ui.keyboard.composer import Edit

TypedField = QLineEdit | QPlainTextEdit


def text_before_cursor(field: QWidget) -> str:
    """Of the line the cursor is in; "" while something is selected, because typing replaces that."""
    if field.inputMethodQuery(Qt.InputMethodQuery.ImCurrentSelection):
        return ""
    text = str(field.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText) or "")
    return text[: int(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorPosition) or 0)]


def commit(field: QWidget, edit: Edit) -> None:
    """Carry an edit out at the cursor."""
    event = QInputMethodEvent()
    event.setCommitString(edit.insert, -edit.delete, edit.delete)
    QApplication.sendEvent(field, event)


def press_backspace(field: QWidget) -> None:
    """As the hardware key would."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier))


def is_editable(field: TypedField) -> bool:
    """Whether a person can type into it now."""
    return isValid(field) and field.isVisible() and field.isEnabled() and not field.isReadOnly()
