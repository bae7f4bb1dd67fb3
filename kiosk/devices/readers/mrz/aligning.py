"""Lays a grid of cells over a strip of characters and says what stands in each cell; knows no fields and no check digits."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.mrz.layouts import COLUMNS, LINE_PITCH, allowed
from kiosk.devices.readers.mrz.network import (
    BLANK,
    CELL_PX,
    HEIGHT_PX,
    WIDTH_PX,
    CharacterNetwork,
    Floats,
)
from kiosk.domain.scan import Quad

_BESIDE = 3
"""Cells looked at on either side of the grid, because an end may have been missed."""
_END_OF_GLYPH = 0.16
"""A blob of characters ends this much inside the outermost cells."""
_SLIPS = 0.03
_NO_CHARACTERS = -0.7
"""Mean logarithm of the likeliest characters of the middle cells."""
_GROWING = (0.3, 0.5, 0.7, 0.9, 1.0, 1.0)
"""Shares of the line that are fitted one after the other, from the middle out: so no cell is ever taken for its
neighbour, however far the ends are off."""
_OTHER_STARTS = ((1.2, 0.0), (-1.2, 0.0), (0.0, 1.0), (0.0, -1.0))
_SLIPPED_BELOW, _HOPELESS_BELOW = -0.08, -0.9
"""Between these sureness tells of a grid that slipped by a cell somewhere: other beginnings are tried."""
_VIEWS = (((-0.9, -0.6), 1.0), ((0.9, 0.6), 1.0), ((0.5, -1.2), 0.95), ((-0.5, 1.2), 1.06))
"""A character is sure only when it is the same a little to all sides, nearer and farther: shift in pixels, zoom."""
_ACROSS, _DOWN = np.meshgrid(np.linspace(0, 1, WIDTH_PX), np.linspace(0, 1, HEIGHT_PX))
_INSIDE = (
    np.stack([(1 - _ACROSS) * (1 - _DOWN), _ACROSS * (1 - _DOWN), (1 - _ACROSS) * _DOWN, _ACROSS * _DOWN])
    .reshape(4, -1)
    .astype(np.float32)
)
"""How much each corner of a cell, row by row, counts at each of its pixels."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a zone may lie: its number of lines and the ends of its outer lines' middles, top left first, clockwise as
    the text runs (or upside down: that is found out here)."""

    lines: int
    ends: Doubles
    """(4, 2) frame pixels."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What was seen: (lines, columns, 38) logarithms of probabilities, and the zone's corners in frame pixels."""

    seen: Floats
    corners: Quad
    character_px: float

    @property
    def sureness(self) -> float:
        """Mean logarithm of the likeliest character's probability; 0 is certainty."""
        return float(self.seen[:, :, :BLANK].max(axis=2).mean())


