"""Who the holder is, out of data groups 1, 2 and 13; whether they are genuine is judged elsewhere.

Data group 13 is each country's own. On Vietnamese cards it holds numbered texts; the numbers were seen in public
programs, the frame around them was not published, so it is looked for rather than expected.
"""

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date

from kiosk.devices.chips import tlv
from kiosk.devices.chips.failures import ChipFailed, Unreadable
from kiosk.domain.chip import ChipTrouble
from kiosk.domain.identity import Doubt, IdDocument
from kiosk.domain.mrz import compare, parse_mrz, read_zone, split_lines
from kiosk.domain.person import Gender

NUMBER, NAME, BIRTH, SEX, RESIDENCE, ISSUED, EXPIRES, OLD_NUMBER = 1, 2, 3, 4, 9, 11, 12, 16
"""Of the numbered texts of Vietnamese cards; 5–8, 10 and 13–15 are not needed and not looked at."""
_TEXT_TAGS = frozenset({0x0C, 0x13, 0x14, 0x16, 0x1A})
_SEXES = {"nam": Gender.MALE, "nữ": Gender.FEMALE, "nu": Gender.FEMALE}
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51")
"""JPEG, JPEG 2000 file, JPEG 2000 code stream."""
LARGEST_SIDE_PX, SHOWN_SIDE_PX = 4000, 640


def holder_of(zone_file: bytes, personal_file: bytes | None, today: date) -> IdDocument:
    """The holder by data group 1, with accents, address and dates of data group 13 where the chip has one.

    Without it the name is the zone's, in capitals and without accents. Raises Unreadable where the zone keeps not
    to its own rules, OTHER_PERSON where the two groups are not of one person.
    """
    zone_text = tlv.need(zone_file, 0x61, 0x5F1F).decode("ascii", "replace")
    seen = parse_mrz(zone_text, today)
    if seen is None or seen.document is None:
        raise Unreadable(f"zone in data group 1: {seen.problem if seen else 'no zone'}")
    holder = _with_texts(seen.document, personal_file)
    if holder.expires_on is not None and holder.expires_on < today:
        return replace(holder, doubts=(*holder.doubts, Doubt.EXPIRED))
    return holder


def issuing_state(zone_file: bytes) -> str:
    """Three letters of data group 1, such as VNM; empty where the zone has none."""
    zone = read_zone(split_lines(tlv.need(zone_file, 0x61, 0x5F1F).decode("ascii", "replace")))
    return zone.issuer if zone else ""


def _with_texts(by_zone: IdDocument, personal_file: bytes | None) -> IdDocument:
    texts = numbered_texts(personal_file) if personal_file else {}
    if not texts.get(NAME):
        return by_zone
    born = _day(texts.get(BIRTH, ""))
    whole = replace(
        by_zone,
        full_name=texts[NAME],
        name_without_marks=False,
        birth_date=by_zone.birth_date or born,
        gender=_SEXES.get(texts.get(SEX, "").casefold(), by_zone.gender),
        address=texts.get(RESIDENCE, ""),
        old_number=texts.get(OLD_NUMBER) or None,
        issued_on=_day(texts.get(ISSUED, "")),
        expires_on=by_zone.expires_on or _day(texts.get(EXPIRES, "")),
    )
    if whole.birth_date is not None:
        whole = replace(whole, doubts=tuple(doubt for doubt in whole.doubts if doubt is not Doubt.BIRTH_DATE))
    said = replace(whole, number=texts.get(NUMBER, whole.number), birth_date=born or whole.birth_date)
    if compare(said, by_zone):
        raise ChipFailed(ChipTrouble.OTHER_PERSON, "data groups 1 and 13")
    return whole


def numbered_texts(file: bytes) -> dict[int, str]:
    """Number → text, from every sequence of a small number and texts, wherever it stands; NFC, blanks collapsed."""
    found: dict[int, str] = {}
    at = 0
    while at < len(file):
        if file[at] == 0x30 and (entry := _entry(file, at)) is not None:
            number, text, at = entry
            found.setdefault(number, text)
        else:
            at += 1
    return found


def _entry(file: bytes, at: int) -> tuple[int, str, int] | None:
    """(number, text, end) of a numbered text that begins at `at`; None where none does."""
    try:
        _, begins, length = tlv.read_head(file, at)
        end = begins + length
        if end > len(file) or file[begins : begins + 2] != b"\x02\x01":
            return None
        tag, value = next(tlv.elements(file[begins + 3 : end]), (0, b""))
    except (Unreadable, IndexError):
        return None
    if tag not in _TEXT_TAGS:
        return None
    text = unicodedata.normalize("NFC", value.decode("utf-8", "replace"))
    return file[begins + 2], " ".join(text.split()), end


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{2})[-/.]?(\d{2})[-/.]?(\d{4})", text)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def photo_of(file: bytes) -> bytes:
    """The holder's picture of data group 2 as a JPEG that any screen can show; empty where it holds none."""
    starts = [at for mark in _PICTURE_STARTS if (at := file.find(mark)) >= 0]
    return _as_jpeg(file[min(starts) :]) if starts else b""


def _as_jpeg(picture: bytes) -> bytes:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "JPEG2000")) as image:
            if max(image.size) > LARGEST_SIDE_PX:
                return b""
            shown = image.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return b""
    shown.thumbnail((SHOWN_SIDE_PX, SHOWN_SIDE_PX))
    written = io.BytesIO()
    shown.save(written, "JPEG", quality=90)
    return written.getvalue()
