"""Reads the gateway's answers into values, tolerantly where the contract allows it; asks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.account import (
    AccountRegistered,
    DeviceLogin,
    OtpSent,
    Tracking,
    TrackingStep,
)
from kiosk.domain.errors import ServerAway
from kiosk.domain.events import PortalEvent, read_wire_time
from kiosk.domain.payment import PaymentAnswer

LONGEST_POLL_INTERVAL_S = 60.0
DEFAULT_POLL_INTERVAL_S = 5.0
_AHEAD_AT_MOST = timedelta(days=1)
"""A gateway that writes its local time as UTC is some hours ahead, always by the same; more than this cannot be."""


@dataclass(frozen=True, slots=True)
class Health:
    """`GET /v1/health`: `until` is when maintenance is to end, None when unknown or when all is well."""

    maintenance: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The gateway knows this device: the agent point it belongs to, as in the settings."""

    device_id: str
    agent_point: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DossierAnswer:
    """What the gateway has of a dossier. `missing`: ids of documents whose bytes it still wants."""

    dossier_id: str
    revision: int
    state: str
    upload_url: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """The gateway's receipt; `manifest` is a compact JWS nobody has checked yet."""

    state: str
    manifest: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """A stretch of the event stream, in order."""

    events: tuple[PortalEvent, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """A stretch of the catalogue."""

    items: tuple[Mapping[str, Any], ...]
    removed: tuple[str, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class SettingsCopy:
    """The settings as sent, and the tag to ask for changes by."""

    body: Mapping[str, Any] = field(repr=False)
    tag: str | None


def health(body: Mapping[str, Any]) -> Health:
    return Health(maintenance=body.get("status") == "maintenance", until=_time(body.get("until")))


def dossier(body: Mapping[str, Any]) -> DossierAnswer:
    missing = body.get("missing")
    if not isinstance(missing, list) or not all(isinstance(item, str) for item in missing):
        raise _unreadable("missing")
    return DossierAnswer(
        dossier_id=_text(body, "dossier_id"),
        revision=_whole(body, "revision"),
        state=_text(body, "state"),
        upload_url=str(body.get("upload_url") or ""),
        missing=tuple(missing),
    )


def submission(body: Mapping[str, Any]) -> Submission:
    return Submission(state=_text(body, "state"), manifest=_text(body, "manifest"))


def account(body: Mapping[str, Any]) -> AccountRegistered:
    status = _text(body, "status")
    if status not in ("pending", "active"):
        raise _unreadable("status")
    return AccountRegistered(
        account_id=_text(body, "account_id"), active=status == "active", otp=otp_sent(body.get("otp"))
    )


def otp_sent(body: Any) -> OtpSent | None:
    """The contract's `otp` member; None where there is none."""
    if not isinstance(body, Mapping):
        return None
    return OtpSent(
        channel=str(body.get("channel") or ""),
        masked_to=str(body.get("masked_to") or ""),
        expires_at=_time(body.get("expires_at")),
    )


def device_login(body: Mapping[str, Any]) -> DeviceLogin:
    """RFC 8628, section 3.2: the complete URI and the interval may be missing."""
    uri = _text(body, "verification_uri")
    return DeviceLogin(
        device_code=_text(body, "device_code"),
        user_code=_text(body, "user_code"),
        verification_uri=uri,
        verification_uri_complete=str(body.get("verification_uri_complete") or uri),
        expires_in_s=_seconds(body.get("expires_in"), otherwise=600.0),
        interval_s=min(
            _seconds(body.get("interval"), otherwise=DEFAULT_POLL_INTERVAL_S), LONGEST_POLL_INTERVAL_S
        ),
    )


def tracking(body: Mapping[str, Any], as_of: datetime) -> Tracking:
    steps = body.get("history")
    told = (
        TrackingStep(at=at, state=str(step.get("state") or ""))
        for step in (steps if isinstance(steps, list) else [])
        if isinstance(step, Mapping) and (at := _time(step.get("at"))) is not None
    )
    return Tracking(
        code=_text(body, "code"),
        procedure=str(body.get("procedure") or ""),
        agency=str(body.get("agency") or ""),
        state=_text(body, "state"),
        received_at=_time(body.get("received_at")),
        accepted_at=_time(body.get("accepted_at")),
        due_at=_time(body.get("due_at")),
        history=tuple(sorted(told, key=lambda step: step.at)),
        as_of=as_of,
    )


def events(body: Mapping[str, Any], now: datetime) -> EventPage:
    """Events that cannot be told apart or placed are left out; an unknown state stays as it is.

    A time that cannot be (none, or far ahead of the gateway's own clock) counts as not told: otherwise whatever
    comes after it would seem to be older.
    """
    listed = body.get("events")
    if not isinstance(listed, list):
        raise _unreadable("events")
    found = (_event(item, now) for item in listed if isinstance(item, Mapping))
    return EventPage(
        events=tuple(event for event in found if event is not None),
        cursor=_cursor(body),
        more=body.get("more") is True,
    )


def _event(item: Mapping[str, Any], now: datetime) -> PortalEvent | None:
    named = [item.get(name) for name in ("id", "dossier_id", "state")]
    if not all(isinstance(value, str | int) and str(value) for value in named):
        return None
    notice, payment, code = item.get("notice"), item.get("payment"), item.get("code")
    at = _time(item.get("at"))
    if at is not None and at - now > _AHEAD_AT_MOST:
        at = None
    return PortalEvent(
        id=str(named[0]),
        dossier_id=str(named[1]),
        at=at or now,
        untimed=at is None,
        state=str(named[2]),
        code=code if isinstance(code, str) and code else None,
        due_at=_time(item.get("due_at")),
        notice=notice if isinstance(notice, Mapping) else None,
        payment=payment if isinstance(payment, Mapping) else None,
    )


def procedures(body: Mapping[str, Any]) -> ProcedurePage:
    items, removed = body.get("items"), body.get("removed")
    if not isinstance(items, list):
        raise _unreadable("items")
    return ProcedurePage(
        items=tuple(item for item in items if isinstance(item, Mapping)),
        removed=tuple(
            code for code in (removed if isinstance(removed, list) else []) if isinstance(code, str)
        ),
        cursor=_cursor(body),
        more=body.get("more") is True,
    )


def payment(body: Mapping[str, Any]) -> PaymentAnswer:
    amount = body.get("amount")
    return PaymentAnswer(
        payment_id=_text(body, "payment_id"),
        status=_text(body, "status"),
        amount=amount if isinstance(amount, int) and not isinstance(amount, bool) else None,
        payee=body.get("payee"),
        vietqr=str(body.get("vietqr") or ""),
        expires_at=_time(body.get("expires_at")),
        receipt_url=body.get("receipt_url") if isinstance(body.get("receipt_url"), str) else None,
    )


def _cursor(body: Mapping[str, Any]) -> str:
    """Opaque; empty where the gateway names none: then the place in the stream stays where it was."""
    cursor = body.get("cursor")
    return str(cursor) if isinstance(cursor, str | int) and not isinstance(cursor, bool) else ""


def _unreadable(member: str) -> ServerAway:
    return ServerAway(f"the answer's {member} cannot be read")


def _text(body: Mapping[str, Any], member: str) -> str:
    value = body.get(member)
    if not isinstance(value, str) or not value:
        raise _unreadable(member)
    return value


def _whole(body: Mapping[str, Any], member: str) -> int:
    value = body.get(member)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _unreadable(member)
    return value


def _seconds(value: Any, *, otherwise: float) -> float:
    return (
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0
        else otherwise
    )


def _time(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return read_wire_time(value)
    except ValueError:
        return None
