"""What is known of the line, and the one circuit breaker in front of the gateway; asks nothing itself."""

import threading
from collections.abc import Callable

from kiosk.domain.errors import KioskError, LinkRefused
from kiosk.domain.ports import Monotonic
from kiosk.sync import retry

FAILURES_TO_OPEN = 5
DOUBTS_TO_BE_LOST = 2


class Link:
    """Fed by every exchange (`heard`, `lost`) and by the runner (`progressed`, `failed`, `refused`).

    While the circuit is open no job is touched: one cheap probe goes out per step of the ladder. Safe to use
    from several threads.
    """

    def __init__(
        self, *, monotonic: Monotonic, random: retry.Random, skew_s: Callable[[], float | None] = lambda: None
    ) -> None:
        self._monotonic = monotonic
        self._random = random
        self._skew_s = skew_s
        self._lock = threading.Lock()
        self._problem = "no_line"
        self._suspected_skew_s: float | None = None
        self._doubts = 0
        self._failures = 0
        self._steps = 0
        self._open = False
        self._refused = False
        self._not_before = 0.0
        self._lost_at: float | None = None
        self._failed_at = 0.0

    @property
    def online(self) -> bool:
        """Whether the last thing heard was a believable answer; False before the first one."""
        return not self._problem

    @property
    def problem(self) -> str:
        """Stable code of why not, empty when online."""
        return self._problem

    @property
    def clock_skew_s(self) -> float | None:
        """Seconds this machine's clock is ahead of the gateway's, None while unknown."""
        learnt = self._skew_s()
        return self._suspected_skew_s if learnt is None else learnt

    @property
    def is_open(self) -> bool:
        """Only a probe may go out now."""
        return self._open

    @property
    def is_refused(self) -> bool:
        """The gateway (or its certificate) turned this device away: a technician must look."""
        return self._open and self._refused

    def wait_s(self) -> float:
        """Seconds until anything may be tried; 0 = now."""
        with self._lock:
            return max(0.0, self._not_before - self._monotonic())

    # --- told by every exchange

    def heard(self) -> None:
        """An answer proved itself."""
        with self._lock:
            self._problem = ""
            self._doubts = 0
            self._suspected_skew_s = None

    def lost(self, error: KioskError, *, suspected_skew_s: float | None = None) -> None:
        """No believable answer, or one that refuses this device. One broken request does not make the line lost."""
        with self._lock:
            self._doubts += 1
            if error.code == "server_away" and self._doubts < DOUBTS_TO_BE_LOST:
                return
            self._problem = error.code
            if suspected_skew_s is not None:
                self._suspected_skew_s = suspected_skew_s

    # --- told by the runner

    def progressed(self) -> None:
        """Work moved: the count of failures starts anew."""
        with self._lock:
            self._failures = self._steps = 0
            self._lost_at = None

    def failed(self, error: KioskError, *, wish_s: float | None = None) -> None:
        """A job or a probe got no further because of the line; the fifth in a row opens the circuit."""
        with self._lock:
            now = self._monotonic()
            if self._lost_at is None:
                self._lost_at = now
            self._failed_at = now
            self._failures += 1
            self._refused = isinstance(error, LinkRefused)
            self._open = self._open or self._refused or self._failures >= FAILURES_TO_OPEN
            if self._open:
                self._not_before = now + retry.wait_s(self._steps, wish_s, self._random)
                self._steps += 1
            elif wish_s is not None:
                self._not_before = now + retry.wait_s(0, wish_s, self._random)

    def recovered(self) -> float:
        """The probe came through: close the circuit. Returns the seconds until work may start, 0 after a short gap.

        All kiosks of a region come back at once, and each finds out at its own next probe. So much of the window in
        which they are to start has gone by already as lies between its last two probes; a random share of the rest
        is still waited.
        """
        with self._lock:
            now = self._monotonic()
            outage_s = 0.0 if self._lost_at is None else now - self._lost_at
            window_s = max(0.0, retry.spread_s(outage_s) - (now - self._failed_at))
            self._open = self._refused = False
            self._failures = self._steps = 0
            self._lost_at = None
            wait_s = self._random() * window_s
            self._not_before = now + wait_s
            return wait_s

    def may_be_back(self) -> None:
        """The system says that there is a network again: only shortens the wait, and not for all kiosks alike."""
        with self._lock:
            sooner = self._monotonic() + self._random() * retry.HINT_WAIT_S
            self._not_before = min(self._not_before, sooner)
