"""Slips of a dossier that is kept here, whatever became of it since; made anew from what is known of it now."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.account import Tracking
from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.events import read_wire_time
from kiosk.domain.person import Person
from kiosk.domain.procedure import Procedure
from kiosk.domain.receipt import Receipt
from kiosk.flow.how_counted import how_due_was_counted
from kiosk.flow.issue_receipt import (
    acceptance_slip,
    money_text,
    payment_slip,
    submission_slip,
    supplement_slip,
)
from kiosk.flow.notice_slip import notice_slip
from kiosk.flow.prices import CHANNEL
from kiosk.flow.visit import Surroundings

SUBMISSION = "submission"
_SUPPLEMENT_STATES = frozenset({DossierState.SUPPLEMENT_REQUESTED})
_PAYMENT_STATES = frozenset({DossierState.PAYMENT_REQUIRED})


NOTICED = frozenset({DossierState.REFUSED, DossierState.EXTENDED, DossierState.STOPPED})
"""What the agency decided in words that people want in hand (forms 03, 04 and 05)."""


def slips_of(dossier: Dossier) -> tuple[str, ...]:
    """Which slips can be printed of it now, the one that fits its state best first."""
    kinds = []
    if dossier.state in _SUPPLEMENT_STATES and dossier.supplement:
        kinds.append("supplement")
    if dossier.state in _PAYMENT_STATES:
        kinds.append("payment")
    if dossier.state in NOTICED and dossier.notice_text:
        kinds.append("notice")
    if dossier.accepted_at is not None and dossier.official_code:
        kinds.append("acceptance")
    return (*kinds, SUBMISSION)


def slip_subject(reference: str, kind: str) -> str:
    """Under which name its print job is kept: the bare reference for the slip of the submission."""
    return reference if kind == SUBMISSION else f"{reference}/{kind}"


def dossier_slip(
    kind: str,
    dossier: Dossier,
    around: Surroundings,
    *,
    proof: str,
    clerk: str,
    language: str,
    payment: Mapping[str, Any] | None = None,
    form_url: str = "",
) -> Receipt:
    """One of `slips_of`. `payment`: what the portal asked for, as it put it; `form_url`: its own document."""
    procedure = around.catalogue.begun_with(dossier)
    person = applicant_of(dossier)
    portal = around.portal
    match kind:
        case "notice":
            return notice_slip(
                portal,
                dossier,
                what=around.words(f"notice.{dossier.state.value}", language),
                agency=_agency(dossier, around, language),
                next_step=around.words(f"state_next.{dossier.state.value}", language),
                applicant=person,
                form_url=form_url,
                language=language,
            )
        case "supplement":
            asked = [step for step in dossier.history if step.state == DossierState.SUPPLEMENT_REQUESTED]
            return supplement_slip(
                portal,
                dossier,
                names=_names(dossier, procedure, language),
                applicant=person,
                at=(asked[-1].server_at or asked[-1].at) if asked else None,
                language=language,
            )
        case "payment":
            return _payment(dossier, around, person, payment or {}, language)
        case "acceptance":
            return acceptance_slip(
                portal,
                _known_facts(dossier),
                procedure_name=procedure.name.in_language(language) if procedure else dossier.procedure_name,
                agency=_agency(dossier, around, language),
                notice=dossier.notice_text,
                next_step=around.words(f"state_next.{dossier.state.value}", language),
                counted=[line.in_language(language) for line in counted_of(dossier, around)],
                reference=dossier.local_reference,
                applicant=person,
                language=language,
            )
    return _submission(dossier, procedure, around, person, proof=proof, clerk=clerk, language=language)


def counted_of(dossier: Dossier, around: Surroundings) -> tuple[Text, ...]:
    """Why its result is due on that day, by the rules it was begun with."""
    channel = "post" if dossier.body.get("channel") == "paper" else CHANNEL
    procedure = around.catalogue.begun_with(dossier)
    return how_due_was_counted(around, procedure, channel, dossier.accepted_at, dossier.due_at)


def applicant_of(dossier: Dossier) -> Person:
    """Whose it is; nobody when it was erased or cannot be read."""
    return _person(dossier.body.get("applicant")) or Person()


def _person(body: Any) -> Person | None:
    try:
        return Person.from_wire(body) if isinstance(body, dict) else None
    except (TypeError, ValueError, AttributeError):
        return None


def _submission(
    dossier: Dossier,
    procedure: Procedure | None,
    around: Surroundings,
    person: Person,
    *,
    proof: str,
    clerk: str,
    language: str,
) -> Receipt:
    names = _names(dossier, procedure, language)
    fee = procedure.price(CHANNEL) if procedure else None
    method = str(_member(dossier.body, "delivery").get("method") or "")
    price = around.portal.delivery_price(method)
    free = price is not None and (price.amount == 0 or price.payer != "citizen")
    amount = money_text(price.amount) if price is not None and price.amount else ""
    case_id = str(_member(dossier.body, "procedure").get("case") or "")
    case = procedure.case(case_id) if procedure and len(procedure.cases) > 1 else None
    return submission_slip(
        around.portal,
        dossier,
        procedure,
        person,
        agency=_agency(dossier, around, language),
        case_name=case.name.in_language(language) if case else "",
        documents=[
            (
                names.get(document.component_id, document.component_id),
                document.pages,
                around.words("how.pages", language),
            )
            for document in dossier.documents
        ],
        missing=(),
        total=None,
        fee_text=fee.words.in_language(language) if fee else around.words("price.unknown", language),
        fee_note=fee.basis.in_language(language) if fee and fee.basis else "",
        delivery_text=around.words(f"delivery.{method}", language) if method else "",
        delivery_price_text=around.words("price.free", language) if free else amount,
        clerk=clerk,
        language=language,
        proof=proof,
        representative=_person(dossier.body.get("representative")),
    )


def _payment(
    dossier: Dossier, around: Surroundings, person: Person, asked: Mapping[str, Any], language: str
) -> Receipt:
    """Payee, account and amount come from the portal alone; what it did not say stays out."""
    procedure = around.catalogue.begun_with(dossier)
    pays_online = procedure is None or procedure.pays_online
    amount, payee = asked.get("amount"), asked.get("payee")
    known = isinstance(amount, int) and not isinstance(amount, bool) and amount >= 0
    name = payee.get("name") or payee.get("account_name") if isinstance(payee, Mapping) else payee
    expires = asked.get("expires_at")
    try:
        pay_by = read_wire_time(expires) if isinstance(expires, str) else None
    except ValueError:
        pay_by = None
    return payment_slip(
        around.portal,
        dossier,
        applicant=person,
        lines=[(around.words("price.fee", language), int(amount or 0))] if known else (),
        payee=str(name or ""),
        state={"CONFIRMED": "paid", "EXPIRED": "expired"}.get(str(asked.get("status")), "due"),
        vietqr=str(asked.get("vietqr") or "") if pays_online else "",
        pay_by=pay_by,
        language=language,
    )


def _names(dossier: Dossier, procedure: Procedure | None, language: str) -> dict[str, str]:
    if procedure is None:
        return {}
    case_id = str(_member(dossier.body, "procedure").get("case") or "")
    case = procedure.case(case_id) or procedure.cases[0]
    return {
        component.id: component.name.in_language(language) for component in procedure.components_for(case.id)
    }


def _agency(dossier: Dossier, around: Surroundings, language: str) -> str:
    agency = dossier.body.get("agency")
    return around.agency(agency).in_language(language) if isinstance(agency, str) and agency else ""


def _known_facts(dossier: Dossier) -> Tracking:
    return Tracking(
        code=dossier.official_code or dossier.local_reference,
        procedure=dossier.procedure_code,
        agency="",
        state=dossier.raw_state,
        received_at=dossier.sent_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.due_at,
        as_of=max((step.at for step in dossier.history), default=dossier.created_at),
    )


def _member(body: Any, name: str) -> dict[str, Any]:
    member = body.get(name)
    return member if isinstance(member, dict) else {}
