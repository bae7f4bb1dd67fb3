"""The sealed mail-bag that carries waiting work on a stick to a terminal with a line: its values; no file is touched here."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.errors import Refused

FILE_SUFFIX = ".kioskbag"
_SEAL_GROUPS = 5


class BagRefused(Refused):
    """A bag that is not taken in: `bag_unreadable`, `bag_foreign`, `bag_damaged`, `bag_sender_unknown`."""

    code = "bag_unreadable"


@dataclass(frozen=True, slots=True)
class BagContents:
    """What a bag holds and whose it is. `seal` is the sender's fingerprint, as its own screen and doctor show it."""

    seal: str
    terminal: str
    point: str
    made_at: datetime
    dossiers: int
    accounts: int
    bytes: int
    """Of all documents, plain."""


@dataclass(frozen=True, slots=True)
class BagOutcome:
    """What became of a bag's pieces here; `refused` names each that was not taken and why."""

    taken: int
    already_here: int
    refused: tuple[tuple[str, str], ...] = ()
    """`(local reference or masked number, stable code)`."""


Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all); may raise to break off."""


def nobody_watches(_done: int, _of: int) -> None:
    """Progress that is shown to nobody."""


def seal_of(public_key: bytes) -> str:
    """Fingerprint of a device's raw public key, for people to compare: five groups of four hexadecimal digits."""
    digits = hashlib.sha256(public_key).hexdigest()
    return "-".join(digits[4 * group : 4 * group + 4] for group in range(_SEAL_GROUPS))


def read_seals(text: str) -> frozenset[str]:
    """Seals as a setting lists them, commas or blanks between; case does not matter."""
    return frozenset(text.lower().replace(",", " ").split())
