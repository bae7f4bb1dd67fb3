"""The sealed mail-bag that carries waiting work on a stick: its values and its port; no file is touched here."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

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
    news: int = 0
    """What the portal is to be told of envelopes, hand-overs and results."""
    cash: int = 0
    """What it is to be told of cash; the money itself stays in its drawer."""


@dataclass(frozen=True, slots=True)
class BagOutcome:
    """What became of a bag's pieces here; `refused` names each that was not taken and why."""

    taken: int
    already_here: int
    refused: tuple[tuple[str, str], ...] = ()
    """`(local reference or masked number, stable code)`."""


@dataclass(frozen=True, slots=True)
class Stick:
    """A place a bag can be written to."""

    folder: str
    name: str
    free_bytes: int


@dataclass(frozen=True, slots=True)
class BagFile:
    """A bag that lies on a stick; nobody has looked into it yet."""

    path: str
    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class BagDesk:
    """What can be done with bags here and now."""

    seal: str
    """This terminal's own, for whoever takes its bag in."""
    can_pack: bool
    """A recipient is configured."""
    can_take_in: bool
    """A secret key is configured."""
    waiting: int
    sticks: tuple[Stick, ...]
    bags: tuple[BagFile, ...]


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


class MailBag(Protocol):
    """Waiting work in a sealed file on a stick, and another terminal's taken in; BagRefused says why not."""

    @property
    def seal(self) -> str:
        """This terminal's own fingerprint."""

    def pack(
        self,
        path: Path,
        *,
        recipient: str,
        terminal: str,
        point: str,
        gateway: str,
        progress: Progress = nobody_watches,
    ) -> BagContents:
        """Everything that waits, sealed for `recipient` (`age1…`); it keeps waiting here as well."""

    def look(self, path: Path, *, identity: str, progress: Progress = nobody_watches) -> BagContents:
        """Read and check all of it with the secret key's text; takes nothing in."""

    def take_in(
        self,
        path: Path,
        *,
        identity: str,
        senders: Collection[str],
        gateway: str,
        progress: Progress = nobody_watches,
    ) -> BagOutcome:
        """Queue what the bag of a terminal whose seal is among `senders` holds; again is harmless."""
