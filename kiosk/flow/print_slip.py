"""A slip onto paper: durable before the first byte, "printed" only when the printer said so after the paper."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.errors import PrinterGone
from kiosk.domain.ports import Clock, Printer, PrintQueue, ReceiptPainter
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
    earlier = job.copies
    begun = prints.begin(job.id)
    copy = Copy(earlier, clock()) if earlier else None
    try:
        outcome = printer.print(painter.paint(job.receipt, width_dots, copy), begun.number)
    except PrinterGone:
        outcome = PrintOutcome(PrintState.UNKNOWN, PrinterState.GONE)
    prints.settle(job.id, outcome.state)
    return outcome
