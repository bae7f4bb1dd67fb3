"""Made-up slips as bare dots, and paper that takes their bytes at once; for tests without lines and clocks."""

import random
from collections.abc import Callable
from threading import Event
from time import monotonic

from kiosk.devices.printers.encoding import REALTIME_COMMAND
from kiosk.domain.receipt import Bitmap
from tests.fakes.escpos_interpreter import Interpreter, Model, PaperRow


def wait_until(happened: Callable[[], bool]) -> None:
    """Until it happened; fails after half a minute."""
    until = monotonic() + 30
    while not happened():
        assert monotonic() < until, "it never happened"
        Event().wait(0.01)


def striped_slip(width_dots: int, height: int = 400, seed: int = 1) -> Bitmap:
    """Bands of random dots with blank bands between them; no two seeds alike; no real-time command in any row."""
    chance = random.Random(seed)
    stride = width_dots // 8
    rows: list[bytes] = []
    for y in range(height):
        row = bytes(stride)
        if y // 24 % 2 == 0:
            row = chance.randbytes(chance.randrange(1, stride + 1)).ljust(stride, b"\0")
            while REALTIME_COMMAND.search(row):
                row = chance.randbytes(stride)
        rows.append(row)
    return Bitmap(width_dots, height, b"".join(rows))


def marked(slip: Bitmap) -> Bitmap:
    """The same slip with a black band on top, as a copy mark."""
    stride = slip.width // 8
    return Bitmap(slip.width, slip.height + 8, b"\xff" * stride * 8 + slip.rows)


class Paper:
    """Takes an encoded slip at once; no clock, no faults."""

    def __init__(self, width_dots: int, feed_units_per_dot: int = 1) -> None:
        self.stride = width_dots // 8
        self.rows = bytearray()
        self.cuts = 0
        self.problems: list[str] = []
        self._interpreter = Interpreter(
            Model("paper", width_dots=width_dots, feed_units_per_dot=feed_units_per_dot), self
        )

    def take(self, data: bytes) -> bytes:
        wanted: int | PaperRow = 1
        at = 0
        while at < len(data) or isinstance(wanted, PaperRow):
            if isinstance(wanted, PaperRow):
                self.rows += wanted.dots.ljust(self.stride, b"\0")
                wanted = self._interpreter.step(b"")
            else:
                chunk = data[at : at + wanted]
                at += len(chunk)
                wanted = self._interpreter.step(chunk)
        return bytes(self.rows)

    def cut(self) -> None:
        self.cuts += 1

    def answer_queued(self, data: bytes) -> None:
        self.problems.append(f"answer {data!r}")

    def report_automatically(self) -> None:
        self.problems.append("reports")

    def anomaly(self, what: str) -> None:
        self.problems.append(what)
