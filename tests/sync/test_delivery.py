"""A dossier reaches the portal whole and once, whatever the gateway answers on the way; else a person is asked."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.dossier import Document, Dossier, DossierState, NewDocument, NewDossier
from kiosk.domain.events import PortalEvent
from kiosk.domain.ids import new_id
from kiosk.domain.jws import read_compact, sign_compact
from kiosk.domain.upload import JobKind
from kiosk.sync.jobs import JOBS
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, lose_reply, problem, proven, told_json
from tests.sync.kit import Kit, content_of, kit_at, sample_body
from tests.sync.sandbox import Sandbox

BIG, SMALL = content_of(1_200_000), content_of(40_000, 8)


def quarantined_as(kiosk: Kit, dossier: Dossier) -> str:
    """The code a clerk sees, in the dossier and in the work list alike."""
    kiosk.drain()
    found = kiosk.dossier(dossier)
    assert found.state is DossierState.QUARANTINED
    assert found.problem is not None
    items = kiosk.stores.queue.items(state="quarantined")
    assert [item.problem.code if item.problem else "" for item in items] == [found.problem.code]
    assert not any(document.purged for document in found.documents)
    return found.problem.code


def submitted(kiosk: Kit, dossier: Dossier) -> bool:
    kiosk.drain()
    return kiosk.dossier(dossier).state is DossierState.SUBMITTED


def test_every_kind_of_job_has_its_function() -> None:
    assert set(JOBS) == set(JobKind)


def test_a_dossier_arrives_whole_at_the_sandbox(sandbox: Sandbox) -> None:
    with kit_at(sandbox.url) as kiosk:
        dossier = kiosk.enrol().queue_dossier(BIG, SMALL)
        counts = kiosk.drain()
        assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
        assert sandbox.accepted() == {f"{dossier.id}:1": 1}
        assert sandbox.stored() == {document.id: document.sha256 for document in dossier.documents}
        assert counts.delivered == 1
        assert counts.payload_bytes == len(BIG) + len(SMALL)
        assert counts.bytes_sent <= 1.02 * counts.payload_bytes


def test_a_dossier_arrives_whole(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(BIG, SMALL)
    assert submitted(kiosk, dossier)
    assert gateway.ledger == [(dossier.id, 1)]
    assert [gateway.stored(document.id) for document in dossier.documents] == [BIG, SMALL]
    sent = kiosk.dossier(dossier)
    assert sent.sent_at is not None
    assert kiosk.stores.queue.counts().left == 0


def test_a_dossier_without_papers_arrives_too(gateway: WireGateway, kiosk: Kit) -> None:
    assert submitted(kiosk, kiosk.queue_dossier())
    assert gateway.count("POST /v1/uploads") == 0


def test_the_small_document_of_a_dossier_goes_first(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(BIG, SMALL)
    assert submitted(kiosk, dossier)
    first = next(iter(gateway.uploads.values()))
    assert first["document"] == dossier.documents[1].id


def test_all_dossiers_are_known_before_the_first_big_file(gateway: WireGateway, kiosk: Kit) -> None:
    dossiers = [kiosk.queue_dossier(content_of(1_100_000, seed)) for seed in range(4)]
    kiosk.drain()
    lines = [f"{asked.method} {asked.path}" for asked in gateway.asked]
    last_put = max(lines.index(f"PUT /v1/dossiers/{dossier.id}") for dossier in dossiers)
    first_byte = next(place for place, line in enumerate(lines) if line.startswith("PATCH"))
    assert last_put < first_byte
    assert sorted(gateway.ledger) == sorted((dossier.id, 1) for dossier in dossiers)


def test_a_big_dossier_does_not_hold_up_a_small_one(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.tools.slice_s = 0.0
    gateway.extensions = ("creation",)
    kiosk.queue_dossier(content_of(20_000_000))
    while not gateway.count("PATCH"):
        kiosk.runner.run_once()
    small = kiosk.queue_dossier(SMALL)
    steps = 0
    while kiosk.dossier(small).state is not DossierState.SUBMITTED:
        kiosk.runner.run_once()
        steps += 1
    assert steps <= 5


# --- lost answers: nothing twice


@pytest.mark.parametrize(
    "call", ["PUT /v1/dossiers", "GET /v1/dossiers", "POST /v1/dossiers/.*/submission", "GET /v1/jwks"]
)
def test_a_lost_answer_makes_no_second_dossier(gateway: WireGateway, kiosk: Kit, call: str) -> None:
    if call.startswith("GET /v1/dossiers"):
        gateway.twist("PUT /v1/dossiers", lose_reply)
    gateway.twist(call, lose_reply, times=2)
    dossier = kiosk.queue_dossier(SMALL)
    assert submitted(kiosk, dossier)
    assert gateway.ledger == [(dossier.id, 1)]


def test_after_an_unknown_outcome_it_asks_before_it_sends(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("POST /v1/dossiers/.*/submission", lose_reply)
    dossier = kiosk.queue_dossier(SMALL)
    assert submitted(kiosk, dossier)
    lines = [f"{asked.method} {asked.path}" for asked in gateway.asked]
    first = lines.index(f"POST /v1/dossiers/{dossier.id}/submission")
    assert lines[first + 1] == f"GET /v1/dossiers/{dossier.id}"
    assert gateway.count("POST /v1/uploads") == 1


@pytest.mark.parametrize("call", ["dossier_put", "submission", "create", "patch"])
def test_the_sandbox_loses_answers_too(sandbox: Sandbox, call: str) -> None:
    sandbox.faults(swallow_reply={"calls": [call], "times": 2})
    with kit_at(sandbox.url) as kiosk:
        dossier = kiosk.enrol().queue_dossier(BIG, SMALL)
        assert submitted(kiosk, dossier)
        assert sandbox.accepted() == {f"{dossier.id}:1": 1}
        assert sandbox.stored() == {document.id: document.sha256 for document in dossier.documents}


# --- the manifest: only what it proves counts as sent


def lying(change: Callable[[dict[str, Any]], None]) -> Callable[[Asked, Callable[[], Told]], Told]:
    def twist(asked: Asked, work: Callable[[], Told]) -> Told:
        import json

        answer = work()
        body = json.loads(answer.body)
        payload = read_compact(body["manifest"], lambda *_: True)
        change(payload)
        body["manifest"] = twist.gateway.sign(payload)  # type: ignore[attr-defined]
        answer.body = json.dumps(body).encode()
        return answer

    return twist


def other_sha(payload: dict[str, Any]) -> None:
    payload["documents"][0]["sha256"] = "0" * 64


def other_size(payload: dict[str, Any]) -> None:
    payload["documents"][0]["bytes"] += 1


def one_less(payload: dict[str, Any]) -> None:
    payload["documents"].pop()


def one_more(payload: dict[str, Any]) -> None:
    payload["documents"].append({"id": new_id(), "bytes": 1, "sha256": "0" * 64})


def one_twice(payload: dict[str, Any]) -> None:
    payload["documents"].append(payload["documents"][0])


def other_dossier(payload: dict[str, Any]) -> None:
    payload["dossier_id"] = new_id()


def other_revision(payload: dict[str, Any]) -> None:
    payload["revision"] = 2


def no_documents(payload: dict[str, Any]) -> None:
    payload["documents"] = None


def no_time(payload: dict[str, Any]) -> None:
    payload["received_at"] = "yesterday"


@pytest.mark.parametrize(
    "lie",
    [
        other_sha,
        other_size,
        one_less,
        one_more,
        one_twice,
        other_dossier,
        other_revision,
        no_documents,
        no_time,
    ],
)
def test_a_manifest_that_differs_is_a_mismatch(
    gateway: WireGateway, kiosk: Kit, lie: Callable[[dict[str, Any]], None]
) -> None:
    twist = lying(lie)
    twist.gateway = gateway  # type: ignore[attr-defined]
    gateway.twist("POST /v1/dossiers", twist)
    dossier = kiosk.queue_dossier(SMALL, content_of(10, 2))
    kiosk.drain()
    found = kiosk.dossier(dossier)
    assert found.state is DossierState.MISMATCH
    assert found.sent_at is None
    assert kiosk.stores.dossiers.purge_due(grace_s=0) == 0
    assert kiosk.stores.dossiers.rehash_document(dossier.documents[0].id) == dossier.documents[0].sha256


@pytest.mark.parametrize("kind", ["other_sha", "wrong_key", "missing_document"])
def test_the_sandboxs_lies_are_seen(sandbox: Sandbox, kind: str) -> None:
    sandbox.faults(manifest_lie={"kind": kind, "times": 1})
    with kit_at(sandbox.url) as kiosk:
        dossier = kiosk.enrol().queue_dossier(SMALL)
        kiosk.drain()
        assert kiosk.dossier(dossier).state is DossierState.MISMATCH
        (item,) = kiosk.stores.queue.items()
        assert kiosk.stores.queue.retry(item.job_id)
        assert submitted(kiosk, dossier)
        assert sandbox.accepted() == {f"{dossier.id}:1": 1}


def test_a_manifest_of_another_key_is_a_mismatch(gateway: WireGateway, kiosk: Kit) -> None:
    stranger = Ed25519PrivateKey.generate()
    real = gateway.sign
    gateway.sign = lambda payload, key=None: sign_compact(payload, stranger.sign, {"kid": gateway.kid})  # type: ignore[method-assign]
    dossier = kiosk.queue_dossier(SMALL)
    kiosk.drain()
    gateway.sign = real  # type: ignore[method-assign]
    assert kiosk.dossier(dossier).state is DossierState.MISMATCH


@pytest.mark.parametrize("token", ["", "a.b.c", "x", "e30.e30.", "eyJhbGciOiJub25lIn0.e30."])
def test_something_that_is_no_manifest_is_never_sent(gateway: WireGateway, kiosk: Kit, token: str) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    answer = {"dossier_id": dossier.id, "state": "SUBMITTED", "received_at": "x", "manifest": token}
    gateway.twist("POST /v1/dossiers", proven(told_json(200, answer)), times=None)
    kiosk.drain(timeout_s=1.0)
    assert kiosk.dossier(dossier).state in (DossierState.MISMATCH, DossierState.UPLOADING)
    assert kiosk.dossier(dossier).sent_at is None


def test_new_signing_keys_are_fetched(gateway: WireGateway, kiosk: Kit) -> None:
    assert submitted(kiosk, kiosk.queue_dossier(SMALL))
    gateway.key, gateway.kid = Ed25519PrivateKey.generate(), "two"
    assert submitted(kiosk, kiosk.queue_dossier(SMALL))
    assert gateway.count("GET /v1/jwks") == 2


# --- missing documents


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


# --- supplements


def supplement(kiosk: Kit, dossier: Dossier) -> Dossier:
    asked = PortalEvent(new_id(), dossier.id, kiosk.now(), "SUPPLEMENT_REQUESTED")
    kiosk.stores.dossiers.apply_event(asked)
    extra = NewDocument(new_id(), "more", "Bổ sung.pdf", "application/pdf", 1, content_of(5_000, 3))
    new = NewDossier(
        dossier.id,
        dossier.procedure_code,
        dossier.procedure_name,
        sample_body(),
        (extra,),
        revision=2,
        kept_document_ids=tuple(document.id for document in dossier.documents),
    )
    return kiosk.stores.dossiers.submit(new, actor="citizen", point="0001")


def test_a_supplement_sends_only_what_is_new(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    assert submitted(kiosk, dossier)
    gateway.move(dossier.id, "SUPPLEMENT_REQUESTED")
    again = supplement(kiosk, dossier)
    kiosk.drain()
    assert kiosk.dossier(again).state is DossierState.SUPPLEMENTED
    assert gateway.ledger == [(dossier.id, 1), (dossier.id, 2)]
    assert len(gateway.uploads) == 2
    body = gateway.dossiers[dossier.id]["bodies"][2]
    assert [each["id"] for each in body["documents"]] == [document.id for document in again.documents]


def test_a_supplement_nobody_asked_for_is_a_clerks_affair(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    assert submitted(kiosk, dossier)
    again = supplement(kiosk, dossier)
    assert quarantined_as(kiosk, again) == "revision_conflict"


def test_a_corrected_draft_replaces_the_one_at_the_portal(gateway: WireGateway, kiosk: Kit) -> None:
    """The portal took the first PUT; the person corrected the dossier meanwhile; then an answer was lost."""
    dossier = kiosk.queue_dossier(SMALL)
    gateway.twist("POST /v1/uploads", proven(Told(422)))
    assert quarantined_as(kiosk, dossier) == "http_422"
    kiosk.stores.dossiers.moved(dossier.id, DossierState.DRAFT, by="clerk:1")
    other = NewDocument(new_id(), "paper_1", "Giấy.pdf", "application/pdf", 1, content_of(6_000, 4))
    new = NewDossier(dossier.id, dossier.procedure_code, dossier.procedure_name, sample_body(), (other,))
    again = kiosk.stores.dossiers.submit(new, actor="clerk:1", point="0001")
    gateway.twist("PUT /v1/dossiers", Told(cut=True))
    assert submitted(kiosk, again)
    assert gateway.stored(other.id) == other.content


def test_a_job_of_an_overtaken_revision_is_done(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    found = kiosk.stores.dossiers._dossiers[dossier.id]
    kiosk.stores.dossiers._dossiers[dossier.id] = replace(found, revision=2)
    kiosk.drain()
    assert gateway.count("PUT /v1/dossiers") == 0


def test_what_arrives_is_what_was_kept(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(BIG)
    kiosk.drain()
    document: Document = dossier.documents[0]
    stored = gateway.stored(document.id)
    assert stored is not None
    assert hashlib.sha256(stored).hexdigest() == document.sha256
