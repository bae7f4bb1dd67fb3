"""VNeID log-in on the citizen's own phone (RFC 8628); no password, passcode or code of VNeID is ever asked for here."""

import threading
from dataclasses import dataclass

from kiosk.domain.account import DeviceLogin, LoginAnswer, LoginState
from kiosk.domain.errors import ServerAway, ServerRefused
from kiosk.domain.jws import TokenInvalid
from kiosk.domain.ports import Monotonic
from kiosk.sync import portal_answers
from kiosk.sync.exchange import Exchange
from kiosk.sync.signing_keys import SigningKeys

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SLOWER_BY_S = 5.0
"""RFC 8628, section 3.5: what one `slow_down` adds to the interval, for this and every later poll."""
EXPIRY_LEEWAY_S = 60.0
ANSWER_S = 15.0
_STATES = {
    "authorization_pending": LoginState.WAITING,
    "slow_down": LoginState.SLOW_DOWN,
    "access_denied": LoginState.REFUSED,
    "expired_token": LoginState.EXPIRED,
    "invalid_grant": LoginState.EXPIRED,  # used up: its approval was answered, and that answer lost
}


@dataclass(slots=True)
class _Pace:
    interval_s: float
    next_at: float
    ends_at: float


class DeviceLogins:
    """Keeps the pace itself: a poll that comes too early is answered WAITING without asking."""

    def __init__(self, exchange: Exchange, keys: SigningKeys, client_id: str, monotonic: Monotonic) -> None:
        self._exchange = exchange
        self._keys = keys
        self._client_id = client_id
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._paces: dict[str, _Pace] = {}

    def begin(self) -> DeviceLogin:
        """Ask for a code to show."""
        answer = self._exchange.json(
            "POST",
            "/v1/oidc/device_authorization",
            form={"client_id": self._client_id, "scope": "openid profile"},
            accept=(200,),
            answer_s=ANSWER_S,
        )
        login = portal_answers.device_login(answer.members())
        now = self._monotonic()
        with self._lock:
            self._paces = {code: pace for code, pace in self._paces.items() if pace.ends_at > now}
            self._paces[login.device_code] = _Pace(
                login.interval_s, now + login.interval_s, now + login.expires_in_s
            )
        return login

    def poll(self, login: DeviceLogin) -> LoginAnswer:
        """Has the citizen decided? Claims only from an ID token that the gateway's keys have signed."""
        now = self._monotonic()
        with self._lock:
            pace = self._paces.get(login.device_code)
            if pace is None or now >= pace.ends_at:
                self._paces.pop(login.device_code, None)
                return LoginAnswer(LoginState.EXPIRED)
            if now < pace.next_at:
                return LoginAnswer(LoginState.WAITING)
            pace.next_at = now + pace.interval_s
        state, id_token = self._ask(login, pace)
        if state in (LoginState.WAITING, LoginState.SLOW_DOWN):
            return LoginAnswer(state)
        with self._lock:
            self._paces.pop(login.device_code, None)
        return LoginAnswer(state, self._claims(id_token) if state is LoginState.APPROVED else {})

    def _ask(self, login: DeviceLogin, pace: _Pace) -> tuple[LoginState, str]:
        try:
            answer = self._exchange.json(
                "POST",
                "/v1/oidc/token",
                form={"grant_type": GRANT, "device_code": login.device_code, "client_id": self._client_id},
                accept=(200,),
                answer_s=ANSWER_S,
            )
        except ServerAway:
            self._slow_down(pace, pace.interval_s)
            raise
        except ServerRefused as refusal:
            state = _STATES.get(str(refusal.extra.get("error") or refusal.code))
            if state is None:
                raise
            if state is LoginState.SLOW_DOWN:
                self._slow_down(pace, SLOWER_BY_S)
            return state, ""
        id_token = answer.members().get("id_token")
        if not isinstance(id_token, str):
            raise ServerAway("POST /v1/oidc: no ID token")
        return LoginState.APPROVED, id_token

    def _slow_down(self, pace: _Pace, by_s: float) -> None:
        with self._lock:
            pace.interval_s += by_s
            pace.next_at = self._monotonic() + pace.interval_s

    def _claims(self, id_token: str) -> dict[str, object]:
        try:
            claims = self._keys.read_signed(id_token)
        except TokenInvalid as error:
            raise ServerRefused(401, "id_token_invalid", "the signature does not fit") from error
        subject, expires = claims.get("sub"), claims.get("exp")
        if not (isinstance(subject, str) and len(subject) == 12 and subject.isascii() and subject.isdigit()):
            raise ServerRefused(401, "id_token_invalid", "no personal number")
        now_s = self._exchange.server_clock.now().timestamp()
        if isinstance(expires, int | float) and expires + EXPIRY_LEEWAY_S < now_s:
            raise ServerRefused(401, "id_token_invalid", "expired")
        return claims
