"""What a decoded code says: citizen card, health card, slip, S10 label or something else; no pixels, no MRZ grid.

A QR code is typing help, never proof of identity: it is not signed. Nothing here raises, whatever the bytes:
a code that breaks its own format comes back as `DAMAGED_QR` with the reason in `problem`.
"""

import binascii
import re
import unicodedata
from datetime import date

from kiosk.domain.content_proof import reference_in
from kiosk.domain.errors import RuleBroken
from kiosk.domain.identity import Doubt, IdDocument
from kiosk.domain.mrz import parse_mrz
from kiosk.domain.person import Gender
from kiosk.domain.rules import (
    clean_text,
    dossier_code_is_valid,
    local_reference_is_valid,
    personal_number_doubts,
    plain_text,
    s10_is_valid,
)
from kiosk.domain.scan import CodeKind, ReadMethod, SeenCode

LONGEST_ID_BYTES = 1200
"""A citizen card's QR holds 100 to 300 bytes; far more is not one."""
LONGEST_NAME = 100
LONGEST_ADDRESS = 300
OLDEST_PERSON_YEARS = 130

_FIELDS = 7
_GENDERS = {"nam": Gender.MALE, "nữ": Gender.FEMALE}
_HEALTH_CARD_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z][0-9]{12}|[0-9]{10}")
_LOOKS_LIKE_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_LOOKS_LIKE_SLIP = re.compile(r"K-[0-9A-Z]+-[0-9]{6}-[0-9]+-[0-9A-Z]")


class _Damaged(Exception):
    """A field breaks the format; the argument is the problem's code. Never leaves this module."""


def recognise(raw: bytes, *, method: ReadMethod, today: date) -> SeenCode:
    """Tell what the bytes of one decoded symbol (or the lines of an MRZ) are."""
    try:
        decoded = raw.decode("utf-8", "strict")
    except UnicodeDecodeError:
        return SeenCode(CodeKind.DAMAGED_QR, method, raw="", problem="not_utf8")
    text = _visible(decoded)
    if method is ReadMethod.MRZ:
        zone = parse_mrz(decoded, today)
        return zone or SeenCode(CodeKind.OTHER_QR, method, raw=text, problem="not_an_mrz")
    kind, problem = _plain_code(text.strip())
    if kind:
        return SeenCode(kind, method, raw=text, problem=problem)
    if _looks_like_id(text):
        return parse_id_code(text, today)
    return SeenCode(CodeKind.OTHER_QR, method, raw=text)


def parse_id_code(data: bytes | str, today: date) -> SeenCode:
    """Read the QR text of a citizen card: at least seven fields parted by `|`, empty ones kept.

    `number | old number | name | ddmmyyyy birth | Nam/Nữ | address | ddmmyyyy issue`, then whatever the 2024
    card adds (kept raw in `extra`). Contradictions between fields become doubts; broken fields `DAMAGED_QR` with
    `not_utf8`, `too_long`, `too_few_fields`, `bad_number`, `bad_name`, `bad_date`, `bad_gender` or `bad_address`.
    """
    try:
        text = _visible(data.decode("utf-8", "strict") if isinstance(data, bytes) else data)
        length = len(text.encode("utf-8"))
    except UnicodeError:
        return SeenCode(CodeKind.DAMAGED_QR, ReadMethod.QR, raw="", problem="not_utf8")
    try:
        if length > LONGEST_ID_BYTES:
            raise _Damaged("too_long")
        return SeenCode(CodeKind.CCCD_QR, ReadMethod.QR, raw=text, document=_document(text.split("|"), today))
    except _Damaged as broken:
        return SeenCode(CodeKind.DAMAGED_QR, ReadMethod.QR, raw=text, problem=str(broken))


def keeps_every_rule(code: SeenCode) -> bool:
    """Whether a reading that rests on odds may be believed: nothing in it contradicts itself or is out of place."""
    if code.kind is CodeKind.SLIP:
        return True
    if code.document is None or not set(code.document.doubts) <= {Doubt.BIRTH_DATE}:
        return False
    return all(char.isascii() or unicodedata.name(char, "").startswith("LATIN") for char in code.raw)


