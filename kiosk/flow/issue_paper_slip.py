"""What goes on the slips of the postal branch, as the values their templates ask for; nothing is counted here."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.domain.held_result import HeldResult
from kiosk.domain.paper_slip import DispatchNote, HandOver, ResultHandedOut
from kiosk.domain.person import Person
from kiosk.domain.portal import PortalSettings
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import mask_number, mask_phone
from kiosk.flow.issue_receipt import local_time_text, money_text, point_values
from kiosk.flow.post_words import SignLine


def dispatch_slip(portal: PortalSettings, note: DispatchNote, *, language: str) -> Receipt:
    """Phiếu gửi hồ sơ, two prints of which are signed."""
    values = {
        **point_values(portal),
        "number": note.number,
        "reference": note.reference,
        "sender_name": note.sender.full_name,
        "sender_address": note.sender_address,
        "number_masked": mask_number(note.sender.personal_number or ""),
        "phone_masked": mask_phone(note.sender.phone or ""),
        "agency": note.agency,
        "agency_address": note.agency_address,
        "procedure_name": note.procedure_name,
        "contents": [
            {"name": paper.name, "originals": paper.originals, "copies": paper.copies}
            for paper in note.contents
        ],
        "originals_total": str(sum(paper.originals for paper in note.contents)),
        "copies_total": str(sum(paper.copies for paper in note.contents)),
        "at": local_time_text(note.counted_at),
        "due_at": local_time_text(note.due_at),
        "price_text": money_text(note.price),
        "payment_text": note.payment,
        "clerk": note.clerk,
        **note.signed.values(),
    }
    return Receipt("dispatch", values, language)


def handover_slip(portal: PortalSettings, record: HandOver, *, language: str) -> Receipt:
    """Biên bản giao nhận hồ sơ."""
    values = {
        **point_values(portal),
        "number": record.number,
        "agency": record.agency,
        "place": record.place,
        "at": local_time_text(record.at),
        "dossiers": [
            {
                "number": dossier.number,
                "reference": dossier.reference,
                "papers": dossier.papers,
                "complete": "yes" if dossier.is_complete else "no",
                "remark": dossier.remark,
            }
            for dossier in record.dossiers
        ],
        "total": str(len(record.dossiers)),
        "papers_total": str(sum(dossier.papers for dossier in record.dossiers)),
        "clerk": record.clerk,
        "officer": record.officer,
        **record.signed.values(),
    }
    return Receipt("handover", values, language)


def result_slip(portal: PortalSettings, given: ResultHandedOut, *, language: str) -> Receipt:
    """What was handed out, to whom, and what was taken back."""
    values = {
        **point_values(portal),
        "reference": given.reference,
        "code": given.code,
        "procedure_name": given.procedure_name,
        "agency": given.agency,
        "result_name": given.result_name,
        "papers": str(given.papers),
        "receiver_name": given.receiver.full_name,
        "number_masked": mask_number(given.receiver.personal_number or ""),
        "on_behalf_of": given.on_behalf_of,
        "id_checked": given.id_checked,
        "taken_back": list(given.taken_back),
        "at": local_time_text(given.at),
        "clerk": given.clerk,
        **given.signed.values(),
    }
    return Receipt("result", values, language)


def invitation_slip(
    portal: PortalSettings, result: HeldResult, applicant: Person, *, clerk: str, language: str
) -> Receipt:
    """The letter to a citizen who cannot be reached by telephone; it says nothing of what the result is about."""
    values = {
        **point_values(portal),
        "code": result.code,
        "reference": result.reference,
        "receiver_name": applicant.full_name,
        "receiver_address": applicant.address.text,
        "turn": str(len(result.invited_at)),
        "at": local_time_text(result.changed_at),
        "clerk": clerk,
    }
    return Receipt("invitation", values, language)


def sign_sheet(
    portal: PortalSettings,
    *,
    about: str,
    signer: str,
    lines: Sequence[SignLine],
    at: datetime,
    clerk: str,
    language: str,
) -> Receipt:
    """What is signed for, with room for a name or a fingerprint, for whoever cannot write on the screen."""
    values = {
        **point_values(portal),
        "about": about,
        "signer": signer,
        "lines": [
            {
                "name": line.name,
                "originals": line.originals,
                "copies": line.copies,
                "remark": line.remark,
            }
            for line in lines
        ],
        "at": local_time_text(at),
        "clerk": clerk,
    }
    return Receipt("sign_sheet", values, language)
