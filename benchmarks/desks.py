"""Desks with things lying about on them, as the ground of generated photographs; the thing looked for comes later."""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Rng = np.random.Generator
Colour = tuple[float, float, float]

GROUNDS = ("wood", "wood", "cloth", "stone", "plain")


def paint_desk(rng: Rng, width: int, height: int, *, ground: str = "", things: int = 6) -> Picture:
    """(H, W, 3) uint8 BGR. `ground`: wood, cloth, stone, plain or pale (as bright as paper); empty draws one."""
    kind = ground or GROUNDS[int(rng.integers(len(GROUNDS)))]
    desk = {"wood": _wood, "cloth": _cloth, "stone": _stone, "plain": _plain, "pale": _pale}[kind](
        rng, width, height
    )
    for _ in range(things):
        _THINGS[int(rng.integers(len(_THINGS)))](rng, desk)
    return desk


def _uneven(rng: Rng, width: int, height: int, across: int, down: int) -> NDArray[np.float32]:
    """Smooth random waves of standard deviation about 1."""
    coarse = rng.standard_normal((max(2, down), max(2, across)), np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _coloured(base: Colour, *layers: NDArray[np.float32]) -> Picture:
    tone = np.sum(layers, axis=0)
    return np.asarray(np.clip(np.asarray(base, np.float32) + tone[:, :, None], 0, 255), np.uint8)


def _wood(rng: Rng, width: int, height: int) -> Picture:
    base = ((70, 105, 145), (45, 70, 110), (120, 165, 205), (35, 48, 70))[int(rng.integers(4))]
    grain = _uneven(rng, width, height, 5, height // 4) * 8
    desk = _coloured(base, grain, _uneven(rng, width, height, 12, 40) * 6)
    board = int(rng.integers(height // 7, height // 2))
    for y in range(int(rng.integers(board)), height, board):
        cv2.line(desk, (0, y), (width, y), tuple(0.5 * part for part in base), max(1, height // 360))
    return desk


def _cloth(rng: Rng, width: int, height: int) -> Picture:
    base, other = rng.uniform(60, 210, 3), rng.uniform(40, 225, 3)
    step = int(rng.integers(width // 32, width // 10))
    x, y = np.arange(width) // step % 2, np.arange(height) // step % 2
    share = 0.3 * (x[None, :] + y[:, None] * (rng.random() < 0.7))
    pattern = base * (1 - share[:, :, None]) + other * share[:, :, None]
    thread = rng.normal(0, 5, (height, width, 1))
    return np.asarray(np.clip(pattern + thread, 0, 255), np.uint8)


def _stone(rng: Rng, width: int, height: int) -> Picture:
    base = np.full(3, rng.uniform(40, 160)) + rng.uniform(-8, 8, 3)
    speckle = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), 1.6) * 50
    b, g, r = base.tolist()
    return _coloured((b, g, r), np.asarray(speckle, np.float32), _uneven(rng, width, height, 7, 5) * 8)


def _plain(rng: Rng, width: int, height: int) -> Picture:
    b, g, r = rng.uniform(30, 185, 3).tolist()
    return _coloured((b, g, r), _uneven(rng, width, height, 4, 3) * 6)


def _pale(rng: Rng, width: int, height: int) -> Picture:
    level = rng.uniform(195, 232)
    b, g, r = (level + rng.uniform(-9, 5, 3)).tolist()
    return _coloured((b, g, r), _uneven(rng, width, height, 4, 3) * 3)


# --- things ----------------------------------------------------------------------------------------------


def _slab(rng: Rng, desk: Picture, long: float, ratio: float, colour: Colour) -> NDArray[np.int32]:
    """A flat thing with its shadow, `long` in shares of the desk's width; returns its corners."""
    height, width = desk.shape[:2]
    side = long * width * rng.uniform(0.75, 1.25)
    box = cv2.boxPoints(
        ((rng.uniform(0, width), rng.uniform(0, height)), (side, side * ratio), float(rng.uniform(0, 180)))
    )
    corners = np.round(box).astype(np.int32)
    away = max(2, width // 220)
    under = desk.copy()
    cv2.fillConvexPoly(under, corners + away, tuple(0.4 * part for part in colour), cv2.LINE_AA)
    cv2.addWeighted(desk, 0.6, under, 0.4, 0, dst=desk)
    cv2.fillConvexPoly(desk, corners, colour, cv2.LINE_AA)
    return np.asarray(corners, np.int32)


def _any_colour(rng: Rng) -> Colour:
    b, g, r = rng.uniform(20, 235, 3).tolist()
    return b, g, r


def _book(rng: Rng, desk: Picture) -> None:
    corners = _slab(rng, desk, 0.28, 0.7, _any_colour(rng))
    inner = np.round(0.82 * corners + 0.18 * corners.mean(axis=0)).astype(np.int32)
    cv2.polylines(desk, [inner], True, _any_colour(rng), max(1, desk.shape[1] // 400), cv2.LINE_AA)


def _leaflet(rng: Rng, desk: Picture) -> None:
    """Another sheet, full of lines of writing."""
    corners = _slab(rng, desk, 0.36, 0.707, tuple(rng.uniform(205, 248, 3).tolist()))
    first, across, down = corners[0], corners[1] - corners[0], corners[3] - corners[0]
    for row in np.arange(0.08, 0.92, 0.045):
        start = first + 0.08 * across + row * down
        end = first + rng.uniform(0.4, 0.92) * across + row * down
        (ax, ay), (bx, by) = np.round(start).astype(int).tolist(), np.round(end).astype(int).tolist()
        cv2.line(desk, (ax, ay), (bx, by), (90, 90, 90), max(1, desk.shape[1] // 640), cv2.LINE_AA)


def _pen(rng: Rng, desk: Picture) -> None:
    _slab(rng, desk, 0.15, 0.055, _any_colour(rng))


def _bank_card(rng: Rng, desk: Picture) -> None:
    _slab(rng, desk, 0.1, 0.63, _any_colour(rng))


def _cup(rng: Rng, desk: Picture) -> None:
    height, width = desk.shape[:2]
    middle = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
    radius = int(width * rng.uniform(0.03, 0.07))
    cv2.circle(desk, middle, radius, _any_colour(rng), -1, cv2.LINE_AA)
    cv2.circle(desk, middle, int(radius * 0.8), tuple(rng.uniform(15, 110, 3).tolist()), -1, cv2.LINE_AA)


def _cable(rng: Rng, desk: Picture) -> None:
    width = desk.shape[1]
    way = np.cumsum(rng.normal(0, width / 16, (14, 2)), axis=0) + rng.uniform(0, width, 2)
    colour = tuple(rng.uniform(10, 90, 3).tolist())
    cv2.polylines(desk, [np.round(way).astype(np.int32)], False, colour, max(2, width // 260), cv2.LINE_AA)


_THINGS = (_book, _leaflet, _pen, _bank_card, _cup, _cable)