class Grid:
    """Cells over a frame: a homography, and a smooth correction for what a homography cannot bend."""

    def __init__(self, grey: Picture, strip: Strip, *, upside_down: bool) -> None:
        self.upside_down = upside_down
        self.lines, self.columns, self.pitch = strip.lines, COLUMNS[strip.lines], LINE_PITCH[strip.lines]
        ends = np.roll(strip.ends, 2, axis=0) if upside_down else strip.ends
        left, right = _END_OF_GLYPH, self.columns - _END_OF_GLYPH
        bottom = (self.lines - 1) * self.pitch
        on_grid = np.array([(left, 0), (right, 0), (right, bottom), (left, bottom)], np.float32)
        self._to_frame = cv2.getPerspectiveTransform(on_grid, ends.astype(np.float32)).astype(np.float64)
        self._bend = np.zeros((2, self.lines + 3))
        width_px = (np.linalg.norm(ends[1] - ends[0]) + np.linalg.norm(ends[2] - ends[3])) / 2
        self.character_px = float(width_px) / self.columns
        self._grey, self._origin, self._scale = self._softened(grey, ends)

    def _softened(self, grey: Picture, ends: Doubles) -> tuple[Picture, Doubles, float]:
        """The part of the picture around the strip, at most about one and a half times as fine as the cells."""
        around = 3.5 * self.character_px
        low = np.maximum(0, np.floor(ends.min(axis=0) - around)).astype(int)
        high = np.ceil(ends.max(axis=0) + around).astype(int)
        part = grey[low[1] : high[1], low[0] : high[0]]
        scale = min(1.0, 1.5 * CELL_PX / self.character_px)
        if scale < 1:
            smaller = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            part = np.asarray(smaller, np.uint8)
        return part, low.astype(np.float64), scale

    def places(self, u: Doubles, v: Doubles, line: NDArray[np.intp] | None = None) -> Doubles:
        """Grid coordinates (cells from the left, widths of a cell below the first line) -> (..., 2) frame pixels; `line`
        is that to which they belong, else the nearest."""
        terms = self._terms(u, self._line(v) if line is None else line)
        u = u + (terms @ self._bend[0]).reshape(u.shape)
        v = v + (terms @ self._bend[1]).reshape(v.shape)
        h = self._to_frame
        depth = h[2, 0] * u + h[2, 1] * v + h[2, 2]
        return np.stack(
            [(h[0, 0] * u + h[0, 1] * v + h[0, 2]) / depth, (h[1, 0] * u + h[1, 1] * v + h[1, 2]) / depth], -1
        )

    def cut(self, at: Doubles, jitter: tuple[float, float] = (0.0, 0.0), zoom: float = 1.0) -> Floats:
        """(N, 24, 32) cells around the grid coordinates `at` (N, 2), shifted by `jitter` cell pixels."""
        # a cell is small: between its corners, places lie as good as evenly
        x = (np.array([-1, 1]) * (WIDTH_PX - 1) / 2 + jitter[0]) / CELL_PX * zoom
        y = (np.array([-1, 1]) * (HEIGHT_PX - 1) / 2 + jitter[1]) / CELL_PX * zoom
        u = at[:, 0, None] + np.tile(x, 2)
        v = at[:, 1, None] + np.repeat(y, 2)
        corners = self.places(u, v, np.repeat(self._line(at[:, 1]), 4))
        frame = ((corners - self._origin + 0.5) * self._scale - 0.5).astype(np.float32)
        x_map, y_map = ((frame[..., axis] @ _INSIDE).reshape(-1, WIDTH_PX) for axis in (0, 1))
        cells = cv2.remap(self._grey, x_map, y_map, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cells, np.float32).reshape(-1, HEIGHT_PX, WIDTH_PX)

    def middles(self, beside: int = 0, within: float = 1.0) -> Doubles:
        """(N, 2) grid coordinates of the cells, line by line: with `beside` more at either end, or only the middle part."""
        cut = round((1 - within) * self.columns / 2)
        u = np.arange(cut - beside, self.columns - cut + beside) + 0.5
        v = np.arange(self.lines) * self.pitch
        across, down = np.meshgrid(u, v)
        return np.stack([across.ravel(), down.ravel()], axis=1)

    def catch(self, at: Doubles, offsets: Floats, weights: Floats) -> None:
        """Shift each line to the nearest characters, whichever they are: offsets count modulo one cell."""
        line = self._line(at[:, 1])
        for number in range(self.lines):
            here = line == number
            turns = weights[here] * np.exp(2j * np.pi * offsets[here, 0] / CELL_PX)
            self._bend[0, number] += float(np.angle(turns.sum())) / (2 * np.pi)
            self._bend[1, number] += (
                float(np.average(offsets[here, 1], weights=weights[here] + 1e-9)) / CELL_PX
            )

    def follow(self, at: Doubles, offsets: Floats, weights: Floats) -> None:
        """Move and bend the grid to where the characters were seen: `offsets` in cell pixels at the cells `at`."""
        terms = self._terms(at[:, 0], self._line(at[:, 1]))
        damping = np.diag([1e-3] * self.lines + [0.04, 0.15, 0.4])
        for axis in (0, 1):
            weighted = terms * weights[:, None]
            self._bend[axis] += np.linalg.solve(
                weighted.T @ terms + damping, weighted.T @ (offsets[:, axis] / CELL_PX)
            )

    def square(self) -> None:
        """Lay the homography anew through the cells as they were seen: where the end of a line had been missed, it made
        the cells lean, and a leaning 1 looks like a 7."""
        at = self.middles()
        seen = self.places(at[:, 0], at[:, 1])
        laid, _ = cv2.findHomography(at, seen)
        if np.ndim(laid) != 2 or not abs(np.linalg.det(laid)) > 1e-6:
            return  # places on one line or nowhere: no zone
        self._to_frame = np.asarray(laid, np.float64)
        back = cv2.perspectiveTransform(seen[None], np.linalg.inv(self._to_frame))[0]
        terms = self._terms(at[:, 0], self._line(at[:, 1]))
        self._bend = np.linalg.lstsq(terms, back - at, rcond=None)[0].T

    def _line(self, v: Doubles) -> NDArray[np.intp]:
        """The line nearest to each place."""
        return np.clip(np.round(v / self.pitch), 0, self.lines - 1).astype(np.intp)

    def _terms(self, u: Doubles, line: NDArray[np.intp]) -> Doubles:
        """(N, lines + 3): what the correction is made of: a shift of each line, then stretch, bow and fan of all."""
        along, line = (u.ravel() - self.columns / 2) / self.columns, line.ravel()
        shifts = (line[:, None] == np.arange(self.lines)).astype(np.float64)
        fan = along * (line - (self.lines - 1) / 2)
        return np.column_stack([shifts, along, 4 * along * along, fan])

    def begin(self, start: tuple[float, float]) -> None:
        """Take the lines to be so many cells longer, and bowed, before anything was seen."""
        self._bend[0, self.lines : self.lines + 2] = start

    def move(self, cells: list[int]) -> None:
        """Begin each line so many cells further to the right."""
        self._bend[0, : self.lines] += cells

    def corners(self) -> Quad:
        """Of the zone's outer cells, in frame pixels."""
        low, high = -0.6, (self.lines - 1) * self.pitch + 0.6
        u, v = np.array([0.0, self.columns, self.columns, 0.0]), np.array([low, low, high, high])
        a, b, c, d = self.places(u, v).tolist()
        return (a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1])


