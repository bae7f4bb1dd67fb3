"""Rules of single values: phone, personal number, S10, local reference, VietQR, plain text; not of whole forms.

Everything here is pure. A `…_is_valid` function answers for any text and never raises; a `check_…` or
`normalise_…` function returns the value in its one stored form or raises RuleBroken with a stable code.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from kiosk.domain.errors import RuleBroken
from kiosk.domain.identity import Doubt
from kiosk.domain.person import Gender

MASK = "•"

# --- plain text --------------------------------------------------------------------------------------------

_LOOKS_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by category, blanks to the eye: fillers and the empty Braille cell."""
_NOT_TEXT = frozenset({"Cc", "Cf", "Cs", "Co"})
MOST_MARKS = 2
"""Combining marks one letter may carry; Vietnamese needs two, and only when not composed."""


def plain_text(text: str) -> str:
    """The visible part of `text`: NFC, no control, bidi, zero-width or private characters, blanks collapsed."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text) and _LOOKS_EMPTY.isdisjoint(text):
        return " ".join(text.split())  # what nearly every text is: nothing to take away
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if char in "\t\n\r\v\f\x85" or category[0] == "Z":
            kept.append(" ")
        elif category not in _NOT_TEXT and char not in _LOOKS_EMPTY:
            kept.append(char)
    # dropping a character may bring a letter and its accent together
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def typed_text(text: str, *, line_breaks: bool = False) -> str:
    """What a person meant to type or paste: as `plain_text`, but with every blank, and at most two loose marks a letter.

    Kept while it is typed, so that what is seen in a field is what goes on. `line_breaks` lets them stand.
    """
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if char == "\n" and line_breaks:
            kept.append(char)
        elif char in "\t\n\r\v\f\x85" or category[0] == "Z":
            kept.append(" ")
        elif (
            category not in _NOT_TEXT
            and category != "Cn"
            and char not in _LOOKS_EMPTY
            and marks <= MOST_MARKS
        ):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def clean_text(text: str, limit: int) -> str:
    """`plain_text` of at most `limit` characters; RuleBroken(`text_too_long`) beyond, never a silent cut."""
    cleaned = plain_text(text)
    if len(cleaned) > limit:
        raise RuleBroken(f"{len(cleaned)} characters, limit {limit}", code="text_too_long")
    return cleaned


def without_accents(text: str) -> str:
    """Upper-case letters and digits without Vietnamese marks (Đ becomes D), words parted by one blank."""
    stripped = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = (char for char in stripped if unicodedata.category(char) != "Mn")
    return " ".join(re.sub(r"[^0-9A-Z]+", " ", "".join(letters).upper()).split())


# --- telephone and e-mail ----------------------------------------------------------------------------------

_MOBILE = re.compile(r"[35789][0-9]{8}")
_EMAIL = re.compile(
    r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+(\.[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?\.)+[A-Za-z]{2,63}"
)


def normalise_phone(text: str) -> str:
    """A Vietnamese mobile number as E.164 (`+84…`), from `0…`, `84…`, `+84…` with blanks, dots, hyphens.

    Numbers are not tied to carriers (number portability). RuleBroken(`phone_invalid`) for anything else.
    """
    digits = re.sub(r"[\s.()/-]", "", unicodedata.normalize("NFKC", text))
    for prefix in ("+84", "0084", "84", "0"):
        rest = digits.removeprefix(prefix)
        if rest == digits:
            continue
        # many people write +84 0912…
        rest = rest.removeprefix("0") if prefix != "0" else rest
        if _MOBILE.fullmatch(rest):
            return f"+84{rest}"
    raise RuleBroken("not a Vietnamese mobile number", code="phone_invalid")


def mask_phone(text: str) -> str:
    """`+84912345678` as `091••••678`: enough to recognise one's own number, too little to call it."""
    try:
        national = "0" + normalise_phone(text)[3:]
    except RuleBroken:
        return _masked(text, 0, 3)
    return _masked(national, 3, 3)


def email_is_valid(text: str) -> bool:
    """An ordinary ASCII address: dotted local part of at most 64 characters, real domain, 254 in all."""
    local = text.partition("@")[0]
    return len(text) <= 254 and len(local) <= 64 and _EMAIL.fullmatch(text) is not None


