"""Tells which ways the print in a picture runs, likeliest first; says nothing of what is printed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture

_JOINS_PX = (5, 9)
"""Gaps that are closed whichever way they lie: characters of a line run together, lines stay apart."""
_SHORTEST_SHARE = 0.06
_THICKEST_SHARE = 0.05
_SLIMMEST = 5.0
"""Length ÷ thickness of what may be print in a row."""
_SPREAD_DEG = 1.5
"""How much the rows of one document differ, seen askew."""
_ONE_WAY_DEG = 4.0
_MOST = 4

Doubles = NDArray[np.float64]


def directions(ink: Picture) -> list[float]:
    """Degrees by which `ink` (H, W), not 0 where there is any, is to be turned anticlockwise so that rows of it lie
    level; -90 to 90, at most four."""
    angles, lengths = _rows(ink)
    votes = np.bincount(np.round(angles).astype(int) % 180, lengths, 180)
    reach = int(3 * _SPREAD_DEG) + 1
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / _SPREAD_DEG) ** 2)
    votes = np.convolve(np.pad(votes, reach, mode="wrap"), bell, "valid")
    found: list[float] = []
    while len(found) < _MOST and votes.max() > _SHORTEST_SHARE * max(ink.shape):
        top = int(votes.argmax())
        off = _between(angles, top)
        near = np.abs(off) < _ONE_WAY_DEG
        found.append(float(_between(np.average(off[near], weights=lengths[near]) + top, 0)))
        votes[np.abs(_between(np.arange(180), top)) < 2 * _ONE_WAY_DEG] = 0
    return found


def differ(one_deg: float, other_deg: float) -> float:
    """Degrees between two directions, upside down being the same: 0 to 90."""
    return abs(float(_between(one_deg, other_deg)))


def _between(one_deg: float | Doubles | NDArray[np.intp], other_deg: float) -> Doubles:
    return np.asarray((np.asarray(one_deg) - other_deg + 90) % 180 - 90, np.float64)


def _rows(ink: Picture) -> tuple[Doubles, Doubles]:
    """(directions, lengths) of long thin blobs, whichever way they lie."""
    longest = max(ink.shape)
    found: list[tuple[float, float]] = []
    for join_px in _JOINS_PX:
        around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (join_px, join_px))
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, around)
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
        longer = boxes[1:, 2:4].max(axis=1) > _SHORTEST_SHARE * longest
        for number in (np.flatnonzero(longer) + 1).tolist():
            left, top, width, height, area = boxes[number].tolist()
            blob = (labels[top : top + height, left : left + width] == number).astype(np.uint8)
            moments = cv2.moments(blob, binaryImage=True)
            across, down, both = (moments[name] / area for name in ("mu20", "mu02", "mu11"))
            lean = np.hypot((across - down) / 2, both)
            middle = (across + down) / 2
            length, thickness = (
                float(np.sqrt(12 * max(each, 0.1))) for each in (middle + lean, middle - lean)
            )
            if length > _SLIMMEST * thickness and thickness < _THICKEST_SHARE * longest:
                found.append((float(np.degrees(np.arctan2(2 * both, across - down))) / 2, length))
    return np.array([angle for angle, _ in found]), np.array([length for _, length in found])
