"""Wrapping text in one of the type roles, and icons that follow the theme; nothing here can be touched."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

LONGEST_LINE_EM = 26
"""A wrapped text asks for no longer lines than this many line heights (about 60 letters)."""


class Label(QLabel):
    """Plain text (never rich text: a person's own words may stand in it), wrapped, in a role of the type scale."""

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.setProperty("tone", tone)

    def set_words(self, text: str) -> None:
        """Words shown and read aloud. Costs nothing while they are the same."""
        if text == self.text():
            return
        self.setText(text)
        # a word that wraps into one more line asks for height, but not for another size hint, and so Qt stops
        # asking somewhere on the way up: every part above must measure anew
        above = self.parentWidget() if self.wordWrap() else None
        while above is not None and not above.isWindow():
            above.updateGeometry()
            above = above.parentWidget()

    @override
    def sizeHint(self) -> QSize:
        """One line where that is not too long, instead of Qt's guess at a pleasing block."""
        if not self.wordWrap() or not self.text():
            return super().sizeHint()
        self.ensurePolished()
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(line) for line in self.text().split("\n")) + 2
        width = min(longest, LONGEST_LINE_EM * metrics.height())
        return QSize(width, self.heightForWidth(width))

    def set_tone(self, tone: str) -> None:
        """Colour by meaning: "", success, warning, danger or primary; always beside an icon or words that say it."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class IconMark(QWidget):
    """One icon, `size_mm` large at normal text size, tinted with a palette token."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        size_mm: float = 8.0,
        tint: str = "primary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._size_mm = size_mm
        self._tint = tint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tint: str = "") -> None:
        """Another icon, perhaps in another colour."""
        self._name = name
        self._tint = tint or self._tint
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.mm(self._size_mm * (1 + (self._theme.text_scale - 1) * 0.6))
        return QSize(side, side)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            side = min(self.width(), self.height())
            picture = self._theme.icon(self._name, side, self._tint, self.devicePixelRatioF())
            QPainter(self).drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)
