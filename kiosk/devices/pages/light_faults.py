"""What bad light does to a flat page: lamps mirrored in it, darkness. Shadows are no fault, they are taken out later."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.picture import Floats
from kiosk.devices.pixels import Picture

BURNT = 250
"""All three channels at least this bright: nothing printed there can be told from paper."""
PAPER_AROUND_LAMP, BURNT_AROUND = 241, 248
"""Paper 1 cm beside a lamp's image is darker than the first; up to the second, fading writing must bear witness; beyond
it the whole page is merely exposed brightly, and faint rules and pencil fade everywhere."""
RING_PX = (13, 27)
SPECK_PX = 5
"""Burnt spots narrower than this (2.5 mm) are grains, not lamps."""
WRITING_PX = 11
"""Writing is looked for within so much (half a centimetre)."""
FAINTEST_WRITING, PRINT_DEPTH = 0.06, 0.45
"""Share of the paper's light that the palest mark takes away, and that print takes even on a coarse copy."""
FEWEST_WRITTEN_PX = 60
WASHED_OUT = 0.45
"""Ink near a lamp's image keeps less than this share of the page's usual contrast."""
RIM_PX = 7
DARKEST_PAPER = 55


def glare_share(small: Picture, light: Floats) -> float:
    """Share 0..1 of the page that lamps' images wipe out. `small`: (H, W, 3) uint8 flat page at LIGHT_DPI; `light`:
    (H, W, 3) what bare paper looks like there."""
    blue, green, red = cv2.split(cv2.GaussianBlur(small, (0, 0), 0.8))
    weakest = np.asarray(cv2.min(cv2.min(blue, green), red), np.uint8)
    burnt = (weakest >= BURNT).astype(np.uint8)
    if not burnt.any():
        return 0.0
    paper = np.asarray(cv2.min(cv2.min(light[..., 0], light[..., 1]), light[..., 2]), np.float32)
    depth, usual = _writing(weakest, paper)
    lost = (burnt > 0) & (depth < WASHED_OUT * usual)
    solid = cv2.morphologyEx(lost.astype(np.uint8), cv2.MORPH_OPEN, np.ones((SPECK_PX, SPECK_PX), np.uint8))
    count, spots = cv2.connectedComponents(solid)
    lamps = 0.0
    for number in range(1, count):
        spot = (spots == number).astype(np.uint8)
        around = _paper_around(spot, paper)
        if around < PAPER_AROUND_LAMP or (around < BURNT_AROUND and _fades_writing(spot, depth, usual)):
            lamps += float(spot.mean())
    return lamps


def is_too_dark(light: Floats) -> bool:
    """True where the paper itself is so dark that noise swallows thin strokes."""
    return float(np.median(light[::4, ::4].max(axis=2))) < DARKEST_PAPER


def _paper_around(spot: Picture, paper: Floats) -> float:
    """Level 0..255 of the paper a centimetre away: a lamp's image has ended there, the bright end of a page has not."""
    ring = _grown(spot, RING_PX[1]) & ~_grown(spot, RING_PX[0])
    return float(np.median(paper[ring])) if ring.any() else 255.0


def _fades_writing(spot: Picture, depth: Floats, usual: float) -> bool:
    """Writing beside a lamp's image is pale, the paler the nearer; beside a merely bright place it is as anywhere."""
    beside = depth[_grown(spot, WRITING_PX) & (depth > FAINTEST_WRITING)]
    return beside.size >= FEWEST_WRITTEN_PX and float((beside < WASHED_OUT * usual).mean()) > 0.5


def _grown(spot: Picture, reach_px: int) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(spot, np.ones((2 * reach_px + 1, 2 * reach_px + 1), np.uint8)) > 0, np.bool_)


def _writing(weakest: Picture, paper: Floats) -> tuple[Floats, float]:
    """(H, W) how deep the darkest writing within a few millimetres is, as a share of the paper; and how deep the page's
    clearest writing is."""
    contrast = np.clip(1 - weakest / np.maximum(paper, 1), 0, 1).astype(np.float32)
    # the shadow along the sheet's rim is no writing
    contrast[:RIM_PX], contrast[-RIM_PX:], contrast[:, :RIM_PX], contrast[:, -RIM_PX:] = 0, 0, 0, 0
    depth = np.asarray(cv2.dilate(contrast, np.ones((WRITING_PX, WRITING_PX), np.uint8)), np.float32)
    written = depth[depth > FAINTEST_WRITING]
    return depth, max(float(np.percentile(written, 90)) if written.size else 0.0, PRINT_DEPTH)
