"""What is known of the line, and the one circuit breaker in front of the gateway; asks nothing itself."""

import threading
from collections.abc import Callable

from kiosk.domain.errors import KioskError, LinkRefused, ServerAway
from kiosk.domain.ports import Monotonic
from kiosk.sync import retry

FAILURES_TO_OPEN = 5
DOUBTS_TO_BE_LOST = 2
REFUSALS_TO_WAIT = 2
BUSY_STEPS = 5
"""A gateway full of uploads is so for minutes: the ladder begins at `U(0, 64 s)`."""


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
        self._refusals = 0
        self._files_not_before = 0.0
        self._returns = 0
        self._heard_at: float | None = None

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
    def heard_s(self) -> float | None:
        """Seconds since the last believable answer; None before the first one."""
        heard_at = self._heard_at
        return None if heard_at is None else self._monotonic() - heard_at

    @property
    def is_open(self) -> bool:
        """Only a probe may go out now."""
        return self._open

    @property
    def is_refused(self) -> bool:
        """The gateway (or its certificate) turned this device away: a technician must look."""
        return self._open and self._refused

    @property
    def returns(self) -> int:
        """How often the gateway came back after an outage that held up many kiosks."""
        return self._returns

    def wait_s(self) -> float:
        """Seconds until anything may be tried; 0 = now."""
        with self._lock:
            return max(0.0, self._not_before - self._monotonic())

    def files_wait_s(self) -> float:
        """Seconds until files may be sent; what the portal must know may go out before. 0 = now."""
        with self._lock:
            return max(0.0, self._files_not_before - self._monotonic())

    # --- told by every exchange

    def heard(self) -> None:
        """An answer proved itself."""
        with self._lock:
            self._problem = ""
            self._heard_at = self._monotonic()
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

    def progressed(self, *, files: bool = False) -> None:
        """Work moved: the count of failures starts anew; with `files` that of the files' refusals too."""
        with self._lock:
            self._failures = self._steps = 0
            self._lost_at = None
            if files:
                self._refusals //= 2  # one that was taken does not mean that there is room for all

    def busy(self, *, wish_s: float | None = None) -> None:
        """The gateway is there, and takes no file now. Once may be the file's own trouble; the second time in a row, or
        where it says when to come, no file is sent for a while: each of many files would only be refused by itself."""
        with self._lock:
            self._refusals += 1
            if self._refusals >= REFUSALS_TO_WAIT or wish_s is not None:
                steps = max(0, self._refusals - REFUSALS_TO_WAIT) + BUSY_STEPS
                self._files_not_before = self._monotonic() + retry.wait_s(steps, wish_s, self._random)

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
            # the next piece of work would not fare better at once: many pieces must not make many ladders of one
            if isinstance(error, ServerAway) and not error.sent:
                wait_s = retry.unreached_s(self._steps, now - self._lost_at, self._random)
            else:
                wait_s = retry.wait_s(self._steps, wish_s, self._random)
            self._not_before = now + wait_s
            self._steps += 1

    def recovered(self) -> float:
        """The probe came through: close the circuit. Returns the seconds until work may start, 0 after a short gap.

        All kiosks of a region come back at once, and each finds out at its own next probe: by then half of what lies
        between its last two probes has gone by, on average, and only the rest of its random moment is still waited.
        """
        with self._lock:
            now = self._monotonic()
            spread_s = retry.spread_s(0.0 if self._lost_at is None else now - self._lost_at)
            back_at = now - (now - self._failed_at) / 2.0
            wait_s = max(0.0, back_at + self._random() * spread_s - now)
            self._open = self._refused = False
            self._failures = self._steps = self._refusals = 0
            self._lost_at = None
            self._not_before = now + wait_s
            # first all kiosks say what they have, then they send it
            files_s = (retry.FILES_LATER + self._random()) * spread_s
            self._files_not_before = max(self._not_before, back_at + files_s)
            self._returns += spread_s > 0
            return wait_s

    def may_be_back(self) -> None:
        """The system says that there is a network again: only shortens the wait, and not for all kiosks alike."""
        with self._lock:
            sooner = self._monotonic() + self._random() * retry.HINT_WAIT_S
            self._not_before = min(self._not_before, sooner)