# --- personal number ---------------------------------------------------------------------------------------

_TWELVE_DIGITS = re.compile(r"[0-9]{12}")


def check_personal_number(text: str) -> str:
    """The twelve digits, blanks and dots removed; RuleBroken(`personal_number_invalid`) for anything else.

    Source: Decree 137/2015. The number has no check digit; province codes are those of the birth registration,
    so the 63 old ones and those of foreign places stay valid.
    """
    digits = re.sub(r"[\s.]", "", text)
    if not _TWELVE_DIGITS.fullmatch(digits) or digits.startswith("000"):
        raise RuleBroken("not twelve digits of a personal number", code="personal_number_invalid")
    return digits


def personal_number_doubts(number: str, birth_year: int | None, gender: Gender | None) -> tuple[Doubt, ...]:
    """What in `PPP G YY RRRRRR` contradicts birth year or sex; G counts 0/1 for 1900s male/female, 2/3 2000s…"""
    if not _TWELVE_DIGITS.fullmatch(number):
        return ()
    century_and_sex, year_digits = int(number[3]), int(number[4:6])
    doubts: list[Doubt] = []
    if birth_year is not None and birth_year % 100 != year_digits:
        doubts.append(Doubt.YEAR_AND_NUMBER)
    wrong_century = birth_year is not None and birth_year // 100 != 19 + century_and_sex // 2
    wrong_sex = gender is not None and (gender is Gender.FEMALE) != bool(century_and_sex % 2)
    if wrong_century or wrong_sex:
        doubts.append(Doubt.SEX_AND_NUMBER)
    return tuple(doubts)


def mask_number(number: str) -> str:
    """`001199000001` as `001•••••0001`; shorter numbers show less, fewer than seven characters nothing."""
    return _masked(number, 3, 4) if len(number) >= 12 else _masked(number, 0, 3)


def _masked(text: str, head: int, tail: int) -> str:
    if len(text) < 7 or len(text) <= head + tail:
        return MASK * len(text)
    return text[:head] + MASK * (len(text) - head - tail) + text[-tail:]


# --- tax codes -----------------------------------------------------------------------------------------------

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def check_tax_code(text: str) -> str:
    """Ten digits of a company, thirteen of its branch (`0100109106-001`), or the twelve of a person (since July 2025).

    The tenth digit is 10 less the weighted sum of the nine before it modulo 11. RuleBroken(`tax_code_invalid`).
    """
    digits = re.sub(r"[\s.-]", "", text)
    if _TWELVE_DIGITS.fullmatch(digits) and "-" not in text:
        return check_personal_number(digits)
    company, branch = digits[:10], digits[10:]
    shaped = re.fullmatch(r"[0-9]{10}", company) and re.fullmatch(r"([0-9]{3})?", branch)
    total = (
        sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, company, strict=False))
        if shaped
        else 0
    )
    if not shaped or int(company[9]) != 10 - total % 11:
        raise RuleBroken("not a tax code", code="tax_code_invalid")
    return f"{company}-{branch}" if branch else company


# --- S10 postal item numbers -------------------------------------------------------------------------------

_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def s10_is_valid(text: str) -> bool:
    """UPU standard S10: two letters, eight digits, their check digit, country; blanks and case do not matter."""
    item = "".join(text.split()).upper()
    if not _S10.fullmatch(item):
        return False
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_S10_WEIGHTS, item[2:10], strict=True)) % 11
    return int(item[10]) == {10: 0, 11: 5}.get(rest, rest)


def group_s10(text: str) -> str:
    """As printed under the barcode: `RR 473 124 829 GB`."""
    item = "".join(text.split()).upper()
    return " ".join((item[:2], item[2:5], item[5:8], item[8:11], item[11:])).strip()


# --- dossier codes and local references --------------------------------------------------------------------

