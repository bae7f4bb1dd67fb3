"""The jobs table as a list: leases, ladders and priority classes as the real queue has them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.dossier import Problem
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.ports import AuditLog, Clock, Monotonic
from kiosk.domain.upload import (
    Again,
    Done,
    Job,
    JobKind,
    JobOutcome,
    NewJob,
    Priority,
    QueueCounts,
    QueueItem,
    Stop,
)

_AGES_AFTER_S = 3600.0
_AGED_AT_ONCE = 2
_ENDED = ("done", "forgotten")


@dataclass(slots=True)
class _Row:
    id: int
    kind: JobKind
    subject_id: str
    revision: int
    priority: Priority
    reference: str
    bytes_left: int
    queued_at: datetime
    due: float
    class_since: float
    state: str = "waiting"
    failures: int = 0
    why: str = ""
    problem: Problem | None = None
    lease: str = ""
    lease_until: float = 0.0
    ended_at: datetime | None = None


class MemoryQueue:
    """Jobs in a list. `stopped` and `retried` tell the dossiers and accounts beside it, as one transaction does."""

    def __init__(self, clock: Clock, monotonic: Monotonic, audit: AuditLog) -> None:
        self._clock, self._monotonic, self._audit = clock, monotonic, audit
        self._rows: list[_Row] = []
        self.stopped: Callable[[JobKind, str, Problem], None] = lambda kind, subject, problem: None
        self.retried: Callable[[JobKind, str], None] = lambda kind, subject: None

    def put(self, job: NewJob, *, reference: str, bytes_left: int = 0, again: bool = False) -> None:
        """One per (kind, subject, revision); `again` starts a finished or stopped one anew."""
        now = self._monotonic()
        for row in self._rows:
            same = (row.kind, row.subject_id, row.revision) == (job.kind, job.subject_id, job.revision)
            if same and row.state != "forgotten":
                if again:
                    row.state, row.due, row.failures, row.why, row.problem = "waiting", now, 0, "", None
                    row.lease, row.bytes_left, row.priority = "", bytes_left, job.priority
                return
        number = len(self._rows) + 1
        self._rows.append(
            _Row(
                number,
                job.kind,
                job.subject_id,
                job.revision,
                job.priority,
                reference,
                bytes_left,
                self._clock(),
                now,
                now,
            )
        )

    def drop(self, kind: JobKind, subject_id: str) -> None:
        for row in self._rows:
            if (row.kind, row.subject_id) == (kind, subject_id) and row.state not in _ENDED:
                row.state, row.why, row.bytes_left, row.lease = "done", "discarded", 0, ""
                row.ended_at = self._clock()

    def claim(self, *, lease_s: float, up_to: Priority = Priority.BIG_FILE) -> Job | None:
        now = self._monotonic()
        big = [row for row in self._rows if row.state == "waiting" and row.priority is Priority.BIG_FILE]
        aged = [row for row in big if row.class_since <= now - _AGES_AFTER_S]
        for row in sorted(aged, key=lambda row: row.class_since)[:_AGED_AT_ONCE]:
            row.priority = Priority.SMALL_FILE
        due = [row for row in self._rows if self._state(row, now) == "waiting"]
        order = sorted(
            (
                row.priority,
                row.state == "waiting",
                row.due if row.state == "waiting" else row.lease_until,
                row.id,
            )
            for row in due
            if (row.state == "uploading" or row.due <= now) and row.priority <= up_to
        )
        if not order:
            return None
        row = self._rows[order[0][-1] - 1]
        row.state, row.lease, row.lease_until = "uploading", new_id(), now + lease_s
        return Job(row.id, row.kind, row.subject_id, row.revision, row.priority, row.failures, row.lease)

    def settle(self, job: Job, outcome: JobOutcome) -> None:
        row = self._rows[job.id - 1]
        if row.state != "uploading" or row.lease != job.lease:
            return
        now = self._monotonic()
        row.lease = ""
        if isinstance(outcome, Done):
            row.state, row.bytes_left, row.why, row.ended_at = "done", 0, "", self._clock()
        elif isinstance(outcome, Again):
            row.state, row.due, row.why = "waiting", now + max(0.0, outcome.after_s), outcome.why
            row.failures = 0 if outcome.progressed else row.failures + 1
            if outcome.priority is not None and outcome.priority is not row.priority:
                row.priority, row.class_since = outcome.priority, now
        elif isinstance(outcome, Stop):
            row.state, row.problem, row.why = "quarantined", outcome.problem, outcome.problem.code
            self.stopped(row.kind, row.subject_id, outcome.problem)

    def wake(self, *, within_s: float) -> None:
        due = self._monotonic() + random.random() * within_s
        for row in self._rows:
            if row.state == "waiting":
                row.due = min(row.due, due)

    def next_due_in_s(self, *, up_to: Priority = Priority.BIG_FILE) -> float | None:
        now = self._monotonic()
        moments = [
            row.due if row.state == "waiting" else row.lease_until
            for row in self._rows
            if row.state in ("waiting", "uploading") and row.priority <= up_to
        ]
        return max(0.0, min(moments) - now) if moments else None

    def counts(self) -> QueueCounts:
        now = self._monotonic()
        states = [self._state(row, now) for row in self._rows]
        open_rows = [row for row in self._rows if row.state in ("waiting", "uploading")]
        return QueueCounts(
            waiting=states.count("waiting"),
            uploading=states.count("uploading"),
            quarantined=states.count("quarantined"),
            oldest_at=min((row.queued_at for row in open_rows), default=None),
            bytes=sum(row.bytes_left for row in open_rows),
        )

    def items(self, *, limit: int = 100, after: int = 0, state: str | None = None) -> list[QueueItem]:
        now = self._monotonic()
        rows = [row for row in self._rows if row.id > after and row.state not in _ENDED]
        return [
            QueueItem(
                row.id,
                row.kind,
                row.subject_id,
                row.reference,
                self._state(row, now),
                row.queued_at,
                row.failures,
                row.why,
                max(0.0, row.due - now) if self._state(row, now) == "waiting" else 0.0,
                row.bytes_left,
                row.problem,
            )
            for row in rows
            if state is None or self._state(row, now) == state
        ][:limit]

    def item_of(self, subject_id: str) -> QueueItem | None:
        mine = [item for item in self.items(limit=len(self._rows)) if item.subject_id == subject_id]
        return mine[-1] if mine else None

    def retry(self, job_id: int, *, actor: str = "technician") -> bool:
        if not 1 <= job_id <= len(self._rows) or self._rows[job_id - 1].state in _ENDED:
            return False
        row = self._rows[job_id - 1]
        if self._state(row, self._monotonic()) == "uploading":
            return True
        row.state, row.due, row.failures, row.problem, row.why = "waiting", self._monotonic(), 0, None, ""
        row.lease = ""
        self.retried(row.kind, row.subject_id)
        self._audit.append(AuditKind.JOB_RETRIED, row.reference, {"job": row.kind.value, "by": actor})
        return True

    def forget_finished(self, *, after_s: float, at_most: int) -> int:
        long_ago = self._clock() - timedelta(seconds=after_s)
        old = [row for row in self._rows if row.state == "done" and row.ended_at and row.ended_at <= long_ago]
        for row in old[:at_most]:
            row.state = "forgotten"
        return len(old[:at_most])

    @staticmethod
    def _state(row: _Row, now: float) -> str:
        return "waiting" if row.state == "uploading" and row.lease_until <= now else row.state
