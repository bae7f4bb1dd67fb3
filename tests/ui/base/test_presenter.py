"""The loop: intents to the session, its views to the window, its effects through lanes and back; and idleness."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from kiosk.domain.errors import DiskFull, KeysLost, ServerAway, ServerRefused
from kiosk.flow.intents import (
    EffectFailed,
    IdleNoticed,
    IdleRanOut,
    SessionEnded,
    StillHere,
    WentBack,
    WentOn,
)
from kiosk.flow.messages import Effect, Intent, Lane, View
from kiosk.flow.views import IdleWarningView
from kiosk.ui.presenter import IdleTimes, Order, Presenter
from tests.fakes.lanes import ImmediateLanes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainView(View):
    """A screen with a number on it."""

    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherView(View):
    """Another screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch(Effect):
    """An order."""

    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched(Intent):
    """Its result."""

    what: str


@dataclass
class ScriptedSession:
    """Answers with what the test wrote down for each kind of intent; else with what it showed before."""

    view: View = field(default_factory=PlainView)
    answers: dict[type[Intent], tuple[View, tuple[Effect, ...]]] = field(default_factory=dict)
    heard: list[Intent] = field(default_factory=list)
    at_start: tuple[Effect, ...] = ()
    visit_number: int = 0

    def start(self) -> tuple[View, tuple[Effect, ...]]:
        return self.view, self.at_start

    def handle(self, intent: Intent) -> tuple[View, tuple[Effect, ...]]:
        self.heard.append(intent)
        self.visit_number += isinstance(intent, SessionEnded)
        self.view, effects = self.answers.get(type(intent), (self.view, ()))
        return self.view, effects


class PlainWindow(QObject):
    """Remembers what it was told to show."""

    intent = Signal(object)
    touched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[View] = []
        self.forgot = 0

    def show_view(self, view: View) -> None:
        self.shown.append(view)

    def forget_person(self) -> None:
        self.forgot += 1


class Rig:
    """A presenter among fakes, with a clock that the test moves."""

    def __init__(self, idle: IdleTimes | None = None, session: ScriptedSession | None = None) -> None:
        self.session = session or ScriptedSession()
        self.window = PlainWindow()
        self.lanes = ImmediateLanes()
        self.work: Callable[[Effect], Intent | None] = lambda effect: None
        self.now = 100.0
        self.presenter = Presenter(
            self.session,
            lambda effect: Order(Lane.STORE, lambda: self.work(effect)),
            self.lanes,
            self.window,
            idle or IdleTimes(600.0, 600.0),
            clock=lambda: self.now,
        )

    def tap(self, intent: Intent, after_s: float = 1.0) -> None:
        self.now += after_s
        self.window.intent.emit(intent)


@pytest.fixture
def rig(qapp: object) -> Rig:
    return Rig()


def test_it_starts_with_the_first_view_and_its_orders(rig: Rig) -> None:
    rig.session.at_start = (Fetch(what="draft"),)
    rig.work = lambda effect: Fetched(what="none")
    rig.presenter.start()
    assert rig.window.shown == [PlainView()]
    rig.lanes.run_all()
    assert rig.session.heard == [Fetched(what="none")]


def test_a_tap_leads_to_a_view_and_a_result_to_the_next(rig: Rig) -> None:
    rig.session.answers = {
        WentOn: (PlainView(number=1), (Fetch(what="card"),)),
        Fetched: (PlainView(number=2), ()),
    }
    rig.work = lambda effect: Fetched(what="card") if isinstance(effect, Fetch) else None
    rig.presenter.start()
    rig.tap(WentOn())
    assert rig.window.shown[-1] == PlainView(number=1)
    rig.lanes.run_all()
    assert rig.window.shown[-1] == PlainView(number=2)


def test_an_equal_view_is_not_shown_again(rig: Rig) -> None:
    rig.presenter.start()
    rig.tap(WentOn())
    assert len(rig.window.shown) == 1


def test_a_trembling_finger_counts_once(rig: Rig) -> None:
    rig.presenter.start()
    rig.tap(WentOn())
    rig.tap(WentOn(), after_s=0.2)
    assert len(rig.session.heard) == 1
    rig.tap(WentOn(), after_s=0.5)
    assert len(rig.session.heard) == 2


def test_quick_but_different_wishes_all_count(rig: Rig) -> None:
    rig.presenter.start()
    rig.tap(WentOn())
    rig.tap(WentBack(), after_s=0.1)
    assert rig.session.heard == [WentOn(), WentBack()]


