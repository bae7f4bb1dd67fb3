"""What tells the rim of a sheet from any other quadrilateral: one row of numbers a candidate, and their weights."""

import numpy as np

from kiosk.devices.pages.edges import FAINT_STEP, EdgePicture
from kiosk.devices.pages.lines import Numbers
from kiosk.devices.pages.quads import Candidates

SPOTS = 14
"""Places looked at along each side."""
INSIDE_PX, OUTSIDE_PX = (2.0, 3.5, 5.0), (-2.0, -3.5, -5.0)
PAPER_RATIOS = (297 / 210, 279.4 / 215.9, 85.6 / 53.98)
"""A4 and its kin, US letter, cards."""
FOCAL_SHARES = (0.65, 2.2)
"""Focal lengths of webcams and document cameras, in longer frame sides."""

WEIGHTS = {
    "mean_side": 8.0,
    "weakest_quarter": 6.5,
    "size": 5.0,
    "central": 8.0,
    "shape_error": -3.5,
    "rim_sides": -1.4,
    "paper_inside": 2.3,
    "different_outside": 12.0,
    "brighter_inside": 5.8,
    "overrun": -7.7,
    "one_paper": 2.6,
    "clean_rim": 7.0,
}
"""What each sign counts for: fitted once so that the true sheet wins over all others of its picture (conditional
logit over invented scenes), then rounded; size and middle were raised because people put the page in the middle."""


def read_signs(edges: EdgePicture, found: Candidates) -> Numbers:
    """(N, len(WEIGHTS)) float64 in the order of WEIGHTS, most of them within 0..1."""
    colours = _colours_at_rim(edges, found.corners)
    inside, outside = colours[:, :, :, :3].mean(axis=3), colours[:, :, :, 3:].mean(axis=3)
    step = inside - outside
    size = np.linalg.norm(step, axis=-1)
    seen = ~found.on_rim[:, :, None]
    differs = np.where(seen, size / (size + FAINT_STEP), 0.5)
    brighter = np.where(seen, np.clip(step[..., 0] / 8.0, -1, 1), 0.0)
    typical = np.median(inside.reshape(len(inside), -1, 3), axis=1)[:, None, None]
    foreign = np.linalg.norm((inside - typical) * (0.35, 1.0, 1.0), axis=-1)
    roughness = np.abs(colours[:, :, :, 0] - colours[:, :, :, 2])[..., 0]
    whiteness = typical[:, 0, 0, 0] / 255 - np.abs(typical[:, 0, 0, 1:] - (128, 128) * np.array([1.6])).max(axis=-1) / 128
    return np.stack(
        [
            found.sides.mean(axis=1),
            found.weakest.min(axis=1),
            np.sqrt(found.area_share),
            _central(edges, found.corners),
            shape_error(found.corners, edges.width, edges.height),
            found.on_rim.sum(axis=1).astype(np.float64),
            whiteness,
            np.sort(differs.mean(axis=2), axis=1)[:, 0],
            brighter.mean(axis=(1, 2)),
            _overrun(edges, found.corners),
            1 / (1 + np.percentile(foreign.reshape(len(foreign), -1), 80, axis=1) / 8),
            1 / (1 + np.percentile(roughness.reshape(len(foreign), -1), 80, axis=1) / 8),
        ],
        axis=1,
    )


def score(signs: Numbers) -> Numbers:
    """(N,) how likely each candidate is the sheet; only differences within one picture mean much."""
    return np.asarray(signs @ np.array(list(WEIGHTS.values())))


def _colours_at_rim(edges: EdgePicture, corners: Numbers) -> Numbers:
    """(N, 4 sides, SPOTS, 3 inside then 3 outside, L a b): colours at a few depths on both sides of every side."""
    starts, ends = corners, np.roll(corners, -1, axis=1)
    spans = ends - starts
    way = spans / np.maximum(np.linalg.norm(spans, axis=-1, keepdims=True), 1e-6)
    inward = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    along = (np.arange(SPOTS) + 0.5) / SPOTS
    spots = starts[:, :, None] + spans[:, :, None] * along[None, None, :, None]
    depths = np.array(INSIDE_PX + OUTSIDE_PX)
    places = spots[:, :, :, None] + inward[:, :, None, None] * depths[None, None, None, :, None]
    x = np.clip(np.rint(places[..., 0]), 0, edges.width - 1).astype(np.intp)
    y = np.clip(np.rint(places[..., 1]), 0, edges.height - 1).astype(np.intp)
    # colour counts more than lightness, which shadows change
    return np.stack([edges.paper[y, x] * 1.0, edges.colour_a[y, x] * 1.6, edges.colour_b[y, x] * 1.6], axis=-1)


