"""Makes the printer for an address; the one place that knows which address means which printer."""

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.printers.abilities import PrinterTimes
from kiosk.devices.printers.addresses import (
    FileAddress,
    PngAddress,
    SerialAddress,
    SpoolAddress,
    TcpAddress,
    UsbAddress,
    parse_address,
)
from kiosk.devices.printers.escpos_printer import EscposPrinter
from kiosk.devices.printers.wires import Connect, FileWire, TcpWire, Wire, WireBroken
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.printing_ports import Printer
from kiosk.domain.receipt import PrinterAbilities, PrinterState

WIDTHS_DOTS = (384, 512, 576)
"""58 mm; 80 mm at 180 dots an inch (TM-T88IV, T88V); 80 mm at 203."""


def open_printer(
    address: str,
    *,
    width_dots: int,
    abilities: PrinterAbilities | None = None,
    times: PrinterTimes | None = None,
    cache: Path | None = None,
    told: Callable[[PrinterState], None] | None = None,
    found: Callable[[PrinterAbilities], None] | None = None,
    state_source: Callable[[], PrinterState] | None = None,
) -> Printer:
    """The printer at `address`, not yet connected: that happens with the first question, in the caller's thread.

    `cache`: a private folder for python-escpos. `told`, `found` and `abilities`: see EscposPrinter. `state_source`: what a
    `png:` printer plays. Raises ConfigurationInvalid with a sentence for an address or width that cannot be used.
    """
    where = parse_address(address)
    if width_dots not in WIDTHS_DOTS:
        raise ConfigurationInvalid(f"a paper width of {width_dots} dots is not known; write 384, 512 or 576")
    if isinstance(where, PngAddress):
        # imported here, like the libraries of the other printers: Pillow, pyserial and pyusb cost start-up time
        from kiosk.devices.printers.png_printer import PngPrinter

        return PngPrinter(where.folder, width_dots, state_source=state_source)
    if isinstance(where, SpoolAddress):
        from kiosk.devices.printers.spool_printer import SpoolPrinter

        if (where.system == "win") != (os.name == "nt"):
            raise ConfigurationInvalid(
                f"printer address {address!r}: {where.system}:// is of another operating system"
            )
        return SpoolPrinter(address, where, width_dots, cache=cache)
    if isinstance(where, FileAddress) and os.name == "nt":
        raise ConfigurationInvalid(f"printer address {address!r}: on Windows write win://Name instead")
    return EscposPrinter(
        address,
        connector(where, cache),
        width_dots,
        feed_units_per_dot=where.feed_units_per_dot,
        abilities=abilities,
        times=times,
        told=told,
        found=found,
    )


def connector(where: TcpAddress | UsbAddress | SerialAddress | FileAddress, cache: Path | None) -> Connect:
    """What opens the line at an address."""

    def connect(wait_s: float) -> Wire:
        match where:
            case TcpAddress():
                return TcpWire(where, cache, wait_s)
            case FileAddress():
                return FileWire(where)
            case SerialAddress():
                from kiosk.devices.printers.serial_wire import SerialWire

                return SerialWire(where)
            case UsbAddress():
                try:
                    from kiosk.devices.printers.usb_wire import UsbWire
                except ImportError as error:  # no libusb binding on this machine
                    raise WireBroken(str(error)) from error
                return UsbWire(where, cache)

    return connect
