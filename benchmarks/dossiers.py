"""Dossiers of a made-up person to take in and to deliver, with papers of bytes that no compression shrinks."""

from typing import Any

from kiosk.domain.dossier import NewDocument, NewDossier
from kiosk.domain.ids import new_id

PROCEDURE = {
    "code": "1.999999",
    "version": "1",
    "name": {"vi": "Thủ tục mẫu", "en": "Sample procedure"},
    "online": {"mode": "full", "reason": ""},
    "cases": [],
    "form": {},
}
"""Asks for nothing, so that the portal refuses no answer."""
_AT = "2026-11-22T01:02:03.000Z"
_ADDRESS = {
    "line": "Số 1 đường Mẫu",
    "ward_code": "00001",
    "province_code": "01",
    "text": "Số 1 đường Mẫu, Hà Nội",
}


def sample_dossier(contents: list[bytes]) -> NewDossier:
    """A new one with a document for each of `contents`; a form of about 3 kB."""
    documents = tuple(
        NewDocument(new_id(), f"paper_{number}", f"Giấy {number}.pdf", "application/pdf", 3, content)
        for number, content in enumerate(contents, 1)
    )
    return NewDossier(new_id(), str(PROCEDURE["code"]), "Thủ tục mẫu", _body(), documents)


def _body() -> dict[str, Any]:
    """The body of the contract's PUT, without what the store fills in."""
    return {
        "replaces": None,
        "procedure": {"code": PROCEDURE["code"], "version": PROCEDURE["version"], "case": None},
        "agency": "Ủy ban nhân dân phường Mẫu",
        "channel": "online",
        "applicant": {
            "kind": "citizen",
            "personal_number": "001199000001",
            "old_number": None,
            "full_name": "Nguyễn Thị An",
            "birth_date": "1999-01-15",
            "gender": "female",
            "address": _ADDRESS,
            "phone": "0912345678",
            "email": None,
            "account_id": None,
            "organisation": None,
            "relation": None,
            "authority_document": None,
        },
        "representative": None,
        "form": {f"cau_{number}": "trả lời mẫu " * 3 for number in range(40)},
        "delivery": {"method": "electronic", "address": None, "waybill": None},
        "notices": {"sms": True, "email": False, "zalo": False},
        "consents": [{"purpose": "submit", "version": "1", "agreed_at": _AT}],
        "identity_verification": {"method": "qr", "at": _AT},
        "entered_by": {"kind": "citizen", "staff_id": None},
        "confirmed_by_citizen_at": _AT,
        "times": {"started_at": _AT, "confirmed_at": _AT},
        "effort": {"autofilled_fields": 5, "seconds": 90},
    }
