"""What an ESC/POS printer is asked, what it is believed, and how it comes back."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.devices.printers import EscposPrinter, PrinterTimes, open_printer
from kiosk.domain.errors import PrinterGone
from kiosk.domain.receipt import PrinterAbilities, PrinterState, PrintState
from tests.fakes.escpos_interpreter import Model
from tests.fakes.virtual_printer import (
    CLONE_58,
    CLONE_80,
    EPSON_80,
    EPSON_80_180DPI,
    SILENT_80,
    VirtualPrinter,
)
from tests.printing.slips import Paper, striped_slip, wait_until

TIMES = PrinterTimes(
    answer_s=0.4, sync_s=1.0, quiet_s=0.1, slack_s=1.0, blocked_s=0.3, slowest_paper_mm_per_s=400
)


def open_on(paper: VirtualPrinter, abilities: PrinterAbilities | None = None) -> EscposPrinter:
    printer = open_printer(paper.address, width_dots=paper.model.width_dots, times=TIMES, abilities=abilities)
    assert isinstance(printer, EscposPrinter)
    return printer


def full(model: str, *, process_id: bool = False) -> PrinterAbilities:
    return PrinterAbilities(True, True, True, process_id, model, cutter=True)


@pytest.mark.parametrize(
    ("model", "found"),
    [
        (EPSON_80, full("TM-T82III", process_id=True)),
        (EPSON_80_180DPI, full("TM-T88V", process_id=True)),
        (CLONE_80, full("EPOSN TM-T88V")),
        (CLONE_58, PrinterAbilities(realtime_status=True, paper_fence=True)),
        (SILENT_80, PrinterAbilities()),
    ],
    ids=lambda value: value.name if isinstance(value, Model) else "",
)
def test_probing_finds_what_a_printer_can_say_and_moves_no_paper(
    model: Model, found: PrinterAbilities
) -> None:
    with VirtualPrinter(model) as paper:
        printer = open_on(paper)
        assert printer.probe() == found
        assert (paper.slips, paper.uncut, paper.anomalies) == ([], b"", [])
        printer.close()


def test_probing_waits_for_somebody_to_put_in_paper() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        paper.take_paper_out()
        printer = open_on(paper)
        with pytest.raises(PrinterGone, match="paper_out"):
            printer.probe()
        printer.close()


def test_a_silent_printer_is_never_called_ready_nor_its_slip_printed() -> None:
    with VirtualPrinter(SILENT_80) as paper:
        printer = open_on(paper)
        assert printer.status() is PrinterState.UNKNOWN
        slip = striped_slip(576)
        outcome = printer.print(slip, 1)
        assert (outcome.state, outcome.printer) == (PrintState.UNKNOWN, PrinterState.UNKNOWN)
        wait_until(lambda: paper.holds(slip))
        paper.take_paper_out()
        assert printer.status() is PrinterState.UNKNOWN
        printer.close()


def test_a_silent_printer_known_from_set_up_is_freed_from_a_half_picture() -> None:
    with VirtualPrinter(SILENT_80) as paper:
        first = open_on(paper, PrinterAbilities())
        paper.when_row(30, paper.drop_line)
        assert first.print(striped_slip(576, seed=1), 1).state is PrintState.UNKNOWN
        first.close()
        second = open_on(paper, PrinterAbilities())
        slip = striped_slip(576, seed=2)
        second.print(slip, 2)
        wait_until(lambda: paper.holds(slip))
        second.close()


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (VirtualPrinter.take_paper_out, PrinterState.PAPER_OUT),
        (VirtualPrinter.open_cover, PrinterState.COVER_OPEN),
        (VirtualPrinter.jam_cutter, PrinterState.CUTTER),
        (VirtualPrinter.let_paper_run_low, PrinterState.PAPER_LOW),
        (VirtualPrinter.power_off, PrinterState.GONE),
    ],
)
def test_trouble_is_named(trouble: Callable[[VirtualPrinter], None], state: PrinterState) -> None:
    with VirtualPrinter(EPSON_80) as paper:
        printer = open_on(paper)
        assert printer.status() is PrinterState.READY
        trouble(paper)
        assert printer.status() is state
        printer.close()


def test_low_paper_prints_and_says_so() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        paper.let_paper_run_low()
        printer = open_on(paper)
        outcome = printer.print(striped_slip(576), 1)
        assert (outcome.state, outcome.printer) == (PrintState.PRINTED, PrinterState.PAPER_LOW)
        printer.close()


def test_it_prints_at_the_first_try_after_a_power_cycle() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        printer = open_on(paper)
        assert printer.print(striped_slip(576, seed=1), 1).state is PrintState.PRINTED
        paper.power_off()
        assert printer.print(striped_slip(576, seed=2), 2).state is PrintState.NOT_PRINTED
        paper.power_on()
        slip = striped_slip(576, seed=3)
        assert printer.print(slip, 3).state is PrintState.PRINTED
        assert paper.holds(slip)
        printer.close()


def test_power_that_came_and_went_unseen_costs_no_slip() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        printer = open_on(paper)
        assert printer.print(striped_slip(576, seed=1), 1).state is PrintState.PRINTED
        paper.power_off()
        paper.power_on()
        assert printer.print(striped_slip(576, seed=2), 2).state is PrintState.PRINTED
        printer.close()


def test_process_ids_never_meet_within_ten_thousand_jobs() -> None:
    with VirtualPrinter(EPSON_80) as paper:
        printer = open_on(paper)
        tokens = [printer._token(number) for number in range(10_000) for _ in range(2)]
        assert len(set(tokens)) == len(tokens)
        assert all(len(token) == 4 and min(token) >= 0x20 and max(token) <= 0x7E for token in tokens)
        printer.close()


def test_an_ordinary_file_takes_the_slip_and_confirms_nothing(tmp_path: Path) -> None:
    file = tmp_path / "slip.bin"
    file.touch()
    printer = open_printer(f"file://{file}", width_dots=576, times=TIMES, abilities=PrinterAbilities())
    slip = striped_slip(576, 100)
    assert printer.print(slip, 1).state is PrintState.UNKNOWN
    printer.close()
    paper = Paper(576)
    assert paper.take(file.read_bytes()) == slip.rows
    assert paper.cuts == 1


def test_a_cups_queue_takes_the_whole_slip_and_confirms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    (tmp_path / "lpstat").write_text("#!/bin/sh\necho quay1\n")
    (tmp_path / "lp").write_text(f'#!/bin/sh\n[ "$2" = quay1 ] && cat > {taken}\n')
    for name in ("lp", "lpstat"):
        (tmp_path / name).chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    printer = open_printer("cups://quay1", width_dots=576)
    assert printer.status() is PrinterState.UNKNOWN
    slip = striped_slip(576, 100)
    assert printer.print(slip, 1).state is PrintState.UNKNOWN
    paper = Paper(576)
    assert paper.take(taken.read_bytes()) == slip.rows
    assert paper.cuts == 1
    elsewhere = open_printer("cups://quay2", width_dots=576)
    assert elsewhere.print(slip, 1).state is PrintState.NOT_PRINTED


def test_the_library_leaves_neither_folder_nor_log_handler_behind(tmp_path: Path) -> None:
    scratch, cache = tmp_path / "tmp", tmp_path / "cache"
    scratch.mkdir()
    program = (
        "import logging, os, sys; from pathlib import Path;"
        "from kiosk.devices.printers.escpos_library import escpos_printers;"
        "escpos_printers(Path(sys.argv[1]));"
        "print(logging.root.handlers, os.listdir(os.environ['TMPDIR']), 'ESCPOS_CAPABILITIES_PICKLE_DIR' in os.environ)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(cache)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TMPDIR": str(scratch)},
        cwd=Path(__file__).parents[2],
    )
    assert said.stdout.strip() == "[] [] False"
    assert [path.suffix for path in cache.iterdir()] == [".pickle"]
    assert cache.stat().st_mode & 0o077 == 0
