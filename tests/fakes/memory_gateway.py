"""The port `Gateway` with no line at all: a portal in memory for tests of screens and sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from kiosk.domain.errors import KioskError, ServerRefused
from kiosk.domain.ids import new_id
from kiosk.domain.payment import PaymentAnswer

ATTEMPTS = 3


@dataclass(slots=True)
class _Account:
    body: Mapping[str, Any]
    active: bool = False
    otp: str | None = None
    attempts_left: int = 0


class MemoryGateway:
    """`trouble`, when set, is raised by every call; `texts` are the one-time codes sent, `tracked` what is known."""

    def __init__(self) -> None:
        self.trouble: KioskError | None = None
        self.texts: list[str] = []
        self.tracked: dict[str, Tracking] = {}
        self.payments: dict[str, PaymentAnswer] = {}
        self.vietqr: tuple[int, str] = (0, "")
        """Amount and code of the next payment; 0: nothing is owed."""
        self._accounts: dict[str, _Account] = {}
        self._logins: dict[str, LoginAnswer | None] = {}

    def register_account(self, account_id: str, body: Mapping[str, Any]) -> AccountRegistered | AccountExists:
        self._meet_trouble()
        known = self._accounts.get(account_id)
        if known is None:
            for other in self._accounts.values():
                if other.active and other.body["personal_number"] == body["personal_number"]:
                    return AccountExists(_masked(other.body))
            if not body.get("phone") and not body.get("email"):
                error = ("/phone", "required", "a way to reach the person is needed")
                raise ServerRefused(422, "validation_failed", errors=(error,))
            known = self._accounts[account_id] = _Account(dict(body))
            if body["activation"] == "otp":
                self._text(known)
        elif known.body != body:
            raise ServerRefused(409, "revision_conflict")
        return AccountRegistered(account_id, known.active, self._sent(known))

    def verify_account(self, account_id: str, otp: str) -> OtpAnswer:
        known = self._known(account_id)
        if known.otp is None or known.attempts_left <= 0:
            return OtpAnswer(OtpVerdict.EXPIRED)
        if otp != known.otp:
            known.attempts_left -= 1
            return OtpAnswer(OtpVerdict.WRONG, known.attempts_left)
        known.active, known.otp = True, None
        return OtpAnswer(OtpVerdict.RIGHT)

    def send_otp(self, account_id: str) -> OtpSent:
        known = self._known(account_id)
        self._text(known)
        sent = self._sent(known)
        assert sent is not None
        return sent

    def put_payment(self, payment_id: str, body: Mapping[str, Any]) -> PaymentAnswer:
        self._meet_trouble()
        amount, vietqr = self.vietqr
        if payment_id not in self.payments:
            if not amount:
                raise ServerRefused(422, "nothing_to_pay")
            cash = body.get("method") == "cash"
            if cash and body["amount"] != amount:
                raise ServerRefused(422, "amount_differs")
            expires = None if cash else datetime.now(UTC) + timedelta(minutes=15)
            payee = {"name": "Kho bạc mẫu", "bank": "Ngân hàng mẫu", "account": "0123456789"}
            status, code = ("CONFIRMED", "") if cash else ("PENDING", vietqr)
            self.payments[payment_id] = PaymentAnswer(payment_id, status, amount, payee, code, expires, None)
        return self.payments[payment_id]

    def get_payment(self, payment_id: str) -> PaymentAnswer:
        self._meet_trouble()
        if payment_id not in self.payments:
            raise ServerRefused(404, "payment_unknown")
        return self.payments[payment_id]

    def begin_device_login(self) -> DeviceLogin:
        self._meet_trouble()
        code = new_id()
        self._logins[code] = None
        uri = "https://portal.example/vneid"
        return DeviceLogin(code, "ABCD-EFGH", uri, f"{uri}?user_code=ABCD-EFGH", 300.0, 5.0)

    def poll_device_login(self, login: DeviceLogin) -> LoginAnswer:
        self._meet_trouble()
        if login.device_code not in self._logins:
            return LoginAnswer(LoginState.EXPIRED)
        decided = self._logins[login.device_code]
        if decided is None:
            return LoginAnswer(LoginState.WAITING)
        del self._logins[login.device_code]
        return decided

    def track(self, code: str) -> Tracking | None:
        self._meet_trouble()
        return self.tracked.get(code)

    # --- for tests

    def approve_logins(self, claims: Mapping[str, Any]) -> None:
        """The citizen says yes on the phone."""
        self._decide(LoginAnswer(LoginState.APPROVED, claims))

    def refuse_logins(self) -> None:
        """The citizen says no."""
        self._decide(LoginAnswer(LoginState.REFUSED))

    def _decide(self, answer: LoginAnswer) -> None:
        self._logins = dict.fromkeys(self._logins, answer)

    def _meet_trouble(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def _known(self, account_id: str) -> _Account:
        self._meet_trouble()
        if account_id not in self._accounts:
            raise ServerRefused(404, "account_unknown")
        return self._accounts[account_id]

    def _text(self, known: _Account) -> None:
        known.otp, known.attempts_left = f"{len(self.texts) + 246810:06d}", ATTEMPTS
        self.texts.append(known.otp)

    def _sent(self, known: _Account) -> OtpSent | None:
        if known.otp is None:
            return None
        return OtpSent("sms", _masked(known.body), datetime.now(UTC) + timedelta(minutes=5))


def _masked(body: Mapping[str, Any]) -> str:
    contact = str(body.get("phone") or body.get("email") or "")
    return f"{contact[:3]}•••••{contact[-3:]}"
