"""A USB line to a printer that never blocks longer than asked; knows nothing of ESC/POS.

python-escpos finds the device, takes it from the kernel's driver and configures it. Bytes go through pyusb itself:
`Usb._raw` of 3.1 drops the count of what went out before a time-out, `_read` asks for less than one packet (an
overflow for libusb), and its end points are fixed numbers where every maker has his own.
"""

import contextlib
import sys
from pathlib import Path
from typing import Any

import usb.backend.libusb1
import usb.core
import usb.util

from kiosk.devices.printers.addresses import UsbAddress
from kiosk.devices.printers.escpos_library import escpos_printers
from kiosk.devices.printers.wires import WireBroken, pause

_CHUNK_BYTES = 4096
_SHORTEST_WAIT_MS = 1
"""0 would mean for ever."""
_PRINTER_CLASS = 7


class UsbWire:
    """An open USB printer. `backend`: pyusb's, when it should not look for one itself."""

    bytes_per_s = float("inf")

    def __init__(self, address: UsbAddress, cache: Path | None, backend: Any = None) -> None:
        if backend is None:
            backend = library_beside_the_program(getattr(sys, "_MEIPASS", None))
        numbers = {"backend": backend} if backend is not None else {}
        library = escpos_printers(cache)
        self._printer: Any = library.Usb(address.vendor, address.product, usb_args=numbers, timeout=1)
        try:
            self._printer.open()
            self._device: Any = self._printer.device
            self._out, self._in = _end_points(self._device)
        except Exception as error:  # DeviceNotFoundError is no OSError, and a missing libusb is a ValueError
            self.close()
            raise WireBroken(f"no USB printer {address.vendor:04x}:{address.product:04x}: {error}") from error

    def write(self, data: bytes, wait_s: float) -> int:
        """One transfer; the count stays true when the time runs out in the middle of it."""
        try:
            return int(self._device.write(self._out, data[:_CHUNK_BYTES], _milliseconds(wait_s)))
        except usb.core.USBTimeoutError:
            return 0
        except (usb.core.USBError, OSError, ValueError) as error:
            raise WireBroken(f"USB lost: {error}") from error

    def read(self, wait_s: float) -> bytes:
        """One packet at most; silence where the printer has no way back."""
        if self._in is None:
            pause(wait_s)
            return b""
        try:
            packet_bytes = self._in.wMaxPacketSize
            return bytes(self._device.read(self._in.bEndpointAddress, packet_bytes, _milliseconds(wait_s)))
        except usb.core.USBTimeoutError:
            return b""
        except (usb.core.USBError, OSError, ValueError) as error:
            raise WireBroken(f"USB lost: {error}") from error

    def close(self) -> None:
        """Release the interface; the device may be gone already."""
        with contextlib.suppress(Exception):
            self._printer.close()


def library_beside_the_program(folder: str | None) -> Any | None:
    """What pyusb is to work with where a packaged program (PyInstaller's `folder`) brings its own libusb; None elsewhere."""
    files = sorted(Path(folder).glob("*usb-1.0*")) if folder is not None else []
    if not files:
        return None
    return usb.backend.libusb1.get_backend(find_library=lambda _candidate: str(files[0]))


def _milliseconds(wait_s: float) -> int:
    return max(_SHORTEST_WAIT_MS, int(wait_s * 1000))


def _end_points(device: Any) -> tuple[int, Any | None]:
    """The way out (its address) and the way back (its descriptor) of the printer interface, else of the first one."""
    interfaces = list(device.get_active_configuration())
    printers = [
        interface for interface in interfaces if interface.bInterfaceClass == _PRINTER_CLASS
    ] or interfaces
    for interface in printers:
        ways = {usb.util.endpoint_direction(end.bEndpointAddress): end for end in interface if _is_bulk(end)}
        if usb.util.ENDPOINT_OUT in ways:
            return ways[usb.util.ENDPOINT_OUT].bEndpointAddress, ways.get(usb.util.ENDPOINT_IN)
    raise WireBroken("the USB device takes no data")


def _is_bulk(end: Any) -> bool:
    return bool(usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK)
