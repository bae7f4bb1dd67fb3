"""Lays the grid of a QR code's modules onto a picture, to a fraction of a pixel, by its fixed patterns; reads no data."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.readers.soft.layout import layout, side_of

Floats = NDArray[np.float32]
Corners = NDArray[np.float64]
"""(4, 2): outer corners of the code clockwise from its own top left, in pixels (centre of the first pixel: 0, 0)."""

_FINE = 4
_STRONGEST = 2.2
"""Normalised lightness beyond this is glare or print, not a module."""
_FLATTEST_SHARE = 0.25
_SLOPE_SCALE = 1 / 8
_LONGEST_STEP_MODULES = 0.6
_SETTLED_PX = 0.02


@dataclass(frozen=True, slots=True)
class Relief:
    """A picture with its light taken out: (H, W) darkness in units of the local contrast."""

    darkness: Floats
    slopes: Floats
    """(H, W, 3): darkness, its slope across, its slope down."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A code's grid. `fit`: correlation of the fixed patterns with the picture, −1 to 1; above 0.5 it is hardly chance.

    `inner_fit`: the same without the finder patterns, which look alike in every version.
    """

    corners: Corners
    version: int
    fit: float
    inner_fit: float = -1.0

    @property
    def side(self) -> int:
        """Modules a side."""
        return side_of(self.version)

    @property
    def module_px(self) -> float:
        """Pixels a module along the shortest side."""
        return float(np.linalg.norm(np.roll(self.corners, -1, 0) - self.corners, axis=1).min()) / self.side


def local_light(grey: Floats, window_px: int) -> tuple[Floats, Floats]:
    """(mean, standard deviation) of the window around every pixel."""
    window = (window_px | 1, window_px | 1)
    mean = np.asarray(cv2.boxFilter(grey, -1, window), np.float32)
    square = np.asarray(cv2.boxFilter(grey * grey, -1, window), np.float32)
    return mean, np.sqrt(np.maximum(square - mean * mean, 0))


def relief(grey: Floats, window_px: int) -> Relief:
    """`grey`: (H, W) any scale of lightness; `window_px`: what counts as local, about nine modules."""
    mean, spread = local_light(grey, window_px)
    darkness = (mean - grey) / (spread + _FLATTEST_SHARE * float(np.median(spread)) + 2.0)
    across = cv2.Sobel(darkness, cv2.CV_32F, 1, 0, scale=_SLOPE_SCALE)
    down = cv2.Sobel(darkness, cv2.CV_32F, 0, 1, scale=_SLOPE_SCALE)
    return Relief(
        np.asarray(darkness, np.float32), np.asarray(cv2.merge((darkness, across, down)), np.float32)
    )


def to_picture(corners: Corners, side: int) -> NDArray[np.float64]:
    """The homography from modules (0 to `side`) to pixels."""
    square = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(square, corners.astype(np.float32)), np.float64)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Points on modules whose colour is known, in modules, and what a picture shows there at three degrees of blur."""

    points: Floats
    shown: tuple[Floats, Floats, Floats]
    inner: NDArray[np.bool_]
    """Those outside the finder patterns."""


_BLURS_MODULES = (0.45, 0.8, 1.2)


@lru_cache(maxsize=64)
def _marks(version: int, a_module: int) -> _Marks:
    """`a_module` points each way in every known module, a rim of the quiet zone beside the finders included."""
    fixed = layout(version).fixed
    padded = np.pad(fixed.astype(np.float32), 2, constant_values=-1)
    known = np.pad(fixed != 0, 2)
    rim = slice(1, 11)
    last = slice(-11, -1)
    for line in (1, -2):
        known[rim, line] = known[line, rim] = True
    known[last, 1] = known[1, last] = True
    rows, columns = np.nonzero(known)
    offsets = (np.arange(a_module) + 0.5) / a_module
    places = [(x, y) for y in offsets for x in offsets]
    points = np.concatenate([np.stack([columns - 2 + x, rows - 2 + y], -1) for x, y in places])
    large = np.kron(padded, np.ones((_FINE, _FINE), np.float32))
    shown = []
    for blur in _BLURS_MODULES:
        soft = cv2.GaussianBlur(large, (0, 0), blur * _FINE)
        seen = np.concatenate(
            [soft[((rows + y) * _FINE).astype(int), ((columns + x) * _FINE).astype(int)] for x, y in places]
        )
        shown.append(((seen - seen.mean()) / seen.std()).astype(np.float32))
    near = [(points[:, axis] < 8, points[:, axis] > side_of(version) - 8) for axis in range(2)]
    finders = (near[0][0] & near[1][0]) | (near[0][1] & near[1][0]) | (near[0][0] & near[1][1])
    return _Marks(points.astype(np.float32), (shown[0], shown[1], shown[2]), ~finders)


