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
"""Of fitting one side, each trusting what lies astray less than the one before."""


@dataclass(frozen=True, slots=True)
class Refitted:
    """`corners` (4, 2) as moved; `clear_share` 0..1 of the places along the least clear side where a step was seen."""

    corners: Corners
    clear_share: float


def refit(picture: Picture, corners: Corners, reach_px: float) -> Refitted:
    """Corners on the strongest steps within `reach_px` of the given sides; a side without clear steps stays as it was.

    Each side is fitted as a shallow arc, so that a sheet that bows a little still gets its true corners."""
    step_px = reach_px / REACH_STEPS
    arcs = [_fit_side(picture, corners[k], corners[(k + 1) % 4], step_px) for k in range(4)]
    moved = np.array([_meet(arcs[k - 1], arcs[k], corners[k]) for k in range(4)])
    clear_share = min(arc.clear_share for arc in arcs)
    if (np.linalg.norm(moved - corners, axis=1) > 3 * reach_px).any():
        return Refitted(corners, 0.0)
    return Refitted(moved, clear_share)


class _Arc:
    """Side from `start` along unit `way`; `aside(t)` is how far the true rim lies along `normal` at share t."""

    def __init__(self, start: Numbers, end: Numbers) -> None:
        span = end - start
        self.start = start
        self.length = float(np.linalg.norm(span))
        self.way = span / max(self.length, 1e-6)
        self.normal = np.array([-self.way[1], self.way[0]])
        self.bend = np.zeros(3)
        self.clear_share = 0.0

    def tangent_at(self, share: float) -> tuple[Numbers, Numbers]:
        """A point on the arc at that share of its length and the direction there."""
        point = self.start + self.way * share * self.length + self.normal * np.polyval(self.bend, share)
        slope = np.polyval(np.polyder(self.bend), share) / max(self.length, 1e-6)
        return point, self.way + self.normal * slope


def _fit_side(picture: Picture, start: Numbers, end: Numbers, step_px: float) -> _Arc:
    arc = _Arc(start, end)
    shares = np.linspace(ENDS_LEFT_OUT, 1 - ENDS_LEFT_OUT, SPOTS)
    offsets = np.arange(-REACH_STEPS, REACH_STEPS + 1) * step_px
    spots = start + arc.way * (shares * arc.length)[:, None]
    places = (spots[:, None] + arc.normal * offsets[None, :, None]).astype(np.float32)
    profiles = _profiles(picture, places)
    across = np.diff(profiles, axis=1)
    # inside lies towards +normal: paper there is brighter than the shadow or desk beside it
    rising = np.clip(across[..., 0], 0, None)
    strength = rising + 0.5 * np.clip(-across[..., 0], 0, None) + 0.7 * np.abs(across[..., 1:]).sum(axis=2)
    middles = (offsets[1:] + offsets[:-1]) / 2
    strength = strength * (1 - 0.35 * np.abs(middles) / np.abs(middles).max())
    strength = cv2.GaussianBlur(strength.astype(np.float32), (0, 0), sigmaX=0.8, sigmaY=1.2)
    peak = strength.argmax(axis=1)
    height = strength[np.arange(SPOTS), peak]
    clear = height > max(FAINTEST_STEP, 0.35 * float(np.median(height)))
    in_frame = (spots > 1).all(axis=1) & (spots < np.array(picture.shape[1::-1]) - 2).all(axis=1)
    used = clear & in_frame
    if used.sum() < FEWEST_SPOTS:
        return arc
    found = middles[peak] + _between(strength, peak) * step_px
    arc.bend = _robust_bend(shares[used], found[used], step_px)
    astray = np.abs(np.polyval(arc.bend, shares) - found) > 2.5 * step_px
    arc.clear_share = float((used & ~astray).mean())
    return arc


def _profiles(picture: Picture, places: NDArray[np.float32]) -> NDArray[np.float32]:
    """(SPOTS, offsets, 3) lightness and two colour differences at those places."""
    map_x, map_y = np.ascontiguousarray(places[..., 0]), np.ascontiguousarray(places[..., 1])
    seen = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    bgr = cv2.GaussianBlur(seen.astype(np.float32), (0, 0), sigmaX=0.7, sigmaY=1.5)
    light = bgr.mean(axis=2)
    return np.stack([light, bgr[..., 2] - bgr[..., 1], bgr[..., 0] - bgr[..., 1]], axis=2)


def _between(strength: NDArray[np.float32], peak: NDArray[np.intp]) -> Numbers:
    """Where between the samples the top of the parabola through peak and neighbours lies, -0.5..0.5."""
    rows = np.arange(len(peak))
    last = strength.shape[1] - 1
    left, top, right = (strength[rows, np.clip(peak + d, 0, last)].astype(np.float64) for d in (-1, 0, 1))
    bow = left - 2 * top + right
    return np.asarray(
        np.clip(np.where(bow < -1e-6, 0.5 * (left - right) / np.where(bow < -1e-6, bow, -1), 0), -0.5, 0.5)
    )


def _robust_bend(shares: Numbers, asides: Numbers, step_px: float) -> Numbers:
    """Parabola through most of the points; outliers (fingers, things beside the sheet) lose their say."""
    powers = np.vander(shares, 3)
    bend = np.array([0.0, 0.0, np.median(asides)])
    tolerance = 4 * step_px
    for turn in range(ROUNDS):
        weights = 1 / (1 + ((powers @ bend - asides) / tolerance) ** 2)
        # straight first, bowed once the outliers are known
        used = powers[:, 1 if turn < ROUNDS // 2 else 0 :]
        weighted = used * weights[:, None]
        solved = np.linalg.solve(weighted.T @ used + 1e-9 * np.eye(used.shape[1]), weighted.T @ asides)
        bend = np.concatenate([np.zeros(3 - len(solved)), solved])
        tolerance = max(0.55 * tolerance, step_px)
    return bend


def _meet(before: _Arc, after: _Arc, corner: Numbers) -> Numbers:
    """Where the end of one arc and the start of the next cross."""
    (p, d), (q, e) = before.tangent_at(1.0), after.tangent_at(0.0)
    sine = d[0] * e[1] - d[1] * e[0]
    if abs(sine) < 0.2:
        return corner
    gap = q - p
    return np.asarray(p + d * (gap[0] * e[1] - gap[1] * e[0]) / sine)
