"""What in a small picture may be the rim of a sheet: lightness without its text, colour, and how strongly either steps."""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from kiosk.devices.pages.picture import Floats
from kiosk.devices.pixels import Picture

TEXT_GAP_PX = 9
"""Strokes and rows of text thinner than this are filled in before looking for steps (reduced pixels)."""
FAINT_STEP = 7.0
"""A step of this many grey levels counts as half evidence; far stronger ones count little more."""


@dataclass(frozen=True, slots=True)
class EdgePicture:
    """One reduced picture seen as steps. All members are (H, W) of the reduced size."""

    paper: Picture
    """Lightness with dark text closed away."""
    light: Picture
    """Lightness as it is: keeps the thin shadow that a sheet throws on a pale desk."""
    colour_a: Picture
    colour_b: Picture
    steps: Floats
    """(H, W, 2) horizontal and vertical part of the strongest step of any channel, in grey levels."""

    @property
    def height(self) -> int:
        """Rows of the reduced picture."""
        return int(self.paper.shape[0])

    @property
    def width(self) -> int:
        """Columns of the reduced picture."""
        return int(self.paper.shape[1])

    def steps_across(self, places: Floats, normals: Floats) -> Floats:
        """(N, M) how strongly the picture steps along `normals` (N, M or 1, 2) at the pixels nearest to `places` (N, M, 2)
        x, y; beyond the border as on it."""
        seen = cv2.remap(self.steps, places, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
        return np.asarray(np.abs(seen[..., 0] * normals[..., 0] + seen[..., 1] * normals[..., 1]))


def see_edges(small: Picture) -> EdgePicture:
    """`small`: (H, W, 3) uint8 BGR with a short side of a few hundred pixels."""
    light, colour_a, colour_b = cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2LAB))
    light = cv2.medianBlur(light, 3)
    paper = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((TEXT_GAP_PX, TEXT_GAP_PX), np.uint8))
    colour_a, colour_b = _calmed(colour_a), _calmed(colour_b)
    step_x, step_y = _steps(paper, 1.0)
    strongest = cv2.add(cv2.multiply(step_x, step_x), cv2.multiply(step_y, step_y))
    for channel, weight in ((light, 0.5), (colour_a, 1.6), (colour_b, 1.6)):
        x, y = _steps(channel, weight)
        strength = cv2.add(cv2.multiply(x, x), cv2.multiply(y, y))
        wins = cv2.compare(strength, strongest, cv2.CMP_GT)
        cv2.copyTo(x, wins, step_x)
        cv2.copyTo(y, wins, step_y)
        cv2.max(strength, strongest, strongest)
    paper, light, colour_a, colour_b = (
        np.asarray(one, np.uint8) for one in (paper, light, colour_a, colour_b)
    )
    return EdgePicture(paper, light, colour_a, colour_b, np.asarray(cv2.merge((step_x, step_y)), np.float32))


def _steps(channel: MatLike, weight: float) -> tuple[MatLike, MatLike]:
    """How much the channel climbs to the right and downwards, over two pixels, times `weight`."""
    smooth = cv2.GaussianBlur(channel, (5, 5), 1.0)
    # the 3x3 Sobel weighs four pixels on each side: a quarter of it is the step in grey levels over two pixels
    return cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=weight / 4), cv2.Sobel(
        smooth, cv2.CV_32F, 0, 1, scale=weight / 4
    )


def _calmed(colour: MatLike) -> MatLike:
    """A colour channel without its blocks and speckles; cameras carry colour at half resolution anyway."""
    half = cv2.medianBlur(cv2.resize(colour, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 3)
    return cv2.resize(half, (colour.shape[1], colour.shape[0]), interpolation=cv2.INTER_LINEAR)
