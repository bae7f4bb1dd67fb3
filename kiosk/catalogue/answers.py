"""Turns typed words and known data into the JSON values that a form wants; it judges nothing."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.domain.form_field import FormField

_SEPARATORS = re.compile(r"[\s.\-]+")
_THOUSANDS = re.compile(r"[\s.,]+")
_BLANKS = re.compile("[ \u00a0\u2000-\u200a\u202f\u3000]+")
_VIETNAMESE_DATE = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_WHOLE_NUMBER = re.compile(r"^[+-]?\d{1,15}$")
_DECIMAL_NUMBER = re.compile(r"^[+-]?\d{1,15}(\.\d{1,6})?$")
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_YES_NO = {"true": True, "false": False}
_GENDERS = {
    "male": ("male", "nam", "m"),
    "female": ("female", "nữ", "nu", "f"),
}


def read_answer(field: FormField, schema: Mapping[str, Any], typed: object) -> object:
    """The answer as the form's JSON value, in NFC and without needless blanks; None when there is none.

    Numbers, IDs and phones may be typed with separators, dates as 31/12/2026. What cannot be read stays as
    typed, so that the check can say what is wrong with it.
    """
    if not isinstance(typed, str):
        return typed
    words = unicodedata.normalize("NFC", typed)
    if field.widget == "long_text":
        words = "\n".join(_tidy(line) for line in words.replace("\r\n", "\n").split("\n")).strip()
    else:
        words = _tidy(words)
    if not words:
        return None
    match field.widget:
        case "choice":
            return next(
                (value for value, _ in field.choices if str(value).casefold() == words.casefold()), words
            )
        case "yes_no":
            return _YES_NO.get(words.casefold(), words)
        case "number":
            return _number(schema, words)
        case "digits" | "phone":
            return _SEPARATORS.sub("", words)
        case "date":
            return _iso_date(words)
        case _:
            return words


def known_about(person: Mapping[str, Any], path: str) -> list[object]:
    """What the wire's person knows at a path such as "applicant.phone", in every form a question may want."""
    root, *steps = path.split(".")
    if root != "applicant":
        return []
    found: object = person
    for step in steps:
        found = found.get(step) if isinstance(found, Mapping) else None
    if found is None or found == "" or isinstance(found, Mapping | list):
        return []
    if steps == ["phone"] and isinstance(found, str) and found.startswith("+84"):
        return [found, "0" + found.removeprefix("+84")]
    if steps == ["gender"]:
        return [found, *next((same for same in _GENDERS.values() if str(found).casefold() in same), ())]
    return [found]


def real_date(value: object) -> date | None:
    """The day of an ISO date `YYYY-MM-DD` that exists; None for anything else."""
    if not isinstance(value, str) or not _ISO_DATE.match(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def has_hidden_characters(value: object, line_breaks_allowed: bool) -> bool:
    """Whether a text holds control, formatting or unassigned characters, which no person types on purpose."""
    if not isinstance(value, str):
        return False
    return any(
        unicodedata.category(letter) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
        and not (letter == "\n" and line_breaks_allowed)
        for letter in value
    )


def _tidy(words: str) -> str:
    return _BLANKS.sub(" ", words).strip(" ")


def _number(schema: Mapping[str, Any], words: str) -> object:
    if schema.get("type") == "number":
        plain = words.replace(" ", "").replace(",", ".")
        return float(plain) if _DECIMAL_NUMBER.match(plain) else words
    plain = _THOUSANDS.sub("", words)
    return int(plain) if _WHOLE_NUMBER.match(plain) else words


def _iso_date(words: str) -> str:
    if match := _VIETNAMESE_DATE.match(words):
        day, month, year = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return words
