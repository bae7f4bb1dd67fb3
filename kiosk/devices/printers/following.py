"""Follows one slip through the printer: what was sent, which waypoints came back, and whether it still gets on.

A printer that was switched off and on again on a serial line, or behind a network box, keeps the line up and has
forgotten everything: it is alive, says ready, and the next waypoint never comes. That is noticed here within seconds,
and no more than a window of the slip is then on its way to become rubbish.
"""

from dataclasses import dataclass
from time import monotonic

from kiosk.devices.printers.abilities import DOTS_PER_MM, PrinterTimes
from kiosk.devices.printers.conversation import Conversation, Patience
from kiosk.domain.receipt import PrinterAbilities, PrinterState

WINDOW_BYTES = 16_384
"""Sent ahead of the last waypoint that came back: some 50 mm of paper, so that no printer ever waits for bytes."""
_POLL_S = 1.0
_WELL = (PrinterState.READY, PrinterState.PAPER_LOW)


@dataclass(frozen=True, slots=True)
class _Waypoint:
    token: bytes
    sent_bytes: int
    """Of the slip, up to and with this one."""
    rows: int


class Following:
    """One slip. `lasts` makes it a patience that also ends when the printer has lost what it was given."""

    def __init__(
        self, talk: Conversation, patience: Patience, abilities: PrinterAbilities, times: PrinterTimes
    ) -> None:
        self._talk, self._patience, self._abilities, self._times = talk, patience, abilities, times
        self._expected: list[_Waypoint] = []
        self._reached = 0
        self._sent_bytes = 0
        self._got_on_at = self._asked_at = monotonic()
        self._longest_step_s = 0.0
        """Between two waypoints so far; a slow printer is not a lost one."""
        self.is_lost = False
        """A waypoint came out of its turn, or one that nobody set: something in between is gone."""

    def expect(self, token: bytes, *, sent_bytes: int, rows: int) -> None:
        """A waypoint goes out with the next bytes; so much of the slip stands before it."""
        self._expected.append(_Waypoint(token, sent_bytes, rows))

    @property
    def all_reached(self) -> bool:
        """Whether every waypoint came back, once and in order."""
        self._look()
        return not self.is_lost and self._reached == len(self._expected)

    def has_room(self, sent_bytes: int) -> bool:
        """Wait until no more than a window is ahead of the printer; False when it does not get on."""
        self._sent_bytes = sent_bytes
        while True:
            self._look()
            if self._ahead_bytes <= WINDOW_BYTES:
                return not self.is_lost
            if not self._goes_on():
                return False

    def wait_for_all(self) -> bool:
        """Whether every waypoint comes back, once and in order, before patience ends."""
        while not self.all_reached:
            if not self._goes_on():
                return False
        return True

    def lasts(self, *, blocked: bool) -> bool:
        """In the middle of bytes: nothing may be asked here, the question would become part of a picture."""
        self._look()
        return not self.is_lost and self._patience.lasts(blocked=blocked)

    # --- how it gets on ------------------------------------------------------------------------------------

    @property
    def _ahead_bytes(self) -> int:
        return self._sent_bytes - (self._expected[self._reached - 1].sent_bytes if self._reached else 0)

    def _look(self) -> None:
        before = self._reached
        if self._abilities.process_id:
            ours = {waypoint.token for waypoint in self._expected}
            came = [token for token in self._talk.tokens if token in ours]
            self.is_lost |= came != [waypoint.token for waypoint in self._expected[: len(came)]]
            self._reached = len(came)
        else:
            self.is_lost |= len(self._talk.fences) > len(self._expected)
            self._reached = min(len(self._talk.fences), len(self._expected))
        now = monotonic()
        if self._reached > before:
            self._longest_step_s = max(self._longest_step_s, now - self._got_on_at)
            self._patience.renew()
        if self._reached > before or self._talk.blocked:
            self._got_on_at = now

    def _goes_on(self) -> bool:
        """Listen a little; whether there is still hope. Only between whole commands."""
        self._talk.listen(0.1)
        if not self.lasts(blocked=self._talk.blocked):
            return False
        now = monotonic()
        overdue = now - self._got_on_at > self._next_within_s()
        if not self._abilities.realtime_status:
            # one that tells of every change would have told what holds it up; one that tells nothing never will
            return not overdue or (self._abilities.automatic_status and self._talk.state not in _WELL)
        if now - self._asked_at < _POLL_S:
            return True
        if overdue or not self._abilities.automatic_status:
            state = self._talk.ask_state(self._times.status_s)
            self._asked_at = monotonic()
            self._look()
            if overdue and state in _WELL:
                # it is well, and has long had time for the next waypoint: it no longer knows of it
                return monotonic() - self._got_on_at <= self._next_within_s()
        return True

    def _next_within_s(self) -> float:
        """How long the next waypoint may take after the one before, on the slowest paper."""
        if self._reached == len(self._expected):
            return self._times.idle_s
        upcoming = self._expected[self._reached]
        before = self._expected[self._reached - 1] if self._reached else _Waypoint(b"", 0, 0)
        paper_s = (upcoming.rows - before.rows) / DOTS_PER_MM / self._times.slowest_paper_mm_per_s
        # on a slow line everything in the window has to pass first
        line_s = max(upcoming.sent_bytes - before.sent_bytes, self._ahead_bytes) / self._talk.bytes_per_s
        # until the first one nothing is known of the printer's own pace, and nobody hears why a dumb one stands
        speaks = self._abilities.realtime_status or self._abilities.automatic_status
        idle_s = self._times.idle_s if self._reached and speaks else 2 * self._times.idle_s
        return max(paper_s + line_s * 1.2, 3 * self._longest_step_s) + idle_s
