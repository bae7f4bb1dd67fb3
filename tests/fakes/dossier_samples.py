"""Dossiers, accounts and drafts of made-up people, as small as a test needs them."""

import itertools
from datetime import UTC, datetime
from typing import Any

from kiosk.domain.account import Account, AccountState
from kiosk.domain.dossier import NewDocument, NewDossier
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.ids import new_id

SAMPLE_NAME = "Nguyễn Thị An"
SAMPLE_NUMBER = "001199000001"
_COUNT = itertools.count(1)


def sample_document(
    content: bytes = b"%PDF-1.7 sample", component: str = "to_khai", **changes: Any
) -> NewDocument:
    values: dict[str, Any] = {
        "id": new_id(),
        "component_id": component,
        "name": "to-khai.pdf",
        "media_type": "application/pdf",
        "pages": 1,
        "content": content,
    }
    return NewDocument(**{**values, **changes})


def sample_dossier(*documents: NewDocument, **changes: Any) -> NewDossier:
    body = {
        "agency": "Ủy ban nhân dân xã",
        "applicant": {"full_name": SAMPLE_NAME, "personal_number": SAMPLE_NUMBER},
        "form": {"ho_ten": SAMPLE_NAME},
        "replaces": None,
    }
    values: dict[str, Any] = {
        "id": new_id(),
        "procedure_code": "1.004873",
        "procedure_name": "Xác nhận tình trạng hôn nhân",
        "body": body,
        "documents": documents or (sample_document(),),
    }
    return NewDossier(**{**values, **changes})


def sample_account(state: AccountState = AccountState.REGISTERING, **changes: Any) -> Account:
    values: dict[str, Any] = {
        "id": new_id(),
        "state": state,
        "body": {"full_name": SAMPLE_NAME, "personal_number": SAMPLE_NUMBER, "phone": "+84912345678"},
        "created_at": datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
        "masked_number": "001•••••0001",
    }
    return Account(**{**values, **changes})


def sample_draft(**changes: Any) -> Draft:
    values: dict[str, Any] = {
        "id": new_id(),
        "saved_at": datetime(2026, 11, 22, 2, 0, 0, 123456, tzinfo=UTC),
        "procedure_code": "1.004873",
        "procedure_name": "Xác nhận tình trạng hôn nhân",
        "content": {"form": {"ho_ten": SAMPLE_NAME}, "step": 3},
    }
    return Draft(**{**values, **changes})


def sample_page(draft: Draft, position: int = 0, **changes: Any) -> DraftPage:
    values: dict[str, Any] = {
        "id": new_id(),
        "draft_id": draft.id,
        "component_id": "to_khai",
        "position": position,
        "media_type": "image/jpeg",
        "bytes": 0,
        "fingerprint": (1 << 63) + next(_COUNT),
    }
    return DraftPage(**{**values, **changes})
