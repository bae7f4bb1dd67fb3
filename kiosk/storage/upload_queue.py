"""The jobs table as a queue: who may work on what and when; doing the work is the line's matter."""

import random
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal_column, or_, select, update

from kiosk.domain.ids import new_id
from kiosk.domain.ports import Clock
from kiosk.domain.upload import (
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
from kiosk.storage.tables import DONE, LEASED, QUARANTINED, WAITING, facts, jobs
from kiosk.storage.time_line import TimeLine

AGES_AFTER_S = 3600.0
"""A big file that waited so long is treated as a small one: one 60 MB dossier blocks nobody, and is not starved."""
SPREAD_AFTER_BOOT_S = 60.0
"""Delays of another boot mean nothing now: everything is due, spread so that a district after a power cut is no herd."""
_BOOT_FACT = "queue_boot_id"
_STATE_NAMES = {WAITING: "waiting", LEASED: "uploading", QUARANTINED: "quarantined"}
# literals, not parameters: only so do the partial indexes apply
_IS_WAITING = jobs.c.state == literal_column(str(WAITING))
_IS_LEASED = jobs.c.state == literal_column(str(LEASED))
_IS_OPEN = jobs.c.state < literal_column(str(DONE))


class SqlUploadQueue:
    """UploadQueue. `stay_id` names this process in its leases, so that a crashed one's leases are free at once."""

    def __init__(
        self, database: Database, job_rows: JobRows, clock: Clock, time_line: TimeLine, stay_id: str
    ) -> None:
        self._database = database
        self._job_rows = job_rows
        self._clock = clock
        self._time_line = time_line
        self._stay_id = stay_id

    def begin_stay(self, is_alive: Callable[[str], bool]) -> None:
        """At start: take back the leases of processes that are gone, and bring another boot's moments into this one."""
        with self._database.write() as connection:
            now = self._time_line.now_s(connection)
            for row in connection.execute(select(jobs.c.id, jobs.c.lease).where(_IS_LEASED)).all():
                if not self._database.is_shared and not is_alive(str(row.lease).partition("/")[0]):
                    connection.execute(_release(jobs.c.id == row.id))
            known = select(facts.c.value).where(facts.c.name == _BOOT_FACT)
            if connection.execute(known).scalar_one_or_none() == self._time_line.boot_id:
                return
            connection.execute(_release(_IS_LEASED))
            connection.execute(
                update(jobs)
                .where(_IS_WAITING)
                .values(due_at=now + _random_share() * SPREAD_AFTER_BOOT_S, class_since=now)
            )
            boot = {"name": _BOOT_FACT, "value": self._time_line.boot_id}
            self._database.upsert(connection, facts, ["name"], boot)

    def claim(self, *, lease_s: float) -> Job | None:
        """The next due job, leased: one index seek a priority class, whatever else waits."""
        with self._database.write() as connection:
            now = self._time_line.now_s(connection)
            connection.execute(
                update(jobs)
                .where(
                    _IS_WAITING,
                    jobs.c.priority == literal_column("2"),
                    jobs.c.class_since <= now - AGES_AFTER_S,
                )
                .values(priority=int(Priority.SMALL_FILE))
            )
            for priority in Priority:
                row = self._first_due(connection, priority, now)
                if row is not None:
                    return self._lease(connection, row, now + lease_s)
        return None

    def settle(self, job: Job, outcome: JobOutcome) -> None:
        """Finish, put back or quarantine; a lost lease changes nothing."""
        with self._database.write() as connection:
            mine = (jobs.c.id == job.id) & (jobs.c.lease == job.lease) & _IS_LEASED
            row = connection.execute(select(jobs).where(mine).with_for_update()).one_or_none()
            if row is None:
                return
            values = {"lease": None, "lease_until": None, **self._outcome(connection, row, outcome)}
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(values))
            if isinstance(outcome, Stop):
                self._job_rows.tell_stopped(connection, row.kind, row.subject_id, outcome.problem)

    def wake(self, *, within_s: float) -> None:
        """The line came back: no waiting job waits longer than a random share of `within_s`."""
        with self._database.write() as connection:
            now = self._time_line.now_s(connection)
            soon = now + _random_share() * within_s
            connection.execute(update(jobs).where(_IS_WAITING, jobs.c.due_at > soon).values(due_at=soon))

    def next_due_in_s(self) -> float | None:
        """Seconds until the next job may be claimed, a lease running out included; None when nothing waits."""
        with self._database.read() as connection:
            now = self._time_line.now_s(connection)
            moments = []
            for priority in Priority:
                of_class = jobs.c.priority == int(priority)
                moments.append(select(func.min(jobs.c.due_at)).where(_IS_WAITING, of_class))
                moments.append(select(func.min(jobs.c.lease_until)).where(_IS_LEASED, of_class))
            found = [connection.execute(one).scalar_one_or_none() for one in moments]
        due = [moment for moment in found if moment is not None]
        return max(0.0, min(due) - now) if due else None

    def counts(self) -> QueueCounts:
        """The queue in five numbers."""
        with self._database.read() as connection:
            now = self._time_line.now_s(connection)
            free = _IS_WAITING | (_IS_LEASED & (jobs.c.lease_until <= now))
            taken = _IS_LEASED & (jobs.c.lease_until > now)
            row = connection.execute(
                select(
                    func.count().filter(free),
                    func.count().filter(taken),
                    func.count().filter(jobs.c.state == QUARANTINED),
                    func.min(jobs.c.queued_at).filter(jobs.c.state != QUARANTINED),
                    func.sum(jobs.c.bytes_left).filter(jobs.c.state != QUARANTINED),
                ).where(_IS_OPEN)
            ).one()
        return QueueCounts(row[0], row[1], row[2], row[3], int(row[4] or 0))

    def items(self, *, limit: int = 100, after: int = 0, state: str | None = None) -> list[QueueItem]:
        """Open jobs in the order they were queued, those behind the job `after`."""
        with self._database.read() as connection:
            now = self._time_line.now_s(connection)
            query = select(jobs).where(_IS_OPEN, jobs.c.id > after).order_by(jobs.c.id).limit(limit)
            if state is not None:
                query = query.where(_in_state(state, now))
            return [_item(row, now) for row in connection.execute(query)]

    def retry(self, job_id: int, *, actor: str = "technician") -> bool:
        """A person says: now. A job that is being worked on is left alone."""
        with self._database.write() as connection:
            now = self._time_line.now_s(connection)
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
                    failures=0,
                    why="",
                    problem=None,
                    lease=None,
                    lease_until=None,
                )
            )
            self._job_rows.tell_retried(connection, row.kind, row.subject_id, row.reference, actor)
        return True

    def _first_due(self, connection: Connection, priority: Priority, now: float) -> Row[Any] | None:
        of_class = jobs.c.priority == int(priority)
        left_behind = select(jobs).where(_IS_LEASED, of_class, jobs.c.lease_until <= now)
        waiting = select(jobs).where(_IS_WAITING, of_class, jobs.c.due_at <= now)
        for query in (
            left_behind.order_by(jobs.c.lease_until, jobs.c.id),
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
            return {"state": DONE, "bytes_left": 0, "why": "", "problem": None}
        if isinstance(outcome, Stop):
            problem = outcome.problem
            return {"state": QUARANTINED, "why": problem.code, "problem": problem_to_json(problem)}
        now = self._time_line.now_s(connection)
        values = {
            "state": WAITING,
            "due_at": now + max(0.0, outcome.after_s),
            "why": outcome.why,
            "failures": 0 if outcome.progressed else row.failures + 1,
        }
        if outcome.priority is not None and outcome.priority != row.priority:
            values |= {"priority": int(outcome.priority), "class_since": now}
        return values


def _one_not_held(query: Select[Any]) -> Select[Any]:
    return query.limit(1).with_for_update(skip_locked=True)


def _release(which: ColumnElement[bool]) -> Any:
    return update(jobs).where(which).values(state=WAITING, lease=None, lease_until=None)


def _random_share() -> ColumnElement[Any]:
    """A number from 0 to below 1 for each row: its id, scattered, shifted by one throw of the dice."""
    return (((jobs.c.id * 7919) + random.randrange(10_007)) % 10_007) / 10_007.0  # noqa: S311


def _in_state(name: str, now: float) -> ColumnElement[bool]:
    taken = and_(_IS_LEASED, jobs.c.lease_until > now)
    if name == "uploading":
        return taken
    if name == "waiting":
        return or_(_IS_WAITING, and_(_IS_LEASED, jobs.c.lease_until <= now))
    return jobs.c.state == QUARANTINED


def _item(row: Row[Any], now: float) -> QueueItem:
    abandoned = row.state == LEASED and row.lease_until <= now
    state = WAITING if abandoned else row.state
    return QueueItem(
        job_id=row.id,
        kind=JobKind(row.kind),
        subject_id=row.subject_id,
        reference=row.reference,
        state=_STATE_NAMES[state],
        queued_at=row.queued_at,
        failures=row.failures,
        why=row.why,
        due_in_s=max(0.0, row.due_at - now) if state == WAITING else 0.0,
        bytes_left=row.bytes_left,
        problem=problem_from_json(row.problem),
    )
