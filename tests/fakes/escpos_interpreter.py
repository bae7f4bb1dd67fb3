"""Reads an ESC/POS stream as a strict printer does, command by command; has no line, no clock and no paper itself."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Model:
    """What a printer of this make does."""

    name: str
    width_dots: int = 576
    realtime: bool = True
    automatic: bool = True
    paper_fence: bool = True
    process_id: bool = False
    model_text: str = ""
    max_picture_rows: int = 2303
    prints_unknown: bool = False
    """An unknown command's parameters come out as text, as on cheap clones; else they are skipped by length."""
    feed_units_per_dot: int = 1
    cutter: bool = True


@dataclass(frozen=True, slots=True)
class PaperRow:
    """The interpreter asks for one row to be printed before it goes on."""

    dots: bytes


class Mechanics(Protocol):
    """What the interpreter orders."""

    def cut(self) -> None: ...
    def answer_queued(self, data: bytes) -> None: ...
    def report_automatically(self) -> None: ...
    def anomaly(self, what: str) -> None: ...


_Steps = Generator[int | PaperRow, bytes, None]


class Interpreter:
    """`step` takes bytes and says what it needs next: at most so many bytes, or a row on paper."""

    def __init__(self, model: Model, mechanics: Mechanics) -> None:
        self._model, self._mechanics = model, mechanics
        self._text = bytearray()
        self.realtime_in_place = 0
        self._steps = self._commands()
        next(self._steps)

    def step(self, data: bytes) -> int | PaperRow:
        """Go on with `data` (never more than was asked for; empty after a row)."""
        return self._steps.send(data)

    def _commands(self) -> _Steps:
        handlers = {0x1B: self._escape, 0x1D: self._group, 0x10: self._realtime}
        while True:
            byte = (yield 1)[0]
            if byte in handlers:
                yield from handlers[byte]()
            elif byte == 0x0A:
                yield from self._print_text()
                yield from self._feed(30)
            elif byte >= 0x20:
                self._text.append(byte)
                if len(self._text) >= self._model.width_dots // 12:
                    yield from self._print_text()
            elif byte:
                self._mechanics.anomaly(f"unknown byte {byte:02x}")

    def _take(self, count: int) -> Generator[int | PaperRow, bytes, bytes]:
        data = b""
        while len(data) < count:
            data += yield count - len(data)
        return data

    def _feed(self, rows: int) -> _Steps:
        for _ in range(rows):
            yield PaperRow(b"")

    def _print_text(self) -> _Steps:
        """Text that got as far as the paper: this program never means to."""
        if self._text:
            self._mechanics.anomaly(f"text on paper {bytes(self._text)!r}")
            self._text.clear()
            yield from self._feed(24)

    def _realtime(self) -> _Steps:
        """Was acted on when it arrived; here it only takes its place in the queue."""
        command = yield from self._take(2)
        self.realtime_in_place += 1
        if command[0] != 0x04:
            self._mechanics.anomaly(f"DLE {command.hex()}")

    def _escape(self) -> _Steps:
        command = (yield 1)[0]
        match command:
            case 0x40:
                self._text.clear()
            case 0x4A:
                units = (yield from self._take(1))[0]
                yield from self._print_text()
                if units % self._model.feed_units_per_dot:
                    self._mechanics.anomaly("a feed of half a dot")
                yield from self._feed(units // self._model.feed_units_per_dot)
            case _:
                self._mechanics.anomaly(f"ESC {command:02x}")

    def _group(self) -> _Steps:
        command = (yield 1)[0]
        match command:
            case 0x76:
                yield from self._picture()
            case 0x56:
                yield from self._cut()
            case 0x61:
                if (yield from self._take(1)) != b"\0":
                    self._mechanics.report_automatically()
            case 0x72:
                yield from self._take(1)
                if self._model.paper_fence:
                    self._mechanics.answer_queued(b"\0")
            case 0x49:
                if (yield from self._take(1)) == b"\x02":
                    if self._model.model_text:
                        self._mechanics.answer_queued(b"\x02" if self._model.cutter else b"\0")
                elif self._model.model_text:
                    self._mechanics.answer_queued(b"\x5f" + self._model.model_text.encode() + b"\0")
            case 0x28:
                yield from self._long()
            case _:
                self._mechanics.anomaly(f"GS {command:02x}")

    def _picture(self) -> _Steps:
        head = yield from self._take(6)
        width_bytes, rows = int.from_bytes(head[2:4], "little"), int.from_bytes(head[4:6], "little")
        yield from self._print_text()
        if head[0] != 0x30 or head[1] not in (0x00, 0x30):
            self._mechanics.anomaly(f"GS v {head[:2].hex()}")
        if (
            not 0 < width_bytes <= (self._model.width_dots + 7) // 8
            or not 0 < rows <= self._model.max_picture_rows
        ):
            self._mechanics.anomaly(f"a picture of {width_bytes} bytes x {rows} rows")
        for _ in range(rows):
            yield PaperRow((yield from self._take(width_bytes)))

    def _cut(self) -> _Steps:
        mode = (yield from self._take(1))[0]
        if mode in (65, 66):
            yield from self._take(1)
        elif mode not in (0, 1, 48, 49):
            self._mechanics.anomaly(f"GS V {mode:02x}")
        yield from self._print_text()
        self._mechanics.cut()

    def _long(self) -> _Steps:
        if not self._model.process_id and self._model.prints_unknown:
            return  # what follows comes out as letters
        head = yield from self._take(3)
        body = yield from self._take(int.from_bytes(head[1:3], "little"))
        if head[:1] != b"H":
            self._mechanics.anomaly(f"GS ( {head[:1]!r}")
        elif self._model.process_id:
            token = body[2:]
            if body[:2] != b"00" or len(token) != 4 or not all(0x20 <= byte <= 0x7E for byte in token):
                self._mechanics.anomaly(f"GS ( H {body.hex()}")
            self._mechanics.answer_queued(b"\x37\x22" + token + b"\0")
