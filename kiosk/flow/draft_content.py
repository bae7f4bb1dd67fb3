"""Who a draft is of and what was agreed to, as plain values in it and back; what is being made is the draft's own matter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.domain.account import AccountWay
from kiosk.domain.draft import Draft
from kiosk.domain.events import Consent, wire_time
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Person
from kiosk.domain.rules import mask_number
from kiosk.flow.visit import Visit


def visit_to_json(visit: Visit) -> dict[str, Any]:
    """Everything of the visit that a draft brings back."""
    return {
        "applicant": visit.applicant.to_wire() if visit.applicant else None,
        "representative": visit.representative.to_wire() if visit.representative else None,
        "account_way": visit.account_way.value if visit.account_way else None,
        "verification": visit.verification.value if visit.verification else None,
        "verified_at": wire_time(visit.verified_at) if visit.verified_at else None,
        "consents": [consent.to_wire() for consent in visit.consents],
        "language": visit.language,
    }


def restore_visit(visit: Visit, draft: Draft) -> None:
    """The visit as it was when the draft was saved."""
    content: Mapping[str, Any] = draft.content
    visit.draft_id = draft.id
    visit.applicant = Person.from_wire(content["applicant"]) if content.get("applicant") else None
    standing_in = content.get("representative")
    visit.representative = Person.from_wire(standing_in) if standing_in else None
    way = content.get("account_way")
    visit.account_way = AccountWay(way) if way else None
    method = content.get("verification")
    visit.verification = VerificationMethod(method) if method else None
    visit.verified_at = time_of(content.get("verified_at"))
    visit.consents = tuple(
        Consent(item["purpose"], item["version"], datetime.fromisoformat(item["agreed_at"]))
        for item in content.get("consents", ())
    )


def masked_applicant(visit: Visit) -> str:
    """What the work list may say of whose it is."""
    return mask_number((visit.applicant.personal_number or "") if visit.applicant else "")


def time_of(text: str | None) -> datetime | None:
    """A wire time; None where none was kept."""
    return datetime.fromisoformat(text) if text else None
