"""Paints the desk under the page: wood, cloth, stone, pale laminate, and the things that lie about on it."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Rng = np.random.Generator


def _cloud(rng: Rng, height: int, width: int, cells: int) -> NDArray[np.float32]:
    """Smooth random field in about -1..1, `cells` waves across."""
    small = rng.normal(0, 1, (max(2, cells * height // width), max(2, cells))).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _filled(height: int, width: int, bgr: tuple[float, float, float]) -> NDArray[np.float32]:
    return np.full((height, width, 3), bgr, np.float32)


def wood(rng: Rng, height: int, width: int) -> NDArray[np.float32]:
    """Brown planks with grain."""
    base = [(60, 100, 150), (40, 65, 100), (110, 160, 200), (30, 40, 60)][int(rng.integers(4))]
    stretched = cv2.resize(
        rng.normal(0, 1, (height // 3, 6)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    grain = stretched * 9 + _cloud(rng, height, width, 9) * 6
    desk = _filled(height, width, base) + grain[..., None]
    step = int(rng.integers(height // 6, height // 2))
    for y in range(int(rng.integers(step)), height, step):
        desk[y : y + max(1, height // 400)] *= 0.6
    return desk


def cloth(rng: Rng, height: int, width: int) -> NDArray[np.float32]:
    """Checked or striped table cloth."""
    desk = _filled(height, width, tuple(rng.uniform(40, 200, 3)))
    step = int(rng.integers(width // 30, width // 9))
    other = rng.uniform(30, 220, 3).astype(np.float32)
    for x in range(0, width, 2 * step):
        desk[:, x : x + step] = desk[:, x : x + step] * 0.6 + other * 0.4
    if rng.random() < 0.6:
        for y in range(0, height, 2 * step):
            desk[y : y + step] = desk[y : y + step] * 0.7 + other * 0.3
    return desk + rng.normal(0, 4, (height, width, 1)).astype(np.float32)


def stone(rng: Rng, height: int, width: int) -> NDArray[np.float32]:
    """Grey or dark counter with speckles."""
    desk = _filled(height, width, tuple(np.full(3, rng.uniform(35, 150)) + rng.uniform(-8, 8, 3)))
    speckle = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 1.5)
    return desk + (speckle * 22 + _cloud(rng, height, width, 6) * 8)[..., None]


def plain(rng: Rng, height: int, width: int) -> NDArray[np.float32]:
    """One colour, a little uneven."""
    return (
        _filled(height, width, tuple(rng.uniform(25, 180, 3)))
        + (_cloud(rng, height, width, 3) * 7)[..., None]
    )


def pale(rng: Rng, height: int, width: int) -> NDArray[np.float32]:
    """A desk almost as bright as paper: the hard case for every edge finder."""
    level = rng.uniform(196, 232)
    tint = rng.uniform(-10, 6, 3)
    return (
        _filled(height, width, tuple(np.full(3, level) + tint))
        + (_cloud(rng, height, width, 4) * 4)[..., None]
    )


DESKS: tuple[Callable[[Rng, int, int], NDArray[np.float32]], ...] = (wood, wood, cloth, stone, plain)


def _box(rng: Rng, height: int, width: int, long: float, ratio: float) -> NDArray[np.float32]:
    """Corners of a rectangle of side `long` (share of the frame's width) somewhere in the frame, turned at will."""
    size = (long * width, long * width * ratio)
    centre = (rng.uniform(0, width), rng.uniform(0, height))
    return np.asarray(cv2.boxPoints((centre, size, float(rng.uniform(0, 180)))), np.float32)


def _shadowed(desk: NDArray[np.float32], box: NDArray[np.float32], depth: float, blur: float) -> None:
    mask = np.zeros(desk.shape[:2], np.float32)
    cv2.fillConvexPoly(mask, (box + blur * 0.6).astype(np.int32), 1.0)
    desk *= 1 - depth * cv2.GaussianBlur(mask, (0, 0), blur)[..., None]


def strew_clutter(rng: Rng, desk: NDArray[np.float32], amount: int) -> None:
    """Lays `amount` things on the desk: books, cards, pens, cups, cables, other sheets with writing."""
    height, width = desk.shape[:2]
    for _ in range(amount):
        thing = rng.choice(["book", "card", "pen", "cup", "cable", "sheet"])
        if thing == "cup":
            centre = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
            radius = int(width * rng.uniform(0.03, 0.08))
            cv2.circle(desk, centre, radius, tuple(rng.uniform(30, 250, 3)), -1, cv2.LINE_AA)
            cv2.circle(desk, centre, int(radius * 0.8), tuple(rng.uniform(10, 120, 3)), -1, cv2.LINE_AA)
        elif thing == "cable":
            points = np.cumsum(rng.normal(0, width / 14, (14, 2)), axis=0) + rng.uniform(0, width, 2)
            cv2.polylines(
                desk,
                [points.astype(np.int32)],
                False,
                tuple(rng.uniform(10, 80, 3)),
                max(2, width // 250),
                cv2.LINE_AA,
            )
        else:
            long, ratio = {
                "book": (0.3, 0.7),
                "card": (0.11, 0.63),
                "pen": (0.16, 0.06),
                "sheet": (0.42, 0.707),
            }[str(thing)]
            box = _box(rng, height, width, long * rng.uniform(0.7, 1.3), ratio)
            _shadowed(desk, box, 0.3, width / 180)
            ink = tuple(rng.uniform(215, 250, 3)) if thing == "sheet" else tuple(rng.uniform(15, 235, 3))
            cv2.fillConvexPoly(desk, box.astype(np.int32), ink, cv2.LINE_AA)
            if thing == "sheet":
                _scribble(rng, desk, box)


def _scribble(rng: Rng, desk: NDArray[np.float32], box: NDArray[np.float32]) -> None:
    """Grey bars for the text lines of a sheet that is not the page."""
    across, down = box[1] - box[0], box[3] - box[0]
    for row in np.arange(0.08, 0.92, 0.035):
        if rng.random() < 0.8:
            start = box[0] + down * row + across * 0.1
            end = box[0] + down * row + across * rng.uniform(0.4, 0.9)
            ends = [(int(p[0]), int(p[1])) for p in (start, end)]
            cv2.line(desk, ends[0], ends[1], (95, 95, 95), max(1, desk.shape[1] // 500), cv2.LINE_AA)


def paint_desk(rng: Rng, height: int, width: int, *, is_pale: bool, clutter: int) -> NDArray[np.float32]:
    """(H, W, 3) float32 BGR, 0..255."""
    desk = pale(rng, height, width) if is_pale else DESKS[int(rng.integers(len(DESKS)))](rng, height, width)
    strew_clutter(rng, desk, clutter)
    return desk
