"""The ESC/POS bytes this program sends, by name; nothing here knows what stands on the paper.

Source: Epson ESC/POS command reference. Only commands that cheap clones were seen to take are used.
"""

RESET = b"\x1b@"
"""ESC @: forget modes and whatever stands in the line buffer."""
REPORT_CHANGES = b"\x1da\x0f"
"""GS a 15: tell of every change by itself. Some printers forget it at ESC @, so it follows each one."""
CUT = b"\x1dVB\x00"
"""GS V 66 0: feed the last row to the blade and cut."""
PAPER_FENCE = b"\x1dr\x01"
"""GS r 1: answers one byte when everything before it was worked off."""
ASK_MODEL = b"\x1dIC"
"""GS I 67: answers the model's name, in turn."""
ASK_TYPE = b"\x1dI\x02"
"""GS I 2: answers one byte, in turn."""
TYPE_HAS_CUTTER = 0x02

MAX_FEED = 255
MAX_PIECE_ROWS = 128
"""Clones fail above 255 rows a picture; half of that keeps the recovery after a broken line cheap."""
MAX_PIECE_BYTES = 2048
"""Two pieces fit the 4 KB buffer of a small printer, so a lost buffer always takes a waypoint with it."""


def process_fence(token: bytes) -> bytes:
    """GS ( H function 48: the printer answers with `token` (4 bytes of 0x20..0x7E) once all before it is printed."""
    return b"\x1d(H\x06\x0000" + token


def realtime_question(number: int) -> bytes:
    """DLE EOT: 1 printer, 2 why offline, 3 errors, 4 paper. Answered on reception; says nothing about the slip."""
    return b"\x10\x04" + bytes([number])


def feed(units: int) -> bytes:
    """ESC J: move the paper on by `units` (1..255) vertical motion units."""
    return b"\x1bJ" + bytes([units])


def raster(width_bytes: int, rows: int, dots: bytes) -> bytes:
    """GS v 0: a picture of `rows` rows of `width_bytes` bytes at the left margin."""
    return b"\x1dv0\x00" + width_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little") + dots
