"""Moves corners that are right to a pixel of a small picture to their place in the full one, a side at a time."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.lines import Numbers
from kiosk.devices.pages.picture import Corners
from kiosk.devices.pixels import Picture

SPOTS = 72
"""Places looked at along each side."""
ENDS_LEFT_OUT = 0.03
REACH_STEPS = 14
"""Profiles reach this many steps to both sides."""
FAINTEST_STEP = 2.0
FEWEST_SPOTS = 18
ROUNDS = 6
"""Of fitting the sides, each trusting what lies astray less than the one before."""

_SHARES = np.linspace(ENDS_LEFT_OUT, 1 - ENDS_LEFT_OUT, SPOTS)
_POWERS = np.stack([_SHARES**2, _SHARES, np.ones(SPOTS)], axis=1)
_PRODUCTS = (_POWERS[:, :, None] * _POWERS[:, None]).reshape(SPOTS, 9)
_STEADY = 1e-9 * np.eye(3)


@dataclass(frozen=True, slots=True)
class Refitted:
    """`corners` (4, 2) as moved; `clear_share` 0..1 of the places along the least clear side where a step was seen."""

    corners: Corners
    clear_share: float


def refit(picture: Picture, corners: Corners, reach_px: float) -> Refitted:
    """Corners on the strongest steps within `reach_px` of the given sides; a side without clear steps stays as it was.

    Each side is fitted as a shallow arc, so that a sheet that bows a little still gets its true corners."""
    step_px = reach_px / REACH_STEPS
    spans = np.roll(corners, -1, axis=0) - corners
    lengths = np.maximum(np.hypot(spans[:, 0], spans[:, 1]), 1e-6)
    ways = spans / lengths[:, None]
    normals = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
    spots = corners[:, None] + spans[:, None] * _SHARES[None, :, None]
    asides, clear = _strongest_steps(picture, spots, normals, step_px)
    far = np.array(picture.shape[1::-1]) - 2
    used = clear & (spots > 1).all(axis=2) & (spots < far).all(axis=2)
    used &= used.sum(axis=1, keepdims=True) >= FEWEST_SPOTS
    bends = _robust_bends(asides, used, step_px)
    astray = np.abs(bends @ _POWERS.T - asides) > 2.5 * step_px
    clear_share = float((used & ~astray).mean(axis=1).min())
    # where each side's arc starts and ends, and which way it runs there
    starts = corners + normals * bends[:, 2:]
    ends = corners + spans + normals * bends.sum(axis=1, keepdims=True)
    ways_at_start = ways + normals * (bends[:, 1] / lengths)[:, None]
    ways_at_end = ways + normals * ((2 * bends[:, 0] + bends[:, 1]) / lengths)[:, None]
    moved = np.array(
        [_meet(ends[k - 1], ways_at_end[k - 1], starts[k], ways_at_start[k], corners[k]) for k in range(4)]
    )
    if (np.linalg.norm(moved - corners, axis=1) > 3 * reach_px).any():
        return Refitted(corners, 0.0)
    return Refitted(moved, clear_share)


def _strongest_steps(
    picture: Picture, spots: Numbers, normals: Numbers, step_px: float
) -> tuple[Numbers, NDArray[np.bool_]]:
    """(4, SPOTS) each: how far beside each spot (4, SPOTS, 2) the strongest step lies, and whether it is clear."""
    offsets = np.arange(-REACH_STEPS, REACH_STEPS + 1) * step_px
    places = (spots[:, :, None] + normals[:, None, None] * offsets[None, None, :, None]).astype(np.float32)
    across = np.diff(_profiles(picture, places), axis=2)
    # inside lies towards +normal: paper there is brighter than the shadow or desk beside it
    light = across[..., 0]
    strength = np.where(light > 0, light, -0.5 * light) + 0.7 * (
        np.abs(across[..., 1]) + np.abs(across[..., 2])
    )
    middles = (offsets[1:] + offsets[:-1]) / 2
    strength *= (1 - 0.35 * np.abs(middles) / np.abs(middles).max()).astype(np.float32)
    calm = [cv2.GaussianBlur(side, (0, 0), sigmaX=0.8, sigmaY=1.2) for side in strength]
    steps = np.asarray(calm, np.float32)
    peak = steps.argmax(axis=2)
    height = np.take_along_axis(steps, peak[..., None], axis=2)[..., 0]
    usual = np.median(height, axis=1, keepdims=True)
    clear = height > np.maximum(FAINTEST_STEP, 0.35 * usual)
    return middles[peak] + _between(steps, peak) * step_px, np.asarray(clear, np.bool_)


def _profiles(picture: Picture, places: NDArray[np.float32]) -> NDArray[np.float32]:
    """(4, SPOTS, offsets, 3) lightness and two colour differences at those places."""
    rows = places.reshape(-1, places.shape[2], 2)
    map_x, map_y = np.ascontiguousarray(rows[..., 0]), np.ascontiguousarray(rows[..., 1])
    seen = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    sides = seen.astype(np.float32).reshape(*places.shape[:3], 3)
    bgr = np.stack([cv2.GaussianBlur(side, (0, 0), sigmaX=0.7, sigmaY=1.5) for side in sides])
    blue, green, red = bgr[..., 0], bgr[..., 1], bgr[..., 2]
    return np.stack([(blue + green + red) / 3, red - green, blue - green], axis=3)


def _between(strength: NDArray[np.float32], peak: NDArray[np.intp]) -> Numbers:
    """Where between the samples the top of the parabola through peak and neighbours lies, -0.5..0.5."""
    last = strength.shape[2] - 1
    near = np.clip(peak[..., None] + (-1, 0, 1), 0, last)
    around = np.take_along_axis(strength, near, axis=2).astype(np.float64)
    left, top, right = around[..., 0], around[..., 1], around[..., 2]
    bow = left - 2 * top + right
    is_top = bow < -1e-6
    return np.asarray(
        np.clip(np.where(is_top, 0.5 * (left - right) / np.where(is_top, bow, -1), 0), -0.5, 0.5)
    )


def _robust_bends(asides: Numbers, used: NDArray[np.bool_], step_px: float) -> Numbers:
    """(4, 3) parabolas over the share of the side, each through most of its used places (4, SPOTS); outliers (fingers,
    things beside the sheet) lose their say. Zeros for a side of which no place is used."""
    bends = np.zeros((4, 3))
    for side in range(4):
        if used[side].any():
            bends[side, 2] = np.median(asides[side, used[side]])
    tolerance = 4 * step_px
    for turn in range(ROUNDS):
        weights = used / (1 + ((bends @ _POWERS.T - asides) / tolerance) ** 2)
        # straight first, bowed once the outliers are known
        first = 1 if turn < ROUNDS // 2 else 0
        squares = (weights @ _PRODUCTS).reshape(4, 3, 3) + _STEADY
        sums = (weights * asides) @ _POWERS
        bends[:, first:] = np.linalg.solve(squares[:, first:, first:], sums[:, first:, None])[..., 0]
        tolerance = max(0.55 * tolerance, step_px)
    return bends


def _meet(p: Numbers, d: Numbers, q: Numbers, e: Numbers, corner: Numbers) -> Numbers:
    """Where the line through `p` along `d` crosses that through `q` along `e`; `corner` where they hardly do."""
    sine = d[0] * e[1] - d[1] * e[0]
    if abs(sine) < 0.2:
        return corner
    gap = q - p
    return np.asarray(p + d * (gap[0] * e[1] - gap[1] * e[0]) / sine)
