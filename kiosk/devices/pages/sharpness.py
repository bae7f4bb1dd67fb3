"""How crisp the writing on a flat page is, as the blur of its edges in millimetres of paper. Says nothing of light."""

import cv2
import numpy as np

from kiosk.devices.pages.perspective import MM_PER_INCH
from kiosk.devices.pixels import Picture

RIM_MM = 4.0
"""So near its edge the page is not looked at: the desk may show."""
STROKES_MM = 4.0
"""The lightest spot within this much is the paper under the writing."""
INK_DEPTH = 0.75
"""Print takes about so much of the paper's light away."""
MARKED, FAINTLY_MARKED = 0.25, 0.12
"""Pixels this much darker than paper count as ink; blurred writing may be just the second."""
STEEPEST_SHARE = 0.15
"""Of as many edges as there is ink, the steepest share speaks; the rest is curves, dots and noise."""
FEWEST_EDGES = 60
SMEARED_SHARE = 0.004
"""Of the page; even a single line of print, blurred, is more."""
READABLE_BLUR_MM = 0.9
"""Edges of print blurred by this much (strokes lose contrast as well) make small letters run together."""
LENS_BLUR_PX = 2.7
"""What a sharp but coarse picture shows of thin strokes: resolution is the trouble there, not focus."""
FAINT_BUT_CRISP = 1.1
DARKEST_PERCENT, PALE_INK = 0.3, 0.45
"""Writing is pale when the darkest pixels of the page keep this share of the paper's light."""
OWN_CONTRAST_MM = 2.4
"""Contrast of pale writing is taken over so much: wider than any blur in question."""


def sharpness(light: Picture, dpi: float) -> float:
    """0..1 of a flat (H, W) uint8 page at the camera's own resolution; below 0.5 small print cannot be read.

    An edge of height c blurred by a Gaussian of sigma s climbs at most c / (2.5 s) a pixel. Print is taken to be black,
    so that strokes which blur has made pale count against the page; writing that is pale but climbs within its own
    contrast as fast as it can (pencil, a poor printer) is let pass. Level and upright edges are measured apart, since
    shake blurs one of the two only. A page without writing is as sharp as can be: 1.0."""
    scale = dpi / MM_PER_INCH
    rim = round(RIM_MM * scale)
    even = evened(light, scale)[rim:-rim, rim:-rim]
    ink = float((even < 255 * (1 - MARKED)).mean()) * even.size
    wanted = max(FEWEST_EDGES, int(ink * STEEPEST_SHARE))
    across, down = (np.abs(cv2.Sobel(even, cv2.CV_16S, x, y, ksize=1)) for x, y in ((1, 0), (0, 1)))
    smeared = int((even < 255 * (1 - FAINTLY_MARKED)).sum())
    if smeared < FEWEST_EDGES:
        return 1.0
    against_black, against_own = [], []
    window = max(9, round(OWN_CONTRAST_MM * scale)) | 1
    for climb, other, line in ((across, down, (window, 1)), (down, across, (1, window))):
        edges = (2 * climb > 3 * other) & (climb > 8)
        steep = climb[edges]
        if len(steep) < FEWEST_EDGES:
            continue
        clearest = np.argpartition(steep, -wanted)[-wanted:] if len(steep) > wanted else slice(None)
        against_black.append(_sigma_px(255 * INK_DEPTH, float(np.median(steep[clearest]))))
        reach = cv2.getStructuringElement(cv2.MORPH_RECT, line)
        depth = cv2.subtract(cv2.dilate(even, reach), cv2.erode(even, reach))[edges][clearest]
        against_own.append(_sigma_px(1.0, float(np.median(steep[clearest] / np.maximum(depth, 1)))))
    if not against_black:
        # much that is darker than paper, and nowhere an edge: writing blurred away
        return 0.0 if smeared > SMEARED_SHARE * even.size else 1.0
    sigma_px = max(against_black)
    crisp = max(0.5 * READABLE_BLUR_MM * scale / sigma_px, 0.5 * LENS_BLUR_PX / sigma_px)
    is_pale = float(np.percentile(even[::3, ::3], DARKEST_PERCENT)) > 255 * PALE_INK
    if is_pale:
        own = 0.25 * scale / max(against_own)
        crisp = max(crisp, own if own > FAINT_BUT_CRISP else 0.0)
    return float(min(1.0, crisp))


def evened(light: Picture, scale: float) -> Picture:
    """(H, W) uint8 flat page -> paper at 255 everywhere, ink darker; `scale` in pixels a millimetre."""
    calm = cv2.GaussianBlur(light, (0, 0), 0.5)
    shrink = min(1.0, 2.0 / scale)
    small = cv2.resize(light, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    reach = max(3, round(STROKES_MM * scale * shrink)) | 1
    paper = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), (5, 5))
    level = cv2.resize(paper, (light.shape[1], light.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(calm, level, scale=255), np.uint8)


def _sigma_px(depth: float, climb_over_two_px: float) -> float:
    return depth / (2.507 * max(climb_over_two_px / 2, 1e-3))
