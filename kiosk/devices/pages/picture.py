"""Corners as arrays and quickly reduced copies, as the page modules pass them around. No judgement here."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture
from kiosk.domain.scan import Quad

Floats = NDArray[np.float32]
Corners = NDArray[np.float64]
"""(4, 2) x, y in pixels, clockwise; the centre of the top left pixel is (0, 0)."""


def shrunk(picture: Picture, scale: float) -> Picture:
    """A copy `scale` (at most 1) times the size.

    Halving and then one linear step is several times quicker than area averaging in one go, and as good to look at."""
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    small = picture
    while small.shape[1] >= 2 * size[0]:
        small = np.asarray(
            cv2.resize(small, (small.shape[1] // 2, small.shape[0] // 2), interpolation=cv2.INTER_AREA),
            np.uint8,
        )
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def reduced(picture: Picture, short_side_px: int) -> tuple[Picture, float]:
    """A copy whose shorter side is at most `short_side_px`, and its scale (copy pixels per input pixel)."""
    scale = short_side_px / min(picture.shape[:2])
    return (picture, 1.0) if scale >= 1 else (shrunk(picture, scale), scale)


def quad_of(corners: Corners) -> Quad:
    """Corners as the plain value other rooms know."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners.tolist()
    return ((ax, ay), (bx, by), (cx, cy), (dx, dy))


def corners_of(quad: Quad) -> Corners:
    """The plain value as an array."""
    return np.asarray(quad, np.float64)


def clockwise_from_top_left(corners: Corners) -> Corners:
    """Sorts four corners clockwise as seen in the picture, the one nearest the picture's top left first."""
    centre = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    return np.asarray(np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0))


def side_lengths(corners: Corners) -> NDArray[np.float64]:
    """Lengths of top, right, bottom and left side, in pixels."""
    return np.asarray(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1))