def _document(fields: list[str], today: date) -> IdDocument:
    if len(fields) < _FIELDS:
        raise _Damaged("too_few_fields")
    number, old_number, name, birth, gender_word, address, issue = (
        plain_text(field) for field in fields[:_FIELDS]
    )
    if not re.fullmatch(r"[0-9]{12}", number):
        raise _Damaged("bad_number")
    gender = _GENDERS.get(gender_word.casefold())
    if gender is None:
        raise _Damaged("bad_gender")
    birth_date, birth_year, birth_text = _birth(birth, today)
    issued_on = _day(issue) if issue else None

    doubts = list(personal_number_doubts(number, birth_year, gender))
    if birth_date is None:
        doubts.append(Doubt.BIRTH_DATE)
    if old_number and not re.fullmatch(r"[0-9]{9}|[0-9]{12}", old_number):
        doubts.append(Doubt.OLD_NUMBER)
    born_by = birth_date or date(birth_year, 1, 1)
    if issued_on is None or not born_by <= issued_on <= today:
        doubts.append(Doubt.ISSUE_DATE)
    return IdDocument(
        number=number,
        full_name=_name(name),
        birth_date=birth_date,
        gender=gender,
        address=_limited(address, LONGEST_ADDRESS, "bad_address"),
        old_number=old_number or None,
        issued_on=issued_on,
        birth_date_text=birth_text,
        extra=tuple(fields[_FIELDS:]),
        doubts=tuple(doubts),
    )


def _name(name: str) -> str:
    strange = any(char.isnumeric() or char in "<>=/\\@" for char in name)
    if strange or not any(char.isalpha() for char in name):
        raise _Damaged("bad_name")
    return _limited(name, LONGEST_NAME, "bad_name")


def _limited(text: str, limit: int, problem: str) -> str:
    try:
        return clean_text(text, limit)
    except RuleBroken:
        raise _Damaged(problem) from None


def _day(text: str) -> date:
    """A real day from `ddmmyyyy`, or damage."""
    if not re.fullmatch(r"[0-9]{8}", text):
        raise _Damaged("bad_date")
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        raise _Damaged("bad_date") from None


def _birth(text: str, today: date) -> tuple[date | None, int, str]:
    """(date or None when only partly known, year, as printed): old people's cards have 00 for day or month."""
    if not re.fullmatch(r"[0-9]{8}", text):
        raise _Damaged("bad_date")
    day, month, year = text[:2], text[2:4], int(text[4:])
    born = None
    if day == "00":
        if not 0 <= int(month) <= 12:
            raise _Damaged("bad_date")
    elif month == "00":
        raise _Damaged("bad_date")
    else:
        born = _day(text)
    if not today.year - OLDEST_PERSON_YEARS <= year <= today.year or (born or today) > today:
        raise _Damaged("bad_date")
    return born, year, f"{day}/{month}/{text[4:]}"


def _plain_code(text: str) -> tuple[CodeKind | None, str]:
    """(kind, problem) of codes that are not ID codes; a number with a wrong check digit is never passed off as one."""
    if s10_is_valid(text):
        return CodeKind.S10, ""
    if local_reference_is_valid(reference_in(text)):
        return CodeKind.SLIP, ""
    if dossier_code_is_valid(text):
        return CodeKind.DOSSIER_CODE, ""
    if _is_health_card(text):
        return CodeKind.HEALTH_CARD, ""
    if _LOOKS_LIKE_S10.fullmatch(text):
        return CodeKind.OTHER_QR, "s10_check_digit"
    if _LOOKS_LIKE_SLIP.fullmatch(text):
        return CodeKind.OTHER_QR, "reference_check_character"
    return None, ""


def _is_health_card(text: str) -> bool:
    """The health-insurance card (BHYT): card number, then the holder's name as UTF-8 in hexadecimal."""
    fields = text.split("|")
    if len(fields) < 5 or not _HEALTH_CARD_NUMBER.fullmatch(fields[0].strip().upper()):
        return False
    try:
        return any(char.isalpha() for char in binascii.unhexlify(fields[1].strip()).decode("utf-8", "strict"))
    except ValueError:
        return False


def _looks_like_id(text: str) -> bool:
    """Close enough to a citizen card's code to say "damaged" rather than "something else"."""
    fields = text.split("|")
    begins_with_number = re.fullmatch(r"[0-9]{9,12}", fields[0].strip()) is not None
    return len(fields) >= _FIELDS or (len(fields) >= 3 and begins_with_number)


def _visible(text: str) -> str:
    """NFC without byte-order mark, line ends and other controls; blanks stay as they are in the raw text."""
    inner = unicodedata.normalize("NFC", text).strip("\ufeff\r\n\t\0")
    spaced = re.sub(r"[\r\n\t]+", " ", inner)
    return "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf"))
