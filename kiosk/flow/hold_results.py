"""The desk of results: scanned in from the agency's bag, the citizen invited, brought to the door, sent back."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.domain.errors import RuleBroken
from kiosk.domain.held_result import (
    AT_THE_POINT,
    HandOut,
    HeldResult,
    Receiver,
    ResultState,
    ResultTerms,
    invite_from,
    invited,
    moved,
    send_back_from,
    sent_back,
)
from kiosk.domain.person import Person
from kiosk.domain.post_item import check_label
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import mask_phone
from kiosk.domain.scan import CodeKind
from kiosk.flow.envelope import working_calendar
from kiosk.flow.hand_out_result import HandOutStep, result_receipt
from kiosk.flow.intents import CardLooked, EffectFailed, PrintAskedAgain, WentBack, WentOn
from kiosk.flow.issue_paper_slip import invitation_slip
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.post_words import LabelEntered
from kiosk.flow.result_words import (
    DoorAsked,
    DoorTold,
    HandOutAsked,
    HeldResultView,
    InviteAsked,
    LoadResult,
    LoadResults,
    MoveResult,
    ResultChanged,
    ResultLoaded,
    ResultOpened,
    ResultsLoaded,
    ResultsView,
    ResultTaken,
    SendBackAsked,
    TakeResultIn,
)
from kiosk.flow.scan_identity import ScanCardStep
from kiosk.flow.slip import Slip
from kiosk.flow.views import WaitingView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_code import CodeWatch
from kiosk.flow.ways import WayName

_S = ResultState
STEPS = 3
_CODES = frozenset({CodeKind.SLIP, CodeKind.DOSSIER_CODE, CodeKind.S10})


def result_terms(around: Surroundings) -> ResultTerms:
    """As configured."""
    return ResultTerms(around.post.invite_gap_days, around.post.result_keep_days)


class ResultsStep:
    """Scan one after the other; what cannot be matched is kept apart and stops nothing."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._results: tuple[HeldResult, ...] | None = None
        self._watch = CodeWatch(around, _CODES)
        self._problem = self._said = ""
        self._taken: HeldResult | None = None
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Always fresh."""
        return (LoadResults(), *self._watch.begin())

    def view(self) -> View:
        """The list, with when something is to be done."""
        around = self._around
        terms, calendar = result_terms(around), working_calendar(around)
        next_at = {}
        for result in self._results or ():
            at = invite_from(result, terms, calendar) or send_back_from(result, terms, calendar)
            if at is not None:
                next_at[result.id] = at
        return ResultsView(
            results=self._results,
            next_at=next_at,
            now=around.now(),
            problem=self._problem,
            said=self._said,
            taken=self._taken,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Take in, open."""
        match intent:
            case WentBack():
                self._watch.end()
                return Turn(back=1)
            case ResultsLoaded(results=results):
                self._results = results
            case LabelEntered(text=text) if text.strip():
                return Turn(effects=(self._take(text),))
            case CardLooked():
                effects, code = self._watch.again(intent)
                return Turn(effects=(*effects, *((self._take(code),) if code else ())))
            case ResultTaken(result=result, is_new=is_new):
                self._taken, self._problem = result, "" if is_new else "results.here_already"
                return Turn(effects=(LoadResults(),))
            case ResultOpened(result_id=result_id):
                self._watch.end()
                return Turn(to=HeldResultStep(self._visit, self._around, result_id))
            case EffectFailed(effect="TakeResultIn"):
                self._taken, self._problem = None, intent.text_key
            case EffectFailed(effect="LookForCard"):
                self._watch.lost()
            case EffectFailed():
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _take(self, text: str) -> TakeResultIn:
        self._said = " ".join(text.split())[:40]
        return TakeResultIn(code=text, staff_id=self._visit.staff_id or "")


