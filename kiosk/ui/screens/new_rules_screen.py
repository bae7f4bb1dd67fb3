"""A draft was begun under older rules: since when there are new ones, what differs, and which are to be followed."""

from typing import ClassVar

from kiosk.domain.procedure_versions import day_text
from kiosk.flow.messages import View
from kiosk.flow.staff_words import DraftDropped
from kiosk.flow.version_words import BegunRulesKept, NewRulesChosen, NewRulesView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.validity_texts import change_row
from kiosk.ui.widgets.fact_section import FactSection
from kiosk.ui.widgets.state_panel import StatePanel


class NewRulesScreen(Screen):
    """The new rules are the way on; the old ones may be kept; what has ended can only be kept or given up."""

    name = "new_rules"
    view_type: ClassVar[type[View]] = NewRulesView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.procedure = self.label(role="lead")
        self.state = StatePanel(self.theme)
        self.changes = FactSection(self.theme, "list")
        self.say(self.changes, "new_rules.changes")
        self.keep_rules = self.button("keep", "new_rules.keep", icon="history", sends=BegunRulesKept())
        self.give_up = self.button("drop", "new_rules.drop", icon="trash", sends=DraftDropped(draft_id=""))
        self.add(self.procedure, self.state, self.changes)
        self.add(self.row(self.keep_rules, self.give_up, stretch=False))
        self.body.addStretch(1)
        self.follow = self.go_on("new_rules.go_on", sends=NewRulesChosen())

    def show_view(self, view: NewRulesView) -> None:
        """What changed for this person."""
        texts = self.texts
        self.procedure.set_words(texts.of(view.procedure_name))
        if view.ended is not None:
            sentences = f"{texts.of(view.ended)} {texts('new_rules.ended_advice')}"
            self.state.show_state("warning", "warning", texts("new_rules.ended"), sentences)
        else:
            heading = (
                texts("new_rules.heading", day=day_text(view.since))
                if view.since
                else texts("new_rules.heading_undated")
            )
            self.state.show_state("info", "calendar", heading, texts("new_rules.what"))
        rows = (change_row(texts, change) for change in view.changes)
        self.changes.set_rows(rows, texts("new_rules.no_changes"))
        self.changes.setVisible(view.ended is None)
        self.keep_rules.set_words(texts("new_rules.keep" if view.ended is None else "new_rules.keep_ended"))
        self.give_up.setVisible(view.ended is not None)
        self.follow.setVisible(view.ended is None)
        self.footer.show_if_needed()
