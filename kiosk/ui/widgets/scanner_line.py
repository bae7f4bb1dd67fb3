"""Lets a barcode scanner, which types and presses Enter, finish a field by itself; Enter goes no further then."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.field_row import FieldRow


class ScannerLine(QObject):
    """Belongs to the line. Without it Enter would also press the screen's main action."""

    def __init__(self, line: QLineEdit, entered: Callable[[], None]) -> None:
        super().__init__(line)
        self._entered = entered
        line.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._entered()
            return True
        return super().eventFilter(watched, event)


def put_beside(theme: Theme, row: FieldRow, button: QWidget) -> None:
    """The button that does what Enter does stands right of the line."""
    line = QHBoxLayout()
    line.setSpacing(theme.space("s"))
    line.addWidget(row.input, 1)
    line.addWidget(button)
    row.column.insertLayout(1, line)
