"""Clocks that a test turns by hand: the wall's and the machine's, apart from each other."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class HandClock:
    """`wall` and `monotonic` are the functions to hand in."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    seconds: float = 1000.0

    def wall(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Time passes for both."""
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds

    def set_wall(self, now: datetime) -> None:
        """Somebody sets the clock on the wall; the machine's own seconds do not notice."""
        self.now = now
