"""A slip onto paper: durable before the first byte, "printed" only when the printer said so after the paper."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.errors import KioskError, PrinterGone
from kiosk.domain.ports import Clock
from kiosk.domain.printing_ports import Printer, PrintQueue, ReceiptPainter
from kiosk.domain.receipt import PrinterState, PrintJob, PrintOutcome, PrintState


@dataclass(frozen=True, slots=True)
class Copy:
    """The boxed BẢN SAO of a try after which an earlier one may lie on somebody's desk."""

    count: int
    at: datetime


def print_slip(
    job: PrintJob,
    *,
    prints: PrintQueue,
    painter: ReceiptPainter,
    printer: Printer | None,
    width_dots: int,
    clock: Clock,
) -> PrintOutcome:
    """One try. Without paper or printer the job waits, unspent; the dossier never waits for it."""
    state = printer.status() if printer is not None else PrinterState.GONE
    if printer is None or not state.can_print:
        return PrintOutcome(PrintState.NOT_PRINTED, state)
    begun = prints.begin(job.id)
    earlier = begun.copies - 1
    try:
        dots = painter.paint(job.receipt, width_dots, Copy(earlier, clock()) if earlier else None)
    except KioskError:
        prints.settle(job.id, PrintState.NOT_PRINTED)
        raise

    def sent() -> None:
        # what became of the slip hangs on the printer's word alone, not on whether this step could be kept
        with suppress(KioskError):
            prints.sent(job.id)

    try:
        outcome = printer.print(dots, begun.number, sent)
    except PrinterGone:
        outcome = PrintOutcome(PrintState.UNKNOWN, PrinterState.GONE)
    prints.settle(job.id, outcome.state)
    return outcome
