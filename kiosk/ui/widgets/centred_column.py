"""A column in the middle of the page, never wider than is comfortable to read and fill in; it shows nothing itself."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

GROWTH = 0.6
"""How much of a larger text setting the width follows."""


class CentredColumn(QWidget):
    """`widest_mm` is the width at normal text size; a narrower page is filled."""

    def __init__(self, theme: Theme, widest_mm: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._widest_mm = widest_mm
        self._middle = QWidget()
        self.column = QVBoxLayout(self._middle)
        """Where the contents go."""
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("m"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addStretch(1)
        row.addWidget(self._middle, 1000)
        row.addStretch(1)
        self._fit()

    def add(self, *parts: QWidget) -> None:
        """Put parts under one another."""
        for part in parts:
            self.column.addWidget(part)

    def _fit(self) -> None:
        scale = 1 + (self._theme.text_scale - 1) * GROWTH
        self._middle.setMaximumWidth(self._theme.mm(self._widest_mm * scale))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
