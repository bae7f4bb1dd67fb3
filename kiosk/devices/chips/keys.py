"""Session keys and passwords of a chip, derived as ICAO 9303-11, 9.7 says."""

from dataclasses import dataclass
from hashlib import sha1, sha256

from kiosk.domain.chip import ChipKey

ENCRYPTION, AUTHENTICATION, PASSWORD = 1, 2, 3
"""The counter of each derived key."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A block cipher and its key length in bytes; `tdes` is two-key Triple DES."""

    cipher: str
    key_bytes: int

    @property
    def block_bytes(self) -> int:
        """Block length of the cipher."""
        return 8 if self.cipher == "tdes" else 16


TDES, AES128, AES192, AES256 = Suite("tdes", 16), Suite("aes", 16), Suite("aes", 24), Suite("aes", 32)


def derive(secret: bytes, counter: int, suite: Suite) -> bytes:
    """One key of a shared secret. Parity bits of Triple DES are left as they fall: no library looks at them."""
    digest = sha256 if suite.key_bytes > 16 else sha1
    return digest(secret + counter.to_bytes(4, "big")).digest()[: suite.key_bytes]


def password_of(key: ChipKey) -> bytes:
    """What PACE is opened with: the access number itself, or the digest of the zone's three values."""
    return key.can.encode() if key.can else sha1(key.zone_text.encode()).digest()  # noqa: S324  the standard's


def bac_seed(key: ChipKey) -> bytes:
    """What Basic Access Control is opened with."""
    return sha1(key.zone_text.encode()).digest()[:16]  # noqa: S324  the standard's
