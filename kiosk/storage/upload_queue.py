"""The jobs table as a queue: who may work on what and when; doing the work is the line's matter."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, literal_column, select, update

from kiosk.domain.ids import new_id
from kiosk.domain.ports import Clock
from kiosk.domain.upload import (
    Again,
    Done,
    Job,
    JobKind,
    JobOutcome,
    Priority,
    QueueCounts,
    QueueItem,
    Stop,
)
from kiosk.storage.database import Database
from kiosk.storage.dossier_rows import problem_from_json, problem_to_json
from kiosk.storage.job_rows import JobRows
from kiosk.storage.queue_clock import QueueClock, Wakefulness
from kiosk.storage.tables import DONE, LEASED, QUARANTINED, WAITING, jobs, queue_totals

AGES_AFTER_S = 3600.0
"""A big file that waited so long is treated as a small one: one 60 MB dossier blocks nobody, and is not starved."""
SPREAD_AFTER_BOOT_S = 60.0
"""Delays of another boot mean nothing now: everything is due after a random share of it, so that a district after a
power cut is no herd."""
AGED_AT_ONCE = 2
"""So many move up with each claim: more than are claimed, and never a million in one transaction."""
_STATE_NAMES = {WAITING: "waiting", LEASED: "uploading", QUARANTINED: "quarantined"}
# literals, not parameters, and the index's own condition beside them: only so do the partial indexes apply
_IS_WAITING = jobs.c.state == literal_column(str(WAITING))
_IS_LEASED = jobs.c.state == literal_column(str(LEASED))
_IS_HELD = jobs.c.state == literal_column(str(QUARANTINED))
_IS_OPEN = jobs.c.state < literal_column(str(DONE))
_IS_DONE = jobs.c.state == literal_column(str(DONE))
_IS_UNDER_WAY = jobs.c.state < literal_column(str(QUARANTINED))
_IS_BIG = jobs.c.priority == literal_column(str(int(Priority.BIG_FILE)))
_LATEST = [
    select(func.max(moment)).where(which, jobs.c.priority == int(priority))
    for priority in Priority
    for which, moment in ((_IS_WAITING, jobs.c.set_at), (_IS_LEASED, jobs.c.set_at))
]
_NEVER = float("inf")


class SqlUploadQueue:
    """UploadQueue. `stay_id` names this process in its leases, so that a crashed one's leases are free at once."""

    def __init__(
        self, database: Database, job_rows: JobRows, clock: Clock, queue_clock: QueueClock, stay_id: str
    ) -> None:
        self._database = database
        self._job_rows = job_rows
        self._clock = clock
        self._queue_clock = queue_clock
        self._stay_id = stay_id

    def begin_stay(self, is_gone: Callable[[str], bool]) -> None:
        """At start: take back the leases of processes that are gone, and go on where another boot's moments ended."""
        with self._database.write() as connection:
            latest = max(connection.execute(one).scalar_one_or_none() or 0.0 for one in _LATEST)
            is_new_boot = self._queue_clock.begin(connection, latest, spread_s=SPREAD_AFTER_BOOT_S)
            for row in connection.execute(select(jobs.c.id, jobs.c.lease).where(_IS_LEASED)).all():
                if is_new_boot or is_gone(str(row.lease).partition("/")[0]):
                    connection.execute(_release(jobs.c.id == row.id))

    def claim(self, *, lease_s: float, up_to: Priority = Priority.BIG_FILE) -> Job | None:
        """The next due job, leased: a few index seeks a priority class, whatever else waits."""
        with self._database.note() as connection:
            now, awake = self._queue_clock.look(connection)
            aged = (
                select(jobs.c.id)
                .where(_IS_WAITING, _IS_BIG, jobs.c.class_since <= now - AGES_AFTER_S)
                .order_by(jobs.c.class_since)
                .limit(AGED_AT_ONCE)
            )
            for job_id in connection.execute(aged.with_for_update(skip_locked=True)).scalars().all():
                moved_up = update(jobs).where(jobs.c.id == job_id)
                connection.execute(moved_up.values(priority=int(Priority.SMALL_FILE)))
            for priority in _classes(up_to):
                row = self._first_due(connection, priority, now, awake.limit(now))
                if row is not None:
                    return self._lease(connection, row, now + lease_s)
        return None

    def settle(self, job: Job, outcome: JobOutcome) -> None:
        """Finish, put back or quarantine; a lost lease changes nothing."""
        # a new boot forgets delays and leases anyway: the disk is waited for only where something ends
        transaction = self._database.note if isinstance(outcome, Again) else self._database.write
        with transaction() as connection:
            mine = (jobs.c.id == job.id) & (jobs.c.lease == job.lease) & _IS_LEASED
            row = connection.execute(select(jobs).where(mine).with_for_update()).one_or_none()
            if row is None:
                return
            values = {"lease": None, "lease_until": None, **self._outcome(connection, row, outcome)}
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(values))
            if isinstance(outcome, Stop):
                self._job_rows.tell_stopped(connection, row.kind, row.subject_id, outcome.problem)

    def wake(self, *, within_s: float) -> None:
        """The line came back: no waiting job waits longer than a random share of `within_s`, drawn once for all."""
        with self._database.note() as connection:
            self._queue_clock.wake(connection, within_s=within_s)

    def next_due_in_s(self, *, up_to: Priority = Priority.BIG_FILE) -> float | None:
        """Seconds until the next job may be claimed, a lease running out included; None when nothing waits."""
        moments: list[float] = []
        with self._database.read() as connection:
            now, awake = self._queue_clock.look(connection)
            for priority in _classes(up_to):
                of_class = jobs.c.priority == int(priority)
                for which, column in (
                    (_IS_WAITING, jobs.c.due_at),
                    (_IS_WAITING, jobs.c.set_at),
                    (_IS_LEASED, jobs.c.lease_until),
                ):
                    least = select(func.min(column)).where(which, of_class)
                    moment = connection.execute(least).scalar_one_or_none()
                    if moment is not None:
                        asleep_since = column is jobs.c.set_at
                        moments.append(awake.due_at(_NEVER, moment) if asleep_since else moment)
        return max(0.0, min(moments) - now) if moments else None

    def counts(self) -> QueueCounts:
        """The queue in five numbers, none of which is counted anew."""
        with self._database.read() as connection:
            now = self._queue_clock.now_s(connection)
            totals = {row.held: row for row in connection.execute(select(queue_totals))}
            taken = sum(
                connection.execute(
                    select(func.count()).where(
                        _IS_LEASED, jobs.c.priority == int(priority), jobs.c.lease_until > now
                    )
                ).scalar_one()
                for priority in Priority
            )
            oldest = connection.execute(
                select(jobs.c.queued_at).where(_IS_UNDER_WAY).order_by(jobs.c.queued_at).limit(1)
            ).scalar_one_or_none()
        return QueueCounts(
            waiting=totals[0].jobs - taken,
            uploading=taken,
            quarantined=totals[1].jobs,
            oldest_at=oldest,
            bytes=totals[0].bytes,
        )

    def items(self, *, limit: int = 100, after: int = 0, state: str | None = None) -> list[QueueItem]:
        """Open jobs in the order they were queued, those behind the job `after`: one seek a state."""
        with self._database.read() as connection:
            now, awake = self._queue_clock.look(connection)
            rows: list[Row[Any]] = []
            for which in _of_state(state, now):
                page = select(jobs).where(which, _IS_OPEN, jobs.c.id > after).order_by(jobs.c.id).limit(limit)
                rows += connection.execute(page)
        return [_item(row, now, awake) for row in sorted(rows, key=lambda row: row.id)[:limit]]

    def item_of(self, subject_id: str) -> QueueItem | None:
        """The open job about this dossier or account, None when all is done."""
        mine = select(jobs).where(
            jobs.c.kind.in_([kind.value for kind in JobKind]), jobs.c.subject_id == subject_id, _IS_OPEN
        )
        with self._database.read() as connection:
            now, awake = self._queue_clock.look(connection)
            row = connection.execute(mine.order_by(jobs.c.id.desc()).limit(1)).one_or_none()
            return None if row is None else _item(row, now, awake)

    def retry(self, job_id: int, *, actor: str = "technician") -> bool:
        """A person says: now. A job that is being worked on is left alone."""
        with self._database.write() as connection:
            now = self._queue_clock.now_s(connection)
            row = connection.execute(
                select(jobs).where(jobs.c.id == job_id, _IS_OPEN).with_for_update()
            ).one_or_none()
            if row is None:
                return False
            if row.state == LEASED and row.lease_until > now:
                return True
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id)
                .values(
                    state=WAITING,
                    due_at=now,
                    set_at=now,
                    failures=0,
                    why="",
                    problem=None,
                    lease=None,
                    lease_until=None,
                )
            )
            self._job_rows.tell_retried(connection, row.kind, row.subject_id, row.reference, actor)
        return True

    def forget_finished(self, *, after_s: float, at_most: int) -> int:
        """Delete the oldest jobs that ended so long ago, in one short transaction; how many there were.

        Nothing depends on them: what became of the work stands with the dossier, the account and in the audit trail.
        """
        long_ago = self._clock() - timedelta(seconds=after_s)
        with self._database.note() as connection:
            old = select(jobs.c.id).where(_IS_DONE, jobs.c.ended_at <= long_ago)
            oldest = old.order_by(jobs.c.ended_at).limit(at_most)
            return connection.execute(delete(jobs).where(jobs.c.id.in_(oldest))).rowcount

    def _first_due(
        self, connection: Connection, priority: Priority, now: float, due_before: float
    ) -> Row[Any] | None:
        of_class = jobs.c.priority == int(priority)
        left_behind = select(jobs).where(_IS_LEASED, of_class, jobs.c.lease_until <= now)
        woken = select(jobs).where(_IS_WAITING, of_class, jobs.c.set_at < due_before)
        waiting = select(jobs).where(_IS_WAITING, of_class, jobs.c.due_at <= now)
        for query in (
            left_behind.order_by(jobs.c.lease_until, jobs.c.id),
            woken.order_by(jobs.c.set_at, jobs.c.id),
            waiting.order_by(jobs.c.due_at, jobs.c.id),
        ):
            row = connection.execute(_one_not_held(query)).one_or_none()
            if row is not None:
                return row
        return None

    def _lease(self, connection: Connection, row: Row[Any], until: float) -> Job:
        lease = f"{self._stay_id}/{new_id()}"
        connection.execute(
            update(jobs).where(jobs.c.id == row.id).values(state=LEASED, lease=lease, lease_until=until)
        )
        return Job(
            id=row.id,
            kind=JobKind(row.kind),
            subject_id=row.subject_id,
            revision=row.revision,
            priority=Priority(row.priority),
            failures=row.failures,
            lease=lease,
        )

    def _outcome(self, connection: Connection, row: Row[Any], outcome: JobOutcome) -> dict[str, Any]:
        if isinstance(outcome, Done):
            ended = {"bytes_left": 0, "why": "", "problem": None, "ended_at": self._clock()}
            return {"state": DONE, **ended}
        if isinstance(outcome, Stop):
            problem = outcome.problem
            return {"state": QUARANTINED, "why": problem.code, "problem": problem_to_json(problem)}
        now = self._queue_clock.now_s(connection)
        values = {
            "state": WAITING,
            "due_at": now + max(0.0, outcome.after_s),
            "set_at": now,
            "why": outcome.why,
            "failures": 0 if outcome.progressed else row.failures + 1,
        }
        if outcome.priority is not None and outcome.priority != row.priority:
            values |= {"priority": int(outcome.priority), "class_since": now}
        return values


