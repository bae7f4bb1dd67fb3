"""Fees as money: what the portal asks, what it says of a payment, cash at the counter and its close of day; no wire, no store.

Payee, account and amount come from the portal alone; nobody types them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.errors import RuleBroken
from kiosk.domain.rules import vietqr_fields
from kiosk.domain.staff import Role, StaffMember

DENOMINATIONS = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)
"""Notes in use, in đồng, the biggest first."""
MOST_PIECES = 100_000


class PaymentMethod(StrEnum):
    """How the money comes."""

    VIETQR = "vietqr"
    CASH = "cash"


class PaymentState(StrEnum):
    """Where a payment stands; PENDING to REFUND_DUE are the wire's words, the others this terminal's."""

    ASKED = "ASKED"
    """Its id is kept, the portal's answer is not known yet."""
    KEPT = "KEPT"
    """Cash is in the drawer; the portal has not confirmed it yet."""
    PENDING = "PENDING"
    EXPIRED = "EXPIRED"
    CONFIRMED = "CONFIRMED"
    REFUND_DUE = "REFUND_DUE"
    NOT_OWED = "NOT_OWED"
    """The portal said that nothing is owed: no money was asked of anybody."""

    @property
    def waits_for_money(self) -> bool:
        """A code that may be shown and asked about."""
        return self is PaymentState.PENDING


_RANK = {
    PaymentState.ASKED: 0,
    PaymentState.KEPT: 0,
    PaymentState.PENDING: 1,
    PaymentState.EXPIRED: 2,
    PaymentState.NOT_OWED: 2,
    PaymentState.CONFIRMED: 3,
    PaymentState.REFUND_DUE: 4,
}


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """A payment as the gateway states it, in an answer or in an event. `amount` in đồng."""

    payment_id: str
    status: str
    amount: int | None
    payee: Any = field(repr=False)
    vietqr: str
    expires_at: datetime | None
    receipt_url: str | None


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of one dossier as this terminal knows it. Money in đồng."""

    id: str
    dossier_id: str
    reference: str
    """Local reference of the dossier; empty where it was filed at another terminal."""
    method: PaymentMethod
    state: PaymentState
    amount: int
    """What was asked; 0 until the portal named it."""
    created_at: datetime
    moved_at: datetime
    payee: str = ""
    vietqr: str = ""
    expires_at: datetime | None = None
    confirmed_amount: int | None = None
    """What the portal says it received, where that is not what was asked."""
    receipt_url: str = ""
    staff_id: str = ""
    payer: str = field(default="", repr=False)
    """Who pays where it is somebody else than the applicant."""
    problem: str = ""
    """Stable code of what needs a person: amount_differs, nothing_to_pay, qr_…, or the portal's refusal."""
    settled_by: str = ""
    """Who saw to it."""
    closing_id: str = ""
    """The close of day that counted it."""

    @property
    def needs_a_person(self) -> bool:
        """Money to give back, or a difference to clear up, that nobody has seen to."""
        return not self.settled_by and (self.state is PaymentState.REFUND_DUE or bool(self.problem))

    @property
    def is_paid(self) -> bool:
        """Money was taken for what was asked."""
        return self.state is PaymentState.CONFIRMED or (self.state is PaymentState.KEPT and not self.problem)


def follow(payment: Payment, told: PaymentAnswer, at: datetime) -> Payment:
    """The payment after the portal's word. A word that comes out of order never takes money back.

    CONFIRMED may come after EXPIRED (the bank is slow); a status nobody here knows changes nothing. Another amount
    than the one asked is kept beside it as a difference for a person.
    """
    state = _read(told.status)
    if state is None or _RANK[state] < _RANK[payment.state]:
        return payment
    known = replace(
        payment,
        payee=payee_words(told.payee) or payment.payee,
        receipt_url=told.receipt_url or payment.receipt_url,
        expires_at=told.expires_at or payment.expires_at,
    )
    if payment.amount == 0 and told.amount is not None and payment.method is PaymentMethod.VIETQR:
        trouble = qr_trouble(told.vietqr, told.amount) if state.waits_for_money else ""
        known = replace(known, amount=told.amount, vietqr="" if trouble else told.vietqr, problem=trouble)
    elif told.amount is not None and told.amount != payment.amount:
        known = replace(known, confirmed_amount=told.amount, problem="amount_differs", vietqr="")
    if known == payment and state is payment.state:
        return payment
    # a code that could not be used needs nobody any more once the money is there
    if state is PaymentState.CONFIRMED and known.problem.startswith("qr_"):
        known = replace(known, problem="")
    return replace(known, state=state, moved_at=at if state is not payment.state else payment.moved_at)


