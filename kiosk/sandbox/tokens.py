"""Access tokens: given for a signed assertion (RFC 7523), checked at every call; no HTTP is spoken here."""

import hashlib
import json
import math
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from kiosk.sandbox.clock import instant
from kiosk.sandbox.portal import Portal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.signing import SignatureRefused, from_base64url, read_jws
from kiosk.sandbox.tables import AccessToken, Device, UsedAssertion

LEEWAY_S = 30
LONGEST_ASSERTION_S = 300
_BEARER = {"WWW-Authenticate": "Bearer"}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refused(code: str, detail: str) -> Problem:
    return Problem(401, code, detail, error="invalid_client")


def _claimed_issuer(assertion: str) -> str:
    """Who the assertion says it is from, before anything of it is believed."""
    try:
        claims = json.loads(from_base64url(assertion.split(".")[1]))
        issuer = str(claims["iss"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _refused("assertion_invalid", "Không đọc được JWT.") from error
    try:
        return str(UUID(issuer))
    except ValueError as error:
        raise _refused("device_unknown", "Thiết bị chưa được đăng ký.") from error


def _number(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _check_claims(claims: Mapping[str, Any], audiences: set[str], now: datetime) -> float:
    """RFC 7523 §3 as the contract narrows it; the moment of expiry in seconds since 1970."""
    aud = claims.get("aud")
    named = set(aud) if isinstance(aud, list) else {aud}
    expires = _number(claims, "exp")
    if claims.get("sub") != claims.get("iss"):
        raise _refused("assertion_invalid", "iss và sub phải là device_id.")
    if named.isdisjoint(audiences):
        raise _refused("assertion_invalid", "aud không phải là địa chỉ của cổng này.")
    if expires is None or expires <= now.timestamp() - LEEWAY_S:
        raise _refused("assertion_invalid", "JWT đã hết hạn; hãy kiểm tra đồng hồ của máy.")
    if expires > now.timestamp() + LONGEST_ASSERTION_S + LEEWAY_S:
        raise _refused("assertion_invalid", "exp quá xa; hãy kiểm tra đồng hồ của máy.")
    for name in ("nbf", "iat"):
        if (moment := _number(claims, name)) is not None and moment > now.timestamp() + LEEWAY_S:
            raise _refused("assertion_invalid", f"{name} ở tương lai; hãy kiểm tra đồng hồ của máy.")
    if not isinstance(claims.get("jti"), str) or not claims["jti"]:
        raise _refused("assertion_invalid", "Thiếu jti.")
    return expires


def token_for_assertion(portal: Portal, assertion: str, audiences: set[str]) -> dict[str, Any]:
    """The token answer for a device's assertion. Raises Problem 401."""
    device_id = _claimed_issuer(assertion)
    now = portal.clock.now()
    with portal.store.write() as session:
        device = session.get(Device, device_id)
        if device is None:
            raise _refused("device_unknown", "Thiết bị chưa được đăng ký.")
        if device.revoked_at is not None:
            raise _refused("device_revoked", "Thiết bị đã bị thu hồi.")
        try:
            claims = read_jws(assertion, device.public_jwk)
        except SignatureRefused as error:
            raise _refused("assertion_invalid", "Chữ ký của JWT không hợp lệ.") from error
        expires = _check_claims(claims, audiences, now)
        forgotten = instant(now - timedelta(days=1))
        session.execute(delete(UsedAssertion).where(UsedAssertion.expires_at < forgotten))
        if session.get(UsedAssertion, (device_id, claims["jti"])) is not None:
            raise _refused("assertion_invalid", "jti đã được dùng.")
        gone_at = instant(datetime.fromtimestamp(expires, UTC))
        session.add(UsedAssertion(device_id=device_id, jti=claims["jti"], expires_at=gone_at))
        session.execute(delete(AccessToken).where(AccessToken.expires_at < forgotten))
        token = secrets.token_urlsafe(32)
        lifetime_s = portal.settings.behaviour.token_lifetime_s
        expires_at = portal.clock.stamp_in(lifetime_s)
        session.add(AccessToken(sha256=_sha256(token), device_id=device_id, expires_at=expires_at))
    return {"access_token": token, "token_type": "Bearer", "expires_in": lifetime_s}


def device_of_token(portal: Portal, token: str) -> str:
    """The device a bearer token was given to. Raises Problem 401."""
    with portal.store.read() as session:
        known = session.get(AccessToken, _sha256(token)) if token else None
        device = session.get(Device, known.device_id) if known else None
        if known is None or device is None:
            raise Problem(401, "token_invalid", "Token không hợp lệ.", headers=_BEARER)
        if device.revoked_at is not None:
            raise Problem(401, "token_invalid", "Thiết bị đã bị thu hồi.", headers=_BEARER)
        if known.expires_at <= portal.clock.stamp():
            raise Problem(401, "token_expired", "Token đã hết hạn.", headers=_BEARER)
        return known.device_id


def expire_all_tokens(portal: Portal) -> None:
    """Let every token given so far be expired from now on."""
    with portal.store.write() as session:
        session.execute(update(AccessToken).values(expires_at=portal.clock.stamp_in(-1)))
