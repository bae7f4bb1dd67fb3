"""Every kind of event of the audit trail; `docs/events.md` is made from this file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class AuditKind(StrEnum):
    """What happened. Facts hold no personal data: ids, references, codes and counts only."""

    PROGRAM_STARTED = "program_started"
    PROGRAM_ENDED = "program_ended"
    DEVICE_ENROLLED = "device_enrolled"
    SESSION_BEGAN = "session_began"
    SESSION_ENDED = "session_ended"
    CONSENT_GIVEN = "consent_given"
    ACCOUNT_WAY_CHOSEN = "account_way_chosen"
    IDENTITY_READ = "identity_read"
    IDENTITY_SEEN = "identity_seen"
    ACCOUNT_REGISTERED = "account_registered"
    ACCOUNT_ACTIVATED = "account_activated"
    ACCOUNT_ERASED = "account_erased"
    DRAFT_KEPT = "draft_kept"
    DRAFT_DISCARDED = "draft_discarded"
    DOSSIER_CONFIRMED = "dossier_confirmed"
    DOSSIER_QUEUED = "dossier_queued"
    DOSSIER_SUBMITTED = "dossier_submitted"
    DOSSIER_MOVED = "dossier_moved"
    DOSSIER_QUARANTINED = "dossier_quarantined"
    MANIFEST_MISMATCH = "manifest_mismatch"
    PAGES_PURGED = "pages_purged"
    RECEIPT_PRINTED = "receipt_printed"
    RECEIPT_NOT_PRINTED = "receipt_not_printed"
    STAFF_SIGNED_IN = "staff_signed_in"
    STAFF_REFUSED = "staff_refused"
    STAFF_SIGNED_OUT = "staff_signed_out"
    STAFF_CHANGED = "staff_changed"
    PRACTICE_BEGAN = "practice_began"
    PRACTICE_ENDED = "practice_ended"
    SHIFT_OPENED = "shift_opened"
    SHIFT_CLOSED = "shift_closed"
    RECORD_VIEWED = "record_viewed"
    CLERK_CALLED = "clerk_called"
    CALL_TAKEN = "call_taken"
    CALL_ENDED = "call_ended"
    PRINTER_PROBED = "printer_probed"
    TEMPLATE_CHANGED = "template_changed"
    JOB_RETRIED = "job_retried"
    CLOCK_COMPARED = "clock_compared"
    MAIL_BAG_PACKED = "mail_bag_packed"
    MAIL_BAG_TAKEN_IN = "mail_bag_taken_in"
    CATALOGUE_IMPORTED = "catalogue_imported"
    CATALOGUE_REVIEWED = "catalogue_reviewed"
    DRAFT_PASSED_ON = "draft_passed_on"
    DRAFT_PICKED_UP = "draft_picked_up"
    REPORT_MADE = "report_made"
    RATINGS_COUNTED = "ratings_counted"
    FLAG_RAISED = "flag_raised"
    FLAG_FOLLOWED = "flag_followed"
    FLAG_SETTLED = "flag_settled"
    TRAINING_CHANGED = "training_changed"
    TECHNICIAN_CALLED = "technician_called"
    PROGRAM_LEFT = "program_left"
    SETTING_CHANGED = "setting_changed"
    PERSON_DATA_VIEWED = "person_data_viewed"
    PERSON_DATA_EXPORTED = "person_data_exported"
    PERSON_DATA_ERASED = "person_data_erased"
    DOSSIER_ERASED = "dossier_erased"
    PAYMENT_BEGUN = "payment_begun"
    PAYMENT_MOVED = "payment_moved"
    PAYMENT_DOUBTED = "payment_doubted"
    PAYMENT_SETTLED = "payment_settled"
    CASH_TAKEN = "cash_taken"
    CASH_ADOPTED = "cash_adopted"
    CASH_CLOSED = "cash_closed"
    PAPER_SEALED = "paper_sealed"
    PAPER_HANDED_OVER = "paper_handed_over"
    PAPER_MISHAP = "paper_mishap"
    RESULT_ARRIVED = "result_arrived"
    RESULT_MOVED = "result_moved"
    RESULT_REFUSED = "result_refused"
    POST_NEWS_ADOPTED = "post_news_adopted"
    POST_ERASED = "post_erased"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the hash chain: `hash` = SHA-256 over seq, at, kind, subject, facts and `prev` (hex)."""

    seq: int
    at: datetime
    kind: str
    subject: str
    facts: Mapping[str, Any]
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """The walk over the chain: `broken_at` is the first sequence number that does not fit, None when all do."""

    entries: int
    broken_at: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """What a full check of database, files and audit trail found: the first problems in words, and how many."""

    at: datetime
    problems: tuple[str, ...]
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Consent:
    """One purpose the person agreed to, with the text's version; nothing is kept for what was not agreed."""

    purpose: str
    version: str
    agreed_at: datetime

    def to_wire(self) -> dict[str, Any]:
        """The contract's consent."""
        return {"purpose": self.purpose, "version": self.version, "agreed_at": wire_time(self.agreed_at)}


@dataclass(frozen=True, slots=True)
class PortalEvent:
    """Something that moved at the portal (contract: `GET /v1/events`)."""

    id: str
    dossier_id: str
    at: datetime
    state: str
    code: str | None = None
    due_at: datetime | None = None
    notice: Mapping[str, Any] | None = field(default=None, repr=False)
    payment: Mapping[str, Any] | None = field(default=None, repr=False)
    untimed: bool = False
    """The portal told no time that can be: `at` is when it was read, and says nothing about the order."""


def wire_time(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as the contract wants it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_wire_time(text: str) -> datetime:
    """The inverse of `wire_time`; raises ValueError on anything that is not RFC 3339 with an offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("time without an offset")
    return at
