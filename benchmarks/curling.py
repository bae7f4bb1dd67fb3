"""Lays a sheet that does not lie flat before a pinhole camera: bulged, rolled up at two sides, or with a lifted corner."""

from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks.laying import Matrix
from benchmarks.optics import Floats, Picture, Rng

_ROUNDS = 6
"""Each round brings a pixel's place on the sheet some four times nearer to the true one."""


@dataclass(frozen=True, slots=True)
class Curl:
    """`kind`: bulge (the middle stands up), sides (two opposite sides do) or corner; `rise_mm` at its highest; `across`:
    the sheet's x axis, or its y axis, runs over the hill."""

    kind: str
    rise_mm: float
    across: bool
    corner: tuple[int, int] = (0, 0)

    def height(self, share: Floats) -> Floats:
        """(..., 2) places on the sheet as shares of its sides -> millimetres above the desk."""
        if self.kind == "corner":
            towards = np.abs(share - (1 - np.asarray(self.corner, np.float32))).sum(axis=-1) - 1.35
            return np.asarray(self.rise_mm * (np.clip(towards, 0, None) / 0.65) ** 2, np.float32)
        away = (2 * share[..., 0 if self.across else 1] - 1) ** 2
        return np.asarray(self.rise_mm * (away if self.kind == "sides" else 1 - away), np.float32)


def any_curl(rng: Rng) -> Curl:
    """A sheet that was folded in a bag, or comes from a roll: 3 to 14 mm off the desk."""
    kind = str(rng.choice(("bulge", "sides", "corner")))
    corner = (int(rng.integers(2)), int(rng.integers(2)))
    return Curl(kind, float(rng.uniform(3, 14)), bool(rng.random() < 0.5), corner)


def curled_outline(curl: Curl, to_frame: Matrix, up: Matrix, size_mm: tuple[float, float]) -> Floats:
    """Its four corners in the frame, the sheet's own top left first, clockwise."""
    share = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    return _seen(curl, share, to_frame, up, size_mm)


def lay_curled(
    picture: Picture,
    sheet: Picture,
    size_mm: tuple[float, float],
    curl: Curl,
    to_frame: Matrix,
    up: Matrix,
    shadow_px: float,
) -> None:
    """Draw the sheet (H, W, 3) into `picture` with its shading and the shadow it throws."""
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    frame: Floats = np.stack([xs, ys], axis=-1)
    back = np.linalg.inv(to_frame).astype(np.float64)
    flat = _through(back, frame + 0.5) / np.asarray(size_mm, np.float32)
    share: Floats = flat.astype(np.float32)
    for _ in range(_ROUNDS):
        astray = _through(back, _seen(curl, share, to_frame, up, size_mm) + 0.5) / np.asarray(
            size_mm, np.float32
        )
        share = np.asarray(np.clip(share + flat - astray, -0.5, 1.5), np.float32)
    corners = curled_outline(curl, to_frame, up, size_mm)
    across_px = float(np.linalg.norm(corners[1] - corners[0]))
    scale = min(1.0, 1.3 * across_px / sheet.shape[1])
    seen = cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    place = share * np.array(seen.shape[1::-1], np.float32) - 0.5
    colours = cv2.remap(seen, place, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
    pixels = np.minimum(share, 1 - share).min(axis=-1) * across_px
    cover = np.clip(pixels + 0.5, 0, 1)[:, :, None]
    step = 0.01
    slope = (curl.height(share + np.float32(step)) - curl.height(share)) / (step * size_mm[0])
    shaded = colours * np.clip(1 - 0.5 * slope, 0.6, 1.15)[:, :, None]
    dark = 0.35 * cv2.GaussianBlur(cover[:, :, 0], (0, 0), max(0.6, shadow_px))[:, :, None]
    picture[:] = np.clip(shaded * cover + picture * (1 - dark) * (1 - cover), 0, 255).astype(np.uint8)


def _seen(curl: Curl, share: Floats, to_frame: Matrix, up: Matrix, size_mm: tuple[float, float]) -> Floats:
    flat = share * np.asarray(size_mm, np.float32)
    lifted = flat @ to_frame[:, :2].T + to_frame[:, 2] + curl.height(share)[..., None] * up
    return np.asarray(lifted[..., :2] / lifted[..., 2:] - 0.5, np.float32)


def _through(matrix: Matrix, points: Floats) -> Floats:
    lifted = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(lifted[..., :2] / lifted[..., 2:], np.float32)
