"""Closes the loop: hands intents to the session, shows its views, runs its effects, watches for idleness."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance, Slot

from kiosk.domain.errors import Broken, DiskFull, KioskError, Refused, ServerAway, ServerRefused
from kiosk.flow.intents import EffectFailed, IdleNoticed, IdleRanOut, StillHere
from kiosk.flow.messages import Effect, Intent, Lane, View
from kiosk.flow.views import IdleWarningView
from kiosk.ui.lanes import RunsWork, report_as_bug

_ENDS_NOTHING = frozenset({DiskFull.code, "file_damaged"})
SECOND_TAP_S = 0.4
"""A second tap within this time is a trembling hand, not a second wish."""


class Session(Protocol):
    """What the presenter needs of the session machine."""

    @property
    def view(self) -> View: ...
    @property
    def visit_number(self) -> int:
        """Another number: everything of the visit before was wiped."""

    def start(self) -> tuple[View, tuple[Effect, ...]]: ...
    def handle(self, intent: Intent) -> tuple[View, tuple[Effect, ...]]: ...


class ShowsViews(Protocol):
    """What the presenter needs of the window."""

    @property
    def intent(self) -> SignalInstance:
        """What the person did on the screen shown."""

    @property
    def touched(self) -> SignalInstance:
        """A finger or a key was let go."""

    def show_view(self, view: View) -> None: ...
    def forget_person(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Order:
    """How an effect is carried out: plain `work` in a lane, `after_s` from now; its result is the next intent."""

    lane: Lane
    work: Callable[[], Intent | None]
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class IdleTimes:
    """Nobody touches the screen for `idle_s`: a warning; for `warning_s` more: the visit ends."""

    idle_s: float = 60.0
    warning_s: float = 20.0


def failed_intent(effect: Effect, error: KioskError) -> EffectFailed:
    """The intent that tells the session of an expected error.

    A full disk can pass, and one damaged file stops one piece of work: neither ends the service.
    """
    return EffectFailed(
        effect=type(effect).__name__,
        code=error.code,
        text_key=error.text_key,
        fields=error.errors if isinstance(error, ServerRefused) else (),
        final=isinstance(error, Refused),
        sent=error.sent if isinstance(error, ServerAway) else True,
        broken=isinstance(error, Broken) and error.code not in _ENDS_NOTHING,
        after_s=error.after_s if isinstance(error, ServerAway) else None,
    )


def broken_intent(error: Broken) -> EffectFailed:
    """The same for a machine that cannot go on from the start."""
    return EffectFailed(effect="", code=error.code, text_key=error.text_key, broken=True)


class Presenter(QObject):
    """One session machine, one window.

    What an effect of an earlier visit brings back is dropped: it is nobody's any more. When a visit was wiped the
    window forgets the person. Expected errors of an effect go to the session as `EffectFailed`; any other exception goes to `sys.excepthook`.
    From the screen, the same intent twice within 400 ms is taken as one trembling tap (`TapGuard` of the window
    knows where fingers are and guards a screen that has just appeared). No idle time runs while the View is busy.
    """

    def __init__(
        self,
        session: Session,
        order_for: Callable[[Effect], Order],
        lanes: RunsWork,
        window: ShowsViews,
        idle: IdleTimes,
        *,
        second_tap_s: float = SECOND_TAP_S,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._order_for = order_for
        self._lanes = lanes
        self._window = window
        self._second_tap_s = second_tap_s
        self._clock = clock
        self._shown: View | None = None
        self._last_tap: tuple[Intent, float] | None = None
        self._idle_s = idle.idle_s
        self._warning_s = idle.warning_s
        self._patience_s = 0.0
        """Of the screen that the idle time runs for."""
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._idle_noticed)
        self._warning = QTimer(self, singleShot=True)
        self._warning.timeout.connect(self._idle_ran_out)
        window.intent.connect(self._tapped)
        window.touched.connect(self._touched)

    @property
    def shown(self) -> View | None:
        """What stands on the screen."""
        return self._shown

    def start(self) -> None:
        """Show the first view and run the orders of the start."""
        view, effects = self._session.start()
        self._follow(view, effects)
        self._wait_for_idleness()

    def take(self, intent: Intent) -> None:
        """Something happened, on the screen or in the world."""
        visit = self._session.visit_number
        view, effects = self._session.handle(intent)
        if self._session.visit_number != visit:
            self._window.forget_person()
            self._shown = None
        self._follow(view, effects)

    def stop(self) -> None:
        """No more idle times; results still under way are dropped with this object."""
        self._idle.stop()
        self._warning.stop()

    def _follow(self, view: View, effects: tuple[Effect, ...]) -> None:
        visit = self._session.visit_number
        for effect in effects:
            # before the view: a fault of one screen must not keep a visit from being wiped
            order = self._order_for(effect)
            came_back, failed = partial(self._came_back, visit), partial(self._failed, visit, effect)
            self._lanes.call(order.lane, order.work, came_back, failed, owner=self, after_s=order.after_s)
        if view != self._shown:
            self._shown = view
            self._window.show_view(view)
            if view.patience_s != self._patience_s and self._idle.isActive():
                self._wait_for_idleness()

    def _came_back(self, visit: int, intent: Intent | None) -> None:
        if intent is not None and visit == self._session.visit_number:
            self.take(intent)

    def _failed(self, visit: int, effect: Effect, error: BaseException) -> None:
        if not isinstance(error, KioskError):
            report_as_bug(error)
            return
        failed = failed_intent(effect, error)
        if failed.broken or visit == self._session.visit_number:
            self.take(failed)

    # --- taps --------------------------------------------------------------------------------------------

    @Slot(object)
    def _tapped(self, intent: Intent) -> None:
        now = self._clock()
        doubled = (
            self._last_tap is not None
            and self._last_tap[0] == intent
            and now - self._last_tap[1] < self._second_tap_s
        )
        if doubled:
            return
        self._last_tap = (intent, now)
        self._watch_again()
        self.take(intent)

    # --- idleness ----------------------------------------------------------------------------------------

    @Slot()
    def _touched(self) -> None:
        if self._warning.isActive() and isinstance(self._shown, IdleWarningView):
            # a touch beside the button counts as well, but a button must get its own click first
            QTimer.singleShot(0, self, self._still_here)
        else:
            self._watch_again()

    @Slot()
    def _still_here(self) -> None:
        if self._warning.isActive() and isinstance(self._shown, IdleWarningView):
            self._watch_again()
            self.take(StillHere())

    def _watch_again(self) -> None:
        self._warning.stop()
        self._wait_for_idleness()

    def _wait_for_idleness(self) -> None:
        self._patience_s = self._session.view.patience_s
        self._idle.start(round(max(self._idle_s, self._patience_s) * 1000))

    @Slot()
    def _idle_noticed(self) -> None:
        if self._session.view.busy:
            self._wait_for_idleness()
            return
        self.take(IdleNoticed())
        view = self._session.view
        if view.patience_s:
            self._wait_for_idleness()  # no warning yet: somebody waits for staff
            return
        warning_s = self._warning_s
        if isinstance(view, IdleWarningView) and view.waits:
            warning_s = view.warning_s
        self._warning.start(round(warning_s * 1000))

    @Slot()
    def _idle_ran_out(self) -> None:
        before = self._session.view
        self.take(IdleRanOut())
        if self._session.view == before:
            # nobody was at work, but someone may have left a language or a text size behind
            self._window.forget_person()
            self._shown = None
            self._follow(self._session.view, ())
        self._wait_for_idleness()
