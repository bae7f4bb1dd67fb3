"""What bad light does to a flat page: burnt-out spots, darkness. Shadows are no fault, they are taken out later."""

import cv2
import numpy as np

from kiosk.devices.pages.picture import Floats
from kiosk.devices.pages.shade import LIGHT_DPI
from kiosk.devices.pixels import Picture

BURNT = 250
"""All three channels at least this bright: nothing printed there can be told from paper."""
BRIGHTEST_PAPER = 238
"""Paper brighter than this is near to burning out itself; only washed-out writing betrays glare on it."""
DARKEST_PAPER = 55
SPECK_PX = 5
"""Burnt spots narrower than this (2.5 mm) are grains, not lamps."""
WRITING_PX = 21
"""Writing is looked for within so much (1 cm)."""
WASHED_OUT = 0.45
"""Ink near a lamp's image keeps less than this share of the page's usual contrast."""


def glare_share(small: Picture, light: Floats) -> float:
    """Share 0..1 of the page that a lamp's image wipes out. `small`: (H, W, 3) uint8 flat page at LIGHT_DPI; `light`:
    (H, W, 3) what bare paper looks like there."""
    weakest = cv2.GaussianBlur(small, (0, 0), 0.8).min(axis=2)
    paper = light.min(axis=2)
    burnt = (weakest >= BURNT).astype(np.uint8)
    if float(np.median(paper)) >= BRIGHTEST_PAPER:
        burnt &= _washed_out(weakest, paper).astype(np.uint8)
    solid = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((SPECK_PX, SPECK_PX), np.uint8))
    return float(solid.mean())


def is_too_dark(light: Floats) -> bool:
    """True where the paper itself is so dark that noise swallows thin strokes."""
    return float(np.median(light.max(axis=2))) < DARKEST_PAPER


def _washed_out(weakest: Picture, paper: Floats) -> Picture:
    """Where there is writing, but far paler than the page's writing usually is."""
    contrast = np.clip(1 - weakest / np.maximum(paper, 1), 0, 1).astype(np.float32)
    deepest = cv2.dilate(contrast, np.ones((WRITING_PX, WRITING_PX), np.uint8))
    written = deepest[deepest > 0.1]
    if not len(written):
        return np.zeros(weakest.shape, np.uint8)
    usual = float(np.percentile(written, 75))
    pale = (
        (deepest > 0.06) & (deepest < WASHED_OUT * usual) if usual > 0.35 else np.zeros(weakest.shape, bool)
    )
    return np.asarray(pale, np.uint8)


__all__ = ["LIGHT_DPI", "glare_share", "is_too_dark"]
