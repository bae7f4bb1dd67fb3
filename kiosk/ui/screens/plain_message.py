"""A big picture, a title and a sentence in the middle: the shape of all screens that only tell something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.round_mark import RoundMark

MIDDLE = Qt.AlignmentFlag.AlignHCenter
WIDEST_MM = 260.0
MARK_MM = 38.0


class PlainMessageScreen(Screen):
    """Base of screens that tell one thing; `icon` and `kind` choose the picture."""

    icon = "info"
    kind = "info"
    mark_mm = MARK_MM

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.mark: QWidget = self.make_mark()
        self.heading = self.label(role="display")
        self.sentence = self.label(role="lead")
        for words in (self.heading, self.sentence):
            words.setAlignment(MIDDLE)
        self.message = CentredColumn(self.theme, WIDEST_MM)
        self.message.column.addWidget(self.mark, 0, MIDDLE)
        self.message.column.addSpacing(self.theme.space("s"))
        self.message.add(self.heading, self.sentence)
        self.body.addStretch(2)
        self.add(self.message)
        self.body.addStretch(3)

    def make_mark(self) -> QWidget:
        """What stands above the title."""
        return RoundMark(self.theme, self.icon, self.kind, self.mark_mm)

    def tell(self, heading: str, *sentences: str) -> None:
        """The title, and what there is to say below it; empty sentences are left out."""
        self.heading.set_words(heading)
        words = "\n".join(sentence for sentence in sentences if sentence)
        self.sentence.set_words(words)
        self.sentence.setVisible(bool(words))

    def words_of(self, key: str, otherwise: str) -> str:
        """The sentence of an error; the portal may name codes that nobody here has words for."""
        return self.texts(key if self.texts.has(key) else otherwise)

    def put_below(self, part: QWidget, *, wide: bool = False) -> None:
        """One more thing under the sentence; `wide` ones take the whole width of the column."""
        if wide:
            self.message.column.addWidget(part)
        else:
            self.message.column.addWidget(part, 0, MIDDLE)
