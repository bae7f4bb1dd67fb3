"""Lines to a printer that never block longer than asked; they know bytes and nothing of ESC/POS.

python-escpos opens devices and moves bytes where that can be done with a deadline. In 3.1 it cannot everywhere:
`Network.open` leaves its socket behind when nobody answers and knows IPv4 only, so it is handed an open socket;
`File` buffers, blocks and cannot read, so a device file is used directly. `serial_wire` and `usb_wire` say more.
"""

import contextlib
import errno
import os
import select
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from kiosk.devices.printers.addresses import FileAddress, TcpAddress
from kiosk.devices.printers.escpos_library import escpos_printers

_TCP_CHUNK_BYTES = 1024
_FILE_CHUNK_BYTES = 1024


class WireBroken(Exception):
    """The line failed: whether the last bytes reached the printer cannot be known."""


class Wire(Protocol):
    """An open line."""

    bytes_per_s: float
    """The line's own speed; infinite where the paper is the limit."""

    def write(self, data: bytes, wait_s: float) -> int:
        """Hand over the beginning of `data`; how many bytes were taken, 0 when none could be within `wait_s`."""

    def read(self, wait_s: float) -> bytes:
        """What has arrived, waiting up to `wait_s` for the first byte; empty when nothing came."""

    def close(self) -> None:
        """Let go at once; never raises."""


Connect = Callable[[float], Wire]
"""Opens a line within so many seconds; raises WireBroken."""


class TcpWire:
    """A network printer. python-escpos carries the bytes of a socket that is known to be ready."""

    bytes_per_s = float("inf")

    def __init__(self, address: TcpAddress, cache: Path | None, wait_s: float) -> None:
        try:
            self._socket = socket.create_connection((address.host, address.port), timeout=wait_s)
        except OSError as error:
            raise WireBroken(f"no connection: {error.strerror or error}") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._printer: Any = escpos_printers(cache).Network(address.host, address.port)
        self._printer.device = self._socket

    def write(self, data: bytes, wait_s: float) -> int:
        """A ready socket has room for far more than one chunk, so `_raw` never waits."""
        try:
            if not select.select([], [self._socket], [], wait_s)[1]:
                return 0
            chunk = data[:_TCP_CHUNK_BYTES]
            self._printer._raw(chunk)  # noqa: SLF001 - the library's one way to move bytes
        except (OSError, ValueError) as error:
            raise WireBroken(f"connection lost: {error}") from error
        return len(chunk)

    def read(self, wait_s: float) -> bytes:
        """Raises WireBroken when the printer has hung up."""
        try:
            if not select.select([self._socket], [], [], wait_s)[0]:
                return b""
            data: bytes = self._printer._read()  # noqa: SLF001
        except (OSError, ValueError) as error:
            raise WireBroken(f"connection lost: {error}") from error
        if not data:
            raise WireBroken("the printer hung up")
        return data

    def close(self) -> None:
        """Shut down both ways."""
        self._printer.close()


class FileWire:
    """A device file such as /dev/usb/lp0, opened without blocking. Never makes a file that is not there."""

    bytes_per_s = float("inf")

    def __init__(self, address: FileAddress) -> None:
        # reads need a device; an ordinary file takes bytes and says nothing
        flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        try:
            self._answers = not address.device.is_file()
            access = os.O_RDWR if self._answers else os.O_WRONLY | os.O_APPEND
            self._file = os.open(address.device, flags | access)
        except OSError as error:
            raise WireBroken(f"no device file: {error.strerror}") from error

    def write(self, data: bytes, wait_s: float) -> int:
        """As much as the driver takes at once."""
        try:
            if not select.select([], [self._file], [], wait_s)[1]:
                return 0
            return os.write(self._file, data[:_FILE_CHUNK_BYTES])
        except BlockingIOError:
            return 0
        except (OSError, ValueError) as error:
            raise WireBroken(f"device file lost: {error}") from error

    def read(self, wait_s: float) -> bytes:
        """Drivers of one-way printers refuse to read; that counts as silence."""
        if not self._answers:
            pause(wait_s)
            return b""
        try:
            if not select.select([self._file], [], [], wait_s)[0]:
                return b""
            data = os.read(self._file, 256)
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in (
                errno.EINVAL,
                errno.EBADF,
                errno.ENOTSUP,
            ):
                self._answers = False
                return b""
            raise WireBroken(f"device file lost: {error}") from error
        self._answers = bool(data)  # a device at its end would answer "nothing" for ever
        return data

    def close(self) -> None:
        """Whatever the driver still holds is its own."""
        with contextlib.suppress(OSError):
            os.close(self._file)


def pause(wait_s: float) -> None:
    """Let the paper move; there is nothing to listen to."""
    Event().wait(wait_s)