def _classes(up_to: Priority) -> list[Priority]:
    return [priority for priority in Priority if priority <= up_to]


def _one_not_held(query: Select[Any]) -> Select[Any]:
    return query.limit(1).with_for_update(skip_locked=True)


def _release(which: ColumnElement[bool]) -> Any:
    return update(jobs).where(which).values(state=WAITING, lease=None, lease_until=None)


def _of_state(name: str | None, now: float) -> Sequence[ColumnElement[bool]]:
    """Conditions that each are one stretch of the index by state, so that a page costs what it shows."""
    if name is None:
        return _IS_WAITING, _IS_LEASED, _IS_HELD
    if name == "waiting":
        return _IS_WAITING, _IS_LEASED & (jobs.c.lease_until <= now)
    return [_IS_LEASED & (jobs.c.lease_until > now) if name == "uploading" else _IS_HELD]


def _item(row: Row[Any], now: float, awake: Wakefulness) -> QueueItem:
    abandoned = row.state == LEASED and row.lease_until <= now
    state = WAITING if abandoned else row.state
    due_at = awake.due_at(row.due_at, row.set_at)
    return QueueItem(
        job_id=row.id,
        kind=JobKind(row.kind),
        subject_id=row.subject_id,
        reference=row.reference,
        state=_STATE_NAMES[state],
        queued_at=row.queued_at,
        failures=row.failures,
        why=row.why,
        due_in_s=max(0.0, due_at - now) if row.state == WAITING else 0.0,
        bytes_left=row.bytes_left,
        problem=problem_from_json(row.problem),
    )
