"""What bad light does to a flat page: lamps mirrored in it, darkness. Shadows are no fault, they are taken out later."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.picture import Floats
from kiosk.devices.pixels import Picture

BURNT = 250
"""All three channels at least this bright: nothing printed there can be told from paper."""
PAPER_AROUND_LAMP = 229
"""Paper 1 cm beside a lamp's image is darker than this; where it is not, the whole page is merely exposed brightly."""
RING_PX = (13, 27)
SPECK_PX = 5
"""Burnt spots narrower than this (2.5 mm) are grains, not lamps."""
WRITING_PX = 21
"""Writing is looked for within so much (1 cm)."""
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
    readable, washed_out = _writing(weakest, paper)
    grain = np.ones((SPECK_PX, SPECK_PX), np.uint8)
    lost = cv2.morphologyEx((burnt & ~readable).astype(np.uint8), cv2.MORPH_OPEN, grain)
    count, spots = cv2.connectedComponents(lost)
    share = 0.0
    for spot in range(1, count):
        if _is_lamp(spots == spot, paper):
            share += float((spots == spot).mean())
            washed_out[spots == spot] = False
    pale = cv2.morphologyEx((burnt & washed_out).astype(np.uint8), cv2.MORPH_OPEN, grain)
    return share + float(pale.mean())


def is_too_dark(light: Floats) -> bool:
    """True where the paper itself is so dark that noise swallows thin strokes."""
    return float(np.median(light[::4, ::4].max(axis=2))) < DARKEST_PAPER


def _is_lamp(spot: NDArray[np.bool_], paper: Floats) -> bool:
    """A lamp's image ends within a centimetre; the bright end of an evenly lit page does not."""
    near, far = (
        cv2.dilate(spot.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
        for reach in RING_PX
    )
    ring = (far > 0) & (near == 0)
    return bool(ring.any()) and float(np.median(paper[ring])) < PAPER_AROUND_LAMP


def _writing(weakest: Picture, paper: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where writing of usual contrast stands within a few millimetres, and where only far paler writing is."""
    contrast = np.clip(1 - weakest / np.maximum(paper, 1), 0, 1).astype(np.float32)
    # the shadow along the sheet's rim is no writing
    contrast[:RIM_PX], contrast[-RIM_PX:], contrast[:, :RIM_PX], contrast[:, -RIM_PX:] = 0, 0, 0, 0
    deepest = cv2.dilate(contrast, np.ones((WRITING_PX, WRITING_PX), np.uint8))
    written = deepest[deepest > 0.1]
    usual = float(np.percentile(written, 75)) if len(written) else 0.0
    close = cv2.dilate(contrast, np.ones((WRITING_PX // 2, WRITING_PX // 2), np.uint8))
    readable = close > max(WASHED_OUT * usual, 0.2)
    washed_out = (deepest > 0.06) & (deepest < WASHED_OUT * usual) & (usual > 0.35)
    return np.asarray(readable, np.bool_), np.asarray(washed_out, np.bool_)
