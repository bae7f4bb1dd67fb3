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

    @property
    def is_empty(self) -> bool:
        """Nothing that names the person is here."""
        return not (any(one.form_kept for one in self.dossiers) or self.accounts or self.drafts)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased, by count, and what stays with its reason."""

    dossiers: int
    documents: int
    accounts: int
    drafts: int
    kept: tuple[tuple[str, KeptWhy], ...]


@dataclass(frozen=True, slots=True)
class RetentionDue:
    """What a retention time has run out for, and is about to be erased."""

    forms: int
    staff_drafts: int


class PersonRecords(Protocol):
    """Looking for one person among everything that is kept; never done without a request."""

    def of_person(self, number: str) -> PersonData: ...
    def erase(self, number: str) -> Erasure:
        """Whatever may be erased, in one transaction, each dossier recorded."""

    def forget_forms(self, *, ended_before: datetime) -> int:
        """Erase the forms of dossiers that ended before then; the record stays."""

    def forget_staff_drafts(self, *, saved_before: datetime) -> int: ...
    def due(self, *, ended_before: datetime, saved_before: datetime) -> RetentionDue: ...
    def seal(self, content: bytes, passphrase: str) -> bytes:
        """An age file that the passphrase opens."""
