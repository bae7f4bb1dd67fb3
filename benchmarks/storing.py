"""The disk: taking in a dossier beside plain durable files, a queue of a million jobs, checking the audit trail."""

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, select, update

from benchmarks.dossiers import sample_dossier
from benchmarks.figures import Figure, Progress, at_least, figure, plain, race, ratio_at_most
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.upload import JobKind, Priority
from kiosk.storage import Storage
from kiosk.storage.audit_chain import Row, canonical, next_row
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.database import Database
from kiosk.storage.keys import KeyRing
from kiosk.storage.tables import WAITING, audit_entries, audit_head, jobs
from tests.fakes.postgresql_server import PostgresqlServer, server_programs

FILE_BYTES = (6_000_000, 2_000_000)
FORM_BYTES = 3_000
ENQUEUES, QUICK_ENQUEUES = 61, 3
ENQUEUE_RATIO = 1.6
FEW_JOBS, MANY_JOBS, QUICK_MANY = 1_000, 1_000_000, 20_000
BRANCH_JOBS = 100_000
"""A server takes each job in by itself, with its triggers: a million would take longer than all benchmarks together."""
CLAIMS, QUICK_CLAIMS = 100, 15
OPENINGS = 5
AUDIT_ROWS, QUICK_AUDIT_ROWS = 1_000_000, 20_000
FLAT = 1.5
"""Work on the queue may take this much longer with a thousand times as many waiting: noise, not growth."""
FAR_AHEAD_S = 1e7
SET_AT_S = 1.1
"""On the queue's own clock: after its first start, which wakes everything, and before the line "comes back"."""
PAGE = 100
_ROWS_AT_ONCE = 5_000


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Wall time where the disk counts, processor time where only the work does."""
    with TemporaryDirectory(prefix="kiosk-bench-") as folder:
        place = Path(folder)
        figures = [_enqueue(place / "enqueue", QUICK_ENQUEUES if quick else ENQUEUES, progress)]
        many, rounds = (QUICK_MANY, QUICK_CLAIMS) if quick else (MANY_JOBS, CLAIMS)
        figures += _queue(place / "queue", many, rounds, progress)
        figures += _queue_of_a_branch(place / "branch", min(many, BRANCH_JOBS), rounds, progress)
        figures.append(_verify(place / "audit", QUICK_AUDIT_ROWS if quick else AUDIT_ROWS, progress))
    return figures


# --- a dossier of 8 MB -----------------------------------------------------------------------------------


def _enqueue(place: Path, rounds: int, progress: Progress) -> Figure:
    contents = [os.urandom(size) for size in FILE_BYTES]
    storage = Storage.open(place / "kiosk")
    peer = _PlainStore(place / "plain")
    try:
        taken = race(
            {
                "kiosk": lambda: storage.dossiers.submit(
                    sample_dossier(contents), actor="citizen", point="0001"
                ),
                "plain": lambda: peer.submit(contents),
            },
            rounds,
            after=lambda done: progress.step("taking in dossiers", done, rounds),
        )
    finally:
        storage.close()
        peer.close()
    return figure(
        "take in a dossier of 8 MB: encrypted, hashed, durable",
        taken["kiosk"],
        "ms",
        peer=taken["plain"],
        peer_name="plain files with fsync + one SQLite FULL commit",
        goal=ratio_at_most(ENQUEUE_RATIO),
    )


class _PlainStore:
    """What a careful programmer writes in an hour: files safely on the disk, then one row; nothing encrypted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._rows = sqlite3.connect(folder / "dossiers.db", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.execute("PRAGMA synchronous=FULL")
        self._rows.execute("CREATE TABLE dossier (id TEXT PRIMARY KEY, body TEXT)")

    def submit(self, contents: list[bytes]) -> None:
        """Files, hashes, row, COMMIT."""
        names = [new_id() for _ in contents]
        hashes = [self._keep(name, content) for name, content in zip(names, contents, strict=True)]
        body = json.dumps({"form": "x" * FORM_BYTES, "files": dict(zip(names, hashes, strict=True))})
        self._rows.execute("INSERT INTO dossier VALUES (?, ?)", (new_id(), body))

    def _keep(self, name: str, content: bytes) -> str:
        part = self._folder / f"{name}.part"
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(self._folder / name)
        if os.name != "nt":
            folder = os.open(self._folder, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        return hashlib.sha256(content).hexdigest()

    def close(self) -> None:
        """Let the file go."""
        self._rows.close()


# --- a queue of any length -------------------------------------------------------------------------------


def _queue(place: Path, many: int, rounds: int, progress: Progress) -> list[Figure]:
    """On SQLite, in processor time: the commit that follows waits for the disk whatever the queue holds."""
    opened = [partial(Storage.open, place / name) for name in ("few", "many")]
    return _acts_on_queues("", opened, many, rounds, progress, time.thread_time)


def _queue_of_a_branch(place: Path, many: int, rounds: int, progress: Progress) -> list[Figure]:
    """On a PostgreSQL server that waits for no disk, where one is installed; by the clock, since the server works."""
    programs = server_programs()
    if programs is None:
        return []
    server = PostgresqlServer(programs)
    try:
        opened = []
        for name in ("few", "many"):
            (place / name / "share").mkdir(parents=True)
            opened.append(
                partial(
                    Storage.open,
                    place / name,
                    database_url=server.fresh_database(),
                    files_folder=place / name / "share",
                    boot_id="the same",
                )
            )
        return _acts_on_queues("PostgreSQL: ", opened, many, rounds, progress, time.perf_counter)
    finally:
        server.stop()


def _acts_on_queues(
    where: str,
    opened: Sequence[Callable[[], Storage]],
    many: int,
    rounds: int,
    progress: Progress,
    clock: Callable[[], float],
) -> list[Figure]:
    """All backed off until the line "comes back", then all due."""
    open_few, open_many = opened
    for open_it, count in ((open_few, FEW_JOBS), (open_many, many)):
        progress.step(f"{where}filling a queue with {plain(count)} jobs")
        with closing(open_it()) as storage:
            _fill_queue(storage, count, FAR_AHEAD_S)
    starts = race(
        {"few": lambda: open_few().close(), "many": lambda: open_many().close()},
        OPENINGS,
        clock=time.perf_counter,
    )
    with closing(open_few()) as few, closing(open_many()) as much:
        acts: list[tuple[str, int, Callable[[Storage], object]]] = [
            ("find that nothing is due", rounds, _nothing_due),
            ("count the queue", rounds, lambda storage: storage.queue.counts()),
            ("show the first page", rounds, lambda storage: storage.queue.items(limit=PAGE)),
            ("wake all that sleep", rounds, lambda storage: storage.queue.wake(within_s=0.0)),
            ("choose a job, all due", rounds, _claim),
        ]
        figures = [_flat(f"{where}open the store", starts, many)]
        for words, times, act in acts:
            progress.step(where + words)
            runners = {"few": partial(act, few), "many": partial(act, much)}
            figures.append(_flat(where + words, race(runners, times, clock=clock), many))
    return figures


def _flat(words: str, taken: Mapping[str, float], many: int) -> Figure:
    return figure(
        f"{words}, {plain(many)} jobs",
        taken["many"],
        "ms",
        peer=taken["few"],
        peer_name=f"the same with {plain(FEW_JOBS)}",
        goal=ratio_at_most(FLAT),
    )


def _nothing_due(storage: Storage) -> None:
    if storage.queue.claim(lease_s=FAR_AHEAD_S) is not None:
        raise RuntimeError("a job that sleeps was claimed")


def _claim(storage: Storage) -> None:
    if storage.queue.claim(lease_s=FAR_AHEAD_S) is None:
        raise RuntimeError("a job that is due was not claimed")


def _fill_queue(storage: Storage, count: int, due_from_now_s: float) -> None:
    at = datetime.now(UTC)
    rows = (
        {
            "kind": JobKind.DELIVER_DOSSIER.value,
            "subject_id": new_id(),
            "revision": 1,
            "priority": int(list(Priority)[number % len(Priority)]),
            "state": WAITING,
            "due_at": due_from_now_s + number / 1000,
            "class_since": SET_AT_S,
            "set_at": SET_AT_S,
            "failures": number % 3,
            "why": "",
            "reference": f"K-0001-261122-{number:06d}-X",
            "bytes_left": 0,
            "queued_at": at,
        }
        for number in range(count)
    )
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        # a server keeps every version of the kept counts until the transaction ends: a million would not end
        with storage._database.write() as connection:  # noqa: SLF001 - faster than any store would
            connection.execute(insert(jobs), batch)


@contextmanager
def _tables(home: Path) -> Iterator[Database]:
    """The bare tables of a home, made first where there is none, to fill them faster than any store would."""
    Storage.open(home).close()
    keys = KeyRing.open(home, may_create=False)
    database = Database.open(home, url=None, keys=keys, ballast=DiskBallast(home / "ballast"))
    try:
        yield database
    finally:
        database.close()


# --- the audit trail -------------------------------------------------------------------------------------


def _verify(place: Path, count: int, progress: Progress) -> Figure:
    place.mkdir()
    with closing(sqlite3.connect(place / "plain.db")) as bare:
        bare.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, at, kind, subject, facts, prev, hash)")
        progress.step("writing an audit trail")
        _fill_audit(place / "kiosk", count, bare)
        with closing(Storage.open(place / "kiosk")) as storage:

            def own() -> None:
                verdict = storage.audit.verify()
                if verdict.broken_at is not None:
                    raise RuntimeError(f"the trail is broken at {verdict.broken_at}: {verdict.reason}")

            progress.step("checking it")
            runners = {"own": own, "plain": lambda: _walk_plainly(bare)}
            taken = race(runners, 3, clock=time.thread_time)
    return figure(
        f"audit rows checked, of {plain(count)} (processor time)",
        count / taken["own"] * 1000,
        "rows/s",
        peer=count / taken["plain"] * 1000,
        peer_name="unencrypted SQLite, json + sha256",
        goal=at_least(100_000),
    )


def _fill_audit(home: Path, count: int, bare: sqlite3.Connection) -> None:
    """A chain of `count` new links behind the home's own, and the same links in the plain table."""
    at = datetime.now(UTC)
    columns = [column.name for column in audit_entries.columns]
    with _tables(home) as database, database.write() as connection:
        head = connection.execute(select(audit_head)).one()
        seq, prev = int(head.seq), str(head.hash)
        for start in range(0, count, _ROWS_AT_ONCE):
            fresh: list[Row] = []
            for number in range(start, min(count, start + _ROWS_AT_ONCE)):
                facts = {"revision": 1, "procedure": "1.004873", "documents": number % 7}
                subject = f"K-0001-261122-{number:06d}-X"
                row = next_row(seq + 1, prev, at, AuditKind.DOSSIER_QUEUED, subject, facts)
                fresh.append(row)
                seq, prev = row[0], row[-1]
            connection.execute(insert(audit_entries), [dict(zip(columns, row, strict=True)) for row in fresh])
            bare.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", fresh)
        connection.execute(update(audit_head).values(seq=seq, hash=prev))
    bare.commit()


def _walk_plainly(bare: sqlite3.Connection) -> None:
    """The chain checked with what the standard library has."""
    known = None
    for seq, at, kind, subject, facts, prev, hashed in bare.execute("SELECT * FROM entry ORDER BY seq"):
        entry = {
            "seq": seq,
            "at": at,
            "kind": kind,
            "subject": subject,
            "facts": json.loads(facts),
            "prev": prev,
        }
        if known not in (None, prev) or hashlib.sha256(canonical(entry).encode()).hexdigest() != hashed:
            raise RuntimeError(f"the plain trail is broken at {seq}")
        known = hashed
