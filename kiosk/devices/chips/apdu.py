"""Commands to a card and its answers (ISO 7816-4), plain; secure messaging wraps them."""

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.devices.chips.failures import Unreadable

MOST_SHORT = 256


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `expected`: None where no data comes back, 0 for as much as fits a short answer."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    expected: int | None = None

    def to_bytes(self) -> bytes:
        """As sent: short lengths; extended ones only where the data does not fit."""
        head = bytes((self.cla, self.ins, self.p1, self.p2))
        if len(self.data) > 255 or (self.expected or 0) > MOST_SHORT:
            length = b"\0" + len(self.data).to_bytes(2, "big") + self.data if self.data else b""
            if self.expected is None:
                return head + length
            return head + (length or b"\0") + (self.expected % 0x10000).to_bytes(2, "big")
        length = bytes([len(self.data)]) + self.data if self.data else b""
        return head + length + (b"" if self.expected is None else bytes([self.expected % MOST_SHORT]))


@dataclass(frozen=True, slots=True)
class Answer:
    """Data and status word."""

    data: bytes = field(repr=False)
    status: int

    @property
    def is_fine(self) -> bool:
        """9000, or the end of a file came before the length that was asked for."""
        return self.status in (0x9000, 0x6282)


class Card(Protocol):
    """A card on a reader. Both methods raise `CardTaken` when it is not there any more."""

    def transmit(self, command: bytes) -> bytes:
        """Send one command; answer with its two status bytes at the end."""

    def reset(self) -> None:
        """As freshly laid down: every key and selection forgotten."""


class Channel(Protocol):
    """What commands go through: plainly, or under session keys."""

    def send(self, command: Command) -> Answer: ...


class PlainChannel:
    """Commands as they are; answers that the card hands out in pieces are put together."""

    def __init__(self, card: Card) -> None:
        self._card = card

    def send(self, command: Command) -> Answer:
        """One exchange."""
        answer = self._exchange(command)
        if answer.status >> 8 == 0x6C:  # the card names the right length
            return self._exchange(
                Command(command.cla, command.ins, command.p1, command.p2, command.data, answer.status & 0xFF)
            )
        data = answer.data
        while answer.status >> 8 == 0x61:
            answer = self._exchange(Command(command.cla & 0xF0, 0xC0, 0, 0, b"", answer.status & 0xFF))
            data += answer.data
        return Answer(data, answer.status)

    def _exchange(self, command: Command) -> Answer:
        answer = self._card.transmit(command.to_bytes())
        if len(answer) < 2:
            raise Unreadable("answer without a status")
        return Answer(answer[:-2], int.from_bytes(answer[-2:], "big"))
