"""UploadQueue: leases, delays, classes and what a person sees of them."""

from typing import Any

import pytest

from kiosk.domain.account import AccountState
from kiosk.domain.dossier import Dossier, DossierState, Problem
from kiosk.domain.events import AuditKind
from kiosk.domain.upload import Again, Done, JobKind, NewJob, Priority, QueueCounts, Stop
from tests.fakes.dossier_samples import sample_account, sample_document, sample_dossier
from tests.fakes.hand_clock import HandClock

Stores = Any


def put(stores: Stores, size: int = 10) -> Dossier:
    new = sample_dossier(sample_document(b"x" * size))
    dossier: Dossier = stores.dossiers.submit(new, actor="citizen", point="HN-001")
    return dossier


def test_an_empty_queue_has_nothing_to_do(stores: Stores) -> None:
    assert stores.queue.claim(lease_s=60) is None
    assert stores.queue.next_due_in_s() is None
    assert stores.queue.counts() == QueueCounts()
    assert stores.queue.items() == []
    assert stores.queue.retry(1) is False


def test_first_in_first_out_each_to_one_worker(stores: Stores) -> None:
    put_in = [put(stores).id for _ in range(3)]
    claimed = [stores.queue.claim(lease_s=60).subject_id for _ in range(3)]
    assert claimed == put_in
    assert stores.queue.claim(lease_s=60) is None


def test_done_work_leaves_the_list(stores: Stores) -> None:
    put(stores, 10)
    put(stores, 20)
    stores.queue.settle(stores.queue.claim(lease_s=60), Done())
    counts = stores.queue.counts()
    assert (counts.waiting, counts.uploading, counts.quarantined, counts.bytes) == (1, 0, 0, 20)
    assert len(stores.queue.items()) == 1


def test_put_back_work_waits_as_long_as_said(stores: Stores, clock: HandClock) -> None:
    put(stores)
    stores.queue.settle(stores.queue.claim(lease_s=60), Again(30.0, "server_away"))
    assert stores.queue.claim(lease_s=60) is None
    assert stores.queue.next_due_in_s() == pytest.approx(30.0)
    [item] = stores.queue.items()
    assert (item.state, item.failures, item.why) == ("waiting", 1, "server_away")
    assert item.due_in_s == pytest.approx(30.0)
    clock.advance(30)
    assert stores.queue.claim(lease_s=60).failures == 1


def test_progress_restarts_the_ladder(stores: Stores) -> None:
    put(stores)
    for _ in range(3):
        stores.queue.settle(stores.queue.claim(lease_s=60), Again(0.0, "reset"))
    job = stores.queue.claim(lease_s=60)
    assert job.failures == 3
    stores.queue.settle(job, Again(0.0, "reset", progressed=True))
    assert stores.queue.claim(lease_s=60).failures == 0


def test_a_wrong_wall_clock_moves_nothing(stores: Stores, clock: HandClock) -> None:
    put(stores)
    stores.queue.settle(stores.queue.claim(lease_s=60), Again(30.0, "server_away"))
    clock.set_wall(clock.now.replace(year=2036))
    assert stores.queue.claim(lease_s=60) is None
    clock.set_wall(clock.now.replace(year=2016))
    assert stores.queue.next_due_in_s() == pytest.approx(30.0)


def test_a_lease_that_ran_out_goes_to_the_next_worker_and_the_first_is_not_heard(
    stores: Stores, clock: HandClock
) -> None:
    put(stores)
    first = stores.queue.claim(lease_s=60)
    assert stores.queue.next_due_in_s() == pytest.approx(60.0)
    clock.advance(60)
    assert stores.queue.counts().waiting == 1
    second = stores.queue.claim(lease_s=60)
    assert (second.id, second.lease == first.lease) == (first.id, False)
    stores.queue.settle(first, Stop(Problem("late")))
    assert stores.queue.items(state="uploading")[0].job_id == second.id
    stores.queue.settle(second, Done())
    assert stores.queue.counts() == QueueCounts()


def test_a_lease_that_ran_out_but_was_not_taken_still_counts(stores: Stores, clock: HandClock) -> None:
    put(stores)
    job = stores.queue.claim(lease_s=60)
    clock.advance(61)
    stores.queue.settle(job, Done())
    assert stores.queue.counts() == QueueCounts()


def test_settling_twice_changes_nothing(stores: Stores) -> None:
    put(stores)
    job = stores.queue.claim(lease_s=60)
    stores.queue.settle(job, Again(5.0, "first"))
    stores.queue.settle(job, Done())
    assert [item.why for item in stores.queue.items()] == ["first"]


