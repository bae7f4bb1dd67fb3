"""The words of a shift: opened with the change counted, closed with what was done and what still waits."""

from dataclasses import dataclass

from kiosk.domain.shift import Shift
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState

Counts = tuple[tuple[str, int], ...]
"""(text key, how many)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpenAsked(Intent):
    """Open it, with so much change in the drawer (đồng)."""

    cash: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftCloseAsked(Intent):
    """Close it; `note` is what the next shift should know."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLoaded(Intent):
    """How it stands. `closed` is the shift that was closed just now."""

    shift: Shift | None
    done: Counts
    waits: Counts
    closed: Shift | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadShift(Effect):
    """Is one open, what was done in it, what waits?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShift(Effect):
    """Write it down."""

    staff_id: str
    staff_name: str
    cash: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseShift(Effect):
    """Write its end down."""

    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintShiftSlip(Effect):
    """The slip that closes a shift."""

    shift: Shift
    clerk: str
    note: str
    done: Counts
    waits: Counts
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView(View):
    """The open shift with its counts, or the door to a new one."""

    loaded: bool = False
    shift: Shift | None = None
    closed: Shift | None = None
    done: Counts = ()
    waits: Counts = ()
    slip: SlipState | None = None
    working: bool = False
