"""A serial line to a printer that never blocks longer than asked; knows nothing of ESC/POS.

pyserial is used directly: `Serial` of python-escpos 3.1 writes without a limit, and its `close` waits until all is
sent, so that a pulled cable or a printer without paper would hang the worker for ever.
"""

import contextlib
import os
import select
from time import monotonic

import serial

from kiosk.devices.printers.addresses import SerialAddress
from kiosk.devices.printers.wires import WireBroken, pause

_POSIX = os.name == "posix"
_TROUBLE: tuple[type[Exception], ...] = (OSError, ValueError, TypeError, serial.SerialException)
"""TypeError: pyserial works on a closed descriptor when the adapter disappears under it."""
if _POSIX:
    import termios

    _TROUBLE += (termios.error,)  # no OSError, and pyserial lets it through


class SerialWire:
    """An open serial port with writes that give back how much was taken."""

    def __init__(self, address: SerialAddress) -> None:
        self.bytes_per_s = address.baud / 10
        self._chunk_bytes = max(16, int(self.bytes_per_s / 10))
        """What the line carries in a tenth of a second, so that answers are heard in between."""
        try:
            self._port = serial.Serial(
                address.device,
                address.baud,
                timeout=0,
                write_timeout=0,
                rtscts=address.flow == "rtscts",
                xonxoff=address.flow == "xonxoff",
                dsrdtr=address.flow == "dsrdtr",
                exclusive=True if _POSIX else None,
            )
        except _TROUBLE as error:
            raise WireBroken(f"no serial port: {error}") from error
        # no POSIX driver minds DSR by itself: look at it here, provided the wire is there at all
        self._minds_dsr = _POSIX and address.flow == "dsrdtr" and self._printer_is_ready()

    def write(self, data: bytes, wait_s: float) -> int:
        """Hand the port what it takes; 0 when the printer says wait for longer than `wait_s`."""
        until = monotonic() + wait_s
        try:
            while True:
                if not self._minds_dsr or self._printer_is_ready():
                    taken = self._port.write(data[: self._chunk_bytes]) or 0
                    if taken:
                        return taken
                left = until - monotonic()
                if left <= 0:
                    return 0
                if _POSIX and not self._minds_dsr:
                    select.select([], [self._port.fileno()], [], left)
                else:
                    pause(min(left, 0.02))
        except _TROUBLE as error:
            raise WireBroken(f"serial port lost: {error}") from error

    def read(self, wait_s: float) -> bytes:
        """What has arrived within `wait_s`."""
        try:
            if _POSIX:
                if not select.select([self._port.fileno()], [], [], wait_s)[0]:
                    return b""
            else:
                self._port.timeout = wait_s
            return bytes(self._port.read(max(1, self._port.in_waiting)))
        except _TROUBLE as error:
            raise WireBroken(f"serial port lost: {error}") from error

    def close(self) -> None:
        """Without draining; what the driver still holds is given up."""
        with contextlib.suppress(*_TROUBLE):
            self._port.reset_output_buffer()
        with contextlib.suppress(*_TROUBLE):
            self._port.close()

    def _printer_is_ready(self) -> bool:
        try:
            return bool(self._port.dsr)
        except OSError:
            return False
