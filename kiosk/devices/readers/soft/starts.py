"""First guesses where a code's grid lies: from three finder patterns in a dense square, or from a decoder's failure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.locating import Square
from kiosk.devices.readers.soft.lattice import Corners, Floats, Lattice, Relief, fit_lattice, relief
from kiosk.devices.readers.soft.layout import VERSIONS, side_of

FIT_PX = 170.0
"""A code is reduced to this side for finding its grid: three pixels a module are plenty."""
_SURE_FIT, _SETTLED_FIT, _LEAST_FIT = 0.72, 0.82, 0.35
_VERSIONS_SETTLED = 4
_SIDE_PX, _MARGIN = 150, 0.28
_FINDER_PX = (1.8, 2.2, 2.65, 3.2, 3.9)
"""Sizes of a module in a square of `_SIDE_PX` that finder patterns are looked for in."""
_VERSIONS_OFF = 2.2
_FAR_CORNERS = ((1, 1), (-1, -1), (1, -1), (-1, 1))


@dataclass(frozen=True, slots=True)
class Patch:
    """A cut-out with a code in it, reduced; `origin` and `scale` lead back to the whole picture."""

    relief: Relief
    origin: tuple[int, int]
    scale: float

    def inside(self, corners: Corners) -> Corners:
        """Corners in the whole picture as corners here."""
        return np.asarray((corners - self.origin + 0.5) * self.scale - 0.5)

    def outside(self, lattice: Lattice) -> Lattice:
        """A grid found here, in the whole picture."""
        corners = (lattice.corners + 0.5) / self.scale - 0.5 + np.array(self.origin)
        return Lattice(corners, lattice.version, lattice.fit)


def cut_patch(grey: Picture, square: Square) -> Patch:
    """The surroundings of a square, light taken out."""
    height, width = grey.shape
    reach, (x, y) = square.side_px * 1.15 + 12, square.centre
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    crop = grey[top : min(height, int(y + reach)), left : min(width, int(x + reach))]
    scale = min(1.0, FIT_PX / square.side_px)
    if scale < 1:
        crop = np.asarray(cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    window_px = int(max(15, square.side_px * scale * 0.17))
    return Patch(relief(crop.astype(np.float32), window_px), (left, top), scale)


def lattice_from_corners(grey: Picture, corners: Corners, version: int | None) -> Lattice | None:
    """The grid of a code that another decoder saw but could not read; `version` if that decoder was sure of it."""
    (x, y), size, angle = cv2.minAreaRect(corners.astype(np.float32))
    patch = cut_patch(grey, Square((float(x), float(y)), (float(size[0]), float(size[1])), float(angle), 0.0))
    start = patch.inside(corners)
    versions = VERSIONS if version is None else [v for v in VERSIONS if abs(v - version) <= 1]
    guesses = [fit_lattice(patch.relief, start, each, steps=3, blurs=(1,)) for each in versions]
    return _settled(patch, guesses)


def lattice_in_square(grey: Picture, square: Square) -> Lattice | None:
    """The grid of a code in a dense square, found by its finder patterns."""
    patch = cut_patch(grey, square)
    guesses: list[Lattice] = []
    for start, version in _starts(patch, square):
        guesses.append(fit_lattice(patch.relief, start, version, steps=4, blurs=(1,)))
        if guesses[-1].fit > _SURE_FIT:
            break
    return _settled(patch, guesses)


def _settled(patch: Patch, guesses: list[Lattice]) -> Lattice | None:
    """The best guess brought to rest; versions are told apart only by how well they fit then."""
    of_version: dict[int, Lattice] = {}
    for guess in sorted(guesses, key=lambda guess: -guess.fit):
        of_version.setdefault(guess.version, guess)
    settled: list[Lattice] = []
    for guess in list(of_version.values())[:_VERSIONS_SETTLED]:
        settled.append(fit_lattice(patch.relief, guess.corners, guess.version, steps=5, a_module=2))
        if settled[-1].inner_fit > _SURE_FIT:
            break
    best = max(settled, key=_likelihood, default=None)
    if best is None or best.fit < 0.75 * _LEAST_FIT:
        return None
    # the corner without a finder pattern is tried from several sides
    for right, down in _FAR_CORNERS:
        if best.fit > _SETTLED_FIT:
            break
        moved = best.corners.copy()
        moved[2] += np.array([right, down]) * 1.6 * best.module_px
        best = max(best, fit_lattice(patch.relief, moved, best.version, steps=5, a_module=2), key=_likelihood)
    return patch.outside(best) if best.fit >= _LEAST_FIT else None


def _likelihood(lattice: Lattice) -> float:
    return lattice.fit + lattice.inner_fit


@lru_cache(maxsize=8)
def _finder(module_px: float) -> Floats:
    """A finder pattern with its rim, somewhat blurred."""
    size, fine = round(9 * module_px), 8
    y, x = (np.mgrid[0 : size * fine, 0 : size * fine] + 0.5) / fine - size / 2
    reach = np.maximum(np.abs(x), np.abs(y)) / module_px
    dark = (reach < 1.5) | ((reach > 2.5) & (reach < 3.5))
    soft = cv2.GaussianBlur(np.where(dark, 1.0, -1.0).astype(np.float32), (0, 0), fine * module_px * 0.45)
    return np.asarray(cv2.resize(soft, (size, size), interpolation=cv2.INTER_AREA), np.float32)


def _starts(patch: Patch, square: Square) -> Iterator[tuple[Corners, int]]:
    """(corners in the patch, version), likeliest first."""
    upright, back = _upright(patch, square)
    sizes = sorted(
        (_finders_in(upright, module_px) for module_px in _FINDER_PX),
        key=lambda found: -sum(sorted(score for score, _ in found[1])[1:]),
    )
    for module_px, quarters in sizes[:2]:
        for missing in sorted(range(4), key=lambda quarter: quarters[quarter][0])[:2]:
            top_left, top_right, bottom_left = (
                back[:, :2] @ quarters[(missing + turn) % 4][1] + back[:, 2] for turn in (2, 3, 1)
            )
            across, down = top_right - top_left, bottom_left - top_left
            lengths = np.array([np.linalg.norm(across), np.linalg.norm(down)])
            if (
                lengths.min() < 0.3 * FIT_PX * min(1.0, square.side_px / FIT_PX)
                or lengths.max() > 1.5 * lengths.min()
            ):
                continue
            scale = np.linalg.norm(back[:, 0])
            likely = (lengths.mean() / (module_px * scale) + 7 - 17) / 4
            for version in sorted(VERSIONS, key=lambda v: abs(v - likely))[:3]:
                if abs(version - likely) <= _VERSIONS_OFF:
                    yield _corners_about(top_left, across, down, version), version


def _corners_about(top_left: Corners, across: Corners, down: Corners, version: int) -> Corners:
    """Middles of three finder patterns → the code's corners, as if nothing leant."""
    over = 3.5 / (side_of(version) - 7)
    grown = (1 + 2 * over) * np.array([across, across + down, down])
    first = top_left - over * (across + down)
    return np.array([first, *(first + side for side in grown)])


