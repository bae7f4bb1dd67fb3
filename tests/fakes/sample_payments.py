"""Made-up words of a portal about a payment of 8,000 đồng, with a code that is whole."""

from datetime import UTC, datetime

from kiosk.domain.payment import PaymentAnswer
from kiosk.sandbox.vietqr import vietqr_payload

EXPIRES = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PAYEE = {"name": "Kho bạc mẫu", "bank": "Ngân hàng mẫu", "account": "0123456789"}


def code_of(amount: int) -> str:
    return vietqr_payload(bank_bin="970436", account="0123456789", amount=amount, purpose="DVC 2611220001")


CODE = code_of(8000)


def told(
    status: str, *, amount: int = 8000, vietqr: str = CODE, receipt: str = "", payment_id: str = "payment-1"
) -> PaymentAnswer:
    return PaymentAnswer(payment_id, status, amount, PAYEE, vietqr, EXPIRES, receipt or None)
