"""A big picture, a title and a sentence in the middle: the shape of all screens that only tell something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.label import IconMark

_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class PlainMessageScreen(Screen):
    """Base of screens that tell one thing; `icon` and `tint` choose the picture."""

    icon = "info"
    tint = "primary"

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.mark = IconMark(self.theme, self.icon, 34.0, tint=self.tint)
        self.heading = self.label(role="display")
        self.sentence = self.label(role="lead")
        for words in (self.heading, self.sentence):
            words.setAlignment(_MIDDLE)
        self.body.addStretch(2)
        self.body.addWidget(self.mark, 0, _MIDDLE)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.sentence)
        self._parts_from = self.body.count()
        self.body.addStretch(3)

    def put_below(self, part: QWidget) -> None:
        """One more thing under the sentence."""
        self.body.insertWidget(self.body.count() - 1, part, 0, _MIDDLE)
