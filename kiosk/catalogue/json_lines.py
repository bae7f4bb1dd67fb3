"""Finds the line of a text on which a JSON value stands, for people who edit the file; it reads nothing else from it."""

import json
from collections.abc import Sequence

_decode = json.JSONDecoder().raw_decode


def line_of(text: str, pointer: str) -> int:
    """The line, from 1, of the value at an RFC 6901 pointer, or of the nearest value above it that is there.

    The text must be valid JSON.
    """
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return text.count("\n", 0, _place_of(text, _skip(text, 0), parts)) + 1


def _place_of(text: str, at: int, parts: Sequence[str]) -> int:
    if not parts or text[at] not in "{[":
        return at
    is_object = text[at] == "{"
    here, number = _skip(text, at + 1), 0
    while text[here] not in "}]":
        begins, name = here, str(number)
        if is_object:
            name, here = _decode(text, here)
            here = _skip(text, _skip(text, here) + 1)
        if name == parts[0]:
            # the line of a plain value is that of its name
            return _place_of(text, here, parts[1:]) if parts[1:] else begins
        here = _skip(text, _decode(text, here)[1])
        if text[here] == ",":
            here = _skip(text, here + 1)
        number += 1
    return at


def _skip(text: str, at: int) -> int:
    while text[at] in " \t\r\n":
        at += 1
    return at
