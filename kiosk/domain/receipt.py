"""Slips and printers as plain values: what is printed, what the printer says, what became of a job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Receipt:
    """A slip to print: `template` names `resources/receipts/<template>.<language>.txt`, `values` fill it in.

    Values are plain text, lists and mappings of plain text; they never start a directive of the template.
    """

    template: str
    values: Mapping[str, object] = field(repr=False)
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A one-bit picture: `rows` holds `height * ceil(width / 8)` bytes, most significant bit left, 1 = black."""

    width: int
    height: int
    rows: bytes = field(repr=False)


class PrinterState(StrEnum):
    """What the printer itself says. `UNKNOWN` is never shown as fine. The sentence stands under `printer.<value>`."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    HOT = "hot"
    FAULT = "fault"
    GONE = "gone"
    UNKNOWN = "unknown"

    @property
    def can_print(self) -> bool:
        """True where sending a job makes sense (also when the printer cannot say)."""
        return self in (PrinterState.READY, PrinterState.PAPER_LOW, PrinterState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class PrinterAbilities:
    """What a model can say about itself, as found at set-up. All False: it takes everything and says nothing."""

    realtime_status: bool = False
    """Answers DLE EOT."""
    automatic_status: bool = False
    """Reports changes by itself after GS a."""
    paper_fence: bool = False
    """Answers GS r 1 in its turn."""
    process_id: bool = False
    """Answers GS ( H after printing."""
    model: str = ""
    """What it calls itself; clones borrow names, so nothing is decided by it."""
    cutter: bool | None = None
    """Whether it says that it has one; None where it does not say."""

    @property
    def can_confirm(self) -> bool:
        """Whether a slip can ever end as printed rather than unknown."""
        return self.paper_fence or self.process_id


class PrintState(StrEnum):
    """Life of a print job; `UNKNOWN` = begun, but nobody can say whether it is on paper."""

    WAITING = "waiting"
    SENDING = "sending"
    CONFIRMING = "confirming"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    NOT_PRINTED = "not_printed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What became of one try: `PRINTED` only when the printer said so after the paper."""

    state: PrintState
    printer: PrinterState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A durable print job. `number` stays the same over all tries; `copies` counts tries that may be on paper."""

    id: str
    number: int
    receipt: Receipt
    state: PrintState
    created_at: datetime
    copies: int = 0
    reference: str = ""
    """Local reference or other subject the slip belongs to; empty for test pages."""
