"""Follows a code's grid from frame to frame of a burst: a tenth of the work of finding it, and where it alone would be missed."""

from statistics import fmean

import cv2
import numpy as np

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.locating import square_around
from kiosk.devices.readers.soft.lattice import Corners, Lattice, fit_lattice
from kiosk.devices.readers.soft.layout import VERSIONS
from kiosk.devices.readers.soft.starts import cut_patch

REACH_SHARE, LEAST_REACH_PX = 0.15, 12
"""How far a hand moves between two frames, in sides of the code."""
STILL_THERE = 0.35
"""Likeness of the two frames' pictures of the code, −1 to 1, below which it is lost."""
STEPS = 6
VERSIONS_APART, FRAMES_TO_TELL, CLOSE_FIT = 1, 2, 0.06
"""A version is fitted to so many frames before it is left out for fitting worse than another by more than this."""


class LatticeTrack:
    """The last grid that was seen clearly and not read, what the code looked like there, and how well each version has fitted.

    Grids of neighbouring versions fit a blurred code almost alike: it is told over several frames which it is."""

    def __init__(self) -> None:
        self._kept: tuple[Lattice, Picture, tuple[int, int]] | None = None
        self._fits: dict[int, list[float]] = {}

    @property
    def corners(self) -> Corners | None:
        """(4, 2) where the code was seen last, None before it was."""
        return None if self._kept is None else self._kept[0].corners

    def keep(self, grey: Picture, lattice: Lattice) -> None:
        """`grey`: (H, W) uint8 with the code at `lattice`."""
        left, top, right, bottom = _box(lattice.corners, grey, 0)
        self._kept = lattice, grey[top:bottom, left:right].copy(), (left, top)

    def forget(self) -> None:
        """The code was read, or is another's."""
        self._kept = None
        self._fits.clear()

    def follow(self, grey: Picture) -> Lattice | None:
        """The grid in the next frame, None where the code has gone."""
        if self._kept is None:
            return None
        lattice, before, origin = self._kept
        side_px = float(np.ptp(lattice.corners, axis=0).max())
        left, top, right, bottom = _box(
            lattice.corners, grey, int(max(LEAST_REACH_PX, REACH_SHARE * side_px))
        )
        around = grey[top:bottom, left:right]
        if around.shape[0] < before.shape[0] or around.shape[1] < before.shape[1] or not before.size:
            return None
        _, likeness, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(around, before, cv2.TM_CCOEFF_NORMED))
        if likeness < STILL_THERE:
            return None
        moved = lattice.corners + np.array([left + x - origin[0], top + y - origin[1]])
        a, b, c, d = moved.tolist()
        patch = cut_patch(grey, square_around(((a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1]))))
        found: dict[int, Lattice] = {}
        for version in self._likely_versions(lattice.version):
            found[version] = fit_lattice(patch.relief, patch.inside(moved), version, steps=STEPS, a_module=2)
            self._fits.setdefault(version, []).append(found[version].fit + found[version].inner_fit)
        return patch.outside(found[max(found, key=lambda version: fmean(self._fits[version]))])

    def _likely_versions(self, last: int) -> list[int]:
        """All near the last one at first; then the one that has fitted best, and what comes close to it."""
        best = max((fmean(fits) for fits in self._fits.values()), default=0.0)
        near = [version for version in VERSIONS if abs(version - last) <= VERSIONS_APART]
        return [
            version
            for version in near
            if len(self._fits.get(version, ())) < FRAMES_TO_TELL
            or fmean(self._fits[version]) > best - CLOSE_FIT
        ]


def _box(corners: Corners, grey: Picture, beside_px: int) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of the code and so much beside it, within the picture."""
    height, width = grey.shape
    left, top = (np.floor(corners.min(axis=0)).astype(int) - beside_px).tolist()
    right, bottom = (np.ceil(corners.max(axis=0)).astype(int) + beside_px).tolist()
    return max(0, left), max(0, top), min(width, right), min(height, bottom)
