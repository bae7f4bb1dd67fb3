"""The machine-readable zone as text: check digits, TD1 (cards) and TD3 (passports), comparison with the QR code.

Source: ICAO Doc 9303 parts 3 to 5, and what Vietnamese cards do on top: the document number is the last nine of the
twelve digits, all twelve stand in the optional field, and position 30 is a check digit over that field.
Not for finding or recognising the characters in a picture.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.identity import Doubt, IdDocument
from kiosk.domain.person import Gender
from kiosk.domain.rules import personal_number_doubts, without_accents
from kiosk.domain.scan import CodeKind, ReadMethod, SeenCode

FILLER = "<"
VIETNAM = "VNM"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (7, 3, 1)
_SHAPES = {(3, 30): CodeKind.TD1, (2, 44): CodeKind.TD3}
NO_EXPIRY = "991231"
"""Printed for holders over 60 whose card never expires (assumed; any impossible date is taken the same way)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The fields of a machine-readable zone, fillers removed where they only fill. Personal data: `repr` hides it."""

    kind: CodeKind
    issuer: str
    document_number: str = field(repr=False)
    optional: str = field(repr=False)
    nationality: str
    birth: str = field(repr=False)
    sex: str = field(repr=False)
    expiry: str
    names: str = field(repr=False)
    """Surname and given names with their fillers, as printed."""
    checks: tuple[bool, ...]
    """Number, birth, expiry, optional field, composite: does each check digit fit?"""

    @property
    def personal_number(self) -> str | None:
        """The twelve digits of a Vietnamese card or passport, else None."""
        digits = self.optional.rstrip(FILLER)
        return digits if self.issuer == VIETNAM and re.fullmatch(r"[0-9]{12}", digits) else None


def check_digit(text: str) -> str:
    """7-3-1 weighted sum modulo 10 (ICAO 9303-3, 4.9); `<` counts 0, A to Z 10 to 35. ValueError for other characters."""
    values = (0 if char == FILLER else _ALPHABET.index(char) for char in text)
    return str(sum(value * _WEIGHTS[i % 3] for i, value in enumerate(values)) % 10)


def split_lines(text: str) -> list[str]:
    """The lines of a zone from text with line ends, or from one run of 90 or 88 characters; blanks removed."""
    lines = ["".join(line.split()).upper() for line in re.split(r"[\r\n]+", text) if line.strip()]
    if len(lines) == 1 and len(lines[0]) in (88, 90):
        width = 44 if len(lines[0]) == 88 else 30
        lines = [lines[0][i : i + width] for i in range(0, len(lines[0]), width)]
    return lines


def read_zone(lines: Sequence[str]) -> Zone | None:
    """Cut the lines into fields; None when they have not the shape and characters of TD1 or TD3."""
    kind = _SHAPES.get((len(lines), len(lines[0]) if lines else 0))
    if kind is None or any(len(line) != len(lines[0]) for line in lines):
        return None
    if not all(re.fullmatch(r"[0-9A-Z<]+", line) for line in lines):
        return None
    if kind is CodeKind.TD1:
        return _td1(*lines) if lines[0][0] in "ACI" else None
    return _td3(*lines) if lines[0][0] == "P" else None


def _td1(first: str, second: str, third: str) -> Zone:
    number, number_check, optional = first[5:14], first[14], first[15:30]
    if number_check == FILLER and optional.strip(FILLER):
        # numbers of more than nine characters go on in the optional field, check digit last (9303-5, note j)
        rest, _, optional = optional.partition(FILLER)
        number, number_check = number + rest[:-1], rest[-1:] or FILLER
        optional = optional.ljust(15, FILLER)
    optional_fits = True
    if first[2:5] == VIETNAM:
        optional_fits = first[29] in (FILLER, check_digit(first[15:29]))
        optional = first[15:29]
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return Zone(
        kind=CodeKind.TD1,
        issuer=first[2:5].rstrip(FILLER),
        document_number=number.rstrip(FILLER),
        optional=optional.rstrip(FILLER),
        nationality=second[15:18].rstrip(FILLER),
        birth=second[0:6],
        sex=second[7],
        expiry=second[8:14],
        names=third,
        checks=(
            check_digit(number) == number_check,
            check_digit(second[0:6]) == second[6],
            check_digit(second[8:14]) == second[14],
            optional_fits,
            check_digit(composite) == second[29],
        ),
    )


def _td3(first: str, second: str) -> Zone:
    optional, optional_check = second[28:42], second[42]
    empty = not optional.strip(FILLER)
    composite = second[0:10] + second[13:20] + second[21:43]
    return Zone(
        kind=CodeKind.TD3,
        issuer=first[2:5].rstrip(FILLER),
        document_number=second[0:9].rstrip(FILLER),
        optional=optional.rstrip(FILLER),
        nationality=second[10:13].rstrip(FILLER),
        birth=second[13:19],
        sex=second[20],
        expiry=second[21:27],
        names=first[5:],
        checks=(
            check_digit(second[0:9]) == second[9],
            check_digit(second[13:19]) == second[19],
            check_digit(second[21:27]) == second[27],
            check_digit(optional) == optional_check or (empty and optional_check == FILLER),
            check_digit(composite) == second[43],
        ),
    )


def parse_mrz(text: str, today: date) -> SeenCode | None:
    """Read a zone; None when it is none. `document` is set only when every check holds, else `problem` says which.

    Problems: `bad_check_digit`, `number_mismatch` (nine digits are not those of the twelve), `bad_date`, `bad_sex`,
    `bad_name`. The name in the document is the zone's own, without accents: good for comparing, never for filling in.
    """
    lines = split_lines(text)
    zone = read_zone(lines)
    if zone is None:
        return None
    document, problem = _document(zone, today)
    return SeenCode(zone.kind, ReadMethod.MRZ, raw="\n".join(lines), document=document, problem=problem)


def _document(zone: Zone, today: date) -> tuple[IdDocument | None, str]:
    if not all(zone.checks):
        return None, "bad_check_digit"
    personal = zone.personal_number
    if zone.kind is CodeKind.TD1 and personal is not None and personal[3:] != zone.document_number:
        return None, "number_mismatch"
    genders = {"M": Gender.MALE, "F": Gender.FEMALE, FILLER: None}
    if zone.sex not in genders:
        return None, "bad_sex"
    try:
        birth_date, birth_year, birth_text = _birth(zone.birth, today, personal)
    except ValueError:
        return None, "bad_date"
    name = " ".join(zone.names.replace(FILLER, " ").split())
    if not re.fullmatch(r"[A-Z][A-Z ]*", name):
        return None, "bad_name"
    gender = genders[zone.sex]
    doubts = personal_number_doubts(personal or "", birth_year, gender)
    return (
        IdDocument(
            number=personal or zone.document_number,
            full_name=name,
            birth_date=birth_date,
            gender=gender,
            expires_on=_expiry(zone.expiry, today),
            birth_date_text=birth_text,
            doubts=doubts if birth_date else (*doubts, Doubt.BIRTH_DATE),
            name_without_marks=VIETNAM in (zone.issuer, zone.nationality),
        ),
        "",
    )


def _birth(text: str, today: date, personal: str | None) -> tuple[date | None, int | None, str]:
    """(date or None when unknown in part, year, as `dd/mm/yyyy`). The century is the number's, else the last one
    that does not lie in the future. ValueError for impossible dates."""
    year_digits, month, day = text[:2], text[2:4], text[4:]
    if not re.fullmatch(r"[0-9]{2}", year_digits):
        return None, None, ""
    year = today.year - (today.year - int(year_digits)) % 100
    if personal is not None and personal[4:6] == year_digits:
        by_number = (19 + int(personal[3]) // 2) * 100 + int(year_digits)
        year = by_number if by_number <= today.year else year
    if month in ("00", "<<") or day in ("00", "<<"):
        return None, year, f"{day}/{month}/{year}".replace(FILLER, "0")
    born = date(year, int(month), int(day))
    if born > today:
        born = born.replace(year=year - 100)
    return born, born.year, f"{born:%d/%m/}{born.year}"


def _expiry(text: str, today: date) -> date | None:
    """None for "never" and for whatever is no date: old cards of people over 60 have none."""
    if text == NO_EXPIRY or not re.fullmatch(r"[0-9]{6}", text):
        return None
    # valid 50 years ahead at most, otherwise it lies in the past
    year = today.year + 50 - (today.year + 50 - int(text[:2])) % 100
    try:
        return date(year, int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def differences(qr: IdDocument, mrz: IdDocument) -> tuple[str, ...]:
    """Names of the fields in which the two sides of one card disagree, of `personal_number`, `full_name`, `birth_date` and
    `gender`; what one side does not say is no disagreement."""
    agree = {
        "personal_number": qr.number == mrz.number,
        "full_name": same_name(qr.full_name, mrz.full_name),
        "birth_date": qr.birth_date == mrz.birth_date or None in (qr.birth_date, mrz.birth_date),
        "gender": qr.gender == mrz.gender or None in (qr.gender, mrz.gender),
    }
    return tuple(name for name, holds in agree.items() if not holds)


def compare(qr: IdDocument, mrz: IdDocument) -> tuple[Doubt, ...]:
    """(`MRZ_AND_QR`,) when the two sides of one card disagree in any field, () when they agree."""
    return (Doubt.MRZ_AND_QR,) if differences(qr, mrz) else ()


def same_name(qr_name: str, mrz_name: str) -> bool:
    """Compared without accents and blanks; a zone full to its end may hold only the beginning of a long name."""
    printed, zone = without_accents(qr_name), without_accents(mrz_name)
    # the zone parts surname from given names by one filler more than a blank
    cut_off = len(zone) + 1 >= 29
    whole, part = printed.replace(" ", ""), zone.replace(" ", "")
    return whole == part or (cut_off and whole.startswith(part))
