"""A dossier reaches the portal whole and once, whatever the gateway answers on the way; else a person is asked."""

import hashlib
from dataclasses import replace

import pytest

from kiosk.domain.dossier import Document, Dossier, DossierState, NewDocument, NewDossier
from kiosk.domain.events import PortalEvent
from kiosk.domain.ids import new_id
from kiosk.domain.upload import JobKind
from kiosk.sync.jobs import JOBS
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Told, lose_reply, proven
from tests.sync.kit import Kit, content_of, kit_at, quarantined_as, sample_body, submitted
from tests.sync.sandbox import Sandbox

BIG, SMALL = content_of(1_200_000), content_of(40_000, 8)


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
