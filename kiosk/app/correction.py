"""Makes a draft of a sent dossier, so that a person can put right what the portal named."""

from datetime import datetime

from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.draft import Draft
from kiosk.domain.procedure import Procedure
from kiosk.domain.rules import mask_number


def draft_of(
    dossier: Dossier, procedure: Procedure, draft_id: str, staff_id: str | None, saved_at: datetime
) -> Draft:
    """The dossier's content as a draft: answers open again, documents kept as they are until taken anew."""
    body = dossier.body
    supplement = dossier.state is DossierState.SUPPLEMENT_REQUESTED
    applicant = body.get("applicant") or {}
    delivery = body.get("delivery") or {}
    case_id = (body.get("procedure") or {}).get("case") or procedure.cases[0].id
    kept = {
        document.component_id: [document.id, document.pages]
        for document in dossier.documents
        if not document.purged or supplement
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
        masked_number=mask_number(applicant.get("personal_number") or ""),
        reference=dossier.local_reference,
        content={
            "procedure": procedure.to_wire(),
            "case": case_id,
            "dossier_id": dossier.id,
            "revision": dossier.revision + (1 if supplement else 0),
            "applicant": applicant,
            "verification": (body.get("identity_verification") or {}).get("method", "clerk"),
            "verified_at": (body.get("identity_verification") or {}).get("at"),
            "consents": body.get("consents") or [],
            "began_at": None,
            "language": "vi",
            "answers": dict(body.get("form") or {}),
            "autofilled": [],
            "marks": shown,
            "kept": kept,
            "delivery": {
                "method": delivery.get("method") or "",
                "address": (delivery.get("address") or {}).get("text") or "",
            },
            "stage": "form:0",
        },
    )