def test_what_the_portal_must_know_goes_before_files(stores: Stores) -> None:
    big, small, fresh = put(stores), put(stores), put(stores)
    for priority in (Priority.BIG_FILE, Priority.SMALL_FILE):
        stores.queue.settle(
            stores.queue.claim(lease_s=60), Again(0.0, "", progressed=True, priority=priority)
        )
    claimed = [stores.queue.claim(lease_s=60) for _ in range(3)]
    assert [job.subject_id for job in claimed] == [fresh.id, small.id, big.id]
    assert [job.priority for job in claimed] == [Priority.JSON, Priority.SMALL_FILE, Priority.BIG_FILE]


def test_big_files_take_turns(stores: Stores, clock: HandClock) -> None:
    dossiers = [put(stores).id for _ in range(2)]
    order = []
    for _ in range(6):
        job = stores.queue.claim(lease_s=60)
        order.append(job.subject_id)
        clock.advance(1)
        stores.queue.settle(job, Again(0.0, "", progressed=True, priority=Priority.BIG_FILE))
    assert order[2:] == dossiers * 2


def test_a_big_file_that_waited_an_hour_moves_up(stores: Stores, clock: HandClock) -> None:
    big = put(stores)
    stores.queue.settle(
        stores.queue.claim(lease_s=60), Again(0.0, "", progressed=True, priority=Priority.BIG_FILE)
    )
    clock.advance(3600)
    put(stores)
    stores.queue.settle(
        stores.queue.claim(lease_s=60), Again(0.0, "", progressed=True, priority=Priority.SMALL_FILE)
    )
    assert stores.queue.claim(lease_s=60).subject_id == big.id


def test_the_line_came_back_so_nobody_waits_long(stores: Stores, clock: HandClock) -> None:
    for _ in range(20):
        put(stores)
    for _ in range(20):
        stores.queue.settle(stores.queue.claim(lease_s=60), Again(300.0, "server_away"))
    stores.queue.wake(within_s=60.0)
    assert all(0 <= item.due_in_s <= 60 for item in stores.queue.items())
    stores.queue.wake(within_s=600.0)
    assert all(item.due_in_s <= 60 for item in stores.queue.items())
    clock.advance(60)
    assert stores.queue.next_due_in_s() == 0.0
    assert len({stores.queue.claim(lease_s=60).id for _ in range(20)}) == 20


def test_what_was_put_back_after_the_waking_sleeps_its_own_time(stores: Stores) -> None:
    first, second = put(stores), put(stores)
    for _ in range(2):
        stores.queue.settle(stores.queue.claim(lease_s=60), Again(300.0, "server_away"))
    stores.queue.wake(within_s=0.0)
    tried = stores.queue.claim(lease_s=60)
    stores.queue.settle(tried, Again(200.0, "server_away"))
    assert tried.subject_id == first.id
    assert stores.queue.claim(lease_s=60).subject_id == second.id
    assert stores.queue.claim(lease_s=60) is None
    [sleeps] = stores.queue.items(state="waiting")
    assert sleeps.due_in_s == pytest.approx(200.0)


def test_a_second_waking_puts_nobody_off(stores: Stores, clock: HandClock) -> None:
    for _ in range(3):
        put(stores)
    for _ in range(3):
        stores.queue.settle(stores.queue.claim(lease_s=60), Again(9000.0, "server_away"))
    stores.queue.wake(within_s=10.0)
    clock.advance(10)
    stores.queue.settle(stores.queue.claim(lease_s=60), Again(9000.0, "server_away"))
    stores.queue.wake(within_s=600.0)
    assert stores.queue.claim(lease_s=60) is not None
    assert stores.queue.claim(lease_s=60) is not None
    clock.advance(600)
    assert stores.queue.claim(lease_s=60) is not None


def test_one_things_work_is_found_among_all(stores: Stores) -> None:
    first, second = put(stores), put(stores)
    stores.queue.settle(stores.queue.claim(lease_s=60), Done())
    assert stores.queue.item_of(first.id) is None
    assert stores.queue.item_of("nobody") is None
    assert stores.queue.item_of(second.id) == stores.queue.items()[0]


def test_waking_makes_nobody_wait_longer(stores: Stores) -> None:
    put(stores)
    stores.queue.wake(within_s=600.0)
    assert stores.queue.next_due_in_s() == 0.0


def test_stopped_work_is_quarantined_with_its_whole_reason(stores: Stores) -> None:
    taken = put(stores)
    problem = Problem("invalid", "Họ tên thiếu", (("/applicant/full_name", "required", "thiếu"),))
    stores.queue.settle(stores.queue.claim(lease_s=60), Stop(problem))
    [item] = stores.queue.items(state="quarantined")
    assert (item.problem, item.state, item.why) == (problem, "quarantined", "invalid")
    held = stores.dossiers.find(taken.id)
    assert (held.state, held.problem) == (DossierState.QUARANTINED, problem)
    assert stores.queue.claim(lease_s=60) is None
    assert stores.queue.counts().quarantined == 1
    assert stores.queue.counts().left == 0


