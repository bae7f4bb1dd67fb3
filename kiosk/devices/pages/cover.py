"""What lies over the rim of a flat page: fingers, folded or torn corners. Sees only what comes in from outside."""

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.perspective import MM_PER_INCH
from kiosk.devices.pages.picture import Floats
from kiosk.devices.pages.shade import LIGHT_DPI
from kiosk.devices.pixels import Picture

MARGIN_MM = 9.0
"""So much of the desk around the page must be in the picture given."""
DARK_SHARE, FOREIGN_COLOUR = 0.62, 17.0
"""Darker than this share of paper, or further from its colour (Lab units), is not paper."""
STROKES_MM = 3.2
"""Writing and rules are narrower."""
RIM_MM = (0.8, 2.6)
"""Whatever comes in from outside shows in this ring of the page."""
DEPTH_MM, AREA_MM2 = 5.5, 55.0
"""Less far in, or smaller, is a corner found a little beside its place."""
BREADTH_MM = (5.0, 90.0)
SAME_THING = 26.0
"""Lab distance within which the thing outside and the thing inside are one."""


WHITE = 215.0
"""Paper is brought to this level before colours are compared."""


class Cover(StrEnum):
    """What was seen."""

    NOTHING = "nothing"
    FINGER = "finger"
    CORNER = "corner"


def margin_px() -> int:
    """MARGIN_MM at LIGHT_DPI."""
    return round(MARGIN_MM / MM_PER_INCH * LIGHT_DPI)


def what_covers(around: Picture, light: Floats) -> Cover:
    """`around`: (H, W, 3) uint8 BGR, the page flat at LIGHT_DPI with `margin_px()` of desk on every side; `light`: what
    bare paper looks like at each place of the page itself."""
    scale, margin = LIGHT_DPI / MM_PER_INCH, margin_px()
    paper = np.percentile(light[::4, ::4].reshape(-1, 3), 70, axis=0)
    white = np.clip(around * (WHITE / np.maximum(paper, 1)).astype(np.float32), 0, 255)
    page = slice(margin, -margin)
    # shadows are taken out of the page; what its light cannot explain is not paper
    white[page, page] = np.clip(around[page, page] * (WHITE / light), 0, 255)
    lab = cv2.cvtColor(cv2.medianBlur(white.astype(np.uint8), 3), cv2.COLOR_BGR2LAB).astype(np.float32)
    inside = lab[page, page]
    usual = np.median(inside[::4, ::4].reshape(-1, 3), axis=0)
    dark = inside[..., 0] < DARK_SHARE * usual[0]
    coloured = np.hypot(inside[..., 1] - usual[1], inside[..., 2] - usual[2]) > FOREIGN_COLOUR
    foreign = dark | coloured
    reach = round(STROKES_MM * scale) | 1
    solid = cv2.morphologyEx(
        foreign.astype(np.uint8),
        cv2.MORPH_OPEN,
        np.ones((reach, reach), np.uint8),
        borderType=cv2.BORDER_REPLICATE,
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    found = Cover.NOTHING
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < AREA_MM2 * scale**2:
            continue
        sides = _sides_entered(labels == label, scale)
        if not sides or not _comes_from_outside(labels == label, lab, margin, scale):
            continue
        if len(sides) == 2 and not _looks_like_skin(white[page, page][labels == label]):
            found = Cover.CORNER
        else:
            return Cover.FINGER
    return found


def _sides_entered(thing: NDArray[np.bool_], scale: float) -> list[int]:
    """Sides (0 top, 1 right, 2 bottom, 3 left) over which the thing reaches far enough into the page."""
    sides = []
    ring = slice(round(RIM_MM[0] * scale), max(1, round(RIM_MM[1] * scale)))
    for side in range(4):
        seen = np.rot90(thing, side)
        columns = seen[ring].any(axis=0)
        breadth = columns.sum() / scale
        depth = seen[:, columns].sum(axis=0).max(initial=0) / scale
        if BREADTH_MM[0] < breadth < BREADTH_MM[1] and depth > DEPTH_MM:
            sides.append(side)
    return sides


def _comes_from_outside(
    thing: NDArray[np.bool_], lab: NDArray[np.float32], margin: int, scale: float
) -> bool:
    """True if what lies on the desk right beside the thing looks like the thing: the page has no edge there."""
    whole = np.zeros(lab.shape[:2], np.uint8)
    whole[margin:-margin, margin:-margin] = thing
    reach = 2 * round(3.5 * scale) + 1
    beside = cv2.dilate(whole, np.ones((reach, reach), np.uint8)) > 0
    skip = round(1.2 * scale)
    outside = np.ones(lab.shape[:2], bool)
    outside[margin - skip : skip - margin, margin - skip : skip - margin] = False
    beside &= outside
    if beside.sum() < 6:
        return False
    own = np.median(lab[whole > 0], axis=0)
    near = np.linalg.norm((lab[beside] - own) * (0.6, 1.0, 1.0), axis=1) < SAME_THING
    return bool(near.mean() > 0.35)


def _looks_like_skin(pixels: NDArray[np.float32]) -> bool:
    """Skin of any tone keeps to a narrow band of red and blue difference (Chai and Ngan, 1999)."""
    colour = np.median(pixels, axis=0).astype(np.uint8).reshape(1, 1, 3)
    _, red, blue = cv2.cvtColor(colour, cv2.COLOR_BGR2YCrCb)[0, 0].tolist()
    return bool(136 <= red <= 178 and 78 <= blue <= 127)