def _upright(patch: Patch, square: Square) -> tuple[Floats, Corners]:
    """(the square turned upright and brought to one size, matrix from there to the patch)."""
    (x, y), (width, height) = square.centre, square.size
    angle = np.deg2rad(square.angle_deg)
    right, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    centre = patch.inside(np.array([[x, y]]))[0]
    reach_x, reach_y = (
        right * width * patch.scale * (0.5 + _MARGIN),
        down * height * patch.scale * (0.5 + _MARGIN),
    )
    size = int(_SIDE_PX * (1 + 2 * _MARGIN))
    target = np.array([centre - reach_x - reach_y, centre + reach_x - reach_y, centre - reach_x + reach_y])
    back = cv2.getAffineTransform(
        np.array([[0, 0], [size, 0], [0, size]], np.float32), target.astype(np.float32)
    )
    upright = cv2.warpAffine(
        patch.relief.darkness,
        back,
        (size, size),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.clip(np.asarray(upright, np.float32), -2, 2), np.asarray(back, np.float64)


def _finders_in(upright: Floats, module_px: float) -> tuple[float, list[tuple[float, Corners]]]:
    """(module size, best match in each quarter, clockwise: its score and middle)."""
    template = _finder(module_px)
    scores = np.asarray(cv2.matchTemplate(upright, template, cv2.TM_CCOEFF_NORMED), np.float32)
    middle, size = template.shape[0] / 2, scores.shape[0]
    half = int(upright.shape[0] / 2 - middle)
    quarters: list[tuple[float, Corners]] = []
    for low, right in ((0, 0), (0, 1), (1, 1), (1, 0)):
        top, left = low * (size - half), right * (size - half)
        _, score, _, (x, y) = cv2.minMaxLoc(scores[top : top + half, left : left + half])
        quarters.append((float(score), np.array([x + left + middle, y + top + middle], np.float64)))
    return module_px, quarters
