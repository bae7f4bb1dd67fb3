"""Grounds that group things: rounded panels and thin lines; they hold no words of their own."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme


class Panel(QFrame):
    """A rounded ground with a column: kinds card (outlined), plain, info, success, warning, danger."""

    def __init__(self, theme: Theme, kind: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", kind)
        self.column = QVBoxLayout(self)
        """Where its contents go."""
        margin = theme.space("m")
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(theme.space("s"))

    def set_kind(self, kind: str) -> None:
        """Change the ground, e.g. from info to warning."""
        if self.property("panel") != kind:
            self.setProperty("panel", kind)
            self.style().unpolish(self)
            self.style().polish(self)


class Line(QFrame):
    """A thin line between rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "line")
        self.setFixedHeight(2)
