"""A clerk meets a procedure they are not trained for: whom to ask before anything is promised to the citizen."""

from typing import ClassVar

from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.flow.watch_words import NotTrainedView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.state_panel import StatePanel


class NotTrainedScreen(Screen):
    """Colleagues first; going on only where the operator allows it."""

    name = "not_trained"
    view_type: ClassVar[type[View]] = NotTrainedView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.procedure = self.label(role="lead")
        self.state = StatePanel(self.theme)
        self.whom = self.section("not_trained.ask", "people")
        self.add(self.procedure, self.state, self.whom)
        self.body.addStretch(1)
        self.on = self.go_on("not_trained.go_on", sends=WentOn())

    def show_view(self, view: NotTrainedView) -> None:
        """Whom to ask, by name."""
        texts = self.texts
        self.procedure.set_words(texts.of(view.procedure_name))
        sentence = texts("not_trained.blocked" if view.blocked else "not_trained.warned")
        self.state.show_state("warning", "warning", texts("not_trained.heading"), sentence)
        self.whom.set_rows(
            ((str(n), name) for n, name in enumerate(view.ask, 1)), texts("not_trained.nobody")
        )
        self.on.setVisible(not view.blocked)
        self.footer.show_if_needed()
