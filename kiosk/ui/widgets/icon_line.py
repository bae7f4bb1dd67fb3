"""One sentence beside a small icon, for what should be known but decides nothing; it cannot be touched."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label


class IconLine(QWidget):
    """Hidden while it has no words."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        role: str = "body",
        tone: str = "",
        tint: str = "primary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.label = Label(role=role, tone=tone)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("s"))
        row.addWidget(IconMark(theme, icon, 7.0, tint), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)

    def words(self) -> str:
        """The sentence shown."""
        return self.label.text()

    def set_words(self, text: str) -> None:
        """The sentence; an empty one hides the line."""
        if text != self.label.text():
            self.label.set_words(text)
        if not text or self.parentWidget() is not None:  # without a parent it would open a window of its own
            self.setVisible(bool(text))
