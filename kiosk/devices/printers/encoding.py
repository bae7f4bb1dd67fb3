"""Turns a one-bit picture into the few bytes a printer needs for exactly these dots; sends nothing.

Blank rows become paper feed, the white right side is left out, and no picture data ever reads as a real-time
command: printers act on those even inside pictures (clear the buffer, open the drawer, switch off).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.devices.printers import commands
from kiosk.domain.receipt import Bitmap

REALTIME_COMMAND = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x02]|\x14[\x00-\x08])")
"""DLE EOT 1-8, DLE ENQ 0-2, DLE DC4 0-8."""
_HEADER_BYTES = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """One whole command and the paper it moves. `data` may be cut from its neighbours, never inside."""

    data: bytes = field(repr=False)
    rows: int


def encode(bitmap: Bitmap, *, feed_units_per_dot: int = 1) -> bytes:
    """The whole slip with its cut, as one byte string."""
    return (
        b"".join(piece.data for piece in pieces(bitmap, feed_units_per_dot=feed_units_per_dot)) + commands.CUT
    )


def pieces(bitmap: Bitmap, *, feed_units_per_dot: int = 1) -> Iterator[Piece]:
    """The slip from top to bottom, without the cut.

    `feed_units_per_dot`: vertical motion units a dot; 1 on most printers, 2 where the unit is half a dot.
    """
    stride = (bitmap.width + 7) // 8
    rows = [bitmap.rows[start : start + stride].rstrip(b"\0") for start in range(0, len(bitmap.rows), stride)]
    top = 0
    while top < len(rows):
        bottom = top + 1
        blank = not rows[top]
        while bottom < len(rows) and (not rows[bottom]) == blank:
            bottom += 1
        if blank:
            yield from _feeds(bottom - top, feed_units_per_dot)
        else:
            yield from _pictures(rows[top:bottom], stride)
        top = bottom


def _feeds(rows: int, units_per_dot: int) -> Iterator[Piece]:
    most = commands.MAX_FEED // units_per_dot
    while rows:
        now = min(rows, most)
        yield Piece(commands.feed(now * units_per_dot), now)
        rows -= now


def _pictures(rows: list[bytes], stride: int) -> Iterator[Piece]:
    width = max(map(len, rows))
    at_once = max(1, min(commands.MAX_PIECE_ROWS, commands.MAX_PIECE_BYTES // width))
    for start in range(0, len(rows), at_once):
        yield from _harmless(rows[start : start + at_once], stride)


def _harmless(rows: list[bytes], stride: int) -> Iterator[Piece]:
    """The rows as pieces without a real-time command in them: the same dots wherever that is possible."""
    width = max(map(len, rows))
    data = _raster(rows, width)
    danger = REALTIME_COMMAND.search(data)
    if danger is None:
        yield Piece(data, len(rows))
        return
    wider = _raster(rows, width + 1)
    if width < stride and REALTIME_COMMAND.search(wider) is None:
        yield Piece(wider, len(rows))
        return
    row, column = divmod(danger.start() - _HEADER_BYTES, width)
    if column + 3 > width:
        # the command runs over a row's end: two pieces with a header between them
        yield from _harmless(rows[: row + 1], stride)
        yield from _harmless(rows[row + 1 :], stride)
    else:
        # inside one row: one dot more beside an existing one
        dots = bytearray(rows[row])
        dots[column] |= 0x08
        yield from _harmless([*rows[:row], bytes(dots), *rows[row + 1 :]], stride)


def _raster(rows: list[bytes], width_bytes: int) -> bytes:
    return commands.raster(width_bytes, len(rows), b"".join(row.ljust(width_bytes, b"\0") for row in rows))
