"""Portal accounts: what the kiosk registers, and every answer the portal may give; no wire calls here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class AccountState(StrEnum):
    """Where a registration stands."""

    REGISTERING = "registering"
    """Durable here before the first byte goes out; the outcome is not known yet."""
    QUEUED = "queued"
    PENDING = "pending"
    """At the portal, waiting for the one-time code or the link."""
    ACTIVE = "active"
    EXISTS = "exists"
    NEEDS_CODE = "needs_code"
    """Registered with a code whose sending nobody saw: the citizen must come back for a new one."""
    QUARANTINED = "quarantined"


class AccountWay(StrEnum):
    """How a dossier is filed: under which account, or under none. The citizen chooses before anything is asked."""

    PORTAL = "portal"
    """An account of the portal's own, opened at the counter."""
    VNEID = "vneid"
    """The national account, logged in to on the citizen's own phone."""
    NONE = "none"
    """Data is used once; a supplement is a new dossier, linked to this one."""


@dataclass(frozen=True, slots=True)
class Account:
    """A registration as kept. `body` is the contract's PUT body."""

    id: str
    state: AccountState
    body: Mapping[str, Any] = field(repr=False)
    created_at: datetime
    masked_number: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class OtpSent:
    """A one-time code is under way."""

    channel: str
    masked_to: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountRegistered:
    """The portal took the registration."""

    account_id: str
    active: bool
    otp: OtpSent | None


@dataclass(frozen=True, slots=True)
class AccountExists:
    """An answer for the citizen, not a failure."""

    masked_phone: str


class OtpVerdict(StrEnum):
    """What the portal said of a one-time code."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class OtpAnswer:
    """The verdict; `attempts_left` only when wrong."""

    verdict: OtpVerdict
    attempts_left: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceLogin:
    """RFC 8628: what the citizen's own phone opens, and how often to ask. The device code never leaves memory."""

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in_s: float
    interval_s: float


class LoginState(StrEnum):
    """RFC 8628 section 3.5, in the person's words."""

    WAITING = "waiting"
    SLOW_DOWN = "slow_down"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """One poll. `claims` are the verified ID token's, only when approved."""

    state: LoginState
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class TrackingStep:
    """One public step of a dossier."""

    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """Where a dossier stands, without any citizen data. `as_of` is when the portal (or this kiosk) last knew."""

    code: str
    procedure: str
    agency: str
    state: str
    received_at: datetime | None = None
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    history: tuple[TrackingStep, ...] = ()
    as_of: datetime | None = None
    local: bool = False
    """True when it comes from this kiosk's own last knowledge, not from the portal now."""
    posted_at: datetime | None = None
    """A paper dossier: when the citizen gave it to the post …"""
    filed_at: datetime | None = None
    """… and when the agency signed for it, which is the legal time of filing."""
