"""Hands that touch and type anything anywhere on the real window, before a world that answers as chance has it."""

import random
import sys
from collections.abc import Callable
from functools import partial
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.flow.intents import EffectFailed, IdleNoticed, IdleRanOut, StillHere
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.views import OutOfOrderView, WelcomeView
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
    Qt.Key.Key_F4,
    Qt.Key.Key_F11,
    Qt.Key.Key_Menu,
    Qt.Key.Key_Print,
    Qt.Key.Key_1,
    Qt.Key.Key_2,
    Qt.Key.Key_3,
)
HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
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


LOOKS = (".contrast", ".text_size", ".lower")


class Monkey(QObject):
    """`events` counts what it did; `faults` what went wrong, in words."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)
        self._now_s = 0.0
        self.events = 0
        self.visits = 0
        self.faults: list[str] = []
        self.driver = VisitDriver()
        self.world = World(self._chance)
        self.lanes = ImmediateLanes()
        self.texts = Texts("vi")
        theme = Theme(px_per_mm(1920, 1080, 21.5), can_lower=True)
        kit = ScreenKit(self.texts, theme, {}, KeyboardPanel(theme, self.texts), ZxingCodeWriter())
        self.window = KioskWindow(kit, size=SIZES[0], locked=True)
        self.window.taps = TapGuard(theme.mm(15.0), self._clock)
        self.presenter = Presenter(
            self.driver.session,
            self._order_for,
            self.lanes,
            self.window,
            IdleTimes(3600, 3600),
            clock=self._clock,
            parent=self,
        )
        self._hook = sys.excepthook
        sys.excepthook = self._caught
        self.window.open()
        self.presenter.start()

    def close(self) -> None:
        """Let everything go."""
        sys.excepthook = self._hook
        self.presenter.stop()
        self.window.allow_close()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def run(self, events: int, tell: Callable[[int], object] = int) -> None:
        """So many events; a check after every thousand, and at the end the first screen must come back."""
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (44, self._touch_something),
            (12, self._touch_anywhere),
            (16, self._type),
            (10, self._press_key),
            (14, self._answer),
            (2, self._wait_long),
            (1, self._resize),
            (1, self._come_and_go),
        )
        weights = [weight for weight, _ in acts]
        until = self.events + events
        while self.events < until and len(self.faults) < 20:
            self.events += 1
            self._now_s += self._chance.choice((0.05, 0.3, 0.6))
            self._chance.choices(acts, weights)[0][1]()
            if self.events % 20 == 0:
                QApplication.processEvents()
            if self.events % 1000 == 0:
                self._check()
                tell(self.events)
        self._come_home()

    # --- what it does --------------------------------------------------------------------------------------

    def _touch_something(self) -> None:
        screen = self.window.current
        if screen is None:
            return
        things = [
            thing
            for kind in (QAbstractButton, QLineEdit)
            for thing in screen.findChildren(kind)
            if thing.isVisible()
            and thing.isEnabled()
            # another look redraws everything: now and then is enough
            and (not thing.objectName().endswith(LOOKS) or self._chance.random() < 0.02)
        ]
        if things:
            thing = self._chance.choice(things)
            screen.bring_into_view(thing)
            self._tap(thing.mapTo(self.window, thing.rect().center()))

    def _touch_anywhere(self) -> None:
        size = self.window.size()
        at = QPoint(
            self._chance.randrange(max(1, size.width())), self._chance.randrange(max(1, size.height()))
        )
        for _ in range(self._chance.choice((1, 1, 2))):
            self._tap(at)

    def _tap(self, at: QPoint) -> None:
        handle = self.window.windowHandle()
        button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for kind, held in ((QEvent.Type.MouseButtonPress, button), (QEvent.Type.MouseButtonRelease, none)):
            place, world = QPointF(at), QPointF(self.window.mapToGlobal(at))
            event = QMouseEvent(kind, place, world, button, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(handle, event)

    def _type(self) -> None:
        target = self.window.focusWidget()
        if target is None:
            return
        event = QInputMethodEvent()
        event.setCommitString(self._chance.choice(TEXTS))
        QApplication.sendEvent(target, event)

    def _press_key(self) -> None:
        key, held = self._chance.choice(KEYS), self._chance.choice(HELD)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.window.windowHandle(), QKeyEvent(kind, key, held))

    def _answer(self) -> None:
        self.lanes.run_pending()

    def _wait_long(self) -> None:
        told: tuple[Intent, ...] = (IdleNoticed(), StillHere(), IdleRanOut())
        self.presenter.take(self._chance.choice(told))

    def _resize(self) -> None:
        self.window.resize(self._chance.choice(SIZES))

    def _come_and_go(self) -> None:
        """The portal has news; the window loses and gets its place."""
        self.window.clearFocus()

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

    def _check(self) -> None:
        self.visits = self.driver.session.visit_number
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        if shown != [self.window]:
            self.faults.append(f"event {self.events}: windows {[type(each).__name__ for each in shown]}")
        if isinstance(self.driver.session.view, OutOfOrderView):
            self.faults.append(f"event {self.events}: out of order")

    def _come_home(self) -> None:
        for _ in range(8):
            self.lanes.run_pending()
            self.presenter.take(IdleRanOut())
        self.lanes.run_pending()
        self._check()
        if not isinstance(self.driver.session.view, WelcomeView):
            self.faults.append(f"stuck on {type(self.driver.session.view).__name__}")

    def _clock(self) -> float:
        return self._now_s

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        where = trace
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where is not None else "?"
        self.faults.append(f"event {self.events}: {kind.__name__}: {error} at {place}")
