"""DraftStore: work in progress comes back as it was, and is gone when it is gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from tests.fakes.dossier_samples import sample_draft, sample_page

Stores = Any
SAVED = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_a_draft_comes_back_exactly_as_saved(stores: Stores) -> None:
    draft = sample_draft(staff_id="an", masked_number="001•••••0001", reference="K-1")
    stores.drafts.save(draft)
    assert stores.drafts.load(draft.id) == draft
    changed = sample_draft(id=draft.id, content={"step": 4, "tick": True, "nothing": None, "n": 1.5})
    stores.drafts.save(changed)
    assert stores.drafts.load(draft.id) == changed
    assert stores.drafts.load("nobody") is None


def test_each_sees_their_own_drafts(stores: Stores) -> None:
    alone = sample_draft()
    by_an = sample_draft(staff_id="an", saved_at=SAVED)
    by_binh = sample_draft(staff_id="binh", saved_at=SAVED + timedelta(minutes=1))
    for draft in (alone, by_an, by_binh):
        stores.drafts.save(draft)
    assert stores.drafts.open_drafts() == [alone]
    assert stores.drafts.open_drafts(staff_id="an") == [by_an]
    assert stores.drafts.all_staff_drafts() == [by_an, by_binh]


def test_pages_keep_bytes_and_order(stores: Stores) -> None:
    draft = sample_draft()
    stores.drafts.save(draft)
    contents = [b"first page", b"second" * 30_000, b""]
    kept = [
        stores.drafts.add_page(sample_page(draft, place, name=f"trang {place}"), content)
        for place, content in enumerate(contents)
    ]
    other = stores.drafts.add_page(sample_page(draft, component_id="giay_to"), b"other")
    assert [page.bytes for page in kept] == [len(content) for content in contents]
    assert stores.drafts.pages(draft.id) == [other, *kept]
    assert [stores.drafts.page_content(page.id) for page in kept] == contents


def test_pages_can_be_put_in_another_order_and_taken_away(stores: Stores) -> None:
    draft = sample_draft()
    stores.drafts.save(draft)
    a, b, c = (stores.drafts.add_page(sample_page(draft, place), b"x").id for place in range(3))
    stores.drafts.order_pages(draft.id, "to_khai", [c, a])
    assert [(page.id, page.position) for page in stores.drafts.pages(draft.id)] == [(c, 0), (a, 1), (b, 2)]
    stores.drafts.remove_page(a)
    assert [(page.id, page.position) for page in stores.drafts.pages(draft.id)] == [(c, 0), (b, 1)]
    stores.drafts.remove_page(a)
    with pytest.raises(RuleBroken) as refused:
        stores.drafts.page_content(a)
    assert refused.value.code == "page_unknown"


def test_a_page_without_its_draft_is_refused(stores: Stores) -> None:
    with pytest.raises(RuleBroken) as refused:
        stores.drafts.add_page(sample_page(sample_draft()), b"x")
    assert refused.value.code == "draft_unknown"


def test_a_discarded_draft_is_gone_with_its_pages(stores: Stores) -> None:
    draft = sample_draft()
    stores.drafts.save(draft)
    page = stores.drafts.add_page(sample_page(draft), b"x")
    stores.drafts.discard(draft.id)
    stores.drafts.discard(draft.id)
    assert stores.drafts.load(draft.id) is None
    assert stores.drafts.pages(draft.id) == []
    with pytest.raises(RuleBroken):
        stores.drafts.page_content(page.id)


def test_what_citizens_left_behind_goes_but_not_a_clerks_work(stores: Stores) -> None:
    old, fresh = sample_draft(saved_at=SAVED), sample_draft(saved_at=SAVED + timedelta(hours=1))
    by_clerk = sample_draft(saved_at=SAVED, staff_id="an")
    for draft in (old, fresh, by_clerk):
        stores.drafts.save(draft)
    stores.drafts.add_page(sample_page(old), b"x")
    assert stores.drafts.discard_citizen_drafts(SAVED + timedelta(minutes=30)) == 1
    assert stores.drafts.open_drafts() == [fresh]
    assert stores.drafts.all_staff_drafts() == [by_clerk]
    assert stores.drafts.discard_citizen_drafts(SAVED + timedelta(minutes=30)) == 0
    last = stores.audit.unacknowledged(limit=10)[-1]
    assert (last.kind, last.subject) == (AuditKind.DRAFT_DISCARDED, old.id)


def test_a_draft_that_was_passed_on_waits_for_whoever_has_the_code(stores: Stores) -> None:
    draft = sample_draft(saved_at=SAVED)
    stores.drafts.save(draft)
    until = SAVED + timedelta(hours=2)
    stores.drafts.pass_on(draft.id, code="7F3A9C", until=until)
    assert stores.drafts.open_drafts() == [], "nobody finds it by a restart"
    assert stores.drafts.discard_citizen_drafts(SAVED + timedelta(minutes=30)) == 0
    assert stores.drafts.passed_on("7F3A9D", now=SAVED) is None
    assert stores.drafts.passed_on("7F3A9C", now=until + timedelta(seconds=1)) is None
    assert stores.drafts.passed_on("7F3A9C", now=until) == draft
    taken = stores.drafts.take_over(draft.id, staff_id="an")
    assert taken is not None and taken.staff_id == "an"
    assert stores.drafts.all_staff_drafts() == [taken]
    assert stores.drafts.take_over(draft.id, staff_id="binh") is None, "the first one has it"
    assert stores.drafts.passed_on("7F3A9C", now=SAVED) is None


def test_nobody_picks_it_up_and_it_is_erased(stores: Stores) -> None:
    draft = sample_draft(saved_at=SAVED)
    stores.drafts.save(draft)
    stores.drafts.pass_on(draft.id, code="7F3A9C", until=SAVED + timedelta(hours=2))
    assert stores.drafts.discard_citizen_drafts(SAVED + timedelta(hours=3)) == 1
    assert stores.drafts.load(draft.id) is None


def test_passed_on_and_kept_after_all(stores: Stores) -> None:
    draft = sample_draft(saved_at=SAVED)
    stores.drafts.save(draft)
    stores.drafts.pass_on(draft.id, code="7F3A9C", until=SAVED + timedelta(hours=2))
    stores.drafts.pass_on(draft.id, code="", until=None)
    assert stores.drafts.open_drafts() == [draft]
    assert stores.drafts.passed_on("7F3A9C", now=SAVED) is None
