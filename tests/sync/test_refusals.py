"""What the gateway still misses is sent again; what it will never take stops one dossier and is shown to a clerk."""

from collections.abc import Callable

import pytest

from kiosk.domain.dossier import DossierState
from kiosk.domain.ids import new_id
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, lose_reply, problem, proven, told_json
from tests.sync.kit import Kit, content_of, kit_at, quarantined_as, submitted
from tests.sync.sandbox import Sandbox

SMALL = content_of(40_000, 8)


def test_documents_still_missing_are_sent_again(sandbox: Sandbox) -> None:
    sandbox.faults(wrong_bytes={"times": 2})
    with kit_at(sandbox.url) as kiosk:
        dossier = kiosk.enrol().queue_dossier(content_of(300_000))
        assert submitted(kiosk, dossier)
        assert kiosk.dossier(dossier).documents[0].full_uploads == 2


def test_three_full_uploads_in_vain_are_a_clerks_affair(sandbox: Sandbox) -> None:
    sandbox.faults(wrong_bytes={})
    with kit_at(sandbox.url) as kiosk:
        dossier = kiosk.enrol().queue_dossier(content_of(300_000))
        assert quarantined_as(kiosk, dossier) == "upload_rejected"
        found = kiosk.dossier(dossier)
        assert found.problem is not None
        assert "whole" in found.problem.detail
        assert sandbox.accepted() == {f"{dossier.id}:1": 0}


def test_a_damaged_copy_is_named_when_uploads_stay_in_vain(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    kiosk.stores.dossiers._contents[dossier.documents[0].id] = content_of(len(SMALL), 99)
    assert quarantined_as(kiosk, dossier) == "upload_rejected"
    found = kiosk.dossier(dossier)
    assert found.problem is not None
    assert "damaged" in found.problem.detail


def test_a_copy_cut_short_stops_its_dossier_alone(gateway: WireGateway, kiosk: Kit) -> None:
    broken, whole = kiosk.queue_dossier(content_of(300_000)), kiosk.queue_dossier(SMALL)
    kiosk.stores.dossiers._contents[broken.documents[0].id] = b"short"
    assert quarantined_as(kiosk, broken) == "file_damaged"
    assert kiosk.dossier(whole).state is DossierState.SUBMITTED


def test_a_document_nobody_has_is_a_clerks_affair(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    facts = {"dossier_id": dossier.id, "revision": 1, "state": "UPLOADING", "upload_url": "/v1/uploads"}
    gateway.twist("PUT /v1/dossiers", proven(told_json(200, {**facts, "missing": [new_id()]})))
    assert quarantined_as(kiosk, dossier) == "document_unknown"


def test_an_upload_address_elsewhere_is_not_used(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    facts = {
        "dossier_id": dossier.id,
        "revision": 1,
        "state": "UPLOADING",
        "upload_url": "https://evil.example/u",
    }
    missing = [document.id for document in dossier.documents]
    gateway.twist("PUT /v1/dossiers", proven(told_json(200, {**facts, "missing": missing})))
    kiosk.runner.run_once()
    assert kiosk.dossier(dossier).upload_url is None
    assert submitted(kiosk, dossier)


# --- refusals


def test_a_refused_dossier_names_the_fields(gateway: WireGateway, kiosk: Kit) -> None:
    errors = [{"pointer": "/applicant/phone", "code": "required", "detail": "Thiếu"}]
    gateway.twist("PUT /v1/dossiers", proven(problem(422, "validation_failed", errors=errors)))
    dossier = kiosk.queue_dossier(SMALL)
    other = kiosk.queue_dossier(SMALL)
    assert quarantined_as(kiosk, dossier) == "validation_failed"
    found = kiosk.dossier(dossier)
    assert found.problem is not None
    assert found.problem.errors == (("/applicant/phone", "required", "Thiếu"),)
    assert kiosk.dossier(other).state is DossierState.SUBMITTED


@pytest.mark.parametrize("status", [400, 403, 405, 413, 415, 451])
def test_any_other_refusal_is_final_and_in_nobodys_way(gateway: WireGateway, kiosk: Kit, status: int) -> None:
    gateway.twist("PUT /v1/dossiers", proven(problem(status, "no")))
    dossier, other = kiosk.queue_dossier(SMALL), kiosk.queue_dossier(SMALL)
    assert quarantined_as(kiosk, dossier) == "no"
    assert kiosk.dossier(other).state is DossierState.SUBMITTED


def test_a_conflict_is_believed_where_the_portal_holds_the_same(gateway: WireGateway, kiosk: Kit) -> None:
    def taken_already(asked: Asked, work: Callable[[], Told]) -> Told:
        work()
        return proven(problem(409, "revision_conflict", revision=1, state="UPLOADING"))

    gateway.twist("PUT /v1/dossiers", taken_already)
    dossier = kiosk.queue_dossier(SMALL)
    assert submitted(kiosk, dossier)


def test_a_conflict_with_something_else_is_a_clerks_affair(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    facts = {"dossier_id": dossier.id, "revision": 4, "state": "IN_PROCESS", "upload_url": "", "missing": []}
    gateway.twist(
        "PUT /v1/dossiers", proven(problem(409, "revision_conflict", revision=4, state="IN_PROCESS"))
    )
    gateway.twist("GET /v1/dossiers", proven(told_json(200, facts)))
    assert quarantined_as(kiosk, dossier) == "revision_conflict"


def test_a_portal_that_forgot_the_dossier_is_told_again(gateway: WireGateway, kiosk: Kit) -> None:
    def forget(asked: Asked, work: Callable[[], Told]) -> Told:
        gateway.dossiers.clear()
        gateway.files.clear()
        gateway.uploads.clear()
        return work()

    gateway.twist("POST /v1/dossiers/.*/submission", forget)
    dossier = kiosk.queue_dossier(SMALL)
    assert submitted(kiosk, dossier)
    assert gateway.ledger == [(dossier.id, 1)]


def test_a_dossier_known_to_be_submitted_still_gets_its_receipt(gateway: WireGateway, kiosk: Kit) -> None:
    """The program ended after the portal took the dossier in and before that was written down."""
    dossier = kiosk.queue_dossier(SMALL)
    gateway.twist("POST /v1/dossiers/.*/submission", lose_reply)
    while not gateway.ledger:
        kiosk.runner.run_once()
    gateway.move(dossier.id, "ACCEPTED")
    with kit_at(gateway.url, after=kiosk) as restarted:
        restarted.drain()
    assert kiosk.dossier(dossier).state is DossierState.ACCEPTED
    assert kiosk.dossier(dossier).sent_at is not None
    assert gateway.ledger == [(dossier.id, 1)]
