"""Honest service as values: flags for the supervisor, anonymous ratings, and who is trained for what; rules in `flags`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

MOST_STARS = 5


class FlagKind(StrEnum):
    """What a supervisor has to look at."""

    SHARED_CONTACT = "shared_contact"
    """One phone, e-mail or bank account behind many citizens: a broker, or a helpful relative."""
    OFF_HOURS = "off_hours"
    MANY_DROPS = "many_drops"
    TOO_FAST = "too_fast"
    LATE_HANDOVER = "late_handover"
    REPEAT_VISITS = "repeat_visits"
    SECOND_SUPPLEMENT = "second_supplement"
    """The agency asked twice: it may do so once (once-only rule)."""
    LATE_ACCEPTANCE = "late_acceptance"
    """Sent, and the agency has taken no notice of it for too long."""
    OVERDUE_RESULT = "overdue_result"
    """The day that the agency promised is over, and there is no result."""
    UNTOLD_RESULT = "untold_result"
    """A result of which no portal tells its owner: the office itself has to."""


class FlagReason(StrEnum):
    """How a supervisor settled a flag."""

    EXPLAINED = "explained"
    """Looked at; there is a good reason."""
    SPOKEN = "spoken"
    """Spoken with the clerk; it will not happen again."""
    CORRECTED = "corrected"
    REPORTED = "reported"
    """Passed on to the operator or the agency."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules found. `key` names it once: the same finding a day later is the same flag, with new facts.

    `subject` is a staff id, a procedure's code, a local reference, or a piece of a keyed digest; never personal data.
    """

    kind: FlagKind
    key: str
    subject: str
    facts: Mapping[str, str | int]
    references: tuple[str, ...] = ()
    """Local references of the dossiers to look at, the newest first."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding that stands on the supervisor's list until somebody settles it with a reason."""

    id: str
    finding: Finding
    raised_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    reason: FlagReason | None = None


@dataclass(frozen=True, slots=True)
class SharedContact:
    """One contact and how many people stand behind it; `digest` is the beginning of a keyed digest."""

    kind: str
    digest: str
    people: int
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """Who is trained for which procedures. As long as nobody's list is kept, nobody is warned."""

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Staff id → procedure codes."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Staff id → name, of those who may be asked."""

    def is_trained(self, staff_id: str, code: str) -> bool:
        """Whether this person may take this procedure without a warning."""
        return not self.codes or code in self.codes.get(staff_id, frozenset())

    def whom_to_ask(self, code: str) -> tuple[str, ...]:
        """Names of colleagues trained for it."""
        return tuple(
            sorted(
                self.names[staff_id]
                for staff_id, codes in self.codes.items()
                if code in codes and staff_id in self.names
            )
        )


class ServiceWatch(Protocol):
    """Contacts by keyed digest, flags, ratings of a day, lists of training."""

    def shared_contacts(self, *, since: datetime, least: int) -> list[SharedContact]:
        """Contacts behind at least so many people, among dossiers confirmed since then."""

    def raise_flags(self, findings: Collection[Finding]) -> int:
        """Put the new ones on the list, each recorded; how many were new."""

    def flags(self, *, settled: bool = False) -> list[Flag]:
        """Those that are open, or those that were settled; the newest first."""

    def settle(self, flag_id: str, *, staff_id: str, reason: FlagReason) -> bool:
        """False when it is settled already."""

    def rate(self, stars: int, *, day: date) -> None:
        """One citizen's rating: nothing but stars and the day is kept."""

    def count_ratings(self, *, before: date) -> int:
        """Write each day that is over into the trail, as counts; how many ratings that were."""

    def unsent_ratings(self, *, limit: int) -> list[tuple[str, int, date]]:
        """(id, stars, day) of counted ones that the portal has not been told yet."""

    def ratings_sent(self, rating_ids: Collection[str]) -> None:
        """The portal has them: nothing of them is kept any longer."""

    def training(self) -> Mapping[str, frozenset[str]]:
        """Staff id → procedure codes."""

    def set_trained(self, staff_id: str, code: str, trained: bool, *, by: str) -> None:
        """Recorded in the trail."""