_DOSSIER_CODE = re.compile(r"[0-9A-Z]{1,3}(\.[0-9A-Z]{2,3}){0,4}-[0-9]{6}-[0-9]{4,8}")
_LOCAL_REFERENCE = re.compile(r"K-[0-9A-Z]{1,12}-[0-9]{6}-[0-9]{4,7}-[0-9A-Z]")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def dossier_code_is_valid(text: str) -> bool:
    """The shape of an official dossier code, tolerant of its three eras (`H26.99-261122-0001` and others)."""
    return _DOSSIER_CODE.fullmatch(text.strip().upper()) is not None


def make_local_reference(point: str, on: date, n: int) -> str:
    """`K-<point>-<yymmdd>-<n>-<check>`, this kiosk's own name for a dossier; not an official dossier code.

    `point` keeps its letters and digits only (at most 12), `n` counts from 1 within point and day.
    RuleBroken(`reference_invalid`) when either cannot be used.
    """
    place = re.sub(r"[^0-9A-Z]", "", point.upper())
    if not 1 <= len(place) <= 12 or not 1 <= n <= 9_999_999:
        raise RuleBroken("point has 1 to 12 letters or digits, n is 1 to 9999999", code="reference_invalid")
    body = f"K-{place}-{on:%y%m%d}-{n:04d}"
    return f"{body}-{_check_character(body)}"


def local_reference_is_valid(text: str) -> bool:
    """A local reference with the right check character; case and blanks around it do not matter."""
    reference = text.strip().upper()
    shaped = _LOCAL_REFERENCE.fullmatch(reference) is not None
    return shaped and _check_character(reference[:-2]) == reference[-1]


def _check_character(body: str) -> str:
    """One of 36 characters that catches every single wrong character and every swap of neighbours.

    ISO 7064 MOD 37,36 misses some swaps and MOD 37-2 needs `*`, so the sum runs over the field pair GF(4) × GF(9),
    which has exactly 36 elements: each symbol is weighted with a power of w = (x, 1 + i); w and w - 1 are both
    invertible, hence neither a changed symbol nor a swap can leave the sum as it was.
    """
    times_x = (0, 2, 3, 1)
    four, real, imaginary = 0, 0, 0
    for char in body.replace("-", ""):
        value = _ALPHABET.index(char)
        four = times_x[four ^ value % 4]
        real, imaginary = (real + value // 4 % 3) % 3, (imaginary + value // 12) % 3
        real, imaginary = (real - imaginary) % 3, (real + imaginary) % 3
    return _ALPHABET[four + 4 * real + 12 * imaginary]


# --- VietQR ------------------------------------------------------------------------------------------------


def vietqr_is_valid(text: str) -> bool:
    """EMVCo text with VietQR's payee (NAPAS), currency đồng, country VN and a right CRC-16/CCITT-FALSE."""
    return vietqr_fields(text) is not None


def vietqr_fields(text: str) -> dict[str, str] | None:
    """The outer fields of a valid VietQR by tag ("54" is the amount in đồng, "01" 11 static or 12 dynamic), else None."""
    if not text.isascii() or text[-8:-4] != "6304":
        return None
    try:
        fields = dict(_tlv(text))
        payee = dict(_tlv(fields.get("38", "")))
        account = dict(_tlv(payee.get("01", "")))
    except ValueError:
        return None
    amount = fields.get("54", "0")
    sound = (
        text.startswith("000201")
        and fields.get("63") == f"{_crc16(text[:-4].encode()):04X}"
        and payee.get("00") == "A000000727"
        and re.fullmatch(r"[0-9]{6}", account.get("00", "")) is not None
        and 1 <= len(account.get("01", "")) <= 19
        and fields.get("53") == "704"
        and fields.get("58") == "VN"
        and re.fullmatch(r"[0-9]{1,13}", amount) is not None
    )
    return fields if sound else None


def _tlv(text: str) -> Iterator[tuple[str, str]]:
    """(tag, value) pairs of two-digit tags and lengths; ValueError where the lengths do not add up."""
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if not re.fullmatch(r"[0-9]{4}", head) or at + 4 + int(head[2:]) > len(text):
            raise ValueError(head)
        yield head[:2], text[at + 4 : at + 4 + int(head[2:])]
        at += 4 + int(head[2:])


def _crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
