"""Made-up slips as bare dots, for tests that care about bytes and paper rather than letters."""

import random

from kiosk.devices.printers.encoding import REALTIME_COMMAND
from kiosk.domain.receipt import Bitmap


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
