"""Another start, another boot, a second process: what the queue, the locks and the files make of it."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, text

from kiosk.domain.dossier import Problem
from kiosk.domain.rules import local_reference_is_valid
from kiosk.domain.staff import Role
from kiosk.domain.upload import Again, Done, Priority, QueueCounts, Stop
from kiosk.storage import Storage
from kiosk.storage.dossier_intake import ReferenceRange
from kiosk.storage.keys import REFERENCE_PLACES, KeyRing
from kiosk.storage.presence import Presence
from kiosk.storage.tables import reference_counters
from kiosk.storage.upload_queue import SPREAD_AFTER_BOOT_S
from tests.fakes.dossier_samples import sample_dossier
from tests.fakes.hand_clock import HandClock

OpenHome = Callable[..., Storage]
SEEKS = ("(rowid=?)", "due_at<?)", "set_at<?)", "lease_until<?)", "class_since<?)")
"""How a query plan ends that looks at the first fitting job of a class and at no other."""


def put(storage: Storage, count: int = 1) -> None:
    for _ in range(count):
        storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")


def put_back(storage: Storage, after_s: float) -> int:
    job = storage.queue.claim(lease_s=60)
    assert job is not None
    storage.queue.settle(job, Again(after_s, "server_away"))
    return job.id


def test_delays_outlast_a_restart_of_the_program(open_home: OpenHome, clock: HandClock) -> None:
    storage = open_home()
    put(storage)
    put_back(storage, 120.0)
    storage.close()
    clock.advance(20)
    assert open_home().queue.next_due_in_s() == pytest.approx(100.0)


def test_after_a_boot_all_is_due_within_a_minute_but_not_at_once(
    open_home: OpenHome, clock: HandClock
) -> None:
    storage = open_home()
    put(storage, 20)
    for _ in range(20):
        put_back(storage, 100_000.0)
    storage.queue.claim(lease_s=60)
    storage.close()
    clock.seconds = 3.0
    again = open_home(boot_id="second boot")
    waits = [item.due_in_s for item in again.queue.items()]
    assert len(waits) == 20
    assert all(0 < wait <= SPREAD_AFTER_BOOT_S for wait in waits)
    again.close()
    beside = open_home(boot_id="second boot")
    assert [item.due_in_s for item in beside.queue.items()] == waits
    clock.advance(SPREAD_AFTER_BOOT_S)
    assert len({put_back(beside, 100_000.0) for _ in range(20)}) == 20
    assert beside.queue.claim(lease_s=60) is None


def test_a_lease_of_a_live_process_holds_and_of_a_closed_one_does_not(open_home: OpenHome) -> None:
    first = open_home()
    put(first)
    job = first.queue.claim(lease_s=3600)
    assert job is not None
    second = open_home()
    assert second.queue.claim(lease_s=60) is None
    first.close()
    third = open_home()
    taken = third.queue.claim(lease_s=60)
    assert taken is not None
    assert taken.id == job.id


def test_two_processes_never_get_the_same_job(open_home: OpenHome) -> None:
    one, two = open_home(), open_home()
    put(one, 6)
    claimed = [storage.queue.claim(lease_s=60) for storage in (one, two) * 3]
    assert sorted(job.id for job in claimed if job) == [1, 2, 3, 4, 5, 6]


def test_a_second_process_does_not_sweep_the_first_ones_unfinished_files(open_home: OpenHome) -> None:
    first = open_home()
    [in_flight] = first._files.seal([b"not committed yet"])
    open_home()
    with first._files.open(in_flight.file_name, in_flight.wrapped_key) as file:
        assert file.read() == b"not committed yet"
    first.close()
    open_home()
    assert not first._files.exists(in_flight.file_name, len(b"not committed yet"))


def test_purged_files_whose_deletion_was_cut_short_go_at_the_next_start(open_home: OpenHome) -> None:
    first = open_home()
    taken = first.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
    with first._database.write() as connection:
        names = first.dossiers._purge.erase_dossier(connection, taken.id)
    assert first._files.exists(names[0], taken.documents[0].bytes)
    first.close()
    again = open_home()
    assert not again._files.exists(names[0], taken.documents[0].bytes)
    assert again.check(full=True) == []


def test_waiting_after_wrong_passwords_outlasts_restart_and_boot(
    open_home: OpenHome, clock: HandClock
) -> None:
    storage = open_home()
    storage.staff.add("an", "An", Role.CLERK, "907351")
    for _ in range(4):
        clock.advance(60)
        storage.staff.sign_in("an", "wrong")
    storage.close()
    clock.advance(20)
    restarted = open_home()
    held = restarted.staff.sign_in("an", "907351")
    assert held.locked_until is not None
    assert (held.locked_until - clock.now).total_seconds() == pytest.approx(40)
    restarted.close()
    clock.seconds = 5.0
    clock.set_wall(clock.now.replace(year=2040))
    booted = open_home(boot_id="second boot")
    held = booted.staff.sign_in("an", "907351")
    assert held.locked_until is not None
    assert (held.locked_until - clock.now).total_seconds() == pytest.approx(60)
    clock.advance(60)
    assert booted.staff.sign_in("an", "907351").member is not None


def test_choosing_the_next_job_seeks_and_never_scans(open_home: OpenHome) -> None:
    storage = open_home()
    put(storage, 3)
    seen: list[str] = []
    with storage._database.write() as connection:
        connection.connection.driver_connection.set_trace_callback(seen.append)  # type: ignore[union-attr]
    job = storage.queue.claim(lease_s=60)
    assert job is not None
    storage.queue.settle(job, Done())
    storage.queue.claim(lease_s=60)
    with storage._database.write() as connection:
        connection.connection.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]
        asked = [statement for statement in seen if statement.startswith(("SELECT jobs", "UPDATE jobs"))]
        assert len(asked) > 5
        for statement in asked:
            plan = [
                row[3]
                for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}".replace(":", r"\:")))
            ]
            assert all(step.endswith(SEEKS) for step in plan), (statement, plan)


def test_all_classes_deferred_is_answered_without_looking_at_each_job(open_home: OpenHome) -> None:
    storage = open_home()
    put(storage, 3)
    for priority in Priority:
        job = storage.queue.claim(lease_s=60)
        assert job is not None
        storage.queue.settle(job, Again(500.0, "server_away", priority=priority))
    assert storage.queue.claim(lease_s=60) is None
    assert storage.queue.next_due_in_s() == pytest.approx(500.0)


def test_terminals_that_know_nothing_of_each_other_mint_no_reference_twice(
    tmp_path: Path, clock: HandClock
) -> None:
    minted = []
    for number in (1, 2, 999):
        storage = Storage.open(tmp_path / str(number), clock=clock.wall, terminal_number=number)
        put(storage, 3)
        minted += [dossier.local_reference for dossier in storage.dossiers.recent(limit=9)]
        storage.close()
    assert len(set(minted)) == 9
    assert all(local_reference_is_valid(reference) for reference in minted)
    made = Storage.open(tmp_path / "own", clock=clock.wall, terminal_number=None)
    put(made)
    [dossier] = made.dossiers.recent(limit=1)
    assert int(dossier.local_reference.split("-")[3]) == 100_000 + 100 * made.keys.reference_place
    assert local_reference_is_valid(dossier.local_reference)
    made.close()


def test_ranges_made_from_keys_hardly_ever_meet_and_never_reach_a_number_set_by_hand() -> None:
    ranges = [ReferenceRange.from_key(place) for place in range(REFERENCE_PLACES)]
    firsts = [each.before_first + 1 for each in ranges]
    assert len(set(firsts)) == len({each.name for each in ranges}) == REFERENCE_PLACES
    assert firsts == list(range(firsts[0], firsts[-1] + 1, 100)), "a hundred dossiers a day are one's own"
    assert firsts[0] > ReferenceRange.of_terminal(9).before_first + 9_999
    assert firsts[-1] + 9_998 <= 9_999_999


def test_places_made_from_keys_are_spread_over_all() -> None:
    rings = [
        KeyRing(bytes(32), "", Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big")))
        for number in range(2000)
    ]
    places = {ring.reference_place for ring in rings}
    assert len(places) > 1900
    assert all(0 <= place < REFERENCE_PLACES for place in places)


def test_a_number_that_another_terminals_dossier_has_is_passed_over(open_home: OpenHome) -> None:
    """As on a branch's database: a range by key and one by number can meet there, and the database sees it."""
    by_key = open_home(terminal_number=None)
    put(by_key, 1)
    [first] = by_key.dossiers.recent(limit=1)
    number = int(first.local_reference.split("-")[3])
    by_key.close()
    other = open_home(terminal_number=number // 10_000)
    with other._database.write() as connection:
        before = {"point": f"HN-001/{number // 10_000}", "day": "2026-11-22", "n": number % 10_000 - 1}
        connection.execute(reference_counters.insert().values(before))
    put(other, 1)
    [second] = other.dossiers.recent(limit=1)
    assert int(second.local_reference.split("-")[3]) == number + 1


def test_counts_that_drifted_are_found(open_home: OpenHome) -> None:
    storage = open_home()
    put(storage, 4)
    for outcome in (Stop(Problem("invalid")), Again(5.0, "server_away")):
        job = storage.queue.claim(lease_s=60)
        assert job is not None
        storage.queue.settle(job, outcome)
    assert storage.check(full=False) == []
    with storage._database.write() as connection:
        connection.execute(text("UPDATE queue_totals SET jobs = jobs + 1 WHERE held = 0"))
    assert storage.check(full=False) == ["queue: 3 jobs are there, 4 were counted"]
    with storage._database.write() as connection:
        connection.execute(text("DELETE FROM jobs"))
        connection.execute(text("UPDATE queue_totals SET jobs = jobs - 1 WHERE held = 0"))
    assert storage.queue.counts() == QueueCounts()


def test_problems_are_named_one_by_one(open_home: OpenHome) -> None:
    storage = open_home()
    whole, cut, gone = (
        storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001").documents[0]
        for _ in range(3)
    )
    with storage._database.read() as connection:
        names = {row[0]: row[1] for row in connection.execute(text("SELECT id, file_name FROM documents"))}
    folder = storage._files._folder
    raw = (folder / names[cut.id]).read_bytes()
    (folder / names[cut.id]).write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    (folder / names[gone.id]).unlink()
    with storage._database.write() as connection:
        connection.execute(text("DELETE FROM jobs WHERE id = 1"))
    quick, full = storage.check(full=False), storage.check(full=True)
    assert len(quick) == 2
    assert len(full) == 3
    assert any(cut.id in problem for problem in full)
    assert any(gone.id in problem and "missing" in problem for problem in quick)
    assert any("no job" in problem for problem in quick)
    assert not any(whole.id in problem for problem in full)


def test_threads_share_one_room(open_home: OpenHome) -> None:
    storage = open_home()

    def take_in_and_work(_: int) -> int:
        put(storage, 5)
        job = storage.queue.claim(lease_s=600)
        assert job is not None
        storage.marks.put(f"worked on {job.id}", "yes")
        return job.id

    with ThreadPoolExecutor(4) as threads:
        claimed = list(threads.map(take_in_and_work, range(8)))
    assert len(set(claimed)) == 8
    references = [dossier.local_reference for dossier in storage.dossiers.recent(limit=100)]
    assert len(set(references)) == 40
    assert storage.check(full=True) == []


def test_a_process_that_did_not_leave_is_found_once(tmp_path: Path) -> None:
    clean = Presence.enter(tmp_path)
    crashed = Presence.enter(tmp_path)
    os.close(crashed._descriptor)
    clean.leave()
    after = Presence.enter(tmp_path)
    assert after.crashed == (crashed.id,)
    assert after.is_alive(after.id)
    assert not after.is_alive(crashed.id)
    beside = Presence.enter(tmp_path)
    assert beside.is_alive(after.id)
    after.forget_crashed()
    last = Presence.enter(tmp_path)
    assert last.crashed == ()
    for presence in (after, beside, last):
        presence.leave()
    assert list(tmp_path.glob("*.open")) == []


def test_the_full_check_keeps_what_it_found(open_home: OpenHome) -> None:
    storage = open_home()
    put(storage, 2)
    with storage._database.read() as connection:
        name = connection.execute(text("SELECT file_name FROM documents LIMIT 1")).scalar_one()
    (storage._files._folder / name).write_bytes(b"overwritten")
    assert storage.upkeep.check_if_due(every_s=600, should_stop=lambda: False) is not None
    storage.close()
    kept = open_home().upkeep.last_check()
    assert kept is not None
    assert kept.count == 1
    assert name in kept.problems[0]


def test_what_ends_waits_for_the_disk_whatever_was_only_noted_before(open_home: OpenHome) -> None:
    database = open_home()._database

    def waits(transaction: Callable[[], AbstractContextManager[Connection]]) -> bool:
        with transaction() as connection:
            return bool(connection.execute(text("PRAGMA synchronous")).scalar_one() == 2)

    kinds = (database.write, database.note, database.write)
    assert [waits(each) for each in kinds] == [True, False, True]
