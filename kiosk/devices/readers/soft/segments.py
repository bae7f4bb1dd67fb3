"""The bytes that a QR code's data codewords spell: modes, counts, padding; ISO/IEC 18004, section 7.4."""

import numpy as np

from kiosk.devices.readers.soft.reed_solomon import Codewords

_ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_NUMERIC_MODE, _ALPHANUMERIC_MODE, _BYTE_MODE, _ECI_MODE = 1, 2, 4, 7
_PADDING = (0xEC, 0x11)


class NotSpelt(ValueError):
    """The codewords are no message: impossible mode, count or padding."""


class _Bits:
    def __init__(self, data: Codewords) -> None:
        self._value = int.from_bytes(data.tobytes(), "big")
        self.left = 8 * len(data)

    def take(self, count: int) -> int:
        if count > self.left:
            raise NotSpelt
        self.left -= count
        return self._value >> self.left & ((1 << count) - 1)


def spell(data: Codewords, version: int) -> bytes:
    """The message; NotSpelt for codewords that no writer of QR codes makes, the padding behind the end included."""
    bits = _Bits(data)
    wide = version >= 10
    message = b""
    while bits.left >= 4:
        mode = bits.take(4)
        if mode == 0:
            break
        if mode == _BYTE_MODE:
            message += bytes(bits.take(8) for _ in range(bits.take(16 if wide else 8)))
        elif mode == _NUMERIC_MODE:
            message += _digits(bits, bits.take(12 if wide else 10))
        elif mode == _ALPHANUMERIC_MODE:
            message += _letters(bits, bits.take(11 if wide else 9))
        elif mode == _ECI_MODE:
            if bits.take(8) & 0x80:
                bits.take(8)
        else:
            raise NotSpelt
    _check_padding(data, bits.left // 8)
    return message


def _digits(bits: _Bits, count: int) -> bytes:
    text = ""
    while count:
        some = min(3, count)
        value = bits.take((4, 7, 10)[some - 1])
        if value >= 10**some:
            raise NotSpelt
        text += f"{value:0{some}d}"
        count -= some
    return text.encode()


def _letters(bits: _Bits, count: int) -> bytes:
    text = bytearray()
    while count >= 2:
        high, low = divmod(bits.take(11), 45)
        if high >= 45:
            raise NotSpelt
        text += bytes((_ALPHANUMERIC[high], _ALPHANUMERIC[low]))
        count -= 2
    if count:
        value = bits.take(6)
        if value >= 45:
            raise NotSpelt
        text.append(_ALPHANUMERIC[value])
    return bytes(text)


def _check_padding(data: Codewords, left: int) -> None:
    """Whole bytes behind the end are 236 and 17 in turn (some writers leave them 0): anything else is a misreading."""
    rest = data[len(data) - left :] if left else data[:0]
    expected = np.resize(np.array(_PADDING, np.uint8), left)
    if not (np.array_equal(rest, expected) or not rest.any()):
        raise NotSpelt
