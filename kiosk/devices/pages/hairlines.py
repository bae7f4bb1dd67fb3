"""Finds the thin straight shadow that the rim of a sheet throws on another of the same white. Knows no sheets, only lines."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.picture import Floats
from kiosk.devices.pixels import Picture

STEEPEST_DEG = 14.0
"""Sheets on a heap are turned against each other by no more."""
BESIDE_PX, ALONG_PX = 4, 5
"""Bare paper is looked for so far on both sides of a shadow; shadows are evened along so many pixels."""
FAINTEST_SHARE, NOISE_TIMES = 0.012, 2.5
"""A shadow takes at least this share of the light, and so many times the picture's own noise."""
DARKEST_PX = 20.0
"""Grey level below which shares of light mean nothing."""
HOUGH_PX, HOUGH_DEG = 2.0, 0.25
LEAST_VOTES = 0.4
"""Share of the page's length that lies on one straight line before it is looked at more closely."""
MOST_LOOKED_AT, SAME_LINE_PX = 24, 6.0
SHORTEST_CHORD = 0.6
"""Of the page's length: a line across a corner is none across the page."""
FIT_REACHES_PX, FEWEST_FITTED = (3, 2, 1), 3
PIECES, PIECES_HIDDEN, PIECE_SEEN = 16, 2, 0.4
"""A rim is seen in all of its pieces but so many, which things, writing or the desk in a notch hide."""
END_PIECES = 3
"""A rim reaches one side of the page, and the other to within so many pieces."""
STEP_SHARE = 0.1
"""A rim that goes on beside the desk, in the notch between two sheets, is a step of at least this share of the light."""


@dataclass(frozen=True, slots=True)
class Hairline:
    """A line across the page from left to right: `start`, `end` are its pixels down the left and the right side, beyond the
    page's height where it leaves by another side; `tilt_deg` against the page's own rows."""

    start: float
    end: float
    tilt_deg: float


def hairlines(grey: Picture) -> list[Hairline]:
    """Shadows from left to right through `grey` (H, W) uint8, a flat page at some 60 dots an inch; turn it for the others."""
    depth, step = _depth_and_step(grey)
    noise = float(np.median(np.abs(depth))) / 0.6745
    faintest = max(FAINTEST_SHARE, NOISE_TIMES * noise)
    above, below = np.roll(depth, 1, axis=0), np.roll(depth, -1, axis=0)
    crests = np.where((depth >= above) & (depth >= below) & (depth > faintest), depth, np.float32(0))
    crests[:BESIDE_PX] = crests[-BESIDE_PX:] = 0
    seen = (cv2.dilate(crests, np.ones((3, 1), np.uint8)) > 0) | (step > STEP_SHARE)
    found: list[Hairline] = []
    for line in _straight(crests):
        is_new = all(abs(line.start - one.start) + abs(line.end - one.end) > SAME_LINE_PX for one in found)
        if is_new and _runs_across(seen, line):
            found.append(line)
    return found


def _depth_and_step(grey: Picture) -> tuple[Floats, Floats]:
    """(H, W) each: the share of the light that a place lacks beside the darker of what lies above and below it, and by what
    share those two differ."""
    along = cv2.blur(grey.astype(np.float32), (ALONG_PX, 1))
    beside = cv2.blur(along, (1, 3))
    above, below = np.roll(beside, BESIDE_PX, axis=0), np.roll(beside, -BESIDE_PX, axis=0)
    darker = np.minimum(above, below)
    light = np.maximum(darker, DARKEST_PX)
    return np.asarray((darker - along) / light), np.asarray(np.abs(above - below) / light)


def _straight(crests: Floats) -> Iterator[Hairline]:
    """The lines most crests lie on, each fitted to its crests."""
    height, width = crests.shape
    reach = np.deg2rad(STEEPEST_DEG)
    voted = cv2.HoughLines(
        (crests > 0).astype(np.uint8),
        HOUGH_PX,
        np.deg2rad(HOUGH_DEG),
        round(LEAST_VOTES * width),
        min_theta=np.pi / 2 - reach,
        max_theta=np.pi / 2 + reach,
    )
    across = np.arange(width)
    for rho, theta in [] if voted is None else voted.reshape(-1, voted.shape[-1])[:MOST_LOOKED_AT, :2]:
        down = (rho - across * np.cos(theta)) / np.sin(theta)
        for reach_px in FIT_REACHES_PX:
            offsets = np.arange(-reach_px, reach_px + 1)[:, None]
            rows = np.rint(down).astype(np.intp) + offsets
            near = np.where((rows >= 0) & (rows < height), crests[np.clip(rows, 0, height - 1), across], 0)
            is_seen = near.max(axis=0) > 0
            if is_seen.sum() < FEWEST_FITTED:
                break
            at = rows[near.argmax(axis=0), across]
            slope, foot = np.polyfit(across[is_seen], at[is_seen], 1)
            down = foot + slope * across
        yield Hairline(
            float(down[0]), float(down[-1]), float(np.rad2deg(np.arctan2(down[-1] - down[0], width)))
        )


def _runs_across(seen: NDArray[np.bool_], line: Hairline) -> bool:
    height, width = seen.shape
    down = np.rint(np.linspace(line.start, line.end, width)).astype(np.intp)
    across = np.flatnonzero((down >= BESIDE_PX) & (down < height - BESIDE_PX))
    if len(across) < max(PIECES, SHORTEST_CHORD * width):
        return False
    pieces = np.array([piece.mean() for piece in np.array_split(seen[down[across], across], PIECES)])
    # print ends before the page does on both sides; a rim may end on one, where the upper sheet's next rim begins
    first, last = (ends[:END_PIECES].max() > PIECE_SEEN for ends in (pieces, pieces[::-1]))
    touches = max(pieces[0], pieces[-1]) > PIECE_SEEN
    return bool(first and last and touches and np.sort(pieces)[PIECES_HIDDEN] > PIECE_SEEN)
