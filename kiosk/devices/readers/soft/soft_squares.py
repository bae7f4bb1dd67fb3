"""Soft decoding as a step of the search: grid, blur, odds, error correction, wherever plainer steps saw a code."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kiosk.devices.readers.finding import SeenGrid, View
from kiosk.devices.readers.locating import Square
from kiosk.devices.readers.soft.equaliser import Equaliser
from kiosk.devices.readers.soft.lattice import Floats, Lattice
from kiosk.devices.readers.soft.memory import OddsMemory
from kiosk.devices.readers.soft.odds import decode
from kiosk.devices.readers.soft.starts import lattice_from_corners, lattice_in_square
from kiosk.devices.readers.symbols import Symbol, Symbology
from kiosk.domain.scan import Quad, ReadStep

_SMALLEST_SIDE_PX = 40.0
_ROUNDS = 5
_FIT_TO_REMEMBER, _FIT_OF_A_CODE = 0.5, 0.55
_SQUARES = 3
_LARGEST_SHARE = 0.4
"""A code larger than this share of the picture needs no soft decoding: what is so large is print."""


@dataclass(frozen=True, slots=True)
class SoftSquares:
    """Reads codes of 1.3 pixels a module, or blurred over two modules, that hard decisions cannot read.

    With a `memory`, odds of the frames of a burst are added up: what no single frame gives, several may.
    """

    rounds: int = _ROUNDS
    memory: OddsMemory | None = None

    def find(self, view: View, symbologies: frozenset[Symbology], until_s: float) -> Iterator[Symbol]:
        """See `CodeFinder`."""
        if Symbology.QR not in symbologies:
            return
        for lattice in lattices(view, until_s):
            for data, step in self._read(view, lattice, until_s):
                yield Symbol(data, quad_of(lattice), lattice.version, step)

    def _read(self, view: View, lattice: Lattice, until_s: float) -> Iterator[tuple[bytes, ReadStep]]:
        memory = self.memory if lattice.fit >= _FIT_TO_REMEMBER else None
        prior = memory.prior(lattice.version, view.at_s) if memory else None
        equaliser = Equaliser(view.grey, lattice, prior)
        grid = SeenGrid(lattice)
        view.grids.append(grid)
        odds: Floats | None = None
        for _ in range(self.rounds):
            if time.monotonic() >= until_s:
                break
            odds = equaliser.refine()
            grid.blur_modules = equaliser.blur_modules
            decoded = decode(odds, lattice.version)
            if decoded.data:
                yield decoded.data, ReadStep.SOFT
                return
            if decoded.solved:
                equaliser.learn(decoded.certain)
        if memory is not None and odds is not None and memory.add(lattice.version, odds, view.at_s) > 1:
            summed = memory.prior(lattice.version, view.at_s)
            decoded = decode(summed, lattice.version) if summed is not None else decoded
            if decoded.data:
                yield decoded.data, ReadStep.FUSED


def lattices(view: View, until_s: float) -> Iterator[Lattice]:
    """Grids of undecoded codes: where zxing-cpp failed, then in the dense squares."""
    found: list[Lattice] = []
    for symbol in view.undecoded:
        corners = np.asarray(symbol.corners, np.float64)
        sides = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)
        if sides.min() < _SMALLEST_SIDE_PX or sides.max() > 2 * sides.min() or time.monotonic() >= until_s:
            continue
        lattice = lattice_from_corners(view.grey, corners, symbol.version)
        if lattice is not None and _is_new(lattice, found):
            found.append(lattice)
            yield lattice
    for square in _squares(view, found):
        if square.side_px < _SMALLEST_SIDE_PX or time.monotonic() >= until_s:
            continue
        if any(_lies_in(lattice, square.centre, square.side_px) for lattice in found):
            continue
        lattice = lattice_in_square(view.grey, square)
        if lattice is not None and _is_new(lattice, found):
            found.append(lattice)
            yield lattice


def _squares(view: View, found: list[Lattice]) -> Iterator[Square]:
    """The likelier places, and the others only while no grid has been `found` that is hardly chance."""
    yield from view.open_squares()[:_SQUARES]
    if any(lattice.fit >= _FIT_OF_A_CODE for lattice in found):
        return
    largest = _LARGEST_SHARE * min(view.grey.shape)
    yield from (square for square in view.further_squares if square.side_px < largest)


def quad_of(lattice: Lattice) -> Quad:
    """The corners as plain numbers."""
    a, b, c, d = lattice.corners.tolist()
    return (a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1])


def _lies_in(lattice: Lattice, centre: tuple[float, float], side_px: float) -> bool:
    return bool(np.linalg.norm(lattice.corners.mean(axis=0) - centre) < 0.4 * side_px)


def _is_new(lattice: Lattice, found: list[Lattice]) -> bool:
    return not any(np.abs(lattice.corners - other.corners).max() < lattice.module_px for other in found)
