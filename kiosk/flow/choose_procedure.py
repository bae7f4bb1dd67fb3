"""Find the procedure, see its one page, say which case applies; then the person, if not known yet."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from kiosk.domain.bilingual import Text
from kiosk.domain.person import Person
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case
from kiosk.domain.procedure_versions import validity_words
from kiosk.domain.version_changes import changes_between
from kiosk.flow.behalf_words import BehalfChosen
from kiosk.flow.bring_words import BringAsked
from kiosk.flow.choose_account import AccountWayStep
from kiosk.flow.file_for_another import BehalfStep
from kiosk.flow.filing import Filing
from kiosk.flow.fill_form import first_form_step
from kiosk.flow.give_consent import ConsentStep
from kiosk.flow.how_counted import how_time_is_counted
from kiosk.flow.intents import CaseChosen, ProcedureChosen, SearchTyped, WentBack, WentOn
from kiosk.flow.keep_training import NotTrainedStep, is_warned
from kiosk.flow.leave_number import ContactStep
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.scan_identity import ScanCardStep
from kiosk.flow.tell_what_to_bring import BringStep
from kiosk.flow.views import CaseView, ProcedureLine, ProcedureView, SearchView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName

STEPS = 5
SEARCH_LIMIT = 30
_NOT_HERE = Text(
    "Điểm đại lý này chưa được giao tiếp nhận thủ tục này.",
    "This agent point has not been assigned this procedure.",
)
_NOT_ONLINE = Text("Thủ tục này không nộp trực tuyến được.", "This procedure cannot be filed online.")


class SearchStep:
    """The search box; with nothing typed, everything by name."""

    def __init__(self, visit: Visit, around: Surroundings, *, only_asks: bool = False) -> None:
        """`only_asks`: what to bring is all the person wants to know."""
        self._visit = visit
        self._around = around
        self._only_asks = only_asks
        self._text = ""
        self._found = around.catalogue.search("", SEARCH_LIMIT)

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The lines found so far."""
        return SearchView(
            text=self._text,
            lines=lines_of(self._found, self._around),
            total=len(self._around.catalogue),
            step=None if self._only_asks else (1, STEPS),
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Search at every keystroke."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case SearchTyped(text=text):
                self._text = text
                self._found = self._around.catalogue.search(text, SEARCH_LIMIT)
            case ProcedureChosen(code=code):
                procedure = self._around.catalogue.get(code)
                if procedure is not None and self._only_asks:
                    return Turn(to=bring_step(self._visit, self._around, procedure))
                if procedure is not None:
                    return Turn(to=ProcedureStep(self._visit, self._around, procedure))
        return Turn()


class ProcedureStep:
    """The procedure's one page, and whether it can be filed here at all."""

    def __init__(self, visit: Visit, around: Surroundings, procedure: Procedure) -> None:
        self._visit = visit
        self._around = around
        self._procedure = procedure

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    @property
    def _why_not(self) -> Text | None:
        return reason_against(self._procedure, self._around)

    @property
    def _prints_form(self) -> bool:
        in_force = self._around.catalogue.in_force(self._procedure.code)
        return self._procedure.prints_form and in_force == self._procedure

    def view(self) -> View:
        """Who, how long, how much, what to bring; what changes soon, or why it cannot be begun today."""
        catalogue, code = self._around.catalogue, self._procedure.code
        coming = catalogue.coming(code) if catalogue.in_force(code) else None
        channel = "online" if self._procedure.channel("online") else "direct"
        return ProcedureView(
            validity=catalogue.validity(code),
            counted=how_time_is_counted(self._around, self._procedure, channel),
            announced=tuple(act for act in self._procedure.announced if act[0] > self._around.today()),
            changes=changes_between(self._procedure, coming, channel) if coming else (),
            procedure=self._procedure,
            agency=self._around.agency(self._procedure.agency_kind),
            can_file=self._why_not is None,
            why_not=self._why_not,
            prints_form=self._prints_form,
            step=(1, STEPS),
            can_go_back=True,
            personal=False,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Go on where it can go online. Where another version took force meanwhile, it is shown first."""
        current = self._around.catalogue.get(self._procedure.code) or self._procedure
        if current != self._procedure and not isinstance(intent, WentBack):
            self._procedure = current
            return Turn()
        match intent:
            case WentBack():
                return Turn(back=1)
            case ProcedureChosen(code=code) if (other := self._around.catalogue.get(code)) is not None:
                return Turn(to=ProcedureStep(self._visit, self._around, other), instead=True)
            case BehalfChosen() | WentOn() if self._why_not is None or self._prints_form:
                self._visit.on_behalf = isinstance(intent, BehalfChosen)
                filing = Turn(to=file_step(self._visit, self._around, self._procedure))
                if is_warned(self._visit, self._around, self._procedure):
                    go_on = replace(filing, instead=True)
                    warned = NotTrainedStep(self._visit, self._around, self._procedure, lambda: go_on)
                    return Turn(to=warned)
                return filing
            case BringAsked():
                return Turn(to=bring_step(self._visit, self._around, self._procedure))
        return Turn()


def lines_of(found: Iterable[Procedure], around: Surroundings) -> tuple[ProcedureLine, ...]:
    """What was found, each with its dates."""
    return tuple(
        ProcedureLine(
            each.code, each.name, each.field, each.online_mode, around.catalogue.validity(each.code)
        )
        for each in found
    )


def reason_against(procedure: Procedure, around: Surroundings) -> Text | None:
    """Why it cannot be filed online here and today; None where it can."""
    validity = around.catalogue.validity(procedure.code)
    if validity is not None and (words := validity_words(validity)) is not None:
        return words
    if not procedure.goes_online:
        return procedure.online_reason or _NOT_ONLINE
    if not around.portal.allows(procedure.code):
        return _NOT_HERE
    return None


def file_step(visit: Visit, around: Surroundings, procedure: Procedure) -> Step:
    """Into the filing: which case, where there is more than one, then the person."""

    def after_case(case: Case) -> Step:
        return person_step(visit, around, procedure, case.id)

    if len(procedure.cases) == 1:
        return after_case(procedure.cases[0])
    return CaseStep(visit, procedure, after_case, step=(1, STEPS))


def bring_step(visit: Visit, around: Surroundings, procedure: Procedure) -> Step:
    """Into the list of what to bring, which needs no person at all."""
    may_file = reason_against(procedure, around) is None

    def after_case(case: Case) -> Step:
        def begin() -> Step:
            return person_step(visit, around, procedure, case.id)

        return BringStep(visit, around, procedure, case, begin=begin if may_file else None)

    if len(procedure.cases) == 1:
        return after_case(procedure.cases[0])
    return CaseStep(visit, procedure, after_case)


class CaseStep:
    """Which case applies."""

    def __init__(
        self,
        visit: Visit,
        procedure: Procedure,
        after: Callable[[Case], Step],
        *,
        step: tuple[int, int] | None = None,
    ) -> None:
        self._visit = visit
        self._procedure = procedure
        self._after = after
        self._step = step
        self._chosen = ""

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The cases in plain words."""
        return CaseView(
            procedure_name=self._procedure.name,
            cases=self._procedure.cases,
            chosen=self._chosen,
            step=self._step,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One touch chooses and goes on."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case CaseChosen(case_id=case_id) if (case := self._procedure.case(case_id)) is not None:
                self._chosen = case_id
                return Turn(to=self._after(case))
        return Turn()


def person_step(visit: Visit, around: Surroundings, procedure: Procedure, case_id: str) -> Step:
    """With an account or without, where it goes online; then the person."""

    def known() -> Step:
        return _known_person_step(visit, around, procedure, case_id)

    def form() -> Step:
        return contact_step(visit, around, procedure, case_id)

    if not procedure.goes_online:
        return known()
    return AccountWayStep(visit, around, procedure, (2, STEPS), known, form)


def _known_person_step(visit: Visit, around: Surroundings, procedure: Procedure, case_id: str) -> Step:
    """Consent and card when the person is not known yet, else straight to the phone or the form."""

    def after_card(_person: Person) -> Step:
        return contact_step(visit, around, procedure, case_id)

    def card() -> Step:
        if visit.applicant is not None:
            return contact_step(visit, around, procedure, case_id)
        return ScanCardStep(visit, around, (2, STEPS), after_card)

    agreed = {consent.purpose for consent in visit.consents}
    if visit.applicant is not None and WayName.SUBMIT_DOSSIER.value in agreed:
        return contact_step(visit, around, procedure, case_id)
    return ConsentStep(visit, around, WayName.SUBMIT_DOSSIER, (2, STEPS), card)


def contact_step(visit: Visit, around: Surroundings, procedure: Procedure, case_id: str) -> Step:
    """The phone for notices, unless account or VNeID named one."""

    def form() -> Step:
        return begin_form(visit, around, procedure, case_id)

    if visit.applicant is not None and visit.applicant.phone:
        return form()
    return ContactStep(visit, (2, STEPS), form)


def begin_form(visit: Visit, around: Surroundings, procedure: Procedure, case_id: str) -> Step:
    """The form, after whom it is for where that is somebody else."""

    def form() -> Step:
        return _form(visit, around, procedure, case_id)

    return BehalfStep(visit, around, form) if visit.on_behalf and visit.applicant is not None else form()


def _form(visit: Visit, around: Surroundings, procedure: Procedure, case_id: str) -> Step:
    """A filing, filled from what is known, at its first page; the one begun before when only gone back."""
    begun = visit.filing
    same = begun is not None and begun.procedure is procedure and begun.case_id == case_id
    if begun is not None and same and begun.is_for(visit.applicant):
        begun.refill()
        return first_form_step(begun)
    filing = Filing(visit, around, procedure, case_id)
    filing.begin()
    return first_form_step(filing)
