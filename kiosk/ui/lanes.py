"""Runs plain blocking functions away from the window and brings their results back to it; knows no work itself."""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for_futures
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from kiosk.flow.messages import Lane
from kiosk.ui.collecting import overwrite_freed_cache

__all__ = ["Failed", "Lane", "Lanes", "Repeating", "RunsWork", "is_gone", "report_as_bug"]

T = TypeVar("T")
Failed = Callable[[BaseException], None]


class Repeating(Protocol):
    """Handle of a repeated piece of work."""

    def stop(self) -> None:
        """No further round starts; a result still on its way is dropped."""


class RunsWork(Protocol):
    """What the presenter needs of lanes; `Lanes` and the tests' `ImmediateLanes` keep the same contract."""

    def call(
        self,
        lane: Lane,
        work: Callable[[], T],
        deliver: Callable[[T], None],
        failed: Failed,
        owner: QObject | None = None,
        after_s: float = 0.0,
    ) -> None:
        """Run `work` on the lane, then `deliver` or `failed` on the window's thread."""

    def repeat(
        self,
        lane: Lane,
        work: Callable[[], T],
        deliver: Callable[[T], None],
        every_s: float,
        owner: QObject | None = None,
        failed: Failed | None = None,
    ) -> Repeating:
        """Run `work` now and again `every_s` after each delivery, for as long as the owner lives."""


def report_as_bug(error: BaseException) -> None:
    """Hand an unexpected exception to the crash hook, as if it had left the event loop."""
    sys.excepthook(type(error), error, error.__traceback__)


def is_gone(owner: QObject | None) -> bool:
    """Whether an owner was named and Qt has destroyed it since."""
    return owner is not None and not isValid(owner)


@dataclass(slots=True)
class _Errand:
    """One piece of work on its way there and back."""

    lane: Lane
    work: Callable[[], Any]
    deliver: Callable[[Any], None]
    failed: Failed
    owner: QObject | None
    result: Any = None
    error: BaseException | None = None

    def hand_in(self) -> None:
        """On the window's thread: give the result to whoever asked, unless they are gone."""
        if is_gone(self.owner):
            return
        if self.error is not None:
            self.failed(self.error)
        else:
            self.deliver(self.result)


class Lanes(QObject):
    """A named executor with exactly one worker per lane; results arrive on the thread that made this object.

    Work must be bounded and must not touch Qt. Results are dropped once their owner is destroyed or `stop` was
    called. An exception that `failed` or `deliver` raises itself is a bug and goes to `sys.excepthook`.
    """

    _came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: dict[Lane, ThreadPoolExecutor] = {}
        self._under_way: set[Future[None]] = set()
        self._guard = threading.Lock()
        self._on_the_way = 0
        self._stopped = False
        self._came_back.connect(self._hand_in, Qt.ConnectionType.QueuedConnection)

    def call(
        self,
        lane: Lane,
        work: Callable[[], T],
        deliver: Callable[[T], None],
        failed: Failed,
        owner: QObject | None = None,
        after_s: float = 0.0,
    ) -> None:
        """Run `work` on the lane's worker (`after_s` later), then `deliver(result)` or `failed(error)` here."""
        errand = _Errand(lane, work, deliver, failed, owner)
        if after_s > 0:
            timer = QTimer(self, singleShot=True, interval=round(after_s * 1000))
            timer.timeout.connect(partial(self._send_late, timer, errand))
            timer.start()
        else:
            self._send(errand)

    def repeat(
        self,
        lane: Lane,
        work: Callable[[], T],
        deliver: Callable[[T], None],
        every_s: float,
        owner: QObject | None = None,
        failed: Failed | None = None,
    ) -> "RepeatedErrand":
        """Run `work` now and `every_s` after each delivery. An error goes to `failed`, or to the crash hook."""
        return RepeatedErrand(self, _Errand(lane, work, deliver, failed or report_as_bug, owner), every_s)

    def overwrite_freed(self) -> None:
        """After a visit: no lane keeps what it freed. Each does so after what it was given before."""
        for lane in list(self._workers):
            self.call(lane, overwrite_freed_cache, _nothing, report_as_bug)

    @property
    def are_at_rest(self) -> bool:
        """No work is under way on any of them, nor a result on its way back."""
        return not self._on_the_way

    def stop(self, wait_s: float) -> bool:
        """Take no more work, drop what has not started, and wait up to `wait_s` for the rest; True if all ended."""
        with self._guard:
            self._stopped = True
        for worker in self._workers.values():
            worker.shutdown(wait=False, cancel_futures=True)
        with self._guard:
            under_way = set(self._under_way)  # without the cancelled ones, which would never end
        still_running = wait_for_futures(under_way, timeout=wait_s).not_done
        return not still_running

    def _send_late(self, timer: QTimer, errand: _Errand) -> None:
        timer.deleteLater()
        self._send(errand)

    def _send(self, errand: _Errand) -> None:
        if self._stopped or is_gone(errand.owner):
            return
        worker = self._workers.get(errand.lane)
        if worker is None:
            worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"lane-{errand.lane}")
            self._workers[errand.lane] = worker
        self._on_the_way += 1
        future = worker.submit(self._run, errand)
        with self._guard:
            self._under_way.add(future)
        future.add_done_callback(self._forget)

    def _forget(self, future: "Future[None]") -> None:
        with self._guard:
            self._under_way.discard(future)

    def _run(self, errand: _Errand) -> None:
        """On the worker's thread."""
        try:
            errand.result = errand.work()
        except BaseException as error:  # noqa: BLE001  carried home: the presenter tells trouble from bugs
            errand.error = error
        with self._guard:
            if not self._stopped:
                self._came_back.emit(errand)

    @Slot(object)
    def _hand_in(self, errand: _Errand) -> None:
        self._on_the_way -= 1
        if not self._stopped:
            errand.hand_in()


def _nothing(_: object) -> None:
    """Nobody waits for it."""


class RepeatedErrand(QObject):
    """One errand sent again and again: the next round is armed only after the last one was delivered."""

    def __init__(self, lanes: Lanes, errand: _Errand, every_s: float) -> None:
        super().__init__(lanes)
        self._lanes = lanes
        self._errand = errand
        self._over = False
        self._timer = QTimer(self, singleShot=True, interval=round(every_s * 1000))
        self._timer.timeout.connect(self._send)
        self._send()

    def stop(self) -> None:
        """No further round starts; a result still on its way is dropped."""
        self._over = True
        if isValid(self):
            self._timer.stop()
            self.deleteLater()

    def _send(self) -> None:
        errand = self._errand
        self._lanes.call(errand.lane, errand.work, self._deliver, self._failed, owner=self)

    def _deliver(self, result: object) -> None:
        self._finish(self._errand.deliver, result)

    def _failed(self, error: BaseException) -> None:
        self._finish(self._errand.failed, error)

    def _finish(self, answer: Callable[[Any], None], value: object) -> None:
        if is_gone(self._errand.owner):
            self.stop()
        if self._over:
            return
        try:
            answer(value)
        finally:
            if not self._over and isValid(self):
                self._timer.start()
