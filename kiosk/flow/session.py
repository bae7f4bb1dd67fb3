"""The session machine: the welcome, one visit at a time, idle warning and wipe; no clock, no library."""

from kiosk.domain.clerk_call import CallEnd
from kiosk.domain.events import AuditKind
from kiosk.domain.service_watch import MOST_STARS
from kiosk.domain.staff import Role, StaffMember
from kiosk.flow.call_staff import StaffCall
from kiosk.flow.call_words import (
    CallFound,
    CallsSeen,
    CallState,
    CallWithdrawn,
    ClerkCalledView,
    ClerkWasCalled,
    FindCall,
)
from kiosk.flow.chip_words import LeaveChip
from kiosk.flow.effects import EndSession, FindResume, Record, RestCameras
from kiosk.flow.help_words import DemonstrationDue, DemonstrationEnded, DemonstrationView
from kiosk.flow.intents import (
    ClerkCalled,
    EffectFailed,
    IdleNoticed,
    IdleRanOut,
    LanguageChosen,
    Left,
    PortalRefreshed,
    ResumeFound,
    SessionEnded,
    StillHere,
    WayChosen,
    WentBack,
)
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Path, Turn
from kiosk.flow.page_words import PagesKept
from kiosk.flow.pass_on import PassOnStep, SignInOverStep, hand_back
from kiosk.flow.passing_words import ClerkCameOver, HandedBack, PassDraftOn, PassOnAsked, PickUpOpened
from kiosk.flow.pick_up_draft import PickUpStep
from kiosk.flow.practice_words import PracticeOpened
from kiosk.flow.practise import PracticeStep
from kiosk.flow.resume_begun import ResumeStep
from kiosk.flow.staff_tools import ToolsStep
from kiosk.flow.staff_words import SignedOut
from kiosk.flow.staff_work import SignInStep, WorkListStep, first_step
from kiosk.flow.technician_panel import PanelStep
from kiosk.flow.technician_words import TechnicianCalled
from kiosk.flow.views import (
    IdleWarningView,
    OutOfOrderView,
    SummaryView,
    WaitingView,
    WelcomeView,
)
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_words import KeepRating, Rated
from kiosk.flow.ways import WayName

IDLE_WARNING_S = 20
WAITING_WARNING_S = 60
"""Whoever waits for staff may have sat down."""
_NOBODY_WAITS_FOR = frozenset(
    {"BeginSession", "Record", "EndCall", "FindCall", "RestCameras", "LeaveChip", "KeepRating"}
)
"""Orders that no screen depends on: that they failed stands in the log."""


