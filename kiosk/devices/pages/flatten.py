"""Turns the slanted sheet of a picture into a flat page of a wanted resolution; changes no brightness."""

import cv2
import numpy as np

from kiosk.devices.pages.perspective import MM_PER_INCH, SheetSize
from kiosk.devices.pages.picture import Corners, shrunk
from kiosk.devices.pixels import Picture

FINEST_DPI, COARSEST_DPI = 300.0, 200.0
"""Finished pages are drawn between these: below 200 letters turn jagged, above 300 only the file grows."""


def finished_dpi(size: SheetSize) -> float:
    """Resolution the finished page is drawn at."""
    return min(max(size.dpi, COARSEST_DPI), FINEST_DPI)


def flatten(
    picture: Picture, corners: Corners, size: SheetSize, dpi: float, *, margin_mm: float = 0.0
) -> Picture:
    """The sheet as (height_mm, width_mm) at `dpi`, and `margin_mm` of the desk around it; any number of channels."""
    scale = dpi / MM_PER_INCH
    width, height = (max(8, round(length * scale)) for length in (size.width_mm, size.height_mm))
    margin = round(margin_mm * scale)
    # corners name the outermost points of the sheet, half a pixel outside the first and last pixel's centres
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5 + margin
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    shrink = size.dpi / dpi
    seen = picture
    if shrink > 1.4:
        # a warp samples points: what is finer than the target must go first
        seen = shrunk(picture, 1 / shrink)
        step_x, step_y = seen.shape[1] / picture.shape[1], seen.shape[0] / picture.shape[0]
        smaller = np.array([[step_x, 0, step_x / 2 - 0.5], [0, step_y, step_y / 2 - 0.5], [0, 0, 1.0]])
        matrix = matrix @ np.linalg.inv(smaller)
    way = cv2.INTER_CUBIC if shrink < 1 else cv2.INTER_LINEAR
    outer = (width + 2 * margin, height + 2 * margin)
    return np.asarray(
        cv2.warpPerspective(seen, matrix, outer, flags=way, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
