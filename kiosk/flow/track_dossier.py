"""Where a dossier stands: by code typed or by the slip's QR; no citizen data on screen or wire."""

from collections.abc import Callable

from kiosk.domain.account import Tracking
from kiosk.domain.bilingual import Text
from kiosk.domain.content_proof import reference_in
from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.receipt import Receipt
from kiosk.domain.scan import CodeKind
from kiosk.flow.after_sending_words import (
    FindOwnDossiers,
    OwnDossiersFound,
    SupplementChosen,
    WithdrawChosen,
)
from kiosk.flow.answer_supplement import SupplementStep
from kiosk.flow.decision_words import DECIDED, DecisionChosen
from kiosk.flow.how_counted import how_due_was_counted
from kiosk.flow.intents import CardLooked, EffectFailed, Left, WentBack, WentOn
from kiosk.flow.issue_receipt import acceptance_slip, tracking_slip
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.own_dossier import OpenSupplementStep, OwnCardStep, OwnDossiersStep
from kiosk.flow.pay_fee import PayStep
from kiosk.flow.pay_words import PayChosen
from kiosk.flow.show_decision import DecisionStep
from kiosk.flow.slip import Slip
from kiosk.flow.track_words import CodeEntered, TrackDossier, TrackingFound, TrackResultView, TrackView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_card import CardWatch, document_in
from kiosk.flow.withdraw_dossier import WithdrawStep, may_withdraw

_CODES = (CodeKind.SLIP, CodeKind.DOSSIER_CODE)
CODE_LIMIT = 64


