"""What tells the rim of a sheet from any other quadrilateral: one row of numbers a candidate, and their weights."""

import numpy as np

from kiosk.devices.pages.edges import FAINT_STEP, EdgePicture
from kiosk.devices.pages.lines import Numbers
from kiosk.devices.pages.perspective import A4, PAPERS, side_ratio
from kiosk.devices.pages.quads import Candidates

SPOTS = 14
"""Places looked at along each side."""
INSIDE_PX, OUTSIDE_PX = (2.0, 3.5, 5.0), (-2.0, -3.5, -5.0)
CROSSING_SPOTS, CROSSING_PX, FAINT_CROSSING = 72, (3.0, 5.0, 7.0), 4.0
"""Steps that cross a side are looked for at so many places, at these depths inside: narrower than any margin."""
COLOUR_WEIGHT = 1.6
"""Colour counts so much more than lightness, which shadows change."""
ENOUGH = 0.6
OVERRUN_PX, RUNS_ON_PX, RUNS_ON, FAINTEST_RUN = 16.0, 34.0, 0.66, 0.2
"""A sheet's side ends where it ends: how far beyond it is looked, from what share of its own evidence on it has not
ended, and the least evidence that counts."""
FEWEST_SEEN = 2
"""With fewer places within the frame nothing is said of what lies beyond: that near a corner its own blur is seen."""
UNCLEAR_SIDE, FAINT_SIDE = 0.4, 0.5
"""Evidence that a row of letters gives as well; a bold one gives nearly the second."""
SAME_PAPER, PAPER_RUNS_ON = 4.0, 0.45
"""Beside a side that differs by less than this from what it encloses the paper seems to go on: less of the neighbours'
evidence need run on there to believe it."""

WEIGHTS = {
    "weakest_quarter": 3.0,
    "size": 4.6,
    "extent": 6.0,
    "central": 4.0,
    "shape_error": -11.0,
    "cut": -5.0,
    "paper_inside": 8.0,
    "different_outside": 4.8,
    "brighter_inside": 4.8,
    "overrun": -18.0,
    "one_paper": 5.5,
    "clean_rim": 5.5,
    "most_crossed_rim": -5.0,
    "crossed_rims": -4.0,
}
"""What each sign counts for: fitted once so that the true sheet wins over all others of its picture (conditional
logit over invented scenes), then rounded."""

SHAPE_ERROR = list(WEIGHTS).index("shape_error")
"""Its place in a row of signs."""

PLACE_AND_SIZE = frozenset({"size", "extent", "central"})
"""Signs that tell which of several sheets is meant, not whether there is one."""


def rough_score(edges: EdgePicture, found: Candidates) -> Numbers:
    """(N,) how promising each candidate is by its sides, size and shape alone: quick enough for thousands."""
    weakest_side, next_side = _two_least(found.sides)
    weakest_quarter, next_quarter = _two_least(found.weakest)
    x, y = np.ascontiguousarray(found.corners[..., 0].T), np.ascontiguousarray(found.corners[..., 1].T)
    top, right, bottom, left = (np.hypot(x[k] - x[k - 1], y[k] - y[k - 1]) for k in (1, 2, 3, 0))
    ratio = (top + bottom) / (right + left)
    return np.asarray(
        7.0 * found.sides.sum(axis=1) / 4
        + 8.5 * weakest_side
        + 3.5 * next_side
        + 8.0 * weakest_quarter
        + 5.0 * next_quarter
        + 9.0 * np.sqrt(found.area_share)
        + 6.0 * _extent(edges, found.corners)
        - 2.0 * _cut(edges, found)
        - 16.0 * np.abs(np.abs(np.log(ratio)) - np.log(A4.ratio))
    )


def _two_least(values: Numbers) -> tuple[Numbers, Numbers]:
    """(N,) each: the least of every row of (N, 4), and the next; numpy sorts short rows slowly."""
    a, b, c, d = (np.ascontiguousarray(values[:, k]) for k in range(4))
    low, high = np.minimum(a, b), np.maximum(a, b)
    other_low, other_high = np.minimum(c, d), np.maximum(c, d)
    least = np.minimum(low, other_low)
    following = np.minimum(np.maximum(low, other_low), np.minimum(high, other_high))
    return least, following


