"""Login by the citizen's own phone (RFC 8628) against invented VNeID citizens; it never asks for any secret of VNeID."""

import hashlib
import secrets
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk.sandbox.answers import DeviceAuthorizationAnswer, LoginAnswer, problems
from kiosk.sandbox.clock import instant, moment_of
from kiosk.sandbox.portal import Portal, TheDevice, ThePortal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.tables import DeviceLogin

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 §6.1: no vowels, so that no words arise
_SLOWER_BY_S = 5
_JITTER_S = 0.5  # a poll that comes this little early is not "too fast"
_ID_TOKEN_LIFETIME_S = 600

SAMPLE_CITIZENS: dict[str, dict[str, Any]] = {
    str(citizen["sub"]): citizen
    for citizen in (
        {
            "sub": "001199000001",
            "name": "Nguyễn Thị An",
            "birthdate": "1999-01-15",
            "gender": "female",
            "address": {"formatted": "Số 1, Phường Cửa Nam, Hà Nội"},
            "phone_number": "+84900000001",
            "vneid_level": 2,
        },
        {
            "sub": "001085000002",
            "name": "Trần Văn Bình",
            "birthdate": "1985-06-02",
            "gender": "male",
            "address": {"formatted": "Số 2, Phường Hoàn Kiếm, Hà Nội"},
            "phone_number": "+84900000002",
            "vneid_level": 2,
        },
        {
            "sub": "001305000003",
            "name": "Lê Thị Chi",
            "birthdate": "2005-09-20",
            "gender": "female",
            "address": {"formatted": "Số 3, Phường Ba Đình, Hà Nội"},
            "phone_number": "+84900000003",
            "vneid_level": 1,
        },
        {
            "sub": "048052000004",
            "name": "Phạm Văn Dũng",
            "birthdate": "1952-03-08",
            "gender": "male",
            "address": {"formatted": "Số 4, Phường Hải Châu, Đà Nẵng"},
            "phone_number": "+84900000004",
            "vneid_level": 2,
        },
    )
}

calls = APIRouter(tags=["Accounts"])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@calls.post("/v1/oidc/device_authorization", summary="Begin a login by phone (RFC 8628 §3.1)")
def authorize(
    portal: ThePortal,
    device: TheDevice,
    request: Request,
    response: Response,
) -> DeviceAuthorizationAnswer:
    """The kiosk shows `verification_uri_complete` as a QR code for the citizen's own phone."""
    device_code = secrets.token_urlsafe(32)
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    user_code = f"{letters[:4]}-{letters[4:]}"
    behaviour = portal.settings.behaviour
    now = portal.clock.now()
    with portal.store.write() as session:
        forgotten = instant(now - timedelta(days=1))
        session.execute(delete(DeviceLogin).where(DeviceLogin.expires_at < forgotten))
        session.add(
            DeviceLogin(
                device_code_sha256=_sha256(device_code),
                user_code=user_code,
                device_id=device,
                state="pending",
                interval_s=behaviour.login_interval_s,
                expires_at=instant(now + timedelta(seconds=behaviour.login_lifetime_s)),
            )
        )
    response.headers["Cache-Control"] = "no-store"
    page = f"{portal.base_url(request.scope)}/_sandbox/vneid"
    return DeviceAuthorizationAnswer(
        device_code=device_code,
        user_code=user_code,
        verification_uri=page,
        verification_uri_complete=f"{page}?{urlencode({'user_code': user_code})}",
        expires_in=behaviour.login_lifetime_s,
        interval=behaviour.login_interval_s,
    )


def _oauth_error(code: str, detail: str) -> JSONResponse:
    """RFC 6749 §5.2, with the contract's `code` beside it."""
    body = {
        "error": code,
        "error_description": detail,
        "code": code,
        "status": 400,
        "title": code,
        "detail": detail,
    }
    return JSONResponse(body, status_code=400, headers={"Cache-Control": "no-store"})


