"""What opens a chip, typed: six digits of the card access number, or number, birth date and expiry date."""

from typing import ClassVar

from kiosk.domain.chip import ChipKey
from kiosk.flow.chip_words import ChipKeyEntered, ChipKeyView
from kiosk.flow.messages import View
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.question_grid import QuestionGrid
from kiosk.ui.widgets.row_in_sight import RowInSight

WIDEST_MM = 300.0
CAN_DIGITS = 6
NUMBER_DIGITS = (9, 12)
"""The document number of a Vietnamese card is the last nine of its twelve digits."""


class ChipKeyScreen(Screen):
    """One of two ways is enough; a wrong value opens nothing and does no harm."""

    name = "chip_key"
    view_type: ClassVar[type[View]] = ChipKeyView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        lead = self.label("chip_key.lead", role="lead")
        self._number = self.digit_field("number", "chip_key.number", 12)
        self._birth = self.date_field("birth", "chip_key.birth")
        self._expiry = self.date_field("expiry", "chip_key.expiry")
        self._can = self.digit_field("can", "chip_key.can", CAN_DIGITS)
        rows = (self._number, self._birth, self._expiry, self._can)
        questions = QuestionGrid(self.theme)
        questions.set_questions([(row, False) for row in rows])
        page = CentredColumn(self.theme, WIDEST_MM)
        page.add(lead, questions)
        self.add(page)
        RowInSight(self._scrolling)
        self.go_on("chip_key.go_on", icon="chip_reader", sends=self._entered)

    def show_view(self, view: ChipKeyView) -> None:
        """What was typed stays: it may have been one digit that was wrong."""

    def _entered(self) -> ChipKeyEntered | None:
        can, number = self._can.value(), self._number.value()
        birth, expiry = self._birth.iso(), self._expiry.iso()
        zone_begun = bool(number) or not self._birth.is_empty() or not self._expiry.is_empty()
        if can and not zone_begun:
            fits = len(can) == CAN_DIGITS
            self._can.set_problem("" if fits else self.texts("chip_key.can_wrong"))
            return ChipKeyEntered(key=ChipKey(can=can)) if fits else None
        self._can.set_problem("")
        problems = {
            self._number: "" if len(number) in NUMBER_DIGITS else "chip_key.number_wrong",
            self._birth: "" if birth else "chip_key.date_wrong",
            self._expiry: "" if expiry else "chip_key.date_wrong",
        }
        for row, problem in problems.items():
            row.set_problem(self.texts(problem) if problem else "")
        if any(problems.values()):
            return None
        key = ChipKey(
            document_number=number[-9:],
            birth=birth[2:].replace("-", ""),
            expiry=expiry[2:].replace("-", ""),
        )
        return ChipKeyEntered(key=key)
