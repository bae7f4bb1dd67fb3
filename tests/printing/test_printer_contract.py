"""What every printer promises, whatever it is made of and however it is wired."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from PIL import Image

from kiosk.devices.printers import EscposPrinter, PrinterTimes, open_printer
from kiosk.devices.printers.addresses import UsbAddress
from kiosk.devices.printers.png_printer import PngPrinter
from kiosk.devices.printers.usb_wire import UsbWire
from kiosk.domain.printing_ports import Printer
from kiosk.domain.receipt import Bitmap, PrinterState, PrintState
from tests.fakes.virtual_printer import CLONE_58, CLONE_80, EPSON_80, EPSON_80_180DPI, VirtualPrinter
from tests.fakes.virtual_usb import PRODUCT, VENDOR, VirtualUsbBus
from tests.printing.slips import striped_slip

TIMES = PrinterTimes(answer_s=0.4, sync_s=1.0, quiet_s=0.1, blocked_s=0.3)


@dataclass
class Bench:
    """A printer with hands on its paper and eyes on what came out."""

    printer: Printer
    width_dots: int
    paper_out: Callable[[], None]
    load_paper: Callable[[], None]
    open_cover: Callable[[], None]
    slips: Callable[[], list[Bitmap]]
    acted_inside_pictures: Callable[[], int] = lambda: 0


def png_bench(folder: Path) -> Bench:
    state = [PrinterState.READY]

    def slips() -> list[Bitmap]:
        pictures = [Image.open(path) for path in sorted(folder.glob("receipt-*.png"))]
        return [Bitmap(picture.width, picture.height, picture.tobytes("raw", "1;I")) for picture in pictures]

    return Bench(
        PngPrinter(folder, 576, state_source=lambda: state[0]),
        576,
        lambda: state.__setitem__(0, PrinterState.PAPER_OUT),
        lambda: state.__setitem__(0, PrinterState.READY),
        lambda: state.__setitem__(0, PrinterState.COVER_OPEN),
        slips,
    )


def virtual_bench(paper: VirtualPrinter, printer: Printer) -> Bench:
    return Bench(
        printer,
        paper.model.width_dots,
        paper.take_paper_out,
        paper.load_paper,
        paper.open_cover,
        lambda: list(paper.slips),
        lambda: paper.realtime_in_pictures,
    )


def usb_printer(paper: VirtualPrinter) -> EscposPrinter:
    bus = VirtualUsbBus(paper.far_end)
    where = UsbAddress(VENDOR, PRODUCT)
    return EscposPrinter("usb://04b8:0e15", lambda _wait_s: UsbWire(where, None, bus), 576, times=TIMES)


KINDS = ["png", "tcp epson", "tcp 180 dpi", "tcp clone", "tcp clone 58", "serial", "device file", "usb"]


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    kind: str = request.param
    if kind == "png":
        yield png_bench(tmp_path / "roll")
        return
    models = {"tcp 180 dpi": EPSON_80_180DPI, "tcp clone": CLONE_80, "tcp clone 58": CLONE_58}
    line = {"serial": "pty", "device file": "pty", "usb": "pair"}.get(kind, "tcp")
    with ExitStack() as stack:
        paper = stack.enter_context(VirtualPrinter(models.get(kind, EPSON_80), line=line))
        if kind == "usb":
            printer: Printer = usb_printer(paper)
        else:
            address = f"file://{paper.device_file}" if kind == "device file" else paper.address
            printer = open_printer(
                address, width_dots=paper.model.width_dots, times=TIMES, cache=tmp_path / "cache"
            )
        stack.callback(printer.close)
        yield virtual_bench(paper, printer)
        assert paper.anomalies == [] or paper.model.prints_unknown


def test_a_ready_printer_says_so_and_prints_dot_for_dot(bench: Bench) -> None:
    assert bench.printer.status() is PrinterState.READY
    first, second = (striped_slip(bench.width_dots, seed=seed) for seed in (1, 2))
    for number, slip in enumerate((first, second)):
        outcome = bench.printer.print(slip, number)
        assert (outcome.state, outcome.printer) == (PrintState.PRINTED, PrinterState.READY)
    assert bench.slips() == [first, second]
    until = monotonic() + 5
    while bench.acted_inside_pictures() and monotonic() < until:
        Event().wait(0.01)  # the last question is still on its way through the queue
    assert bench.acted_inside_pictures() == 0


def test_nothing_is_begun_without_paper_or_with_the_cover_open(bench: Bench) -> None:
    slip = striped_slip(bench.width_dots)
    bench.paper_out()
    assert bench.printer.status() is PrinterState.PAPER_OUT
    outcome = bench.printer.print(slip, 1)
    assert (outcome.state, outcome.printer) == (PrintState.NOT_PRINTED, PrinterState.PAPER_OUT)
    bench.load_paper()
    bench.open_cover()
    outcome = bench.printer.print(slip, 1)
    assert (outcome.state, outcome.printer) == (PrintState.NOT_PRINTED, PrinterState.COVER_OPEN)
    assert bench.slips() == []


def test_it_prints_again_once_paper_is_in(bench: Bench) -> None:
    slip = striped_slip(bench.width_dots)
    bench.paper_out()
    assert bench.printer.print(slip, 1).state is PrintState.NOT_PRINTED
    bench.load_paper()
    assert bench.printer.print(slip, 1).state is PrintState.PRINTED
    assert bench.slips() == [slip]


def test_it_prints_after_being_closed(bench: Bench) -> None:
    slip = striped_slip(bench.width_dots)
    bench.printer.close()
    bench.printer.close()
    assert bench.printer.print(slip, 1).state is PrintState.PRINTED


def test_a_slip_wider_than_the_paper_is_a_mistake_of_the_program(bench: Bench) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        bench.printer.print(striped_slip(1024), 1)
