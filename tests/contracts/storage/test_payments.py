"""Payments and the cash drawer in every store: never paid twice by a lost reply, never lost by one out of order."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind, PortalEvent
from kiosk.domain.payment import CashClosing, Payment, PaymentMethod, PaymentState
from kiosk.domain.upload import JobKind
from tests.fakes.dossier_samples import SAMPLE_NUMBER, sample_dossier
from tests.fakes.hand_clock import HandClock
from tests.fakes.sample_payments import CODE, told

Stores = Any


def a_payment(clock: HandClock, number: int = 1, **changes: Any) -> Payment:
    plain = Payment(
        id=f"payment-{number}",
        dossier_id="dossier",
        reference="K-HN0099-261122-0001-4",
        method=PaymentMethod.VIETQR,
        state=PaymentState.ASKED,
        amount=0,
        created_at=clock.wall(),
        moved_at=clock.wall(),
    )
    return replace(plain, **changes)


def cash(clock: HandClock, number: int, amount: int = 8000) -> Payment:
    return a_payment(
        clock, number, method=PaymentMethod.CASH, state=PaymentState.KEPT, amount=amount, staff_id="lan"
    )


def trail(stores: Stores) -> list[str]:
    return [entry.kind for entry in stores.audit.unacknowledged(limit=100)]


def test_a_payment_follows_the_portal(stores: Stores, clock: HandClock) -> None:
    stores.payments.keep(a_payment(clock))
    stores.payments.keep(a_payment(clock, amount=5))
    pending = stores.payments.told(told("PENDING"))
    assert (pending.state, pending.amount, pending.vietqr) == (PaymentState.PENDING, 8000, CODE)
    paid = stores.payments.told(told("CONFIRMED", receipt="https://portal.example/r/1"))
    assert (paid.state, paid.receipt_url, paid.needs_a_person) == (
        PaymentState.CONFIRMED,
        "https://portal.example/r/1",
        False,
    )
    assert stores.payments.told(told("PENDING")) == paid, "a late word takes no money back"
    assert stores.payments.of_dossier("dossier") == [paid] == stores.payments.recent(limit=5)
    assert trail(stores) == [AuditKind.PAYMENT_BEGUN, AuditKind.PAYMENT_MOVED, AuditKind.PAYMENT_MOVED]
    assert stores.payments.told(told("CONFIRMED", payment_id="nobody's")) is None


def test_another_amount_than_asked_waits_for_a_person(stores: Stores, clock: HandClock) -> None:
    stores.payments.keep(a_payment(clock))
    stores.payments.told(told("PENDING"))
    paid = stores.payments.told(told("CONFIRMED", amount=9000))
    assert (paid.amount, paid.confirmed_amount, paid.problem) == (8000, 9000, "amount_differs")
    assert stores.payments.needing_a_person() == [paid]
    settled = stores.payments.settle(paid.id, staff_id="binh")
    assert (settled.settled_by, stores.payments.needing_a_person()) == ("binh", [])
    assert trail(stores)[-2:] == [AuditKind.PAYMENT_DOUBTED, AuditKind.PAYMENT_SETTLED]


def test_a_payment_of_another_terminal_is_kept_too(stores: Stores, clock: HandClock) -> None:
    payment = {"payment_id": "elsewhere", "status": "REFUND_DUE", "amount": 8000}
    event = PortalEvent("e1", "unknown dossier", clock.wall(), "IN_PROCESS", payment=payment)
    assert stores.payments.take_event(event)
    assert not stores.payments.take_event(event)
    (found,) = stores.payments.needing_a_person()
    assert (found.id, found.reference, found.state) == ("elsewhere", "", PaymentState.REFUND_DUE)
    demand = PortalEvent(
        "e2", "d", clock.wall(), "PAYMENT_REQUIRED", payment={"amount": 5, "payment_id": None}
    )
    assert not stores.payments.take_event(demand)


def test_cash_goes_to_the_portal_and_into_one_closing(stores: Stores, clock: HandClock) -> None:
    for number in (1, 2):
        stores.payments.take_cash(cash(clock, number))
    stores.payments.take_cash(cash(clock, 2))
    assert [item.kind for item in stores.queue.items()] == [JobKind.SEND_CASH, JobKind.SEND_CASH]
    assert [each.id for each in stores.payments.in_the_drawer()] == ["payment-1", "payment-2"]
    refused = stores.payments.refused("payment-2", "nothing_to_pay")
    assert refused.state is PaymentState.REFUND_DUE
    closing = CashClosing("c1", clock.wall(), 16000, 2, {10_000: 1, 5_000: 1}, "thiếu một tờ", "lan", "hoa")
    with pytest.raises(RuleBroken, match="cash_moved"):
        stores.payments.close_day(closing, ("payment-1",))
    assert stores.payments.closings(limit=5) == []
    stores.payments.close_day(closing, ("payment-1", "payment-2"))
    assert stores.payments.in_the_drawer() == []
    assert stores.payments.closings(limit=5) == [closing]
    assert (closing.counted, closing.difference) == (15_000, -1_000)
    assert trail(stores)[-1] == AuditKind.CASH_CLOSED


def test_a_persons_dossiers_are_found_by_the_number_alone(stores: Stores, clock: HandClock) -> None:
    kept = stores.dossiers.submit(sample_dossier(), actor="citizen", point="HN0099")
    (found,) = stores.dossiers.of_person(SAMPLE_NUMBER, limit=5)
    assert (found.id, found.body) == (kept.id, {})
    for nobody in ("001199000009", "", '"', "%"):
        assert stores.dossiers.of_person(nobody, limit=5) == []
    assert stores.dossiers.newest_notice(kept.id) is None
    notice = {"items": [], "text": "Từ chối", "form_url": "https://portal.example/forms/03"}
    stores.dossiers.apply_event(PortalEvent("n", kept.id, clock.wall(), "REFUSED", notice=notice))
    assert stores.dossiers.newest_notice(kept.id) == notice
