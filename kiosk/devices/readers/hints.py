"""What keeps a code from being read, measured in its square, and the one thing the person should change."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture, reduced
from kiosk.devices.readers.finding import SeenGrid
from kiosk.devices.readers.locating import Square
from kiosk.domain.scan import Hint, Quad

_CODE_DENSITY = 26.0
"""Texture weaker than this is no code: unread ones mostly have 30 to 60, print 10 to 20, wood and skin below 8."""
_CODE_SIDES = 1.7
"""A run of fillers in a machine-readable zone is as dense as a code but not square."""
USUAL_MODULES = 53
"""A code of version 9, the middle of what cards carry."""
NEARER_BELOW_PX_PER_MODULE = 2.0
BURNT_FROM = 252
BURNT_SHARE = 0.06
DARK_BELOW = 50.0
LIT_PARTS_FROM = 80.0
"""Where even the brightest twentieth of the picture is darker than this, the room is."""
BLURRED_FROM_MODULES = 0.8
BLURRED_FROM_PX = 3.2
"""An edge of a sharp code takes one to two pixels to cross."""
TILTED_FROM = 1.45
CUT_OFF_WITHIN_PX = 3.0

_CARD_RATIO = (1.46, 1.9)
"""ID-1 is 1.585 to 1; a sheet of A4 is 1.414 to 1."""
_TELLING_WIDTH_PX = 360.0
"""A card of this width has a code of 1.2 pixels a module."""
_CODE_TO_CARD = 15 / 85.6
_HIDING_MODULES = 2.3
"""Edges of print as wide as so many modules of a code: the code itself is grey."""
_CARD_SHARE = (0.02, 0.85)
_CARD_WIDTH_PX = 480
_BURNT_PATCH_SHARE = 0.006
_PRINT_DENSITY = 10.0
_BLURRED_DENSITY, _BLURRED_PRINT_PX = 17.0, 4.0
"""Texture as dense as that, with edges as wide as that, is print out of focus; sharp print's are narrower."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What the square of an unread code looks like."""

    px_per_module: float
    burnt_share: float
    brightness: float
    unsharp: bool
    sides_ratio: float
    cut_off: bool = False


def looks_like_code(square: Square) -> bool:
    """Dense and square enough to speak of an unread code rather than of print."""
    return square.density >= _CODE_DENSITY and square.side_px <= _CODE_SIDES * min(square.size)


def measure(grey: Picture, square: Square) -> Measures:
    """Measure the surroundings of `square` in `grey`, (H, W) uint8."""
    height, width = grey.shape
    reach = square.side_px * 0.55
    left, top = max(0, int(square.centre[0] - reach)), max(0, int(square.centre[1] - reach))
    inside = grey[top : int(square.centre[1] + reach) + 1, left : int(square.centre[0] + reach) + 1]
    corners = np.asarray(square.corners)
    rim = min(corners.min(), (width - corners[:, 0]).min(), (height - corners[:, 1]).min())
    return Measures(
        px_per_module=min(square.size) / USUAL_MODULES,
        burnt_share=float((inside >= BURNT_FROM).mean()),
        brightness=float(inside.mean()),
        unsharp=_edge_px(inside) >= BLURRED_FROM_PX,
        sides_ratio=square.side_px / max(min(square.size), 1.0),
        cut_off=bool(rim < CUT_OFF_WITHIN_PX),
    )


def _edge_px(inside: Picture) -> float:
    """Contrast divided by the steepest slopes."""
    if min(inside.shape) < 8:
        return 0.0
    smooth = cv2.GaussianBlur(inside, (3, 3), 0.7)
    slope_x, slope_y = (
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8),
        cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8),
    )
    slope = float(np.percentile(np.hypot(slope_x, slope_y), 96))
    low, high = np.percentile(smooth, (4, 96))
    return float(high - low) / max(slope, 1e-3)


def measure_grid(grey: Picture, grid: SeenGrid) -> Measures:
    """Measure a code whose grid is known, in `grey`, (H, W) uint8: nothing beside the code counts."""
    corners = grid.lattice.corners
    mask = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1)
    inside = grey[mask > 0]
    sides = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)
    return Measures(
        px_per_module=grid.lattice.module_px,
        burnt_share=float((inside >= BURNT_FROM).mean()) if len(inside) else 0.0,
        brightness=float(inside.mean()) if len(inside) else 0.0,
        unsharp=grid.blur_modules >= BLURRED_FROM_MODULES,
        sides_ratio=float(sides.max() / max(sides.min(), 1.0)),
    )


