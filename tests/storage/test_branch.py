"""Several terminals of one branch on one PostgreSQL server and one folder of sealed files."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pyrage
import pytest

from kiosk.domain.errors import ConfigurationInvalid, KeysLost, Unavailable
from kiosk.domain.receipt import Receipt
from kiosk.storage import Storage, restore_master
from kiosk.storage.keys import KeyRing
from tests.fakes.dossier_samples import sample_document, sample_dossier, sample_draft
from tests.fakes.hand_clock import HandClock
from tests.fakes.postgresql_server import PostgresqlServer
from tests.storage.conftest import QUICK_HASHER

ROOT = Path(__file__).parents[2]
OpenTerminal = Callable[..., Storage]
JOBS = 24


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@pytest.fixture
def branch_url(postgresql_server: PostgresqlServer) -> str:
    return postgresql_server.clean_branch()


@pytest.fixture
def terminal(tmp_path: Path, share: Path, branch_url: str, clock: HandClock) -> Iterator[OpenTerminal]:
    """Open the terminal of that name (again); what is left open is closed at the end."""
    opened: list[Storage] = []

    def open_it(name: str, **changes: object) -> Storage:
        options = {"database_url": branch_url, "files_folder": share, "clock": clock.wall, **changes}
        opened.append(Storage.open(tmp_path / name, hasher=QUICK_HASHER, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_it
    for storage in opened:
        storage.close()


def give_key(first: KeyRing, home: Path) -> None:
    """As the technician does it: the recovery copy of the first terminal goes to the next."""
    operator = pyrage.x25519.Identity.generate()
    restore_master(home, first.export_recovery(str(operator.to_public())), str(operator))


def put(storage: Storage, count: int = 1) -> list[str]:
    return [
        storage.dossiers.submit(
            sample_dossier(sample_document(b"paper %d" % number * 9000)), actor="citizen", point="HN-001"
        ).local_reference
        for number in range(count)
    ]


def test_any_terminal_sends_what_another_took_in(terminal: OpenTerminal, tmp_path: Path) -> None:
    first = terminal("first")
    give_key(first.keys, tmp_path / "second")
    second = terminal("second")
    [reference] = put(first)
    job = second.queue.claim(lease_s=60)
    assert job is not None
    dossier = second.dossiers.find(reference)
    assert dossier is not None
    assert second.dossiers.rehash_document(dossier.documents[0].id) == dossier.documents[0].sha256
    assert first.queue.claim(lease_s=60) is None
    assert second.keys.public_jwk() != first.keys.public_jwk()
    assert second.check(full=True) == []


def test_terminals_that_found_their_branch_at_the_same_moment_all_join_it(
    terminal: OpenTerminal, tmp_path: Path, postgresql_server: PostgresqlServer
) -> None:
    names = ["a", "b", "c", "d"]
    first = KeyRing.open(tmp_path / names[0], may_create=True)
    for name in names[1:]:
        give_key(first, tmp_path / name)
    url = postgresql_server.fresh_database()
    together = threading.Barrier(len(names))

    def start(name: str) -> Storage:
        together.wait(30)
        return terminal(name, database_url=url)

    with ThreadPoolExecutor(len(names)) as programs:
        rooms = list(programs.map(start, names))
    [reference] = put(rooms[0])
    assert [room.dossiers.find(reference) is not None for room in rooms] == [True] * len(names)
    for room, name in zip(rooms, names, strict=True):
        room.close()
        terminal(name, database_url=url)


def test_two_terminals_mint_no_reference_twice(terminal: OpenTerminal, tmp_path: Path) -> None:
    first = terminal("first")
    give_key(first.keys, tmp_path / "second")
    second = terminal("second")
    references = [reference for _ in range(4) for storage in (first, second) for reference in put(storage)]
    assert len(set(references)) == 8


def test_drafts_slips_and_marks_are_each_terminals_own(terminal: OpenTerminal, tmp_path: Path) -> None:
    first = terminal("first")
    give_key(first.keys, tmp_path / "second")
    second = terminal("second")
    begun, at_the_bench = sample_draft(), sample_draft(staff_id="lan")
    for draft in (begun, at_the_bench):
        first.drafts.save(draft)
    first.prints.add(Receipt("submission", {}), reference="K-1")
    first.marks.put("device_id", "the first one's")
    assert second.drafts.open_drafts() == []
    assert second.drafts.discard_citizen_drafts(begun.saved_at + timedelta(hours=1)) == 0
    assert first.drafts.open_drafts() == [begun]
    assert second.drafts.all_staff_drafts() == [at_the_bench], "a clerk may change desks"
    assert second.prints.unfinished() == []
    assert len(first.prints.unfinished()) == 1
    assert second.marks.get("device_id") is None
    second.marks.put("device_id", "the second one's")
    assert first.marks.get("device_id") == "the first one's"
    assert second.drafts.discard_citizen_drafts(begun.saved_at + timedelta(days=2)) == 1


def test_a_terminal_with_a_key_of_its_own_is_turned_away(terminal: OpenTerminal, tmp_path: Path) -> None:
    first = terminal("first")
    with pytest.raises(KeysLost, match="another master key"):
        terminal("second")
    give_key(first.keys, tmp_path / "second")
    assert terminal("second").keys.branch_proof == first.keys.branch_proof


def test_a_share_that_is_not_mounted_is_not_filled(terminal: OpenTerminal, share: Path) -> None:
    first = terminal("first")
    put(first)
    first.close()
    away = share.rename(share.with_name("away"))
    share.mkdir()
    with pytest.raises(Unavailable) as refused:
        terminal("first")
    assert refused.value.code == "files_away"
    assert list(share.iterdir()) == []
    share.rmdir()
    away.rename(share)
    assert terminal("first").check(full=True) == []


def test_a_share_that_goes_away_makes_work_wait_and_damages_nothing(
    terminal: OpenTerminal, share: Path
) -> None:
    storage = terminal("first")
    [reference] = put(storage)
    dossier = storage.dossiers.find(reference)
    assert dossier is not None
    away = share.rename(share.with_name("away"))
    with pytest.raises(Unavailable):
        storage.dossiers.rehash_document(dossier.documents[0].id)
    with pytest.raises(Unavailable):
        put(storage)
    away.rename(share)
    assert storage.dossiers.rehash_document(dossier.documents[0].id) == dossier.documents[0].sha256
    assert len(storage.dossiers.recent(limit=10)) == 1


def test_a_crashed_terminals_leases_and_unfinished_files_are_its_own_to_clear(
    terminal: OpenTerminal, share: Path, tmp_path: Path
) -> None:
    first = terminal("first")
    give_key(first.keys, tmp_path / "second")
    put(first)
    claimed = first.queue.claim(lease_s=3600)
    assert claimed is not None
    [unfinished] = first._files.seal([b"not committed yet"])
    second = terminal("second")
    assert second.queue.claim(lease_s=60) is None
    assert (share / unfinished.file_name).exists()
    # as a crash leaves it: the mark is there, and nobody holds it any more
    mark = tmp_path / "first" / "open" / f"{first._presence.id}.open"
    first.close()
    mark.touch()
    again = terminal("first")
    assert not (share / unfinished.file_name).exists()
    taken = again.queue.claim(lease_s=60)
    assert taken is not None
    assert taken.id == claimed.id


def test_database_and_folder_are_named_together(tmp_path: Path, branch_url: str) -> None:
    with pytest.raises(ConfigurationInvalid):
        Storage.open(tmp_path / "home", database_url=branch_url)
    with pytest.raises(ConfigurationInvalid):
        Storage.open(tmp_path / "home", files_folder=tmp_path)


def test_two_processes_drain_one_queue_and_never_hold_the_same_job_at_once(
    terminal: OpenTerminal, tmp_path: Path, share: Path, branch_url: str
) -> None:
    first = terminal("first")
    give_key(first.keys, tmp_path / "second")
    put(first, JOBS)
    first.close()
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.storage.drain_branch", tmp_path / name, branch_url, share],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        for name in ("first", "second")
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    told = []
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        out, _ = worker.communicate(timeout=120)
        assert worker.returncode == 0
        told += [line.split() for line in out.splitlines()]
    assert {line[4] for line in told} == {"True"}
    assert Counter(line[0] for line in told if line[3] == "done") == {
        str(number): 1 for number in range(1, JOBS + 1)
    }
    spans = sorted((int(job), float(began), float(ended)) for job, began, ended, *_ in told)
    for before, after in pairwise(spans):
        assert before[0] != after[0] or before[2] <= after[1]
    assert terminal("first").queue.counts().left == 0
