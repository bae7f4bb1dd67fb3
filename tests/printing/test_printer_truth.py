"""What a printer says under power cuts, restarts, cut lines and missing paper: never more than the paper shows."""

import random
import socket
from collections.abc import Callable
from dataclasses import replace
from time import monotonic

import pytest

from kiosk.devices.printers import PrinterTimes, open_printer
from kiosk.devices.printers.commands import raster
from kiosk.domain.printing_ports import Printer
from kiosk.domain.receipt import Bitmap, PrinterAbilities, PrinterState, PrintState
from tests.fakes.escpos_interpreter import Model
from tests.fakes.virtual_printer import CLONE_58, CLONE_80, EPSON_80, VirtualPrinter
from tests.printing.slips import marked, striped_slip, wait_until

QUICK = PrinterTimes(
    answer_s=1.5, sync_s=1.5, quiet_s=0.1, slack_s=0.6, blocked_s=0.3, slowest_paper_mm_per_s=400
)
NOTHING = "nothing"
FAULTS = (
    "power cut",
    "late power cut",
    "restart behind a network box",
    "line cut",
    "paper out, filled again",
    "cover opened for long",
)


def break_it(printer: VirtualPrinter, kind: str, row: int, rows: int) -> None:
    """Let one thing go wrong at a row of the next slip, or nothing."""
    faults: dict[str, Callable[[], None]] = {
        "power cut": lambda: printer.when_row(row, lambda: printer.power_cut(0.02)),
        "late power cut": lambda: printer.when_row(rows - 3, lambda: printer.power_cut(0.02)),
        "restart behind a network box": lambda: printer.when_row(
            row, lambda: printer.restart(loaded_bytes=3700)
        ),
        "line cut": lambda: printer.when_row(row, printer.drop_line),
        "paper out, filled again": lambda: printer.when_row(row, lambda: printer.run_out_for(0.05)),
        "cover opened for long": lambda: printer.when_row(row, lambda: printer.stay_open_for(0.6)),
    }
    if kind != NOTHING:
        faults[kind]()


