"""The chip driver over a PC/SC reader, as the table of drivers opens it; nothing is loaded before a card is read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from kiosk.devices.chips.pcsc import PcscTerminal
from kiosk.domain.chip import ChipKey, ChipReaderState, ChipStep


class PcscChipReader:
    """`name`: part of the reader's name, empty for the first contactless one."""

    def __init__(
        self, name: str, certificates: Path, now: Callable[[], datetime], today: Callable[[], date]
    ) -> None:
        self._terminal = PcscTerminal(name)
        self._certificates = certificates
        self._now = now
        self._today = today

    def state(self) -> ChipReaderState:
        """What the reader sees."""
        return self._terminal.state()

    def read(self, keys: Sequence[ChipKey]) -> Iterator[ChipStep]:
        """See the port."""
        from kiosk.devices.chips.reader import IcaoChipReader

        reader = IcaoChipReader(self._terminal, self._certificates, self._now, self._today)
        return reader.read(keys)
