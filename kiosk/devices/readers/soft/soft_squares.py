"""Soft decoding as a step of the search: grid, blur, odds, error correction, wherever plainer steps saw a code."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from kiosk.devices.readers.finding import SURE_INNER_FIT, SeenGrid, View
from kiosk.devices.readers.locating import Square
from kiosk.devices.readers.soft.equaliser import CodePicture, Equaliser
from kiosk.devices.readers.soft.lattice import Floats, Lattice
from kiosk.devices.readers.soft.memory import OddsMemory
from kiosk.devices.readers.soft.odds import decode
from kiosk.devices.readers.soft.starts import lattice_from_corners, lattice_in_square
from kiosk.devices.readers.soft.tracking import LatticeTrack
from kiosk.devices.readers.symbols import Symbol, Symbology
from kiosk.domain.scan import Quad, ReadStep

_SMALLEST_SIDE_PX = 40.0
_ROUNDS, _ROUNDS_TOGETHER = 8, 5
_FIT_TO_REMEMBER, _FIT_OF_A_CODE = 0.5, 0.55
_SQUARES = 3
_LARGEST_SHARE = 0.4
"""A code larger than this share of the picture needs no soft decoding: what is so large is print."""


@dataclass(frozen=True, slots=True)
class SoftSquares:
    """Reads codes of 1.3 pixels a module, or blurred over two modules, that hard decisions cannot read.

    With a `memory`, the frames of a burst are looked at together: what no single frame gives, several may. With a `track`,
    a grid seen in one frame is followed into the next.
    """

    rounds: int = _ROUNDS
    memory: OddsMemory | None = None
    track: LatticeTrack | None = None

    def find(self, view: View, symbologies: frozenset[Symbology], until_s: float) -> Iterator[Symbol]:
        """See `CodeFinder`."""
        if Symbology.QR not in symbologies:
            return
        kept = False
        for lattice in lattices(view, until_s, self.track):
            was_read = False
            for data, step in self._read(view, lattice, until_s):
                was_read = True
                yield Symbol(data, quad_of(lattice), lattice.version, step)
            if self.track is not None and was_read:
                self.track.forget()
            elif self.track is not None and not kept and lattice.inner_fit >= SURE_INNER_FIT:
                kept = True
                self.track.keep(view.grey, lattice)

    def _read(self, view: View, lattice: Lattice, until_s: float) -> Iterator[tuple[bytes, ReadStep]]:
        memory = self.memory if lattice.fit >= _FIT_TO_REMEMBER else None
        prior = memory.prior(lattice.version, view.at_s) if memory else None
        picture = CodePicture(view.grey, lattice)
        grid = SeenGrid(lattice)
        view.grids.append(grid)
        found = _rounds(Equaliser([picture], prior), lattice.version, self.rounds, until_s, grid)
        if found.data:
            yield found.data, ReadStep.SOFT
            return
        if memory is None or found.odds is None:
            return
        if memory.add(lattice.version, found.odds, view.at_s, picture, lattice.inner_fit) > 1:
            pictures = memory.pictures(lattice.version)
            together = Equaliser(pictures, start=memory.prior(lattice.version, view.at_s))
            found = _rounds(together, lattice.version, _ROUNDS_TOGETHER, until_s)
            if found.data:
                yield found.data, ReadStep.FUSED


@dataclass(frozen=True, slots=True)
class _Found:
    data: bytes = field(repr=False)
    odds: Floats | None


def _rounds(
    equaliser: Equaliser, version: int, rounds: int, until_s: float, grid: SeenGrid | None = None
) -> _Found:
    """Round after round until something is read; the last odds where nothing is."""
    odds: Floats | None = None
    for turn in range(rounds):
        if time.monotonic() >= until_s:
            break
        odds = equaliser.refine()
        if grid is not None:
            grid.blur_modules = equaliser.blur_modules
        decoded = decode(odds, version, thorough=turn in (0, rounds - 1))
        if decoded.data:
            return _Found(decoded.data, odds)
        if decoded.solved:
            equaliser.learn(decoded.certain)
    return _Found(b"", odds)


def lattices(view: View, until_s: float, track: LatticeTrack | None = None) -> Iterator[Lattice]:
    """Grids of undecoded codes: where one was a frame ago, where zxing-cpp failed, then in the dense squares. One that is
    surely still there is the only one."""
    found: list[Lattice] = []
    followed = track.follow(view.grey) if track is not None else None
    if followed is not None and followed.inner_fit >= SURE_INNER_FIT:
        yield followed
        return
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
