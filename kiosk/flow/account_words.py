"""What is said about an account at the portal: what the person enters, what the portal answers, orders, and views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.account import (
    AccountExists,
    AccountRegistered,
    DeviceLogin,
    LoginAnswer,
    OtpAnswer,
    OtpSent,
)
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpEntered(Intent):
    """As typed."""

    otp: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpAskedAgain(Intent):
    """ "Gửi lại mã"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswered(Intent):
    """The portal's answer to a registration."""

    answer: AccountRegistered | AccountExists


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQueued(Intent):
    """Durable here; it goes out when the line is back, and the portal then texts a link."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpJudged(Intent):
    """The portal's word on a one-time code."""

    answer: OtpAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpWasSent(Intent):
    """Another code is under way."""

    sent: OtpSent


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginBegan(Intent):
    """VNeID device login: what to show as a QR code."""

    login: DeviceLogin


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAnswered(Intent):
    """One poll of the device login that shows `user_code`."""

    user_code: str
    answer: LoginAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAccount(Effect):
    """Keep durably, then ask the portal → AccountAnswered, or EffectFailed."""

    account_id: str
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAccount(Effect):
    """Queue the registration with activation by link → AccountQueued."""

    account_id: str
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOtp(Effect):
    """→ OtpJudged."""

    account_id: str
    otp: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOtp(Effect):
    """→ OtpWasSent."""

    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginLogin(Effect):
    """VNeID device login → LoginBegan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollLogin(Effect):
    """Ask once, `after_s` from now → LoginAnswered."""

    login: DeviceLogin = field(repr=False)
    after_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpView(View):
    """The one-time code that the portal sent."""

    channel: str
    masked_to: str
    problem: str = ""
    """Text key: wrong or expired, with its own words."""
    attempts_left: int | None = None
    checking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDoneView(View):
    """`outcome`: active, link (will be activated by the texted link), exists, vneid."""

    outcome: str
    full_name: str = field(default="", repr=False)
    masked_phone: str = ""
    reference: str = ""
    slip: SlipState | None = None
    level: int = 0
    can_submit: bool = False
    """Offer to go on with a dossier for the same person."""
    goes_on: bool = False
    """A dossier waits for this account: there is no end here, only the way on."""
    stars: int = 0
    """What the citizen rated the visit with; 0: nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VneidView(View):
    """A QR code for the citizen's own phone. `state`: waiting, refused, expired."""

    verification_uri: str = ""
    user_code: str = ""
    state: str = "waiting"
    expires_in_s: float = 0.0
    busy: bool = True
