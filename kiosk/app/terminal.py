"""The terminal with its window: loop, lanes, background work and status signs; everything in it comes from `build`."""

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.app.background import REST_AFTER_FAILURE_S, Background
from kiosk.app.effects import EffectRunner
from kiosk.app.estate import Estate
from kiosk.app.face import Face
from kiosk.app.parts import Parts
from kiosk.app.practice.session import PractisedFeed, PractisingSession
from kiosk.app.remembered_welcome import remember_welcome
from kiosk.domain.errors import DatabaseDamaged, KioskError
from kiosk.domain.receipt import PrinterState
from kiosk.domain.upload import QueueCounts
from kiosk.flow.call_words import CallsSeen
from kiosk.flow.help_words import DemonstrationView
from kiosk.flow.intents import EffectFailed, IdleRanOut, LanguageChosen, PortalRefreshed
from kiosk.flow.messages import Lane
from kiosk.flow.session import IDLE_WARNING_S, Session, welcome_view
from kiosk.flow.technician_words import TechnicianCalled
from kiosk.flow.views import TerminalStatus, WelcomeView
from kiosk.ui.chime import Chime
from kiosk.ui.lanes import Lanes
from kiosk.ui.presenter import IdleTimes, Presenter
from kiosk.ui.resource_files import resource_folder

_log = logging.getLogger(__name__)

STATUS_EVERY_S = 2.0
PRINTER_EVERY_S = 0.8
"""With what a printer needs to answer, or not to, the sign is never older than two seconds."""
CARE_EVERY_S = 900.0
STOP_WITHIN_S = 8.0


