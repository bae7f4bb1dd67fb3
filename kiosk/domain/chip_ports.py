"""The door to the chip reader; see `ports.py` for what holds for all of them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from kiosk.domain.chip import ChipKey, ChipReaderState, ChipStep


class ChipReader(Protocol):
    """Reads the chip of the identity card that lies on a contactless reader, and proves that it is genuine."""

    def state(self) -> ChipReaderState:
        """What the reader sees now, within a second; never raises."""

    def read(self, keys: Sequence[ChipKey]) -> Iterator[ChipStep]:
        """Progress, then one `ChipReading` or `ChipFailure`; never raises. The keys are tried in turn.

        Each step is bounded in time. Closing the iterator early lets go of the card.
        """
