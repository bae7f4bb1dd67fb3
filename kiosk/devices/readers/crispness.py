"""How crisp a frame is where its code seems to lie, so that of a burst's frames the best are looked at longest."""

import cv2
import numpy as np

from kiosk.devices.readers.finding import View
from kiosk.devices.readers.soft.lattice import Corners

_GRAIN_PX = 0.9
"""Noise finer than this is no sharpness."""


def crispness(view: View, code: Corners | None = None) -> float:
    """Mean bend of the lightness within the code, in grey levels; `code`: its corners (4, 2) if known, else the likeliest
    place. 0 where there is none. Compares frames of one burst only."""
    if code is None:
        if not view.squares:
            return 0.0
        code = np.asarray(view.squares[0].corners, np.float64)
    left, top = np.maximum(0, np.floor(code.min(axis=0)).astype(int)).tolist()
    right, bottom = np.ceil(code.max(axis=0)).astype(int).tolist()
    place = view.grey[top:bottom, left:right]
    if min(place.shape) < 3:
        return 0.0
    bends = cv2.Laplacian(cv2.GaussianBlur(place, (0, 0), _GRAIN_PX), cv2.CV_16S)
    return float(cv2.mean(cv2.convertScaleAbs(bends))[0])
