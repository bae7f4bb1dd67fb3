"""Reads ID codes off a running camera in two lanes: every frame quickly, the newest one patiently beside it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from kiosk.devices.pixels import grey_of
from kiosk.devices.readers.card_reader import ID_CODES, CascadeCardReader
from kiosk.devices.readers.cascade import QUICK, after_quick
from kiosk.devices.readers.crispness import crispness
from kiosk.devices.readers.finding import View
from kiosk.devices.readers.soft.memory import OddsMemory
from kiosk.devices.readers.soft.tracking import LatticeTrack
from kiosk.domain.scan import CardSight, CodeKind, Frame

PATIENT_BUDGET_MS = 800.0
QUICK_BUDGET_MS = 60.0
ADVICE_STAYS_S = 0.6
"""So long the patient look's advice stands before a quick look's is told again."""
WAITS_S, MOST_WAITING = 0.35, 4
"""So long an unread frame waits for a patient look, and so many of them: then newer ones say more."""
GAP_S = 1.0
"""Frames further apart than this belong to two bursts."""


@dataclass(frozen=True, slots=True)
class _Unread:
    """A frame that the quick steps could not read."""

    crispness: float
    frame_number: int
    view: View


class BurstCardReader:
    """The port `CardReader` for a live camera. `look` takes as long as the quick steps; what they leave unread is looked at
    by the slow ones in a thread that lives for that one frame, and told with the next look.

    Odds of unread frames are added up until something is read or nobody has looked for a moment.
    """

    def __init__(
        self,
        today: Callable[[], date],
        *,
        wanted: frozenset[CodeKind] = ID_CODES,
        quick_budget_ms: float = QUICK_BUDGET_MS,
        patient_budget_ms: float = PATIENT_BUDGET_MS,
        start: "Callable[[Callable[[], CardSight]], LookUnderWay] | None" = None,
    ) -> None:
        """`start` begins a patient look beside the caller; left out: in a thread of its own."""
        self._today = today
        self._patient_budget_ms = patient_budget_ms
        self._wanted = wanted
        self._quick = CascadeCardReader(today, budget_ms=quick_budget_ms, wanted=wanted, finders=QUICK)
        self._track = LatticeTrack()
        self._patient = self._fresh()
        self._unread: list[_Unread] = []
        self._start = start or LookInThread
        self._work: LookUnderWay | None = None
        self._unheard: LookUnderWay | None = None
        self._last_at_s = 0.0
        self._told: CardSight | None = None
        self._told_at_s = 0.0

    def look(self, frame: Frame) -> CardSight:
        """What this frame shows, or what was found meanwhile in one a moment older. Never raises for any frame."""
        if not 0 <= frame.at_s - self._last_at_s <= GAP_S:
            # somebody else may stand there by now
            self.begin_anew()
        self._last_at_s = frame.at_s
        view = View(grey_of(frame), frame.at_s)
        sight = self._quick.examine(frame.number, view)
        if self._quick.has_wanted(sight):
            self.begin_anew()
            return sight
        earlier = self._work.result() if self._work is not None else None
        if earlier is not None:
            self._work = None
            if self._patient.has_wanted(earlier):
                self.begin_anew()
                return replace(earlier, frame_number=frame.number)
        self._remember(_Unread(crispness(view, self._track.corners), frame.number, view))
        if self._unheard is not None and self._unheard.result() is not None:
            self._unheard = None
        if self._work is None and self._unheard is None:  # never two: the window needs the processor as well
            self._begin_patient_look()
        if earlier is not None:
            self._told, self._told_at_s = earlier, frame.at_s
        if self._told is None or sight.codes or frame.at_s - self._told_at_s > ADVICE_STAYS_S:
            return sight
        # the slow steps know the code's grid, and with it better what is wrong; advice must not flicker between the two
        return replace(sight, hint=self._told.hint, area=sight.area or self._told.area)

    def _remember(self, newest: _Unread) -> None:
        """The crispest of the frames that nobody has looked at patiently, and no old ones."""
        fresh = [each for each in self._unread if newest.view.at_s - each.view.at_s <= WAITS_S]
        self._unread = sorted([newest, *fresh], key=lambda each: -each.crispness)[:MOST_WAITING]

    def _begin_patient_look(self) -> None:
        """At the crispest of the last frames: while the lens hunts and the hand trembles they differ widely."""
        patient, chosen = self._patient, self._unread.pop(0)
        self._work = self._start(lambda: patient.examine(chosen.frame_number, chosen.view))

    def settle(self) -> None:
        """Wait until the frame being looked at patiently is done with; what came of it is told with the next look."""
        for look in (self._unheard, self._work):
            if look is not None:
                look.join()

    def begin_anew(self) -> None:
        """Neither odds nor a late answer may reach into the next card's burst; a look under way ends unheard."""
        self._unread = []
        self._unheard = self._work or self._unheard
        self._work, self._patient, self._told = None, self._fresh(), None

    def _fresh(self) -> CascadeCardReader:
        self._track = LatticeTrack()
        finders = after_quick(OddsMemory(), self._track)
        return CascadeCardReader(
            self._today, budget_ms=self._patient_budget_ms, wanted=self._wanted, finders=finders
        )


class LookUnderWay(Protocol):
    """A patient look that has begun."""

    def result(self) -> CardSight | None:
        """What it found; None while it is under way."""

    def join(self) -> None:
        """Wait for it."""


class LookInThread(threading.Thread):
    """One frame under the slow steps, in a thread that lives for it."""

    def __init__(self, look: Callable[[], CardSight]) -> None:
        super().__init__(name="card reader", daemon=True)
        self._look = look
        self._sight: CardSight | None = None
        self.start()

    def run(self) -> None:
        """In the thread."""
        self._sight = self._look()

    def result(self) -> CardSight | None:
        """See `LookUnderWay`."""
        return None if self.is_alive() else self._sight
