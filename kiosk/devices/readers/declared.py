"""Codes that declare an encoding other than UTF-8 (ECI, AIM ITS/04-023): their bytes as UTF-8; guesses nothing."""

import re

_ENCODINGS = {
    **{number: f"iso8859-{number - 2}" for number in (*range(3, 14), *range(15, 19))},
    20: "shift_jis",
    21: "cp1250",
    22: "cp1251",
    23: "cp1252",
    24: "cp1256",
    25: "utf-16-be",
    26: "utf-8",
    27: "ascii",
    28: "big5",
    29: "gb18030",
    30: "euc_kr",
    32: "gb18030",
    33: "utf-16-le",
    34: "utf-32-be",
    35: "utf-32-le",
}
_PIECE = re.compile(rb"\\([0-9]{6})|((?:[^\\]|\\\\)+)")
_AT_FIRST = 3
"""Latin-1 holds until something else is declared (ISO/IEC 18004, 7.3.2)."""


def in_utf8(transmitted: bytes) -> bytes | None:
    """The message of a code in UTF-8; None where it declares nothing, something unknown, or breaks what it declares.

    `transmitted` is as scanners send it under the ECI protocol: a symbology identifier of three characters, then data in
    which a backslash and six digits name an encoding, and a backslash that belongs to the data is doubled.
    """
    number, declares = _AT_FIRST, False
    message = ""
    try:
        for designator, data in _PIECE.findall(transmitted[3:]):
            if designator:
                number, declares = int(designator), True
            else:
                message += data.replace(b"\\\\", b"\\").decode(_ENCODINGS[number])
    except (KeyError, UnicodeError):
        return None
    return message.encode() if declares else None
