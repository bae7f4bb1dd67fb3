"""Asked before any price: does the law let you pay less? Each group with the paper that proves it."""

from typing import ClassVar

from kiosk.flow.after_sending_words import ExemptionChosen, ExemptionLine, ExemptionView
from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.flow.prices import NOBODY
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.measured_by_width import measure_by_width


class ExemptionScreen(Screen):
    """Rows `exemption.group.<id>`; nothing is chosen for the person."""

    name = "exemption"
    view_type: ClassVar[type[View]] = ExemptionView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.groups = self.choices("group")
        self.groups.changed.connect(self._chosen)
        self.add(
            self.label("exemption.question", "heading"), self.label("exemption.lead", "soft"), self.groups
        )
        self.go_on(sends=WentOn())

    def show_view(self, view: ExemptionView) -> None:
        """The groups, and nobody special last."""
        nobody = Choice(NOBODY, self.texts("exemption.none"), self.texts("exemption.none_sentence"))
        self.groups.set_choices([*(self._choice(line) for line in view.lines), nobody])
        if view.chosen:
            self.groups.choose((view.chosen,))
        self.groups.set_problem(self.texts(view.problem) if view.problem else "")

    def _choice(self, line: ExemptionLine) -> Choice:
        proof = self.texts("exemption.proof", paper=self.texts.of(line.proof)) if line.proof else ""
        return Choice(line.id, self.texts.of(line.name), proof)

    def _chosen(self, _values: object) -> None:
        for chosen in self.groups.chosen():
            self.send(ExemptionChosen(exemption=str(chosen)))
