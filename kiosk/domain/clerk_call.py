"""A call for staff from a terminal: where somebody is stuck and since when, and the port that keeps it; never who calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

CALL_KEEPS = timedelta(hours=1)
"""A call that nobody ended for so long is of a terminal that lost its power: it is not shown any more."""


class CallReason(StrEnum):
    """What the terminal itself knows of the trouble; the sentence stands under `call_reason.<value>`."""

    UNKNOWN = "unknown"
    CARD = "card"
    PAGE = "page"
    CODE = "code"
    PRINTER = "printer"
    TROUBLE = "trouble"
    OFFLINE = "offline"


class CallEnd(StrEnum):
    """How a call ended; the audit trail's word."""

    HELPED = "helped"
    """A clerk signed in at the caller's terminal."""
    CLOSED = "closed"
    """A clerk said that it is settled."""
    WITHDRAWN = "withdrawn"
    VISIT_OVER = "visit_over"
    LOST = "lost"
    """The terminal stopped, and nobody was left to end it."""


@dataclass(frozen=True, slots=True)
class NewCall:
    """`terminal` is its name on the bench, `code` what the caller can read out, `step` the name of the screen."""

    id: str
    terminal: str
    code: str
    step: str
    reason: CallReason


@dataclass(frozen=True, slots=True)
class ClerkCall:
    """An open call; `taken_by` is the name of the clerk who comes, empty while nobody does."""

    id: str
    terminal: str
    code: str
    step: str
    reason: CallReason
    called_at: datetime
    taken_at: datetime | None = None
    taken_by: str = ""

    def waits_min(self, now: datetime) -> int:
        """Whole minutes since the call; clocks of two terminals may differ, but nobody waits less than none."""
        return max(0, int((now - self.called_at).total_seconds() // 60))


class ClerkCalls(Protocol):
    """Open calls of all terminals that share the store. Every change is in the audit trail, with the seconds until it."""

    def call(self, call: NewCall) -> ClerkCall:
        """Keep it; again with the same id: the one that is there."""

    def open(self) -> Sequence[ClerkCall]:
        """The longest waiting first."""

    def take(self, call_id: str, *, staff_id: str, name: str) -> bool:
        """This clerk comes; False when somebody else does, or the call is over."""

    def end(self, call_id: str, how: CallEnd, *, staff_id: str = "") -> bool:
        """It is over, for this clerk's coming where `staff_id` is given; False when it was over already."""

    def left_here(self, *, since: datetime) -> ClerkCall | None:
        """The call that an earlier run of this terminal left open since then; older ones of it end as lost."""
