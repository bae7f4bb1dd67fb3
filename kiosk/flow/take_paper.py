"""A citizen's papers for the post, the first half: procedure, agency, and who the sender is; counting comes after."""

from collections.abc import Callable

from kiosk.domain.bilingual import Text
from kiosk.domain.errors import RuleBroken
from kiosk.domain.post_item import Line, PostItem
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_versions import validity_words
from kiosk.domain.rules import clean_text
from kiosk.flow.choose_procedure import SEARCH_LIMIT, lines_of
from kiosk.flow.envelope import NAME_LIMIT, SERVICES, STEPS, Envelope
from kiosk.flow.give_consent import ConsentStep
from kiosk.flow.intents import ProcedureChosen, SearchTyped, WentBack
from kiosk.flow.leave_number import ContactStep
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.post_words import FreeTextChosen, PaperChoiceView, PaperPlanned, PaperPlanView
from kiosk.flow.scan_identity import ScanCardStep
from kiosk.flow.seal_paper import PaperCountStep
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName

_NO_POST = Text("Thủ tục này không nhận qua bưu chính.", "This procedure is not taken by post.")


class PaperChoiceStep:
    """The procedure, or its name where no list knows it."""

    def __init__(self, visit: Visit, around: Surroundings, done: Callable[[PostItem], Step]) -> None:
        self._around = around
        self._envelope = Envelope(visit, around, done, began_at=around.now())
        self._text = ""
        self._found = around.catalogue.search("", SEARCH_LIMIT)
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """What was found, and what of it the post may not take."""
        reasons = {p.code: why for p in self._found if (why := self._why_not(p)) is not None}
        return PaperChoiceView(
            text=self._text,
            lines=lines_of(self._found, self._around),
            why_not=reasons,
            step=(1, STEPS),
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._envelope.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Search at every keystroke."""
        match intent:
            case WentBack():
                # with a citizen on the way the visit ends here: the next one's papers begin without their data
                return Turn(leave="left") if self._envelope.visit.session_id else Turn(back=1)
            case SearchTyped(text=text):
                self._text, self._notice = text, None
                self._found = self._around.catalogue.search(text, SEARCH_LIMIT)
            case ProcedureChosen(code=code):
                procedure = self._around.catalogue.get(code)
                if procedure is not None and self._around.catalogue.in_force(code) is None:
                    self._notice = Notice("warning", "paper_choice.not_in_force")
                elif procedure is not None and not procedure.bcci_eligible:
                    self._notice = Notice("warning", "paper_choice.not_by_post")
                elif procedure is not None:
                    return self._go_on(procedure, procedure.name.vi)
            case FreeTextChosen():
                return self._typed()
        return Turn()

    def _why_not(self, procedure: Procedure) -> Text | None:
        validity = self._around.catalogue.validity(procedure.code)
        if validity is not None and (words := validity_words(validity)) is not None:
            return words
        return None if procedure.bcci_eligible else procedure.bcci_reason or _NO_POST

    def _typed(self) -> Turn:
        try:
            name = clean_text(self._text, NAME_LIMIT)
        except RuleBroken:
            name = ""
        if not name:
            self._notice = Notice("warning", "paper_choice.name_missing")
            return Turn()
        return self._go_on(None, name)

    def _go_on(self, procedure: Procedure | None, name: str) -> Turn:
        envelope = self._envelope
        if procedure is not envelope.procedure or name != envelope.procedure_name:
            envelope.papers, envelope.case_id, envelope.agency = {}, "", ""
        envelope.procedure, envelope.procedure_name = procedure, name
        return Turn(to=PaperPlanStep(envelope))


class PaperPlanStep:
    """Case, agency, how far it goes, where the result goes."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope
        self._problem = ""

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """With the deadline that each line means."""
        envelope, procedure = self._envelope, self._envelope.procedure
        agency = envelope.agency
        if not agency and procedure is not None:
            agency = envelope.around.agency(procedure.agency_kind).in_language("vi")
        return PaperPlanView(
            procedure_name=envelope.procedure_name,
            cases=tuple((case.id, case.name) for case in procedure.cases) if procedure else (),
            agency=agency,
            line=envelope.line,
            due={line.value: envelope.due(line) for line in Line},
            problem=self._problem,
            step=(2, STEPS),
            can_go_back=True,
            personal=False,
            assisted_by=envelope.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """On to the citizen."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case PaperPlanned(case_id=case_id, agency=agency, line=line, service=service):
                return self._planned(case_id, agency, line, service)
        return Turn()

    def _planned(self, case_id: str, agency: str, line: str, service: str) -> Turn:
        envelope, procedure = self._envelope, self._envelope.procedure
        if procedure is not None and len(procedure.cases) == 1:
            case_id = procedure.cases[0].id
        if procedure is not None and procedure.case(case_id) is None:
            self._problem = "paper_plan.case_missing"
            return Turn()
        try:
            name = clean_text(agency, NAME_LIMIT)
        except RuleBroken:
            name = ""
        if not name or line not in set(Line) or service not in SERVICES:
            self._problem = "paper_plan.agency_missing"
            return Turn()
        if case_id != envelope.case_id:
            envelope.papers = {}
        envelope.case_id, envelope.agency = case_id, name
        envelope.line, envelope.service = Line(line), service
        self._problem = ""
        begin = envelope.visit.begin(envelope.around, WayName.SUBMIT_DOSSIER)
        return Turn(effects=begin, to=self._person())

    def _person(self) -> Step:
        envelope = self._envelope
        visit, around = envelope.visit, envelope.around

        def phone() -> Step:
            return ContactStep(visit, (3, STEPS), lambda: PaperCountStep(envelope), may_be_empty=True)

        def card() -> Step:
            if visit.applicant is not None and visit.verification is not None:
                return phone()
            return ScanCardStep(visit, around, (3, STEPS), lambda _person: phone())

        return ConsentStep(visit, around, WayName.SUBMIT_DOSSIER, (3, STEPS), card)
