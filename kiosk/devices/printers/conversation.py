"""Talks with one printer over one open line: says, listens, remembers every answer; does not judge slips.

Whoever listens, for whatever reason, hears everything: an answer is never lost because somebody waited for another.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from kiosk.devices.printers import commands
from kiosk.devices.printers.abilities import PrinterTimes
from kiosk.devices.printers.answers import (
    AnswerReader,
    AutomaticStatus,
    FenceReached,
    ProcessDone,
    RealtimeStatus,
    TextAnswer,
)
from kiosk.devices.printers.wires import Wire
from kiosk.domain.receipt import PrinterState

_BLOCKING = (PrinterState.PAPER_OUT, PrinterState.COVER_OPEN)
_LISTEN_S = 0.05
_BELIEVED_S = 60.0
_HANDED_BYTES = 16_384
"""More than any line takes at once."""


class Lasting(Protocol):
    """Says whether to go on."""

    def lasts(self, *, blocked: bool) -> bool:
        """`blocked`: the printer itself says that a person must see to it."""


class Patience:
    """A clock that stands still while the printer waits for a person, for a while."""

    def __init__(self, patience_s: float, blocked_s: float) -> None:
        self._whole_s = self._left_s = patience_s
        self._blocked_left_s = blocked_s
        self._at = monotonic()

    def renew(self) -> None:
        """Something was achieved: as long again."""
        self._left_s = self._whole_s

    def lasts(self, *, blocked: bool) -> bool:
        """Charge the time since the last call; False once either purse is empty."""
        now = monotonic()
        if blocked:
            self._blocked_left_s -= now - self._at
        else:
            self._left_s -= now - self._at
        self._at = now
        return self._left_s > 0 and self._blocked_left_s > 0


class Conversation:
    """One open line and what was heard on it. Raises WireBroken from any method once the line fails."""

    def __init__(self, wire: Wire, times: PrinterTimes, told: Callable[[PrinterState], None]) -> None:
        self._wire, self._times, self._told = wire, times, told
        self._reader = AnswerReader()
        self.state: PrinterState | None = None
        """The newest automatic status."""
        self.tokens: list[bytes] = []
        self.fences: list[int] = []
        self.texts: list[str] = []
        self._realtime: deque[int] = deque()
        self._heard_at = monotonic()

    @property
    def bytes_per_s(self) -> float:
        """The line's speed."""
        return self._wire.bytes_per_s

    @property
    def blocked(self) -> bool:
        """The printer itself says that a person must see to paper or cover."""
        return self.state in _BLOCKING

    def listen(self, wait_s: float) -> bool:
        """Take in what arrives, waiting up to `wait_s` for the first byte; whether anything did."""
        data = self._wire.read(wait_s)
        if data:
            self._heard_at = monotonic()
        for answer in self._reader.feed(data):
            match answer:
                case AutomaticStatus(state):
                    self._note_state(state)
                case RealtimeStatus(value):
                    self._realtime.append(value)
                case FenceReached(value):
                    self.fences.append(value)
                case ProcessDone(token):
                    self.tokens.append(token)
                case TextAnswer(text):
                    self.texts.append(text)
        return bool(data)

    def rest(self, wait_s: float) -> None:
        """Listen for exactly so long."""
        until = monotonic() + wait_s
        while (left := until - monotonic()) > 0:
            self.listen(left)

    def wait_for(self, happened: Callable[[], bool], wait_s: float) -> bool:
        """Listen until something is true, at most `wait_s`."""
        until = monotonic() + wait_s
        while not happened():
            left = until - monotonic()
            if left <= 0:
                return False
            self.listen(left)
        return True

    def forget(self) -> None:
        """Take in what is under way and drop all that was heard so far, but the state."""
        while self.listen(0):
            pass
        self.tokens.clear()
        self.fences.clear()
        self.texts.clear()
        self._realtime.clear()

    def say(self, data: bytes, patience: Lasting) -> bool:
        """Send all of it, hearing the printer meanwhile; False when patience ends with bytes left."""
        rest = memoryview(data)
        while rest:
            taken = self._wire.write(bytes(rest[:_HANDED_BYTES]), _LISTEN_S)
            rest = rest[taken:]
            while self.listen(0):
                pass
            if rest and not patience.lasts(blocked=self.blocked):
                return False
        return True

    def ask_state(self, wait_s: float) -> PrinterState:
        """Ask in real time; UNKNOWN when the printer does not answer. Says nothing about any slip.

        Behind a full buffer even this question waits, so that a printer which reported by itself that paper or
        cover stop it is believed for a while.
        """
        until = monotonic() + wait_s
        values: list[int | None] = []
        for question in (1, 2, 3, 4):
            values.append(self._ask_realtime(question, min(self._times.answer_s, until - monotonic())))
            if values[0] is None:
                lately = monotonic() - self._heard_at < _BELIEVED_S
                return self.state if self.state in _BLOCKING and lately else PrinterState.UNKNOWN
        state = realtime_state(values)
        self._note_state(state)
        return state

    def close(self) -> None:
        """Let go of the line."""
        self._wire.close()

    def _ask_realtime(self, question: int, wait_s: float) -> int | None:
        if wait_s <= 0:
            return None
        while self.listen(0):
            pass
        self._realtime.clear()
        patience = Patience(wait_s, wait_s)
        if not self.say(commands.realtime_question(question), patience):
            return None
        return self._realtime[0] if self.wait_for(lambda: bool(self._realtime), wait_s) else None

    def _note_state(self, state: PrinterState) -> None:
        if state != self.state:
            self.state = state
            self._told(state)


def realtime_state(values: list[int | None]) -> PrinterState:
    """What the answers to DLE EOT 1 to 4 mean together, the gravest first; READY only if 1 and 4 came."""
    printer, offline, errors, paper = (value or 0 for value in values)
    if offline & 0x04:
        return PrinterState.COVER_OPEN
    if paper & 0x60 or offline & 0x20:
        return PrinterState.PAPER_OUT
    if errors & 0x08:
        return PrinterState.CUTTER
    if errors & 0x20:
        return PrinterState.FAULT
    if errors & 0x40:
        return PrinterState.HOT
    if offline & 0x40 or printer & 0x08:
        return PrinterState.FAULT
    if values[0] is None or values[3] is None:
        return PrinterState.UNKNOWN
    return PrinterState.PAPER_LOW if paper & 0x0C else PrinterState.READY