class Session:
    """Answers every intent with a view and effects. One instance a terminal; visits come and go.

    Whoever runs the effects compares `visit_number`: an answer to an order of an earlier visit is nobody's any
    more and must not be handed in.
    """

    def __init__(
        self, around: Surroundings, staff: StaffMember | None = None, broken: EffectFailed | None = None
    ) -> None:
        """`staff`: who is signed in from the start, as when a clerk practises. `broken`: out of order from the start."""
        self._around = around
        self._visit = Visit(language=around.language, staff=staff)
        self._path = Path(WelcomeStep(self._visit, around))
        if staff is not None:
            self._path.follow(Turn(to=WorkListStep(self._visit, around)))
        self._visit_number = 0
        self._warning = False
        self._called = False
        """The screen of the call stands over the step below."""
        self._call = StaffCall(around)
        self._ending = False
        self._signs_out = False
        self._door = False
        """The technician's door opens as soon as the visit is over."""
        self._broken = broken

    @property
    def visit_number(self) -> int:
        """Counts up whenever everything of a visit was wiped."""
        return self._visit_number

    @property
    def staff_name(self) -> str:
        """Who is signed in; empty when nobody is."""
        return self._visit.assisted_by

    @property
    def own_call(self) -> tuple[CallState, str]:
        """How the call of whoever stands here stands, and who comes."""
        return self._call.state, self._call.comes

    def start(self) -> tuple[View, tuple[Effect, ...]]:
        """The first view, and the orders of the start."""
        return self.view, (*self._path.top.enter(), FindCall()) if self._broken is None else ()

    @property
    def view(self) -> View:
        """What to show now."""
        if self._broken is not None and self._path.at_start:
            terminal = self._around.terminal or self._around.portal.agent_point.code
            return OutOfOrderView(
                terminal=terminal, code=self._broken.code, text_key=self._broken.text_key, has_door=True
            )
        if self._ending:
            return WaitingView(text_key="session.ending", personal=False)
        if self._warning:
            return self._idle_warning()
        if self._called:
            return ClerkCalledView(
                hotline=self._around.portal.agent_point.hotline,
                session_code=self._session_code(),
                state=self._call.state,
                comes=self._call.comes,
                waits_min=self._call.waits_min,
                can_sign_in=self._may_change_hands and self._visit.staff is None,
                can_pass_on=self._may_change_hands and bool(self._visit.filing and self._visit.draft_id),
                can_hand_back=self._may_change_hands and self._visit.came_over,
                can_go_back=True,
                assisted_by=self._visit.assisted_by,
                patience_s=self._around.waiting_s if self._call.is_open else 0,
            )
        return self._path.top.view()

    def handle(self, intent: Intent) -> tuple[View, tuple[Effect, ...]]:
        """One intent in; the view after it and the orders to carry out."""
        effects = self._handle(intent)
        return self.view, effects

    def _handle(self, intent: Intent) -> tuple[Effect, ...]:
        if self._broken is not None and self._path.at_start and not self._ending:
            return self._rescue(intent)
        match intent:
            case EffectFailed(broken=True):
                return self._break(intent)
            case SessionEnded() | EffectFailed(effect="EndSession") | IdleRanOut() if self._ending:
                # the screen is wiped whatever became of the store; time runs out in between only after a bug
                return self._begin_anew()
            case LanguageChosen(language=language):
                self._visit.language = language
                return ()
            case EffectFailed(effect=effect) if effect in _NOBODY_WAITS_FOR:
                return ()
            case PortalRefreshed():
                return ()
            case _ if self._ending:
                return ()
            case IdleNoticed():
                return self._grow_idle()
            case StillHere():
                self._warning = False
                return ()
            case IdleRanOut():
                return self._end("idle", sign_out=True) if self._at_work else ()
            case Left() | SignedOut() if self._keeping:
                return ()
            case SignedOut():
                return self._end("signed_out", sign_out=True)
            case TechnicianCalled():
                return (Record(kind=AuditKind.TECHNICIAN_CALLED, subject=""), *self._call_technician())
            case ClerkCalled():
                self._called = True
                alone = self._visit.staff is None
                return self._call.begin(self._path.top.view(), self._session_code()) if alone else ()
            case CallsSeen() | CallFound() | ClerkWasCalled() | EffectFailed(effect="CallClerk"):
                return self._hear_of_calls(intent)
            case CallWithdrawn() if self._called:
                self._called = False
                return self._call.end(CallEnd.WITHDRAWN)
            case Rated(stars=stars) if not self._visit.stars and 1 <= stars <= MOST_STARS:
                self._visit.stars = stars
                return (KeepRating(stars=stars),)
            case WentBack() if self._called:
                self._called = False
                return ()
            case ClerkCameOver() | HandedBack() | PassOnAsked() if self._called:
                return self._change_hands(intent)
            case PagesKept(draft_id=draft_id) if self._visit.filing and draft_id == self._visit.draft_id:
                # kept for every step: the person may have gone on before the store answered
                self._visit.filing.take_pages(intent)
        turn = self._path.top.handle(intent)
        if turn.leave or (isinstance(intent, Left) and self._at_work):
            out = turn.leave == "signed_out"
            return (*turn.effects, *self._end(turn.leave or "left", sign_out=out))
        effects = self._path.follow(turn)
        if turn.back and self._path.at_start:
            # back on the first screen: the visit is over, nothing of it may reach the next person
            return (*turn.effects, *self._end("left", sign_out=self._broken is not None))
        if turn.back and isinstance(self._path.top, WorkListStep) and self._visit.session_id:
            return (*turn.effects, *self._end("left"))
        if self._visit.came_over and self._call.is_open:
            return (*effects, *self._call.end(CallEnd.HELPED, self._visit.staff_id or ""))
        return effects

    def _rescue(self, intent: Intent) -> tuple[Effect, ...]:
        """Out of order: staff may still take out what waits, and the technician may look."""
        match intent:
            case TechnicianCalled():
                return (Record(kind=AuditKind.TECHNICIAN_CALLED, subject=""), *self._call_technician())
            case WayChosen(way=WayName.STAFF):
                return self._path.follow(Turn(to=SignInStep(self._visit, self._around, leads_to=ToolsStep)))
        return ()

    def _call_technician(self) -> tuple[Effect, ...]:
        """The visit under way ends first: nothing of it may stay behind the panel."""
        if self._at_work:
            self._door = True
            return self._end("technician", sign_out=True)
        door = SignInStep(self._visit, self._around, leads_to=PanelStep, only=Role.TECHNICIAN)
        return self._path.follow(Turn(to=door))

    @property
    def _at_work(self) -> bool:
        waits = self._called or self._call.is_open
        return not self._path.at_start or self._visit.staff is not None or waits

    def _grow_idle(self) -> tuple[Effect, ...]:
        """Whoever waits for staff is not asked yet: the screen of the call covers what stands there, and has patience."""
        if self._call.is_open and not self._called:
            self._called = True
        else:
            self._warning = self._at_work
        return ()

    def _idle_warning(self) -> IdleWarningView:
        if not self._call.is_open:
            return IdleWarningView(warning_s=IDLE_WARNING_S)
        code = self._session_code() if self._can_wait_elsewhere else ""
        return IdleWarningView(warning_s=WAITING_WARNING_S, waits=True, kept_under=code)

    def _hear_of_calls(self, intent: Intent) -> tuple[Effect, ...]:
        if isinstance(intent, CallsSeen):
            self._around.calls, self._around.rings = intent.calls, intent.rings
        self._call.take(intent)
        return ()

    def hang_up(self) -> tuple[Effect, ...]:
        """Nobody waits at this session any more."""
        return self._call.end(CallEnd.VISIT_OVER)

    @property
    def _may_change_hands(self) -> bool:
        """Not while the step below waits for an answer that would not find it any more."""
        return bool(self._visit.session_id) and not self._path.top.view().busy

    def _change_hands(self, intent: Intent) -> tuple[Effect, ...]:
        visit = self._visit
        if not self._may_change_hands:
            return ()
        match intent:
            case ClerkCameOver() if visit.staff is None:
                self._called = False
                return self._path.follow(Turn(to=SignInOverStep(visit, self._around)))
            case HandedBack() if visit.came_over:
                self._called = False
                return hand_back(visit)
            case PassOnAsked() if visit.filing is not None and visit.draft_id:
                self._called = False
                step = PassOnStep(visit.filing, self._around, self._session_code())
                return self._path.follow(Turn(to=step))
        return ()

    @property
    def _keeping(self) -> bool:
        """A confirmed dossier is becoming durable: its reference must reach the person, nobody leaves in between."""
        view = self._path.top.view()
        return isinstance(view, SummaryView) and view.keeping

    def _session_code(self) -> str:
        return self._visit.session_id[-6:].upper()

    def _end(self, reason: str, *, sign_out: bool = False) -> tuple[Effect, ...]:
        """Wipe. A clerk's unfinished draft stays on the work list; a citizen's goes for good."""
        visit = self._visit
        sign_out = sign_out or visit.came_over
        waited = reason == "idle" and self._called and self._call.is_open
        keep = self._keep_for_the_clerk() if waited else ()
        self._ending, self._called, self._warning = True, False, False
        self._signs_out = sign_out
        gone = Record(kind=AuditKind.STAFF_SIGNED_OUT, subject=visit.staff_id or "", facts={"reason": reason})
        end = EndSession(
            session_id=visit.session_id,
            reason=reason,
            draft_id=visit.draft_id or None,
            keep_draft=visit.passed_on
            or (visit.staff is not None and not (visit.leaves_nothing and reason == "left")),
        )
        left = (gone,) if sign_out and visit.staff else ()
        return (*self._let_go(), *left, *keep, *self.hang_up(), end)

    def _keep_for_the_clerk(self) -> tuple[Effect, ...]:
        """Who gave up waiting may have gone to the desk: the draft waits there under the code that stood on the screen."""
        visit = self._visit
        if visit.filing is None or not self._can_wait_elsewhere:
            return ()
        visit.passed_on = True
        return (PassDraftOn(draft=visit.filing.draft(), code=self._session_code(), staff_id=None),)

    @property
    def _can_wait_elsewhere(self) -> bool:
        """A citizen's own draft of a dossier that is not sent yet."""
        visit = self._visit
        return visit.filing is not None and bool(visit.draft_id) and visit.staff is None

    def _let_go(self) -> tuple[Effect, ...]:
        """Of every device that looks at people and their cards."""
        return (RestCameras(), LeaveChip()) if self._around.has_chip_reader else (RestCameras(),)

    def _begin_anew(self) -> tuple[Effect, ...]:
        staff = None if self._signs_out else self._visit.staff
        first = self._wipe()
        if self._door:
            self._door = False
            return (*first, *self._call_technician())
        if staff is None:
            return first
        self._visit.staff = staff
        return self._path.follow(Turn(to=WorkListStep(self._visit, self._around)))

    def _wipe(self) -> tuple[Effect, ...]:
        self._visit_number += 1
        self._call = StaffCall(self._around)
        self._ending = self._called = self._warning = self._signs_out = False
        self._visit = Visit(language=self._around.language)
        return self._path.restart(WelcomeStep(self._visit, self._around))

    def _break(self, failed: EffectFailed) -> tuple[Effect, ...]:
        """This machine cannot go on, only a restart ends that; nothing of the visit stays behind the last screen."""
        self._wipe()
        self._broken = failed
        return self._let_go()


