"""A draft is taken up again and its procedure has changed meanwhile: the person is told, and chooses."""

from collections.abc import Callable

from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case
from kiosk.domain.procedure_versions import validity_words, version_label
from kiosk.domain.version_changes import changes_between
from kiosk.flow.choose_procedure import CaseStep
from kiosk.flow.effects import DropDraft
from kiosk.flow.filing import Filing
from kiosk.flow.fill_form import first_form_step
from kiosk.flow.intents import WentBack
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.prices import CHANNEL
from kiosk.flow.staff_words import DraftDropped
from kiosk.flow.version_words import BegunRulesKept, NewRulesChosen, NewRulesView


def newer_rules(filing: Filing) -> bool:
    """Whether a draft that was never sent follows other rules than those of today. A dossier that was sent keeps its own."""
    if filing.reference or filing.replaces or filing.supplement is not None:
        return False
    code, catalogue = filing.procedure.code, filing.around.catalogue
    current = catalogue.in_force(code)
    if current is None:
        # a procedure the portal lists no longer says nothing about dates; one that ended does
        return catalogue.validity(code) is not None
    return version_label(current.version) != version_label(filing.procedure.version)


class NewRulesStep:
    """What is new since the draft was begun; on under the rules of today, or under those it was begun with."""

    def __init__(self, filing: Filing, resume: Callable[[], Step]) -> None:
        """`resume` leads to where the draft stood."""
        self._filing = filing
        self._resume = resume

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """From when, and what differs for this person."""
        filing, current = self._filing, self._current
        changes = changes_between(filing.procedure, current, CHANNEL, filing.case_id) if current else ()
        validity = filing.around.catalogue.validity(filing.procedure.code)
        return NewRulesView(
            procedure_name=filing.procedure.name,
            since=current.valid_from if current else None,
            changes=changes,
            ended=validity_words(validity) if validity and not current else None,
            can_go_back=True,
            assisted_by=filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One touch decides; going back leaves the draft as it is."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case BegunRulesKept():
                return Turn(to=self._resume(), instead=True)
            case NewRulesChosen() if (current := self._current) is not None:
                return Turn(to=self._under(current), instead=True)
            case DraftDropped():
                drop = DropDraft(draft_id=self._filing.visit.draft_id, staff_id=self._filing.visit.staff_id)
                return Turn(effects=(drop,), leave="completed")
        return Turn()

    @property
    def _current(self) -> Procedure | None:
        return self._filing.around.catalogue.in_force(self._filing.procedure.code)

    def _under(self, current: Procedure) -> Step:
        filing = self._filing
        asked_the_same = current.form == filing.procedure.form
        filing.follow_rules(current)

        def after_case(case: Case) -> Step:
            filing.case_id = case.id
            return first_form_step(filing)

        if current.case(filing.case_id) is not None:
            return self._resume() if asked_the_same else first_form_step(filing)
        if len(current.cases) == 1:
            return after_case(current.cases[0])
        return CaseStep(filing.visit, current, after_case)
