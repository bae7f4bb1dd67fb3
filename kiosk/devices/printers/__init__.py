"""Receipt printers behind the port `Printer`; what a slip looks like is decided elsewhere."""

from kiosk.devices.printers.abilities import PrinterTimes
from kiosk.devices.printers.addresses import parse_address
from kiosk.devices.printers.encoding import encode
from kiosk.devices.printers.escpos_printer import EscposPrinter
from kiosk.devices.printers.opening import WIDTHS_DOTS, open_printer

__all__ = [
    "WIDTHS_DOTS",
    "EscposPrinter",
    "PrinterTimes",
    "encode",
    "open_printer",
    "parse_address",
]
