"""Steps on changed pictures: resized, turned, in negative, in a mirror, with a rim around its code; reads nothing itself.

Screenshots, previews and drawn codes that people send are of these kinds; of a camera's frames only those in negative.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.finding import Back, CodeFinder, View, moved
from kiosk.devices.readers.symbols import Symbol, Symbology

Change = Callable[[View], Iterator[tuple[Picture, Back]]]
"""Changed pictures, each with the matrix from its pixels back to the view's."""

_LEAST_RESIZED_PX = 100
_MOST_ENLARGED_PIXELS = 16_000_000
_RIM_SHARE = 0.12
_AROUND_SHARE = 0.72
_DARK_AROUND_SHARE = 0.97
_SQUARES = 3


@dataclass(frozen=True, slots=True)
class Again:
    """Other steps, on changed pictures."""

    change: Change
    finders: tuple[CodeFinder, ...]

    def find(self, view: View, symbologies: frozenset[Symbology], until_s: float) -> Iterator[Symbol]:
        """See `CodeFinder`."""
        for picture, back in self.change(view):
            changed = View(picture, view.at_s)
            for finder in self.finders:
                if time.monotonic() >= until_s:
                    return
                for symbol in finder.find(changed, symbologies, until_s):
                    yield replace(symbol, corners=moved(symbol.corners, back))


def resized_to(*scales: float) -> Change:
    """Smaller copies: modules drawn as dots run together, the grain of a screen disappears. Larger ones: fine bars."""

    def change(view: View) -> Iterator[tuple[Picture, Back]]:
        for scale in scales:
            if scale * min(view.grey.shape) < _LEAST_RESIZED_PX:
                continue
            if scale > 1 and scale**2 * view.grey.size > _MOST_ENLARGED_PIXELS:
                continue
            how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
            copy = cv2.resize(view.grey, None, fx=scale, fy=scale, interpolation=how)
            yield np.asarray(copy, np.uint8), np.array([[1 / scale, 0, 0], [0, 1 / scale, 0]])

    return change


def turned(*angles_deg: float) -> Change:
    """Slanting bar codes: a decoder's lines run along rows and columns alone."""

    def change(view: View) -> Iterator[tuple[Picture, Back]]:
        height, width = view.grey.shape
        for angle in angles_deg:
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
            wide, high = np.abs(turn[:, :2]) @ (width, height)
            turn[:, 2] += (wide - width) / 2, (high - height) / 2
            upright = cv2.warpAffine(
                view.grey, turn, (round(wide), round(high)), borderMode=cv2.BORDER_REPLICATE
            )
            yield np.asarray(upright, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64)

    return change


def negative(view: View) -> Iterator[tuple[Picture, Back]]:
    """Light codes on dark ground."""
    yield np.asarray(cv2.bitwise_not(view.grey), np.uint8), np.array([[1.0, 0, 0], [0, 1, 0]])


def mirrored(view: View) -> Iterator[tuple[Picture, Back]]:
    """As a camera's preview shows it to the person before it."""
    swapped = np.array([[-1.0, 0, view.grey.shape[1] - 1], [0, 1, 0]])
    yield np.asarray(cv2.flip(view.grey, 1), np.uint8), swapped


def rimmed(view: View) -> Iterator[tuple[Picture, Back]]:
    """Upright codes cut out of dark ground that begins where they end, with the light rim that a decoder needs."""
    for square in view.open_squares()[:_SQUARES]:
        reach = _AROUND_SHARE * square.side_px
        left, top = (max(0, int(middle - reach)) for middle in square.centre)
        around = view.grey[top : int(square.centre[1] + reach) + 1, left : int(square.centre[0] + reach) + 1]
        _, light = cv2.threshold(around, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        edge = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
        if float((edge == 0).mean()) < _DARK_AROUND_SHARE:
            continue
        x, y, width, height = cv2.boundingRect(light)
        rim = int(_RIM_SHARE * max(width, height))
        code = around[y : y + height, x : x + width]
        framed = cv2.copyMakeBorder(code, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(255,))
        yield np.asarray(framed, np.uint8), np.array([[1.0, 0, left + x - rim], [0, 1, top + y - rim]])