@pytest.mark.parametrize(
    ("model", "line"),
    [(EPSON_80, "tcp"), (CLONE_80, "tcp"), (CLONE_58, "tcp"), (EPSON_80, "pty"), (CLONE_58, "pty")],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_nothing_is_called_printed_that_is_not_on_paper(model: Model, line: str) -> None:
    run_jobs(model, line, seed=20261122, jobs=14)


def run_jobs(model: Model, line: str, *, seed: int, jobs: int) -> None:
    """Print so many slips, more than half of them with a fault, each until it is out."""
    chance = random.Random(seed)
    kinds = [*FAULTS, *[NOTHING] * 5] * (jobs // 11 + 1)
    chance.shuffle(kinds)
    with VirtualPrinter(model, line=line, mm_per_s=2000) as paper:
        printer = open_printer(paper.address, width_dots=model.width_dots, times=QUICK)
        for number in range(jobs):
            slip = striped_slip(model.width_dots, 600, seed=number)
            kind = kinds[number]
            break_it(paper, kind, chance.randrange(1, slip.height), slip.height)
            about = f"job {number} ({kind})"
            outcome = print_until_begun(printer, slip, number)
            tries = 0
            while outcome is not PrintState.PRINTED:
                copy = marked(slip)
                outcome = print_until_begun(printer, copy, number)
                tries += 1
                assert tries < 10, f"{about} never comes out"
                if outcome is PrintState.PRINTED:
                    assert paper.holds(copy), f"{about}: the copy is said to be printed and is not on paper"
            if tries == 0:
                assert paper.holds(slip), f"{about} is said to be printed and is not on paper"
            assert unmarked(paper, slip) <= 1, f"{about}: two slips without a mark"
        printer.close()


def print_until_begun(printer: Printer, slip: Bitmap, number: int) -> PrintState:
    """Try as a clerk would while the printer comes back: nothing of the slip went out as long as NOT_PRINTED."""
    until = monotonic() + 60
    while monotonic() < until:
        state = printer.print(slip, number).state
        if state is not PrintState.NOT_PRINTED:
            return state
    raise AssertionError("the printer never came back")


def unmarked(paper: VirtualPrinter, slip: Bitmap) -> int:
    """Cut slips that show exactly this one without the band on top."""
    band = marked(slip).rows
    return sum(each.rows.endswith(slip.rows) and not each.rows.endswith(band) for each in paper.slips)


def test_paper_that_runs_out_and_is_refilled_still_ends_as_printed() -> None:
    told: list[PrinterState] = []
    with VirtualPrinter(EPSON_80) as paper:
        printer = open_printer(paper.address, width_dots=576, times=QUICK, told=told.append)
        slip = striped_slip(576)
        paper.when_row(100, lambda: paper.run_out_for(0.1))
        outcome = printer.print(slip, 7)
        assert outcome.state is PrintState.PRINTED
        assert paper.holds(slip)
        assert told.index(PrinterState.PAPER_OUT) < len(told) - 1, (
            "the screen hears of it while the slip waits"
        )
        printer.close()


def test_paper_that_stays_out_ends_as_unknown_and_says_why() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        printer = open_printer(paper.address, width_dots=576, times=QUICK)
        paper.when_row(100, paper.take_paper_out)
        outcome = printer.print(striped_slip(576), 7)
        assert (outcome.state, outcome.printer) == (PrintState.UNKNOWN, PrinterState.PAPER_OUT)
        again = printer.print(striped_slip(576), 7)
        assert (again.state, again.printer) == (PrintState.NOT_PRINTED, PrinterState.PAPER_OUT)
        printer.close()


def test_the_slip_after_a_cut_line_comes_out_dot_for_dot() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        printer = open_printer(paper.address, width_dots=576, times=QUICK)
        assert printer.print(striped_slip(576, seed=1), 1).state is PrintState.PRINTED
        paper.when_row(30, paper.drop_line)
        assert printer.print(striped_slip(576, seed=2), 2).state is PrintState.UNKNOWN
        slip = striped_slip(576, seed=3)
        assert printer.print(slip, 3).state is PrintState.PRINTED
        assert paper.holds(slip)
        assert paper.anomalies == []
        printer.close()


def test_a_new_program_finds_the_printer_inside_a_picture_and_gets_it_out() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        first = open_printer(paper.address, width_dots=576, times=QUICK)
        paper.when_row(30, paper.drop_line)
        assert first.print(striped_slip(576, seed=1), 1).state is PrintState.UNKNOWN
        first.close()
        second = open_printer(paper.address, width_dots=576, times=QUICK)
        slip = striped_slip(576, seed=2)
        assert second.print(slip, 2).state is PrintState.PRINTED
        assert paper.holds(slip)
        second.close()


@pytest.mark.parametrize("model", [EPSON_80, CLONE_58], ids=lambda model: model.name)
def test_a_slow_printer_is_not_taken_for_a_lost_one(model: Model) -> None:
    impatient = replace(QUICK, slack_s=3.0, idle_s=2.0)
    with VirtualPrinter(model, mm_per_s=12) as paper:
        printer = open_printer(paper.address, width_dots=model.width_dots, times=impatient)
        slip = striped_slip(model.width_dots, 500)
        assert printer.print(slip, 1).state is PrintState.PRINTED
        assert paper.holds(slip)
        printer.close()


@pytest.mark.parametrize("model", [EPSON_80, CLONE_80], ids=lambda model: model.name)
def test_a_serial_printer_that_was_switched_off_and_on_is_noticed_soon(model: Model) -> None:
    with VirtualPrinter(model, line="pty", mm_per_s=150) as paper:
        printer = open_printer(paper.address, width_dots=model.width_dots, times=replace(QUICK, slack_s=60.0))
        paper.when_row(150, lambda: paper.power_cut(0.05))
        began = monotonic()
        assert printer.print(striped_slip(model.width_dots, 1000), 1).state is PrintState.UNKNOWN
        assert monotonic() - began < 45, "long before patience with the line would have ended"
        slip = striped_slip(model.width_dots, seed=9)
        while printer.print(slip, 1).state is not PrintState.PRINTED:
            assert monotonic() - began < 60
        assert paper.holds(slip)
        printer.close()


def test_a_printer_with_process_ids_and_nothing_else_still_confirms() -> None:
    bare = Model("status and process ids", paper_fence=False, process_id=True, automatic=False)
    with VirtualPrinter(bare) as paper:
        printer = open_printer(paper.address, width_dots=576, times=QUICK)
        slip = striped_slip(576)
        assert printer.print(slip, 1).state is PrintState.PRINTED
        assert paper.holds(slip)
        paper.when_row(100, lambda: paper.power_cut(0.05))
        assert printer.print(striped_slip(576, seed=2), 2).state is PrintState.UNKNOWN
        printer.close()


def test_a_printer_that_took_dots_for_a_picture_of_megabytes_is_got_out_of_it() -> None:
    with VirtualPrinter(CLONE_80) as paper:
        printer = open_printer(paper.address, width_dots=576, times=QUICK)
        assert printer.print(striped_slip(576), 1).state is PrintState.PRINTED
        printer.close()
        host, port = paper.address.removeprefix("tcp://").split(":")
        with socket.create_connection((host, int(port))) as line:
            line.sendall(raster(15_935, 167, b""))
            wait_until(lambda: "a picture of 15935 bytes x 167 rows" in paper.anomalies)
        slip = striped_slip(576, seed=2)
        assert print_until_begun(printer, slip, 2) is PrintState.PRINTED
        assert paper.holds(slip)
        printer.close()


def test_another_printer_at_the_same_address_is_asked_anew() -> None:
    found: list[PrinterAbilities] = []
    with VirtualPrinter(CLONE_80) as paper:
        remembered = PrinterAbilities(True, True, True, process_id=True, model="TM-T82III")
        printer = open_printer(
            paper.address, width_dots=576, times=QUICK, abilities=remembered, found=found.append
        )
        slip = striped_slip(576)
        assert printer.print(slip, 1).state is PrintState.PRINTED
        assert paper.holds(slip)
        assert [each.process_id for each in found] == [False]
        printer.close()


def test_sent_is_told_between_the_last_byte_and_the_printers_word() -> None:
    steps: list[str] = []
    with VirtualPrinter(EPSON_80, mm_per_s=200) as paper:
        printer = open_printer(paper.address, width_dots=576, times=replace(QUICK, slack_s=20.0))
        outcome = printer.print(striped_slip(576), 1, lambda: steps.append(f"{len(paper.slips)} slips"))
        assert outcome.state is PrintState.PRINTED
        assert steps == ["0 slips"], "told once, with the paper still moving"
        printer.close()
