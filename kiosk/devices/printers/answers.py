"""Tells a printer's answers apart on the one wire they share, byte by byte; asks nothing itself.

Patterns: Epson TM-T88III specification, appendix G. Several kinds of answer arrive mixed, an answer may be cut in
two by the line, and software flow control bytes (XON, XOFF) may stand anywhere.
"""

from dataclasses import dataclass

from kiosk.domain.receipt import PrinterState

_FLOW_CONTROL = (0x11, 0x13)
_PROCESS_HEADER, _PROCESS_MARK = 0x37, 0x22
_TEXT_HEADER = 0x5F
_MAX_TEXT_BYTES = 80


@dataclass(frozen=True, slots=True)
class RealtimeStatus:
    """Answer to DLE EOT; which question it belongs to only the asker knows."""

    value: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """Four bytes a printer sends by itself after GS a."""

    state: PrinterState


@dataclass(frozen=True, slots=True)
class FenceReached:
    """Answer to GS r 1: everything sent before it was worked off. Bits 0x03 paper low, 0x0C paper out."""

    value: int


@dataclass(frozen=True, slots=True)
class ProcessDone:
    """Answer to GS ( H: everything sent before this token is printed."""

    token: bytes


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """Answer to GS I, for example a model name. Clones claim other makers' names: never decide by it alone."""

    text: str


Answer = RealtimeStatus | AutomaticStatus | FenceReached | ProcessDone | TextAnswer


def automatic_state(status: bytes) -> PrinterState:
    """What the four bytes of an automatic status mean, the gravest first."""
    first, second, third = status[0], status[1], status[2]
    if first & 0x20:
        return PrinterState.COVER_OPEN
    if third & 0x0C:
        return PrinterState.PAPER_OUT
    if second & 0x08:
        return PrinterState.CUTTER
    if second & 0x20:
        return PrinterState.FAULT
    if second & 0x40:
        return PrinterState.HOT
    if first & 0x08:
        return PrinterState.FAULT
    return PrinterState.PAPER_LOW if third & 0x03 else PrinterState.READY


class AnswerReader:
    """Takes bytes as they arrive and gives back whole answers."""

    def __init__(self) -> None:
        self._block = bytearray()
        """A text or process answer that has begun."""
        self._status = bytearray()
        """An automatic status that has begun."""

    def feed(self, data: bytes) -> list[Answer]:
        """Take what arrived; the answers that are complete now, in order. Bytes that mean nothing are dropped."""
        found: list[Answer] = []
        for byte in data:
            if byte in _FLOW_CONTROL:
                continue
            answer = self._in_block(byte) if self._block else self._outside(byte)
            if answer is not None:
                found.append(answer)
        return found

    def _outside(self, byte: int) -> Answer | None:
        if self._status:
            if byte & 0x90 == 0:
                self._status.append(byte)
                if len(self._status) < 4:
                    return None
                state = automatic_state(bytes(self._status))
                self._status.clear()
                return AutomaticStatus(state)
            if byte & 0x93 == 0x12:
                return RealtimeStatus(byte)  # slipped in between; the status goes on after it
            self._status.clear()
        if byte in (_PROCESS_HEADER, _TEXT_HEADER):
            self._block.append(byte)
        elif byte & 0x93 == 0x10:
            self._status.append(byte)
        elif byte & 0x93 == 0x12:
            return RealtimeStatus(byte)
        elif byte & 0x90 == 0:
            return FenceReached(byte)
        return None

    def _in_block(self, byte: int) -> Answer | None:
        if byte:
            if byte < 0x20 and byte & 0x93 == 0x12:
                return RealtimeStatus(byte)
            if not 0x20 <= byte <= 0x7E or len(self._block) > _MAX_TEXT_BYTES:
                self._block.clear()  # no block at all; better to miss an answer than to invent one
                return self._outside(byte)
            self._block.append(byte)
            return None
        block = bytes(self._block)
        self._block.clear()
        if block[0] == _TEXT_HEADER:
            return TextAnswer(block[1:].decode("ascii"))
        if len(block) == 6 and block[1] == _PROCESS_MARK:
            return ProcessDone(block[2:])
        return None
