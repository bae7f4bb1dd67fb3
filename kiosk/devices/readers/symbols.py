"""The one door to zxing-cpp's decoder: grey pictures in, bytes out; nobody here knows what the bytes mean."""

from dataclasses import dataclass, field
from enum import StrEnum

import zxingcpp

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.declared import in_utf8
from kiosk.domain.scan import Quad, ReadMethod, ReadStep


class Symbology(StrEnum):
    """Printed codes that the kiosk looks for."""

    QR = "qr"
    CODE_128 = "code128"
    CODE_39 = "code39"
    """Older postal labels; it has no check character of its own."""


# "QRCode" would take in Micro QR, which is so small that blurred patterns of real codes are misread as one
_FORMATS = {
    Symbology.QR: zxingcpp.BarcodeFormat.QRCodeModel2,
    Symbology.CODE_128: zxingcpp.BarcodeFormat.Code128,
    Symbology.CODE_39: zxingcpp.BarcodeFormat.Code39,
}
QR_ONLY = frozenset({Symbology.QR})


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol found in a picture. `data` is empty when it was found but could not be decoded."""

    data: bytes = field(repr=False)
    corners: Quad
    """Clockwise from the symbol's own top left, in pixels of the picture it was found in."""
    version: int | None = None
    """Of a QR code, where the decoder came far enough to tell."""
    step: ReadStep = ReadStep.WHOLE
    """How it was come by."""
    method: ReadMethod = ReadMethod.QR
    """A machine-readable zone comes as its lines, parted by line ends."""
    symbology: Symbology = Symbology.QR


def read_symbols(
    grey: Picture, symbologies: frozenset[Symbology] = QR_ONLY, *, thorough: bool = False
) -> list[Symbol]:
    """Decode what is there, undecodable symbols included. `grey`: (H, W) uint8.

    Bytes are as encoded, in UTF-8 where the code declares another encoding: zxing-cpp's own text may be guessed wrongly.
    `thorough` also looks for inverted codes and on reduced copies (large, noisy pictures), at twice the time.
    """
    found = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats([_FORMATS[symbology] for symbology in sorted(symbologies)]),
        # a QR code is found in any direction without this; a bar code is not
        try_rotate=symbologies != QR_ONLY,
        try_downscale=thorough,
        try_invert=thorough,
        return_errors=True,
        # the only way to be told whether an encoding was declared
        text_mode=zxingcpp.TextMode.HexECI,
    )
    return [
        Symbol(
            _message(code) if code.valid else b"",
            _corners(code.position),
            _version(code),
            symbology=_symbology(code),
        )
        for code in found
    ]


def _symbology(code: zxingcpp.Barcode) -> Symbology:
    return next((own for own, known in _FORMATS.items() if known == code.symbology), Symbology.QR)


def _message(code: zxingcpp.Barcode) -> bytes:
    try:
        code.bytes.decode("utf-8")
    except UnicodeDecodeError:
        return in_utf8(bytes.fromhex(code.text)) or code.bytes
    # many writers declare something else and write UTF-8 all the same
    return code.bytes


def _version(code: zxingcpp.Barcode) -> int | None:
    extra = code.extra
    told = str(extra.get("Version", "")) if isinstance(extra, dict) else ""
    return int(told) if told.isdigit() else None


def _corners(position: zxingcpp.Position) -> Quad:
    places = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    a, b, c, d = ((float(place.x), float(place.y)) for place in places)
    return a, b, c, d
