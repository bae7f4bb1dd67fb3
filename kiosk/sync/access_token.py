"""The bearer token: got with the device's own key, renewed before it ends; nobody else ever sees it."""

import secrets
import threading
from datetime import timedelta

from kiosk.domain.errors import LinkRefused, ServerAway
from kiosk.domain.jws import sign_compact
from kiosk.domain.ports import DeviceKey, Monotonic
from kiosk.sync.exchange import Exchange

ASSERTION_LIFE_S = 120
RENEW_AT = 0.8
SHORTEST_LIFE_S = 1.0
LONGEST_LIFE_S = 24 * 3600.0
CLOCK_CORRECTED_S = 2.0
ANSWER_S = 20.0


class AccessToken:
    """RFC 7523 client assertions for a token. Single flight: several threads wait for one request."""

    def __init__(self, exchange: Exchange, device_id: str, key: DeviceKey, monotonic: Monotonic) -> None:
        self._exchange = exchange
        self._device_id = device_id
        self._key = key
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = 0.0
        self._ends_at = 0.0
        self._life_s = LONGEST_LIFE_S

    def left_s(self) -> float:
        """For how long the token of the next request is good; it may be one that is still to be got."""
        now = self._monotonic()
        return self._ends_at - now if now < self._renew_at else self._life_s

    def bearer(self, refused: str | None = None) -> str:
        """A token that should be good; `refused` is the one the gateway has just turned away.

        Raises LinkRefused when the gateway does not take this device, ServerAway when it is away.
        """
        with self._lock:
            now = self._monotonic()
            if self._token is not None and self._token != refused and now < self._renew_at:
                return self._token
            still_good = self._token is not None and self._token != refused and now < self._ends_at
            try:
                return self._renew()
            except ServerAway:
                if still_good and self._token is not None:
                    return self._token
                raise

    def _renew(self) -> str:
        thought = self._exchange.server_clock.now()
        begun = self._monotonic()
        try:
            return self._ask()
        except LinkRefused as refusal:
            elapsed = timedelta(seconds=self._monotonic() - begun)
            corrected = abs((self._exchange.server_clock.now() - thought - elapsed).total_seconds())
            if refusal.code != "assertion_invalid" or corrected < CLOCK_CORRECTED_S:
                raise
        # the refusal's own Date has put our idea of the time right: once more
        return self._ask()

    def _ask(self) -> str:
        expires_at = self._exchange.server_clock.now() + timedelta(seconds=ASSERTION_LIFE_S)
        assertion = sign_compact(
            {
                "iss": self._device_id,
                "sub": self._device_id,
                "aud": self._exchange.address.url,
                "exp": int(expires_at.timestamp()),
                "jti": secrets.token_urlsafe(24),
            },
            self._key.sign,
            {"typ": "JWT"},
        )
        answer = self._exchange.json(
            "POST",
            "/v1/token",
            form={
                "grant_type": "client_credentials",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion,
            },
            authorised=False,
            accept=(200,),
            answer_s=ANSWER_S,
        )
        members = answer.members()
        token, life = members.get("access_token"), members.get("expires_in")
        if not isinstance(token, str) or not token or not token.isascii() or any(c <= " " for c in token):
            raise ServerAway("POST /v1/token: no usable token")
        life_s = (
            float(life) if isinstance(life, int | float) and not isinstance(life, bool) else SHORTEST_LIFE_S
        )
        life_s = min(max(life_s, SHORTEST_LIFE_S), LONGEST_LIFE_S)
        now = self._monotonic()
        self._life_s = life_s
        self._token, self._renew_at, self._ends_at = token, now + RENEW_AT * life_s, now + life_s
        return token
