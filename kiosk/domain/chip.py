"""The chip of an identity card as plain data: its key, the steps of reading it, and what came of it.

Rules: ICAO Doc 9303 part 11 (access) and part 10 (data groups). No card is spoken to here.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.identity import IdDocument
from kiosk.domain.mrz import NO_EXPIRY, Zone, check_digit

RENEWAL_AGES = (14, 25, 40, 60)
"""A card ends on one of these birthdays (Law on Identification 26/2023/QH15, article 21)."""
EARLY_RENEWAL_YEARS = 2
"""A card issued so shortly before such a birthday lasts until the next one (the same article)."""


class ChipReaderState(StrEnum):
    """What a chip reader sees. All of them are expected conditions."""

    OFF = "off"
    """None is configured."""
    NO_SERVICE = "no_service"
    """The system's smart-card service (pcscd, SCardSvr) does not answer."""
    NO_READER = "no_reader"
    EMPTY = "empty"
    CARD = "card"

    @property
    def is_there(self) -> bool:
        """A card can be laid on it."""
        return self in (ChipReaderState.EMPTY, ChipReaderState.CARD)


class ChipStage(StrEnum):
    """Where the reading is; the sentence stands under `chip.stage.<value>`."""

    OPENING = "opening"
    DATA = "data"
    PHOTO = "photo"
    PROOF = "proof"


class ChipTrouble(StrEnum):
    """Why nothing was taken over from a chip; the sentences stand under `chip.<value>`."""

    NO_READER = "no_reader"
    NO_CARD = "no_card"
    CARD_TAKEN = "card_taken"
    WRONG_KEY = "wrong_key"
    KEY_KIND = "key_kind"
    """The card takes only the three values of its machine-readable zone, and a card access number was given."""
    NOT_AN_ID = "not_an_id"
    UNREADABLE = "unreadable"
    ALTERED = "altered"
    """A data group is not the one that was signed."""
    SIGNATURE_BROKEN = "signature_broken"
    SIGNER_UNKNOWN = "signer_unknown"
    """No installed country certificate vouches for the signer."""
    SIGNER_EXPIRED = "signer_expired"
    SIGNER_REVOKED = "signer_revoked"
    COPIED = "copied"
    """The chip does not hold the secret key that belongs to its data."""
    OTHER_PERSON = "other_person"
    """The chip's own parts, or chip and scanned card, name different people."""

    @property
    def is_proof_trouble(self) -> bool:
        """The chip could be read, but what it says cannot be believed."""
        return self in _PROOF_TROUBLES

    @property
    def is_suspicious(self) -> bool:
        """Not a lack of this machine but something about the card: no weaker way of reading it counts any more."""
        return self in _SUSPICIOUS

    @property
    def may_pass(self) -> bool:
        """Laying the same card down again, with the same key, may help."""
        return self in _MAY_PASS


_SUSPICIOUS = frozenset(
    {
        ChipTrouble.ALTERED,
        ChipTrouble.SIGNATURE_BROKEN,
        ChipTrouble.SIGNER_REVOKED,
        ChipTrouble.COPIED,
        ChipTrouble.OTHER_PERSON,
    }
)
_PROOF_TROUBLES = _SUSPICIOUS | {ChipTrouble.SIGNER_UNKNOWN, ChipTrouble.SIGNER_EXPIRED}
_MAY_PASS = frozenset(
    {ChipTrouble.NO_READER, ChipTrouble.NO_CARD, ChipTrouble.CARD_TAKEN, ChipTrouble.UNREADABLE}
)


@dataclass(frozen=True, slots=True)
class ChipKey:
    """What opens a chip: its printed access number, or three values of the machine-readable zone."""

    can: str = field(default="", repr=False)
    """The six digits of the card access number."""
    document_number: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    """YYMMDD as in the zone."""
    expiry: str = field(default="", repr=False)
    """YYMMDD as in the zone."""

    @property
    def zone_text(self) -> str:
        """Number, birth and expiry, each with its check digit: what keys are derived from (9303-11, 4.3.2)."""
        parts = (self.document_number.ljust(9, "<"), self.birth, self.expiry)
        return "".join(part + check_digit(part) for part in parts)


def key_of_zone(zone: Zone) -> ChipKey:
    """The key that a machine-readable zone holds."""
    return ChipKey(document_number=zone.document_number, birth=zone.birth, expiry=zone.expiry)


def keys_of_document(document: IdDocument) -> tuple[ChipKey, ...]:
    """Keys that a Vietnamese card's QR code leads to, likeliest first; () where it says too little.

    The code does not name the expiry date, but the law does: the birthday on which the card has to be renewed.
    The last six digits of the number are tried as the access number too (customary, not published). A wrong guess
    opens nothing and does no harm: neither key has a counter that could run out (9303-11, 3.2); the person is asked.
    """
    number, born = document.number, document.birth_date
    if len(number) != 12 or not number.isdigit() or born is None:
        return ()
    known = document.expires_on
    ends = [f"{known:%y%m%d}"] if known else _ends(born, document.issued_on)
    by_zone = (ChipKey(document_number=number[3:], birth=f"{born:%y%m%d}", expiry=end) for end in ends)
    return (*by_zone, ChipKey(can=number[-6:]))


def _ends(born: date, issued: date | None) -> list[str]:
    """As in the zone, likeliest first; after the last renewal a card does not end."""
    birthdays = [_birthday(born, age) for age in RENEWAL_AGES]
    later = [day for day in birthdays if issued is None or day > issued]
    ends = [*(f"{day:%y%m%d}" for day in later), NO_EXPIRY]
    if issued is None:
        return ends
    if later and _birthday(later[0], -EARLY_RENEWAL_YEARS) <= issued:
        ends[:2] = reversed(ends[:2])
    return ends[:2]


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February
        return born.replace(year=born.year + years, day=28)


@dataclass(frozen=True, slots=True)
class ChipProgress:
    """One step on: `done` of `total` bytes of the stage's file, both 0 where the stage has no length."""

    stage: ChipStage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class ChipReading:
    """What a chip said after its signature was checked. Personal data: `repr` hides it."""

    document: IdDocument
    photo: bytes = field(default=b"", repr=False)
    """JPEG of the holder; empty where the chip has none that can be shown."""
    access: str = ""
    """pace or bac: how the chip was opened."""
    chip_proved: bool = False
    """The chip showed that it holds its own secret key (chip or active authentication): it is no copy."""


@dataclass(frozen=True, slots=True)
class ChipFailure:
    """Nothing is taken over; `detail` is for the log and holds no personal data."""

    trouble: ChipTrouble
    detail: str = ""


ChipStep = ChipProgress | ChipReading | ChipFailure
"""What reading yields: any number of `ChipProgress`, then one of the other two."""
