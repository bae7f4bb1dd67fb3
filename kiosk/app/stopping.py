"""Lets the system's signals end a program with a window cleanly."""

import signal
from collections.abc import Callable

from PySide6.QtCore import QTimer


def stop_on_signals(stop: Callable[[], None]) -> QTimer:
    """Let SIGTERM and SIGINT end the program cleanly. Keep the timer: it lets Python look at signals at all."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # from the event loop: a signal comes in the middle of anything, also before the loop runs
        signal.signal(number, lambda *_: QTimer.singleShot(0, stop))
    timer = QTimer()
    timer.start(200)
    timer.timeout.connect(_nothing)
    return timer


def _nothing() -> None:
    """A turn through the interpreter is all that a waiting signal needs."""
