"""Payments and closings kept in memory; passes the contract tests of the real store."""

from collections.abc import Callable
from dataclasses import replace

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
from kiosk.domain.ports import AuditLog, Clock
from kiosk.domain.upload import JobKind, NewJob
from tests.fakes.memory_dossiers import MemoryDossiers
from tests.fakes.memory_queue import MemoryQueue


class MemoryPayments:
    def __init__(self, dossiers: MemoryDossiers, queue: MemoryQueue, audit: AuditLog, clock: Clock) -> None:
        self._dossiers, self._queue, self._audit, self._clock = dossiers, queue, audit, clock
        self._payments: dict[str, Payment] = {}
        self._closings: list[CashClosing] = []

    def keep(self, payment: Payment) -> None:
        if payment.id not in self._payments:
            self._payments[payment.id] = payment
            facts = {"payment": payment.id, "method": payment.method.value}
            self._audit.append(AuditKind.PAYMENT_BEGUN, payment.reference, facts)

    def take_cash(self, payment: Payment) -> None:
        if payment.id in self._payments:
            return
        self._payments[payment.id] = payment
        self._queue.put(NewJob(JobKind.SEND_CASH, payment.id), reference=payment.reference)
        facts = {"payment": payment.id, "amount": payment.amount, "staff": payment.staff_id}
        self._audit.append(AuditKind.CASH_TAKEN, payment.reference, facts)

    def find(self, payment_id: str) -> Payment | None:
        return self._payments.get(payment_id)

    def of_dossier(self, dossier_id: str) -> list[Payment]:
        return [each for each in self._newest() if each.dossier_id == dossier_id]

    def told(self, answer: PaymentAnswer) -> Payment | None:
        return self._change(answer.payment_id, lambda payment: follow(payment, answer, self._clock()))

    def refused(self, payment_id: str, code: str) -> Payment | None:
        return self._change(payment_id, lambda payment: refuse(payment, code, self._clock()))

    def take_event(self, event: PortalEvent) -> bool:
        answer = answer_in_event(event.payment)
        if answer is None:
            return False
        known, now = self._dossiers.find(event.dossier_id), self._clock()
        before = self._payments.setdefault(
            answer.payment_id,
            Payment(
                id=answer.payment_id,
                dossier_id=event.dossier_id,
                reference=known.local_reference if known else "",
                method=PaymentMethod.VIETQR,
                state=PaymentState.ASKED,
                amount=answer.amount or 0,
                created_at=now,
                moved_at=now,
            ),
        )
        return self.told(answer) != before

    def needing_a_person(self) -> list[Payment]:
        return [payment for payment in self._payments.values() if payment.needs_a_person]

    def recent(self, *, limit: int) -> list[Payment]:
        return self._newest()[:limit]

    def settle(self, payment_id: str, *, staff_id: str) -> Payment | None:
        before = self._payments.get(payment_id)
        if before is None or not before.needs_a_person:
            return before
        after = self._payments[payment_id] = replace(before, settled_by=staff_id)
        facts = {"payment": payment_id, "staff": staff_id, "why": before.problem or before.state.value}
        self._audit.append(AuditKind.PAYMENT_SETTLED, before.reference, facts)
        return after

    def in_the_drawer(self) -> list[Payment]:
        cash = [each for each in self._payments.values() if each.method is PaymentMethod.CASH]
        return [each for each in cash if not each.closing_id]

    def close_day(self, closing: CashClosing, payment_ids: tuple[str, ...]) -> None:
        if sorted(each.id for each in self.in_the_drawer()) != sorted(payment_ids):
            raise RuleBroken("cash came or went while it was counted", code="cash_moved")
        self._closings.insert(0, closing)
        for payment_id in payment_ids:
            self._payments[payment_id] = replace(self._payments[payment_id], closing_id=closing.id)
        facts = {
            "expected": closing.expected,
            "counted": closing.counted,
            "payments": closing.payments,
            "clerk": closing.clerk_id,
            "supervisor": closing.supervisor_id,
        }
        self._audit.append(AuditKind.CASH_CLOSED, closing.id, facts)

    def closings(self, *, limit: int) -> list[CashClosing]:
        return self._closings[:limit]

    def _newest(self) -> list[Payment]:
        return list(reversed(self._payments.values()))

    def _change(self, payment_id: str, step: Callable[[Payment], Payment]) -> Payment | None:
        before = self._payments.get(payment_id)
        if before is None:
            return None
        after = self._payments[payment_id] = step(before)
        facts = {
            "payment": after.id,
            "method": after.method.value,
            "from": before.state.value,
            "to": after.state.value,
            "amount": after.amount if after.confirmed_amount is None else after.confirmed_amount,
        }
        if after.state is not before.state:
            self._audit.append(AuditKind.PAYMENT_MOVED, after.reference, facts)
        if after.problem and after.problem != before.problem:
            doubt = {"payment": after.id, "code": after.problem, "asked": after.amount}
            self._audit.append(AuditKind.PAYMENT_DOUBTED, after.reference, doubt)
        return after
