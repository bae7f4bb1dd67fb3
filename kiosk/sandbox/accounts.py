"""Citizen accounts: registration, one-time code, activation link; a VNeID login is `vneid`."""

import hmac
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.sandbox.answers import AccountAnswer, OtpSent, problems
from kiosk.sandbox.bodies import AccountBody, OtpBody
from kiosk.sandbox.clock import moment_of
from kiosk.sandbox.json_values import RawJson, clean_json, same_json
from kiosk.sandbox.messages import masked, send_message
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import FieldError, Problem, one_field, revision_conflict
from kiosk.sandbox.tables import Account

calls = APIRouter(tags=["Accounts"])


def _channel(body: dict[str, Any]) -> tuple[str, str]:
    return ("sms", body["phone"]) if body.get("phone") else ("email", body["email"])


def _answer(portal: Portal, account: Account) -> AccountAnswer:
    otp = None
    if account.otp is not None and (account.otp_expires_at or "") > portal.clock.stamp():
        channel, to = _channel(account.body)
        otp = OtpSent.model_validate(
            {"channel": channel, "masked_to": masked(to), "expires_at": account.otp_expires_at}
        )
    return AccountAnswer.model_validate(
        {"account_id": account.account_id, "status": account.status, "otp": otp}
    )


def _send_code(portal: Portal, session: Session, account: Account) -> None:
    behaviour = portal.settings.behaviour
    account.otp = f"{secrets.randbelow(1_000_000):06d}"
    account.otp_sent_at = portal.clock.stamp()
    account.otp_expires_at = portal.clock.stamp_in(behaviour.otp_lifetime_s)
    account.otp_attempts_left = behaviour.otp_attempts
    channel, to = _channel(account.body)
    minutes = max(1, behaviour.otp_lifetime_s // 60)
    text = f"Mã xác thực đăng ký tài khoản của bạn là {account.otp}, có hiệu lực {minutes} phút. Không đưa mã cho ai."
    send_message(
        portal,
        session,
        channel=channel,
        recipient=to,
        kind="otp",
        text=text,
        otp=account.otp,
        subject_id=account.account_id,
    )


def _send_link(portal: Portal, session: Session, account: Account, base_url: str) -> None:
    account.link = secrets.token_urlsafe(24)
    link = f"{base_url}/_sandbox/activate/{account.link}"
    channel, to = _channel(account.body)
    text = f"Bạn vừa đăng ký tài khoản dịch vụ công tại đại lý. Mở liên kết để kích hoạt: {link}"
    send_message(
        portal,
        session,
        channel=channel,
        recipient=to,
        kind="link",
        text=text,
        link=link,
        subject_id=account.account_id,
    )


def activate(portal: Portal, account: Account) -> None:
    account.status = "active"
    account.activated_at = portal.clock.stamp()
    account.otp = account.otp_expires_at = None


def _make_room(session: Session, personal_number: str) -> None:
    """An active account stands in the way; a registration that was never activated gives way."""
    others = select(Account).where(Account.personal_number == personal_number, Account.replaced.is_(False))
    for other in session.scalars(others):
        if other.status == "active":
            _, to = _channel(other.body)
            detail = "Công dân này đã có tài khoản."
            raise Problem(409, "account_exists", detail, masked_phone=masked(to))
        other.replaced, other.otp, other.link = True, None, None


@calls.put(
    "/v1/accounts/{account_id:uuid}",
    summary="Register a citizen",
    responses={
        201: {"model": AccountAnswer, "description": "Registered; the code or link is on its way"},
        **problems(
            "409 account_exists",
            "409 revision_conflict",
            "422 validation_failed",
            "403 account_method_closed",
        ),
    },
)
def register(
    portal: ThePortal, request: Request, account_id: UUID, body: AccountBody, raw: RawJson, response: Response
) -> AccountAnswer:
    """The same PUT again answers with the account as it is now. `account_exists` is an answer for the citizen."""
    if body.phone is None and body.email is None:
        raise one_field("/phone", "required", "Cần số điện thoại hoặc thư điện tử.")
    with portal.store.write() as session:
        known = session.get(Account, str(account_id))
        if known is not None:
            if not same_json(known.body, raw):
                raise revision_conflict("Tài khoản này đã được đăng ký với nội dung khác.")
            return _answer(portal, known)
        if "portal" not in portal.settings.wire()["account_methods"]:
            raise Problem(403, "account_method_closed", "Cổng không còn nhận đăng ký tài khoản riêng.")
        _make_room(session, body.personal_number)
        account = Account(
            account_id=str(account_id),
            personal_number=body.personal_number,
            body=raw,
            status="pending",
            replaced=False,
            registered_at=portal.clock.stamp(),
            otp_attempts_left=0,
        )
        session.add(account)
        if body.activation == "otp":
            _send_code(portal, session, account)
        else:
            _send_link(portal, session, account, portal.base_url(request.scope))
        response.status_code = 201
        return _answer(portal, account)


def _known(session: Session, account_id: UUID) -> Account:
    account = session.get(Account, str(account_id))
    if account is None:
        raise Problem(404, "account_unknown", "Không có tài khoản này.")
    return account


@calls.post(
    "/v1/accounts/{account_id:uuid}/verification",
    summary="Check the citizen's one-time code",
    responses=problems("422 otp_wrong", "410 otp_expired", "404 account_unknown"),
    dependencies=[Depends(clean_json)],
)
def verify(portal: ThePortal, account_id: UUID, body: OtpBody) -> AccountAnswer:
    """Wrong codes are counted; when none is left the code has expired and another must be sent."""
    with portal.store.write() as session:
        account = _known(session, account_id)
        if account.status == "active":
            return _answer(portal, account)
        expired = (account.otp_expires_at or "") <= portal.clock.stamp()
        if account.otp is None or expired or account.otp_attempts_left <= 0:
            raise Problem(410, "otp_expired", "Mã đã hết hiệu lực; hãy gửi mã khác.")
        if hmac.compare_digest(account.otp, body.otp):
            activate(portal, account)
            return _answer(portal, account)
        account.otp_attempts_left -= 1
        left = account.otp_attempts_left
    # raised outside, so that the count is kept
    detail = f"Mã không đúng, còn {left} lần thử."
    raise Problem(
        422, "otp_wrong", detail, errors=[FieldError("/otp", "otp_wrong", detail)], attempts_left=left
    )


@calls.post(
    "/v1/accounts/{account_id:uuid}/otp",
    summary="Send another one-time code",
    responses=problems("429 otp_too_soon", "404 account_unknown"),
)
def send_again(portal: ThePortal, account_id: UUID) -> AccountAnswer:
    """On an account registered with `link` it switches to `otp`. `429` says with Retry-After when to ask again."""
    with portal.store.write() as session:
        account = _known(session, account_id)
        if account.status == "active" or account.replaced:
            return _answer(portal, account)
        now = portal.clock.now()
        if account.otp_sent_at is not None:
            ready = moment_of(account.otp_sent_at) + timedelta(
                seconds=portal.settings.behaviour.otp_resend_after_s
            )
            if now < ready:
                wait_s = str(max(1, round((ready - now).total_seconds() + 0.5)))
                raise Problem(
                    429, "otp_too_soon", "Vừa gửi mã xong; hãy đợi.", headers={"Retry-After": wait_s}
                )
        account.link = None
        _send_code(portal, session, account)
        return _answer(portal, account)
