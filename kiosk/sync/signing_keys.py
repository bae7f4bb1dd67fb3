"""The gateway's public signing keys, cached, and what they have signed; private keys live elsewhere."""

import threading
from collections.abc import Mapping
from typing import Any

from kiosk.domain.errors import ServerAway
from kiosk.domain.jws import TokenInvalid, read_compact
from kiosk.domain.ports import Monotonic, VerifyEd25519
from kiosk.sync.exchange import Exchange

KEEP_S = 24 * 3600.0


class SigningKeys:
    """`/v1/jwks`, fetched anew when a day old and whenever a signature does not fit the keys at hand."""

    def __init__(self, exchange: Exchange, verify: VerifyEd25519, monotonic: Monotonic) -> None:
        self._exchange = exchange
        self._verify = verify
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._keys: tuple[Mapping[str, Any], ...] = ()
        self._fetched_at: float | None = None

    def read_signed(self, token: str) -> dict[str, Any]:
        """The payload of a compact JWS of the gateway's; TokenInvalid when no key of it fits, ServerAway when they
        cannot be had."""
        with self._lock:
            fresh = self._fetched_at is None or self._monotonic() - self._fetched_at > KEEP_S
            if fresh:
                self._fetch()
            try:
                return self._read(token)
            except TokenInvalid:
                if fresh:
                    raise
            # the gateway may have changed its keys since
            self._fetch()
            return self._read(token)

    def _read(self, token: str) -> dict[str, Any]:
        def fits(_header: Mapping[str, Any], signed: bytes, signature: bytes) -> bool:
            # the contract does not promise that keys are named: each of them is the gateway's
            return any(self._verify(key, signed, signature) for key in self._keys)

        return read_compact(token, fits)

    def _fetch(self) -> None:
        answer = self._exchange.json("GET", "/v1/jwks", authorised=False, accept=(200,))
        keys = answer.members().get("keys")
        if not isinstance(keys, list):
            raise ServerAway("GET /v1/jwks: no keys")
        self._keys = tuple(
            key
            for key in keys
            if isinstance(key, dict) and key.get("kty") == "OKP" and key.get("crv") == "Ed25519"
        )
        self._fetched_at = self._monotonic()
