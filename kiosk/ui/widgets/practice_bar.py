"""The strip over every screen of practice: that nothing of it counts, what to hold up, and the way out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.label import IconMark, Label


class PracticeBar(QFrame):
    """Which of its buttons are shown follows the mark of the View."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "practice")
        self.words = Label(role="strong")
        self.sample = Button(theme, kind="secondary", icon="hand_card")
        self.leave = Button(theme, kind="secondary", icon="door")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("l"), theme.space("xs"), theme.space("l"), theme.space("xs"))
        row.setSpacing(theme.space("s"))
        row.addWidget(IconMark(theme, "flag", 8.0, "on_accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)
