"""A line for a password or PIN: never shown in letters, never completed, never undone back; it checks nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.field_row import FieldRow

LONGEST = 128


class PasswordRow(FieldRow):
    """Dots instead of letters."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, max_length=LONGEST, parent=parent)
        self.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.input.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhSensitiveData
        )

    def forget(self) -> None:
        """Empty, and not to be brought back with Ctrl+Z."""
        self.input.setText("")
