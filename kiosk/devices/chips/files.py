"""Files of a chip: selected by their identifiers, read to the length that stands in their first bytes."""

from collections.abc import Generator

from kiosk.devices.chips import tlv
from kiosk.devices.chips.apdu import Channel, Command
from kiosk.devices.chips.failures import ChipFailed, Unreadable
from kiosk.domain.chip import ChipTrouble

APPLICATION = bytes.fromhex("A0000002471001")
"""The electronic travel document application (9303-10, 3.1)."""
CARD_ACCESS, COM, SOD = 0x011C, 0x011E, 0x011D
CHUNK_BYTES = 0xDF
"""A protected answer with so much still has a short length, whatever the cipher."""
HEAD_BYTES = 8
FIRST_FAR_OFFSET = 0x8000
"""Further on, an offset no longer fits the two parameter bytes."""
MOST_BYTES = 300_000
"""Photographs of travel documents have 12 to 60 kB."""
NOT_THERE = 0x6A82


def data_group_file(number: int) -> int:
    """File identifier of a data group, 1 to 16."""
    return 0x0100 + number


def select_application(channel: Channel) -> None:
    """Raises NOT_AN_ID where the card has no such application: a bank card, a bus ticket, a phone."""
    answer = channel.send(Command(0x00, 0xA4, 0x04, 0x0C, APPLICATION))
    if not answer.is_fine:
        raise ChipFailed(ChipTrouble.NOT_AN_ID, f"no travel document application: {answer.status:04X}")


def read_card_access(channel: Channel) -> bytes:
    """EF.CardAccess of the master file, which may be read by anybody; empty where the card has none."""
    channel.send(Command(0x00, 0xA4, 0x00, 0x0C, bytes.fromhex("3F00")))  # some cards stand there already
    if not channel.send(_select(CARD_ACCESS)).is_fine:
        return b""
    return _drained(_content(channel))


def read_file(channel: Channel, identifier: int) -> Generator[tuple[int, int], None, bytes | None]:
    """Yields (bytes read, bytes in all) and returns the whole file; None where there is no such file."""
    answer = channel.send(_select(identifier))
    if answer.status == NOT_THERE:
        return None
    if not answer.is_fine:
        raise Unreadable(f"file {identifier:04X}: {answer.status:04X}")
    return (yield from _content(channel))


def _drained(reading: Generator[tuple[int, int], None, bytes]) -> bytes:
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return bytes(end.value)


def _select(identifier: int) -> Command:
    return Command(0x00, 0xA4, 0x02, 0x0C, identifier.to_bytes(2, "big"))


def _content(channel: Channel) -> Generator[tuple[int, int], None, bytes]:
    content = _part(channel, 0, HEAD_BYTES)
    _, begins, length = tlv.read_head(content)
    total = begins + length
    if total > MOST_BYTES:
        raise Unreadable("a file larger than any card has")
    while len(content) < total:
        yield len(content), total
        content += _part(channel, len(content), min(CHUNK_BYTES, total - len(content)))
    yield total, total
    return content[:total]


def _part(channel: Channel, offset: int, count: int) -> bytes:
    if offset < FIRST_FAR_OFFSET:
        answer = channel.send(Command(0x00, 0xB0, offset >> 8, offset & 0xFF, expected=count))
        data = answer.data
    else:
        place = tlv.element(0x54, offset.to_bytes(3, "big"))
        answer = channel.send(Command(0x00, 0xB1, 0, 0, place, expected=count))
        data = tlv.find(answer.data, 0x53) or b"" if answer.data else b""
    if not answer.is_fine or not data:
        raise Unreadable(f"reading at {offset}: {answer.status:04X}")
    return data
