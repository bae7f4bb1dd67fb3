"""Vietnamese by Telex or VNI on a hardware keyboard, where no input method of the system is installed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.keyboard.composer import Edit, Method, WordComposer
from kiosk.ui.keyboard.fields import commit, text_before_cursor

NOT_TYPING = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class HardwareComposer(QObject):
    """An event filter for fields. With `Method.NONE` every key goes through as it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._composer = WordComposer(Method.NONE)

    @property
    def method(self) -> Method:
        """How marks are typed."""
        return self._composer.method

    def set_method(self, method: Method) -> None:
        """Switch; the word being typed is left as it is."""
        self._composer.method = method
        self._composer.forget()

    def watch(self, field: QWidget) -> None:
        """Compose what is typed into this field."""
        field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._composer.forget()
        if event.type() != QEvent.Type.KeyPress or self.method is Method.NONE:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        key = event.text()
        if event.modifiers() & NOT_TYPING or len(key) != 1 or not key.isprintable():
            self._composer.forget()
            return False
        edit = self._composer.press(key, text_before_cursor(watched))
        if edit == Edit(0, key):
            return False
        commit(watched, edit)
        return True
