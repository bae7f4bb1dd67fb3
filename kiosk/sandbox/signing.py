"""The gateway's Ed25519 key and compact JWS (RFC 7515, alg EdDSA); it does not know what it signs."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


class SignatureRefused(Exception):
    """The text is no compact JWS of this key; the reason is a stable word, never the content."""


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Raises ValueError for anything that is not unpadded base64url."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """RFC 7638 thumbprint of an OKP key, used as its `kid`."""
    members = {name: jwk[name] for name in ("crv", "kty", "x")}
    return to_base64url(hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest())


def public_key_of(jwk: Mapping[str, Any]) -> Ed25519PublicKey:
    """Raises ValueError unless the JWK is an Ed25519 public key (RFC 8037)."""
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or not isinstance(jwk.get("x"), str):
        raise ValueError("not an Ed25519 public key")
    return Ed25519PublicKey.from_public_bytes(from_base64url(jwk["x"]))


def read_jws(token: str, jwk: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of a compact JWS signed by the key. Raises SignatureRefused."""
    try:
        head, body, signature = token.split(".")
        header = json.loads(from_base64url(head))
        if header.get("alg") != "EdDSA" or "crit" in header:
            raise SignatureRefused("algorithm")
        public_key_of(jwk).verify(from_base64url(signature), f"{head}.{body}".encode())
        payload = json.loads(from_base64url(body))
    except InvalidSignature as error:
        raise SignatureRefused("signature") from error
    except (ValueError, AttributeError, RecursionError) as error:
        raise SignatureRefused("malformed") from error
    if not isinstance(payload, dict):
        raise SignatureRefused("malformed")
    return payload


class SigningKey:
    """The private half; `sign` makes compact JWS that name the key by its thumbprint."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.jwk: dict[str, str] = {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(raw)}
        self.kid = thumbprint(self.jwk)

    @classmethod
    def fresh(cls) -> "SigningKey":
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def load_or_create(cls, path: Path) -> "SigningKey":
        """The key of the data folder; made once, readable by its owner alone."""
        if path.exists():
            private = load_pem_private_key(path.read_bytes(), password=None)
            if not isinstance(private, Ed25519PrivateKey):
                raise ValueError(
                    f"{path.name} holds another kind of key; move it away to let a new one be made"
                )
            return cls(private)
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        unfinished = path.with_suffix(".new")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        return cls(private)

    def public_jwk(self) -> dict[str, str]:
        return {**self.jwk, "kid": self.kid, "alg": "EdDSA", "use": "sig"}

    def sign(self, payload: Mapping[str, Any], *, kid: str | None = None, typ: str | None = None) -> str:
        header = {"alg": "EdDSA", "kid": kid or self.kid} | ({"typ": typ} if typ else {})
        parts = [
            to_base64url(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())
            for part in (header, dict(payload))
        ]
        signed = ".".join(parts)
        return f"{signed}.{to_base64url(self._private.sign(signed.encode()))}"