def look_at(grey: Picture, strip: Strip, network: CharacterNetwork) -> Cells | None:
    """Lay the grid, let the characters pull it into place, and look at every cell from a few places; None when the
    middle of the strip shows no characters."""
    upright, turned = (_middle_look(grey, strip, network, upside_down=turn) for turn in (False, True))
    grid, likeness = upright if upright[1] >= turned[1] else turned
    if likeness < _NO_CHARACTERS:
        return None
    best = _grown(grid, network)
    level = _levelled(strip)
    for other, start in ((level, (0.0, 0.0)), *((strip, start) for start in _OTHER_STARTS)):
        if not _SLIPPED_BELOW > best.sureness > _HOPELESS_BELOW:
            break
        grid, _ = _middle_look(grey, other, network, upside_down=grid.upside_down, start=start)
        best = max(best, _grown(grid, network), key=lambda cells: cells.sureness)
    return best


def _levelled(strip: Strip) -> Strip:
    """The same place with its lines equally far apart at both ends: where one was found askew."""
    left, right = (strip.ends[0] + strip.ends[3]) / 2, (strip.ends[1] + strip.ends[2]) / 2
    down = (strip.ends[3] - strip.ends[0] + strip.ends[2] - strip.ends[1]) / 4
    return Strip(strip.lines, np.array([left - down, right - down, right + down, left + down]))


def _grown(grid: Grid, network: CharacterNetwork) -> Cells:
    """Fit the grid from its middle to its ends, and look."""
    for share in _GROWING:
        at = grid.middles(within=share)
        names, offsets = network.look(grid.cut(at))
        grid.follow(at, offsets, _trust(names))
        if share > 0.6:
            grid.square()
    names, _ = network.look(grid.cut(grid.middles(beside=_BESIDE)))
    missed = _missed_cells(names.reshape(grid.lines, -1, BLANK + 1))
    if any(missed):
        grid.move(missed)
        at = grid.middles()
        grid.square()
        names, offsets = network.look(grid.cut(at))
        grid.follow(at, offsets, _trust(names))
    at = grid.middles()
    views = [network.look(grid.cut(at, jitter, zoom))[0] for jitter, zoom in _VIEWS]
    seen = np.log(np.mean(np.exp(views), axis=0))
    return Cells(
        seen.reshape(grid.lines, grid.columns, BLANK + 1).astype(np.float32),
        grid.corners(),
        grid.character_px,
    )


def _middle_look(
    grey: Picture,
    strip: Strip,
    network: CharacterNetwork,
    *,
    upside_down: bool,
    start: tuple[float, float] = (0.0, 0.0),
) -> tuple[Grid, float]:
    """(a grid that fits in the middle of the strip, how much what stands there looks like characters); `start`: cells by
    which the lines are taken to be longer and bowed."""
    grid = Grid(grey, strip, upside_down=upside_down)
    grid.begin(start)
    at = grid.middles(within=_GROWING[0])
    likeness = -np.inf
    for _ in range(2):
        names, offsets = network.look(grid.cut(at))
        likeness = float(names[:, :BLANK].max(axis=1).mean())
        grid.catch(at, offsets, _trust(names))
    return grid, likeness


def _trust(names: Floats) -> Floats:
    """How much a cell's offset counts: not at all where nothing stands."""
    return np.asarray(np.exp(names[:, :BLANK].max(axis=1)) ** 2, np.float32)


def _missed_cells(names: Floats) -> list[int]:
    """How many cells further right each line begins, from (lines, columns + 2 × beside, 38): nothing stands outside, and
    inside what may stand there."""
    shares = np.exp(names)
    lines, count = names.shape[0], names.shape[1] - 2 * _BESIDE
    blank = np.log(shares[:, :, BLANK] + _SLIPS)
    may = allowed(lines)
    missed = []
    for line in range(lines):
        scores = []
        for start in range(2 * _BESIDE + 1):
            inside = (shares[line, start : start + count, :BLANK] * may[line]).sum(axis=1)
            outside = blank[line, :start].sum() + blank[line, start + count :].sum()
            scores.append(np.log(inside + _SLIPS).sum() + outside - 0.5 * abs(start - _BESIDE))
        missed.append(int(np.argmax(scores)) - _BESIDE)
    return missed