@calls.post(
    "/v1/oidc/token",
    summary="Ask whether the citizen has approved (RFC 8628 §3.4)",
    response_model=LoginAnswer,
    responses=problems(
        "400 authorization_pending, slow_down, access_denied, expired_token, invalid_grant, unsupported_grant_type"
    ),
)
def poll(
    portal: ThePortal,
    device: TheDevice,
    request: Request,
    grant_type: Annotated[str, Form()] = "",
    device_code: Annotated[str, Form()] = "",
) -> Any:
    """Refusals are OAuth errors (`error`), as RFC 6749 §5.2 wants them. An approved code works once."""
    if grant_type != GRANT_TYPE:
        return _oauth_error("unsupported_grant_type", "Chỉ nhận device_code.")
    with portal.store.write() as session:
        login = session.get(DeviceLogin, _sha256(device_code))
        if login is None or login.device_id != device:
            return _oauth_error("invalid_grant", "Không có lượt đăng nhập này.")
        error = _standing(portal, login)
        if error is not None:
            return error
        login.state = "used"
        citizen = login.citizen or {}
    return JSONResponse(_approved(portal, device, request, citizen), headers={"Cache-Control": "no-store"})


def _standing(portal: Portal, login: DeviceLogin) -> JSONResponse | None:
    """The refusal that fits where the login stands; None once the citizen has approved."""
    now = portal.clock.now()
    if login.state == "used":
        return _oauth_error("invalid_grant", "Lượt đăng nhập này đã được dùng.")
    if login.expires_at <= instant(now):
        return _oauth_error("expired_token", "Mã đã hết hạn.")
    if login.state == "refused":
        return _oauth_error("access_denied", "Công dân đã từ chối.")
    if login.state == "approved":
        return None
    last, login.polled_at = login.polled_at, instant(now)
    if last is not None and now < moment_of(last) + timedelta(seconds=login.interval_s - _JITTER_S):
        login.interval_s += _SLOWER_BY_S
        return _oauth_error("slow_down", f"Hỏi quá nhanh; hãy cách nhau {login.interval_s} giây.")
    return _oauth_error("authorization_pending", "Công dân chưa trả lời.")


def _approved(portal: Portal, device: str, request: Request, citizen: dict[str, Any]) -> dict[str, Any]:
    issued = int(portal.clock.now().timestamp())
    times = {"iat": issued, "exp": issued + _ID_TOKEN_LIFETIME_S, "auth_time": issued}
    claims = {"iss": portal.base_url(request.scope), "aud": device, **times, **citizen}
    return {
        "access_token": secrets.token_urlsafe(32),
        "token_type": "Bearer",
        "expires_in": _ID_TOKEN_LIFETIME_S,
        "scope": "openid",
        "id_token": portal.key.sign(claims, typ="JWT"),
    }


def login_by_user_code(session: Session, user_code: str) -> DeviceLogin | None:
    """The login a person typed the code of; dashes, blanks and case do not matter."""
    letters = "".join(letter for letter in user_code.upper() if letter.isalpha())
    wanted = select(DeviceLogin).where(DeviceLogin.user_code == f"{letters[:4]}-{letters[4:]}")
    return session.scalars(wanted).first()


def decide_login(portal: Portal, user_code: str, personal_number: str | None) -> str:
    """The phone's answer: approve as that sample citizen, or refuse with None. Raises Problem 404, 409 or 422."""
    with portal.store.write() as session:
        login = login_by_user_code(session, user_code)
        if login is None:
            raise Problem(404, "login_unknown", "Không có lượt đăng nhập nào mang mã này.")
        if login.state != "pending" or login.expires_at <= portal.clock.stamp():
            raise Problem(409, "login_over", "Lượt đăng nhập này đã kết thúc.")
        if personal_number is not None and personal_number not in SAMPLE_CITIZENS:
            raise Problem(422, "citizen_unknown", "Không có công dân mẫu này.")
        login.state = "refused" if personal_number is None else "approved"
        login.citizen = SAMPLE_CITIZENS[personal_number] if personal_number else None
        return login.state
