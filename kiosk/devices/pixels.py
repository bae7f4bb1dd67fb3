"""Frames of the domain as numpy pictures and back; the only place where their memory layout is known."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.scan import Frame

Picture = NDArray[np.uint8]
"""(H, W, 3) uint8 BGR, or (H, W) uint8 grey where a function says so."""


def picture_of(frame: Frame) -> Picture:
    """The frame's pixels, (H, W, 3) uint8 BGR, without a copy and therefore read-only."""
    return np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)


def grey_of(frame: Frame) -> Picture:
    """The frame's lightness, (H, W) uint8."""
    return np.asarray(cv2.cvtColor(picture_of(frame), cv2.COLOR_BGR2GRAY), np.uint8)


def frame_of(picture: Picture, number: int = 1, at_s: float = 0.0) -> Frame:
    """A frame with its own copy of `picture`, (H, W, 3) uint8 BGR."""
    height, width = picture.shape[:2]
    return Frame(width, height, np.ascontiguousarray(picture).tobytes(), number, at_s)


def reduced(picture: Picture, width_px: int) -> tuple[Picture, float]:
    """A copy at most `width_px` wide (the picture itself when it is narrower), and its scale."""
    scale = width_px / picture.shape[1]
    if scale >= 1:
        return picture, 1.0
    size = (width_px, max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), scale
