"""First guesses where a code's grid lies: from three finder patterns in a dense square, or from a decoder's failure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.locating import Square
from kiosk.devices.readers.soft.lattice import (
    Corners,
    Floats,
    Lattice,
    Relief,
    correlations,
    fit_lattice,
    relief,
)
from kiosk.devices.readers.soft.layout import VERSIONS, side_of

FIT_PX = 170.0
"""A code is reduced to this side for finding its grid: three pixels a module are plenty."""
_FAIR_FIT = 0.5
_LEAST_MATCH = 0.58
_STARTS_BY_TWO = 3
_SEARCH_MODULES, _SEARCH_STEPS = 6.0, 11
_SURE_FIT, _SETTLED_FIT, _LEAST_FIT = 0.72, 0.6, 0.35
_VERSIONS_SETTLED = 3
_SIDE_PX, _MARGIN = 150, 0.28
_FINDER_PX = (1.8, 2.2, 2.65, 3.2, 3.9)
"""Sizes of a module in a square of `_SIDE_PX` that finder patterns are looked for in."""
_VERSIONS_OFF = 2.2
_GRAIN = 0.15
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
        return Lattice(corners, lattice.version, lattice.fit, lattice.inner_fit)


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
    """The grid of a code in a dense square, found by three of its finder patterns, or by two and the rest of it."""
    patch = cut_patch(grey, square)
    view = _Upright(patch, square)
    guesses: list[Lattice] = []
    for starts in (view.by_three(), view.by_two()):
        for start, version in starts:
            guesses.append(fit_lattice(patch.relief, start, version, steps=4, blurs=(1,)))
            if guesses[-1].fit > _SURE_FIT:
                return _settled(patch, guesses)
        if any(guess.fit > _FAIR_FIT for guess in guesses):
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
    best = better_placed(patch, best)
    return patch.outside(best) if best.fit >= _LEAST_FIT else None


def better_placed(patch: Patch, best: Lattice) -> Lattice:
    """The same grid, its corner without a finder pattern tried from several sides; `best` and the answer in the patch."""
    for right, down in _FAR_CORNERS:
        if best.fit > _SETTLED_FIT:
            break
        moved = best.corners.copy()
        moved[2] += np.array([right, down]) * 1.6 * best.module_px
        best = max(best, fit_lattice(patch.relief, moved, best.version, steps=5, a_module=2), key=_likelihood)
    return best


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


@dataclass(frozen=True, slots=True)
class _Match:
    """The best match of a finder pattern in a quarter of the square; `middle` and `module_px` in the upright square."""

    score: float
    middle: Corners
    module_px: float


class _Upright:
    """A dense square turned upright and brought to one size, with the finder patterns in its quarters (clockwise)."""

    def __init__(self, patch: Patch, square: Square) -> None:
        self._picture, self._back = _upright(patch, square)
        self._by_size = [_finders_in(self._picture, module_px) for module_px in _FINDER_PX]

    def by_three(self) -> Iterator[tuple[Corners, int]]:
        """(corners in the patch, version) by three finder patterns of one size, likeliest first."""
        sizes = sorted(self._by_size, key=lambda four: -sum(sorted(match.score for match in four)[1:]))
        for four in sizes[:2]:
            for missing in sorted(range(4), key=lambda quarter: four[quarter].score)[:2]:
                top_left, top_right, bottom_left = (four[(missing + turn) % 4].middle for turn in (2, 3, 1))
                for version in _versions(top_left, top_right, bottom_left, four[0].module_px)[:3]:
                    yield self._corners(top_left, top_right, bottom_left, version), version

    def by_two(self) -> Iterator[tuple[Corners, int]]:
        """The same by two patterns (the third burnt out or covered): it is looked for around where it should be."""
        best = [
            max((four[quarter] for four in self._by_size), key=lambda match: match.score)
            for quarter in range(4)
        ]
        first, second = sorted(range(4), key=lambda quarter: -best[quarter].score)[:2]
        if min(best[first].score, best[second].score) < _LEAST_MATCH:
            return
        first, second = (first, second) if (second - first) % 4 <= 2 else (second, first)
        scored: list[tuple[float, Corners, int]] = []
        for top_left, top_right, bottom_left in _roles(
            best[first].middle, best[second].middle, (second - first) % 4
        ):
            module_px = (best[first].module_px + best[second].module_px) / 2
            for version in _versions(top_left, top_right, bottom_left, module_px)[:3]:
                scored += self._scored(np.array([top_left, top_right, bottom_left]), best, version)
        for _, three, version in sorted(scored, key=lambda each: -each[0])[:_STARTS_BY_TWO]:
            yield self._corners(three[0], three[1], three[2], version), version

    def _scored(self, three: Corners, best: list[_Match], version: int) -> list[tuple[float, Corners, int]]:
        """The likeliest place of the finder that was not seen: (correlation of all fixed patterns, three middles, version)."""
        seen = [any(np.allclose(middle, match.middle) for match in best) for middle in three]
        unseen = seen.index(False) if False in seen else 0
        side = side_of(version)
        reach = _SEARCH_MODULES * float(np.linalg.norm(three[1] - three[0])) / (side - 7)
        line = np.linspace(-reach, reach, _SEARCH_STEPS)
        moves = np.array([(x, y) for y in line for x in line])
        places = np.repeat(three[None], len(moves), 0)
        places[:, unseen] += moves
        scores = correlations(self._picture, places, version)
        top = int(np.argmax(scores))
        return [(float(scores[top]), places[top], version)]

    def _corners(self, top_left: Corners, top_right: Corners, bottom_left: Corners, version: int) -> Corners:
        """Middles of three finder patterns → the code's corners in the patch, as if nothing leant."""
        across, down = top_right - top_left, bottom_left - top_left
        over = 3.5 / (side_of(version) - 7)
        corner = top_left - over * (across + down)
        wide = 1 + 2 * over
        square = np.array(
            [corner, corner + wide * across, corner + wide * (across + down), corner + wide * down]
        )
        return np.asarray(square @ self._back[:, :2].T + self._back[:, 2])


