"""A card in the middle of the page for a few questions that belong together; it asks nothing itself."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.panel import Panel


class CentredCard(QWidget):
    """As wide as the page, but never wider than `widest_mm`; its contents go into `column`."""

    def __init__(self, theme: Theme, widest_mm: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._panel = Panel(theme, "plain")
        self._panel.setMaximumWidth(theme.mm(widest_mm))
        self.column: QVBoxLayout = self._panel.column
        edge = theme.space("l")
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(theme.space("m"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._panel, 1000)
        row.addStretch(1)
