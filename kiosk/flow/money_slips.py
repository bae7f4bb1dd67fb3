"""What goes on the slips of money: a fee that was paid, and a drawer that two people counted. Neither is a tax receipt."""

from collections.abc import Sequence

from kiosk.domain.payment import CashClosing, Payment, PaymentMethod, PaymentState
from kiosk.domain.portal import PortalSettings
from kiosk.domain.receipt import Receipt
from kiosk.flow.issue_receipt import local_time_text, money_text, point_values


def fee_slip(
    portal: PortalSettings,
    payment: Payment,
    *,
    procedure_name: str,
    what: str,
    how: str,
    clerk: str,
    language: str,
) -> Receipt:
    """The slip of one payment: to be paid, received at the counter, or confirmed by the portal."""
    due = payment.state in (PaymentState.PENDING, PaymentState.EXPIRED)
    state = {PaymentState.EXPIRED: "expired", PaymentState.PENDING: "due"}.get(payment.state, "paid")
    values = {
        **point_values(portal),
        "state": state,
        "reference": payment.reference,
        "procedure_name": procedure_name,
        "payer_name": payment.payer,
        "lines": [{"what": what, "amount": money_text(payment.amount)}],
        "total_text": money_text(payment.amount),
        "payee": payment.payee,
        "how": how,
        "pay_by": local_time_text(payment.expires_at) if state == "due" else "",
        "paid_at": "" if due else local_time_text(payment.moved_at),
        "kept": "yes" if payment.state is PaymentState.KEPT else "",
        "clerk": clerk if payment.method is PaymentMethod.CASH else "",
        "look_up": payment.receipt_url,
        "qr": payment.vietqr if state == "due" else "",
    }
    return Receipt("payment", values, language)


def drawer_slip(
    portal: PortalSettings, closing: CashClosing, *, notes: Sequence[int], terminal: str, language: str
) -> Receipt:
    """One drawer as two people counted it."""
    counted = [(value, closing.pieces.get(value, 0)) for value in notes]
    values = {
        **point_values(portal),
        "terminal": terminal,
        "at": local_time_text(closing.closed_at),
        "payments": str(closing.payments),
        "notes": [
            {"note": money_text(value), "pieces": str(pieces), "amount": money_text(value * pieces)}
            for value, pieces in counted
            if pieces
        ],
        "counted_text": money_text(closing.counted),
        "expected_text": money_text(closing.expected),
        "difference_text": signed_money_text(closing.difference) if closing.difference else "",
        "reason": closing.reason,
        "clerk": closing.clerk_id,
        "supervisor": closing.supervisor_id,
    }
    return Receipt("drawer", values, language)


def signed_money_text(amount: int) -> str:
    """ "+1.000 đ" too much, "-1.000 đ" missing."""
    return f"{'+' if amount > 0 else '-'}{money_text(abs(amount))}"
