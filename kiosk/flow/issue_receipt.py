"""What goes on each slip, as the values its template asks for; painting and printing happen elsewhere.

Personal numbers and phones are masked; a return date never stands on a slip before the portal accepted.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kiosk.domain.account import Tracking
from kiosk.domain.dossier import WAITING_STATES, Dossier, DossierState
from kiosk.domain.person import Person
from kiosk.domain.portal import PortalSettings
from kiosk.domain.procedure import Procedure
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import mask_number, mask_phone
from kiosk.flow.visit import VIETNAM

_NOT_PROVEN = WAITING_STATES | {DossierState.QUARANTINED, DossierState.MISMATCH}
"""A supplement of a dossier that was sent before waits like any other."""


def _point(portal: PortalSettings) -> dict[str, object]:
    point = portal.agent_point
    return {
        "point_name": point.name,
        "point_address": point.address,
        "operator": point.operator,
        "hotline": point.hotline,
    }


def local_time_text(at: datetime | None) -> str:
    """ "14:05 22/11/2026" in Vietnam's time; empty for None."""
    return f"{at + VIETNAM:%H:%M %d/%m/%Y}" if at else ""


def money_text(amount: int) -> str:
    """ "8.000 đ": dots between thousands."""
    return f"{amount:,}".replace(",", ".") + " đ"


def account_slip(
    portal: PortalSettings,
    person: Person,
    *,
    state: str,
    at: datetime,
    reference: str,
    clerk: str,
    language: str,
) -> Receipt:
    """`state`: active, link, vneid or pending."""
    values = {
        **_point(portal),
        "title_state": state,
        "name": person.full_name,
        "number_masked": mask_number(person.personal_number or ""),
        "phone_masked": mask_phone(person.phone or ""),
        "at": local_time_text(at),
        "clerk": clerk,
        "reference": reference,
    }
    return Receipt("account", values, language)


def submission_slip(
    portal: PortalSettings,
    dossier: Dossier,
    procedure: Procedure,
    person: Person,
    *,
    agency: str,
    case_name: str,
    documents: Sequence[tuple[str, int, str]],
    missing: Iterable[str],
    total: int | None,
    fee_text: str,
    fee_note: str,
    delivery_text: str,
    delivery_price_text: str,
    clerk: str,
    language: str,
) -> Receipt:
    """The slip of a durable dossier. `documents`: (component, pages, how)."""
    values = {
        **_point(portal),
        "reference": dossier.local_reference,
        "at": local_time_text(dossier.created_at),
        "procedure_name": procedure.name.in_language(language),
        "procedure_code": procedure.code,
        "case_name": case_name,
        "agency": agency,
        "applicant_name": person.full_name,
        "number_masked": mask_number(person.personal_number or ""),
        "phone_masked": mask_phone(person.phone or ""),
        "documents": [{"name": name, "pages": pages, "how": how} for name, pages, how in documents],
        "missing": list(missing),
        "fee_text": fee_text,
        "fee_note": fee_note,
        "delivery_text": delivery_text,
        "delivery_price_text": delivery_price_text,
        "total_text": money_text(total) if total is not None else "",
        "state": "sent" if dossier.sent_at and dossier.state not in _NOT_PROVEN else "queued",
        "official_code": dossier.official_code or "",
        "clerk": clerk,
        "qr": dossier.local_reference,
    }
    return Receipt("submission", values, language)


def tracking_slip(
    portal: PortalSettings,
    tracking: Tracking,
    *,
    procedure_name: str,
    state_text: str,
    next_step: str,
    language: str,
) -> Receipt:
    """Where a dossier stands, on paper; no citizen data."""
    values = {
        **_point(portal),
        "code": tracking.code,
        "procedure_name": procedure_name,
        "state_text": state_text,
        "sent_at": local_time_text(tracking.received_at),
        "accepted_at": local_time_text(tracking.accepted_at),
        "due_at": local_time_text(tracking.due_at) if tracking.accepted_at else "",
        "as_of": local_time_text(tracking.as_of),
        "next_step": next_step,
        "qr": tracking.code,
    }
    return Receipt("tracking", values, language)
