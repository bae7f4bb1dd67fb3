"""The portal of practice: answers as the real one does, knows no network, and nobody was ever registered at it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kiosk.domain.account import (
    AccountExists,
    AccountRegistered,
    DeviceLogin,
    LoginAnswer,
    LoginState,
    OtpAnswer,
    OtpSent,
    OtpVerdict,
    Tracking,
)
from kiosk.domain.errors import ServerAway
from kiosk.domain.payment import PaymentAnswer
from kiosk.domain.ports import Clock
from kiosk.flow.practice_words import PRACTICE_CODE

CODE_KEEPS = timedelta(minutes=5)
LOGIN_CODE = "LUYEN-TAP"


class PracticePortal:
    """Implements `Gateway` with the one code that the bar of practice shows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def register_account(self, account_id: str, body: Mapping[str, Any]) -> AccountRegistered | AccountExists:
        """Always new."""
        return AccountRegistered(account_id=account_id, active=False, otp=self.send_otp(account_id))

    def verify_account(self, account_id: str, otp: str) -> OtpAnswer:
        """The one code is right; any other may be tried again."""
        if otp == PRACTICE_CODE:
            return OtpAnswer(OtpVerdict.RIGHT)
        return OtpAnswer(OtpVerdict.WRONG, attempts_left=3)

    def send_otp(self, account_id: str) -> OtpSent:
        """Nothing is sent."""
        return OtpSent(channel="sms", masked_to="09•••••678", expires_at=self._clock() + CODE_KEEPS)

    def begin_device_login(self) -> DeviceLogin:
        """A code that leads nowhere."""
        return DeviceLogin(
            device_code=LOGIN_CODE,
            user_code=LOGIN_CODE,
            verification_uri="LUYEN TAP",
            verification_uri_complete="LUYEN TAP",
            expires_in_s=300.0,
            interval_s=4.0,
        )

    def poll_device_login(self, login: DeviceLogin) -> LoginAnswer:
        """The invented holder of the first sample card agrees on the telephone."""
        claims = {
            "sub": "001199000001",
            "name": "Nguyễn Thị An",
            "birthdate": "1999-01-15",
            "gender": "female",
            "phone_number": "0912345678",
            "address": {"formatted": "Số 1, Phường Cửa Nam, Thành phố Hà Nội"},
            "vneid_level": 2,
        }
        return LoginAnswer(LoginState.APPROVED, claims)

    def track(self, code: str) -> Tracking | None:
        """It knows of no dossier; those of this practice are found in its own store."""
        return None


class PracticeTill:
    """Implements `PaymentGateway`: no money is asked for while practising, as where the line is away."""

    def put_payment(self, payment_id: str, body: Mapping[str, Any]) -> PaymentAnswer:
        """Nothing is begun."""
        raise ServerAway("no payment is made in practice", sent=False)

    def get_payment(self, payment_id: str) -> PaymentAnswer:
        """There is none."""
        raise ServerAway("no payment is made in practice", sent=False)


class PracticeLine:
    """Implements `LinkState`: there is a line, and it ends here."""

    online = True
    problem = ""
    clock_skew_s: float | None = None
    heard_s: float | None = None

    def wait_s(self) -> float:
        """Nothing waits for a line."""
        return 0.0
