"""Printer addresses as technicians write them, and what they are told when one is wrong."""

from pathlib import Path

import pytest

from kiosk.devices.printers import EscposPrinter, open_printer, parse_address
from kiosk.devices.printers.addresses import (
    FileAddress,
    PngAddress,
    PrinterAddress,
    SerialAddress,
    SpoolAddress,
    TcpAddress,
    UsbAddress,
)
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.receipt import PrinterState

RIGHT: list[tuple[str, PrinterAddress]] = [
    ("tcp://192.168.1.50:9100", TcpAddress("192.168.1.50", 9100)),
    ("tcp://printer", TcpAddress("printer", 9100)),
    ("tcp://[::1]:9101?feed=2", TcpAddress("::1", 9101, 2)),
    ("usb://04b8:0e15", UsbAddress(0x04B8, 0x0E15)),
    ("serial:///dev/ttyUSB0?baud=9600", SerialAddress("/dev/ttyUSB0", 9600)),
    ("serial:///dev/ttyUSB0", SerialAddress("/dev/ttyUSB0", 115200)),
    ("serial://COM3?baud=38400&flow=xonxoff", SerialAddress("COM3", 38400, "xonxoff")),
    ("file:///dev/usb/lp0", FileAddress(Path("/dev/usb/lp0"))),
    ("win://EPSON TM-T82", SpoolAddress("win", "EPSON TM-T82")),
    ("cups://quay1", SpoolAddress("cups", "quay1")),
    ("png:slips/today", PngAddress(Path("slips/today"))),
    ("png:/tmp/slips", PngAddress(Path("/tmp/slips"))),
]
WRONG = [
    "",
    "192.168.1.50",
    "tcp://",
    "tcp://host:99999",
    "tcp://host:port",
    "tcp://host:0",
    "tcp://host:9100/queue",
    "tcp://host:9100?speed=1",
    "tcp://host:9100?feed=9",
    "tcp://host:9100?feed",
    "usb://4b8:202",
    "usb://zzzz:0202",
    "serial://",
    "serial:///dev/ttyS0?baud=fast",
    "serial:///dev/ttyS0?flow=maybe",
    "file://lp0",
    "win://",
    "png:",
    "ftp://host",
]


@pytest.mark.parametrize(("address", "meaning"), RIGHT)
def test_every_kind_of_address_is_understood(address: str, meaning: PrinterAddress) -> None:
    assert parse_address(address) == meaning


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_address_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        open_printer(address, width_dots=576)
    assert repr(address) in refused.value.detail
    assert "tcp://192.168.1.50:9100" in refused.value.detail


def test_a_paper_width_nobody_makes_is_refused() -> None:
    with pytest.raises(ConfigurationInvalid, match="384, 512 or 576"):
        open_printer("tcp://host", width_dots=600)


@pytest.mark.parametrize(
    "address",
    ["tcp://127.0.0.1:1", "usb://ffff:ffff", "serial:///dev/no-such-port", "file:///dev/no-such-printer"],
)
def test_a_printer_that_is_not_there_is_gone_and_no_exception(address: str) -> None:
    printer = open_printer(address, width_dots=576)
    assert isinstance(printer, EscposPrinter)
    assert printer.address == address
    assert printer.status() is PrinterState.GONE
    printer.close()


def test_a_queue_of_another_system_is_refused() -> None:
    with pytest.raises(ConfigurationInvalid, match="another operating system"):
        open_printer("win://Quầy", width_dots=576)


def test_a_device_file_is_never_made(tmp_path: Path) -> None:
    missing = tmp_path / "lp0"
    printer = open_printer(f"file://{missing}", width_dots=576)
    assert printer.status() is PrinterState.GONE
    assert not missing.exists()