def _pick(picture: Floats, points: Floats) -> Floats:
    """(points, channels): the picture between its pixels."""
    x, y = np.ascontiguousarray(points[None, :, 0]), np.ascontiguousarray(points[None, :, 1])
    picked = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picked[0], np.float32)


def fit_lattice(
    patch: Relief,
    corners: Corners,
    version: int,
    *,
    steps: int,
    a_module: int = 1,
    blurs: tuple[int, ...] = (1, 0),
) -> Lattice:
    """Move the corners until the fixed patterns fit best (Gauss–Newton); catches starts about a module off.

    `blurs`: degrees of blur expected, as indices of (0.45, 0.8, 1.2) modules; at most `steps` moves with each. Fits compare
    at one degree only (a coarser pattern always fits more): the result is the best of the last one.
    """
    side, marks = side_of(version), _marks(version, a_module)
    now = corners.astype(np.float64).copy()
    at = cv2.perspectiveTransform(marks.points[None], to_picture(now, side))[0]
    moves = _moves(now, side, marks.points, at)
    limit = _LONGEST_STEP_MODULES * float(np.linalg.norm(now[0] - now[1])) / side
    best = Lattice(now.copy(), version, -1.0)
    for blur in blurs:
        wanted = marks.shown[blur]
        best = Lattice(now.copy(), version, -1.0)
        for step in range(steps + 1):
            at = cv2.perspectiveTransform(marks.points[None], to_picture(now, side))[0]
            picked = _pick(patch.slopes, at)
            seen, spread = _standardised(np.clip(picked[:, 0], -_STRONGEST, _STRONGEST))
            fit = float(seen @ wanted) / len(wanted)
            if fit > best.fit:
                inner = _standardised(seen[marks.inner])[0]
                best = Lattice(now.copy(), version, fit, float(inner @ wanted[marks.inner]) / len(inner))
            if step == steps:
                break
            change = (picked[:, 1:2] * moves[:, :, 0] + picked[:, 2:3] * moves[:, :, 1]) / spread
            normal = change.T @ change
            normal.flat[::9] *= 1.01
            normal.flat[::9] += 1e-3
            move = np.linalg.solve(normal, change.T @ (wanted * max(fit, 0.3) - seen))
            longest = float(np.abs(move).max())
            now += (move * min(1.0, limit / max(longest, 1e-9))).reshape(4, 2)
            if longest < _SETTLED_PX:
                break
    return best


def correlations(picture: Floats, middles: Corners, version: int) -> Floats:
    """How well the fixed patterns fit where nothing leans: `middles` (guesses, 3, 2) of the finder patterns top left, top
    right and bottom left, in pixels of `picture`, a normalised darkness; one correlation a guess."""
    side, marks = side_of(version), _marks(version, 1)
    share = (marks.points - 3.5) / (side - 7)
    across, down = middles[:, 1] - middles[:, 0], middles[:, 2] - middles[:, 0]
    at = middles[:, None, 0] + share[None, :, :1] * across[:, None] + share[None, :, 1:] * down[:, None]
    rows = at.astype(np.float32)
    seen = cv2.remap(
        picture,
        np.ascontiguousarray(rows[:, :, 0]),
        np.ascontiguousarray(rows[:, :, 1]),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    around = np.asarray(seen, np.float32) - np.asarray(seen, np.float32).mean(axis=1, keepdims=True)
    return np.asarray(
        around @ marks.shown[1] / (np.linalg.norm(around, axis=1) * len(share) ** 0.5 + 1e-6), np.float32
    )


def _standardised(values: Floats) -> tuple[Floats, float]:
    """(values with mean 0 and spread 1, the spread they had)."""
    mean = float(values.sum()) / len(values)
    around = values - mean
    spread = float(around @ around / len(values)) ** 0.5 + 1e-6
    return around / spread, spread


def _moves(corners: Corners, side: int, points: Floats, at: Floats) -> Floats:
    """(points, 8, 2): how a point of the picture moves when one coordinate of one corner moves by a pixel."""
    moves = np.empty((len(points), 8, 2), np.float32)
    for corner in range(4):
        for axis in range(2):
            moved = corners.copy()
            moved[corner, axis] += 0.5
            there = cv2.perspectiveTransform(points[None], to_picture(moved, side))[0]
            moves[:, 2 * corner + axis] = (there - at) * 2
    return moves
