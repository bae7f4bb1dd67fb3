"""Hands slips to a print queue of the operating system, which can confirm nothing; for want of a direct line only.

Windows: python-escpos writes to the spooler. CUPS: the `lp` command with a deadline, because python-escpos 3.1 needs
a compiled library for it, or waits for `lp` without limit and adds a line feed to the slip.
"""

import logging
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.devices.printers import commands
from kiosk.devices.printers.addresses import SpoolAddress
from kiosk.devices.printers.encoding import encode
from kiosk.devices.printers.escpos_library import escpos_printers
from kiosk.domain.errors import PrinterGone
from kiosk.domain.receipt import Bitmap, PrinterAbilities, PrinterState, PrintOutcome, PrintState

log = logging.getLogger(__name__)

_SPOOL_S = 15.0
_ASK_S = 1.5
_WORK_OFFLINE = 0x400
"""PRINTER_ATTRIBUTE_WORK_OFFLINE: the status word of a Windows queue stays 0 with the printer switched off."""


class SpoolPrinter:
    """The port `Printer` over a queue. A slip that the queue took ends as UNKNOWN, never as printed."""

    def __init__(
        self,
        address: str,
        queue: SpoolAddress,
        width_dots: int,
        *,
        cache: Path | None = None,
    ) -> None:
        self._address, self._queue, self._width_dots, self._cache = (
            address,
            queue,
            width_dots,
            cache,
        )

    @property
    def address(self) -> str:
        """As configured."""
        return self._address

    def status(self) -> PrinterState:
        """GONE when the queue is missing or works offline, else UNKNOWN."""
        there = self._windows_queue_works() if self._queue.system == "win" else self._cups_queue_is_there()
        return PrinterState.UNKNOWN if there else PrinterState.GONE

    @property
    def abilities(self) -> PrinterAbilities | None:
        """A queue says nothing of the printer behind it."""
        return PrinterAbilities()

    def probe(self) -> PrinterAbilities:
        """There is nobody to ask."""
        if not self.status().can_print:
            raise PrinterGone("no such queue, or it works offline")
        return PrinterAbilities()

    def print(self, bitmap: Bitmap, number: int, sent: Callable[[], None] | None = None) -> PrintOutcome:
        """Hand over the whole slip. NOT_PRINTED when the queue refused it, else UNKNOWN."""
        if bitmap.width > self._width_dots:
            raise ValueError(f"a slip of {bitmap.width} dots does not fit {self._width_dots}")
        state = self.status()
        if not state.can_print:
            return PrintOutcome(PrintState.NOT_PRINTED, state, "no such queue")
        slip = commands.RESET + encode(bitmap, feed_units_per_dot=self._queue.feed_units_per_dot)
        problem = self._to_windows(slip) if self._queue.system == "win" else self._to_cups(slip)
        if problem:
            log.warning("slip %d: queue: %s", number, problem)
            return PrintOutcome(PrintState.NOT_PRINTED, PrinterState.GONE, problem)
        if sent is not None:
            sent()
        return PrintOutcome(PrintState.UNKNOWN, PrinterState.UNKNOWN, "a queue cannot confirm")

    def close(self) -> None:
        """Nothing is held between slips."""

    def _to_cups(self, slip: bytes) -> str:
        try:
            subprocess.run(  # noqa: S603 - no shell, and the queue's name is one argument
                [_program("lp"), "-d", self._queue.queue, "-t", "kiosk", "-o", "raw", "-s"],
                input=slip,
                capture_output=True,
                check=True,
                timeout=_SPOOL_S,
            )
        except (OSError, subprocess.SubprocessError) as error:
            return f"lp: {type(error).__name__}"
        return ""

    def _cups_queue_is_there(self) -> bool:
        try:
            asked = subprocess.run(  # noqa: S603 - no shell
                [_program("lpstat"), "-e"], capture_output=True, check=True, timeout=_ASK_S
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return self._queue.queue in asked.stdout.decode("utf-8", "replace").split()

    def _to_windows(self, slip: bytes) -> str:
        try:
            printer: Any = escpos_printers(self._cache).Win32Raw(self._queue.queue)
            printer.open("kiosk")
            try:
                printer._raw(slip)  # noqa: SLF001 - the library's one way to move bytes
            finally:
                printer.close()
        except Exception as error:  # noqa: BLE001 - pywintypes.error is known on Windows only
            return f"spooler: {type(error).__name__}"
        return ""

    def _windows_queue_works(self) -> bool:
        try:
            import win32print

            handle = win32print.OpenPrinter(self._queue.queue)
            try:
                return not win32print.GetPrinter(handle, 2)["Attributes"] & _WORK_OFFLINE
            finally:
                win32print.ClosePrinter(handle)
        except Exception:  # noqa: BLE001 - as above; a queue that cannot be asked is no queue
            return False


def _program(name: str) -> str:
    """Where a program of CUPS is; FileNotFoundError where it is not installed."""
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(name)
    return path
