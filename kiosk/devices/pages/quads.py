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
MOST_SLENDER = 2.6
"""As seen, both long sides together are at most so many times the short ones."""


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
    along, x, y, crosses = _crossings(edges, lines)
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
    # three borders of the frame and one line are no sheet, only a picture cut in two
    rims = lines.is_rim[first].astype(np.int8) + lines.is_rim[second]
    few_rims = rims[p] + rims[q] < 3
    p, q = p[few_rims], q[few_rims]
    # all that follows lies in rows, one a corner or side: numpy is slow with short last axes
    i, j, a, b = first[p], second[p], first[q], second[q]
    lying, crossing = np.stack([i, i, j, j]), np.stack([a, b, b, a])
    at = lying * lines.count + crossing
    good, twice_area = _plausible(edges, x.take(at), y.take(at))
    at, lying, crossing = at[:, good], lying[:, good], crossing[:, good]
    twice_area = twice_area[good]
    # where along its own line each corner lies, and along the one that crosses there
    on_lying, on_crossing = along.take(at), along.take(crossing * lines.count + lying)
    # sides in the same order as corners: i from a to b, b from i to j, j from b to a, a from j to i
    carrier = np.stack([lying[0], crossing[1], lying[2], crossing[3]])
    begins = np.stack([on_lying[0], on_crossing[1], on_lying[2], on_crossing[3]])
    finishes = np.stack([on_lying[1], on_crossing[2], on_lying[3], on_crossing[0]])
    sides, weakest = evidence.along(carrier, begins, finishes)
    # clockwise: reversed corners 3 2 1 0 have the sides 2 1 0 3
    backwards = twice_area < 0
    corner_order = np.where(backwards, np.array([[3], [2], [1], [0]]), np.array([[0], [1], [2], [3]]))
    side_order = np.where(backwards, np.array([[2], [1], [0], [3]]), np.array([[0], [1], [2], [3]]))
    at, carrier, sides, weakest = (
        np.take_along_axis(rows, order, axis=0)
        for rows, order in (
            (at, corner_order),
            (carrier, side_order),
            (sides, side_order),
            (weakest, side_order),
        )
    )
    area = np.abs(twice_area) / 2 / (edges.width * edges.height)
    return Candidates(
        np.stack([x.take(at).T, y.take(at).T], axis=-1), sides.T, weakest.T, lines.is_rim[carrier].T, area
    )


def _dot(one: Numbers, other: Numbers) -> Numbers:
    """(N,) of two (N, 2): numpy sums short axes slowly."""
    return np.asarray(one[:, 0] * other[:, 0] + one[:, 1] * other[:, 1])


def _crossings(edges: EdgePicture, lines: Lines) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    """(N, N) each: where along line i it meets line j, x and y of that spot, and whether it is any use."""
    between = lines.points[None] - lines.points[:, None]
    d, e = lines.directions[:, None], lines.directions[None]
    sine = d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0]
    steep = np.abs(sine) > 0.3
    along = (between[..., 0] * e[..., 1] - between[..., 1] * e[..., 0]) / np.where(steep, sine, 1.0)
    x, y = (lines.points[:, None, axis] + along * d[..., axis] for axis in (0, 1))
    near_x = (x > -BEYOND_SHARE * edges.width) & (x < (1 + BEYOND_SHARE) * edges.width)
    near_y = (y > -BEYOND_SHARE * edges.height) & (y < (1 + BEYOND_SHARE) * edges.height)
    return np.asarray(along), x, y, np.asarray(steep & near_x & near_y)


def _plausible(edges: EdgePicture, x: Numbers, y: Numbers) -> tuple[NDArray[np.bool_], Numbers]:
    """Which quadrilaterals, corners (4, N) each of x and y, are convex and shaped like a sheet seen at a slant, and twice
    their signed area."""
    span_x, span_y = ([row[k] - row[k - 1] for k in (1, 2, 3, 0)] for row in (x, y))
    left = [span_x[k - 1] * span_y[k] > span_y[k - 1] * span_x[k] for k in range(4)]
    convex = (left[0] == left[1]) & (left[1] == left[2]) & (left[2] == left[3])
    # twice the area of a quadrilateral is the cross product of its diagonals
    twice_area = (x[2] - x[0]) * (y[3] - y[1]) - (y[2] - y[0]) * (x[3] - x[1])
    top, right, bottom, left_side = (
        np.maximum(np.sqrt(across**2 + down**2), 1e-6) for across, down in zip(span_x, span_y, strict=True)
    )
    lying, standing = top + bottom, right + left_side
    good = (
        convex
        & (np.abs(twice_area) / 2 > SMALLEST_SHARE * edges.width * edges.height)
        & (np.maximum(top, bottom) < MOST_UNEQUAL * np.minimum(top, bottom))
        & (np.maximum(right, left_side) < MOST_UNEQUAL * np.minimum(right, left_side))
        & (np.maximum(lying, standing) < MOST_SLENDER * np.minimum(lying, standing))
    )
    return np.asarray(good), np.asarray(twice_area)
