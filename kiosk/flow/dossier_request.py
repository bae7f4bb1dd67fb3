"""Everything a confirmed dossier consists of, and the wire body it becomes; nothing is stored or sent here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.domain.account import AccountWay
from kiosk.domain.events import Consent, wire_time
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Person
from kiosk.domain.procedure import Procedure


@dataclass(frozen=True, slots=True)
class ComponentAnswer:
    """How one component was met: `how` is pages, shown, by_data, or kept (a document sent before stays)."""

    component_id: str
    how: str
    page_ids: tuple[str, ...] = ()
    """The pages in order; for "kept" the one document's id."""


@dataclass(frozen=True, slots=True)
class DossierRequest:
    """What the citizen confirmed. Personal data: `repr` shows nothing of it."""

    dossier_id: str
    draft_id: str
    procedure: Procedure
    case_id: str
    agency: str
    applicant: Person = field(repr=False)
    answers: Mapping[str, Any] = field(repr=False)
    components: tuple[ComponentAnswer, ...]
    delivery_method: str
    delivery_address: str = field(default="", repr=False)
    consents: tuple[Consent, ...] = ()
    verification: VerificationMethod | None = None
    verified_at: datetime | None = None
    staff_id: str | None = None
    started_at: datetime | None = None
    spent_s: float = 0.0
    """Seconds of work; the time between two visits is none."""
    notice_channels: frozenset[str] = frozenset()
    """sms, email: how the portal may write to the applicant."""
    autofilled_fields: int = 0
    revision: int = 1
    replaces: str | None = None
    account_way: AccountWay | None = None
    representative: Person | None = field(default=None, repr=False)
    confirmed: bool = False
    """The citizen saw it whole and said yes; without that nothing is kept, and nothing is ever sent."""
    counted: Mapping[str, Any] = field(default_factory=dict)
    """Level and prices, for the month's report."""

    @property
    def actor(self) -> str:
        """Who typed, as histories and the audit trail name them."""
        return f"clerk:{self.staff_id}" if self.staff_id else "citizen"


def wire_body(request: DossierRequest, *, confirmed_at: datetime) -> dict[str, Any]:
    """The contract's PUT body without `local_reference` and `documents`, which the store fills in."""
    started = request.started_at or confirmed_at
    return {
        "revision": request.revision,
        "replaces": request.replaces,
        "procedure": {
            "code": request.procedure.code,
            "version": request.procedure.version,
            "case": request.case_id,
        },
        "agency": request.agency,
        "channel": "online",
        "applicant": request.applicant.to_wire(),
        "representative": request.representative.to_wire() if request.representative else None,
        "form": dict(request.answers),
        "delivery": {
            "method": request.delivery_method,
            "address": {
                "line": None,
                "ward_code": None,
                "province_code": None,
                "text": request.delivery_address,
            }
            if request.delivery_address
            else None,
            "waybill": None,
        },
        "notices": {
            "sms": "sms" in request.notice_channels and bool(request.applicant.phone),
            "email": "email" in request.notice_channels and bool(request.applicant.email),
            "zalo": False,
        },
        "consents": [consent.to_wire() for consent in request.consents],
        "identity_verification": {
            "method": request.verification.value,
            "at": wire_time(request.verified_at or confirmed_at),
        }
        if request.verification
        else None,
        "entered_by": {"kind": "clerk" if request.staff_id else "citizen", "staff_id": request.staff_id},
        "confirmed_by_citizen_at": wire_time(confirmed_at),
        "times": {"started_at": wire_time(started), "confirmed_at": wire_time(confirmed_at)},
        "effort": {
            "autofilled_fields": request.autofilled_fields,
            "seconds": max(0, round(request.spent_s)),
        },
    }
