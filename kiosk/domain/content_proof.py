"""The signed line in a submission slip's QR: what exactly was handed in, checked anywhere without a line to anybody.

`K-HN001-261122-0007-4/<base32>`: only characters that a QR code packs densely. The bytes are version, revision, pages,
time, length of a hash prefix, one prefix of the SHA-256 of each document in their order, four bytes that name the
key, and an Ed25519 signature over the local reference and everything before it. No personal data.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.dossier import Document, Dossier
from kiosk.domain.rules import local_reference_is_valid

_VERSION = 1
_HEAD = struct.Struct(">BBHIBB")
"""Version, revision, pages, seconds since 1970, documents, bytes of each prefix."""
_KEY_BYTES, _SIGNATURE_BYTES = 4, 64
_MOST_PREFIX_BYTES, _ALL_PREFIX_BYTES = 6, 112
"""As long as the code stays easy to read: 48 bits each for up to 18 documents, less for more."""
LONGEST_TEXT = 400

Verify = Callable[[Mapping[str, Any], bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class ContentProof:
    """What the code says. Nothing of it is true before the signature was checked."""

    reference: str
    revision: int
    pages: int
    at: datetime
    prefixes: tuple[bytes, ...]
    key_id: bytes
    signed: bytes
    signature: bytes


class ProofVerdict(StrEnum):
    """The sentence stands under `verify.<value>`."""

    GENUINE = "genuine"
    """Signed with this key, and the content is what was handed in."""
    SIGNED = "signed"
    """Signed with this key; there was no content to compare."""
    OTHER_CONTENT = "other_content"
    """Signed, but these are not the pages that were handed in."""
    FORGED = "forged"
    """The signature does not fit: a mark was changed, or it was never signed."""
    OTHER_KEY = "other_key"
    """Of another terminal: its public key is needed."""
    NO_PROOF = "no_proof"
    """No code of this kind."""

    @property
    def is_good(self) -> bool:
        """Whether the slip may be believed."""
        return self in (ProofVerdict.GENUINE, ProofVerdict.SIGNED)


def prove(dossier: Dossier, sign: Callable[[bytes], bytes], public_jwk: Mapping[str, Any]) -> str:
    """The text for the QR. The same dossier gives the same text every time (RFC 8032 signs without chance)."""
    hashes = [bytes.fromhex(document.sha256) for document in dossier.documents]
    length = _prefix_bytes(len(hashes))
    at = dossier.created_at or datetime.fromtimestamp(0, UTC)
    pages = sum(document.pages for document in dossier.documents)
    body = _HEAD.pack(
        _VERSION,
        min(dossier.revision, 255),
        min(pages, 65535),
        int(at.timestamp()),
        min(len(hashes), 255),
        length,
    )
    body += b"".join(each[:length] for each in hashes[:255]) + key_id(public_jwk)
    signature = sign(_signed(dossier.local_reference, body))
    return f"{dossier.local_reference}/{base64.b32encode(body + signature).decode('ascii').rstrip('=')}"


def reference_in(text: str) -> str:
    """The local reference of a slip's code, with or without a proof behind it; the text itself for anything else."""
    reference, _, proof = text.strip().partition("/")
    return reference if proof and local_reference_is_valid(reference) else text


def read_proof(text: str) -> ContentProof | None:
    """Take the code apart; None when it is no such code. Case and blanks around it do not matter."""
    reference, slash, coded = text.strip().upper().partition("/")
    if not slash or len(text) > LONGEST_TEXT or not local_reference_is_valid(reference):
        return None
    try:
        data = base64.b32decode(coded + "=" * (-len(coded) % 8))
    except (binascii.Error, ValueError):
        return None
    if base64.b32encode(data).decode("ascii").rstrip("=") != coded or len(data) < _HEAD.size:
        return None  # spare bits that no writer leaves
    version, revision, pages, seconds, count, length = _HEAD.unpack_from(data)
    ends = _HEAD.size + count * length
    if version != _VERSION or len(data) != ends + _KEY_BYTES + _SIGNATURE_BYTES:
        return None
    prefixes = data[_HEAD.size : ends]
    body = data[: ends + _KEY_BYTES]
    return ContentProof(
        reference=reference,
        revision=revision,
        pages=pages,
        at=datetime.fromtimestamp(seconds, UTC),
        prefixes=tuple(prefixes[start : start + length] for start in range(0, len(prefixes), length or 1)),
        key_id=data[ends : ends + _KEY_BYTES],
        signed=_signed(reference, body),
        signature=data[ends + _KEY_BYTES :],
    )


def judge(
    proof: ContentProof,
    public_jwk: Mapping[str, Any],
    verify: Verify,
    contents: Sequence[str] | None = None,
    pages: int | None = None,
) -> ProofVerdict:
    """Whether to believe it. `contents`: SHA-256 (hex) of each document, in any order; None where there are none."""
    if not verify(public_jwk, proof.signed, proof.signature):
        known = hmac.compare_digest(proof.key_id, key_id(public_jwk))
        return ProofVerdict.FORGED if known else ProofVerdict.OTHER_KEY
    if contents is None:
        return ProofVerdict.SIGNED
    length = len(proof.prefixes[0]) if proof.prefixes else 0
    found = sorted(bytes.fromhex(each)[:length] for each in contents)
    same = found == sorted(proof.prefixes) and pages in (None, proof.pages)
    return ProofVerdict.GENUINE if same else ProofVerdict.OTHER_CONTENT


def judge_kept(
    proof: ContentProof,
    dossier: Dossier,
    public_jwk: Mapping[str, Any],
    verify: Verify,
    rehash: Callable[[Document], str],
) -> ProofVerdict:
    """Against what this terminal keeps; `rehash` reads a document anew where its pages are still here."""
    if dossier.revision != proof.revision:
        return judge(proof, public_jwk, verify)
    contents = [rehash(document) for document in dossier.documents]
    return judge(proof, public_jwk, verify, contents, sum(document.pages for document in dossier.documents))


def key_id(public_jwk: Mapping[str, Any]) -> bytes:
    """Four bytes that tell keys apart (RFC 7638 thumbprint, shortened)."""
    members = {name: public_jwk.get(name, "") for name in ("crv", "kty", "x")}
    text = ",".join(f'"{name}":"{value}"' for name, value in members.items())
    return hashlib.sha256(f"{{{text}}}".encode()).digest()[:_KEY_BYTES]


def _signed(reference: str, body: bytes) -> bytes:
    return b"kiosk content proof\0" + reference.encode("ascii") + b"\0" + body


def _prefix_bytes(documents: int) -> int:
    return max(1, min(_MOST_PREFIX_BYTES, _ALL_PREFIX_BYTES // max(1, documents)))
