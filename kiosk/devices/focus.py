"""How sharp and how bright a camera's picture is, for whoever turns a lens; it reads nothing and finds nothing."""

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.domain.scan import Frame

MIDDLE = 0.25
"""Share left out at each side: a card is held in the middle."""
PER_DOUBLING = 10.0
"""Points for twice the edges' strength; 100 is a printed card in perfect focus under good light."""


@dataclass(frozen=True, slots=True)
class Focus:
    """`score` 0 to 100, comparable only between pictures of the same thing; `light` 0 to 255, the middle's mean."""

    score: int
    light: int


def judge_focus(frame: Frame) -> Focus:
    """Variance of the Laplacian over the middle of the picture, in doublings (Pech-Pacheco et al. 2000)."""
    picture = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    top, left = int(frame.height * MIDDLE), int(frame.width * MIDDLE)
    light = cv2.cvtColor(picture[top : frame.height - top, left : frame.width - left], cv2.COLOR_BGR2GRAY)
    strength = float(cv2.Laplacian(light, cv2.CV_32F).var())
    score = min(100.0, PER_DOUBLING * float(np.log2(1.0 + strength / 2.0)))
    return Focus(round(score), round(float(light.mean())))
