"""What is said between staff and their bench: signing in, the work list, one dossier's work."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Dossier, Problem
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.procedure import Procedure
from kiosk.domain.staff import Role, SignIn
from kiosk.domain.upload import QueueCounts, QueueItem
from kiosk.flow.call_words import CallLine
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffEntered(Intent):
    """Sign-in, as typed."""

    staff_id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasswordEntered(Intent):
    """The forced change of the first password."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Intent):
    """ "Đăng xuất"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTabChosen(Intent):
    """drafts, waiting, quarantined, supplements or done."""

    tab: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemOpened(Intent):
    """One line of the work list."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResumed(Intent):
    """Go on with a draft (after a power cut, or from the work list)."""

    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDropped(Intent):
    """Erase a draft for good."""

    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRetried(Intent):
    """A person says: send it again now."""

    job_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionChosen(Intent):
    """Open a quarantined or supplement-requested dossier for editing."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffJudged(Intent):
    """The result of a sign-in."""

    result: SignIn
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Intent):
    """Whether the change was taken."""

    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLoaded(Intent):
    """The work list's facts."""

    drafts: tuple[Draft, ...]
    queue: tuple[QueueItem, ...]
    counts: QueueCounts
    supplements: tuple[Dossier, ...]
    recent: tuple[Dossier, ...]
    accounts: tuple[tuple[str, str, str], ...] = ()
    """(masked number, state, reference) of registrations that need a person."""
    papers_due: int = 0
    """Paper dossiers that have to be handed over now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemLoaded(Intent):
    """One dossier of the work list in full, with its queue line if it has one."""

    dossier: Dossier | None
    item: QueueItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLoaded(Intent):
    """A draft made from a dossier, so that a person can put right what was named."""

    draft: Draft
    pages: tuple[DraftPage, ...]
    thumbnails: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStaff(Effect):
    """→ StaffJudged."""

    staff_id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOfStaff(Effect):
    """A member of staff says that they have seen card and face of the person of this session → StaffJudged."""

    staff_id: str
    password: str = field(repr=False)
    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword(Effect):
    """→ PasswordChanged."""

    staff_id: str
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWork(Effect):
    """→ WorkLoaded; at most `reach` rows of each kind, the newest."""

    staff_id: str
    reach: int = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWorkItem(Effect):
    """→ WorkItemLoaded; the view is recorded in the audit trail."""

    reference: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryJob(Effect):
    """No answer: whoever asks for it reloads what is shown."""

    job_id: int
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCorrection(Effect):
    """Make a draft of a dossier's content → CorrectionLoaded."""

    reference: str
    draft_id: str
    staff_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInView(View):
    """Staff sign-in; `wait_s` > 0 while locked."""

    problem: str = ""
    wait_s: int = 0
    checking: bool = False
    role: Role | None = None
    """Nobody else is let in here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasswordView(View):
    """The forced change of the first password."""

    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkListView(View):
    """The clerk's bench: start a citizen's way, or look after what waits."""

    tab: str = "waiting"
    drafts: tuple[Draft, ...] = ()
    queue: tuple[QueueItem, ...] = ()
    counts: QueueCounts = field(default_factory=QueueCounts)
    supplements: tuple[Dossier, ...] = ()
    recent: tuple[Dossier, ...] = ()
    accounts: tuple[tuple[str, str, str], ...] = ()
    has_tools: bool = False
    """Whether the menu of tools holds anything for this person."""
    loading: bool = False
    calls: tuple[CallLine, ...] = ()
    """People who wait for help at any terminal of the branch."""
    rings: bool = True
    """Whether a new call is also heard here."""
    reach: int = 2_000
    """A kind that fills this many rows may have more behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemView(View):
    """One dossier for a clerk: state, reason in words, what to do."""

    dossier: Dossier
    procedure: Procedure | None = None
    """Names the form's fields and the papers; None when the portal no longer lists it."""
    item: QueueItem | None = None
    problem: Problem | None = None
    can_retry: bool = False
    can_correct: bool = False
    can_pay: bool = False
    can_withdraw: bool = False
    slips: tuple[str, ...] = ()
    """Which slips can be printed of it (`dossier_slips`)."""
    slip: SlipState | None = None
    counted: tuple[Text, ...] = ()
    """Why the result is due on that day."""
