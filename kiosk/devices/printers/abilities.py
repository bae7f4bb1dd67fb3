"""How long to wait for a printer, and how fast its paper runs; plain values."""

from dataclasses import dataclass


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
    recover_s: float = 15.0
    """To get a printer that takes bytes but answers nothing out of whatever it makes of them."""
    quiet_s: float = 0.5
    """No byte for so long: nothing older is under way."""
    slack_s: float = 5.0
    """For confirming, beyond what the line and the paper need."""
    idle_s: float = 2.0
    """A printer that says it is well goes on to the next waypoint within this, beyond line and paper."""
    blocked_s: float = 30.0
    """For somebody to put in paper or close the cover in the middle of a slip."""
    slowest_paper_mm_per_s: float = 40.0
    """What confirming allows for: slower than any receipt printer."""


DOTS_PER_MM = 8.0


def silent_paper_mm_per_s(width_dots: int) -> float:
    """How fast to feed a printer that cannot say wait: 60 mm/s for 58 mm paper, 150 mm/s for 80 mm."""
    return 60.0 if width_dots <= 384 else 150.0
