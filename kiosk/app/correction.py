"""Makes a draft of a sent dossier, so that a person can put right what the portal named."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.draft import Draft
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import read_wire_time
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Person
from kiosk.domain.procedure import Procedure
from kiosk.domain.rules import mask_number
from kiosk.flow.claim_exemption import claimed_in, without_claim
from kiosk.flow.supplement_list import SupplementList


def draft_of(
    dossier: Dossier,
    procedure: Procedure,
    *,
    draft_id: str,
    replacing_id: str,
    staff_id: str | None,
    saved_at: datetime,
) -> Draft:
    """The dossier's content as a draft: answers open again, documents kept as they are until taken anew.

    What the portal refused goes again as the same revision, a supplement as the next one. Without an account
    nothing can be supplemented (gateway contract, dossiers 6): the draft is then of a new dossier with the id
    `replacing_id`. Raises RuleBroken(`dossier_unreadable`) for a body no person can be read from.
    """
    body = dossier.body
    supplement = dossier.state is DossierState.SUPPLEMENT_REQUESTED
    applicant = _person(body)
    replaces = supplement and not dossier.has_account
    delivery = _mapping(body.get("delivery"))
    verification = _mapping(body.get("identity_verification"))
    case_id = str(_mapping(body.get("procedure")).get("case"))
    if procedure.case(case_id) is None:
        case_id = procedure.cases[0].id
    at_the_portal = supplement and not replaces
    kept = {
        document.component_id: [document.id, document.pages]
        for document in dossier.documents
        if at_the_portal or not document.purged
    }
    shown = {
        component.id: "shown" for component in procedure.components_for(case_id) if component.kind == "show"
    }
    return Draft(
        id=draft_id,
        saved_at=saved_at,
        procedure_code=procedure.code,
        procedure_name=procedure.name.vi,
        staff_id=staff_id,
        masked_number=mask_number(applicant.personal_number or ""),
        reference=dossier.local_reference,
        content={
            "procedure": procedure.to_wire(),
            "case": case_id,
            "dossier_id": replacing_id if replaces else dossier.id,
            "revision": dossier.revision + 1 if at_the_portal else 1 if replaces else dossier.revision,
            "replaces": dossier.id if replaces else dossier.replaces,
            "applicant": applicant.to_wire(),
            "representative": dict(_mapping(body.get("representative"))) or None,
            "verification": _method(verification.get("method")),
            "verified_at": _time(verification.get("at")),
            "account_way": dossier.account_way.value if dossier.account_way else None,
            "consents": [consent for item in _list(body.get("consents")) if (consent := _consent(item))],
            "began_at": None,
            "language": "vi",
            "answers": without_claim(_mapping(body.get("form"))),
            "exemption": claimed_in(_mapping(body.get("form"))),
            "autofilled": [],
            "marks": shown,
            "kept": kept,
            "delivery": {
                "method": delivery.get("method") or "",
                "address": _mapping(delivery.get("address")).get("text") or "",
            },
            "supplement": _todo(dossier).to_json() if supplement and dossier.supplement else None,
            "stage": "supplement" if supplement and dossier.supplement else "form:0",
        },
    )


def _todo(dossier: Dossier) -> SupplementList:
    return SupplementList(
        dossier.supplement, dossier.notices, dossier.notice_text, _mapping(dossier.body.get("form"))
    )


# a dossier may also have come in by `kiosk submit`, whose bodies are as people wrote them


def _person(body: Mapping[str, Any]) -> Person:
    applicant = _mapping(body.get("applicant"))
    try:
        return Person.from_wire({**applicant, "address": _mapping(applicant.get("address"))})
    except (TypeError, ValueError) as error:
        raise RuleBroken("the applicant cannot be read", code="dossier_unreadable") from error


def _method(value: object) -> str | None:
    """None where the body does not say who checked: that is then said of the correction too."""
    known = {method.value for method in VerificationMethod}
    return str(value) if value in known else None


def _consent(item: object) -> dict[str, str] | None:
    consent = _mapping(item)
    agreed_at = _time(consent.get("agreed_at"))
    if not consent.get("purpose") or agreed_at is None:
        return None
    return {
        "purpose": str(consent["purpose"]),
        "version": str(consent.get("version") or ""),
        "agreed_at": agreed_at,
    }


def _time(value: object) -> str | None:
    try:
        return value if isinstance(value, str) and read_wire_time(value) else None
    except ValueError:
        return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
