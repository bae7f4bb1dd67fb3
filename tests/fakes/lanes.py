"""Lanes without threads: work waits in a queue until the test runs it, so that order and time are the test's own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from kiosk.ui.lanes import Failed, Lane, is_gone, report_as_bug

T = TypeVar("T")


@dataclass
class Pending:
    """One piece of work that has not run yet."""

    lane: Lane
    work: Callable[[], Any]
    deliver: Callable[[Any], None]
    failed: Failed
    owner: QObject | None
    after_s: float = 0.0
    every_s: float | None = None
    stopped: bool = field(default=False)

    def stop(self) -> None:
        """No further round."""
        self.stopped = True


class ImmediateLanes:
    """Keeps the contract of `kiosk.ui.lanes.Lanes`; `pending` is what the test may look at."""

    def __init__(self) -> None:
        self.pending: list[Pending] = []
        self._stopped = False

    def call(
        self,
        lane: Lane,
        work: Callable[[], T],
        deliver: Callable[[T], None],
        failed: Failed,
        owner: QObject | None = None,
        after_s: float = 0.0,
    ) -> None:
        if not self._stopped:
            self.pending.append(Pending(lane, work, deliver, failed, owner, after_s))

    def repeat(
        self,
        lane: Lane,
        work: Callable[[], T],
        deliver: Callable[[T], None],
        every_s: float,
        owner: QObject | None = None,
        failed: Failed | None = None,
    ) -> Pending:
        errand = Pending(lane, work, deliver, failed or report_as_bug, owner, every_s=every_s)
        if not self._stopped:
            self.pending.append(errand)
        return errand

    def run_pending(self) -> int:
        """Run what waits now, delays passed over; what that leads to waits for the next call. How many ran."""
        waiting, self.pending = self.pending, []
        ran = 0
        for errand in waiting:
            if self._stopped or errand.stopped or is_gone(errand.owner):
                continue
            ran += 1
            try:
                result = errand.work()
            except BaseException as error:  # noqa: BLE001  carried home, as real lanes do
                self._hand_in(errand, errand.failed, error)
            else:
                self._hand_in(errand, errand.deliver, result)
            if errand.every_s is not None and not errand.stopped and not self._stopped:
                self.pending.append(errand)
        return ran

    def run_all(self, most: int = 100) -> None:
        """Run until nothing waits any more."""
        for _ in range(most):
            if not self.run_pending():
                return
        raise AssertionError(f"still work after {most} rounds")

    def stop(self, wait_s: float) -> bool:
        self._stopped = True
        self.pending.clear()
        return True

    def _hand_in(self, errand: Pending, answer: Callable[[Any], None], value: object) -> None:
        if not (errand.stopped or self._stopped or is_gone(errand.owner)):
            answer(value)
