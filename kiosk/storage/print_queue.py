"""Print jobs, durable before the first byte goes to the printer; printing itself is the devices' matter."""

from typing import Any

from sqlalchemy import Row, case, insert, select, update

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.ports import Clock
from kiosk.domain.receipt import PrintJob, PrintState, Receipt
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.database import Database
from kiosk.storage.tables import print_jobs

_ENDED = (PrintState.PRINTED.value, PrintState.CANCELLED.value)
_NOT_ON_PAPER = frozenset({PrintState.NOT_PRINTED, PrintState.UNKNOWN, PrintState.CANCELLED})


class SqlPrintQueue:
    """PrintQueue. In a shared database each `terminal` has its own: the paper is at its own printer."""

    def __init__(self, database: Database, audit: SqlAuditLog, clock: Clock, terminal: str = "") -> None:
        self._is_own = print_jobs.c.terminal == terminal
        self._terminal = terminal
        self._database = database
        self._audit = audit
        self._clock = clock

    def add(self, receipt: Receipt, *, reference: str = "") -> PrintJob:
        """Keep a slip to print; its number counts up and stays the same over all tries."""
        job_id = new_id()
        with self._database.write() as connection:
            row = connection.execute(
                insert(print_jobs)
                .values(
                    id=job_id,
                    template=receipt.template,
                    slip_values=dict(receipt.values),
                    language=receipt.language,
                    state=PrintState.WAITING.value,
                    created_at=self._clock(),
                    copies=0,
                    reference=reference,
                    terminal=self._terminal,
                )
                .returning(*print_jobs.c)
            ).one()
        return _job(row)

    def begin(self, job_id: str) -> PrintJob:
        """Mark as being sent and count the copy, before the first byte."""
        with self._database.write() as connection:
            row = connection.execute(
                update(print_jobs)
                .where(print_jobs.c.id == job_id)
                .values(state=PrintState.SENDING.value, copies=print_jobs.c.copies + 1)
                .returning(*print_jobs.c)
            ).one_or_none()
        return _job(_known(row))

    def sent(self, job_id: str) -> None:
        """Every byte is with the printer; its word is waited for."""
        with self._database.write() as connection:
            connection.execute(
                update(print_jobs).where(print_jobs.c.id == job_id).values(state=PrintState.CONFIRMING.value)
            )

    def settle(self, job_id: str, state: PrintState) -> None:
        """What became of it; the audit trail says whether paper came out.

        A try that certainly left nothing on paper is no copy: the next one bears no mark.
        """
        copies = print_jobs.c.copies
        unspent = case((copies > 0, copies - 1), else_=0) if state is PrintState.NOT_PRINTED else copies
        with self._database.write() as connection:
            row = connection.execute(
                update(print_jobs)
                .where(print_jobs.c.id == job_id)
                .values(state=state.value, copies=unspent)
                .returning(*print_jobs.c)
            ).one_or_none()
            job = _job(_known(row))
            facts = {"number": job.number, "copies": job.copies, "template": job.receipt.template}
            if state is PrintState.PRINTED:
                self._audit.write(connection, AuditKind.RECEIPT_PRINTED, job.reference, facts)
            elif state in _NOT_ON_PAPER:
                told = {**facts, "state": state.value}
                self._audit.write(connection, AuditKind.RECEIPT_NOT_PRINTED, job.reference, told)

    def own_up(self) -> int:
        """At the start of the program: tries that a power cut broke off are unknown now; how many there were."""
        begun = (PrintState.SENDING.value, PrintState.CONFIRMING.value)
        query = select(print_jobs.c.id).where(print_jobs.c.state.in_(begun), self._is_own)
        with self._database.read() as connection:
            interrupted = list(connection.execute(query).scalars())
        for job_id in interrupted:
            self.settle(job_id, PrintState.UNKNOWN)
        return len(interrupted)

    def unfinished(self) -> list[PrintJob]:
        """Every job that is neither printed nor cancelled, oldest first."""
        left = print_jobs.c.state.not_in(_ENDED) & self._is_own
        query = select(print_jobs).where(left).order_by(print_jobs.c.number)
        with self._database.read() as connection:
            return [_job(row) for row in connection.execute(query)]

    def latest(self, reference: str) -> PrintJob | None:
        """The newest slip of a dossier or other subject."""
        query = (
            select(print_jobs).where(print_jobs.c.reference == reference).order_by(print_jobs.c.number.desc())
        )
        with self._database.read() as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        return _job(row) if row is not None else None


def _known(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise RuleBroken("no such print job", code="print_job_unknown")
    return row


def _job(row: Row[Any]) -> PrintJob:
    return PrintJob(
        id=row.id,
        number=row.number,
        receipt=Receipt(row.template, row.slip_values, row.language),
        state=PrintState(row.state),
        created_at=row.created_at,
        copies=row.copies,
        reference=row.reference,
    )
