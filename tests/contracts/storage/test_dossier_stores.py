"""DossierStore: what is taken in stays, moves as it may, follows the portal, and goes only when it is proven."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.dossier import DossierState
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.rules import local_reference_is_valid
from kiosk.domain.upload import Again, Done, JobKind, NewJob, Priority
from tests.contracts.storage.dossier_steps import RECEIVED, Stores, event, prove, read, take_in
from tests.fakes.dossier_samples import (
    sample_account,
    sample_document,
    sample_dossier,
    sample_draft,
    sample_page,
)
from tests.fakes.hand_clock import HandClock


def test_a_dossier_taken_in_is_found_whole_with_its_job_and_its_trail(stores: Stores) -> None:
    papers = (sample_document(b"one"), sample_document(b"two" * 50_000, component="giay_to"))
    taken = take_in(stores, documents=papers)
    found = stores.dossiers.find(taken.local_reference)
    assert found == taken
    assert found.state is DossierState.QUEUED
    assert [step.state for step in found.history] == ["DRAFT", "CHECKED", "QUEUED"]
    assert [read(stores, paper.id) for paper in found.documents] == [paper.content for paper in papers]
    assert found.documents[1].sha256 == hashlib.sha256(papers[1].content).hexdigest()
    assert found.body["local_reference"] == taken.local_reference
    assert found.body["documents"] == [paper.to_wire() for paper in found.documents]
    [item] = stores.queue.items()
    assert (item.kind, item.subject_id, item.reference) == (
        JobKind.DELIVER_DOSSIER,
        taken.id,
        taken.local_reference,
    )
    assert item.bytes_left == sum(len(paper.content) for paper in papers)
    kinds = [entry.kind for entry in stores.audit.unacknowledged(limit=10)]
    assert kinds == [AuditKind.DOSSIER_CONFIRMED, AuditKind.DOSSIER_QUEUED]


def test_references_count_up_per_point_and_day_and_never_come_twice(stores: Stores, clock: HandClock) -> None:
    first, second = take_in(stores), take_in(stores)
    clock.set_wall(clock.now + timedelta(days=1))
    tomorrow = take_in(stores)
    clock.set_wall(clock.now - timedelta(days=1))
    back_again = take_in(stores)
    references = [one.local_reference for one in (first, second, tomorrow, back_again)]
    assert all(local_reference_is_valid(reference) for reference in references)
    assert [reference.split("-")[2:4] for reference in references] == [
        ["261122", "0001"],
        ["261122", "0002"],
        ["261123", "0001"],
        ["261122", "0003"],
    ]


def test_the_day_in_the_reference_is_the_day_in_vietnam(stores: Stores, clock: HandClock) -> None:
    clock.set_wall(datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    assert take_in(stores).local_reference.split("-")[2] == "261123"


def test_the_same_dossier_again_is_the_one_that_is_there(stores: Stores) -> None:
    new = sample_dossier()
    once = stores.dossiers.submit(new, actor="citizen", point="HN-001")
    again = stores.dossiers.submit(new, actor="citizen", point="HN-001")
    assert again == once
    assert len(stores.dossiers.recent(limit=10)) == 1
    assert len(stores.queue.items()) == 1


def test_submitting_ends_the_draft_and_erases_its_pages(stores: Stores) -> None:
    draft = sample_draft()
    stores.drafts.save(draft)
    page = stores.drafts.add_page(sample_page(draft), b"picture")
    take_in(stores, draft_id=draft.id)
    assert stores.drafts.load(draft.id) is None
    assert stores.drafts.pages(draft.id) == []
    with pytest.raises(RuleBroken):
        stores.drafts.page_content(page.id)


def test_any_spelling_of_reference_id_or_official_code_finds_it(stores: Stores) -> None:
    taken = take_in(stores)
    stores.dossiers.apply_event(event(taken, "ACCEPTED", code="000.00.01.G12-261122-0001"))
    for name in (taken.local_reference.lower(), f" {taken.id.upper()} ", "000.00.01.g12-261122-0001"):
        assert stores.dossiers.find(name).id == taken.id
    assert stores.dossiers.find("K-HN001-261122-9999-X") is None


def test_recent_pages_newest_first_without_bodies(stores: Stores) -> None:
    taken = [take_in(stores) for _ in range(5)]
    stores.dossiers.announced(taken[2].id, upload_url="https://portal.example/files")
    first = stores.dossiers.recent(limit=2)
    rest = stores.dossiers.recent(limit=10, before=first[-1].local_reference)
    assert [one.id for one in [*first, *rest]] == [one.id for one in reversed(taken)]
    assert all(not one.body and one.documents and one.history for one in first)
    on_the_way = stores.dossiers.recent(limit=10, states=[DossierState.UPLOADING])
    assert [one.id for one in on_the_way] == [taken[2].id]


def test_documents_can_be_read_from_anywhere(stores: Stores) -> None:
    content = bytes(range(256)) * 1000
    taken = take_in(stores, documents=(sample_document(content),))
    with stores.dossiers.open_document(taken.documents[0].id) as file:
        file.seek(70_001)
        assert file.read(10) == content[70_001:70_011]
        file.seek(-5, 2)
        assert file.read() == content[-5:]
        file.seek(0)
        assert file.read() == content
    assert stores.dossiers.rehash_document(taken.documents[0].id) == hashlib.sha256(content).hexdigest()


def test_upload_addresses_are_remembered(stores: Stores) -> None:
    taken = take_in(stores)
    stores.dossiers.announced(taken.id, upload_url="https://portal.example/files")
    stores.dossiers.remember_upload(replace(taken.documents[0], upload_url="https://x/1", full_uploads=2))
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.upload_url) == (DossierState.UPLOADING, "https://portal.example/files")
    assert (found.documents[0].upload_url, found.documents[0].full_uploads) == ("https://x/1", 2)


def test_a_verified_manifest_means_sent(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.sent_at) == (DossierState.SUBMITTED, RECEIVED)
    assert found.history[-1].server_at == RECEIVED


def test_an_event_alone_never_means_sent(stores: Stores) -> None:
    taken = take_in(stores)
    assert stores.dossiers.apply_event(event(taken, "SUBMITTED"))
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.sent_at) == (DossierState.QUEUED, None)


def test_a_late_proof_does_not_set_the_portal_back(stores: Stores) -> None:
    taken = take_in(stores)
    stores.dossiers.apply_event(event(taken, "ACCEPTED", code="H26.99-261122-0001"))
    prove(stores, taken)
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.sent_at) == (DossierState.ACCEPTED, RECEIVED)


def test_events_are_followed_once_and_only_for_our_own_dossiers(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    due = RECEIVED + timedelta(days=3)
    accepted = event(taken, "ACCEPTED", code="H26.99-261122-0001", due_at=due)
    assert stores.dossiers.apply_event(accepted)
    assert not stores.dossiers.apply_event(accepted)
    assert not stores.dossiers.apply_event(replace(event(taken, "ACCEPTED", 2), dossier_id="elsewhere"))
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.official_code, found.due_at) == (
        DossierState.ACCEPTED,
        "H26.99-261122-0001",
        due,
    )
    assert found.accepted_at == accepted.at
    assert [step.state for step in found.history].count("ACCEPTED") == 1


def test_an_unknown_state_is_kept_and_shown_raw(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    stores.dossiers.apply_event(event(taken, "CHO_KY_SO"))
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.raw_state) == (DossierState.UNKNOWN, "CHO_KY_SO")
    stores.dossiers.apply_event(event(taken, "RESULT_READY", 2))
    assert stores.dossiers.find(taken.id).state is DossierState.RESULT_READY


def test_a_mismatch_is_its_own_state_and_nothing_goes(stores: Stores, clock: HandClock) -> None:
    taken = take_in(stores)
    stores.dossiers.mismatched(taken.id, manifest="a.b.c", reason="another digest")
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.problem.code) == (DossierState.MISMATCH, "manifest_mismatch")
    clock.advance(10 * 86_400)
    assert stores.dossiers.purge_due(grace_s=0) == 0
    assert read(stores, taken.documents[0].id)


def test_pages_go_after_the_grace_time_and_the_record_stays(stores: Stores, clock: HandClock) -> None:
    taken, waiting = take_in(stores), take_in(stores)
    prove(stores, taken)
    clock.advance(3600)
    assert stores.dossiers.purge_due(grace_s=86_400) == 0
    clock.advance(86_400)
    assert stores.dossiers.purge_due(grace_s=86_400) == 1
    assert stores.dossiers.purge_due(grace_s=86_400) == 0
    found = stores.dossiers.find(taken.id)
    assert found.documents[0].purged
    assert found.documents[0].sha256 == taken.documents[0].sha256
    with pytest.raises(RuleBroken) as refused:
        read(stores, taken.documents[0].id)
    assert refused.value.code == "document_unknown"
    assert read(stores, waiting.documents[0].id)


def test_only_allowed_moves_are_made(stores: Stores) -> None:
    taken = take_in(stores)
    with pytest.raises(RuleBroken) as refused:
        stores.dossiers.moved(taken.id, DossierState.RETURNED, by="clerk:an")
    assert refused.value.code == "move_not_allowed"
    assert stores.dossiers.find(taken.id) == taken


def test_withdrawing_tells_the_portal(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    stores.queue.settle(stores.queue.claim(lease_s=60), Done())
    stores.dossiers.moved(taken.id, DossierState.WITHDRAWN, by="citizen", reason="đổi ý")
    [item] = stores.queue.items()
    assert (item.kind, item.subject_id) == (JobKind.WITHDRAW_DOSSIER, taken.id)
    assert stores.dossiers.find(taken.id).history[-1].reason == "đổi ý"


def test_discarding_drops_the_work_and_wipes_papers_and_form(stores: Stores) -> None:
    taken = take_in(stores)
    stores.dossiers.moved(taken.id, DossierState.DISCARDED, by="citizen")
    found = stores.dossiers.find(taken.id)
    assert found.state is DossierState.DISCARDED
    assert "applicant" not in found.body
    assert found.documents[0].purged
    assert stores.queue.claim(lease_s=60) is None
    assert stores.queue.items() == []


def test_a_released_mismatch_is_delivered_again(stores: Stores) -> None:
    taken = take_in(stores)
    stores.queue.settle(stores.queue.claim(lease_s=60), Done())
    stores.dossiers.mismatched(taken.id, manifest="a.b.c", reason="another digest")
    stores.dossiers.moved(taken.id, DossierState.QUEUED, by="clerk:an")
    assert stores.queue.claim(lease_s=60).subject_id == taken.id
    assert stores.dossiers.find(taken.id).problem is None


def test_tracking_tells_the_way_and_no_person(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    stores.dossiers.apply_event(event(taken, "ACCEPTED", code="H26.99-261122-0001"))
    for code in (taken.local_reference.lower(), "h26.99-261122-0001"):
        facts = stores.dossiers.track(code)
        assert (facts.state, facts.local, facts.code) == ("ACCEPTED", True, code.upper())
        assert [step.state for step in facts.history] == ["QUEUED", "SUBMITTED", "ACCEPTED"]
        assert "Nguyễn" not in repr(facts)
    assert stores.dossiers.track(taken.id) is None
    assert stores.dossiers.track("K-HN001-261122-9999-X") is None


def test_an_unknown_dossier_is_said_to_be_unknown(stores: Stores) -> None:
    with pytest.raises(RuleBroken) as refused:
        stores.dossiers.moved("nobody", DossierState.DISCARDED, by="citizen")
    assert refused.value.code == "dossier_unknown"


def test_a_dossier_on_its_way_outlives_a_crowd(stores: Stores, clock: HandClock) -> None:
    """Delivery, interrupted twice, with other work between: order and content stay right."""
    big = take_in(stores, documents=(sample_document(b"b" * 200_000),))
    job = stores.queue.claim(lease_s=60)
    stores.queue.settle(job, Again(0.0, "progress", progressed=True, priority=Priority.BIG_FILE))
    small = take_in(stores)
    stores.accounts.keep(sample_account(), job=NewJob(JobKind.REGISTER_ACCOUNT, "account", 1))
    kinds = [stores.queue.claim(lease_s=60).kind for _ in range(3)]
    assert kinds == [JobKind.DELIVER_DOSSIER, JobKind.REGISTER_ACCOUNT, JobKind.DELIVER_DOSSIER]
    assert read(stores, big.documents[0].id) == b"b" * 200_000
    assert read(stores, small.documents[0].id) == b"%PDF-1.7 sample"


def test_what_the_portal_asked_to_be_paid_is_known_as_it_put_it(stores: Stores) -> None:
    taken = take_in(stores)
    assert stores.dossiers.payment_asked(taken.id) is None
    first, newest = {"amount": 8000, "status": "PENDING"}, {"amount": 16000, "status": "PENDING"}
    stores.dossiers.apply_event(event(taken, "PAYMENT_REQUIRED", 1, payment=first))
    stores.dossiers.apply_event(event(taken, "PAYMENT_REQUIRED", 2, payment=newest))
    stores.dossiers.apply_event(event(taken, "PAYMENT_REQUIRED", 3))
    assert stores.dossiers.payment_asked(taken.id) == newest