class TrackStep:
    """Type the code or hold up the slip."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._watch = CardWatch(around)
        self._problem = ""
        self._asking = False
        self._code = ""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Look for a slip."""
        self._asking = False
        return self._watch.begin()

    def view(self) -> View:
        """The code box beside a live picture."""
        return TrackView(
            problem=self._problem,
            asking=self._asking,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Ask the portal about a code."""
        match intent:
            case WentBack():
                self._watch.end()
                return Turn(back=1)
            case CardLooked() if not self._asking:
                effects = self._watch.again(intent)
                if effects is None:
                    return Turn()
                codes = intent.sight.codes if intent.sight else ()
                slip = next((code for code in codes if code.kind in _CODES), None)
                if slip is not None:
                    return self._ask(reference_in(slip.raw))
                document = document_in(intent.sight) if intent.sight else None
                return self._find(document.number) if document else Turn(effects=effects)
            case OwnDossiersFound(dossiers=dossiers) if self._asking and not dossiers:
                self._problem = "track.none_of_card"
                return Turn(effects=self.enter())
            case OwnDossiersFound(dossiers=dossiers) if self._asking:
                self._asking = False
                return Turn(to=OwnDossiersStep(self._visit, self._around, dossiers, self._result))
            case EffectFailed(effect="FindOwnDossiers") if self._asking:
                self._notice = Notice("warning", intent.text_key)
                return Turn(effects=self.enter())
            case CodeEntered(code=entered) if not self._asking:
                code = reference_in(entered)  # a scanner types the whole code of the slip
                if not code.strip() or len(code) > CODE_LIMIT:
                    self._problem = "track.code_wrong"
                    return Turn()
                return self._ask(code)
            case TrackingFound(tracking=None) if self._asking:
                self._problem = "track.unknown_away" if intent.away else "track.unknown"
                return Turn(effects=self.enter())
            case TrackingFound(tracking=tracking) if self._asking and tracking is not None:
                self._asking = False
                return Turn(to=TrackResultStep(self._visit, self._around, tracking, away=intent.away))
            case EffectFailed(effect="TrackDossier") if self._asking:
                self._notice = Notice("warning", intent.text_key)
                return Turn(effects=self.enter())
        return Turn()

    def _find(self, personal_number: str) -> Turn:
        """By the card: what its holder has filed at this terminal."""
        self._watch.end()
        self._asking, self._problem, self._notice = True, "", None
        return Turn(effects=(FindOwnDossiers(personal_number=personal_number),))

    def _result(self, found: TrackingFound) -> Step:
        assert found.tracking is not None
        return TrackResultStep(self._visit, self._around, found.tracking, away=found.away)

    def _ask(self, code: str) -> Turn:
        self._watch.end()
        self._asking, self._problem, self._notice = True, "", None
        return Turn(effects=(TrackDossier(code=code.strip().upper()),))


class TrackResultStep:
    """The dossier's state, both clocks, what to do next."""

    def __init__(self, visit: Visit, around: Surroundings, tracking: Tracking, *, away: bool) -> None:
        self._visit = visit
        self._around = around
        self._tracking = tracking
        self._away = away
        self._slip = Slip(tracking.code, self._receipt)

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Public facts only."""
        procedure = self._around.catalogue.get(self._tracking.procedure)
        return TrackResultView(
            tracking=self._tracking,
            away=self._away,
            procedure_name=procedure.name if procedure else None,
            slip=self._slip.state,
            can_pay=self._can_pay,
            can_supplement=self._state is DossierState.SUPPLEMENT_REQUESTED,
            can_withdraw=may_withdraw(self._state),
            counted=self._counted(),
            can_read_decision=self._state in DECIDED,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Finish, or print what is on the screen."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case WentOn() | Left():
                return Turn(leave="completed")
            case SupplementChosen() if self._state is DossierState.SUPPLEMENT_REQUESTED:
                return Turn(to=self._by_own_card("supplement", self._supplement))
            case WithdrawChosen() if may_withdraw(self._state):
                return Turn(to=self._by_own_card("withdraw", self._withdraw))
            case DecisionChosen() if self._state in DECIDED:
                return Turn(to=self._by_own_card("decision", self._decision))
            case PayChosen() if self._can_pay:
                return Turn(to=PayStep(self._visit, self._around, self._tracking.code))
        return Turn(effects=self._slip.handle(intent))

    @property
    def _state(self) -> DossierState:
        return DossierState.read(self._tracking.state)

    @property
    def _can_pay(self) -> bool:
        return self._state is DossierState.PAYMENT_REQUIRED

    def _by_own_card(self, purpose: str, next_step: Callable[[Dossier], Step]) -> Step:
        """Whoever only holds the code may look, not act."""
        procedure = self._around.catalogue.get(self._tracking.procedure)
        name = procedure.name if procedure else None
        code = self._tracking.code
        return OwnCardStep(self._visit, self._around, code, purpose, next_step, procedure_name=name)

    def _supplement(self, dossier: Dossier) -> Step:
        return OpenSupplementStep(self._visit, self._around, dossier.local_reference, SupplementStep)

    def _decision(self, dossier: Dossier) -> Step:
        return DecisionStep(self._visit, self._around, dossier)

    def _withdraw(self, dossier: Dossier) -> Step:
        return WithdrawStep(self._visit, self._around, dossier)

    def _counted(self) -> tuple[Text, ...]:
        tracking = self._tracking
        return how_due_was_counted(
            self._around,
            self._around.catalogue.get(tracking.procedure),
            "post" if tracking.posted_at else "online",
            tracking.accepted_at,
            tracking.due_at,
        )

    def _receipt(self) -> Receipt:
        language = self._visit.language
        procedure = self._around.catalogue.get(self._tracking.procedure)
        known = DossierState.read(self._tracking.state) is not DossierState.UNKNOWN
        state = self._tracking.state if known else DossierState.UNKNOWN.value
        name = procedure.name.in_language(language) if procedure else self._tracking.procedure
        next_step = self._around.words(f"state_next.{state}", language)
        if state == DossierState.ACCEPTED:
            return acceptance_slip(
                self._around.portal,
                self._tracking,
                procedure_name=name,
                agency=self._around.agency(self._tracking.agency).in_language(language),
                notice="",
                next_step=next_step,
                counted=[line.in_language(language) for line in self._counted()],
                language=language,
            )
        return tracking_slip(
            self._around.portal,
            self._tracking,
            procedure_name=name,
            state_text=self._around.words(f"state.{state}", language) if known else self._tracking.state,
            next_step=next_step,
            counted=[line.in_language(language) for line in self._counted()],
            language=language,
        )
