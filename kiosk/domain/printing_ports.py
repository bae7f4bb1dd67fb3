"""The doors of printing: printer, painter and the queue of slips, as Protocols that `kiosk.app` fills; see `ports`."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.domain.receipt import (
    Bitmap,
    PrinterAbilities,
    PrinterState,
    PrintJob,
    PrintOutcome,
    PrintState,
    Receipt,
)


class Printer(Protocol):
    """One receipt printer."""

    @property
    def address(self) -> str:
        """As configured."""

    def status(self) -> PrinterState:
        """What the printer says now, within 2 s; UNKNOWN where it cannot say."""

    @property
    def abilities(self) -> PrinterAbilities | None:
        """What it can say of itself; None while nobody has asked."""

    def probe(self) -> PrinterAbilities:
        """Ask it; moves no paper. PrinterGone when it is not there or a person must see to it first."""

    def print(self, bitmap: Bitmap, number: int, sent: Callable[[], None] | None = None) -> PrintOutcome:
        """Print and cut; PRINTED only when the printer said so after the paper. `sent` is called, once at most, when
        every byte is with the printer and only its word is missing."""

    def close(self) -> None:
        """Let go of the device."""


class ReceiptPainter(Protocol):
    """Turns a slip into dots."""

    def paint(self, receipt: Receipt, width_dots: int, copy: "CopyMark | None" = None) -> Bitmap:
        """Lay out and draw; safe in a worker thread."""


class CopyMark(Protocol):
    """The boxed BẢN SAO on a reprint."""

    @property
    def count(self) -> int:
        """Which copy this is, from 1."""

    @property
    def at(self) -> datetime:
        """When it is printed."""


class PrintQueue(Protocol):
    """Print jobs, durable before the first byte."""

    def add(self, receipt: Receipt, *, reference: str = "") -> PrintJob: ...
    def begin(self, job_id: str) -> PrintJob:
        """Mark as being sent; counts the copy."""

    def sent(self, job_id: str) -> None:
        """Mark as sent whole, waiting for the printer's word."""

    def settle(self, job_id: str, state: PrintState) -> None: ...
    def own_up(self) -> int:
        """Call what a power cut broke off unknown; how many there were. For the start of the one program that prints."""

    def unfinished(self) -> list[PrintJob]: ...
    def latest(self, reference: str) -> PrintJob | None: ...
