"""What an identity document says about its holder, as plain data; parsing stands in `id_code` and `mrz`."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.person import Address, Gender, Person


class Doubt(StrEnum):
    """A cross-check that did not hold: a warning for the person, never a silent change."""

    YEAR_AND_NUMBER = "year_and_number"
    """The two year digits of the personal number are not those of the birth date."""
    SEX_AND_NUMBER = "sex_and_number"
    """The century-and-sex digit of the personal number contradicts sex or century."""
    BIRTH_DATE = "birth_date"
    """Only part of the birth date is known (00 for day or month)."""
    OLD_NUMBER = "old_number"
    """The old number has neither 9 nor 12 digits."""
    ISSUE_DATE = "issue_date"
    """Issued before birth or in the future."""
    EXPIRED = "expired"
    """The document's last day is over."""
    MRZ_AND_QR = "mrz_and_qr"
    """The machine-readable zone and the QR code disagree."""


@dataclass(frozen=True, slots=True)
class IdDocument:
    """One identity document as read. Vietnamese names come from the QR or chip only, never from an MRZ."""

    number: str = field(repr=False)
    """The 12-digit personal number; for a foreign or old passport the document number."""
    full_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    gender: Gender | None = field(repr=False)
    address: str = field(default="", repr=False)
    old_number: str | None = field(default=None, repr=False)
    issued_on: date | None = None
    expires_on: date | None = None
    birth_date_text: str = field(default="", repr=False)
    """As printed, for partial dates such as 00/00/1948."""
    extra: tuple[str, ...] = field(default=(), repr=False)
    """Fields 8 and later of the 2024 card, kept raw: their meaning is not established."""
    doubts: tuple[Doubt, ...] = ()
    name_without_marks: bool = False
    """The name stands in the zone of a Vietnamese document: good for comparing, never for filling in."""

    def to_person(self) -> Person:
        """The holder as an applicant, with what the document knows."""
        return Person(
            full_name="" if self.name_without_marks else self.full_name,
            personal_number=self.number,
            old_number=self.old_number,
            birth_date=self.birth_date,
            gender=self.gender,
            address=Address(text=self.address),
        )


class VerificationMethod(StrEnum):
    """How a person's identity was verified (contract: `identity_verification.method`). A QR is typing help."""

    CLERK = "clerk"
    QR = "qr"
    MRZ = "mrz"
    CHIP = "chip"
    VNEID = "vneid"
