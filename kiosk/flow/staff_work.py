"""The clerk's way: sign-in, the same ways for a citizen, and the work list with what needs a person."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.clerk_call import CallEnd
from kiosk.domain.content_proof import reference_in
from kiosk.domain.events import AuditKind
from kiosk.domain.staff import Role
from kiosk.domain.upload import QueueCounts
from kiosk.flow.bench_words import FIRST_REACH, REACH_GROWS, CodeScanned, MoreWorkAsked
from kiosk.flow.call_words import (
    CallClosed,
    CallLine,
    CallTaken,
    ChimeSwitched,
    EndCall,
    SwitchChime,
    TakeCall,
)
from kiosk.flow.choose_procedure import SearchStep
from kiosk.flow.effects import DropDraft, LoadDraft, Record
from kiosk.flow.intents import DraftLoaded, EffectFailed, Left, WayChosen, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.post_news import PostNewsStep, alarm_of, news_in
from kiosk.flow.printer_desk import PrinterDeskStep
from kiosk.flow.printing_words import PrintDeskSlip, PrinterDeskOpened
from kiosk.flow.register_account import begin_register_account
from kiosk.flow.resume_filing import resume_draft
from kiosk.flow.staff_tools import ToolsStep, tools_of
from kiosk.flow.staff_words import (
    ChangePassword,
    DraftDropped,
    DraftResumed,
    LoadWork,
    NewPasswordEntered,
    NewPasswordView,
    PasswordChanged,
    SignInStaff,
    SignInView,
    StaffEntered,
    StaffJudged,
    WorkItemOpened,
    WorkListView,
    WorkLoaded,
    WorkTabChosen,
)
from kiosk.flow.tools_words import ToolsOpened
from kiosk.flow.track_dossier import TrackStep
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName
from kiosk.flow.work_item import WorkItemStep


def first_step(way: WayName, visit: Visit, around: Surroundings) -> Step:
    """Where a way begins, for a citizen alone and at the clerk's bench alike."""
    match way:
        case WayName.REGISTER_ACCOUNT:
            return begin_register_account(visit, around)
        case WayName.SUBMIT_DOSSIER:
            return SearchStep(visit, around)
        case WayName.TRACK_DOSSIER:
            return TrackStep(visit, around)
        case WayName.WHAT_TO_BRING:
            return SearchStep(visit, around, only_asks=True)
        case WayName.STAFF:
            return SignInStep(visit, around)


class SignInStep:
    """Staff number and password; the lock-out's wait is shown, never the reason.

    `leads_to`: where the right one comes instead of the bench. `only`: nobody else is let in here.
    """

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        *,
        leads_to: Callable[[Visit, Surroundings], Step] | None = None,
        only: Role | None = None,
    ) -> None:
        self._visit = visit
        self._around = around
        self._leads_to = leads_to
        self._only = only
        self._problem = ""
        self._wait_s = 0
        self._checking = False

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Two fields."""
        return SignInView(
            problem=self._problem,
            wait_s=self._wait_s,
            checking=self._checking,
            role=self._only,
            can_go_back=True,
        )

    def handle(self, intent: Intent) -> Turn:
        """Right: the bench. Wrong: one sentence for every reason."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case StaffEntered(staff_id=staff_id, password=password) if not self._checking:
                self._checking, self._problem = True, ""
                return Turn(effects=(SignInStaff(staff_id=staff_id.strip(), password=password),))
            case StaffJudged(result=result, wait_s=wait_s) if self._checking:
                self._checking = False
                if result.member is None:
                    self._wait_s = round(wait_s)
                    self._problem = "staff.locked" if wait_s > 0 else "staff.wrong"
                    return Turn()
                if self._only is not None and result.member.role is not self._only:
                    self._problem = "staff.not_technician"
                    return Turn(effects=(Record(kind=AuditKind.STAFF_REFUSED, subject=result.member.id),))
                self._visit.staff = result.member
                if self._leads_to is not None and not result.member.must_change:
                    return Turn(to=self._leads_to(self._visit, self._around), instead=True)
                if result.member.must_change:
                    return Turn(to=NewPasswordStep(self._visit, self._around), instead=True)
                return _to_the_bench(self._visit, self._around)
            case EffectFailed(effect="SignInStaff"):
                self._checking, self._problem = False, intent.text_key
        return Turn()


