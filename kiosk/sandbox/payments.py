"""Fees: what a dossier owes, VietQR and cash payments for it, and their confirmation; no money moves anywhere."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.sandbox.answers import PaymentAnswer, problems
from kiosk.sandbox.bodies import PaymentBody
from kiosk.sandbox.catalogue import procedure_as_of
from kiosk.sandbox.clock import instant
from kiosk.sandbox.dossiers import known_dossier
from kiosk.sandbox.json_values import RawJson, same_json
from kiosk.sandbox.moves import current_body, move, tell
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import Problem, one_field, revision_conflict
from kiosk.sandbox.store import next_number
from kiosk.sandbox.tables import Dossier, Payment
from kiosk.sandbox.vietqr import vietqr_payload
from kiosk.sandbox.working_time import VIETNAM

PAYEE = {
    "name": "Kho bạc Nhà nước (mô phỏng)",
    "bank": "Ngân hàng mô phỏng",
    "bin": "970436",
    "account": "0123456789",
}

calls = APIRouter(tags=["Payment"])


def published_fee(session: Session, dossier: Dossier) -> int:
    """The online fee of the dossier's procedure in đồng, 0 where there is none."""
    body = current_body(session, dossier)
    procedure = procedure_as_of(session, body["procedure"]["code"], body["procedure"].get("version")) or {}
    channels = procedure.get("channels") or {}
    channel = channels.get("online" if body["channel"] == "online" else "post") or {}
    return int((channel.get("fee") or {}).get("amount") or 0)


def _paid(session: Session, dossier: Dossier) -> bool:
    wanted = select(Payment).where(
        Payment.dossier_id == dossier.dossier_id, Payment.confirmed_at.is_not(None)
    )
    required_at = (dossier.obligation or {}).get("required_at", "")
    return any(payment.created_at >= required_at for payment in session.scalars(wanted))


def amount_due(session: Session, dossier: Dossier) -> int:
    """What is still owed: the agency's demand, else the published fee; 0 once it is paid."""
    if _paid(session, dossier):
        return 0
    if dossier.obligation is not None:
        return int(dossier.obligation["amount"])
    return published_fee(session, dossier)


def status_now(portal: Portal, payment: Payment) -> str:
    """A pending payment expires by itself."""
    if payment.status == "PENDING" and (payment.expires_at or "9") <= portal.clock.stamp():
        return "EXPIRED"
    return payment.status


def _shape(portal: Portal, payment: Payment) -> dict[str, Any]:
    """The contract's payment; `receipt_url` is a path here."""
    receipt = f"/_sandbox/receipts/{payment.payment_id}" if payment.confirmed_at else None
    return {
        "payment_id": payment.payment_id,
        "dossier_id": payment.dossier_id,
        "amount": payment.amount,
        "payee": PAYEE,
        "vietqr": payment.vietqr,
        "expires_at": payment.expires_at,
        "status": status_now(portal, payment),
        "receipt_url": receipt,
    }


def demand_shape(amount: int) -> dict[str, Any]:
    """For the event that demands a fee: there is no payment yet, the kiosk will create one."""
    empty = {"payment_id": None, "vietqr": None, "expires_at": None, "receipt_url": None}
    return {"amount": amount, "payee": PAYEE, "status": "PENDING", **empty}


def _answer(portal: Portal, request: Request, payment: Payment) -> PaymentAnswer:
    shape = _shape(portal, payment)
    if shape["receipt_url"]:
        shape["receipt_url"] = portal.base_url(request.scope) + shape["receipt_url"]
    return PaymentAnswer.model_validate(shape)


