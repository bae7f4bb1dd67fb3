"""The keyboard on the screen: slides in for the field that is typed into; it keeps no text."""

from PySide6.QtWidgets import QFrame, QWidget

from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme


class KeyboardPanel(QFrame):
    """Serves every attached field with its pad."""

    def __init__(self, theme: Theme, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = texts
        self.setProperty("panel", "keyboard")
        self.hide()

    def attach(self, field: QWidget, pad: Pad = Pad.TEXT, capitals: Capitals = Capitals.NONE) -> None:
        """Serve a QLineEdit or QPlainTextEdit whenever it has the focus."""
        field.setProperty("pad", str(pad))
        field.setProperty("capitals", str(capitals))
