"""The one door to libzbar, a second opinion on codes that zxing-cpp does not read; never asked first.

libzbar guesses the encoding of QR texts and turns a few per cent of Vietnamese names into other alphabets. From 0.23.1
on it can be told to hand out the bytes; for older ones (the DLL in pyzbar's Windows wheel) the guess is undone.
"""

import time
from collections.abc import Callable, Iterator
from ctypes import c_char_p, c_void_p, cast, string_at
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.card_reader import FRAME_BUDGET_MS, ID_CODES, CascadeCardReader
from kiosk.devices.readers.finding import View
from kiosk.devices.readers.symbols import QR_ONLY, Symbol, Symbology
from kiosk.domain.scan import CodeKind, Quad

_GREY_FORMAT = 808466521
"""The fourcc `Y800`."""
_ENABLE, _BINARY = 0, 4
_TYPES = {Symbology.QR: 64, Symbology.CODE_128: 128, Symbology.CODE_39: 39}
_SYMBOLOGIES = {number: symbology for symbology, number in _TYPES.items()}
_EVERY_TYPE = 0
_GUESSES = ("latin-1", "shift_jis", "big5")


@cache
def _library() -> Any | None:
    """pyzbar's wrapper of the C functions, or None on machines without libzbar."""
    try:
        from pyzbar import wrapper
    except (ImportError, OSError):
        return None
    return wrapper


def zbar_is_there() -> bool:
    """Whether libzbar can be loaded on this machine."""
    return _library() is not None


def read_with_zbar(grey: Picture, symbologies: frozenset[Symbology] = QR_ONLY) -> list[Symbol]:
    """Decoded symbols of a picture, (H, W) uint8; nothing on a machine without libzbar."""
    zbar = _library()
    if zbar is None:
        return []
    height, width = grey.shape
    pixels = np.ascontiguousarray(grey).tobytes()
    scanner, image = zbar.zbar_image_scanner_create(), zbar.zbar_image_create()
    try:
        zbar.zbar_image_scanner_set_config(scanner, _EVERY_TYPE, _ENABLE, 0)
        gives_bytes = True
        for symbology in symbologies:
            zbar.zbar_image_scanner_set_config(scanner, _TYPES[symbology], _ENABLE, 1)
            if symbology is Symbology.QR:
                gives_bytes = zbar.zbar_image_scanner_set_config(scanner, _TYPES[symbology], _BINARY, 1) == 0
        zbar.zbar_image_set_format(image, _GREY_FORMAT)
        zbar.zbar_image_set_size(image, width, height)
        zbar.zbar_image_set_data(image, cast(c_char_p(pixels), c_void_p), len(pixels), None)
        if zbar.zbar_scan_image(scanner, image) < 0:
            return []
        found = []
        symbol = zbar.zbar_image_first_symbol(image)
        while symbol:
            data = string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
            message = data if gives_bytes else undo_guess(data)
            symbology = _SYMBOLOGIES.get(symbol.contents.type, Symbology.QR)
            found.append(Symbol(message, _corners(zbar, symbol), symbology=symbology))
            symbol = zbar.zbar_symbol_next(symbol)
        return found
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)


def undo_guess(data: bytes) -> bytes:
    """The bytes as printed, from UTF-8 text that libzbar made of them by guessing another encoding.

    Real Vietnamese text does not fit into those encodings, or is no UTF-8 when written in them.
    """
    try:
        text = data.decode("utf-8", "strict")
    except UnicodeDecodeError:
        return data
    for encoding in _GUESSES:
        try:
            printed = text.encode(encoding, "strict")
            printed.decode("utf-8", "strict")
        except UnicodeError:
            continue
        return printed
    return data


def _corners(zbar: Any, symbol: Any) -> Quad:
    """libzbar goes round a QR code against the clock; bar codes have any number of points."""
    count = zbar.zbar_symbol_get_loc_size(symbol)
    places = [
        (float(zbar.zbar_symbol_get_loc_x(symbol, i)), float(zbar.zbar_symbol_get_loc_y(symbol, i)))
        for i in range(count)
    ]
    if count == 4:
        return places[0], places[3], places[2], places[1]
    xs, ys = [x for x, _ in places] or [0.0], [y for _, y in places] or [0.0]
    return (min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys))


class ZbarPicture:
    """libzbar on the picture as it is, as a step of the search (`CodeFinder`)."""

    def find(self, view: View, symbologies: frozenset[Symbology], until_s: float) -> Iterator[Symbol]:
        """See `CodeFinder`."""
        if time.monotonic() < until_s:
            yield from read_with_zbar(view.grey, symbologies)


class ZbarCardReader(CascadeCardReader):
    """The port `CardReader` by libzbar alone."""

    def __init__(
        self,
        today: Callable[[], date],
        *,
        budget_ms: float = FRAME_BUDGET_MS,
        wanted: frozenset[CodeKind] = ID_CODES,
    ) -> None:
        super().__init__(today, budget_ms=budget_ms, wanted=wanted, finders=(ZbarPicture(),))
