"""Case, agency, line and where the result goes, each with the deadline it means."""

from typing import ClassVar

from kiosk.domain.post_item import Line
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.post_words import PaperPlanned, PaperPlanView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice

AGENCY_LIMIT = 160


class PaperPlanScreen(Screen):
    """Rows `case.<id>`, `line.<line>`, `service.<service>`."""

    name = "paper_plan"
    view_type: ClassVar[type[View]] = PaperPlanView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.procedure = self.label(role="lead")
        self.case = self.choices("case", "paper_plan.case")
        self.agency = self.field("agency", "paper_plan.agency", max_length=AGENCY_LIMIT)
        self.line = self.choices("line", "paper_plan.line", columns=2)
        self.service = self.choices("service", "paper_plan.service", columns=2)
        self.add(self.procedure, self.case, self.agency, self.line, self.service)
        self.body.addStretch(1)
        self.go_on(sends=self._planned)
        self._filled_from: tuple[str, str] | None = None

    def show_view(self, view: PaperPlanView) -> None:
        """What was chosen stays; a problem is said beside its question."""
        texts = self.texts
        self.procedure.set_words(view.procedure_name)
        several = len(view.cases) > 1
        self.case.setVisible(several)
        self.case.set_choices(Choice(case_id, texts.of(name)) for case_id, name in view.cases)
        self.line.set_choices(
            Choice(
                line.value,
                texts(f"paper_plan.line_{line.value}"),
                texts("paper_desk.due", at=local_time_text(view.due.get(line.value))),
            )
            for line in Line
        )
        self.service.set_choices(
            Choice(service, texts(f"paper_plan.service_{service}")) for service in ("both", "send")
        )
        fresh = (view.procedure_name, view.agency)
        if fresh != self._filled_from:
            self._filled_from = fresh
            self.agency.set_value(view.agency)
            self.agency.input.setCursorPosition(0)  # a long name shows its beginning
            self.line.choose([view.line.value])
            if not self.service.chosen():
                self.service.choose(["both"])
        self.case.set_problem(texts(view.problem) if view.problem == "paper_plan.case_missing" else "")
        self.agency.set_problem(texts(view.problem) if view.problem == "paper_plan.agency_missing" else "")

    def _planned(self) -> PaperPlanned:
        case, line, service = (
            str(next(iter(rows.chosen()), "")) for rows in (self.case, self.line, self.service)
        )
        return PaperPlanned(case_id=case, agency=self.agency.value(), line=line, service=service)
