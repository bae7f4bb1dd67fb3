"""Print jobs under power cuts, restarts, cut lines and missing paper: what is said to be printed, and what is.

The printer is virtual: 4 KB buffer, slow paper, strict about every byte, reached over TCP and over a serial line.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from benchmarks.figures import Figure, Progress, at_least, at_most, figure, share_percent
from kiosk.devices.printers import PrinterTimes, open_printer
from kiosk.devices.printers.escpos_library import escpos_printers
from kiosk.domain.ports import Monotonic
from kiosk.domain.printing_ports import Printer
from kiosk.domain.receipt import Bitmap, PrintState
from tests.fakes.escpos_interpreter import Model
from tests.fakes.virtual_printer import CLONE_58, CLONE_80, EPSON_80, VirtualPrinter
from tests.printing.slips import marked, striped_slip

JOBS, QUICK_JOBS = 330, 33
BENCHES: tuple[tuple[Model, str], ...] = (
    (EPSON_80, "tcp"),
    (CLONE_80, "tcp"),
    (CLONE_58, "tcp"),
    (EPSON_80, "pty"),
)
SHORT = PrinterTimes(
    answer_s=0.8, sync_s=0.8, quiet_s=0.1, slack_s=0.6, idle_s=0.5, blocked_s=0.3, slowest_paper_mm_per_s=400
)
"""The paper of these jobs runs at 2 m/s, so that hundreds of them end in minutes."""
ROWS = 600
_COMES_BACK_S = 30.0


@dataclass
class Count:
    """What became of many jobs."""

    jobs: int = 0
    hit: int = 0
    said_not_on_paper: int = 0
    unmarked_twice: int = 0
    never_out: int = 0
    marked: int = 0
    back_s: list[float] = field(default_factory=list)


Fault = Callable[[VirtualPrinter, int], None]

FAULTS: dict[str, Fault] = {
    "power cut": lambda printer, row: printer.when_row(row, lambda: printer.power_cut(0.05)),
    "late power cut": lambda printer, _row: printer.when_row(ROWS - 3, lambda: printer.power_cut(0.05)),
    "reset behind a network box": lambda printer, row: printer.when_row(
        row, lambda: printer.restart(loaded_bytes=3000)
    ),
    "line cut": lambda printer, row: printer.when_row(row, printer.drop_line),
    "paper out, filled again": lambda printer, row: printer.when_row(row, lambda: printer.run_out_for(0.05)),
    "cover open for long": lambda printer, row: printer.when_row(row, lambda: printer.stay_open_for(0.6)),
}


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """The product beside python-escpos, each job on the same printers with the same kinds of faults."""
    jobs = QUICK_JOBS if quick else JOBS
    own, peer = Count(), Count()
    each = -(-jobs // len(BENCHES))
    for number, (model, line) in enumerate(BENCHES):
        progress.step(f"{model.name} over {line}")
        run_own(model, line, each, 20261122 + number, own, progress)
        if line == "tcp":
            run_library(model, each, 20261122 + number, peer, progress)
    progress.step("power cycles")
    back = [power_cycle_s(model, line) for model, line in BENCHES for _ in range(1 if quick else 3)]
    hit = share_percent(own.hit, own.jobs)
    library = "python-escpos image(), write returned"
    return [
        figure(f"jobs hit by a fault, of {own.jobs}", hit, "%", goal=at_least(50)),
        figure(
            "said printed, not on paper",
            share_percent(own.said_not_on_paper, own.jobs),
            "%",
            peer=share_percent(peer.said_not_on_paper, peer.jobs),
            peer_name=library,
            goal=at_most(0),
        ),
        figure("two slips without a mark", own.unmarked_twice, "jobs", goal=at_most(0)),
        figure("slips that never came out", own.never_out, "jobs", goal=at_most(0)),
        figure("copies with the mark, a job that was hit", own.marked / max(1, own.hit), "slips"),
        figure("power on to the next slip out, longest", max(back), "s", goal=at_most(5)),
    ]


def _kinds(jobs: int, chance: random.Random) -> list[str]:
    """Six in eleven jobs are hit."""
    kinds = [*FAULTS, *[""] * 5] * (jobs // 11 + 1)
    chance.shuffle(kinds)
    return kinds[:jobs]


def run_own(model: Model, line: str, jobs: int, seed: int, count: Count, progress: Progress) -> None:
    """Every job is tried until it is out, as staff would; what the printer shows is compared."""
    chance = random.Random(seed)
    with VirtualPrinter(model, line=line, mm_per_s=2000) as paper:
        printer = open_printer(paper.address, width_dots=model.width_dots, times=SHORT)
        for number, kind in enumerate(_kinds(jobs, chance)):
            progress.step(f"{model.name} over {line}", number, jobs)
            slip = striped_slip(model.width_dots, ROWS, seed=seed + number)
            if kind:
                FAULTS[kind](paper, chance.randrange(1, slip.height))
                count.hit += 1
            count.jobs += 1
            shown, tries = slip, 0
            state = _begun(partial(_print, printer, slip, number))
            while state is not PrintState.PRINTED and tries < 10:
                shown, tries = marked(slip), tries + 1
                count.marked += 1
                state = _begun(partial(_print, printer, shown, number))
            if state is not PrintState.PRINTED:
                count.never_out += 1
            elif not paper.holds(shown):
                count.said_not_on_paper += 1
            band = marked(slip).rows
            plain = [each for each in list(paper.slips) if each.rows.endswith(slip.rows)]
            count.unmarked_twice += sum(not each.rows.endswith(band) for each in plain) > 1
        printer.close()


def _print(printer: Printer, slip: Bitmap, number: int) -> PrintState:
    return printer.print(slip, number).state


def _begun(tries: Callable[[], PrintState]) -> PrintState:
    until = time.monotonic() + _COMES_BACK_S
    state = PrintState.NOT_PRINTED
    while state is PrintState.NOT_PRINTED and time.monotonic() < until:
        state = tries()
    return state


def run_library(model: Model, jobs: int, seed: int, count: Count, progress: Progress) -> None:
    """python-escpos as its manual says: open, `image()`, `cut()`, close; printed is what raised nothing."""
    chance = random.Random(seed)
    with TemporaryDirectory(prefix="kiosk-bench-") as cache:
        printers = escpos_printers(Path(cache))
        with VirtualPrinter(model, line="tcp", mm_per_s=2000) as paper:
            host, _, port = paper.address.removeprefix("tcp://").partition(":")
            for number, kind in enumerate(_kinds(jobs, chance)):
                progress.step(f"python-escpos on {model.name}", number, jobs)
                slip = striped_slip(model.width_dots, ROWS, seed=seed + number)
                if kind:
                    FAULTS[kind](paper, chance.randrange(1, slip.height))
                    count.hit += 1
                count.jobs += 1
                if _library_says_printed(printers, host, int(port), slip):
                    _settle(paper, time.monotonic)
                    count.said_not_on_paper += not paper.holds(slip)


def _library_says_printed(printers: object, host: str, port: int, slip: Bitmap) -> bool:
    until = time.monotonic() + _COMES_BACK_S
    while time.monotonic() < until:
        try:
            printer = printers.Network(host, port=port, timeout=2, profile="TM-T20II")  # type: ignore[attr-defined]
            printer.open()
            picture = Image.frombytes("1", (slip.width, slip.height), slip.rows, "raw", "1;I")
            printer.image(picture, center=False)
            printer.cut()
            printer.close()
        except Exception:  # noqa: BLE001 - several libraries' errors; whoever prints so tries again
            time.sleep(0.05)
            continue
        return True
    return False


def _settle(paper: VirtualPrinter, now: Monotonic) -> None:
    """Until no more paper comes."""
    quiet_since, rows = now(), -1
    until = now() + 5
    while now() - quiet_since < 0.3 and now() < until:
        came = len(paper.uncut) + sum(each.height for each in list(paper.slips))
        if came != rows:
            rows, quiet_since = came, now()
        time.sleep(0.01)


def power_cycle_s(model: Model, line: str) -> float:
    """Seconds from power on until the next slip is confirmed; cut in the middle of one, with ordinary deadlines."""
    came_on: list[float] = []
    with VirtualPrinter(model, line=line, mm_per_s=150) as paper:
        printer = open_printer(paper.address, width_dots=model.width_dots)
        first = striped_slip(model.width_dots, ROWS, seed=1)

        def off_and_on() -> None:
            paper.power_off()
            paper.later(1.0, on)

        def on() -> None:
            paper.power_on()
            came_on.append(time.monotonic())

        paper.when_row(150, off_and_on)
        printer.print(first, 1)
        copy = marked(first)
        until = time.monotonic() + 60
        while printer.print(copy, 1).state is not PrintState.PRINTED and time.monotonic() < until:
            pass
        done = time.monotonic()
        printer.close()
    return done - came_on[0]
