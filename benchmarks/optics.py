"""What lamp, lens, sensor and USB line do to a picture, for the generators of frames; draws no things of its own."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
Rng = np.random.Generator

_SHEET_PX = (1152, 2048)
_TO_LIGHT: Floats = np.square(np.arange(256, dtype=np.float32) / 255)


def to_light(picture: Picture) -> Floats:
    """Levels as amounts of light, 0 to 1; a level is the square root of the light, near enough to any camera's curve."""
    return np.asarray(cv2.LUT(picture, _TO_LIGHT), np.float32)


def lamp_field(rng: Rng, width: int, height: int, unevenness: float, shadows: int = 0) -> Floats:
    """(H, W, 1): how much of the full light falls where; a slope, darker corners, soft shadows. Mean about 1."""
    w, h = max(2, width // 8), max(2, height // 8)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    x, y = 2 * x / w - 1, (2 * y / h - 1) * height / width
    angle = rng.uniform(0, 2 * np.pi)
    field = 1 + unevenness * (x * np.cos(angle) + y * np.sin(angle)) - 0.3 * unevenness * (x * x + y * y)
    for _ in range(shadows):
        middle, size = rng.uniform(-1, 1, 2), rng.uniform(0.2, 0.6, 2)
        far = ((x - middle[0]) / size[0]) ** 2 + ((y - middle[1]) / size[1]) ** 2
        field *= 1 - rng.uniform(0.15, 0.5) / (1 + np.power(far, rng.uniform(2, 8)))
    full = cv2.resize(field.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.maximum(full, 0.05)[:, :, None], np.float32)


def add_glare(light: Floats, x: float, y: float, radius_px: float, strength: float, squash: float) -> None:
    """A lamp's reflection at (x, y): light up to `strength` (1 burns out by itself), an ellipse `squash` wide."""
    reach = 2.2 * radius_px
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    right, bottom = min(light.shape[1], int(x + reach)), min(light.shape[0], int(y + reach))
    if right <= left or bottom <= top:
        return
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    far = ((columns - x) / radius_px) ** 2 + ((rows - y) / (radius_px * squash)) ** 2
    light[top:bottom, left:right] += (strength * np.exp(-(far**1.5)))[:, :, None].astype(np.float32)


def lens_kernel(defocus_px: float, motion_px: float, angle: float) -> Floats:
    """A disc of radius `defocus_px`, drawn along a line of `motion_px`, softened by half a pixel as any lens does."""
    reach = int(np.ceil(defocus_px + motion_px / 2 + 1.5))
    fine = 5
    y, x = (np.mgrid[0 : (2 * reach + 1) * fine, 0 : (2 * reach + 1) * fine] + 0.5) / fine - reach - 0.5
    disc = (x * x + y * y <= max(defocus_px, 0.4) ** 2).astype(np.float32)
    spread = np.zeros_like(disc)
    steps = max(1, int(np.ceil(motion_px * 2)))
    for step in range(steps):
        along = (step / max(1, steps - 1) - 0.5) * motion_px if steps > 1 else 0.0
        shift = np.array(
            [[1, 0, along * np.cos(angle) * fine], [0, 1, along * np.sin(angle) * fine]], np.float32
        )
        spread += cv2.warpAffine(disc, shift, disc.shape[::-1], flags=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(spread, (0, 0), 0.5 * fine)
    kernel = cv2.resize(soft, (2 * reach + 1, 2 * reach + 1), interpolation=cv2.INTER_AREA)
    return np.asarray(kernel / kernel.sum(), np.float32)


def expose(rng: Rng, light: Floats, exposure: float, noise_levels: float) -> Picture:
    """What the sensor makes of the light: levels 0 to 255 with noise; too much light is burnt out."""
    levels = cv2.sqrt(light * np.float32(exposure))
    height, width = levels.shape[:2]
    top, left = rng.integers(0, 64, 2)
    sheet = _noise()
    below, beside = height + 64 - _SHEET_PX[0], width + 64 - _SHEET_PX[1]
    if below > 0 or beside > 0:
        sheet = np.asarray(
            np.pad(sheet, ((0, max(0, below)), (0, max(0, beside)), (0, 0)), "wrap"), np.float32
        )
    grain = sheet[top : top + height, left : left + width]
    return np.asarray(cv2.addWeighted(levels, 255.0, grain, noise_levels, 0.0, dtype=cv2.CV_8U), np.uint8)


def mjpeg(picture: Picture, quality: int) -> Picture:
    """The picture as it comes out of a compressing camera."""
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


@lru_cache(maxsize=1)
def _noise() -> Floats:
    """Grain of standard deviation 1, a little of it shared between neighbours, as after a Bayer pattern."""
    rng = np.random.default_rng(20261122)
    fine = rng.standard_normal((*_SHEET_PX, 3), np.float32)
    mixed = 0.75 * fine + 0.9 * np.asarray(cv2.GaussianBlur(fine, (0, 0), 0.8), np.float32)
    return np.asarray(mixed / mixed.std(), np.float32)