def _roles(first: Corners, second: Corners, turn: int) -> list[tuple[Corners, Corners, Corners]]:
    """(top left, top right, bottom left) that two patterns may belong to, `turn` quarters apart (1 or 2), clockwise."""
    along = second - first
    if turn == 1:
        inward = np.array([-along[1], along[0]])
        return [(first, second, first + inward), (second, second + inward, first)]
    middle, half = (first + second) / 2, along / 2
    aside = np.array([half[1], -half[0]])
    return [(middle + aside, second, first), (middle - aside, first, second)]


def _versions(top_left: Corners, top_right: Corners, bottom_left: Corners, module_px: float) -> list[int]:
    """Versions that patterns so far apart may belong to, likeliest first."""
    lengths = np.linalg.norm([top_right - top_left, bottom_left - top_left], axis=1)
    if lengths.min() < 0.3 * _SIDE_PX or lengths.max() > 1.5 * lengths.min():
        return []
    likely = (float(lengths.mean()) / module_px + 7 - 17) / 4
    near = (version for version in VERSIONS if abs(version - likely) <= _VERSIONS_OFF)
    return sorted(near, key=lambda version: abs(version - likely))


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
    # a little grain: burnt-out areas without any would match every pattern
    return np.clip(np.asarray(upright, np.float32), -2, 2) + _grain(size), np.asarray(back, np.float64)


@lru_cache(maxsize=1)
def _grain(size: int) -> Floats:
    return np.random.default_rng(1).normal(0, _GRAIN, (size, size)).astype(np.float32)


def _finders_in(upright: Floats, module_px: float) -> list[_Match]:
    """The best match in each quarter, clockwise."""
    template = _finder(module_px)
    scores = np.asarray(cv2.matchTemplate(upright, template, cv2.TM_CCOEFF_NORMED), np.float32)
    middle, size = template.shape[0] / 2, scores.shape[0]
    half = int(upright.shape[0] / 2 - middle)
    quarters: list[_Match] = []
    for low, right in ((0, 0), (0, 1), (1, 1), (1, 0)):
        top, left = low * (size - half), right * (size - half)
        _, score, _, (x, y) = cv2.minMaxLoc(scores[top : top + half, left : left + half])
        quarters.append(
            _Match(float(score), np.array([x + left + middle, y + top + middle], np.float64), module_px)
        )
    return quarters
