"""The gateway's clock as learnt from its answers, so that a wrong clock here breaks no log-in; sets no clock."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from kiosk.domain.ports import Clock, Monotonic

_BELIEVABLE_YEARS = range(2020, 2100)


class ServerClock:
    """Counts on by the monotonic clock, so that a jump of the wall clock here changes nothing."""

    def __init__(self, clock: Clock, monotonic: Monotonic) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._learnt: tuple[datetime, float] | None = None

    def learn(self, date: datetime | None) -> None:
        """Take the `Date` of an answer that proved itself and has just come in."""
        if date is None:
            return
        with self._lock:
            # Date is cut to whole seconds: the true time is half a second later on average
            self._learnt = (date + timedelta(seconds=0.5), self._monotonic())

    def now(self) -> datetime:
        """The gateway's time, aware UTC; this machine's own while nothing is learnt."""
        with self._lock:
            learnt = self._learnt
        if learnt is None:
            return self._clock()
        return learnt[0] + timedelta(seconds=self._monotonic() - learnt[1])

    @property
    def skew_s(self) -> float | None:
        """Seconds by which this machine's clock is ahead of the gateway's; None while nothing is learnt."""
        if self._learnt is None:
            return None
        return round((self._clock() - self.now()).total_seconds(), 1)


def read_http_date(text: str | None) -> datetime | None:
    """An HTTP date as aware UTC; None for anything else."""
    if not text:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    return date if date.year in _BELIEVABLE_YEARS else None
