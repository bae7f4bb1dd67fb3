"""The contract of lanes, kept by the real ones and by those of the tests; and what only threads can get wrong."""

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from kiosk.ui.lanes import Lane, Lanes, RunsWork
from tests.fakes.lanes import ImmediateLanes

Settle = Callable[[Callable[[], bool]], None]


class Rig:
    """Lanes of either kind, with the way to wait for them."""

    def __init__(self, lanes: RunsWork, settle: Settle) -> None:
        self.lanes = lanes
        self.settle = settle


@pytest.fixture(params=["threads", "immediate"])
def rig(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Rig]:
    if request.param == "threads":
        real = Lanes()
        yield Rig(real, lambda done: qtbot.waitUntil(done, timeout=20_000))
        assert real.stop(20.0)
        return
    fake = ImmediateLanes()

    def settle(done: Callable[[], bool]) -> None:
        for _ in range(100):
            if done():
                return
            fake.run_pending()
        raise AssertionError("never came true")

    yield Rig(fake, settle)


def unexpected(error: BaseException) -> None:
    raise AssertionError(error)


def test_a_result_comes_home(rig: Rig) -> None:
    got: list[int] = []
    rig.lanes.call(Lane.STORE, lambda: 42, got.append, unexpected)
    assert got == []
    rig.settle(lambda: got == [42])


def test_work_of_one_lane_keeps_its_order(rig: Rig) -> None:
    got: list[int] = []
    for number in range(50):
        rig.lanes.call(Lane.STORE, lambda number=number: number, got.append, unexpected)  # type: ignore[misc]
    rig.settle(lambda: len(got) == 50)
    assert got == list(range(50))


def test_an_error_comes_home_as_what_it_is(rig: Rig) -> None:
    errors: list[BaseException] = []

    def fail() -> int:
        raise LookupError("no such row")

    rig.lanes.call(Lane.NETWORK, fail, lambda result: None, errors.append)
    rig.settle(lambda: bool(errors))
    assert isinstance(errors[0], LookupError)


def test_a_result_is_dropped_when_its_owner_is_gone(rig: Rig) -> None:
    owner = QObject()
    got: list[str] = []
    rig.lanes.call(Lane.STORE, lambda: "late", got.append, unexpected, owner=owner)
    delete(owner)
    after: list[str] = []
    rig.lanes.call(Lane.STORE, lambda: "after", after.append, unexpected)
    rig.settle(lambda: bool(after))
    assert got == []


def test_a_delayed_call_arrives_too(rig: Rig) -> None:
    got: list[str] = []
    rig.lanes.call(Lane.STORE, lambda: "later", got.append, unexpected, after_s=0.01)
    rig.settle(lambda: got == ["later"])


def test_repeating_goes_on_until_stopped(rig: Rig) -> None:
    rounds: list[int] = []
    handle = rig.lanes.repeat(Lane.CAMERA, lambda: len(rounds), rounds.append, 0.001)
    rig.settle(lambda: len(rounds) >= 3)
    handle.stop()
    seen = len(rounds)
    after: list[str] = []
    rig.lanes.call(Lane.CAMERA, lambda: "after", after.append, unexpected, after_s=0.02)
    rig.settle(lambda: bool(after))
    assert len(rounds) == seen


def test_repeating_ends_with_its_owner(rig: Rig) -> None:
    owner = QObject()
    rounds: list[int] = []
    rig.lanes.repeat(Lane.CAMERA, lambda: 1, rounds.append, 0.001, owner=owner)
    rig.settle(lambda: len(rounds) >= 2)
    delete(owner)
    seen = len(rounds)
    after: list[str] = []
    rig.lanes.call(Lane.CAMERA, lambda: "after", after.append, unexpected, after_s=0.02)
    rig.settle(lambda: bool(after))
    assert len(rounds) == seen


def test_repeating_survives_an_error(rig: Rig) -> None:
    errors: list[BaseException] = []
    rounds: list[int] = []

    def sometimes() -> int:
        if not errors:
            raise OSError("camera busy")
        return 1

    handle = rig.lanes.repeat(Lane.CAMERA, sometimes, rounds.append, 0.001, failed=errors.append)
    rig.settle(lambda: bool(rounds))
    handle.stop()
    assert len(errors) == 1


def test_nothing_arrives_after_stop(qtbot: QtBot) -> None:
    lanes = Lanes()
    got: list[int] = []
    begun = threading.Event()
    may_end = threading.Event()

    def slow() -> int:
        begun.set()
        may_end.wait(20)
        return 1

    lanes.call(Lane.STORE, slow, got.append, unexpected)
    lanes.call(Lane.STORE, lambda: 2, got.append, unexpected)
    assert begun.wait(20)
    assert not lanes.stop(0.0)
    may_end.set()
    assert lanes.stop(20.0)
    lanes.call(Lane.STORE, lambda: 3, got.append, unexpected)
    other = Lanes()
    after: list[int] = []
    other.call(Lane.STORE, lambda: 4, after.append, unexpected)
    qtbot.waitUntil(lambda: after == [4], timeout=20_000)
    other.stop(20.0)
    assert got == []


def test_work_runs_elsewhere_and_results_arrive_here(qtbot: QtBot) -> None:
    lanes = Lanes()
    threads: list[tuple[int, int]] = []
    lanes.call(
        Lane.STORE,
        threading.get_ident,
        lambda worker: threads.append((worker, threading.get_ident())),
        unexpected,
    )
    qtbot.waitUntil(lambda: bool(threads), timeout=20_000)
    worker, here = threads[0]
    assert worker != here == threading.get_ident()
    assert lanes.stop(20.0)


def test_two_lanes_do_not_wait_for_each_other(qtbot: QtBot) -> None:
    lanes = Lanes()
    got: list[str] = []
    let_go = threading.Event()
    lanes.call(Lane.NETWORK, lambda: let_go.wait(20), lambda result: got.append("network"), unexpected)
    lanes.call(Lane.STORE, lambda: None, lambda result: got.append("store"), unexpected)
    qtbot.waitUntil(lambda: got == ["store"], timeout=20_000)
    let_go.set()
    qtbot.waitUntil(lambda: got == ["store", "network"], timeout=20_000)
    assert lanes.stop(20.0)


def test_a_repeated_bug_reaches_the_crash_hook(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(error))
    lanes = Lanes()

    def broken() -> int:
        raise ZeroDivisionError

    handle = lanes.repeat(Lane.STORE, broken, lambda result: None, 60.0)
    qtbot.waitUntil(lambda: bool(caught), timeout=20_000)
    handle.stop()
    assert isinstance(caught[0], ZeroDivisionError)
    assert lanes.stop(20.0)
