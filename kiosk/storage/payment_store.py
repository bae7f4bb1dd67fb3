"""Durable payments and closings of the cash drawer; what a word of the portal means is `kiosk.domain.payment`'s matter."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, literal_column, select, update

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind, PortalEvent
from kiosk.domain.payment import (
    CashClosing,
    Payment,
    PaymentAnswer,
    PaymentMethod,
    PaymentState,
    answer_in_event,
    follow,
    refuse,
)
from kiosk.domain.ports import Clock
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.database import Database
from kiosk.storage.job_rows import JobRows
from kiosk.storage.tables import dossiers
from kiosk.storage.tables_money import cash_closings, payments

_COLUMNS = tuple(each.name for each in fields(Payment))
_TO_SEE_TO: ColumnElement[bool] = literal_column(
    "settled_by = '' AND (problem <> '' OR state = 'REFUND_DUE')"
)
_IN_THE_DRAWER: ColumnElement[bool] = literal_column("method = 'cash' AND closing_id = ''")
"""As the partial indexes say it, so that they are used."""


class SqlPaymentStore:
    """PaymentStore. In a shared database each terminal has its own drawer; payments are everybody's."""

    def __init__(
        self, database: Database, job_rows: JobRows, audit: SqlAuditLog, clock: Clock, terminal: str = ""
    ) -> None:
        self._database = database
        self._job_rows = job_rows
        self._audit = audit
        self._clock = clock
        self._terminal = terminal

    def keep(self, payment: Payment) -> None:
        """A payment about to be asked for; its id is the portal's proof against asking twice."""
        with self._database.write() as connection:
            if _load(connection, payment.id) is None:
                self._insert(connection, payment)
                facts = {"payment": payment.id, "method": payment.method.value}
                self._audit.write(connection, AuditKind.PAYMENT_BEGUN, payment.reference, facts)

    def take_cash(self, payment: Payment) -> None:
        """Cash in the drawer, with the job that tells the portal, in one transaction."""
        with self._database.write() as connection:
            if _load(connection, payment.id) is not None:
                return
            self._insert(connection, payment)
            self._job_rows.put(connection, NewJob(JobKind.SEND_CASH, payment.id), reference=payment.reference)
            facts = {"payment": payment.id, "amount": payment.amount, "staff": payment.staff_id}
            self._audit.write(connection, AuditKind.CASH_TAKEN, payment.reference, facts)

    def adopt_cash(self, payment: Payment, *, seal: str) -> bool:
        """Cash in the drawer of another terminal, that came in its mail-bag: only to be told to the portal, in no
        drawer here. False when it is known already."""
        with self._database.write() as connection:
            if _load(connection, payment.id) is not None:
                return False
            elsewhere = f"mailbag:{seal}"
            connection.execute(insert(payments).values(**_values(payment), terminal=elsewhere))
            self._job_rows.put(connection, NewJob(JobKind.SEND_CASH, payment.id), reference=payment.reference)
            facts = {"payment": payment.id, "amount": payment.amount, "seal": seal}
            self._audit.write(connection, AuditKind.CASH_ADOPTED, payment.reference, facts)
        return True

    def find(self, payment_id: str) -> Payment | None:
        """By the id that this terminal minted."""
        with self._database.read() as connection:
            return _load(connection, payment_id)

    def of_dossier(self, dossier_id: str) -> list[Payment]:
        """Newest first."""
        query = select(payments).where(payments.c.dossier_id == dossier_id)
        return self._read(query.order_by(payments.c.number.desc()))

    def told(self, answer: PaymentAnswer) -> Payment | None:
        """The portal's word; None for a payment that is not kept here."""
        return self._change(answer.payment_id, lambda payment: follow(payment, answer, self._clock()))

    def refused(self, payment_id: str, code: str) -> Payment | None:
        """The portal does not take it."""
        return self._change(payment_id, lambda payment: refuse(payment, code, self._clock()))

    def take_event(self, event: PortalEvent) -> bool:
        """A payment that an event speaks of. One that was begun elsewhere is kept as the portal tells it."""
        answer = answer_in_event(event.payment)
        if answer is None:
            return False
        with self._database.write() as connection:
            before = _load(connection, answer.payment_id)
            if before is None:
                own = select(dossiers.c.local_reference).where(dossiers.c.id == event.dossier_id)
                now = self._clock()
                before = Payment(
                    id=answer.payment_id,
                    dossier_id=event.dossier_id,
                    reference=connection.execute(own).scalar_one_or_none() or "",
                    method=PaymentMethod.VIETQR,
                    state=PaymentState.ASKED,
                    amount=answer.amount or 0,
                    created_at=now,
                    moved_at=now,
                )
                self._insert(connection, before)
            return self._save(connection, before, follow(before, answer, self._clock()))

    def needing_a_person(self) -> list[Payment]:
        """Refunds due and differences that nobody has seen to, oldest first."""
        return self._read(select(payments).where(_TO_SEE_TO).order_by(payments.c.number))

    def recent(self, *, limit: int) -> list[Payment]:
        """Newest first."""
        return self._read(select(payments).order_by(payments.c.number.desc()).limit(limit))

    def settle(self, payment_id: str, *, staff_id: str) -> Payment | None:
        """A person saw to it; what was wrong stays on record."""
        with self._database.write() as connection:
            before = _load(connection, payment_id)
            if before is None or not before.needs_a_person:
                return before
            after = replace(before, settled_by=staff_id)
            _update(connection, after)
            facts = {"payment": payment_id, "staff": staff_id, "why": before.problem or before.state.value}
            self._audit.write(connection, AuditKind.PAYMENT_SETTLED, before.reference, facts)
            return after

    def in_the_drawer(self) -> list[Payment]:
        """Cash of this terminal that no close of day has counted, oldest first."""
        return self._read(self._drawer())

    def close_day(self, closing: CashClosing, payment_ids: tuple[str, ...]) -> None:
        """Keep the closing with the payments it counted, or nothing at all."""
        with self._database.write() as connection:
            there = [row.id for row in connection.execute(self._drawer())]
            if sorted(there) != sorted(payment_ids):
                raise RuleBroken("cash came or went while it was counted", code="cash_moved")
            connection.execute(
                insert(cash_closings).values(
                    id=closing.id,
                    closed_at=closing.closed_at,
                    expected=closing.expected,
                    payments=closing.payments,
                    pieces={str(value): count for value, count in closing.pieces.items()},
                    reason=closing.reason,
                    clerk_id=closing.clerk_id,
                    supervisor_id=closing.supervisor_id,
                    terminal=self._terminal,
                )
            )
            connection.execute(update(payments).where(payments.c.id.in_(there)).values(closing_id=closing.id))
            facts = {
                "expected": closing.expected,
                "counted": closing.counted,
                "payments": closing.payments,
                "clerk": closing.clerk_id,
                "supervisor": closing.supervisor_id,
            }
            self._audit.write(connection, AuditKind.CASH_CLOSED, closing.id, facts)

    def closings(self, *, limit: int) -> list[CashClosing]:
        """Newest first."""
        own = select(cash_closings).where(cash_closings.c.terminal == self._terminal)
        with self._database.read() as connection:
            rows = connection.execute(own.order_by(cash_closings.c.number.desc()).limit(limit))
            return [_closing(row) for row in rows]

    def _drawer(self) -> Select[Any]:
        own = select(payments).where(_IN_THE_DRAWER, payments.c.terminal == self._terminal)
        return own.order_by(payments.c.number)

    def _read(self, query: Select[Any]) -> list[Payment]:
        with self._database.read() as connection:
            return [_payment(row) for row in connection.execute(query)]

    def _insert(self, connection: Connection, payment: Payment) -> None:
        connection.execute(insert(payments).values(**_values(payment), terminal=self._terminal))

    def _change(self, payment_id: str, step: Callable[[Payment], Payment]) -> Payment | None:
        with self._database.write() as connection:
            before = _load(connection, payment_id)
            if before is None:
                return None
            after = step(before)
            self._save(connection, before, after)
            return after

    def _save(self, connection: Connection, before: Payment, after: Payment) -> bool:
        if after == before:
            return False
        _update(connection, after)
        facts = {
            "payment": after.id,
            "method": after.method.value,
            "from": before.state.value,
            "to": after.state.value,
            "amount": after.amount if after.confirmed_amount is None else after.confirmed_amount,
        }
        if after.state is not before.state:
            self._audit.write(connection, AuditKind.PAYMENT_MOVED, after.reference, facts)
        if after.problem and after.problem != before.problem:
            doubt = {"payment": after.id, "code": after.problem, "asked": after.amount}
            self._audit.write(connection, AuditKind.PAYMENT_DOUBTED, after.reference, doubt)
        return True


def _load(connection: Connection, payment_id: str) -> Payment | None:
    row = connection.execute(select(payments).where(payments.c.id == payment_id)).one_or_none()
    return _payment(row) if row is not None else None


def _update(connection: Connection, payment: Payment) -> None:
    connection.execute(update(payments).where(payments.c.id == payment.id).values(**_values(payment)))


def _values(payment: Payment) -> dict[str, Any]:
    told = {name: getattr(payment, name) for name in _COLUMNS}
    return {**told, "method": payment.method.value, "state": payment.state.value}


def _payment(row: Row[Any]) -> Payment:
    told = {name: getattr(row, name) for name in _COLUMNS}
    return Payment(**{**told, "method": PaymentMethod(row.method), "state": PaymentState(row.state)})


def _closing(row: Row[Any]) -> CashClosing:
    return CashClosing(
        id=row.id,
        closed_at=row.closed_at,
        expected=row.expected,
        payments=row.payments,
        pieces={int(value): count for value, count in row.pieces.items()},
        reason=row.reason,
        clerk_id=row.clerk_id,
        supervisor_id=row.supervisor_id,
    )