def read_signs(edges: EdgePicture, found: Candidates) -> Numbers:
    """(N, len(WEIGHTS)) float64 in the order of WEIGHTS, most of them within 0..1."""
    colours = _colours_at_rim(edges, found.corners)
    inside, outside = _beside(colours)
    step = inside - outside
    size = np.linalg.norm(step, axis=-1)
    seen = ~found.on_rim[:, :, None]
    differs = np.where(seen, size / (size + FAINT_STEP), 0.5)
    brighter = np.where(seen, np.clip(step[..., 0] / 8.0, -1, 1), 0.0)
    typical = np.median(inside.reshape(len(inside), -1, 3), axis=1)[:, None, None]
    foreign = np.linalg.norm((inside - typical) * (0.35, 1.0, 1.0), axis=-1)
    roughness = np.abs(colours[:, :, :, 0] - colours[:, :, :, 2])[..., 0]
    tint = np.abs(typical[:, 0, 0, 1:] - 128 * COLOUR_WEIGHT).max(axis=-1)
    crossed = _crossed_rims(edges, found.corners)
    whiteness = (typical[:, 0, 0, 0] - 2 * tint) / 255
    return np.stack(
        [
            found.weakest.min(axis=1),
            np.sqrt(found.area_share),
            _extent(edges, found.corners),
            _central(edges, found.corners),
            _shape_error(edges, found.corners),
            _cut(edges, found),
            whiteness,
            np.sort(differs.mean(axis=2), axis=1)[:, 0],
            brighter.mean(axis=(1, 2)),
            np.nan_to_num(prolonged(edges, found.corners, OVERRUN_PX)).mean(axis=(1, 2, 3)),
            1 / (1 + np.percentile(foreign.reshape(len(foreign), -1), 80, axis=1) / 8),
            1 / (1 + np.percentile(roughness.reshape(len(foreign), -1), 80, axis=1) / 8),
            crossed.max(axis=1),
            crossed.mean(axis=1),
        ],
        axis=1,
    )


def score(signs: Numbers) -> Numbers:
    """(N,) how likely each candidate is the sheet; only differences within one picture mean much."""
    return np.asarray(signs @ np.array(list(WEIGHTS.values())))


def likeness(signs: Numbers) -> float:
    """Of one row of signs: how much like paper with four sides the thing is, wherever and however large it lies."""
    weights = [0.0 if name in PLACE_AND_SIZE else weight for name, weight in WEIGHTS.items()]
    return float(signs @ np.array(weights))


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
    return np.stack(
        [edges.paper[y, x] * 1.0, edges.colour_a[y, x] * COLOUR_WEIGHT, edges.colour_b[y, x] * COLOUR_WEIGHT],
        axis=-1,
    )


def _beside(colours: Numbers) -> tuple[Numbers, Numbers]:
    """(N, 4, SPOTS, 3) each: the usual colour just inside and just outside of every place along the sides."""
    inside, outside = (_median_of_three(*np.moveaxis(half, 3, 0)) for half in np.split(colours, 2, axis=3))
    return inside, outside


def _median_of_three(a: Numbers, b: Numbers, c: Numbers) -> Numbers:
    return np.asarray(np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c)))


def _central(edges: EdgePicture, corners: Numbers) -> Numbers:
    """1 where the candidate's middle is the frame's, 0 where it is the frame's corner."""
    size = np.array([edges.width, edges.height], np.float64)
    away = np.linalg.norm(corners.mean(axis=1) - size / 2, axis=1)
    return np.asarray(1 - away / (np.linalg.norm(size) / 2))


def _extent(edges: EdgePicture, corners: Numbers) -> Numbers:
    """Share of the frame's width or height that the candidate spans, whichever is more, up to ENOUGH: people hold a page
    so that it fills the picture, what lies about does not."""
    a, b, c, d = (corners[:, k] for k in range(4))
    high = np.maximum(np.maximum(a, b), np.maximum(c, d))
    low = np.minimum(np.minimum(a, b), np.minimum(c, d))
    spans = (high - low) / (edges.width, edges.height)
    return np.asarray(np.minimum(np.maximum(spans[:, 0], spans[:, 1]), ENOUGH))


def _cut(edges: EdgePicture, found: Candidates) -> Numbers:
    """How many sides are the frame's border, and half as much for each corner outside the frame."""
    x, y = found.corners[..., 0], found.corners[..., 1]
    outside = (x < -2) | (y < -2) | (x > edges.width + 1) | (y > edges.height + 1)
    return np.asarray(found.on_rim.sum(axis=1) + 0.5 * outside.sum(axis=1))


