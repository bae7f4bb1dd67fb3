"""The screens of fees, payments and the cash drawer in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.payment import CashClosing, Payment, PaymentMethod, PaymentState
from kiosk.domain.receipt import PrintState
from kiosk.flow.messages import Notice, View
from kiosk.flow.pay_words import DrawerView, PaymentsView, PayView
from kiosk.flow.views import SlipState

AT = datetime(2026, 11, 22, 2, 41, tzinfo=UTC)
CODE = (
    "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5303704540480005802VN"
    "62180814DVC 261122000163043924"
)
REFERENCE = "K-HN0099-261122-0007-4"
PENDING = Payment(
    id="019a8d00-0000-7000-8000-000000000001",
    dossier_id="019a8d00-0000-7000-8000-0000000000aa",
    reference=REFERENCE,
    method=PaymentMethod.VIETQR,
    state=PaymentState.PENDING,
    amount=8000,
    created_at=AT,
    moved_at=AT,
    payee="Kho bạc Nhà nước (mô phỏng) · Ngân hàng mô phỏng · 0123456789",
    vietqr=CODE,
    expires_at=AT.replace(minute=56),
)
PAID = replace(PENDING, state=PaymentState.CONFIRMED, receipt_url="https://cong.example/bien-lai/019a8d00")
CASH = replace(
    PENDING,
    id="019a8d00-0000-7000-8000-000000000002",
    method=PaymentMethod.CASH,
    state=PaymentState.KEPT,
    vietqr="",
    expires_at=None,
    staff_id="lan",
)
DIFFERS = replace(PAID, confirmed_amount=9000, problem="amount_differs")
TWICE = replace(PAID, id="019a8d00-0000-7000-8000-000000000003", state=PaymentState.REFUND_DUE)
UNOWED = replace(CASH, state=PaymentState.REFUND_DUE, problem="nothing_to_pay")
NAME = Text("Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", "Copy of a civil status extract")
PAY = PayView(
    reference=REFERENCE, procedure_name=NAME, payment=PENDING, amount=8000, can_go_back=True, personal=False
)
PRINTED = SlipState(PrintState.PRINTED)
CLERK = "Trần Thị Lan"
DESK = PayView(
    reference=REFERENCE,
    procedure_name=NAME,
    payment=PENDING,
    amount=8000,
    can_take_cash=True,
    can_go_back=True,
    personal=False,
    assisted_by=CLERK,
)
LIST = PaymentsView(
    to_see_to=(DIFFERS, TWICE, UNOWED),
    recent=(PAID, CASH, replace(PENDING, reference="")),
    can_go_back=True,
    personal=False,
    assisted_by=CLERK,
)
CLOSING = CashClosing("c", AT, 256_000, 7, {200_000: 1, 50_000: 1, 5_000: 1, 1_000: 1}, "", "lan", "hoa")
DRAWER = DrawerView(payments=7, closings=(CLOSING,), can_go_back=True, personal=False, assisted_by=CLERK)
COUNTED = replace(
    DRAWER, stage="confirming", is_counted=True, expected=256_000, pieces=CLOSING.pieces, closings=()
)
SHORT = replace(
    DRAWER,
    is_counted=True,
    expected=256_000,
    pieces={200_000: 1, 50_000: 1},
    problem="error.cash_unexplained",
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("pay", PAY),
    ("pay-asking", replace(PAY, payment=None, amount=None, busy=True)),
    ("pay-paid", replace(PAY, payment=PAID, slip=PRINTED, can_go_back=False)),
    ("pay-expired", replace(PAY, payment=replace(PENDING, state=PaymentState.EXPIRED))),
    ("pay-differs", replace(PAY, payment=DIFFERS, slip=PRINTED, can_go_back=False)),
    ("pay-twice", replace(PAY, payment=TWICE, can_go_back=False)),
    ("pay-away", replace(PAY, payment=None, amount=None, why_not="pay.away")),
    ("pay-at-agency", replace(PAY, payment=None, amount=None, why_not="pay.at_agency")),
    (
        "pay-damaged",
        replace(PAY, payment=replace(PENDING, vietqr="", problem="qr_damaged"), why_not="pay.qr_damaged"),
    ),
    ("pay-desk", DESK),
    ("pay-desk-cash", replace(DESK, by_cash=True)),
    ("pay-desk-kept", replace(DESK, payment=CASH, can_take_cash=False, slip=PRINTED, can_go_back=False)),
    ("pay-desk-failed", replace(DESK, notice=Notice("error", "error.cash_amount_unknown"))),
    ("payments", LIST),
    ("payments-none", replace(LIST, to_see_to=(), recent=())),
    ("payments-differs", replace(LIST, opened=DIFFERS)),
    ("payments-twice", replace(LIST, opened=TWICE)),
    ("drawer", DRAWER),
    ("drawer-short", SHORT),
    ("drawer-confirming", COUNTED),
    ("drawer-refused", replace(COUNTED, problem="error.cash_same_person")),
    ("drawer-closed", replace(DRAWER, stage="closed", closing=CLOSING, closings=(), slip=PRINTED)),
)
