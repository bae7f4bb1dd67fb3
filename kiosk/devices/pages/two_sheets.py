"""Tells that what was taken for one page is two sheets, one on the other: the upper one's rim runs across it."""

import numpy as np

from kiosk.devices.pages.edges import see_edges
from kiosk.devices.pages.evidence import LineEvidence
from kiosk.devices.pages.flatten import flatten
from kiosk.devices.pages.lines import Numbers, find_lines
from kiosk.devices.pages.perspective import MM_PER_INCH, SheetSize
from kiosk.devices.pages.picture import Corners
from kiosk.devices.pixels import Picture

LOOK_DPI, MARGIN_MM = 50.0, 9.0
NEARLY_PARALLEL_DEG = 14.0
"""Sheets on a heap are turned against each other by no more."""
FROM_SIDE_MM, FARTHEST_MM = (-6.0, 5.0), 65.0
"""How far from the nearest side of the outline a rim lies at its nearer end at least and at its farther end; and at most. A
sheet folded in half or in thirds has its creases farther in."""
PIECES, PIECES_HIDDEN = 16, 2
"""A rim is seen all along, but for so many of its pieces: things that lie on it, or writing of both sheets."""
FAINT_RIM, CLEAR_RIM = 0.18, 0.3
"""Evidence of a rim that is hardly chance, and of one that nothing else has."""
MOST_RIMS = 2
"""More lines than this one way are ruled paper."""


def has_second_rim(picture: Picture, corners: Corners, size: SheetSize, least_evidence: float) -> bool:
    """Whether a step runs from side to side through the page at `corners`, one or two but no rows of them. A crease does as
    well: ask only of outlines that are not a whole sheet's."""
    flat = flatten(picture, corners, size, LOOK_DPI, margin_mm=MARGIN_MM)
    edges = see_edges(flat)
    lines = find_lines(edges)
    evidence = LineEvidence(edges, lines)
    scale = LOOK_DPI / MM_PER_INCH
    low = np.full(2, MARGIN_MM * scale)
    high = np.array([edges.width, edges.height]) - 1 - low
    slant = np.sin(np.deg2rad(NEARLY_PARALLEL_DEG))
    found = [0, 0]
    for line in np.flatnonzero(~lines.is_rim):
        point, way = lines.points[line], lines.directions[line]
        along, across = (0, 1) if abs(way[0]) > abs(way[1]) else (1, 0)
        if abs(way[across]) > slant:
            continue
        ends = np.sort((np.array([low[along], high[along]]) - point[along]) / way[along])
        if not _lies_inside(
            point[across] + ends * way[across] - low[across], high[across] - low[across], scale
        ):
            continue
        cuts = np.linspace(ends[0], ends[1], PIECES // 4 + 1)
        which = np.full(PIECES // 4, line)
        seen = np.sort(evidence.quarters(which, cuts[:-1], cuts[1:]).ravel())
        found[along] += int(seen[PIECES_HIDDEN] > least_evidence)
    return 0 < max(found) <= MOST_RIMS


def _lies_inside(aside: Numbers, breadth: float, scale: float) -> bool:
    """`aside`: where the line meets the page's sides, in pixels from one of the sides beside it."""
    offsets = aside if aside.mean() < breadth / 2 else breadth - aside
    low, high = FROM_SIDE_MM
    return bool(
        offsets.min() > low * scale and high * scale < offsets.max() and offsets.max() < FARTHEST_MM * scale
    )
