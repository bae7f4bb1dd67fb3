"""What the slant of a rectangle in a picture tells: its true side ratio, paper size and resolution. No pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.picture import Corners

MM_PER_INCH = 25.4
FOCAL_SHARES = np.geomspace(0.6, 2.4, 15)
"""Focal lengths of webcams and document cameras, in longer frame sides."""
SQUARE_ENOUGH = 0.05
"""Lenses that make the corner this much less square (cosine) than the best one are believed as well."""
SAME_PAPER = (0.085, 0.05, 0.05)
"""A side ratio within this |log| of a paper's is taken for it, the papers asked in turn: A4 is by far the commonest."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet's size in millimetres, upright."""

    width_mm: float
    height_mm: float

    @property
    def ratio(self) -> float:
        """Longer by shorter side."""
        return self.height_mm / self.width_mm


A4, CARD = Paper(210.0, 297.0), Paper(53.98, 85.6)
PAPERS = (A4, Paper(215.9, 279.4), CARD)
"""A4 (ISO 216; its kin A5 and A3 look the same and are taken for it), US letter, cards (ISO/IEC 7810 ID-1)."""


@dataclass(frozen=True, slots=True)
class SheetSize:
    """The sheet as it lies: `width_mm` along the top side of its corners, and how finely the camera sees it."""

    width_mm: float
    height_mm: float
    dpi: float


def measure_sheet(corners: Corners, frame_width: int, frame_height: int) -> SheetSize:
    """Size and resolution of the sheet seen at `corners` (4, 2), top side first."""
    across = float(side_ratio(corners[None], frame_width, frame_height)[0])
    ratio = max(across, 1 / across)
    nearness = zip(PAPERS, SAME_PAPER, strict=True)
    paper = next((known for known, limit in nearness if abs(np.log(ratio / known.ratio)) < limit), None)
    if paper is not None:
        short, long = paper.width_mm, paper.height_mm
    else:
        # of an unknown format only the ratio is known: the largest of it that an A4 page holds
        long = min(A4.height_mm, A4.width_mm * ratio)
        short = long / ratio
    width, height = (long, short) if across > 1 else (short, long)
    x, y = corners[:, 0], corners[:, 1]
    area_px = abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2
    return SheetSize(width, height, MM_PER_INCH * float(np.sqrt(area_px / (width * height))))


def paper_error(corners: Corners, frame_width: int, frame_height: int) -> float:
    """How far the true side ratio is from that of any known paper, as |log|."""
    across = float(side_ratio(corners[None], frame_width, frame_height)[0])
    ratio = max(across, 1 / across)
    return float(min(abs(np.log(ratio / paper.ratio)) for paper in PAPERS))


def side_ratio(corners: NDArray[np.float64], frame_width: int, frame_height: int) -> NDArray[np.float64]:
    """(N,) width by height of the rectangles that look like `corners` (N, 4, 2), top side first.

    The lens is taken to look through the middle of the frame (Zhang and He, Whiteboard scanning and image enhancement,
    2007). Its focal length is the one under which the corner comes out square; where the slant leaves that open, the one
    that fits A4 best."""
    centred = np.asarray(corners, np.float64) - (frame_width / 2, frame_height / 2)
    spots = np.concatenate([centred, np.ones((*centred.shape[:2], 1))], axis=2)
    top_left, top_right, bottom_right, bottom_left = (spots[:, k] for k in range(4))
    right_scale = _triple(top_left, bottom_right, bottom_left) / _not_zero(
        _triple(top_right, bottom_right, bottom_left)
    )
    down_scale = _triple(top_left, bottom_right, top_right) / _not_zero(
        _triple(bottom_left, bottom_right, top_right)
    )
    across = right_scale[:, None] * top_right - top_left
    down = down_scale[:, None] * bottom_left - top_left
    focal = FOCAL_SHARES * max(frame_width, frame_height)
    width = np.sqrt((across[:, :2] ** 2).sum(axis=1)[:, None] / focal**2 + across[:, 2:] ** 2)
    height = np.sqrt((down[:, :2] ** 2).sum(axis=1)[:, None] / focal**2 + down[:, 2:] ** 2)
    product = (across[:, :2] * down[:, :2]).sum(axis=1)[:, None] / focal**2 + (across[:, 2] * down[:, 2])[
        :, None
    ]
    slanting = np.abs(product) / np.maximum(width * height, 1e-9)
    believed = slanting <= slanting.min(axis=1, keepdims=True) + SQUARE_ENOUGH
    ratios = np.clip(width / np.maximum(height, 1e-9), 0.01, 100.0)
    far_from_a4 = np.abs(np.abs(np.log(ratios)) - np.log(A4.ratio))
    best = np.where(believed, far_from_a4, np.inf).argmin(axis=1)
    return np.asarray(ratios[np.arange(len(ratios)), best])


def _triple(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((np.cross(a, b) * c).sum(axis=1))


def _not_zero(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.where(np.abs(values) < 1e-9, 1e-9, values))
