"""Where everything stands in a QR code of a version: fixed patterns, format, data, blocks; ISO/IEC 18004, no pictures."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

VERSIONS = range(3, 17)
"""Versions that are tried softly: 60 to 500 bytes; cards carry 5 to 13."""

LEVELS = "MLHQ"
"""Error correction by the two bits that name it."""

# ISO/IEC 18004, table 9, versions 1 to 16: check symbols a block, then blocks
_CHECKS = {
    "L": (7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24),
    "M": (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28),
    "Q": (13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24),
    "H": (17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30),
}
_BLOCKS = {
    "L": (1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6),
    "M": (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10),
    "Q": (1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17),
    "H": (1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16),
}
_FORMAT_POLYNOMIAL, _FORMAT_MASK = 0x537, 0x5412
_VERSION_POLYNOMIAL = 0x1F25

Signs = NDArray[np.int8]
Places = NDArray[np.int32]


def side_of(version: int) -> int:
    """Modules a side."""
    return 17 + 4 * version


@dataclass(frozen=True, slots=True)
class Layout:
    """`fixed` (n, n): +1 dark, −1 light, 0 not the same in every code; `rows`, `columns`: data modules in their order."""

    fixed: Signs
    rows: Places
    columns: Places


@lru_cache(maxsize=32)
def layout(version: int) -> Layout:
    """The layout of a version."""
    n = side_of(version)
    fixed, taken = np.zeros((n, n), np.int8), np.zeros((n, n), bool)

    def ring(row: int, column: int, reach: int, dark: tuple[int, ...]) -> None:
        for y in range(max(0, row - reach), min(n, row + reach + 1)):
            for x in range(max(0, column - reach), min(n, column + reach + 1)):
                fixed[y, x] = 1 if max(abs(y - row), abs(x - column)) in dark else -1
                taken[y, x] = True

    for row, column in ((3, 3), (3, n - 4), (n - 4, 3)):
        ring(row, column, 4, (0, 1, 3))
    timing = np.where(np.arange(8, n - 8) % 2 == 0, 1, -1)
    fixed[6, 8:-8] = fixed[8:-8, 6] = timing
    taken[6, 8:-8] = taken[8:-8, 6] = True
    for row, column in alignment_centres(version):
        ring(row, column, 2, (0, 2))
    taken[8, :9] = taken[:9, 8] = taken[8, n - 8 :] = taken[n - 8 :, 8] = True
    fixed[n - 8, 8] = 1
    if version >= 7:
        word = _with_remainder(version, 12, _VERSION_POLYNOMIAL)
        for i in range(18):
            y, x = i // 3, n - 11 + i % 3
            fixed[y, x] = fixed[x, y] = 1 if word >> i & 1 else -1
            taken[y, x] = taken[x, y] = True
    rows, columns = _data_order(taken)
    return Layout(fixed, rows, columns)


def alignment_centres(version: int) -> list[tuple[int, int]]:
    """(row, column) of the middles of the alignment patterns."""
    if version == 1:
        return []
    n, count = side_of(version), version // 7 + 2
    step = (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    lines = [6, *reversed([n - 7 - i * step for i in range(count - 1)])]
    corners = {(6, 6), (6, n - 7), (n - 7, 6)}
    return [(row, column) for row in lines for column in lines if (row, column) not in corners]


def _data_order(taken: NDArray[np.bool_]) -> tuple[Places, Places]:
    """Two columns at a time from the right, up and down in turn, without the column of timing."""
    n = len(taken)
    order: list[tuple[int, int]] = []
    upwards, right = True, n - 1
    while right > 0:
        right -= right == 6
        for y in range(n - 1, -1, -1) if upwards else range(n):
            order += [(y, x) for x in (right, right - 1) if not taken[y, x]]
        upwards, right = not upwards, right - 2
    places = np.array(order, np.int32)
    return places[:, 0], places[:, 1]


def _with_remainder(data: int, bits: int, polynomial: int) -> int:
    remainder = data
    for _ in range(bits):
        remainder = (remainder << 1) ^ ((remainder >> (bits - 1)) * polynomial)
    return data << bits | remainder


@lru_cache(maxsize=256)
def mask(n: int, which: int) -> Signs:
    """(n, n): −1 where the mask turns a module over, else +1."""
    y, x = np.mgrid[0:n, 0:n]
    rule = (
        (y + x) % 2,
        y % 2,
        x % 3,
        (y + x) % 3,
        (y // 2 + x // 3) % 2,
        y * x % 2 + y * x % 3,
        (y * x % 2 + y * x % 3) % 2,
        ((y + x) % 2 + y * x % 3) % 2,
    )[which]
    return np.where(rule == 0, -1, 1).astype(np.int8)


@lru_cache(maxsize=1)
def format_words() -> Signs:
    """(32, 15): the format's bits as ±1, lowest first, by its five data bits (two of level, three of mask)."""
    words = [_with_remainder(data, 10, _FORMAT_POLYNOMIAL) ^ _FORMAT_MASK for data in range(32)]
    return np.array([[1 if word >> i & 1 else -1 for i in range(15)] for word in words], np.int8)


@lru_cache(maxsize=32)
def format_places(n: int) -> tuple[Places, Places]:
    """(row, column) of the format's 15 bits, lowest first: around the first finder, and its copy."""
    around = [(i, 8) for i in range(6)] + [(7, 8), (8, 8), (8, 7)] + [(8, 14 - i) for i in range(9, 15)]
    copy = [(8, n - 1 - i) for i in range(8)] + [(n - 15 + i, 8) for i in range(8, 15)]
    return np.array(around, np.int32), np.array(copy, np.int32)


@dataclass(frozen=True, slots=True)
class Blocks:
    """`places[i]`: where the codewords of block i stand in the symbol, data first; the last `checks` are check symbols."""

    places: tuple[Places, ...]
    checks: int


@lru_cache(maxsize=128)
def blocks(version: int, level: str) -> Blocks:
    """How the codewords of a symbol are shared out."""
    checks, count = _CHECKS[level][version - 1], _BLOCKS[level][version - 1]
    total = len(layout(version).rows) // 8
    lengths = [total // count - checks + (i >= count - total % count) for i in range(count)]
    places: list[list[int]] = [[] for _ in range(count)]
    place = 0
    for i in range(max(lengths)):
        for block, length in enumerate(lengths):
            if i < length:
                places[block].append(place)
                place += 1
    for _ in range(checks):
        for block in range(count):
            places[block].append(place)
            place += 1
    return Blocks(tuple(np.array(own, np.int32) for own in places), checks)
