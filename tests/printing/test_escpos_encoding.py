"""The bytes sent for a picture: few, harmless, and the same dots again on paper."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.printers.commands import CUT, MAX_PIECE_BYTES, MAX_PIECE_ROWS
from kiosk.devices.printers.encoding import REALTIME_COMMAND, encode, pieces
from kiosk.domain.receipt import Bitmap
from tests.printing.slips import Paper, striped_slip


@pytest.mark.parametrize("width_dots", [384, 512, 576])
@pytest.mark.parametrize("feed_units", [1, 2])
def test_the_paper_shows_the_same_dots_and_one_cut(width_dots: int, feed_units: int) -> None:
    slip = striped_slip(width_dots, 700)
    paper = Paper(width_dots, feed_units)
    assert paper.take(encode(slip, feed_units_per_dot=feed_units)) == slip.rows
    assert (paper.cuts, paper.problems) == (1, [])


def test_a_long_blank_and_a_black_page() -> None:
    for rows in (bytes(72) * 1000, b"\xff" * 72 * 1000):
        slip = Bitmap(576, 1000, rows)
        paper = Paper(576)
        assert paper.take(encode(slip)) == rows
        assert paper.problems == []
    assert len(encode(Bitmap(576, 1000, bytes(72 * 1000)))) < 30


def test_pieces_stay_small_enough_for_a_cheap_printer() -> None:
    for piece in pieces(Bitmap(576, 1000, b"\xaa" * 72 * 1000)):
        assert piece.rows <= MAX_PIECE_ROWS
        assert len(piece.data) <= MAX_PIECE_BYTES + 8 + MAX_PIECE_ROWS


DANGEROUS = [b"\x10\x04\x04", b"\x10\x05\x01", b"\x10\x14\x00", b"\x10\x04\x01\x10\x14\x08"]


def test_a_command_across_row_ends_is_parted_without_changing_a_dot() -> None:
    for command in DANGEROUS:
        for width in (1, 2, 5, 72):
            rows = [(b"\xc3" * (width - 1) + bytes([byte])).ljust(width, b"\0") for byte in command]
            if width == 2:
                rows = [bytes([0xC3, 0x10]), bytes([command[1], command[2]])]
            slip = Bitmap(576, len(rows), b"".join(row.ljust(72, b"\0") for row in rows))
            data = encode(slip)
            assert REALTIME_COMMAND.search(data) is None
            assert Paper(576).take(data) == slip.rows


def test_a_command_inside_a_row_costs_at_most_a_dot_each() -> None:
    for command in DANGEROUS:
        row = (b"\x81" + command + b"\x81").ljust(72, b"\0")
        slip = Bitmap(576, 3, row * 3)
        data = encode(slip)
        assert REALTIME_COMMAND.search(data) is None
        shown = Paper(576).take(data)
        changed = sum((a ^ b).bit_count() for a, b in zip(shown, slip.rows, strict=True))
        assert 0 < changed <= 6


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([8, 384, 512, 576]), st.integers(1, 90))
def test_no_picture_at_all_reaches_the_printer_as_a_command(seed: int, width_dots: int, height: int) -> None:
    chance = random.Random(seed)
    stride = width_dots // 8
    nasty = [0x10, 0x04, 0x05, 0x14, 0x01, 0x00, 0x00, 0xFF, 0x1B, 0x1D]
    rows = b"".join(
        bytes(chance.choice(nasty) for _ in range(chance.randrange(stride + 1))).ljust(stride, b"\0")
        for _ in range(height)
    )
    data = encode(Bitmap(width_dots, height, rows))
    assert REALTIME_COMMAND.search(data) is None
    assert data.endswith(CUT)
    paper = Paper(width_dots)
    shown = paper.take(data)
    assert paper.problems == []
    assert len(shown) == len(rows)
    assert all(before & ~after == 0 for before, after in zip(rows, shown, strict=True)), "a dot was lost"