def test_a_stop_does_not_cover_a_mismatch(stores: Stores) -> None:
    taken = put(stores)
    job = stores.queue.claim(lease_s=60)
    stores.dossiers.mismatched(taken.id, manifest="a.b.c", reason="digest")
    stores.queue.settle(job, Stop(Problem("manifest_mismatch")))
    assert stores.dossiers.find(taken.id).state is DossierState.MISMATCH


def test_a_clerk_has_quarantined_work_tried_again(stores: Stores) -> None:
    taken = put(stores)
    stores.queue.settle(stores.queue.claim(lease_s=60), Stop(Problem("invalid")))
    [item] = stores.queue.items()
    assert stores.queue.retry(item.job_id)
    again = stores.queue.claim(lease_s=60)
    assert (again.subject_id, again.failures) == (taken.id, 0)
    released = stores.dossiers.find(taken.id)
    assert (released.state, released.problem) == (DossierState.QUEUED, None)
    kinds = [entry.kind for entry in stores.audit.unacknowledged(limit=20)]
    assert kinds[-2:] == [AuditKind.DOSSIER_QUARANTINED, AuditKind.JOB_RETRIED]


def test_a_clerk_has_waiting_work_tried_at_once(stores: Stores) -> None:
    put(stores)
    stores.queue.settle(stores.queue.claim(lease_s=60), Again(300.0, "server_away"))
    [item] = stores.queue.items()
    assert stores.queue.retry(item.job_id)
    assert stores.queue.next_due_in_s() == 0.0


def test_finished_work_cannot_be_retried(stores: Stores) -> None:
    put(stores)
    job = stores.queue.claim(lease_s=60)
    stores.queue.settle(job, Done())
    assert stores.queue.retry(job.id) is False


def test_the_list_can_be_paged_and_narrowed(stores: Stores, clock: HandClock) -> None:
    for _ in range(5):
        put(stores)
    stores.queue.settle(stores.queue.claim(lease_s=60), Stop(Problem("invalid")))
    stores.queue.claim(lease_s=60)
    states = [item.state for item in stores.queue.items()]
    assert states == ["quarantined", "uploading", "waiting", "waiting", "waiting"]
    first = stores.queue.items(limit=2)
    rest = stores.queue.items(after=first[-1].job_id)
    assert [item.state for item in rest] == ["waiting"] * 3
    assert len(stores.queue.items(state="waiting", limit=2)) == 2
    clock.advance(61)
    assert [item.state for item in stores.queue.items()] == ["quarantined", *["waiting"] * 4]
    assert [item.job_id for item in stores.queue.items(state="waiting", limit=3)] == [2, 3, 4]
    assert stores.queue.items(state="uploading") == []


def test_an_account_shows_its_masked_number_only(stores: Stores) -> None:
    account = sample_account(AccountState.QUEUED)
    stores.accounts.keep(account, job=NewJob(JobKind.REGISTER_ACCOUNT, account.id))
    [item] = stores.queue.items()
    assert (item.kind, item.reference) == (JobKind.REGISTER_ACCOUNT, "001•••••0001")


def test_a_stopped_and_retried_registration_takes_its_account_along(stores: Stores) -> None:
    account = sample_account(AccountState.QUEUED)
    stores.accounts.keep(account, job=NewJob(JobKind.REGISTER_ACCOUNT, account.id))
    job = stores.queue.claim(lease_s=60)
    stores.queue.settle(job, Stop(Problem("invalid")))
    assert stores.accounts.find(account.id).state is AccountState.QUARANTINED
    assert [one.id for one in stores.accounts.needing_attention()] == [account.id]
    stores.queue.retry(job.id)
    assert stores.accounts.find(account.id).state is AccountState.QUEUED
    assert stores.accounts.needing_attention() == []


def test_the_same_job_is_queued_once(stores: Stores) -> None:
    account = sample_account(AccountState.QUEUED)
    for _ in range(2):
        stores.accounts.keep(account, job=NewJob(JobKind.REGISTER_ACCOUNT, account.id))
    assert len(stores.queue.items()) == 1


def test_finished_work_is_forgotten_after_its_time_in_small_batches(stores: Stores, clock: HandClock) -> None:
    dossiers = [put(stores) for _ in range(5)]
    for _ in range(4):
        stores.queue.settle(stores.queue.claim(lease_s=60), Done())
    clock.advance(86400)
    assert stores.queue.forget_finished(after_s=90000, at_most=10) == 0
    assert [stores.queue.forget_finished(after_s=3600, at_most=3) for _ in range(3)] == [3, 1, 0]
    assert stores.queue.counts().waiting == 1, "what waits is never old"
    assert all(stores.dossiers.find(dossier.id) is not None for dossier in dossiers)
    assert stores.dossiers.submit(sample_dossier(sample_document(b"y")), actor="citizen", point="HN-001"), (
        "and the queue goes on"
    )
    assert stores.queue.claim(lease_s=60).subject_id == dossiers[-1].id
