"""What is held about one person, for a citizen who asks for it or wants it erased (Law 91/2025/QH15); values and port."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from kiosk.domain.events import Consent


class KeptWhy(StrEnum):
    """Why something is not erased although its person asks for it."""

    IN_PROGRESS = "in_progress"
    """The service that the citizen asked for is not finished: withdraw it first."""
    RECORD = "record"
    """Reference, procedure, states and dates: the post keeps the record (QĐ 45/2016/QĐ-TTg), without the person."""
    ACCOUNT_WAITS = "account_waits"
    """The portal has not settled the registration yet."""
    COMPLAINT_TERM = "complaint_term"
    """What the post took over or gave out: sender, signatures and slips prove it while a complaint is possible."""
    MONEY = "money"
    """Vouchers of money are kept as accounts are; they name no applicant."""


class PostPiece(StrEnum):
    """What the post's desk holds of a person."""

    ENVELOPE = "envelope"
    RESULT = "result"
    SIGNATURE = "signature"
    NEWS = "news"
    """What the portal was told of it."""
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One piece of the post's desk; `kept` None: it may go when its person asks."""

    piece: PostPiece
    name: str
    """S10 number, reference or code."""
    at: datetime
    kept: KeptWhy | None


@dataclass(frozen=True, slots=True)
class HeldDossier:
    """`form_kept`: the form with the person's data is here; else only the record is."""

    reference: str
    procedure_name: str
    state: str
    created_at: datetime
    form_kept: bool
    documents_kept: int
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class PersonData:
    """Everything held about one person. `whole` is all of it as JSON values, for the export."""

    masked_number: str
    dossiers: tuple[HeldDossier, ...]
    accounts: tuple[tuple[str, str, datetime], ...]
    """(reference, state, made at) of registrations whose data is here."""
    drafts: tuple[tuple[str, datetime], ...]
    """(procedure, saved at)."""
    whole: Mapping[str, Any] = field(repr=False)
    post: tuple[HeldPost, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing that names the person is here."""
        kept = any(one.form_kept for one in self.dossiers)
        named = any(one.kept not in (KeptWhy.RECORD, KeptWhy.MONEY) for one in self.post)
        return not (kept or self.accounts or self.drafts or named)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased, by count, and what stays with its reason."""

    dossiers: int
    documents: int
    accounts: int
    drafts: int
    kept: tuple[tuple[str, KeptWhy], ...]
    post: int = 0
    """Pieces of the post's desk."""


@dataclass(frozen=True, slots=True)
class RetentionDue:
    """What a retention time has run out for, and is about to be erased."""

    forms: int
    staff_drafts: int


class PersonRecords(Protocol):
    """Looking for one person among everything that is kept; never done without a request."""

    def of_person(self, number: str, *, post_ended_before: datetime) -> PersonData:
        """Everything; what the post's desk ended before then is past the time of complaints."""

    def erase(self, number: str, *, post_ended_before: datetime) -> Erasure:
        """Whatever may be erased, in one transaction, each dossier recorded."""

    def forget_forms(self, *, ended_before: datetime) -> int:
        """Erase the forms of dossiers that ended before then; the record stays."""

    def forget_staff_drafts(self, *, saved_before: datetime) -> int: ...
    def due(self, *, ended_before: datetime, saved_before: datetime) -> RetentionDue: ...
    def seal(self, content: bytes, passphrase: str) -> bytes:
        """An age file that the passphrase opens."""
