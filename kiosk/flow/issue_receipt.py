"""What goes on each slip, as the values its template asks for; painting and printing happen elsewhere.

Personal numbers and phones are masked; a return date never stands on a slip before the portal accepted.
"""

from collections.abc import Iterable, Mapping, Sequence
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


def point_values(portal: PortalSettings) -> dict[str, object]:
    """The agent point, as every slip names it."""
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
        **point_values(portal),
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
    procedure: Procedure | None,
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
    proof: str = "",
    representative: Person | None = None,
) -> Receipt:
    """The slip of a durable dossier. `documents`: (component, pages, how). `proof`: what its QR code says instead of
    the bare reference (`content_proof`)."""
    values = {
        **point_values(portal),
        "reference": dossier.local_reference,
        "at": local_time_text(dossier.created_at),
        "procedure_name": procedure.name.in_language(language) if procedure else dossier.procedure_name,
        "procedure_code": dossier.procedure_code,
        "case_name": case_name,
        "agency": agency,
        "applicant_name": person.full_name,
        "number_masked": mask_number(person.personal_number or ""),
        "phone_masked": mask_phone(person.phone or ""),
        "organisation_name": (person.organisation or {}).get("name", ""),
        "representative_name": representative.full_name if representative else "",
        "documents": [{"name": name, "pages": pages, "how": how} for name, pages, how in documents],
        "pages_total": str(sum(pages for _, pages, _ in documents) or ""),
        "missing": list(missing),
        "fee_text": fee_text,
        "fee_note": fee_note,
        "delivery_text": delivery_text,
        "delivery_price_text": delivery_price_text,
        "total_text": money_text(total) if total is not None else "",
        "state": "sent" if dossier.sent_at and dossier.state not in _NOT_PROVEN else "queued",
        "official_code": dossier.official_code or "",
        "account": dossier.account_way.value if dossier.account_way else "",
        "follows": dossier.follows,
        "clerk": clerk,
        "qr": proof or dossier.local_reference,
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
    counted: Sequence[str] = (),
) -> Receipt:
    """Where a dossier stands, on paper; no citizen data."""
    values = {
        **point_values(portal),
        "code": tracking.code,
        "procedure_name": procedure_name,
        "state_text": state_text,
        "sent_at": local_time_text(tracking.received_at),
        "accepted_at": local_time_text(tracking.accepted_at),
        "due_at": local_time_text(tracking.due_at) if tracking.accepted_at else "",
        "as_of": local_time_text(tracking.as_of),
        "next_step": next_step,
        "counted": list(counted),
        "qr": tracking.code,
    }
    return Receipt("tracking", values, language)


def acceptance_slip(
    portal: PortalSettings,
    tracking: Tracking,
    *,
    procedure_name: str,
    agency: str,
    notice: str,
    next_step: str,
    language: str,
    reference: str = "",
    applicant: Person | None = None,
    counted: Sequence[str] = (),
) -> Receipt:
    """The official acceptance as the portal sent it; `applicant` only for whoever is known to be him."""
    person = applicant or Person()
    values = {
        **point_values(portal),
        "code": tracking.code,
        "reference": reference,
        "procedure_name": procedure_name,
        "agency": agency,
        "applicant_name": person.full_name,
        "number_masked": mask_number(person.personal_number or ""),
        "sent_at": local_time_text(tracking.received_at),
        "accepted_at": local_time_text(tracking.accepted_at),
        "due_at": local_time_text(tracking.due_at) if tracking.accepted_at else "",
        "notice": notice,
        "next_step": next_step,
        "as_of": local_time_text(tracking.as_of),
        "counted": list(counted),
        "qr": tracking.code,
    }
    return Receipt("acceptance", values, language)


def supplement_slip(
    portal: PortalSettings,
    dossier: Dossier,
    *,
    names: Mapping[str, str],
    applicant: Person,
    at: datetime | None,
    language: str,
) -> Receipt:
    """Everything the agency asks for, once and whole. `names`: component → its words; `at`: when it asked."""
    values = {
        **point_values(portal),
        "reference": dossier.local_reference,
        "code": dossier.official_code or "",
        "procedure_name": dossier.procedure_name,
        "applicant_name": applicant.full_name,
        "at": local_time_text(at),
        "items": [
            {
                "name": names.get(item.component_id, item.component_id),
                "reason": item.reason,
                "what_to_do": item.what_to_do,
            }
            for item in dossier.supplement
        ],
        "notice": dossier.notice_text,
        "notices": str(dossier.notices) if dossier.notices > 1 else "",
        "qr": dossier.local_reference,
    }
    return Receipt("supplement", values, language)


def payment_slip(
    portal: PortalSettings,
    dossier: Dossier,
    *,
    applicant: Person,
    lines: Sequence[tuple[str, int]] = (),
    payee: str = "",
    state: str = "due",
    vietqr: str = "",
    pay_by: datetime | None = None,
    paid_at: datetime | None = None,
    look_up: str = "",
    language: str,
) -> Receipt:
    """What is to be paid, or was. `lines`: (what for, đồng); `state`: due, paid or expired; `vietqr` only while due."""
    values = {
        **point_values(portal),
        "state": state,
        "reference": dossier.local_reference,
        "code": dossier.official_code or "",
        "procedure_name": dossier.procedure_name,
        "applicant_name": applicant.full_name,
        "lines": [{"what": what, "amount": money_text(amount)} for what, amount in lines],
        "total_text": money_text(sum(amount for _, amount in lines)) if lines else "",
        "payee": payee,
        "pay_by": local_time_text(pay_by) if state == "due" else "",
        "paid_at": local_time_text(paid_at),
        "notice": dossier.notice_text,
        "look_up": look_up,
        "qr": vietqr if state == "due" else "",
    }
    return Receipt("payment", values, language)


def opening_slip(
    portal: PortalSettings,
    *,
    terminal: str,
    version: str,
    at: datetime,
    clerk: str,
    checks: Sequence[tuple[str, str, str, str]],
    counts: Sequence[tuple[str, str]],
    language: str,
) -> Receipt:
    """How the terminal stands when a shift opens. `checks`: (what, ok | warn | fail, how it stands, what to do)."""
    values = {
        **point_values(portal),
        "terminal": terminal,
        "version": version,
        "at": local_time_text(at),
        "clerk": clerk,
        "checks": [
            {"what": what, "state": state, "value": value, "todo": todo}
            for what, state, value, todo in checks
        ],
        "counts": [{"what": what, "value": value} for what, value in counts],
        "wrong": str(sum(state == "fail" for _, state, _, _ in checks) or ""),
    }
    return Receipt("opening", values, language)