def _central(edges: EdgePicture, corners: Numbers) -> Numbers:
    """1 where the candidate's middle is the frame's, 0 where it is the frame's corner."""
    size = np.array([edges.width, edges.height], np.float64)
    away = np.linalg.norm(corners.mean(axis=1) - size / 2, axis=1)
    return np.asarray(1 - away / (np.linalg.norm(size) / 2))


def _overrun(edges: EdgePicture, corners: Numbers) -> Numbers:
    """Mean step evidence on the prolonged sides just beyond the corners: a sheet's side ends where it ends."""
    starts, ends = corners, np.roll(corners, -1, axis=1)
    spans = ends - starts
    way = spans / np.maximum(np.linalg.norm(spans, axis=-1, keepdims=True), 1e-6)
    normals = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    ahead = np.arange(4.0, 16.0, 2.0)
    beyond = ends[:, :, None] + way[:, :, None] * ahead[None, None, :, None]
    before = starts[:, :, None] - way[:, :, None] * ahead[None, None, :, None]
    places = np.concatenate([beyond, before], axis=2)
    inside = (places[..., 0] > 0) & (places[..., 1] > 0) & (places[..., 0] < edges.width - 1) & (places[..., 1] < edges.height - 1)
    x = np.clip(np.rint(places[..., 0]), 0, edges.width - 1).astype(np.intp)
    y = np.clip(np.rint(places[..., 1]), 0, edges.height - 1).astype(np.intp)
    across = np.abs(edges.step_x[y, x] * normals[:, :, None, 0] + edges.step_y[y, x] * normals[:, :, None, 1])
    evidence = np.where(inside, across / (across + FAINT_STEP), 0.0)
    return np.asarray(evidence.mean(axis=(1, 2)))


def shape_error(corners: Numbers, width: int, height: int) -> Numbers:
    """(N,) how far the true side ratio is from any paper's, as |log|; the camera's focal length is worked out from the
    vanishing points and held within what real lenses have (Zhang and He, Whiteboard scanning, 2007)."""
    return np.asarray(np.min([np.abs(np.log(true_ratio(corners, width, height) / ratio)) for ratio in PAPER_RATIOS], axis=0))


def true_ratio(corners: Numbers, width: int, height: int) -> Numbers:
    """(N,) longer by shorter side of the rectangle that looks like `corners` (N, 4, 2), at least 1."""
    centred = np.asarray(corners, np.float64) - (width / 2, height / 2)
    flat = np.concatenate([centred, np.ones((*centred.shape[:2], 1))], axis=2)
    top_left, top_right, bottom_right, bottom_left = (flat[:, k] for k in range(4))
    k2 = _triple(top_left, bottom_right, bottom_left) / _nonzero(_triple(top_right, bottom_right, bottom_left))
    k3 = _triple(top_left, bottom_right, top_right) / _nonzero(_triple(bottom_left, bottom_right, top_right))
    across = k2[:, None] * top_right - top_left
    down = k3[:, None] * bottom_left - top_left
    long_side = max(width, height)
    lift = across[:, 2] * down[:, 2]
    square = -(across[:, 0] * down[:, 0] + across[:, 1] * down[:, 1]) / _nonzero(lift)
    focal = np.sqrt(np.clip(square, (FOCAL_SHARES[0] * long_side) ** 2, (FOCAL_SHARES[1] * long_side) ** 2))
    # seen almost square on, the vanishing points say nothing: take a middling lens
    focal = np.where(np.abs(lift) < 1e-9, 1.1 * long_side, focal)
    size_across = np.sqrt((across[:, 0] ** 2 + across[:, 1] ** 2) / focal**2 + across[:, 2] ** 2)
    size_down = np.sqrt((down[:, 0] ** 2 + down[:, 1] ** 2) / focal**2 + down[:, 2] ** 2)
    ratio = size_across / np.maximum(size_down, 1e-9)
    return np.asarray(np.maximum(ratio, 1 / np.maximum(ratio, 1e-9)))


def _triple(a: Numbers, b: Numbers, c: Numbers) -> Numbers:
    return np.asarray((np.cross(a, b) * c).sum(axis=1))


def _nonzero(values: Numbers) -> Numbers:
    return np.asarray(np.where(np.abs(values) < 1e-9, 1e-9, values))
