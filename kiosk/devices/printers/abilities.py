"""What a printer model can say about itself, and how long to wait for it; plain values that a set-up may keep."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrinterAbilities:
    """The outcome of `EscposPrinter.probe`. All False: the printer takes everything and says nothing."""

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

    @property
    def can_confirm(self) -> bool:
        """Whether a slip can ever end as printed rather than unknown."""
        return self.paper_fence or self.process_id


@dataclass(frozen=True, slots=True)
class PrinterTimes:
    """Deadlines in seconds. The defaults fit real printers; tests shorten them."""

    connect_s: float = 0.9
    status_s: float = 1.8
    """For a whole status, opening included."""
    answer_s: float = 0.5
    """A printer that answers a question does so within this."""
    sync_s: float = 3.0
    """To work off what an earlier slip left in its buffer."""
    quiet_s: float = 0.5
    """No byte for so long: nothing older is under way."""
    slack_s: float = 5.0
    """For confirming, beyond what the line and the paper need."""
    blocked_s: float = 30.0
    """For somebody to put in paper or close the cover in the middle of a slip."""
    slowest_paper_mm_per_s: float = 40.0
    """What confirming allows for: slower than any receipt printer."""


DOTS_PER_MM = 8.0


def silent_paper_mm_per_s(width_dots: int) -> float:
    """How fast to feed a printer that cannot say wait: 60 mm/s for 58 mm paper, 150 mm/s for 80 mm."""
    return 60.0 if width_dots <= 384 else 150.0
