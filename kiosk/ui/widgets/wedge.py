"""Hears a barcode scanner that types like a keyboard, while no field has the focus; knows no codes."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

SILENCE_MS = 1500
"""After so long a rest what was typed is forgotten: a scanner takes no breath, a person typing a code does."""
LEAST_CHARACTERS = 6
MOST_CHARACTERS = 4096


class BarcodeWedge(QObject):
    """Fed with a screen's key events; `scanned` carries the text before Enter.

    A code begins with a letter or a nought; the other digits are keys of the bench while nothing is being scanned.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._silence.timeout.connect(self._forget)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether this key belongs to a code, and so to nothing else; asked for shortcuts as well as for keys."""
        text, is_press = event.text(), event.type() == QEvent.Type.KeyPress
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if len(self._text) < LEAST_CHARACTERS:
                return False
            if is_press:
                whole = self._text
                self._forget()
                self.scanned.emit(whole)
            return True
        if len(text) != 1 or not text.isprintable() or not (self._text or text.isalpha() or text == "0"):
            return False
        if is_press and len(self._text) < MOST_CHARACTERS:
            self._text += text
            self._silence.start()
        return True

    def _forget(self) -> None:
        self._text = ""
        self._silence.stop()
