"""Printer answers told apart on one wire, whole, cut in two, or with flow control between them."""

import pytest

from kiosk.devices.printers.answers import (
    Answer,
    AnswerReader,
    AutomaticStatus,
    FenceReached,
    ProcessDone,
    RealtimeStatus,
    TextAnswer,
)
from kiosk.domain.receipt import PrinterState

CASES: list[tuple[str, str, list[Answer]]] = [
    ("ready", "12", [RealtimeStatus(0x12)]),
    ("paper end", "72", [RealtimeStatus(0x72)]),
    ("automatic, ready", "10000000", [AutomaticStatus(PrinterState.READY)]),
    ("automatic, cover", "38000000", [AutomaticStatus(PrinterState.COVER_OPEN)]),
    ("automatic, out of paper", "18000F00", [AutomaticStatus(PrinterState.PAPER_OUT)]),
    ("automatic, paper low", "10000300", [AutomaticStatus(PrinterState.PAPER_LOW)]),
    ("automatic, cutter", "18080000", [AutomaticStatus(PrinterState.CUTTER)]),
    ("automatic, head hot", "18400000", [AutomaticStatus(PrinterState.HOT)]),
    ("fence", "00", [FenceReached(0)]),
    ("fence, paper low", "03", [FenceReached(3)]),
    ("process", "372220217E4100", [ProcessDone(b" !~A")]),
    (
        "process after an answer nobody asked for",
        "12372241424344 00",
        [RealtimeStatus(0x12), ProcessDone(b"ABCD")],
    ),
    ("name", "5F544D2D5438385600", [TextAnswer("TM-T88V")]),
    ("flow control everywhere", "11 37 13 22 41 42 11 43 44 00 13", [ProcessDone(b"ABCD")]),
    (
        "status slips into a status",
        "10 12 00 00 00",
        [RealtimeStatus(0x12), AutomaticStatus(PrinterState.READY)],
    ),
    ("a block that is none", "5F 41 10 00 00 00", [AutomaticStatus(PrinterState.READY)]),
    ("rubbish", "FF 80 9B", []),
]


@pytest.mark.parametrize(("wire", "answers"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_answers_are_told_apart_however_they_are_cut(wire: str, answers: list[Answer]) -> None:
    data = bytes.fromhex(wire)
    assert AnswerReader().feed(data) == answers
    reader = AnswerReader()
    assert [answer for byte in data for answer in reader.feed(bytes([byte]))] == answers


def test_a_status_that_lost_its_first_byte_is_no_status() -> None:
    assert not any(
        isinstance(answer, AutomaticStatus) for answer in AnswerReader().feed(bytes.fromhex("000F00"))
    )
