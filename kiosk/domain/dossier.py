"""A dossier's life: its states and allowed moves, its documents, and what the kiosk keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.account import AccountWay


class DossierState(StrEnum):
    """Where a dossier stands. The value is the wire's spelling; an unknown state of a portal becomes UNKNOWN."""

    DRAFT = "DRAFT"
    CHECKED = "CHECKED"
    QUEUED = "QUEUED"
    UPLOADING = "UPLOADING"
    QUARANTINED = "QUARANTINED"
    """The gateway refused it for good: a person must look; kept whole (kiosk's own state)."""
    MISMATCH = "MISMATCH"
    """The signed manifest is not what the kiosk holds: nothing is deleted (kiosk's own state)."""
    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED"
    SUPPLEMENTED = "SUPPLEMENTED"
    REFUSED = "REFUSED"
    PAYMENT_REQUIRED = "PAYMENT_REQUIRED"
    IN_PROCESS = "IN_PROCESS"
    EXTENDED = "EXTENDED"
    STOPPED = "STOPPED"
    WITHDRAWN = "WITHDRAWN"
    RESULT_READY = "RESULT_READY"
    RETURNED = "RETURNED"
    CLOSED = "CLOSED"
    SUPERSEDED = "SUPERSEDED"
    DISCARDED = "DISCARDED"
    UNKNOWN = "UNKNOWN"

    @classmethod
    def read(cls, raw: str) -> "DossierState":
        """The state named by the portal, or UNKNOWN; the raw word is kept beside it."""
        try:
            return cls(raw)
        except ValueError:
            return cls.UNKNOWN


_S = DossierState
_ENDINGS = frozenset({_S.REFUSED, _S.STOPPED, _S.WITHDRAWN, _S.SUPERSEDED})
ALLOWED_MOVES: Mapping[DossierState, frozenset[DossierState]] = {
    _S.DRAFT: frozenset({_S.CHECKED, _S.DISCARDED}),
    _S.CHECKED: frozenset({_S.QUEUED, _S.DRAFT, _S.DISCARDED}),
    _S.QUEUED: frozenset({_S.UPLOADING, _S.QUARANTINED, _S.SUBMITTED, _S.SUPPLEMENTED, _S.DISCARDED}),
    _S.UPLOADING: frozenset(
        {_S.QUEUED, _S.SUBMITTED, _S.SUPPLEMENTED, _S.QUARANTINED, _S.MISMATCH, _S.DRAFT}
    ),
    _S.QUARANTINED: frozenset({_S.QUEUED, _S.DRAFT, _S.DISCARDED}),
    _S.MISMATCH: frozenset({_S.QUEUED, _S.SUBMITTED, _S.SUPPLEMENTED}),
    _S.SUBMITTED: frozenset(
        {_S.ACCEPTED, _S.SUPPLEMENT_REQUESTED, _S.REFUSED, _S.PAYMENT_REQUIRED, _S.WITHDRAWN}
    ),
    _S.SUPPLEMENT_REQUESTED: frozenset({_S.QUEUED, _S.SUPPLEMENTED, _S.WITHDRAWN, _S.STOPPED, _S.SUPERSEDED}),
    _S.SUPPLEMENTED: frozenset({_S.ACCEPTED, _S.IN_PROCESS, _S.REFUSED}),
    _S.ACCEPTED: frozenset({_S.PAYMENT_REQUIRED, _S.IN_PROCESS}),
    _S.PAYMENT_REQUIRED: frozenset({_S.SUBMITTED, _S.ACCEPTED, _S.IN_PROCESS, _S.STOPPED}),
    _S.IN_PROCESS: frozenset(
        {_S.SUPPLEMENT_REQUESTED, _S.EXTENDED, _S.RESULT_READY, _S.STOPPED, _S.WITHDRAWN}
    ),
    _S.EXTENDED: frozenset({_S.RESULT_READY, _S.STOPPED}),
    _S.RESULT_READY: frozenset({_S.RETURNED}),
    _S.RETURNED: frozenset({_S.CLOSED}),
    **{ending: frozenset({_S.CLOSED}) for ending in _ENDINGS},
}
"""What the kiosk itself may do. A portal's event is believed whatever move it makes."""

