"""BER-TLV, the way chips write everything (ISO 7816-4, 5.2): reading with every length checked, and writing."""

from collections.abc import Iterator

from kiosk.devices.chips.failures import Unreadable

DEEPEST_LENGTH_BYTES = 3
"""Nothing on an identity card needs more than 16 MB."""


def read_head(data: bytes, at: int = 0) -> tuple[int, int, int]:
    """(tag, where the value begins, its length) of the element at `at`. Unreadable where there is none."""
    try:
        tag = data[at]
        at += 1
        if tag & 0x1F == 0x1F:
            while True:
                byte = data[at]
                tag, at = tag << 8 | byte, at + 1
                if not byte & 0x80:
                    break
        length = data[at]
        at += 1
        if length >= 0x80:
            count = length & 0x7F
            if not 1 <= count <= DEEPEST_LENGTH_BYTES:
                raise Unreadable("length of an element")
            length = int.from_bytes(data[at : at + count], "big")
            if at + count > len(data):
                raise IndexError
            at += count
    except IndexError:
        raise Unreadable("element cut off") from None
    return tag, at, length


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, value) of each element in turn; fill bytes 00 between them are skipped."""
    at = 0
    while at < len(data):
        if data[at] == 0:
            at += 1
            continue
        tag, at, length = read_head(data, at)
        if at + length > len(data):
            raise Unreadable("element longer than its place")
        yield tag, data[at : at + length]
        at += length


def find(data: bytes, *path: int) -> bytes | None:
    """The value of the first element on the way down `path`; None where a tag of it is missing."""
    for tag in path:
        data_or_none = next((value for found, value in elements(data) if found == tag), None)
        if data_or_none is None:
            return None
        data = data_or_none
    return data


def need(data: bytes, *path: int) -> bytes:
    """As `find`; Unreadable where it is missing."""
    found = find(data, *path)
    if found is None:
        raise Unreadable(f"no element {path[-1]:X}")
    return found


def element(tag: int, value: bytes) -> bytes:
    """One element, length in the shortest form."""
    head = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    if len(value) < 0x80:
        return head + bytes([len(value)]) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    return head + bytes([0x80 | len(length)]) + length + value