def hint_for(measures: Measures) -> Hint:
    """What helps most, light before place before patience."""
    if measures.brightness < DARK_BELOW:
        return Hint.MORE_LIGHT
    if measures.burnt_share > BURNT_SHARE:
        return Hint.LESS_GLARE
    if measures.cut_off:
        return Hint.FARTHER
    if measures.px_per_module < NEARER_BELOW_PX_PER_MODULE:
        return Hint.NEARER
    if not measures.unsharp and measures.sides_ratio > TILTED_FROM:
        return Hint.STRAIGHTEN
    return Hint.HOLD_STILL


def hint_without_code(grey: Picture, squares: Sequence[Square]) -> tuple[Hint, Quad | None]:
    """(hint, where the card lies) of a picture in which no code shows, (H, W) uint8; `squares` as found in it."""
    small, scale = reduced(grey, _CARD_WIDTH_PX)
    if float(np.percentile(small, 95)) < LIT_PARTS_FROM:
        return Hint.MORE_LIGHT, None
    burnt = small >= BURNT_FROM
    # print beside a burnt patch: a card whose code the lamp hides; a bare desk under a lamp has no print
    if burnt.mean() > _BURNT_PATCH_SHARE and any(square.density > _PRINT_DENSITY for square in squares):
        return Hint.LESS_GLARE, None
    card = find_card(small)
    if card is None:
        blurred = next((square for square in squares if _is_blurred_print(grey, square)), None)
        return (Hint.HOLD_STILL, blurred.corners) if blurred else (Hint.SHOW_CARD, None)
    mask = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(np.asarray(card)).astype(np.int32), 1)
    corners = np.asarray(card) / scale
    width_px = float(np.linalg.norm(corners[1:] - corners[0], axis=1)[[0, 2]].max())
    if burnt[mask > 0].mean() > BURNT_SHARE:
        hint = Hint.LESS_GLARE
    elif width_px < _TELLING_WIDTH_PX:
        # so small that a code on it would not show: nobody can say which side this is
        hint = Hint.NEARER
    else:
        # neither can anybody of a card that is blurred as far as to hide one
        left, top, width, height = cv2.boundingRect(corners.astype(np.float32))
        crop = grey[max(0, top) : top + height, max(0, left) : left + width]
        module_px = width_px * _CODE_TO_CARD / USUAL_MODULES
        hint = Hint.HOLD_STILL if _edge_px(crop) > _HIDING_MODULES * module_px else Hint.OTHER_SIDE
    a, b, c, d = ((x / scale, y / scale) for x, y in card)
    return hint, (a, b, c, d)


def _is_blurred_print(grey: Picture, square: Square) -> bool:
    """A code or print too blurred to say which: of a card that fingers or the frame's border cover, its outline shows less."""
    if square.density < _BLURRED_DENSITY:
        return False
    half = square.side_px / 2
    left, top = max(0, int(square.centre[0] - half)), max(0, int(square.centre[1] - half))
    inside = grey[top : int(square.centre[1] + half) + 1, left : int(square.centre[0] + half) + 1]
    return _edge_px(inside) >= _BLURRED_PRINT_PX


def find_card(small: Picture) -> Quad | None:
    """The outline of something with the sides of a bank card, clockwise; None when there is none.

    `small`: (H, W) uint8, a few hundred pixels wide: only the outline is to be seen.
    """
    # text and pictures inside the card are closed away, its outline stays
    plain = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)), 5)
    best: tuple[float, Quad] | None = None
    for low, high in ((30, 90), (12, 40)):
        edges = cv2.dilate(cv2.Canny(plain, low, high), np.ones((3, 3), np.uint8))
        outlines, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            hull = np.asarray(cv2.convexHull(outline), np.int32)
            share = cv2.contourArea(hull) / small.size
            if not _CARD_SHARE[0] < share < _CARD_SHARE[1] or (best is not None and share <= best[0]):
                continue
            rounded_off = cv2.approxPolyDP(hull, 0.035 * cv2.arcLength(hull, True), True)
            corners = np.asarray(rounded_off, np.int32).reshape(-1, 2)
            if len(corners) == 4 and _has_card_sides(corners) and _fills(hull, share * small.size):
                a, b, c, d = corners.astype(float).tolist()
                best = share, ((a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1]))
        if best is not None:
            return best[1]
    return None


def _has_card_sides(corners: NDArray[np.int32]) -> bool:
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    lengths = (float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2)
    opposite = (sides[0] / max(sides[2], 1e-3), sides[1] / max(sides[3], 1e-3))
    parallel = all(1 / 1.35 < ratio < 1.35 for ratio in opposite)
    return parallel and _CARD_RATIO[0] < max(lengths) / max(min(lengths), 1.0) < _CARD_RATIO[1]


def _fills(hull: NDArray[np.int32], pixels: float) -> bool:
    """The outline is a filled rectangle's, not a loose heap of lines."""
    _, (width, height), _ = cv2.minAreaRect(hull)
    return bool(pixels > 0.82 * width * height)