class NewPasswordStep:
    """The forced change of the first password."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._problem = ""
        self._changing = False

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Old and new."""
        return NewPasswordView(problem=self._problem)

    def handle(self, intent: Intent) -> Turn:
        """Go on only when it was changed; whoever leaves instead is signed out."""
        staff = self._visit.staff
        match intent:
            case WentBack() | Left():
                return Turn(leave="signed_out")
            case NewPasswordEntered(old=old, new=new) if staff is not None and not self._changing:
                self._changing = True
                return Turn(effects=(ChangePassword(staff_id=staff.id, old=old, new=new),))
            case PasswordChanged(done=True) if staff is not None and self._changing:
                self._visit.staff = replace(staff, must_change=False)
                return _to_the_bench(self._visit, self._around)
            case PasswordChanged():
                self._changing, self._problem = False, "staff.wrong"
            case EffectFailed(effect="ChangePassword"):
                self._changing, self._problem = False, intent.text_key
        return Turn()


def _to_the_bench(visit: Visit, around: Surroundings) -> Turn:
    """The first sign-in of a day opens the shift: its slip says how the terminal stands."""
    opening = PrintDeskSlip(kind="opening", clerk=visit.assisted_by, language=visit.language, once_a_day=True)
    return Turn(effects=(opening,), to=WorkListStep(visit, around), instead=True)


class WorkListStep:
    """Start something for a citizen, or look after what waits."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._loaded: WorkLoaded | None = None
        self._tab = "waiting"
        self._reach = FIRST_REACH
        self._opening = ""
        """The draft that is being fetched."""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Always fresh."""
        self._opening = ""
        return (LoadWork(staff_id=self._visit.staff_id or "", reach=self._reach),)

    def view(self) -> View:
        """The list under the chosen tab."""
        loaded = self._loaded
        return WorkListView(
            tab=self._tab,
            drafts=loaded.drafts if loaded else (),
            queue=loaded.queue if loaded else (),
            counts=loaded.counts if loaded else QueueCounts(),
            supplements=loaded.supplements if loaded else (),
            recent=loaded.recent if loaded else (),
            accounts=loaded.accounts if loaded else (),
            has_tools=bool(tools_of(self._visit)),
            loading=loaded is None,
            calls=tuple(CallLine(call, call.waits_min(self._around.now())) for call in self._around.calls),
            rings=self._around.rings,
            reach=self._reach,
            notice=self._notice or alarm_of(self._loaded),
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """The bench's buttons."""
        staff_id = self._visit.staff_id or ""
        match intent:
            case WorkLoaded():
                self._loaded = intent
            case WorkTabChosen(tab=tab):
                self._tab = tab
                return Turn(effects=self.enter())
            case MoreWorkAsked():
                self._reach *= REACH_GROWS
                return Turn(effects=self.enter())
            case WayChosen(way=way):
                return self._begin(way)
            case ToolsOpened():
                return Turn(to=ToolsStep(self._visit, self._around))
            case CallTaken(call_id=call_id):
                take = TakeCall(call_id=call_id, staff_id=staff_id, name=self._visit.assisted_by)
                return Turn(effects=(take,))
            case CallClosed(call_id=call_id):
                return Turn(effects=(EndCall(call_id=call_id, how=CallEnd.CLOSED, staff_id=staff_id),))
            case ChimeSwitched():
                return Turn(effects=(SwitchChime(),))
            case PrinterDeskOpened():
                return Turn(to=PrinterDeskStep(self._visit, self._around))
            case CodeScanned(text=text):
                return Turn(to=WorkItemStep(self._visit, self._around, reference_in(text)))
            case WorkItemOpened(key=key) if self._loaded and (news := news_in(self._loaded.queue, key)):
                return Turn(to=PostNewsStep(self._visit, news))
            case WorkItemOpened(key=key):
                return Turn(to=WorkItemStep(self._visit, self._around, key))
            case DraftResumed(draft_id=draft_id) if not self._opening:
                self._opening = draft_id
                return Turn(effects=(LoadDraft(draft_id=draft_id, staff_id=staff_id),))
            case DraftDropped(draft_id=draft_id):
                return Turn(effects=(DropDraft(draft_id=draft_id, staff_id=staff_id), *self.enter()))
            case DraftLoaded(draft=draft) if self._opening:
                return self._resumed(intent) if draft is not None else self._not_there()
            case EffectFailed(effect="PrintDeskSlip"):
                return Turn()  # nobody waits for the slip of the shift; the printer's desk prints it later
            case EffectFailed():
                self._opening = ""
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _begin(self, way: WayName) -> Turn:
        if way is WayName.STAFF:
            return Turn()
        begin = self._visit.begin(self._around, way)
        return Turn(effects=begin, to=first_step(way, self._visit, self._around))

    def _resumed(self, loaded: DraftLoaded) -> Turn:
        begin = self._visit.begin(self._around, WayName.SUBMIT_DOSSIER)
        return Turn(effects=begin, to=resume_draft(self._visit, self._around, loaded))

    def _not_there(self) -> Turn:
        self._notice = Notice("warning", "error.draft_unknown")
        return Turn(effects=self.enter())
