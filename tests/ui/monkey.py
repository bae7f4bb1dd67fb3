"""Hands that touch and type anything anywhere on a real window; here before a world that answers as chance has it."""

import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit
from typing_extensions import override

from kiosk.app.gallery import examples
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.domain.receipt import PrinterState
from kiosk.flow.intents import EffectFailed, IdleNoticed, IdleRanOut, StillHere
from kiosk.flow.messages import Effect, Intent, Lane, View
from kiosk.flow.views import OutOfOrderView, TerminalStatus, WelcomeView
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.presenter import IdleTimes, Order, Presenter
from kiosk.ui.screen import ScreenKit
from kiosk.ui.tap_guard import TapGuard
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme, px_per_mm
from kiosk.ui.window import KioskWindow
from tests.fakes.lanes import ImmediateLanes
from tests.unit.chance_world import World
from tests.unit.visit_driver import VisitDriver

SIZES = (QSize(1920, 1080), QSize(1280, 800), QSize(1080, 1920), QSize(800, 600), QSize(3, 3))
KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Space,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
    Qt.Key.Key_F1,
    Qt.Key.Key_F4,
    Qt.Key.Key_F10,
    Qt.Key.Key_F11,
    Qt.Key.Key_Meta,
    Qt.Key.Key_N,
    Qt.Key.Key_P,
    Qt.Key.Key_Q,
    Qt.Key.Key_V,
    Qt.Key.Key_W,
    Qt.Key.Key_Menu,
    Qt.Key.Key_Print,
    Qt.Key.Key_1,
    Qt.Key.Key_2,
    Qt.Key.Key_3,
)
LEFT = Qt.MouseButton.LeftButton
HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.MetaModifier,
)
TEXTS = (
    "a",
    "0912345678",
    "Nguyễn Thị Hường",
    "Nguyeenx",
    "K-HN0099-261122-0001-7",
    "\u202etxet",
    "👩‍👩‍👧‍👦",
    "e" + "\u0301" * 60,
    "\x00\x1b[2J",
    "31",
    "<b>&amp;</b>",
    "x" * 5000,
)


LOOKS = (".contrast", ".text_size", ".lower", ".language")
CLOCK_STEPS_S = (-86_400 * 365 * 10, -86_400, -3600, -1, 0.5, 60, 3600, 86_400 * 40, 86_400 * 365 * 3)
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
SCANNED = (
    "K-HN0099-261122-0001-7",
    "H26.99-261122-0001",
    "RR473124829VN",
    "https://example.invalid/?q=1",
    "0" * 9,
)


