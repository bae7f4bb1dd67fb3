"""The two shapes of zone that are read: how many characters, how far apart, which may stand where (ICAO 9303-4 and -5)."""

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.readers.mrz.network import ALPHABET

COLUMNS = {3: 30, 2: 44}
"""Lines -> characters a line: TD1 (cards), TD3 (passports)."""
LINE_PITCH = {3: 4.23 / 2.54, 2: 6.35 / 2.54}
"""From line to line in widths of a character, of which ten make an inch."""

_DIGITS, _LETTERS = ALPHABET[:10], ALPHABET[10:36]
_MEANINGS = {
    "i": "IAC", "p": "P", "l": _LETTERS, "n": _LETTERS + "<", "d": _DIGITS, "f": _DIGITS + "<", "s": "MF<", "x": ALPHABET,
}  # fmt: skip
_PATTERNS = {
    3: (
        "in" + "lnn" + "x" * 9 + "f" + "x" * 15,
        "f" * 6 + "dsf" + "fffff" + "dlnn" + "x" * 11 + "d",
        "n" * 30,
    ),
    2: ("pnlnn" + "n" * 39, "x" * 9 + "dlnn" + "f" * 6 + "ds" + "f" * 6 + "d" + "x" * 14 + "fd"),
}


def allowed(lines: int) -> NDArray[np.bool_]:
    """(lines, columns, 37): may this character stand there?"""
    return np.array(
        [
            [[char in _MEANINGS[meaning] for char in ALPHABET] for meaning in pattern]
            for pattern in _PATTERNS[lines]
        ]
    )
