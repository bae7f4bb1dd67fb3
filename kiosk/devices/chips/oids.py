"""Object identifiers between their dotted text and the bytes of a chip (X.690, 8.19)."""

from kiosk.devices.chips.failures import Unreadable


def encode_oid(text: str) -> bytes:
    """The value without tag and length."""
    first, second, *others = (int(part) for part in text.split("."))
    encoded = b""
    for number in (40 * first + second, *others):
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(number & 0x7F | 0x80)
        encoded += bytes(reversed(septets))
    return encoded


def decode_oid(value: bytes) -> str:
    """Dotted text; Unreadable where the value is cut off."""
    numbers, number = [], 0
    for byte in value:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    if not numbers or value[-1] & 0x80:
        raise Unreadable("object identifier")
    first = min(numbers[0] // 40, 2)
    return ".".join(str(number) for number in (first, numbers[0] - 40 * first, *numbers[1:]))
