"""The words of the technician's panel: what happens there, what it orders, and what its screens show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.upload import QueueCounts
from kiosk.flow.messages import Effect, Intent, View


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the terminal hangs on. `says` and `todo` are text keys under `opening.`; a fact "@key" is a text itself."""

    check: str
    state: str
    """ok, warn or fail."""
    says: str
    facts: Mapping[str, str] = field(default_factory=dict)
    todo: str = ""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """Network, clock and queue at one moment. `heard_s`: seconds since the last believable answer, None before one."""

    gateway: str
    online: bool
    problem: str
    wait_s: float
    heard_s: float | None
    clock_skew_s: float | None
    at: datetime
    counts: QueueCounts
    next_try_s: float | None
    next_why: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the program's log; personal data was never in it."""

    at: str
    level: str
    where: str
    words: str


# --- what happens --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianCalled(Intent):
    """The corners were tapped in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksMade(Intent):
    """How everything stands now."""

    watch: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelToolChosen(Intent):
    """One of the panel's tools, by its name."""

    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveConfirmed(Intent):
    """Yes, end the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePutAside(Intent):
    """No, go on serving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusSeen(Intent):
    """One picture judged: `score` 0 to 100, 0 where there is no picture; `light` 0 to 255."""

    watch: str
    camera: str
    score: int = 0
    light: int = 0
    width: int = 0
    height: int = 0
    frame_number: int = 0
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusBegunAnew(Intent):
    """Forget the best one so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCameraChosen(Intent):
    """Look through the other camera."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenMeasured(Intent):
    """The frame fits the card: the screen's real diagonal."""

    diagonal_inch: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSizeKept(Intent):
    """It stands in the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLoaded(Intent):
    """Network, clock and queue."""

    watch: str
    line: LineFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLoaded(Intent):
    """The newest lines, newest first."""

    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilterChosen(Intent):
    """Only what went wrong, or everything."""

    only_trouble: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffListed(Intent):
    """Everybody who may sign in here."""

    members: tuple[StaffMember, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChosen(Intent):
    """Somebody of the list, by staff number; empty for a new one."""

    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEntered(Intent):
    """A new member of staff with a first PIN, or with a known number a new PIN and role for them."""

    staff_id: str
    name: str
    role: Role
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLockChanged(Intent):
    """Let the chosen one in again, or no longer."""

    active: bool


# --- what is ordered -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeChecks(Effect):
    """→ ChecksMade."""

    watch: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForFocus(Effect):
    """→ FocusSeen."""

    watch: str
    camera: str
    since_frame: int = 0
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepScreenSize(Effect):
    """→ ScreenSizeKept."""

    diagonal_inch: float
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine(Effect):
    """→ LineLoaded."""

    watch: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLog(Effect):
    """→ LogLoaded."""

    only_trouble: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStaff(Effect):
    """→ StaffListed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMember(Effect):
    """Add or change somebody → StaffListed. An empty PIN leaves theirs as it is."""

    staff_id: str
    name: str
    role: Role
    pin: str = field(repr=False)
    is_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LockMember(Effect):
    """→ StaffListed."""

    staff_id: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveProgram(Effect):
    """End it: "restart" or "desktop"; recorded with who said so."""

    how: str
    staff_id: str


# --- what is shown -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianView(View):
    """The panel: every check, live, and the tools. `asks` is "restart" or "desktop" while that is to be confirmed."""

    personal: bool = False
    checks: tuple[Check, ...] | None = None
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusView(View):
    """A camera's picture with how sharp it is; `best` of this look so far."""

    personal: bool = False
    busy: bool = True
    camera: str
    has_other: bool
    seen: FocusSeen | None = None
    best: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSizeView(View):
    """A frame as large as an identity card should be, by the size in the settings."""

    personal: bool = False
    diagonal_inch: float
    kept: bool = False
    keeping: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDeskView(View):
    """Network, clock and queue."""

    personal: bool = False
    line: LineFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView(View):
    """The program's log."""

    personal: bool = False
    lines: tuple[LogLine, ...] | None = None
    only_trouble: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDeskView(View):
    """Everybody; `chosen` is somebody's number, "" for a new one, None while nobody is."""

    personal: bool = False
    members: tuple[StaffMember, ...] | None = None
    chosen: str | None = None
    working: bool = False
    own_id: str = ""
