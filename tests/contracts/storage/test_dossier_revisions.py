"""DossierStore: corrections of what was refused, and supplements to what was asked for."""

from dataclasses import replace

import pytest

from kiosk.domain.account import AccountWay
from kiosk.domain.dossier import DossierState, Problem
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from tests.contracts.storage.dossier_steps import Stores, ask_for_supplement, event, prove, read, take_in
from tests.fakes.dossier_samples import sample_document, sample_dossier
from tests.fakes.hand_clock import HandClock


def test_a_supplement_takes_the_next_revision_with_kept_and_new_papers(stores: Stores) -> None:
    old, kept = sample_document(b"blurred"), sample_document(b"fine", component="giay_to")
    taken = take_in(stores, documents=(old, kept))
    ask_for_supplement(stores, taken)
    asked = stores.dossiers.find(taken.id)
    assert [item.what_to_do for item in asked.supplement] == ["chụp lại"]
    fresh = sample_document(b"sharp")
    answer = sample_dossier(fresh, id=taken.id, revision=2, kept_document_ids=(kept.id,))
    sent = stores.dossiers.submit(answer, actor="citizen", point="HN-001")
    assert (sent.local_reference, sent.revision, sent.state) == (
        taken.local_reference,
        2,
        DossierState.QUEUED,
    )
    assert [document.id for document in sent.documents] == [kept.id, fresh.id]
    assert (sent.supplement, sent.notice_text) == ((), "")
    assert stores.dossiers.find(taken.id) == sent
    assert [item.revision for item in [stores.queue.claim(lease_s=60), stores.queue.claim(lease_s=60)]] == [
        1,
        2,
    ]
    prove(stores, sent, state="SUPPLEMENTED")
    assert stores.dossiers.find(taken.id).state is DossierState.SUPPLEMENTED


def test_a_revision_nobody_asked_for_is_refused_and_leaves_nothing(stores: Stores) -> None:
    taken = take_in(stores)
    early = sample_dossier(id=taken.id, revision=2)
    with pytest.raises(RuleBroken) as refused:
        stores.dossiers.submit(early, actor="citizen", point="HN-001")
    assert refused.value.code == "revision_conflict"
    assert stores.dossiers.find(taken.id) == taken
    with pytest.raises(RuleBroken):
        stores.dossiers.open_document(early.documents[0].id).__enter__()


def test_a_documents_id_is_used_once(stores: Stores) -> None:
    paper = sample_document(b"one")
    take_in(stores, documents=(paper,))
    for papers in ((replace(paper, content=b"two"),), (twice := sample_document(), twice)):
        again = sample_dossier(*papers)
        with pytest.raises(RuleBroken) as refused:
            stores.dossiers.submit(again, actor="citizen", point="HN-001")
        assert refused.value.code == "document_id_taken"
        assert stores.dossiers.find(again.id) is None
    assert read(stores, paper.id) == b"one"


def test_a_refused_dossier_can_be_corrected_and_sent_again(stores: Stores) -> None:
    wrong = sample_document(b"wrong")
    taken = take_in(stores, documents=(wrong,))
    stores.dossiers.quarantined(taken.id, Problem("invalid", "", (("/form/ho_ten", "required", "thiếu"),)))
    held = stores.dossiers.find(taken.id)
    assert (held.state, held.problem.errors[0][0]) == (DossierState.QUARANTINED, "/form/ho_ten")
    stores.dossiers.moved(taken.id, DossierState.DRAFT, by="clerk:an")
    right = sample_document(b"right")
    again = sample_dossier(right, id=taken.id)
    sent = stores.dossiers.submit(again, actor="clerk:an", point="HN-001")
    assert (sent.state, sent.revision, sent.problem) == (DossierState.QUEUED, 1, None)
    assert [document.id for document in sent.documents] == [right.id]
    assert stores.queue.claim(lease_s=60).subject_id == taken.id
    with pytest.raises(RuleBroken):
        read(stores, wrong.id)


def test_papers_brought_again_unchanged_are_the_ones_kept(stores: Stores, clock: HandClock) -> None:
    """A correction and a supplement bring some papers under the same id with the same bytes."""
    same, wrong = sample_document(b"same"), sample_document(b"wrong", component="giay_to")
    taken = take_in(stores, documents=(same, wrong))
    stores.dossiers.quarantined(taken.id, Problem("invalid"))
    stores.dossiers.moved(taken.id, DossierState.DRAFT, by="clerk:an")
    right = sample_document(b"right", component="giay_to")
    stores.dossiers.submit(sample_dossier(same, right, id=taken.id), actor="clerk:an", point="HN-001")
    corrected = stores.dossiers.find(taken.id)
    assert [(paper.id, read(stores, paper.id)) for paper in corrected.documents] == [
        (same.id, b"same"),
        (right.id, b"right"),
    ]
    ask_for_supplement(stores, corrected)
    clock.advance(10)
    assert stores.dossiers.purge_due(grace_s=5) == 2
    sharp = sample_document(b"sharp")
    answer = sample_dossier(sharp, right, id=taken.id, revision=2)
    sent = stores.dossiers.submit(answer, actor="citizen", point="HN-001")
    assert [(paper.id, paper.purged) for paper in sent.documents] == [(right.id, True), (sharp.id, False)]
    assert stores.dossiers.find(taken.id) == sent
    assert stores.queue.items()[-1].bytes_left == len(b"sharp")


def test_a_new_dossier_in_place_of_an_old_one_supersedes_it(stores: Stores) -> None:
    old = take_in(stores)
    ask_for_supplement(stores, old)
    new = take_in(stores, body={"agency": "x", "replaces": old.id})
    assert new.replaces == old.id
    ended = stores.dossiers.find(old.id)
    assert (ended.state, ended.history[-1].reason) == (DossierState.SUPERSEDED, new.local_reference)


def test_a_new_dossier_carries_on_the_count_of_notices(stores: Stores) -> None:
    taken = take_in(stores)
    ask_for_supplement(stores, taken)
    answer = sample_dossier(account_way=AccountWay.NONE)
    new = stores.dossiers.submit(
        replace(answer, body={**answer.body, "replaces": taken.id}), actor="citizen", point="HN-001"
    )
    assert (new.follows, new.notices, new.has_account) == (taken.local_reference, 1, False)
    prove(stores, new)
    assert stores.dossiers.apply_event(event(new, "SUPPLEMENT_REQUESTED", 2))
    assert stores.dossiers.find(new.id).notices == 2
    moved = [entry for entry in stores.audit.entries() if entry.subject == new.local_reference]
    assert [entry.facts["notice"] for entry in moved if "notice" in entry.facts] == [2]
    (confirmed,) = (entry for entry in moved if entry.kind == AuditKind.DOSSIER_CONFIRMED)
    assert (confirmed.facts["follows"], confirmed.facts["account"]) == (taken.local_reference, "none")


def test_what_the_citizen_chose_counts_more_than_what_the_body_names(stores: Stores) -> None:
    under = {"applicant": {"account_id": "019a8d00-0000-7000-8000-0000000000aa"}}
    assert take_in(stores, body=under).has_account
    assert not take_in(stores, body=under, account_way=AccountWay.NONE).has_account
    assert take_in(stores, account_way=AccountWay.VNEID).has_account