@calls.put(
    "/v1/payments/{payment_id:uuid}",
    summary="Begin a payment, or enter cash",
    responses={
        201: {"model": PaymentAnswer, "description": "Begun"},
        **problems(
            "404 dossier_unknown",
            "409 revision_conflict",
            "422 nothing_to_pay, amount_differs, validation_failed",
        ),
    },
)
def put(
    portal: ThePortal, request: Request, payment_id: UUID, body: PaymentBody, raw: RawJson, response: Response
) -> PaymentAnswer:
    """Payee, account and amount come only from here. Cash must be exactly what is owed, and is confirmed at once."""
    with portal.store.write() as session:
        known = session.get(Payment, str(payment_id))
        if known is not None:
            if not same_json(known.body, raw):
                raise revision_conflict("Khoản thanh toán này đã có với nội dung khác.")
            return _answer(portal, request, known)
        dossier = known_dossier(session, body.dossier_id)
        owed = amount_due(session, dossier)
        if owed <= 0:
            raise one_field("/dossier_id", "nothing_to_pay", "Hồ sơ này không có khoản nào phải nộp.")
        if body.method == "cash" and body.amount != owed:
            raise one_field("/amount", "amount_differs", f"Số tiền phải nộp là {owed} đồng.", amount=owed)
        payment = _begin(portal, session, str(payment_id), body, raw, owed)
        if body.method == "cash":
            confirm(portal, session, payment)
        response.status_code = 201
        return _answer(portal, request, payment)


def _begin(
    portal: Portal, session: Session, payment_id: str, body: PaymentBody, raw: dict[str, Any], amount: int
) -> Payment:
    now = portal.clock.now()
    today = now.astimezone(VIETNAM).strftime("%y%m%d")
    purpose = f"DVC {today}{next_number(session, f'payment:{today}'):04d}"
    by_transfer = body.method is None
    expires = instant(now + timedelta(seconds=portal.settings.behaviour.payment_lifetime_s))
    qr = vietqr_payload(bank_bin=PAYEE["bin"], account=PAYEE["account"], amount=amount, purpose=purpose)
    payment = Payment(
        payment_id=payment_id,
        dossier_id=body.dossier_id,
        body=raw,
        status="PENDING",
        method=body.method or "vietqr",
        amount=amount,
        purpose=purpose,
        vietqr=qr if by_transfer else None,
        created_at=instant(now),
        expires_at=expires if by_transfer else None,
    )
    session.add(payment)
    session.flush()
    return payment


@calls.get(
    "/v1/payments/{payment_id:uuid}",
    summary="Has the money come?",
    responses=problems("404 payment_unknown"),
)
def get(portal: ThePortal, request: Request, payment_id: UUID) -> PaymentAnswer:
    """The confirmation may lag behind the money, and may come after EXPIRED."""
    with portal.store.read() as session:
        return _answer(portal, request, known_payment(session, payment_id))


def known_payment(session: Session, payment_id: UUID | str) -> Payment:
    """Raises Problem 404."""
    payment = session.get(Payment, str(payment_id))
    if payment is None:
        raise Problem(404, "payment_unknown", "Không có khoản thanh toán này.")
    return payment


def confirm(portal: Portal, session: Session, payment: Payment) -> None:
    """The money has come. A dossier that was already paid gets it back: REFUND_DUE."""
    if payment.status != "PENDING":
        raise Problem(409, "payment_over", f"Khoản này đã ở trạng thái {payment.status}.")
    dossier = known_dossier(session, payment.dossier_id)
    twice = _paid(session, dossier)
    payment.status = "REFUND_DUE" if twice else "CONFIRMED"
    payment.confirmed_at = portal.clock.stamp()
    shape = _shape(portal, payment)
    if not twice and dossier.state == "PAYMENT_REQUIRED" and dossier.state_before_payment:
        move(portal, session, dossier, dossier.state_before_payment, payment=shape)
    else:
        tell(portal, session, dossier, payment=shape)


def pay_other(portal: Portal, session: Session, payment: Payment) -> None:
    """The citizen's bank sent 1,000 đồng more than was asked."""
    payment.amount += 1000
    confirm(portal, session, payment)


def pay_twice(portal: Portal, session: Session, payment: Payment) -> None:
    """The citizen's bank sent the money a second time."""
    if payment.status == "PENDING":
        confirm(portal, session, payment)
    if payment.status != "CONFIRMED":
        raise Problem(409, "payment_over", f"Khoản này đã ở trạng thái {payment.status}.")
    payment.status = "REFUND_DUE"
    tell(portal, session, known_dossier(session, payment.dossier_id), payment=_shape(portal, payment))
