"""A 64-bit mark of where the ink of a page lies, for telling that the same page was taken twice. Holds no content."""

import cv2
import numpy as np

from kiosk.devices.pixels import Picture

GRID = 48
BITS = 64
SAME_BITS = 7
"""Two marks that differ in at most so many bits are of the same page."""


def fingerprint(even: Picture) -> int:
    """`even`: (H, W) uint8 upright flat page, paper at 255. The bits are the signs of 64 low waves of the ink's
    density; which page lies how on the desk, its light and small shifts do not change them much."""
    ink = (255 - even).astype(np.float32)
    ink = np.minimum(ink, 110)
    edge_y, edge_x = (max(1, round(0.02 * length)) for length in ink.shape)
    inner = cv2.resize(ink[edge_y:-edge_y, edge_x:-edge_x], (GRID, GRID), interpolation=cv2.INTER_AREA)
    inner = cv2.GaussianBlur(inner, (0, 0), 1.0)
    waves = cv2.dct(np.asarray(inner, np.float32))
    values = waves[_ROWS, _COLUMNS]
    return int("".join("1" if value > 0 else "0" for value in values), 2)


def differing_bits(one: int, other: int) -> int:
    """How many of the 64 bits differ."""
    return (one ^ other).bit_count()


def is_same_page(one: int, other: int) -> bool:
    """True if the two marks are of the same page."""
    return differing_bits(one, other) <= SAME_BITS


def _lowest_waves() -> tuple[list[int], list[int]]:
    """Rows and columns of the 64 lowest waves but the mean, lines counting finer than columns as text does."""
    waves = sorted(
        (row * 0.8 + column, row, column) for row in range(16) for column in range(12) if row + column > 0
    )
    return [row for _, row, _ in waves[:BITS]], [column for _, _, column in waves[:BITS]]


_ROWS, _COLUMNS = _lowest_waves()
