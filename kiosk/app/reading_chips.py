"""Reads chips for the session: one step a call, so that the screen follows and a person who leaves is not waited for."""

from collections.abc import Iterator

from kiosk.domain.chip import ChipFailure, ChipReaderState, ChipStep, ChipTrouble
from kiosk.domain.chip_ports import ChipReader
from kiosk.flow.chip_words import ChipLooked, ChipStepped, GoOnReadingChip, LeaveChip, LookForChip, ReadChip


class ReadingChips:
    """Used in the chip lane only."""

    def __init__(self, reader: ChipReader | None) -> None:
        self._reader = reader
        self._watch = ""
        self._steps: Iterator[ChipStep] = iter(())

    def look(self, effect: LookForChip) -> ChipLooked:
        """What the reader sees."""
        return ChipLooked(
            watch=effect.watch, state=self._reader.state() if self._reader else ChipReaderState.OFF
        )

    def begin(self, effect: ReadChip) -> ChipStepped:
        """The first step."""
        self.stop()
        self._watch = effect.watch
        if self._reader is not None:
            self._steps = self._reader.read(effect.keys)
        return self._next()

    def go_on(self, effect: GoOnReadingChip) -> ChipStepped | None:
        """The next step; None when that reading was given up."""
        return self._next() if effect.watch == self._watch else None

    def leave(self, _: LeaveChip) -> None:
        """Let go of the card."""
        self.stop()

    def stop(self) -> None:
        """Give up what is under way."""
        steps, self._steps, self._watch = self._steps, iter(()), ""
        close = getattr(steps, "close", None)
        if close is not None:
            close()

    def _next(self) -> ChipStepped:
        step = next(self._steps, ChipFailure(ChipTrouble.NO_READER))
        return ChipStepped(watch=self._watch, step=step)
