"""Takes the light out of a flat page: shadows, yellow lamps, grey paper. Stamps, photographs and colours stay."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.perspective import MM_PER_INCH
from kiosk.devices.pages.picture import Floats
from kiosk.devices.pixels import Picture

LIGHT_DPI = 50.0
"""Resolution that light is estimated at; it changes slowly compared with letters."""
STROKES_MM = 5.0
"""Dark things narrower than this are writing: the paper around tells the light on them."""
BLOCK_PX = 8
PAPER_SHARE = 0.35
"""At least this share of a block of plain paper, written on or not, is as bright as its bright parts."""
PAPER_SPREAD = 0.08
DARKEST_PAPER = 0.38
"""Against the page's brightest parts; darker blocks are print or a photograph, not shadow."""
PAPER_TINT = 16.0
"""Blocks whose colour differs more than this (Lab units) from the page's are coloured print, not paper."""
WHITE_FROM = 0.93
"""From this share of the paper's own brightness on, a pixel is shown as white: grain, creases, show-through."""
BLACK_LIMIT = 0.30


def clean(page: Picture, dpi: float) -> Picture:
    """(H, W, 3) uint8 BGR, flat -> the same with white paper, even light and slightly crisper letters."""
    light = paper_light(page, dpi)
    level = cv2.resize(light, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(page, np.clip(level, 1, 255).astype(np.uint8), scale=236)
    sigma = max(0.6, 0.11 / MM_PER_INCH * dpi)
    crisp = cv2.addWeighted(even, 1.6, cv2.GaussianBlur(even, (0, 0), sigma), -0.6, 0)
    return np.asarray(cv2.LUT(crisp, _tone_curve(even)), np.uint8)


def paper_light(page: Picture, dpi: float) -> Floats:
    """(h, w, 3) float32 at LIGHT_DPI: what bare paper would look like at each place, 1..255."""
    scale = LIGHT_DPI / dpi
    size = (max(2 * BLOCK_PX, round(page.shape[1] * scale)), max(2 * BLOCK_PX, round(page.shape[0] * scale)))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    reach = round(STROKES_MM / MM_PER_INCH * LIGHT_DPI)
    # one noisy bright pixel would speak for all around it
    calm = cv2.medianBlur(small, 3)
    filled = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    filled = cv2.blur(cv2.medianBlur(filled, 5), (5, 5)).astype(np.float32)
    trust, bright = _trusted_blocks(np.asarray(small, np.uint8))
    coarse = _spread(trust, bright)
    fit = cv2.resize(trust, size, interpolation=cv2.INTER_LINEAR)[..., None]
    far = np.maximum(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), filled)
    return np.asarray(np.maximum(fit * filled + (1 - fit) * far, 1), np.float32)


def _trusted_blocks(small: Picture) -> tuple[Floats, Floats]:
    """(rows, columns) 1 where a block is paper, else 0; (rows, columns, 3) the block's bright colour."""
    rows, columns = (length // BLOCK_PX for length in small.shape[:2])
    blocks = (columns, rows)
    seen = cv2.medianBlur(small[: rows * BLOCK_PX, : columns * BLOCK_PX], 3)
    light = cv2.cvtColor(seen, cv2.COLOR_BGR2GRAY)
    highest = cv2.dilate(light, np.ones((BLOCK_PX, BLOCK_PX), np.uint8))[
        BLOCK_PX // 2 :: BLOCK_PX, BLOCK_PX // 2 :: BLOCK_PX
    ]
    limit = cv2.resize(highest, (light.shape[1], light.shape[0]), interpolation=cv2.INTER_NEAREST)
    among_top = cv2.compare(light, cv2.convertScaleAbs(limit, alpha=1 - PAPER_SPREAD), cv2.CMP_GE)
    share = cv2.resize(among_top, blocks, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    shown = cv2.bitwise_and(seen, seen, mask=among_top)
    total = cv2.resize(shown, blocks, interpolation=cv2.INTER_AREA).astype(np.float32)
    bright = total / np.maximum(share, 1 / BLOCK_PX**2)[..., None]
    tone = bright / np.maximum(cv2.transform(bright, np.full((1, 3), 1 / 3)), 1)[..., None]
    tint = cv2.cvtColor(np.minimum(tone * 0.8, 1).astype(np.float32), cv2.COLOR_BGR2LAB)[..., 1:]
    usual = np.median(tint.reshape(-1, 2), axis=0)
    foreign = np.hypot(tint[..., 0] - usual[0], tint[..., 1] - usual[1])
    whitest = float(np.percentile(highest, 90))
    trust = (share > PAPER_SHARE) & (foreign < PAPER_TINT) & (highest > DARKEST_PAPER * whitest)
    # the block beside print is half print itself
    trust = cv2.erode(trust.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0
    return trust.astype(np.float32), np.asarray(bright, np.float32)


def _spread(trust: Floats, bright: Floats) -> Floats:
    """The trusted blocks' colours carried into the others, nearest first."""
    weight, colour = trust, bright * trust[..., None]
    done, filled = np.zeros_like(weight), np.zeros_like(colour)
    for sigma in (1.5, 4.0, 12.0, 40.0):
        near, seen = cv2.GaussianBlur(weight, (0, 0), sigma), cv2.GaussianBlur(colour, (0, 0), sigma)
        enough = (done == 0) & (near > 0.02)
        filled[enough] = (seen / np.maximum(near, 1e-6)[..., None])[enough]
        done[enough] = 1
    usual = np.percentile(bright.reshape(-1, 3), 90, axis=0)
    filled[done == 0] = usual
    return np.asarray(filled, np.float32)


def _tone_curve(even: NDArray[np.uint8] | cv2.typing.MatLike) -> Picture:
    """Look-up table: paper to white, the darkest ink towards black, straight between."""
    white = WHITE_FROM * 236
    darkest = float(np.percentile(even[::7, ::7], 1))
    black = min(0.7 * darkest, BLACK_LIMIT * 255)
    values = (np.arange(256) - black) / (white - black) * 255
    return np.asarray(np.clip(values, 0, 255), np.uint8)