WAITING_STATES = frozenset({_S.QUEUED, _S.UPLOADING})
"""On this kiosk and not yet proven to be at the portal."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A finished file about to be kept. `content` is whole: documents are bounded by the portal's size limit."""

    id: str
    component_id: str
    name: str
    media_type: str
    pages: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A kept file of a dossier. `sha256` is lower-case hex over the plain bytes."""

    id: str
    component_id: str
    name: str
    media_type: str
    bytes: int
    sha256: str
    pages: int
    upload_url: str | None = None
    full_uploads: int = 0
    """How often the whole document was sent and yet stayed missing."""
    purged: bool = False

    def to_wire(self) -> dict[str, Any]:
        """The contract's document."""
        return {
            "id": self.id,
            "component_id": self.component_id,
            "name": self.name,
            "media_type": self.media_type,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "pages": self.pages,
        }


@dataclass(frozen=True, slots=True)
class NewDossier:
    """A dossier the citizen has confirmed, before it is durable.

    `body` is the contract's PUT body without `local_reference` and `documents`, which the store fills in.
    """

    id: str
    procedure_code: str
    procedure_name: str
    body: Mapping[str, Any] = field(repr=False)
    documents: tuple[NewDocument, ...] = ()
    revision: int = 1
    draft_id: str | None = None
    """The draft that ends when this dossier becomes durable, in the same transaction."""
    kept_document_ids: tuple[str, ...] = ()
    """Documents of the revision before that stay part of this one."""
    account_way: AccountWay | None = None
    """What the citizen chose; None where nobody was asked (a prepared folder)."""
    counted: Mapping[str, Any] = field(default_factory=dict)
    """For the audit trail and the month's report: level, prices and their payers; never personal data."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a piece of work stands still: stable code, the server's words, and the fields it named."""

    code: str
    detail: str = ""
    errors: tuple[tuple[str, str, str], ...] = ()
    """`(pointer, code, detail)`, pointers as RFC 6901 into the wire body."""


@dataclass(frozen=True, slots=True)
class StateChange:
    """One append-only step of a dossier's history."""

    state: str
    at: datetime
    by: str
    """"citizen", "clerk:<id>", "kiosk" or "portal"."""
    server_at: datetime | None = None
    reason: str = ""
    came_late: bool = False
    """The portal told it after something that happened later: it stands at its place and moved nothing."""


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One point of the portal's one notice."""

    component_id: str
    reason: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A durable dossier as the kiosk knows it. `raw_state` is the portal's own word."""

    id: str
    local_reference: str
    revision: int
    state: DossierState
    raw_state: str
    procedure_code: str
    procedure_name: str
    body: Mapping[str, Any] = field(repr=False)
    documents: tuple[Document, ...] = ()
    created_at: datetime | None = None
    official_code: str | None = None
    upload_url: str | None = None
    sent_at: datetime | None = None
    """Server time of the signed receipt."""
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    problem: Problem | None = None
    supplement: tuple[SupplementItem, ...] = ()
    notice_text: str = ""
    replaces: str | None = None
    follows: str = ""
    """Local reference of the dossier that this one replaces, where that one is known here."""
    earlier_notices: int = 0
    """How often the portal had asked before, about the dossiers that this one follows."""
    account_way: AccountWay | None = None
    history: tuple[StateChange, ...] = ()

    @property
    def notices(self) -> int:
        """How often the portal has asked for supplements, replaced dossiers included. The rule is once, and whole."""
        asked = sum(step.state == DossierState.SUPPLEMENT_REQUESTED for step in self.history)
        return self.earlier_notices + asked

    @property
    def has_account(self) -> bool:
        """Whether a supplement goes into this same dossier: by the citizen's choice, else by what the body names."""
        if self.account_way is not None:
            return self.account_way is not AccountWay.NONE
        applicant = self.body.get("applicant")
        return isinstance(applicant, Mapping) and bool(applicant.get("account_id"))
