"""All quadrilaterals that four lines of a picture can form, each side weighed by the steps along it; picks none."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.edges import EdgePicture
from kiosk.devices.pages.evidence import BEYOND_SHARE, LineEvidence
from kiosk.devices.pages.lines import Lines, Numbers

NEARLY_PARALLEL_DEG = 32.0
"""Opposite sides of a sheet seen at a slant diverge by no more than this."""
SMALLEST_SHARE = 0.02
NARROWEST_SHARE = 0.1
"""Opposite sides lie at least this share of the frame's shorter side apart."""
MOST_UNEQUAL = 2.2
"""Opposite sides differ in length by no more than this factor."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """`corners` (N, 4, 2) clockwise; `sides` (N, 4) evidence of each side 0..1 (mean along it), `weakest` (N, 4) of its
    weakest quarter; `on_rim` (N, 4) sides that are the frame's border; `area_share` (N,) of the frame."""

    corners: Numbers
    sides: Numbers
    weakest: Numbers
    on_rim: NDArray[np.bool_]
    area_share: Numbers

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Candidates":
        """Those of the index or mask."""
        return Candidates(
            self.corners[chosen],
            self.sides[chosen],
            self.weakest[chosen],
            self.on_rim[chosen],
            self.area_share[chosen],
        )


def form_quads(edges: EdgePicture, evidence: LineEvidence) -> Candidates:
    """Every convex quadrilateral of plausible shape, unsorted."""
    lines = evidence.lines
    along, spots, crosses = _crossings(edges, lines)
    first, second = np.triu_indices(lines.count, 1)
    turn = np.abs((lines.angles[first] - lines.angles[second] + np.pi / 2) % np.pi - np.pi / 2)
    normals = np.stack([-lines.directions[:, 1], lines.directions[:, 0]], axis=1)
    between = lines.points[second] - lines.points[first]
    apart = np.maximum(np.abs(_dot(between, normals[first])), np.abs(_dot(between, normals[second])))
    opposite = (turn < np.deg2rad(NEARLY_PARALLEL_DEG)) & (
        apart > NARROWEST_SHARE * min(edges.width, edges.height)
    )
    first, second = first[opposite], second[opposite]
    # which line crosses both of a pair; then which pairs cross both of another. A line does not cross itself
    crosses_both = crosses[first] & crosses[second]
    p, q = np.nonzero(np.triu(crosses_both[:, first] & crosses_both[:, second], 1))
    i, j, a, b = first[p], second[p], first[q], second[q]
    corners = np.stack([spots[i, a], spots[i, b], spots[j, b], spots[j, a]], axis=1)
    # sides in the same order as corners: i from a to b, b from i to j, j from b to a, a from j to i
    carrier = np.stack([i, b, j, a], axis=1)
    begins = np.stack([along[i, a], along[b, i], along[j, b], along[a, j]], axis=1)
    finishes = np.stack([along[i, b], along[b, j], along[j, a], along[a, i]], axis=1)
    good, twice_area = _plausible(edges, corners)
    corners, carrier, begins, finishes = corners[good], carrier[good], begins[good], finishes[good]
    quarters = evidence.quarters(carrier, begins, finishes)
    backwards = twice_area[good] < 0
    corners[backwards] = corners[backwards][:, ::-1]
    # by hand: numpy sums short axes slowly
    one, two, three, four = (quarters[..., place] for place in range(4))
    sides = (one + two + three + four) / 4
    weakest = np.minimum(np.minimum(one, two), np.minimum(three, four))
    on_rim = lines.is_rim[carrier]
    # reversed corners 3 2 1 0 have the sides 2 1 0 3
    for values in (sides, weakest, on_rim):
        values[backwards] = values[backwards][:, [2, 1, 0, 3]]
    area = np.abs(twice_area[good]) / 2 / (edges.width * edges.height)
    found = Candidates(corners, sides, weakest, on_rim, area)
    # three borders of the frame and one line are no sheet, only a picture cut in two
    return found.only(on_rim.sum(axis=1) < 3)


def _dot(one: Numbers, other: Numbers) -> Numbers:
    """(N,) of two (N, 2): numpy sums short axes slowly."""
    return np.asarray(one[:, 0] * other[:, 0] + one[:, 1] * other[:, 1])


def _crossings(edges: EdgePicture, lines: Lines) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """(N, N) where along line i it meets line j, (N, N, 2) that spot, (N, N) whether it is any use."""
    between = lines.points[None] - lines.points[:, None]
    d, e = lines.directions[:, None], lines.directions[None]
    sine = d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0]
    steep = np.abs(sine) > 0.3
    along = (between[..., 0] * e[..., 1] - between[..., 1] * e[..., 0]) / np.where(steep, sine, 1.0)
    spots = lines.points[:, None] + along[..., None] * d
    size = np.array([edges.width, edges.height], np.float64)
    near = (spots > -BEYOND_SHARE * size) & (spots < (1 + BEYOND_SHARE) * size)
    inside = near[..., 0] & near[..., 1]
    return np.asarray(along), np.asarray(spots), np.asarray(steep & inside)


def _plausible(edges: EdgePicture, corners: Numbers) -> tuple[NDArray[np.bool_], Numbers]:
    """Which are convex and shaped like a sheet seen at a slant, and twice their signed area."""
    spans = np.roll(corners, -1, axis=1) - corners
    following = np.roll(spans, -1, axis=1)
    left = spans[..., 0] * following[..., 1] > spans[..., 1] * following[..., 0]
    ways = left[:, 0] * 1 + left[:, 1] + left[:, 2] + left[:, 3]
    convex = (ways == 0) | (ways == 4)
    # twice the area of a quadrilateral is the cross product of its diagonals
    one, other = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    twice_area = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    lengths = np.maximum(np.hypot(spans[..., 0], spans[..., 1]), 1e-6)
    ratio_a = np.maximum(lengths[:, 0] / lengths[:, 2], lengths[:, 2] / lengths[:, 0])
    ratio_b = np.maximum(lengths[:, 1] / lengths[:, 3], lengths[:, 3] / lengths[:, 1])
    slender = (lengths[:, 0] + lengths[:, 2]) / (lengths[:, 1] + lengths[:, 3])
    big = np.abs(twice_area) / 2 > SMALLEST_SHARE * edges.width * edges.height
    good = (
        convex
        & big
        & (ratio_a < MOST_UNEQUAL)
        & (ratio_b < MOST_UNEQUAL)
        & (slender < 2.6)
        & (slender > 1 / 2.6)
    )
    return np.asarray(good), np.asarray(twice_area)