class Terminal(QObject):
    """Owns the window and the lanes. `start` shows it; `stop` leaves nothing half done."""

    woken = Signal()
    """The line has work: emitted from any thread."""
    printer_told = Signal(object)
    """The printer's new state in the middle of a slip: emitted from the printer's lane."""
    left = Signal(str)
    """A technician ends the program, "restart" or "desktop": emitted from any thread."""
    refreshed = Signal()
    """Settings or catalogue are others now: emitted from the delivery lane."""

    def __init__(
        self,
        parts: Parts,
        background: Background,
        face: Face,
        lanes: Lanes | None = None,
        broken: EffectFailed | None = None,
    ) -> None:
        super().__init__()
        self._parts = parts
        self._background = background
        self._counts = QueueCounts()
        self._printer_state = PrinterState.UNKNOWN if parts.devices.printer else PrinterState.GONE
        self.lanes = lanes or Lanes(self)
        self.effects = EffectRunner(parts)
        self.session = PractisingSession(
            Session(parts.around, broken=broken), self.effects.order_for, self.effects.practice
        )
        self._broken = broken is not None
        self._calls = CallsSeen(calls=())
        self._chime = Chime(resource_folder() / "sounds" / "call.wav", parts.monotonic)
        self._face = face
        parts.window_facts = face.facts
        self.texts, self.theme, self.window = face.texts, face.theme, face.window
        face.take_feeds(
            {
                "card": PractisedFeed(parts.devices.card_camera, self.session),
                "document": PractisedFeed(parts.devices.page_camera, self.session),
            }
        )
        idle = IdleTimes(parts.settings.terminal.idle_s, IDLE_WARNING_S)
        self.presenter = Presenter(
            self.session, self.session.order_for, self.lanes, self.window, idle, parent=self
        )
        self.texts.changed.connect(self._language_changed)
        self.window.technician_called.connect(self._call_technician)
        self.window.forgotten.connect(self.lanes.overwrite_freed)
        self.woken.connect(self._deliver_now)
        self.refreshed.connect(self._show_news)
        self.printer_told.connect(self._show_printer)
        self._delivery_timer = QTimer(self, singleShot=True)
        self._delivery_timer.timeout.connect(self._deliver_now)
        self._delivering = False
        self._again_at_once = False
        self._holds_back = False
        self._stopped = False
        self.shows_online = False
        """What the header last said of the line."""

    def start(self) -> None:
        """Show the first screen, then begin to work by itself."""
        if not self.window.isVisible():
            self._face.open()
        self._face.open_second()
        self.presenter.start()
        trouble = self._look_failed
        self.lanes.repeat(Lane.STORE, self._look_at_queue, self._show_counts, STATUS_EVERY_S, self, trouble)
        look = self.effects.calls.look
        self.lanes.repeat(Lane.STORE, look, self._show_calls, STATUS_EVERY_S, self, trouble)
        self.lanes.repeat(Lane.PRINTER, self._ask_printer, self._show_printer, PRINTER_EVERY_S, self, trouble)
        self.lanes.repeat(Lane.CAMERA, self.effects.rest_cameras, _nothing, STATUS_EVERY_S, self, trouble)
        if self._broken:
            return  # what it does by itself may be what ended it
        self.lanes.repeat(Lane.CARE, self._background.care, _nothing, CARE_EVERY_S, self, self._care_failed)
        self._remember_welcome()
        self._deliver_now()

    def stop(self, *, keep_window: bool = False) -> None:
        """End cleanly: nothing new begins, what runs is told to stop, cameras and printer are let go."""
        if self._stopped:
            return
        self._stopped = True
        self._parts.stopping.set()
        self._delivery_timer.stop()
        self.presenter.stop()
        if not keep_window:
            self.window.allow_close()
            self.window.close()
        if not self.lanes.stop(STOP_WITHIN_S):
            _log.warning("a lane did not end in time")
        self._parts.devices.card_camera.stop()
        self._parts.devices.page_camera.stop()
        if self._parts.devices.printer is not None:
            self._parts.devices.printer.close()

    def end_session(self) -> None:
        """After a bug: nothing of this visit may stay on the screen."""
        self.presenter.take(IdleRanOut())

    # --- a successor -----------------------------------------------------------------------------------------

    @property
    def nobody_is_there(self) -> bool:
        """The first screen stands there, and nothing is under way for anybody."""
        view = self.presenter.shown
        return isinstance(view, WelcomeView | DemonstrationView) and not (
            view.practice or self.session.staff_name
        )

    @property
    def is_at_rest(self) -> bool:
        """No lane is at work, none of what was done waits to be told, and nothing is being said."""
        speaker = self.window.kit.speaker
        return self.lanes.are_at_rest and not (speaker is not None and speaker.is_speaking)

    def hold_back(self, hold: bool) -> None:
        """No further step of delivering begins meanwhile."""
        self._holds_back = hold
        if not hold:
            self._deliver_now()

    def estate(self) -> Estate:
        """What a successor need not find out anew."""
        return Estate(
            online=self._parts.link.online,
            printer=self._printer_state,
            duties_due_s=self._background.duties_due_s,
            began_s=self._background.began_s,
            calls_heard=tuple(self._chime.heard),
            rang_at_s=self._chime.rang_at_s,
        )

    def inherit(self, estate: Estate) -> None:
        """Before the start: the header says at once what the last window's did, and no duty is done twice."""
        self._printer_state = estate.printer
        self._chime.heard, self._chime.rang_at_s = frozenset(estate.calls_heard), estate.rang_at_s
        self._background.inherit(estate)
        self._show_status()

    # --- background ------------------------------------------------------------------------------------------

    @Slot()
    def _deliver_now(self) -> None:
        if self._stopped or self._holds_back:
            return
        if self._delivering:
            self._again_at_once = True
            return
        self._delivering = True
        self._delivery_timer.stop()
        self.lanes.call(
            Lane.DELIVERY, self._background.step, self._delivered, self._delivery_failed, owner=self
        )

    def _delivered(self, next_in_s: float) -> None:
        self._delivering = False
        if self._again_at_once:
            self._again_at_once, next_in_s = False, 0.0
        if not self._stopped:
            self._delivery_timer.start(max(1, round(next_in_s * 1000)))

    def _delivery_failed(self, error: BaseException) -> None:
        """Nobody at the screen is to blame, and nobody's visit ends for it: it is logged and tried again."""
        _log_failure("delivery", error)
        self._delivered(REST_AFTER_FAILURE_S)

    @Slot()
    def _show_news(self) -> None:
        self._show_status()
        self._remember_welcome()
        self.presenter.take(PortalRefreshed())

    def _remember_welcome(self) -> None:
        said = welcome_view(self._parts.around)
        keep = partial(remember_welcome, self._parts.home, said)
        self.lanes.call(Lane.CARE, keep, _nothing, self._look_failed, owner=self)

    # --- status ----------------------------------------------------------------------------------------------

    def _look_failed(self, error: BaseException) -> None:
        """Only a small sign in the header hangs on it: a visit goes on."""
        _log_failure("looking round", error)

    def _care_failed(self, error: BaseException) -> None:
        """A visit goes on, but not on a damaged database."""
        _log_failure("care", error)
        if isinstance(error, DatabaseDamaged):
            self.presenter.take(
                EffectFailed(effect="care", code=error.code, text_key=error.text_key, broken=True)
            )

    def _look_at_queue(self) -> QueueCounts:
        return self._parts.store.queue.counts()

    def _show_counts(self, counts: QueueCounts) -> None:
        self._counts = counts
        self._show_status()

    def _show_calls(self, seen: CallsSeen) -> None:
        """To the session while anybody waits, for minutes pass there; to the ear of whoever serves here."""
        has_news, self._calls = seen != self._calls, seen
        if has_news or seen.calls:
            self.presenter.take(seen)
        if has_news:
            self._show_status()
        where = self._parts.settings.call.chime
        hears = where == "always" or (where == "bench" and bool(self.session.staff_name))
        waiting = [call.id for call in seen.calls if call.taken_at is None]
        self._chime.hear(waiting if hears and seen.rings else ())

    def _ask_printer(self) -> PrinterState:
        printer = self._parts.devices.printer
        return printer.status() if printer is not None else PrinterState.GONE

    @Slot(object)
    def _show_printer(self, state: PrinterState) -> None:
        if state is not self._printer_state and not self._stopped:
            self._printer_state = state
            self._show_status()

    def _show_status(self) -> None:
        link = self._parts.link
        around = self._parts.around
        around.online = self.shows_online = link.online
        point = around.portal.agent_point
        own_call, comes = self.session.own_call
        self.window.show_status(
            TerminalStatus(
                online=link.online,
                link_problem=link.problem,
                printer=self._printer_state,
                waiting=self._counts.left,
                quarantined=self._counts.quarantined,
                staff_name=self.session.staff_name,
                point_name=point.name,
                hotline=point.hotline,
                clock_skew_s=link.clock_skew_s,
                calls=tuple(call for call in self._calls.calls if call.taken_at is None),
                own_call=own_call,
                comes=comes,
            )
        )

    @Slot()
    def _call_technician(self) -> None:
        self.presenter.take(TechnicianCalled())

    @Slot()
    def _language_changed(self) -> None:
        self.presenter.take(LanguageChosen(language=self.texts.language))


def _nothing(_: object = None) -> None:
    """What some work brings back: nothing to deliver."""


def _log_failure(what: str, error: BaseException) -> None:
    if isinstance(error, KioskError):
        _log.error("%s: %s", what, error)
    else:
        _log.critical("%s: a bug: %s", what, type(error).__name__, exc_info=error)
