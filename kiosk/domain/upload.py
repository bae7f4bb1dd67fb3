"""Work for the line as values, and the pure rules of trying again; nothing here sends a byte."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from kiosk.domain.dossier import Problem


class JobKind(StrEnum):
    """Every kind has one module in `kiosk/sync/jobs/`."""

    DELIVER_DOSSIER = "deliver_dossier"
    REGISTER_ACCOUNT = "register_account"
    WITHDRAW_DOSSIER = "withdraw_dossier"
    SEND_CASH = "send_cash"
    TELL_POST = "tell_post"


class Priority(IntEnum):
    """Smaller goes first: what the portal must know, then small files, then big ones."""

    JSON = 0
    SMALL_FILE = 1
    BIG_FILE = 2


SMALL_FILE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job about to be queued, in the same transaction as what it is about. One per (kind, subject, revision)."""

    kind: JobKind
    subject_id: str
    revision: int = 1
    priority: Priority = Priority.JSON


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job; `failures` counts tries without progress since the last progress."""

    id: int
    kind: JobKind
    subject_id: str
    revision: int
    priority: Priority
    failures: int
    lease: str
    """Proof of the claim: a settle with a lost lease changes nothing."""


@dataclass(frozen=True, slots=True)
class Done:
    """The work is finished and proven."""


@dataclass(frozen=True, slots=True)
class Again:
    """Try again after `after_s` seconds. `progressed` restarts the ladder; `priority` moves it to another class."""

    after_s: float
    why: str
    progressed: bool = False
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Final for this piece of work: quarantined and shown to a clerk, never dropped."""

    problem: Problem


JobOutcome = Done | Again | Stop


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One line of the work list. `reference` is the local reference, or the account's masked number."""

    job_id: int
    kind: JobKind
    subject_id: str
    reference: str
    state: str
    """"waiting", "uploading" or "quarantined"."""
    queued_at: datetime
    failures: int = 0
    why: str = ""
    due_in_s: float = 0.0
    bytes_left: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The queue in five numbers; `bytes` is what is still to be sent."""

    waiting: int = 0
    uploading: int = 0
    quarantined: int = 0
    oldest_at: datetime | None = None
    bytes: int = 0

    @property
    def left(self) -> int:
        """Work that is not yet delivered and not quarantined."""
        return self.waiting + self.uploading


@dataclass(slots=True)
class TransferCounts:
    """What a drain cost: payload is the documents' own bytes, sent is every body byte put on the line."""

    bytes_sent: int = 0
    payload_bytes: int = 0
    requests: int = 0
    delivered: int = 0
    seconds: float = field(default=0.0)
