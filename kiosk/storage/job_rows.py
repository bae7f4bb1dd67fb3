"""Putting work into the queue inside somebody else's transaction, and telling that somebody what became of it."""

from dataclasses import replace

from sqlalchemy import Connection, insert, literal_column, select, update
from typing_extensions import override

from kiosk.domain.account import AccountState
from kiosk.domain.dossier import WAITING_STATES, DossierState, Problem
from kiosk.domain.events import AuditKind
from kiosk.domain.ports import Clock
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage import dossier_moves, dossier_rows
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.queue_clock import QueueClock
from kiosk.storage.tables import DONE, WAITING, accounts, jobs

_HELD = (DossierState.QUARANTINED, DossierState.MISMATCH)


class JobRows:
    """The queue as the other stores see it."""

    def __init__(self, audit: SqlAuditLog, clock: Clock, queue_clock: QueueClock) -> None:
        self._audit = audit
        self._clock = clock
        self._queue_clock = queue_clock

    def put(
        self, connection: Connection, job: NewJob, *, reference: str, bytes_left: int = 0, again: bool = False
    ) -> None:
        """One per (kind, subject, revision); `again` starts a finished or stopped one anew."""
        now = self._queue_clock.now_s(connection)
        same = (
            (jobs.c.kind == job.kind.value)
            & (jobs.c.subject_id == job.subject_id)
            & (jobs.c.revision == job.revision)
        )
        fresh = {
            "priority": int(job.priority),
            "state": WAITING,
            "due_at": now,
            "class_since": now,
            "set_at": now,
            "lease": None,
            "lease_until": None,
            "failures": 0,
            "why": "",
            "problem": None,
            "bytes_left": bytes_left,
            "ended_at": None,
        }
        if connection.execute(select(jobs.c.id).where(same)).one_or_none() is None:
            connection.execute(
                insert(jobs).values(
                    kind=job.kind.value,
                    subject_id=job.subject_id,
                    revision=job.revision,
                    reference=reference,
                    queued_at=self._clock(),
                    **fresh,
                )
            )
        elif again:
            connection.execute(update(jobs).where(same).values(fresh))

    def drop(self, connection: Connection, kind: JobKind, subject_id: str) -> None:
        """A person gave the work up: nothing of it goes out any more."""
        connection.execute(
            update(jobs)
            .where(
                jobs.c.kind == kind.value, jobs.c.subject_id == subject_id, jobs.c.state < literal_column("3")
            )
            .values(
                state=DONE,
                why="discarded",
                bytes_left=0,
                lease=None,
                lease_until=None,
                ended_at=self._clock(),
            )
        )

    def tell_stopped(self, connection: Connection, kind: str, subject_id: str, problem: Problem) -> None:
        """A job was quarantined: so is what it was about, in the same transaction."""
        if kind == JobKind.REGISTER_ACCOUNT:
            waiting = (AccountState.REGISTERING.value, AccountState.QUEUED.value)
            self._move_account(connection, subject_id, waiting, AccountState.QUARANTINED)
            return
        before = dossier_rows.load(connection, subject_id, lock=True)
        if before is None or (kind == JobKind.DELIVER_DOSSIER and before.state not in WAITING_STATES):
            return
        after = dossier_moves.quarantine(before, problem, at=self._clock())
        dossier_rows.save(connection, before, after)
        if after.state is not before.state:
            self._audit.write(
                connection, AuditKind.DOSSIER_QUARANTINED, after.local_reference, {"code": problem.code}
            )

    def tell_retried(
        self, connection: Connection, kind: str, subject_id: str, reference: str, actor: str
    ) -> None:
        """A person had a job tried again: what it is about waits again."""
        if kind == JobKind.REGISTER_ACCOUNT:
            held = (AccountState.QUARANTINED.value,)
            self._move_account(connection, subject_id, held, AccountState.QUEUED)
        elif kind == JobKind.DELIVER_DOSSIER:
            before = dossier_rows.load(connection, subject_id, lock=True)
            if before is not None and before.state in _HELD:
                after = dossier_moves.move(before, DossierState.QUEUED, by=actor, at=self._clock())
                dossier_rows.save(connection, before, replace(after, problem=None))
        self._audit.write(connection, AuditKind.JOB_RETRIED, reference, {"job": kind, "by": actor})

    def _move_account(
        self, connection: Connection, account_id: str, when: tuple[str, ...], to: AccountState
    ) -> None:
        connection.execute(
            update(accounts)
            .where(accounts.c.id == account_id, accounts.c.state.in_(when))
            .values(state=to.value, moved_at=self._clock())
        )


class NoJobRows(JobRows):
    """The queue of a store that is practised in: it takes no work, so nothing of that store can ever go out."""

    @override
    def put(
        self, connection: Connection, job: NewJob, *, reference: str, bytes_left: int = 0, again: bool = False
    ) -> None:
        """Nothing is written."""
