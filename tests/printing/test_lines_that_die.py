"""Lines that stay up while nobody is behind them any more: noticed within the printer's own pace, then left."""

import re

import pytest

from kiosk.devices.printers.abilities import PrinterTimes
from kiosk.devices.printers.escpos_printer import EscposPrinter
from kiosk.devices.printers.wires import pause
from kiosk.domain.receipt import Bitmap, PrinterAbilities, PrintState

SLIP = Bitmap(384, 400, b"\x55" * (48 * 400))
AN_HOUR_S = 3600.0
TIMES = PrinterTimes(
    status_s=0.2, answer_s=0.05, sync_s=0.2, recover_s=0.2, quiet_s=0.05, idle_s=0.2, slack_s=AN_HOUR_S
)
"""Patience alone would take an hour."""
_PROCESS_ID = re.compile(rb"\x1d\(H\x06\x0000(.{4})")


class ForgetfulWire:
    """A printer that confirms what it is asked so many times, then forgets everything and says nothing more."""

    bytes_per_s = float("inf")

    def __init__(self, confirms: int, *, reports: bool = False) -> None:
        self._left, self._reports = confirms, reports
        self._stream, self._answers = b"", b""
        self.is_closed = False

    def write(self, data: bytes, wait_s: float) -> int:
        self._stream += data
        if self._reports and data.endswith(b"\x1da\x0f"):
            self._answers += b"\x10\x00\x00\x00"
        while (asked := _PROCESS_ID.search(self._stream)) is not None:
            self._stream = self._stream[asked.end() :]
            if self._left:
                self._left -= 1
                self._answers += b"\x37\x22" + asked[1] + b"\x00"
        return len(data)

    def read(self, wait_s: float) -> bytes:
        if not self._answers:
            pause(wait_s)
        answers, self._answers = self._answers, b""
        return answers

    def close(self) -> None:
        self.is_closed = True


def printer_on(*wires: ForgetfulWire, abilities: PrinterAbilities) -> EscposPrinter:
    waiting = iter(wires)
    return EscposPrinter(
        "tcp://printer", lambda _wait_s: next(waiting), 384, abilities=abilities, times=TIMES
    )


@pytest.mark.parametrize("confirms", [1, 3], ids=["before the first waypoint", "after some"])
@pytest.mark.parametrize("reports", [True, False], ids=["tells of changes", "tells nothing"])
def test_a_slip_that_the_printer_forgot_is_given_up_at_the_printers_own_pace(
    confirms: int, reports: bool
) -> None:
    wire = ForgetfulWire(confirms, reports=reports)
    abilities = PrinterAbilities(process_id=True, automatic_status=reports)
    outcome = printer_on(wire, abilities=abilities).print(SLIP, 1)
    assert outcome.state is PrintState.UNKNOWN


def test_after_a_line_that_died_in_silence_another_is_opened() -> None:
    dead, alive = ForgetfulWire(0), ForgetfulWire(1000)
    printer = printer_on(dead, alive, abilities=PrinterAbilities(process_id=True))
    assert printer.print(SLIP, 1).state is PrintState.NOT_PRINTED
    assert dead.is_closed
    assert printer.print(SLIP, 1).state is PrintState.PRINTED