class HeldResultStep:
    """One result: invite, hand out, to the door, send back. `given`: it is handed out right now."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        result_id: str,
        given: MoveResult | None = None,
    ) -> None:
        self._visit = visit
        self._around = around
        self._result_id = result_id
        self._given = given
        self._result: HeldResult | None = given.before if given else None
        self._applicant: Person | None = None
        self._representative: Person | None = None
        self._missing = False
        self._moving = False
        self._slip: Slip | None = None
        self._problem = ""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Load it; one that is handed out now is kept first."""
        if self._given is not None:
            if self._moving or self._slip is not None:
                return ()
            self._moving = True
            return (self._given,)
        return (LoadResult(result_id=self._result_id, staff_id=self._visit.staff_id or ""),)

    def view(self) -> View:
        """What may be done with it now."""
        result = self._result
        if result is None:
            key = "held_result.not_found" if self._missing else "work.loading"
            return WaitingView(
                text_key=key, can_go_back=True, busy=False, assisted_by=self._visit.assisted_by
            )
        terms, calendar = result_terms(self._around), working_calendar(self._around)
        phone = self._applicant.phone if self._applicant else None
        return HeldResultView(
            result=result,
            masked_phone=mask_phone(phone) if phone else "",
            invite_from=invite_from(result, terms, calendar),
            send_back_from=send_back_from(result, terms, calendar),
            now=self._around.now(),
            can_hand_out=result.state in AT_THE_POINT,
            problem=self._problem,
            slip=self._slip.state if self._slip else None,
            fresh=self._given is not None,
            busy=self._moving,
            can_go_back=self._given is None or (not self._moving and self._slip is None),
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One move at a time; each rule says in words why not."""
        match intent:
            case ResultLoaded() if self._given is None:
                self._result, self._missing = intent.result, intent.result is None
                self._applicant, self._representative = intent.applicant, intent.representative
            case ResultChanged(result=result) if self._moving:
                return self._changed(result)
            case EffectFailed(effect="MoveResult"):
                self._moving, self._notice = False, Notice("error", intent.text_key)
            case WentOn() if self._given is not None and self._slip is not None:
                return Turn(leave="completed")
            case WentBack() if not self._moving and not (self._given and self._slip):
                return Turn(back=1)
            case PrintAskedAgain() if self._slip is not None:
                return Turn(effects=self._slip.order())
            case _ if self._result is not None and not self._moving and self._given is None:
                try:
                    return self._asked(intent, self._result)
                except RuleBroken as broken:
                    self._problem = broken.text_key
                    return Turn()
            case _ if self._slip is not None:
                return Turn(effects=self._slip.handle(intent))
        return Turn()

    def _asked(self, intent: Intent, result: HeldResult) -> Turn:
        now: datetime = self._around.now()
        terms, calendar = result_terms(self._around), working_calendar(self._around)
        match intent:
            case InviteAsked():
                after = invited(result, now, terms, calendar)
                by_portal = bool(result.dossier_id and self._applicant and self._applicant.phone)
                if not by_portal:
                    self._slip = Slip(
                        f"{result.id} invitation {len(after.invited_at)}", lambda: self._letter(after)
                    )
                how = {"by": "portal" if by_portal else "letter"}
                return self._move(after, how, invites=by_portal)
            case SendBackAsked():
                return self._move(sent_back(result, now, terms, calendar), {})
            case DoorAsked(label=label):
                after = moved(result, _S.IN_DELIVERY, at=now, label=check_label(label))
                return self._move(after, {})
            case DoorTold() if result.state is not _S.IN_DELIVERY:
                raise RuleBroken("it is not out for delivery", code="result_moved_on")
            case DoorTold(given=False):
                return self._move(moved(result, _S.AT_AGENT_POINT, at=now, label=""), {"came_back": True})
            case DoorTold(given=True):
                receiver = self._applicant or Person()
                out = HandOut(receiver, Receiver.APPLICANT, "clerk")
                after = moved(result, _S.DELIVERED, at=now)
                return self._move(after, {"where": "door"}, out=out)
            case HandOutAsked() if result.state in AT_THE_POINT:
                self._problem = ""
                begin = self._visit.begin(self._around, WayName.TRACK_DOSSIER)
                return Turn(
                    effects=begin, to=ScanCardStep(self._visit, self._around, (1, STEPS), self._receive)
                )
        return Turn(effects=self._slip.handle(intent) if self._slip else ())

    def _receive(self, holder: Person) -> Step:
        assert self._result is not None

        def given(move: MoveResult) -> Step:
            return HeldResultStep(self._visit, self._around, self._result_id, move)

        return HandOutStep(
            self._visit,
            self._around,
            self._result,
            holder,
            (self._applicant, self._representative),
            given,
        )

    def _move(
        self,
        after: HeldResult,
        facts: Mapping[str, object],
        *,
        invites: bool = False,
        out: HandOut | None = None,
    ) -> Turn:
        assert self._result is not None
        self._moving, self._problem, self._notice = True, "", None
        order = MoveResult(
            before=self._result,
            after=after,
            staff_id=self._visit.staff_id or "",
            facts=facts,
            invites=invites,
            out=out,
        )
        return Turn(effects=(order,))

    def _changed(self, result: HeldResult) -> Turn:
        self._moving, self._result = False, result
        self._notice = Notice("success", f"held_result.done_{result.state.value.lower()}")
        if self._given is not None and self._given.out is not None:
            given, signed = self._given.out, self._given.signatures
            self._slip = Slip(
                f"{result.id} result",
                lambda: result_receipt(self._visit, self._around, result, given, signed),
            )
            return Turn(effects=self._slip.order())
        letter = self._slip.order() if self._slip and result.state in (_S.INVITED_1, _S.INVITED_2) else ()
        if not letter:
            self._slip = None
        return Turn(effects=letter)

    def _letter(self, result: HeldResult) -> Receipt:
        applicant = self._applicant or Person()
        return invitation_slip(
            self._around.portal,
            result,
            applicant,
            clerk=self._visit.assisted_by,
            language=self._visit.language,
        )
