"""A small worded badge: icon and a few words on a tinted ground; it cannot be touched."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label

TINTS = {"info": "primary", "success": "success", "warning": "warning", "danger": "danger"}


class Badge(QFrame):
    """Kinds: info, success, warning, danger. Hidden while it has no words."""

    def __init__(
        self, theme: Theme, kind: str = "info", icon: str = "info", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.mark = IconMark(theme, icon, 6.0, TINTS[kind])
        self.label = Label(role="caption")
        self.setProperty("panel", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("s"), theme.mm(0.8), theme.space("s"), theme.mm(0.8))
        row.setSpacing(theme.space("xs"))
        row.addWidget(self.mark)
        row.addWidget(self.label, 1)
        self.label.setWordWrap(False)
        self.hide()

    def words(self) -> str:
        """What it says."""
        return self.label.text()

    def set_words(self, text: str) -> None:
        """An empty text hides it."""
        self.label.set_words(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def set_kind(self, kind: str, icon: str) -> None:
        """Another meaning."""
        self.mark.show_icon(icon, TINTS[kind])
        if self.property("panel") != kind:
            self.setProperty("panel", kind)
            self.style().unpolish(self)
            self.style().polish(self)