def test_a_quick_but_deliberate_wish_on_the_next_screen_counts(rig: Rig) -> None:
    rig.session.answers = {WentOn: (OtherView(), ())}
    rig.presenter.start()
    rig.tap(WentOn())
    rig.tap(WentBack(), after_s=0.1)
    assert rig.session.heard == [WentOn(), WentBack()]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ServerAway(sent=False),
            EffectFailed(effect="Fetch", code="server_away", text_key="error.server_away", sent=False),
        ),
        (
            ServerRefused(422, "phone_taken", errors=(("/phone", "taken", ""),)),
            EffectFailed(
                effect="Fetch",
                code="phone_taken",
                text_key="error.phone_taken",
                fields=(("/phone", "taken", ""),),
                final=True,
            ),
        ),
        (DiskFull(), EffectFailed(effect="Fetch", code="disk_full", text_key="error.disk_full")),
        (KeysLost(), EffectFailed(effect="Fetch", code="keys_lost", text_key="error.keys_lost", broken=True)),
    ],
)
def test_expected_trouble_goes_to_the_session(rig: Rig, error: Exception, told: EffectFailed) -> None:
    def fail(effect: Effect) -> Intent | None:
        raise error

    rig.session.at_start = (Fetch(),)
    rig.work = fail
    rig.presenter.start()
    rig.lanes.run_all()
    assert rig.session.heard == [told]


def test_a_bug_goes_to_the_crash_hook(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(error))

    def fail(effect: Effect) -> Intent | None:
        raise ZeroDivisionError

    rig.session.at_start = (Fetch(),)
    rig.work = fail
    rig.presenter.start()
    rig.lanes.run_all()
    assert [type(error) for error in caught] == [ZeroDivisionError]
    assert rig.session.heard == []


def test_what_an_earlier_visit_ordered_reaches_nobody(rig: Rig) -> None:
    rig.session.at_start = (Fetch(what="card"),)
    rig.work = lambda effect: Fetched(what="card")
    rig.presenter.start()
    rig.presenter.take(SessionEnded())
    rig.lanes.run_all()
    assert rig.session.heard == [SessionEnded()]


@pytest.mark.parametrize(("error", "is_told"), [(ServerAway(), False), (KeysLost(), True)])
def test_of_an_earlier_visits_trouble_only_a_broken_machine_is_told(
    rig: Rig, error: Exception, is_told: bool
) -> None:
    def fail(effect: Effect) -> Intent | None:
        raise error

    rig.session.at_start = (Fetch(),)
    rig.work = fail
    rig.presenter.start()
    rig.presenter.take(SessionEnded())
    rig.lanes.run_all()
    assert any(isinstance(heard, EffectFailed) for heard in rig.session.heard) == is_told


def test_a_fault_of_a_screen_keeps_no_order_from_going_out(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(view: View) -> None:
        raise ZeroDivisionError

    rig.session.answers = {WentOn: (OtherView(), (Fetch(what="wipe"),))}
    rig.presenter.start()
    monkeypatch.setattr(rig.window, "show_view", fault)
    with pytest.raises(ZeroDivisionError):
        rig.presenter.take(WentOn())
    assert len(rig.lanes.pending) == 1


def test_the_end_of_a_session_makes_the_window_forget(rig: Rig) -> None:
    rig.presenter.start()
    rig.presenter.take(SessionEnded())
    assert rig.window.forgot == 1
    assert rig.window.shown == [PlainView(), PlainView()]


def test_idleness_warns_and_then_ends(qtbot: QtBot) -> None:
    rig = Rig(IdleTimes(0.02, 0.02))
    rig.session.answers = {
        IdleNoticed: (IdleWarningView(warning_s=20), ()),
        IdleRanOut: (OtherView(), ()),
    }
    rig.presenter.start()
    qtbot.waitUntil(lambda: IdleRanOut() in rig.session.heard)
    rig.presenter.stop()
    assert rig.session.heard[:2] == [IdleNoticed(), IdleRanOut()]


class BusyForAWhile(ScriptedSession):
    """Busy the first three times it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        super().__init__()

    @property
    def view(self) -> View:  # type: ignore[override]
        self.asked += 1
        return PlainView(busy=self.asked <= 3)

    @view.setter
    def view(self, view: View) -> None:
        pass


def test_no_idle_time_runs_while_something_is_done(qtbot: QtBot) -> None:
    session = BusyForAWhile()
    rig = Rig(IdleTimes(0.01, 600.0), session)
    rig.presenter.start()
    session.asked = 0
    qtbot.waitUntil(lambda: IdleNoticed() in session.heard)
    rig.presenter.stop()
    assert session.asked > 3
    assert session.heard[0] == IdleNoticed()


def test_a_touch_beside_the_button_takes_the_warning_away(qtbot: QtBot) -> None:
    rig = Rig(IdleTimes(0.02, 600.0))
    rig.session.answers = {
        IdleNoticed: (IdleWarningView(warning_s=20), ()),
        StillHere: (PlainView(), ()),
    }
    rig.presenter.start()
    qtbot.waitUntil(lambda: IdleNoticed() in rig.session.heard)
    rig.window.touched.emit()
    qtbot.waitUntil(lambda: StillHere() in rig.session.heard)
    rig.presenter.stop()
    assert IdleRanOut() not in rig.session.heard


def test_what_an_idle_passer_by_left_at_the_start_is_put_back(qtbot: QtBot) -> None:
    rig = Rig(IdleTimes(0.01, 0.01))
    rig.presenter.start()
    qtbot.waitUntil(lambda: rig.window.forgot > 0)
    rig.presenter.stop()
    assert rig.window.shown[-1] == PlainView()
