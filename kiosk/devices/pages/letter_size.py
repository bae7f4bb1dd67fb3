"""How small the letters of a flat page are: what decides how coarsely it may be kept. Reads none of them."""

import cv2
import numpy as np

from kiosk.devices.pages.perspective import MM_PER_INCH
from kiosk.devices.pixels import Picture

INK = 0.62
"""Share of the paper's light that ink lets through at most."""
LETTER_MM = (1.0, 6.0)
"""Lower pieces of ink are dots and marks of tone, higher ones frames, stamps and headings."""
SMALL_PERCENT = 20
"""Of the letters, so many are small print if any is."""
FEWEST_LETTERS = 40
"""With fewer nothing is said."""


def small_letter_mm(page: Picture, dpi: float) -> float | None:
    """Height of the small letters (an x, not an h) of the smallest print on a page (H, W, 3) BGR or (H, W) grey uint8; None
    where there are hardly any."""
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    paper = float(np.percentile(grey[::5, ::5], 80))
    ink = (grey < INK * paper).astype(np.uint8)
    _, _, pieces, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tall_mm = pieces[1:, cv2.CC_STAT_HEIGHT] / dpi * MM_PER_INCH
    letters = tall_mm[(tall_mm >= LETTER_MM[0]) & (tall_mm <= LETTER_MM[1])]
    if len(letters) < FEWEST_LETTERS:
        return None
    return float(np.percentile(letters, SMALL_PERCENT))
