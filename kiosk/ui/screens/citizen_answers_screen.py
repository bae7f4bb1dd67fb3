"""The citizen's own screen at the counter: what the clerk is typing, to be read along."""

from typing import ClassVar

from kiosk.domain.bilingual import Text
from kiosk.flow.citizen_words import CitizenAnswersView
from kiosk.flow.messages import View
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen


class CitizenAnswersScreen(Screen):
    """Nothing to touch: what is wrong is said to the clerk."""

    name = "citizen_answers"
    view_type: ClassVar[type[View]] = CitizenAnswersView
    has_header = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.heading = self.label(role="title")
        self.facts = self.section("citizen.typed", "edit")
        self.add(self.heading, self.label("citizen.say_so", role="lead"), self.facts)
        self.body.addStretch(1)

    def show_view(self, view: CitizenAnswersView) -> None:
        """Renewed with every answer."""
        self.heading.set_words(self.texts.of(view.title) if view.title else "")
        self.heading.setVisible(view.title is not None)
        self.facts.set_rows(
            [(self._words(question), self._words(answer)) for question, answer in view.rows],
            self.texts("citizen.nothing_yet"),
        )

    def _words(self, said: Text | str) -> str:
        if isinstance(said, Text):
            return self.texts.of(said)
        return self.texts(said) if self.texts.has(said) else said