class Hands(QObject):
    """Before any window that is shown; `events` counts what they did (a touch, a word, a walk by keys), `inputs` the window
    system's events in that, `faults` what went wrong, in words."""

    def __init__(self, seed: int, window: KioskWindow) -> None:
        super().__init__()
        self.chance = random.Random(seed)
        self.now_s = 0.0
        self.window = window
        self.events = 0
        self.inputs = 0
        self.faults: list[str] = []
        self._hook = sys.excepthook
        sys.excepthook = self._caught

    def close(self) -> None:
        """Let everything go."""
        sys.excepthook = self._hook

    def acts(self) -> tuple[tuple[int, Callable[[], None]], ...]:
        """What they do, and how often."""
        return (
            (44, self.touch_something),
            (8, self._touch_anywhere),
            (2, self._swipe),
            (2, self._two_fingers),
            (1, self._press_other_button),
            (14, self._type),
            (2, self._paste),
            (3, self._scan),
            (10, self._press_key),
            (4, self._walk_by_keys),
            (1, self._resize),
            (1, self.window.clearFocus),
        )

    def run(self, events: int, tell: Callable[[int], object] = int) -> None:
        """So many events; a check after every thousand, and at the end the first screen must come back."""
        acts = self.acts()
        weights = [weight for weight, _ in acts]
        until = self.events + events
        while self.events < until and len(self.faults) < 20:
            self.events += 1
            self.now_s += self.chance.choice((0.05, 0.3, 0.6))
            self.chance.choices(acts, weights)[0][1]()
            if self.events % 20 == 0:
                QApplication.processEvents()
                # what was let go goes now, as it does between two events of a running loop
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if self.events % 1000 == 0:
                self.check()
                tell(self.events)
        self.come_home()

    def come_home(self) -> None:
        """Nobody is there any more: the first screen must come back."""

    # --- what they do ----------------------------------------------------------------------------------------

    def touch_something(self) -> None:
        """Anything that can be touched on the screen shown, or a key of the keyboard."""
        screen = self.window.current
        if screen is None:
            return
        keyboard = self.window.kit.keyboard
        ground = keyboard if keyboard.isVisible() and self.chance.random() < 0.3 else screen
        things = [
            thing
            for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
            for thing in ground.findChildren(kind)
            if thing.isVisible()
            and thing.isEnabled()
            # another look redraws everything: now and then is enough
            and (not thing.objectName().endswith(LOOKS) or self.chance.random() < 0.02)
        ]
        if things:
            thing = self.chance.choice(things)
            screen.bring_into_view(thing)
            self._tap(thing.mapTo(self.window, thing.rect().center()))

    def _anywhere(self) -> QPoint:
        size = self.window.size()
        return QPoint(
            self.chance.randrange(max(1, size.width())), self.chance.randrange(max(1, size.height()))
        )

    def _touch_anywhere(self) -> None:
        at = self._anywhere()
        for _ in range(self.chance.choice((1, 1, 2))):
            self._tap(at)

    def _tap(self, at: QPoint) -> None:
        self._mouse(QEvent.Type.MouseButtonPress, at, LEFT)
        self._mouse(QEvent.Type.MouseButtonRelease, at, LEFT)

    def _mouse(self, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton) -> None:
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
        place, world = QPointF(at), QPointF(self.window.mapToGlobal(at))
        event = QMouseEvent(kind, place, world, button, held, Qt.KeyboardModifier.NoModifier)
        self._send(self.window.windowHandle(), event)

    def _swipe(self) -> None:
        """From an edge or from anywhere; at times the finger is never let go."""
        begins, ends = self._anywhere(), self._anywhere()
        if self.chance.random() < 0.3:
            begins.setX(0)
        self._mouse(QEvent.Type.MouseButtonPress, begins, LEFT)
        for step in range(1, 6):
            self._mouse(QEvent.Type.MouseMove, begins + (ends - begins) * step / 5, Qt.MouseButton.NoButton)
        if self.chance.random() < 0.9:
            self._mouse(QEvent.Type.MouseButtonRelease, ends, LEFT)

    def _two_fingers(self) -> None:
        """Two places pressed before either is let go."""
        first, second = self._anywhere(), self._anywhere()
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            for at in (first, second):
                self._mouse(kind, at, LEFT)

    def _press_other_button(self) -> None:
        button = self.chance.choice((Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton))
        QTest.mouseClick(self.window.windowHandle(), button, pos=self._anywhere())

    def _type(self) -> None:
        target = self.window.focusWidget()
        if target is None:
            return
        event = QInputMethodEvent()
        event.setCommitString(self.chance.choice(TEXTS))
        self._send(target, event)

    def _paste(self) -> None:
        QApplication.clipboard().setText(self.chance.choice(TEXTS))
        self._key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def _scan(self) -> None:
        """A scanner that types."""
        for letter in self.chance.choice(SCANNED):
            self._key(Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        self._key(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")

    def _press_key(self) -> None:
        self._key(self.chance.choice(KEYS), self.chance.choice(HELD))

    def _walk_by_keys(self) -> None:
        """As somebody does who uses no pointer."""
        for _ in range(self.chance.randrange(1, 6)):
            self._key(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
        self._key(self.chance.choice((Qt.Key.Key_Space, Qt.Key.Key_Return)), Qt.KeyboardModifier.NoModifier)

    def _key(self, key: Qt.Key, held: Qt.KeyboardModifier, text: str = "") -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(self.window.windowHandle(), QKeyEvent(kind, key, held, text))

    def _send(self, target: QObject, event: QEvent) -> None:
        self.inputs += 1
        QApplication.sendEvent(target, event)

    def _resize(self) -> None:
        self.window.resize(self.chance.choice(SIZES))

    # --- what must hold --------------------------------------------------------------------------------------

    def fault(self, words: str) -> None:
        """Something that must not be."""
        self.faults.append(f"event {self.events}: {words}")

    def check(self) -> None:
        """One window alone."""
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        if shown != [self.window]:
            self.fault(f"windows {[type(each).__name__ for each in shown]}")

    def clock(self) -> float:
        """Seconds by the hands' own clock."""
        return self.now_s

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        where = trace
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where is not None else "?"
        self.fault(f"{kind.__name__}: {error} at {place}")


class Monkey(Hands):
    """Whole visits in a world of chance; between them any screen of the gallery, whatever the session thinks."""

    def __init__(self, seed: int) -> None:
        self.visits = 0
        self.driver = VisitDriver()
        self.lanes = ImmediateLanes()
        self.texts = Texts("vi")
        theme = Theme(px_per_mm(1920, 1080, 21.5), can_lower=True)
        kit = ScreenKit(self.texts, theme, {}, KeyboardPanel(theme, self.texts), ZxingCodeWriter())
        super().__init__(seed, KioskWindow(kit, size=SIZES[0], locked=True))
        self.world = World(self.chance)
        self.window.taps = TapGuard(theme.mm(15.0), self.clock)
        self.presenter = Presenter(
            self.driver.session,
            self._order_for,
            self.lanes,
            self.window,
            IdleTimes(3600, 3600),
            clock=self.clock,
            parent=self,
        )
        self._gallery: list[View] = []
        self.window.open()
        self.presenter.start()

    @override
    def close(self) -> None:
        super().close()
        self.presenter.stop()
        self.window.allow_close()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @override
    def acts(self) -> tuple[tuple[int, Callable[[], None]], ...]:
        return (
            *super().acts(),
            (14, self._answer),
            (2, self._wait_long),
            (1, self._show_status),
            (1, self._show_any_screen),
            (1, self._set_the_clock),
        )

    def _answer(self) -> None:
        self.lanes.run_pending()

    def _wait_long(self) -> None:
        told: tuple[Intent, ...] = (IdleNoticed(), StillHere(), IdleRanOut())
        self.presenter.take(self.chance.choice(told))

    def _show_status(self) -> None:
        """Line, printer, clock and who is signed in, as they come and go."""
        self.window.show_status(
            TerminalStatus(
                online=self.chance.random() < 0.5,
                printer=self.chance.choice(list(PrinterState)),
                staff_name=self.chance.choice(("", "Trần Thị Lan")),
                clock_skew_s=self.chance.choice((None, 0.0, -90_000.0, 4e9)),
            )
        )

    def _show_any_screen(self) -> None:
        """What is touched there reaches a session that stands elsewhere, which must not mind."""
        if not self._gallery:
            self._gallery = [view for _, view in examples()]
        self.window.show_view(self.chance.choice(self._gallery))

    def _set_the_clock(self) -> None:
        """Back or forward, in the middle of whatever it is."""
        self.driver.at += timedelta(seconds=self.chance.choice(CLOCK_STEPS_S))
        self.driver.at = min(max(self.driver.at, EARLIEST), LATEST)

    # --- the world -------------------------------------------------------------------------------------------

    def _order_for(self, effect: Effect) -> Order:
        return Order(Lane.STORE, partial(self._done, effect))

    def _done(self, effect: Effect) -> Intent | None:
        if hasattr(self.world, type(effect).__name__):
            return self.world.answer(effect)
        if type(effect).__name__ in {"Record", "RestCameras", "LeaveChip", "BeginSession", "CallClerk"}:
            return None
        return EffectFailed(
            effect=type(effect).__name__, code="database_busy", text_key="error.database_busy"
        )

    # --- what must hold --------------------------------------------------------------------------------------

    @override
    def check(self) -> None:
        self.visits = self.driver.session.visit_number
        super().check()
        if isinstance(self.driver.session.view, OutOfOrderView):
            self.fault("out of order")

    @override
    def come_home(self) -> None:
        for _ in range(8):
            self.lanes.run_pending()
            self.presenter.take(IdleRanOut())
        self.lanes.run_pending()
        self.check()
        if not isinstance(self.driver.session.view, WelcomeView):
            self.fault(f"stuck on {type(self.driver.session.view).__name__}")