def welcome_view(around: Surroundings) -> WelcomeView:
    """What the first screen says of this agent point."""
    point = around.portal.agent_point
    return WelcomeView(
        point_name=point.name,
        hotline=point.hotline,
        hours=point.hours,
        account_method="portal" if "portal" in around.portal.account_methods else "vneid",
        demonstration_s=around.demonstration_s,
        can_practise=around.citizens_practise,
    )


class WelcomeStep:
    """The start."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._shows_how = False

    def enter(self) -> tuple[Effect, ...]:
        """Did a power cut leave something behind?"""
        self._shows_how = False
        return (FindResume(),)

    def view(self) -> View:
        """The tiles, or how it goes."""
        welcome = welcome_view(self._around)
        if self._shows_how:
            return DemonstrationView(account_method=welcome.account_method)
        return welcome

    def handle(self, intent: Intent) -> Turn:
        """Begin a way."""
        match intent:
            case ResumeFound(draft=draft) if draft is not None:
                return Turn(to=ResumeStep(self._visit, self._around, draft.id, intent))
            case DemonstrationDue() | DemonstrationEnded():
                self._shows_how = isinstance(intent, DemonstrationDue)
            case PracticeOpened() if self._around.citizens_practise:
                return Turn(to=PracticeStep(self._visit, self._around))
            case WayChosen(way=way):
                begin = () if way is WayName.STAFF else self._visit.begin(self._around, way)
                return Turn(effects=begin, to=first_step(way, self._visit, self._around))
            case PickUpOpened():
                return Turn(to=PickUpStep(self._visit, self._around))
        return Turn()
