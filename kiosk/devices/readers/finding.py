"""Steps by which symbols are found in one picture: the whole of it, enlarged cut-outs; judges no content.

A step is anything with the shape of `CodeFinder`; `cascade` puts them in order.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.locating import Square, dense_squares, square_around, without_doubles
from kiosk.devices.readers.soft.lattice import Lattice
from kiosk.devices.readers.symbols import Symbol, Symbology, read_symbols
from kiosk.domain.scan import Point, Quad, ReadStep

Back = NDArray[np.float64]
"""(2, 3): from the pixels of a changed picture back to those of the one it was made of."""

LARGEST_CROP_PIXELS = 4_000_000
"""A crop is not enlarged beyond this: large modules need no enlarging."""
FURTHER_PEAKS = 6
SURE_INNER_FIT = 0.45
"""Where the patterns between the finders fit like this, the grid is a code's."""
_MARGIN_SHARE = 0.95
_MARGIN_PX = 10
_UNSHARP_PX = 1.2


@dataclass
class SeenGrid:
    """A code whose modules could be told apart, if not read. `blur_modules`: the blur's width, 0 before it is known."""

    lattice: Lattice
    blur_modules: float = 0.0


@dataclass
class View:
    """One picture under examination, with what earlier steps learnt about it."""

    grey: Picture
    """(H, W) uint8."""
    at_s: float = 0.0
    """When the picture was taken, monotonic seconds."""
    undecoded: list[Symbol] = field(default_factory=list)
    """Symbols that were seen but not decoded."""
    decoded: list[Quad] = field(default_factory=list)
    grids: list[SeenGrid] = field(default_factory=list)
    """Grids of codes that plainer steps could not read."""

    @cached_property
    def squares(self) -> list[Square]:
        """Places that may hold a code, likeliest first; worked out when first asked for."""
        return dense_squares(self.grey)

    @cached_property
    def further_squares(self) -> list[Square]:
        """Less likely places, worked out when `squares` have led nowhere."""
        known = self.squares
        return without_doubles([*known, *dense_squares(self.grey, FURTHER_PEAKS)])[len(known) :]

    def open_squares(self) -> list[Square]:
        """Those squares in which nothing has been decoded yet; that of a grid which is surely a code's alone, if there is
        one."""
        for grid in self.grids:
            if grid.lattice.inner_fit >= SURE_INNER_FIT:
                a, b, c, d = grid.lattice.corners.tolist()
                return [square_around(((a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1])))]
        middles = [np.mean(corners, axis=0) for corners in self.decoded]
        return [
            square
            for square in self.squares
            if not any(_holds(square, middle[0], middle[1]) for middle in middles)
        ]


class CodeFinder(Protocol):
    """One step of the search."""

    def find(self, view: View, symbologies: frozenset[Symbology], until_s: float) -> Iterator[Symbol]:
        """Decoded symbols as they are found, corners in the view's pixels; stops by itself once the monotonic
        clock passes `until_s`. The caller stops asking when it has what it wants."""


@dataclass(frozen=True, slots=True)
class WholePicture:
    """zxing-cpp on the picture as it is: 1 to 4 ms for a frame, and enough for most."""

    thorough: bool = False

    def find(self, view: View, symbologies: frozenset[Symbology], until_s: float) -> Iterator[Symbol]:
        """See `CodeFinder`."""
        if time.monotonic() >= until_s:
            return
        for symbol in read_symbols(view.grey, symbologies, thorough=self.thorough):
            if symbol.data:
                yield symbol
            else:
                view.undecoded.append(symbol)


@dataclass(frozen=True, slots=True)
class Enlargement:
    """How a crop is prepared: scale, strength of the unsharp mask, local contrast evened out, turned."""

    scale: float
    sharpen: float = 0.0
    even_contrast: bool = False
    turn_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class EnlargedCrops:
    """zxing-cpp on enlarged, sharpened cut-outs of the dense squares: reads codes of 1.5 to 3 pixels a module."""

    enlargements: tuple[Enlargement, ...]
    squares: int = 6
    """At how many places at most."""

    def find(self, view: View, symbologies: frozenset[Symbology], until_s: float) -> Iterator[Symbol]:
        """See `CodeFinder`."""
        for square in view.open_squares()[: self.squares]:
            crop, origin = _cut_out(view.grey, square)
            for enlargement in self.enlargements:
                if time.monotonic() >= until_s:
                    return
                if crop.size * enlargement.scale**2 > LARGEST_CROP_PIXELS:
                    continue
                prepared, back = _prepare(crop, enlargement)
                for symbol in read_symbols(prepared, symbologies):
                    if symbol.data:
                        yield replace(
                            symbol, corners=moved(symbol.corners, back, origin), step=ReadStep.ENLARGED
                        )


def _holds(square: Square, x: float, y: float) -> bool:
    return bool(np.hypot(x - square.centre[0], y - square.centre[1]) < 0.5 * square.side_px)


def _cut_out(grey: Picture, square: Square) -> tuple[Picture, Point]:
    """(the square with its surroundings, where its top left corner lies in the picture)."""
    reach = square.side_px * _MARGIN_SHARE + _MARGIN_PX
    left, top = max(0, int(square.centre[0] - reach)), max(0, int(square.centre[1] - reach))
    crop = grey[top : int(square.centre[1] + reach), left : int(square.centre[0] + reach)]
    return crop, (float(left), float(top))


def _prepare(crop: Picture, how: Enlargement) -> tuple[Picture, Back]:
    """(prepared crop, 2 × 3 matrix from its pixels back to the crop's)."""
    interpolation = cv2.INTER_CUBIC if how.scale > 1 else cv2.INTER_AREA
    ready = (
        crop
        if how.scale == 1
        else cv2.resize(crop, None, fx=how.scale, fy=how.scale, interpolation=interpolation)
    )
    forth = np.array([[how.scale, 0, 0], [0, how.scale, 0]], np.float64)
    if how.turn_deg:
        height, width = ready.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.turn_deg, 1)
        ready = cv2.warpAffine(ready, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
        forth = turn @ np.vstack([forth, [0, 0, 1]])
    if how.even_contrast:
        ready = cv2.createCLAHE(clipLimit=3, tileGridSize=(4, 4)).apply(ready)
    if how.sharpen:
        soft = cv2.GaussianBlur(ready, (0, 0), _UNSHARP_PX * how.scale)
        ready = cv2.addWeighted(ready, 1 + how.sharpen, soft, -how.sharpen, 0)
    return np.asarray(ready, np.uint8), np.asarray(cv2.invertAffineTransform(forth), np.float64)


def moved(corners: Quad, back: Back, origin: Point = (0.0, 0.0)) -> Quad:
    """Corners in a changed picture as corners in the one it was made of."""
    places = np.asarray(corners, np.float64) @ back[:, :2].T + back[:, 2] + np.asarray(origin)
    a, b, c, d = places.tolist()
    return (a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1])
