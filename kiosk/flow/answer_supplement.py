"""Answering the portal's notice point by point: only what was faulty is done again, everything else stays as it was sent."""

from kiosk.domain.procedure_parts import Component
from kiosk.domain.receipt import PrintState
from kiosk.flow.after_sending_words import (
    SupplementItemOpened,
    SupplementItemTicked,
    SupplementLine,
    SupplementView,
)
from kiosk.flow.dossier_slips import slip_subject
from kiosk.flow.effects import PrintSlipAgain, SettleSlip
from kiosk.flow.filing import Filing
from kiosk.flow.fill_form import FormPageStep
from kiosk.flow.gather_pages import ScanPagesStep
from kiosk.flow.intents import (
    EffectFailed,
    PrintAskedAgain,
    SlipMoved,
    SlipSeenOnPaper,
    WentBack,
    WentOn,
)
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.printing_words import PrintDossierSlip
from kiosk.flow.submit_dossier import SummaryStep
from kiosk.flow.supplement_list import ANSWER, OTHER, PAPER, SupplementList
from kiosk.flow.views import SlipState

STAGE = "supplement"


class SupplementStep:
    """The list. What is done is seen from the draft itself: a new page, a changed answer, a tick."""

    def __init__(self, filing: Filing) -> None:
        assert filing.supplement is not None
        self._filing = filing
        self._list: SupplementList = filing.supplement
        self._slip: SlipState | None = None
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Remember where the person is."""
        return self._filing.stand_at(STAGE)

    def view(self) -> View:
        """Every point with its reason and how it stands."""
        filing = self._filing
        return SupplementView(
            procedure_name=filing.procedure.name,
            reference=filing.reference,
            lines=tuple(self._line(place) for place in range(len(self._list.items))),
            notice_text=self._list.notice_text,
            notices=self._list.notices,
            is_new_dossier=filing.replaces is not None,
            slip=self._slip,
            can_go_back=True,
            notice=self._notice,
            assisted_by=filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Do one point, tick it off, send when all are done."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case SupplementItemOpened(place=place) if self._is_there(place):
                self._notice = None
                return self._open(place)
            case SupplementItemTicked(place=place, done=done) if self._is_there(place):
                return self._tick(place, done)
            case WentOn():
                return self._send()
            case PrintAskedAgain() if self._slip is None or not self._slip.is_printing:
                return self._print()
            case SlipMoved(reference=subject, state=state, printer=printer) if subject == self._subject:
                self._slip = SlipState(state, printer)
            case SlipSeenOnPaper(came_out=came_out) if self._slip is not None and self._slip.asks_the_person:
                self._slip = SlipState()
                return Turn(effects=(SettleSlip(reference=self._subject, came_out=came_out),))
            case EffectFailed(effect="PrintDossierSlip" | "PrintSlipAgain" | "SettleSlip"):
                self._slip = SlipState(PrintState.NOT_PRINTED)
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
        return Turn()

    # --- the points ------------------------------------------------------------------------------------------

    def _is_there(self, place: int) -> bool:
        return 0 <= place < len(self._list.items)

    def _kind(self, place: int) -> str:
        return self._list.kind_of(place, self._filing.procedure, self._filing.case)

    def _line(self, place: int) -> SupplementLine:
        item, filing = self._list.items[place], self._filing
        component, field = self._component(place), filing.procedure.fields().get(self._list.target_of(place))
        name = component.name if component else field.title if field else item.component_id
        return SupplementLine(
            name=name,
            reason=item.reason,
            what_to_do=item.what_to_do,
            kind=self._kind(place),
            done=self._is_done(place),
            pages=len(filing.pages_of(component.id)) if component else 0,
        )

    def _is_done(self, place: int) -> bool:
        name = self._list.target_of(place)
        match self._kind(place):
            case "paper":
                return bool(self._filing.pages_of(name))
            case "answer":
                changed = self._filing.answers.get(name) != self._list.before.get(name)
                return changed or place in self._list.ticked
        return place in self._list.ticked

    def _component(self, place: int) -> Component | None:
        name = self._list.target_of(place)
        return next((each for each in self._filing.case.components if each.id == name), None)

    def _open(self, place: int) -> Turn:
        kind, component = self._kind(place), self._component(place)
        if kind == PAPER and component is not None:
            return Turn(to=ScanPagesStep(self._filing, component))
        name = self._list.target_of(place)
        for number, page in enumerate(self._filing.procedure.form_layout):
            if kind == ANSWER and name in page.fields:
                return Turn(to=CorrectPageStep(self._filing, number))
        return Turn()

    def _tick(self, place: int, done: bool) -> Turn:
        if self._kind(place) not in (OTHER, ANSWER):
            return Turn()
        (self._list.ticked.add if done else self._list.ticked.discard)(place)
        self._notice = None
        return Turn(effects=(self._filing.save(),))

    def _send(self) -> Turn:
        missing = sum(not self._is_done(place) for place in range(len(self._list.items)))
        if missing:
            self._notice = Notice("warning", "supplement.missing", {"count": missing})
            return Turn()
        self._notice = None
        return Turn(to=SummaryStep(self._filing))

    # --- on paper --------------------------------------------------------------------------------------------

    @property
    def _subject(self) -> str:
        return slip_subject(self._filing.reference, STAGE)

    def _print(self) -> Turn:
        again = self._slip is not None
        self._slip = SlipState()
        if again:
            return Turn(effects=(PrintSlipAgain(reference=self._subject),))
        visit = self._filing.visit
        order = PrintDossierSlip(
            reference=self._filing.reference, kind=STAGE, clerk=visit.assisted_by, language=visit.language
        )
        return Turn(effects=(order,))


class CorrectPageStep(FormPageStep):
    """One page of the form, opened to put one answer right; then back to the list."""

    def enter(self) -> tuple[Effect, ...]:
        """A break leads back to the list."""
        return self._filing.stand_at(STAGE)

    def _went_on(self) -> Turn:
        turn = super()._went_on()
        return Turn(back=1) if turn.to is not None else turn