def prolonged(edges: EdgePicture, corners: Numbers, reach_px: float) -> Numbers:
    """(N, 4, 2, places) step evidence on each prolonged side, beyond its end and before its start, up to `reach_px`
    away; NaN outside the frame."""
    starts, ends = corners, np.roll(corners, -1, axis=1)
    spans = ends - starts
    way = spans / np.maximum(np.linalg.norm(spans, axis=-1, keepdims=True), 1e-6)
    normals = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    ahead = np.arange(4.0, reach_px, 2.0)
    beyond = ends[:, :, None] + way[:, :, None] * ahead[None, None, :, None]
    before = starts[:, :, None] - way[:, :, None] * ahead[None, None, :, None]
    places = np.stack([beyond, before], axis=2)
    inside = (
        (places[..., 0] > 0)
        & (places[..., 1] > 0)
        & (places[..., 0] < edges.width - 1)
        & (places[..., 1] < edges.height - 1)
    )
    across = edges.steps_across(
        places.astype(np.float32).reshape(4 * len(corners), -1, 2),
        normals.astype(np.float32).reshape(-1, 1, 2),
    ).reshape(inside.shape)
    return np.where(inside, across / (across + FAINT_STEP), np.nan)


def goes_on(edges: EdgePicture, corners: Numbers, sides: Numbers) -> bool:
    """Whether beyond one side both neighbours run on about as clearly as they are sides: that side is a shadow's edge or
    a rule on a sheet that leaves the picture. `corners` (4, 2), `sides` (4,) evidence of each.

    Where the paper itself seems to go on, less will do; one neighbour where the other ends with the frame, or where the
    side itself is faint; and none where both end with the frame and nothing is seen of the side itself."""
    evidence = prolonged(edges, corners[None], RUNS_ON_PX)[0]
    seen = np.isfinite(evidence).sum(axis=2)
    runs = np.nansum(evidence, axis=2) / np.maximum(seen, 1)
    runs = np.where((runs > FAINTEST_RUN) & (seen >= FEWEST_SEEN), runs, 0.0) / np.maximum(
        sides[:, None], FAINTEST_RUN
    )
    inside, outside = _beside(_colours_at_rim(edges, corners[None]))
    is_same_paper = np.median(np.linalg.norm(inside - outside, axis=-1)[0], axis=1) < SAME_PAPER
    beyond, before = (
        np.where((there < FEWEST_SEEN) & is_same_paper, np.nan, run)
        for there, run in (
            (np.roll(seen[:, 0], 1), np.roll(runs[:, 0], 1)),
            (np.roll(seen[:, 1], -1), np.roll(runs[:, 1], -1)),
        )
    )
    run_on = np.fmin(beyond, before) > np.where(is_same_paper, PAPER_RUNS_ON, RUNS_ON)
    one_runs_on = is_same_paper & (sides < FAINT_SIDE) & (np.fmax(beyond, before) > RUNS_ON)
    at_frame = np.isnan(beyond) & np.isnan(before) & (sides < UNCLEAR_SIDE)
    return bool((run_on | one_runs_on | at_frame).any())


def _crossed_rims(edges: EdgePicture, corners: Numbers) -> Numbers:
    """(N, 4) how clearly a step runs from each side into the sheet: nothing printed does, but of two sheets that overlap
    the upper one's rim does wherever the lower one's is taken for it."""
    starts, ends = corners, np.roll(corners, -1, axis=1)
    spans = ends - starts
    way = spans / np.maximum(np.linalg.norm(spans, axis=-1, keepdims=True), 1e-6)
    inward = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    along = 0.05 + 0.9 * (np.arange(CROSSING_SPOTS) + 0.5) / CROSSING_SPOTS
    spots = starts[:, :, None] + spans[:, :, None] * along[None, None, :, None]
    across, inwards = (vectors.astype(np.float32).reshape(-1, 1, 2) for vectors in (way, inward))
    rows = spots.astype(np.float32).reshape(-1, CROSSING_SPOTS, 2)
    least = np.full(rows.shape[:2], np.inf, np.float32)
    for depth_px in CROSSING_PX:
        step = edges.steps_across(rows + np.float32(depth_px) * inwards, across)
        # what crosses at a slant is a spot further on at the next depth
        near = np.maximum(step, np.maximum(np.roll(step, 1, axis=1), np.roll(step, -1, axis=1)))
        np.minimum(least, near, out=least)
    clearest = least.max(axis=1).reshape(-1, 4)
    return np.asarray(clearest / (clearest + FAINT_CROSSING))


def _shape_error(edges: EdgePicture, corners: Numbers) -> Numbers:
    """How far the true side ratio is from any paper's, as |log|."""
    across = side_ratio(corners, edges.width, edges.height)
    ratio = np.maximum(across, 1 / across)
    return np.asarray(np.min([np.abs(np.log(ratio / paper.ratio)) for paper in PAPERS], axis=0))
