"""Makes a slip's values harmless plain text before a template sees them; knows no template and no paper."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.domain.rules import MASK, MOST_MARKS, plain_text
from kiosk.ui.receipts.fields import FIELDS, Field, Text
from kiosk.ui.receipts.problems import ValuesInvalid

_MOST_ITEMS = 60
_ELLIPSIS = "…"
_VIETNAMESE = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u1ea0-\u1ef9\u2013-\u201d…₫]*")
"""Letters and signs without a loose mark among them: as harmless as they look."""
_PRINTED_MASK = "X"
"""The screen's dots are specks on worn thermal paper, and nobody can count them."""


def printable(value: object, most_characters: int) -> str:
    """`value` as one line of NFC text without control, bidi, private or unassigned characters, cut with an ellipsis."""
    # far longer than any field: nobody reads it, and cleaning costs time
    visible = plain_text(str(value)[: most_characters * 8])
    if _VIETNAMESE.fullmatch(visible) and len(visible) <= most_characters:
        return visible
    kept: list[str] = []
    marks = 0
    for char in visible:
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if category != "Cn" and marks <= MOST_MARKS:
            kept.append(char)
    text = unicodedata.normalize("NFC", "".join(kept)).strip().replace(MASK, _PRINTED_MASK)
    return text if len(text) <= most_characters else text[: most_characters - 1].rstrip() + _ELLIPSIS


def prepare_values(template: str, values: Mapping[str, object]) -> dict[str, Any]:
    """Every field of the template, cleaned and cut to its length; empty where `values` has none, or 0.

    Raises ValuesInvalid for a name it does not have, or a value of another shape: mistakes of
    the program or of a file somebody wrote, never of a citizen.
    """
    fields = FIELDS[template]
    if unknown := sorted(values.keys() - fields.keys()):
        raise ValuesInvalid(f"receipt {template} has no field {unknown[0]}; it has {', '.join(fields)}")
    return {name: _prepared(field, values.get(name), f"{template}.{name}") for name, field in fields.items()}


def _prepared(field: Field, value: object, name: str) -> Any:
    if isinstance(field, tuple):
        return _text(field, value, name)
    if value is None:
        return []
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise ValuesInvalid(f"receipt field {name} takes a list")
    item = field[0]
    if isinstance(item, tuple):
        return [_text(item, each, name) for each in value[:_MOST_ITEMS]]
    return [_record(item, each, name) for each in value[:_MOST_ITEMS]]


def _record(fields: dict[str, Text], value: object, name: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValuesInvalid(f"receipt field {name} takes a list of records")
    if unknown := sorted(value.keys() - fields.keys()):
        raise ValuesInvalid(f"receipt field {name} has no part {unknown[0]}; it has {', '.join(fields)}")
    return {key: _text(field, value.get(key), f"{name}.{key}") for key, field in fields.items()}


def _text(field: Text, value: object, name: str) -> str:
    if value is None or value == 0:
        return ""
    if not isinstance(value, str | int):
        raise ValuesInvalid(f"receipt field {name} takes text")
    return printable(value, field[0])
