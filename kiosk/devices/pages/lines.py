"""Straight lines of a picture that could carry the side of a sheet; knows nothing of sheets."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.edges import EdgePicture

Numbers = NDArray[np.float64]

SHORTEST_SHARE = 0.06
"""Pieces shorter than this share of the picture's height are not looked at."""
NEIGHBOURHOOD_PX = 61
LIGHT_GAIN, COLOUR_GAIN = 4.0, 12.0
"""Each pixel's difference from its neighbourhood is stretched by this much: white paper on a pale desk steps by three
or four grey levels only, less than the line finder needs. Strong steps merely saturate."""
SAME_DIRECTION_DEG = 2.5
SAME_PLACE_PX = 3.0
MOST_LINES = 32
MOST_PIECES = 160


@dataclass(frozen=True, slots=True)
class Lines:
    """`count` lines: the point of each nearest the picture's middle (N, 2), its unit direction (N, 2), its angle in 0..pi (N,), and how many pixels of
    pieces lie on it (N,). `is_rim` marks the four borders of the picture itself, always last."""

    points: Numbers
    directions: Numbers
    angles: Numbers
    support: Numbers
    is_rim: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """Number of lines, the picture's borders included."""
        return len(self.angles)


def find_lines(edges: EdgePicture) -> Lines:
    """The best supported lines of lightness and colour, collinear pieces joined, then the picture's four borders."""
    pieces = _pieces(edges)
    starts, ends = pieces[:, :2], pieces[:, 2:]
    spans = ends - starts
    lengths = np.hypot(spans[:, 0], spans[:, 1])
    middles = (starts + ends) / 2
    longest = np.argsort(-lengths)[:MOST_PIECES]
    ways = spans / lengths[:, None]
    normals = np.stack([-ways[longest, 1], ways[longest, 0]], axis=1)
    # which pieces lie on the line through each of the longest, and run its way
    beside = normals @ middles.T - (normals * middles[longest]).sum(axis=1)[:, None]
    alike = (np.abs(beside) < SAME_PLACE_PX) & (
        np.abs(normals @ ways.T) < np.sin(np.deg2rad(SAME_DIRECTION_DEG))
    )
    free = np.ones(len(pieces), bool)
    points: list[Numbers] = []
    directions: list[Numbers] = []
    support: list[float] = []
    for place, first in enumerate(longest):
        if len(points) >= 2 * MOST_LINES:
            break
        if not free[first]:
            continue
        joined = np.flatnonzero(free & alike[place])
        free[joined] = False
        point, direction = _through(starts[joined], ends[joined], lengths[joined])
        points.append(point)
        directions.append(direction)
        support.append(float(lengths[joined].sum()))
    best = np.argsort(-np.asarray(support))[:MOST_LINES] if support else np.zeros(0, int)
    rim_points, rim_directions = _rims(edges.width, edges.height)
    all_points = np.vstack([np.asarray(points).reshape(-1, 2)[best], rim_points])
    all_directions = np.vstack([np.asarray(directions).reshape(-1, 2)[best], rim_directions])
    to_middle = (np.array([edges.width, edges.height]) - 1) / 2 - all_points
    return Lines(
        all_points + (to_middle * all_directions).sum(axis=1, keepdims=True) * all_directions,
        all_directions,
        np.arctan2(all_directions[:, 1], all_directions[:, 0]) % np.pi,
        np.concatenate([np.asarray(support)[best] if support else np.zeros(0), np.zeros(4)]),
        np.concatenate([np.zeros(len(best), bool), np.ones(4, bool)]),
    )


def _through(starts: Numbers, ends: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """A point and the direction of the line nearest to all these pieces, each counting by its length."""
    if len(lengths) == 1:
        return (starts[0] + ends[0]) / 2, (ends[0] - starts[0]) / lengths[0]
    share = lengths / lengths.sum() / 2
    point = share @ (starts + ends)
    from_start, from_end = starts - point, ends - point
    spread = (from_start * share[:, None]).T @ from_start + (from_end * share[:, None]).T @ from_end
    angle = 0.5 * np.arctan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1])
    return point, np.array([np.cos(angle), np.sin(angle)])


def _pieces(edges: EdgePicture) -> Numbers:
    """Line pieces (N, 4) x1 y1 x2 y2 of lightness and colour, too short ones dropped."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE)
    found = [np.zeros((0, 4))]
    for channel, gain, halve in (
        (edges.paper, LIGHT_GAIN, False),
        (edges.colour_a, COLOUR_GAIN, True),
        (edges.colour_b, COLOUR_GAIN, True),
    ):
        # cameras carry colour at half resolution anyway
        seen = cv2.resize(channel, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) if halve else channel
        reach = NEIGHBOURHOOD_PX // 2 if halve else NEIGHBOURHOOD_PX
        level = cv2.blur(seen, (reach, reach))
        pieces = detector.detect(cv2.addWeighted(seen, gain, level, -gain, 128))[0]
        if pieces is not None:
            pieces = np.asarray(pieces, np.float64).reshape(-1, 4)
            pieces = (pieces + 0.5) * 2 - 0.5 if halve else pieces
            lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
            found.append(pieces[lengths > SHORTEST_SHARE * edges.height])
    return np.vstack(found)


def _rims(width: int, height: int) -> tuple[Numbers, Numbers]:
    right, bottom = width - 1.0, height - 1.0
    points = np.array([(0, 0), (right, 0), (right, bottom), (0, bottom)], np.float64)
    directions = np.array([(1, 0), (0, 1), (1, 0), (0, 1)], np.float64)
    return points, directions
