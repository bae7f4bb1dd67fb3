"""Which way up a flat page is to be read, from its lines of Latin writing; reads no letter of it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.perspective import MM_PER_INCH
from kiosk.devices.pages.picture import Floats
from kiosk.devices.pixels import Picture

READING_DPI = 150.0
INK = 0.22
"""Share of the paper's light that a pixel must lack to count as ink."""
LETTER_MM = (0.5, 7.0)
"""Heights and widths of letters and joined words' parts; rules, frames, stamps and photographs are larger."""
ROWS_OVER_COLUMNS = 1.35
"""The row profile of level text is rougher than the column profile by at least this factor."""
FEWEST_LINES = 4
"""Counted in each third of the page, so that two short lines are enough."""
SURE = 0.09
"""Surplus of ink above the small letters over ink below them, as a share of both; Vietnamese has some 0.2 to 0.45."""


@dataclass(frozen=True, slots=True)
class ReadingWay:
    """`turns` quarter turns clockwise make the page readable; `sure_of_top` is False where top and bottom could not be
    told apart and the nearer way (0 or 1 turn) is given; `has_lines` is False where no lines of text were found."""

    turns: int
    sure_of_top: bool
    has_lines: bool


def reading_way(even: Picture) -> ReadingWay:
    """`even`: (H, W) uint8 at READING_DPI, paper 255 everywhere (see sharpness and shade)."""
    letters = _letters(even)
    rows, columns = _roughness(letters.sum(axis=1)), _roughness(letters.sum(axis=0))
    if max(rows, columns) <= 0 or max(rows, columns) < ROWS_OVER_COLUMNS * min(rows, columns):
        return ReadingWay(0, False, False)
    is_level = rows > columns
    surplus, lines = _surplus_above(letters if is_level else np.rot90(letters, -1))
    sure = lines >= FEWEST_LINES and abs(surplus) > SURE
    turns = (0 if is_level else 1) + (2 if sure and surplus < 0 else 0)
    return ReadingWay(turns, sure, True)


def _letters(even: Picture) -> Floats:
    """(H, W) 1.0 where ink of letter-sized pieces is."""
    scale = READING_DPI / MM_PER_INCH
    ink = (even < 255 * (1 - INK)).astype(np.uint8)
    edge = round(2 * scale)
    ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = 0, 0, 0, 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    low, high = LETTER_MM[0] * scale, LETTER_MM[1] * scale
    kept = (
        (np.maximum(width, height) > low)
        & (np.minimum(width, height) < high)
        & (np.maximum(width, height) < 3 * high)
    )
    # a rule is long and thin
    kept &= np.maximum(width, height) < 12 * np.minimum(width, height)
    kept[0] = False
    return np.asarray(kept[labels], np.float32)


def _roughness(profile: NDArray[np.float32]) -> float:
    """How much the profile changes over a millimetre, against how much there is: high across lines of text."""
    step = round(1.0 * READING_DPI / MM_PER_INCH)
    smooth = np.convolve(profile, np.ones(step) / step, mode="same")
    return float(np.abs(smooth[step:] - smooth[:-step]).sum() / max(smooth.sum(), 1.0))


def _surplus_above(letters: Floats) -> tuple[float, int]:
    """(ink above - ink below) / (above + below) the bodies of small letters, over all lines; and how many of them."""
    above = below = 0.0
    lines = 0
    # the two halves of a page may be out of level by a pixel or two
    for part in np.array_split(letters, 3, axis=1):
        profile = np.convolve(part.sum(axis=1), (0.25, 0.5, 0.25), mode="same")
        for top, body_top, body_bottom, bottom in _lines(profile):
            above += float(profile[top:body_top].sum())
            below += float(profile[body_bottom:bottom].sum())
            lines += 1
    return (above - below) / max(above + below, 1.0), lines


def _lines(profile: NDArray[np.float64]) -> list[tuple[int, int, int, int]]:
    """Top, top of the small letters, their bottom, bottom of each line, in rows."""
    scale = READING_DPI / MM_PER_INCH
    found = []
    busy = profile > max(1.0, 0.02 * float(profile.max()))
    changes = np.flatnonzero(np.diff(np.concatenate([[False], busy, [False]]).astype(np.int8)))
    for top, bottom in zip(changes[::2], changes[1::2], strict=True):
        if not 1.6 * scale < bottom - top < 9 * scale:
            continue
        line = profile[top:bottom]
        body = np.flatnonzero(line > 0.5 * np.percentile(line, 90))
        body_top, body_bottom = int(top + body[0]), int(top + body[-1] + 1)
        if body_bottom - body_top < 0.75 * (bottom - top):
            found.append((int(top), body_top, body_bottom, int(bottom)))
    return found
