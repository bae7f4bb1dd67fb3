"""One key of the touch keyboard: acts when the finger comes down, and never takes the focus from the field."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.keyboard.layouts import KeyKind, KeySpec
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.painting import Look, draw_ground, draw_text, wrapped_size

LETTER = Look("surface", "ink", "line")
MARKED = Look("primary_soft", "ink", "primary")
ACTION = Look("disabled", "ink")
DONE = Look("primary", "on_primary")
PRESSED = Look("primary_pressed", "on_primary")
ICONS = {
    KeyKind.SHIFT: "shift",
    KeyKind.BACKSPACE: "backspace",
    KeyKind.HIDE: "hide_keyboard",
    KeyKind.SPACE: "space",
}
REPEAT_DELAY_MS = 2000
"""Holding Backspace repeats only after two seconds (EN 301 549 5.7)."""


class Key(QPushButton):
    """Draws its label, an icon, or a tone over its caption."""

    def __init__(self, theme: Theme, spec: KeySpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.spec = spec
        self._caption = ""
        self._icon_name = ICONS.get(spec.kind, "")
        self._lit = False
        self.setObjectName(f"keyboard.{spec.name}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setText(spec.label or spec.text)
        self.setAccessibleName(self.text())
        if spec.kind is KeyKind.BACKSPACE:
            self.setAutoRepeat(True)
            self.setAutoRepeatDelay(REPEAT_DELAY_MS)
            self.setAutoRepeatInterval(150)

    def set_words(self, spoken: str, caption: str = "") -> None:
        """What is read aloud, and a few small words below the label."""
        self.setAccessibleName(spoken)
        if caption != self._caption:
            self._caption = caption
            self.update()

    def show_capital(self, capital: bool) -> None:
        """Letters and tone labels in capitals or not."""
        label = self.spec.label or self.spec.text
        if self.spec.kind in (KeyKind.TEXT, KeyKind.TONE) and len(label) == 1:
            wanted = label.upper() if capital else label.lower()
            if self.text() != wanted:
                self.setText(wanted)

    def show_icon(self, name: str, lit: bool = False) -> None:
        """Another icon; `lit` while what it stands for is on."""
        if (name, lit) != (self._icon_name, self._lit):
            self._icon_name, self._lit = name, lit
            self.update()

    def _look(self) -> Look:
        if self.isDown():
            return PRESSED
        if self.spec.kind is KeyKind.DONE:
            return DONE
        if self._lit or self.spec.marked:
            return MARKED
        return LETTER if self.spec.kind in (KeyKind.TEXT, KeyKind.SPACE) else ACTION

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.mm(14.0)
        return QSize(side, side)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        draw_ground(painter, self._theme, self.rect(), look)
        ink = self._theme.colour(look.ink)
        middle = Qt.AlignmentFlag.AlignCenter
        caption_font = self._theme.font("key_small")
        caption_font.setPixelSize(min(caption_font.pixelSize(), round(self.height() * 0.3)))
        if self._icon_name and self.spec.kind is not KeyKind.DONE:
            side = min(self._theme.mm(8.0), round(self.height() * 0.5))
            icon = self._theme.icon(self._icon_name, side, look.ink, self.devicePixelRatioF())
            words = wrapped_size(self._caption, caption_font, self.width()).height() if self._caption else 0
            top = (self.height() - side - words) // 2
            painter.drawPixmap((self.width() - side) // 2, top, icon)
            if self._caption:
                box = QRect(0, top + side, self.width(), words)
                draw_text(painter, box, self._caption, caption_font, ink, middle)
            return
        font = self._theme.font("key")
        font.setPixelSize(min(font.pixelSize(), round(self.height() * (0.42 if self._caption else 0.55))))
        if len(self.text()) > 1:
            font = self._theme.font("button" if self.spec.kind is KeyKind.DONE else "strong")
            font.setPixelSize(min(self._theme.mm(6.0), round(self.height() * 0.45)))
        if not self._caption:
            draw_text(painter, self.rect(), self.text(), font, ink, middle)
            return
        words = wrapped_size(self._caption, caption_font, self.width()).height()
        label = wrapped_size(self.text(), font, self.width()).height()
        top = max(0, (self.height() - label - words + self._theme.mm(2.0)) // 2)
        draw_text(painter, QRect(0, top, self.width(), label), self.text(), font, ink, middle)
        below = QRect(0, top + label - self._theme.mm(2.0), self.width(), words)
        draw_text(painter, below, self._caption, caption_font, ink, middle)