def refuse(payment: Payment, code: str, at: datetime) -> Payment:
    """The portal does not take it. Cash that was taken for nothing owed is to be given back."""
    if payment.method is PaymentMethod.VIETQR:
        return replace(payment, state=PaymentState.NOT_OWED, moved_at=at)
    if code == "nothing_to_pay":
        return replace(payment, state=PaymentState.REFUND_DUE, problem=code, moved_at=at)
    return replace(payment, problem=code, moved_at=at)


def qr_trouble(vietqr: str, amount: int) -> str:
    """Why a code of the portal must not be shown, empty when it may: whole, for this one payment, for this amount."""
    fields = vietqr_fields(vietqr)
    if fields is None:
        return "qr_damaged"
    if fields.get("01") == "11" or "54" not in fields:
        return "qr_static"
    return "" if int(fields["54"]) == amount else "qr_amount"


def payee_words(payee: Any) -> str:
    """Name, bank and account on one line, as far as the portal named them."""
    if not isinstance(payee, Mapping):
        return payee if isinstance(payee, str) else ""
    named = (payee.get("name") or payee.get("account_name"), payee.get("bank"), payee.get("account"))
    return " · ".join(str(part) for part in named if part)


def answer_in_event(payment: Mapping[str, Any] | None) -> PaymentAnswer | None:
    """The payment that an event speaks of; None for a demand, which has no payment yet."""
    if payment is None or not isinstance(payment.get("payment_id"), str) or not payment["payment_id"]:
        return None
    amount = payment.get("amount")
    receipt = payment.get("receipt_url")
    return PaymentAnswer(
        payment_id=payment["payment_id"],
        status=str(payment.get("status") or ""),
        amount=amount if isinstance(amount, int) and not isinstance(amount, bool) else None,
        payee=payment.get("payee"),
        vietqr=str(payment.get("vietqr") or ""),
        expires_at=None,
        receipt_url=receipt if isinstance(receipt, str) else None,
    )


def demanded_amount(asked: Mapping[str, Any] | None) -> int | None:
    """What the portal's newest demand names, for cash while the line is down; None where it names nothing to pay."""
    if asked is None or asked.get("status") not in (None, "PENDING", "EXPIRED"):
        return None
    amount = asked.get("amount")
    return amount if isinstance(amount, int) and not isinstance(amount, bool) and amount > 0 else None


def _read(status: str) -> PaymentState | None:
    known = (PaymentState.PENDING, PaymentState.EXPIRED, PaymentState.CONFIRMED, PaymentState.REFUND_DUE)
    return next((state for state in known if state.value == status), None)


# --- cash ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CashClosing:
    """One drawer counted by two people. `pieces`: how many of each note; money in đồng."""

    id: str
    closed_at: datetime
    expected: int
    payments: int
    pieces: Mapping[int, int]
    reason: str
    clerk_id: str
    supervisor_id: str

    @property
    def counted(self) -> int:
        """What lies in the drawer."""
        return sum(value * count for value, count in self.pieces.items())

    @property
    def difference(self) -> int:
        """Counted less expected: negative when money is missing."""
        return self.counted - self.expected


def check_pieces(pieces: Mapping[int, int]) -> None:
    """RuleBroken(`cash_count_wrong`) for notes that do not exist or counts that cannot be."""
    if any(value not in DENOMINATIONS or not 0 <= count <= MOST_PIECES for value, count in pieces.items()):
        raise RuleBroken("no such note or no such number of them", code="cash_count_wrong")


def check_closing(expected: int, pieces: Mapping[int, int], reason: str) -> None:
    """RuleBroken: `cash_count_wrong`, or `cash_unexplained` for a difference without a reason."""
    check_pieces(pieces)
    counted = sum(value * count for value, count in pieces.items())
    if counted != expected and not reason.strip():
        raise RuleBroken("a difference needs a reason", code="cash_unexplained")


def check_second_person(clerk_id: str, second: StaffMember | None) -> StaffMember:
    """The supervisor who counted along; RuleBroken: `staff_wrong`, `cash_same_person`, `cash_needs_supervisor`."""
    if second is None or second.must_change:
        raise RuleBroken("not signed in", code="staff_wrong")
    if second.id == clerk_id:
        raise RuleBroken("two people close a day", code="cash_same_person")
    if second.role is not Role.SUPERVISOR:
        raise RuleBroken("only a supervisor confirms", code="cash_needs_supervisor")
    return second
