"""Tells that what was taken for one page is two sheets, one on the other: the upper one's rim runs across it."""

import cv2
import numpy as np

from kiosk.devices.pages.flatten import flatten
from kiosk.devices.pages.hairlines import Hairline, hairlines
from kiosk.devices.pages.perspective import MM_PER_INCH, SheetSize
from kiosk.devices.pages.picture import Corners
from kiosk.devices.pixels import Picture

LOOK_PX = 700.0
"""Length of the flat page on which the shadow of a rim is looked for."""
NEAREST_SHARE, FARTHEST_SHARE = 0.017, 0.22
"""How far from the nearest side the farther end of a rim lies, in lengths of the page: 5 and 65 mm of A4. A sheet folded in
half or in thirds has its creases farther in."""
SLANTING_DEG = 0.6
"""What is printed, ruled or folded runs with the page's sides to within this; sheets laid down by hand seldom do."""
SAME_WAY_DEG, MOST_RIMS = 0.8, 2
"""More lines than this one way are ruled paper, or print."""


def has_second_rim(picture: Picture, corners: Corners, size: SheetSize, *, is_odd: bool) -> bool:
    """Whether the thin shadow of a rim runs across the page at `corners`, near one side. If the outline `is_odd`, not a whole
    sheet's, one that runs with the sides counts as well; it is a crease or a printed line else."""
    dpi = LOOK_PX * MM_PER_INCH / max(size.width_mm, size.height_mm)
    page = np.asarray(cv2.cvtColor(flatten(picture, corners, size, dpi), cv2.COLOR_BGR2GRAY), np.uint8)
    for way in (page, np.ascontiguousarray(page.T)):
        lines = hairlines(way)
        if any(_is_rim(line, lines, way.shape[0], is_odd) for line in lines):
            return True
    return False


def _is_rim(line: Hairline, lines: list[Hairline], breadth_px: int, is_odd: bool) -> bool:
    alike = sum(abs(line.tilt_deg - other.tilt_deg) < SAME_WAY_DEG for other in lines)
    aside = np.array([line.start, line.end])
    if aside.mean() > breadth_px / 2:
        aside = breadth_px - aside
    return bool(
        (is_odd or abs(line.tilt_deg) > SLANTING_DEG)
        and alike <= MOST_RIMS
        and NEAREST_SHARE * LOOK_PX < aside.max() < FARTHEST_SHARE * LOOK_PX
    )
