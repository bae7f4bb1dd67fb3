"""Steps that contract tests of dossiers take again and again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.domain.dossier import Dossier
from kiosk.domain.events import PortalEvent
from tests.fakes.dossier_samples import sample_dossier

Stores = Any
RECEIVED = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def take_in(stores: Stores, **changes: Any) -> Dossier:
    dossier: Dossier = stores.dossiers.submit(sample_dossier(**changes), actor="citizen", point="HN-001")
    return dossier


def event(dossier: Dossier, state: str, number: int = 1, **changes: Any) -> PortalEvent:
    at = RECEIVED + timedelta(minutes=number)
    return PortalEvent(
        **{"id": f"event-{number}", "dossier_id": dossier.id, "at": at, "state": state, **changes}
    )


def prove(stores: Stores, dossier: Dossier, state: str = "SUBMITTED") -> None:
    stores.dossiers.submitted(
        dossier.id, revision=dossier.revision, state=state, received_at=RECEIVED, manifest="a.b.c"
    )


def ask_for_supplement(stores: Stores, dossier: Dossier) -> None:
    prove(stores, dossier)
    notice = {
        "items": [{"component_id": "to_khai", "reason": "mờ", "what_to_do": "chụp lại"}],
        "text": "Bổ sung",
    }
    assert stores.dossiers.apply_event(event(dossier, "SUPPLEMENT_REQUESTED", notice=notice))


def read(stores: Stores, document_id: str) -> bytes:
    with stores.dossiers.open_document(document_id) as file:
        content: bytes = file.read()
    return content
