"""A draft changes hands: a clerk signs in over a citizen's session, or it goes on elsewhere under a short code."""

from datetime import datetime

from kiosk.domain.events import AuditKind
from kiosk.domain.receipt import Receipt
from kiosk.flow.effects import Record
from kiosk.flow.filing import Filing
from kiosk.flow.intents import EffectFailed, Left, WentBack, WentOn
from kiosk.flow.issue_receipt import local_time_text, point_values
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.passing_words import DraftPassedOn, KeepDraftHere, PassDraftOn, PassedOnView
from kiosk.flow.pick_up_draft import AgreedStep
from kiosk.flow.slip import Slip
from kiosk.flow.staff_words import StaffJudged
from kiosk.flow.staff_work import SignInStep
from kiosk.flow.visit import Surroundings, Visit


class SignInOverStep(SignInStep):
    """The clerk came over: signed in, they see what was agreed to and go on where the citizen is stuck."""

    def handle(self, intent: Intent) -> Turn:
        """As any sign-in, but it leads back into the citizen's session."""
        match intent:
            case StaffJudged(result=result) if self._checking and result.member is not None:
                self._checking = False
                if result.member.must_change:
                    self._problem = "staff.change_first"
                    return Turn()
                self._visit.staff, self._visit.came_over = result.member, True
                taken = Record(
                    kind=AuditKind.DRAFT_PICKED_UP,
                    subject=self._visit.draft_id or self._visit.session_id,
                    facts={"staff": result.member.id, "way": "same_terminal"},
                )
                step = AgreedStep(self._visit, self._around, lambda: Turn(back=1))
                return Turn(effects=(taken, *saved(self._visit)), to=step, instead=True)
        return super().handle(intent)


def hand_back(visit: Visit) -> tuple[Effect, ...]:
    """The clerk steps back; the draft is the citizen's again."""
    staff_id = visit.staff_id or ""
    visit.staff, visit.came_over = None, False
    subject = visit.draft_id or visit.session_id
    return (
        Record(kind=AuditKind.DRAFT_PASSED_ON, subject=subject, facts={"staff": staff_id, "to": "citizen"}),
        Record(kind=AuditKind.STAFF_SIGNED_OUT, subject=staff_id, facts={"reason": "handed_back"}),
        *saved(visit),
    )


def saved(visit: Visit) -> tuple[Effect, ...]:
    """Whose the draft is now, durably."""
    return (visit.filing.save(),) if visit.filing is not None and visit.draft_id else ()


class PassOnStep:
    """The code on the screen and on a slip; the session ends and the draft waits."""

    def __init__(self, filing: Filing, around: Surroundings, code: str) -> None:
        self._filing = filing
        self._around = around
        self._code = code
        self._until: datetime | None = None
        self._slip = Slip(f"pass/{code}", self._receipt)
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Put it under the code."""
        visit = self._filing.visit
        return (PassDraftOn(draft=self._filing.draft(), code=self._code, staff_id=visit.staff_id),)

    def view(self) -> View:
        """Nothing of the draft itself."""
        return PassedOnView(
            code=self._code if self._until else "",
            until=self._until,
            hotline=self._around.portal.agent_point.hotline,
            slip=self._slip.state,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Leave it there, or go on here after all."""
        visit = self._filing.visit
        match intent:
            case DraftPassedOn(code=code, until=until) if code == self._code:
                self._until, visit.passed_on = until, True
                return Turn(effects=self._slip.order())
            case WentOn() | Left() if self._until is not None:
                return Turn(leave="passed_on")
            case WentBack():
                visit.passed_on = False
                return Turn(effects=(KeepDraftHere(draft_id=visit.draft_id),), back=1)
            case EffectFailed(effect="PassDraftOn"):
                self._notice = Notice("error", intent.text_key)
                return Turn()
        return Turn(effects=self._slip.handle(intent))

    def _receipt(self) -> Receipt:
        assert self._until is not None
        visit = self._filing.visit
        values = {
            **point_values(self._around.portal),
            "code": self._code,
            "procedure_name": self._filing.procedure.name.in_language(visit.language),
            "until": local_time_text(self._until),
            "at": local_time_text(self._around.now()),
        }
        return Receipt("pass_on", values, visit.language)
