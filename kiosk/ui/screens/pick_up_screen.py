"""Type the code under which a draft waits."""

from typing import ClassVar

from PySide6.QtGui import QHideEvent
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.passing_words import PickUpCodeEntered, PickUpView
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.centred_card import CentredCard

CODE_LIMIT = 12
WIDEST_MM = 200.0


class PickUpScreen(Screen):
    """One field; a wrong code is said in one sentence."""

    name = "pick_up"
    view_type: ClassVar[type[View]] = PickUpView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.code = self.field(
            "code",
            "pick_up.code",
            "pick_up.code_help",
            pad=Pad.CODE,
            capitals=Capitals.ALL,
            max_length=CODE_LIMIT,
        )
        card = CentredCard(self.theme, WIDEST_MM)
        card.column.addWidget(self.label("pick_up.lead", role="lead"))
        card.column.addWidget(self.code)
        self.body.addStretch(1)
        self.add(card)
        self.body.addStretch(2)
        self.look_up = self.go_on("pick_up.go_on", "search", sends=self._entered)

    def show_view(self, view: PickUpView) -> None:
        """What was typed stays until it was right."""
        problem = self.texts(view.problem) if view.problem else ""
        if self.code.problem.label.text() != problem:
            self.code.set_problem(problem)
        self.look_up.setEnabled(not view.asking)

    def _entered(self) -> PickUpCodeEntered:
        return PickUpCodeEntered(code=self.code.value())

    @override
    def focus_first(self) -> None:
        """There is one thing to do here: the keys may come by themselves."""
        self.code.input.setFocus()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """The next person is not to find the code of the one before."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.code.set_value("")
