"""Where in a picture a QR code may be, read or not: texture that is dense in both directions; decodes nothing.

A code is the one thing on a card that is dark and light everywhere inside its square, along rows and along columns.
Text is dense along one direction only, pictures and security lines are weak.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture, reduced
from kiosk.domain.scan import Point, Quad

Floats = NDArray[np.float32]

WORKING_WIDTH_PX = 1280
CELL_PX = 4
"""Density is measured in cells of 4 × 4 working pixels."""
WINDOWS_CELLS = (15, 23, 35)
"""Sides of the squares looked for: 60, 92 and 140 working pixels."""
_LEAST_OF_FIRST = 0.2
_STRONGEST_STEP = 160
_CORE_SHARES = (0.45, 0.65)
"""A code ends where the density falls below this share of its core's."""
_PATCH_CELLS = 45
_SMALLEST_CELLS = 8.0
_LONGEST_TO_SHORTEST = 2.6
_SAME_PLACE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Square:
    """A place that may hold a code. Measures in pixels of the whole picture; `angle_deg` as cv2.minAreaRect gives it."""

    centre: Point
    size: tuple[float, float]
    angle_deg: float
    density: float
    """How much stronger than a plain surface the texture is; codes reach 20 and more."""

    @property
    def side_px(self) -> float:
        """The longer side."""
        return max(self.size)

    @property
    def corners(self) -> Quad:
        """Clockwise in the picture."""
        a, b, c, d = cv2.boxPoints((self.centre, self.size, self.angle_deg)).tolist()
        return (a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1])


def square_around(corners: Quad) -> Square:
    """The square of a code whose corners are known."""
    centre, size, angle = cv2.minAreaRect(np.asarray(corners, np.float32))
    return Square(
        (float(centre[0]), float(centre[1])), (float(size[0]), float(size[1])), float(angle), np.inf
    )


def dense_squares(grey: Picture, peaks: int = 1) -> list[Square]:
    """Candidates, densest first. `grey`: (H, W) uint8 of any size; 3 to 5 ms.

    `peaks`: how many places are looked at for each size of window; with more of them print comes along.
    """
    working, scale = reduced(grey, WORKING_WIDTH_PX)
    if min(working.shape) < 4 * CELL_PX:
        return []
    density, brightness = _density(working)
    relative = cv2.boxFilter(_per_light(density, brightness, 15), -1, (5, 5))
    found: list[Square] = []
    for window in WINDOWS_CELLS:
        filled = np.asarray(cv2.boxFilter(density, -1, (window, window)), np.float32)
        scores = _per_light(filled, brightness, window)
        for peak, score in _peaks(scores, window, peaks):
            for share in _CORE_SHARES:
                square = _square_about(np.asarray(relative, np.float32), peak, share, score, CELL_PX / scale)
                if square is not None:
                    found.append(square)
    found.sort(key=lambda square: -square.density)
    return without_doubles(found)


def _peaks(scores: Floats, window: int, most: int) -> Iterator[tuple[tuple[int, int], float]]:
    """((x, y), score) of the highest places, apart from each other; lines of print may come before a blurred code."""
    first = 0.0
    for _ in range(most):
        _, score, _, (x, y) = cv2.minMaxLoc(scores)
        first = first or score
        if score < _LEAST_OF_FIRST * first:
            return
        yield (int(x), int(y)), float(score)
        cv2.circle(scores, (int(x), int(y)), int(window * 0.7), (0.0,), -1)


def without_doubles(squares: Sequence[Square]) -> list[Square]:
    """The first of those that lie in the same place."""
    kept: list[Square] = []
    for square in squares:
        apart = (
            np.hypot(square.centre[0] - other.centre[0], square.centre[1] - other.centre[1])
            >= _SAME_PLACE_SHARE * other.side_px
            for other in kept
        )
        if all(apart):
            kept.append(square)
    return kept


def _density(working: Picture) -> tuple[Floats, Floats]:
    """(texture that is strong along rows and along columns, mean brightness), a value a cell."""
    smooth = cv2.GaussianBlur(working, (3, 3), 0.8)
    across = cv2.convertScaleAbs(cv2.Sobel(smooth, cv2.CV_16S, 1, 0))
    down = cv2.convertScaleAbs(cv2.Sobel(smooth, cv2.CV_16S, 0, 1))
    cells = (working.shape[1] // CELL_PX, working.shape[0] // CELL_PX)
    # one hard edge is not texture: very strong steps count no more than strong ones
    along = [
        cv2.resize(np.minimum(step, _STRONGEST_STEP), cells, interpolation=cv2.INTER_AREA)
        for step in (across, down)
    ]
    both = np.minimum(along[0], along[1]).astype(np.float32)
    brightness = cv2.resize(smooth, cells, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.sqrt(np.asarray(cv2.boxFilter(both, -1, (3, 3)), np.float32)), brightness


def _per_light(density: Floats, brightness: Floats, window: int) -> Floats:
    """Steps are as much weaker as the light is: compare them with it."""
    light = np.asarray(cv2.boxFilter(brightness, -1, (window, window)), np.float32)
    return np.asarray(density * density / (light + 20) * 100, np.float32)


def _square_about(
    relative: Floats, peak: tuple[int, int], share: float, score: float, px_per_cell: float
) -> Square | None:
    """The blob of like density around a peak, as the smallest rectangle about it."""
    left, top = max(0, peak[0] - _PATCH_CELLS), max(0, peak[1] - _PATCH_CELLS)
    patch = relative[top : peak[1] + _PATCH_CELLS + 1, left : peak[0] + _PATCH_CELLS + 1]
    x, y = peak[0] - left, peak[1] - top
    core = float(np.median(patch[max(0, y - 4) : y + 5, max(0, x - 4) : x + 5]))
    labels = cv2.connectedComponents((patch > share * core).astype(np.uint8), connectivity=4)[1]
    label = labels[y, x]
    if not label:
        return None
    blob = cv2.morphologyEx((labels == label).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    if not blob.any():
        return None
    points = cv2.findNonZero(blob)
    (centre_x, centre_y), (width, height), angle = cv2.minAreaRect(points)
    width, height = width + 1, height + 1
    if min(width, height) < _SMALLEST_CELLS or max(width, height) > _LONGEST_TO_SHORTEST * min(width, height):
        return None
    centre = ((centre_x + left + 0.5) * px_per_cell, (centre_y + top + 0.5) * px_per_cell)
    return Square(centre, (width * px_per_cell, height * px_per_cell), angle, score)
