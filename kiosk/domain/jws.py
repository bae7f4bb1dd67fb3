"""Compact JWS (RFC 7515) with EdDSA: framing only; signing and verifying are given in as functions."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.domain.errors import Refused


class TokenInvalid(Refused):
    """The token is malformed, of another algorithm, or its signature does not fit."""

    code = "token_invalid"


def encode_bytes(data: bytes) -> str:
    """Base64url without padding (RFC 7515, appendix C)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_bytes(text: str) -> bytes:
    """The inverse of `encode_bytes`; raises TokenInvalid on anything that is not base64url."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError, UnicodeEncodeError) as error:
        raise TokenInvalid("not base64url") from error


def sign_compact(
    payload: Mapping[str, Any], sign: Callable[[bytes], bytes], header: Mapping[str, str] | None = None
) -> str:
    """`header.payload.signature` with `alg: EdDSA`; `sign` returns the 64 raw bytes of an Ed25519 signature."""
    head = {"alg": "EdDSA", **(header or {})}
    parts = [
        encode_bytes(json.dumps(p, ensure_ascii=False, separators=(",", ":")).encode())
        for p in (head, payload)
    ]
    return ".".join([*parts, encode_bytes(sign(".".join(parts).encode("ascii")))])


def read_compact(token: str, verify: Callable[[Mapping[str, Any], bytes, bytes], bool]) -> dict[str, Any]:
    """The payload, once `verify(header, signed_bytes, signature)` has said yes; else TokenInvalid."""
    try:
        head_text, payload_text, signature_text = token.split(".")
        header = json.loads(decode_bytes(head_text))
        payload = json.loads(decode_bytes(payload_text))
    except (ValueError, RecursionError, AttributeError) as error:
        raise TokenInvalid("not a compact JWS") from error
    if (
        not isinstance(header, dict)
        or not isinstance(payload, dict)
        or header.get("alg") != "EdDSA"
        or "crit" in header
    ):
        raise TokenInvalid("not an EdDSA token")
    if not verify(header, f"{head_text}.{payload_text}".encode("ascii"), decode_bytes(signature_text)):
        raise TokenInvalid("signature does not fit")
    return payload
