"""Small bright patches that may be a sheet far away: where to look more closely. Judges no sheet."""

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.devices.pages.edges import TEXT_GAP_PX
from kiosk.devices.pixels import Picture

SMALLEST_SHARE, LARGEST_SHARE = 0.006, 0.15
"""Of the frame: smaller sheets are specks, larger ones are found without looking closer."""
LEVELS = range(40, 245, 12)
"""Grey levels that patches are cut out at: a sheet in half light is darker than a desk in full light."""
LEAST_SOLID = 0.92
"""Share of its convex outline that a patch fills."""
ROUNDING_SHARE = 0.05
"""An outline is a quadrilateral if four corners describe it to within this share of its length."""
MOST_PATCHES = 3
SURROUNDINGS = 0.6
"""So much of the patch's own width and height is cut out beside it."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A box around a patch and its surroundings, in pixels of the picture it was found in."""

    left: int
    top: int
    right: int
    bottom: int


def bright_patches(small: Picture) -> list[Patch]:
    """The likeliest few in `small` (H, W, 3) uint8 BGR with a short side of a few hundred pixels, most solid first."""
    light = cv2.medianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), 3)
    paper = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((TEXT_GAP_PX, TEXT_GAP_PX), np.uint8))
    height, width = paper.shape
    found: list[tuple[float, tuple[int, int, int, int]]] = []
    for level in LEVELS:
        mask = cv2.threshold(paper, level, 255, cv2.THRESH_BINARY)[1]
        for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
            x, y, across, down = cv2.boundingRect(outline)
            if x == 0 or y == 0 or x + across == width or y + down == height:
                continue
            hull = cv2.convexHull(outline)
            area = cv2.contourArea(hull)
            if not SMALLEST_SHARE < area / paper.size < LARGEST_SHARE:
                continue
            solid = cv2.contourArea(outline) / area
            corners = cv2.approxPolyDP(hull, ROUNDING_SHARE * cv2.arcLength(hull, True), True)
            if solid > LEAST_SOLID and len(corners) == 4:
                found.append((solid, (x, y, across, down)))
    chosen: list[tuple[int, int, int, int]] = []
    for _, box in sorted(found, reverse=True):
        if len(chosen) < MOST_PATCHES and not any(_same_place(box, other) for other in chosen):
            chosen.append(box)
    return [_with_surroundings(box, width, height) for box in chosen]


def _same_place(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether the middle of one box lies in the other."""
    x, y = one[0] + one[2] / 2, one[1] + one[3] / 2
    return other[0] < x < other[0] + other[2] and other[1] < y < other[1] + other[3]


def _with_surroundings(box: tuple[int, int, int, int], width: int, height: int) -> Patch:
    x, y, across, down = box
    beside, above = round(SURROUNDINGS * across), round(SURROUNDINGS * down)
    return Patch(
        max(0, x - beside),
        max(0, y - above),
        min(width, x + across + beside),
        min(height, y + down + above),
    )
