"""The slip of what an agency decided: refused, extended with an apology, stopped; its own words, and what to do next."""

from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.person import Person
from kiosk.domain.portal import PortalSettings
from kiosk.domain.receipt import Receipt
from kiosk.flow.issue_receipt import local_time_text, point_values


def notice_slip(
    portal: PortalSettings,
    dossier: Dossier,
    *,
    what: str,
    agency: str,
    next_step: str,
    applicant: Person,
    form_url: str,
    language: str,
) -> Receipt:
    """`form_url`: where the portal keeps its document, already known to be on its own address; empty for none."""
    told = [step for step in dossier.history if step.state == dossier.state.value]
    extended = dossier.state is DossierState.EXTENDED and dossier.accepted_at is not None
    values = {
        **point_values(portal),
        "what": what,
        "reference": dossier.local_reference,
        "code": dossier.official_code or "",
        "procedure_name": dossier.procedure_name,
        "applicant_name": applicant.full_name,
        "agency": agency,
        "at": local_time_text((told[-1].server_at or told[-1].at) if told else None),
        "due_at": local_time_text(dossier.due_at) if extended else "",
        "notice": dossier.notice_text,
        "next_step": next_step,
        "qr": form_url,
    }
    return Receipt("notice", values, language)
