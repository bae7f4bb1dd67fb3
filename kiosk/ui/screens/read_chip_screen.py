"""Lay the card on the reader: where to lay it, how far the reading is, and what to do where nothing came of it."""

from typing import ClassVar

from PySide6.QtCore import Qt

from kiosk.domain.chip import ChipReaderState, ChipTrouble
from kiosk.flow.chip_words import ChipKeyChosen, ChipSkipped, ReadChipView
from kiosk.flow.intents import TriedAgain
from kiosk.flow.messages import View
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_card import CentredCard
from kiosk.ui.widgets.round_mark import RoundMark
from kiosk.ui.widgets.share_bar import ShareBar

WIDEST_MM = 240.0
MIDDLE = Qt.AlignmentFlag.AlignHCenter
KEY_TROUBLES = (ChipTrouble.WRONG_KEY, ChipTrouble.KEY_KIND)


class ReadChipScreen(Screen):
    """One picture, one heading, one sentence; a bar while it reads."""

    name = "read_chip"
    view_type: ClassVar[type[View]] = ReadChipView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._mark = RoundMark(self.theme, "chip_reader", "info", 56.0)
        self._heading = self.label(role="title")
        self._sentence = self.label(role="lead")
        self._bar = ShareBar(self.theme)
        for words in (self._heading, self._sentence):
            words.setAlignment(MIDDLE)
        card = CentredCard(self.theme, WIDEST_MM)
        card.column.addWidget(self._mark, 0, MIDDLE)
        for part in (self._heading, self._sentence, self._bar):
            card.column.addWidget(part)
        self._type_key = self.button(
            "type_key", "read_chip.type_key", "secondary", "keyboard", ChipKeyChosen()
        )
        self._skip = self.button("skip", "read_chip.skip", "quiet", "forward", ChipSkipped())
        card.column.addLayout(self.row(self._type_key, self._skip))
        self.body.addStretch(1)
        self.add(card)
        self.body.addStretch(2)
        self._again = self.go_on("read_chip.again", icon="retake", sends=TriedAgain(), purpose="again")

    def show_view(self, view: ReadChipView) -> None:
        """Comes many times a second while it reads: only what changed is touched."""
        texts = self.texts
        reading, trouble = view.state == "reading", view.trouble
        if reading:
            stage = view.stage.value if view.stage else "opening"
            icon, kind = "chip_reader", "info"
            heading, sentence = texts("read_chip.reading"), texts(f"chip.stage.{stage}")
        elif trouble is not None:
            icon = "error" if trouble.is_proof_trouble else "warning"
            kind = "danger" if trouble.is_proof_trouble else "warning"
            heading, sentence = texts(f"chip.{trouble.value}"), texts(f"chip.todo.{_todo(trouble)}")
        else:
            icon, kind = "chip_reader", "info"
            there = view.reader.is_there or view.reader is ChipReaderState.OFF
            heading = texts("read_chip.lay" if there else "chip.no_reader")
            sentence = texts("read_chip.lay_sentence" if there else "chip.todo.no_reader")
        self._mark.show_mark(icon, kind)
        self._heading.set_words(heading)
        self._sentence.set_words(sentence)
        self._bar.setVisible(reading)
        self._bar.show_share(view.share)
        self._type_key.setVisible(not reading and (trouble is None or trouble in KEY_TROUBLES))
        self._skip.setVisible(not reading and view.can_skip)
        self._again.setVisible(view.state == "trouble" and trouble is not None and trouble.may_pass)
        self.footer.show_if_needed()


def _todo(trouble: ChipTrouble) -> str:
    if trouble in KEY_TROUBLES:
        return "key"
    if trouble is ChipTrouble.NO_READER:
        return "no_reader"
    if trouble is ChipTrouble.NOT_AN_ID:
        return "other_card"
    return "again" if trouble.may_pass else "other_way"
