"""Watches the process with the window: starts it anew after a crash or a hang, and renews it when it asks; shows nothing and
knows no visit itself.

On Linux the guard is a process of its own. It loads what every window needs, once, and each window is a fork of it: a new one
stands there within a blink, and what is loaded lies in memory once for both. Elsewhere the system's own service watches
(Shell Launcher on Windows), and the window runs in this very process.
"""

import contextlib
import logging
import os
import select
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType

from kiosk.app.guarded_window import (
    BEAT_S,
    GIVES_WAY,
    PREPARED,
    RENOUNCES,
    STANDS,
    TAKE_OVER,
    WANTS_SUCCESSOR,
    Beat,
    GuardedWindow,
    Serve,
    die_with,
)

_log = logging.getLogger(__name__)

PICTURE_WITHIN_S = 2.0
"""No longer does anything wait for the first picture."""
MOST_ENDS = 3
WITHIN_S = 300.0
"""The third bad end within five minutes: the machine rests as long, out of order, before it tries again."""
RESTART, LEFT = 75, 76
"""Exit codes: begin anew at once, which is no bad end; and a technician wants the desktop, so nobody should start it again."""


@dataclass(slots=True)
class Ends:
    """Bad ends of the last minutes, by the machine's own clock."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_ENDS))

    def are_too_many(self, now: float) -> bool:
        """Count one more, now."""
        self.times.append(now)
        return len(self.times) == MOST_ENDS and now - self.times[0] <= WITHIN_S


def can_guard() -> bool:
    """Whether windows are processes of their own here."""
    return sys.platform.startswith("linux")


def guard(
    serve: Serve,
    serve_out_of_order: Serve,
    *,
    show_first_picture: Callable[[Callable[[], None]], object] | None = None,
    get_ready: Callable[[], None] = lambda: None,
) -> int:
    """Keep `serve` running until it ends by itself or is told to stop; its exit code.

    A window may ask to be renewed: its successor prepares unseen and shows itself when the window gives way, which is no
    bad end. After too many bad ends `serve_out_of_order` runs instead, until it says after `WITHIN_S` that it is time to
    try again. `RESTART` means that the whole program should begin anew, with the settings and modules as they are then.
    `show_first_picture` is the whole life of a process that ends when the first window stands; it calls what it is given
    when people see the picture. `get_ready` loads from then on, so that nothing takes the processor away from the picture;
    it may leave no thread behind in this process, because windows are forked from it.
    """
    if not can_guard():
        return serve(Beat())
    ends = Ends()
    with _told_to_stop() as told, _OldPicture(show_first_picture) as picture:
        picture.wait()
        get_ready()
        while not told:
            code = _Watch(serve, told, picture).until_end()
            if code is not None:
                return code
            if not ends.are_too_many(time.monotonic()):
                continue
            _log.critical("%d bad ends in %d s: out of order for a while", MOST_ENDS, WITHIN_S)
            ends.times.clear()
            code = _Watch(serve_out_of_order, told, picture).until_end()
            if code is not None:
                return code
    return 0


class _OldPicture:
    """A process that does nothing any more but show what people see until the next window stands."""

    def __init__(self, show: Callable[[Callable[[], None]], object] | None) -> None:
        self._show = show
        self._process = 0
        self._reading = -1

    def __enter__(self) -> "_OldPicture":
        if self._show is None:
            return self
        guards = os.getpid()
        self._reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            die_with(guards)
            with contextlib.suppress(Exception):  # a picture that cannot be shown harms nobody
                self._show(lambda: os.close(writing))
            os._exit(0)
        os.close(writing)
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def wait(self) -> None:
        """Until people see it, or it ended, or a while has passed."""
        if self._process:
            select.select([self._reading], [], [], PICTURE_WITHIN_S)

    def becomes(self, process: int) -> None:
        """This one is what people see from now on."""
        self.end()
        self._process = process

    def end(self) -> None:
        """At once: it holds nothing."""
        if self._process:
            if self._reading >= 0:
                os.close(self._reading)
                self._reading = -1
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0


@contextlib.contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """Signals that came in; each is also handed on to the window."""
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Watch:
    """A window, and after it each successor it asked for; until one ends otherwise."""

    def __init__(self, serve: Serve, told: list[int], picture: _OldPicture) -> None:
        self._serve = serve
        self._told = told
        self._handed_on = 0
        self._picture = picture
        self._window = GuardedWindow(serve)
        self._successor: GuardedWindow | None = None

    def until_end(self) -> int | None:
        """The exit code, or None after a crash or a hang."""
        try:
            while True:
                windows = [each for each in (self._window, self._successor) if each is not None]
                ready, _, _ = select.select(windows, [], [], BEAT_S)
                self._hand_on()
                if self._successor is not None:
                    self._attend_successor(self._successor, is_ready=self._successor in ready)
                word = self._window.listen(is_ready=self._window in ready)
                if word == b"":
                    code = self._window.ended()
                    return 0 if code is None and self._told else code
                if word is not None:
                    self._heard(word)
                if self._window.hangs:
                    self._window.kill()
                    return 1 if self._told else None
        finally:
            self._drop_successor()

    def _hand_on(self) -> None:
        """What this process was told since."""
        while self._handed_on < len(self._told):
            self._window.hand_on(self._told[self._handed_on])
            self._handed_on += 1
            self._drop_successor()

    def _heard(self, word: bytes) -> None:
        if word == STANDS:
            self._picture.end()
        elif word == WANTS_SUCCESSOR and not self._told:
            self._drop_successor()
            self._successor = GuardedWindow(self._serve, succeeds=True)
        elif word == RENOUNCES:
            self._drop_successor()
        elif word.startswith(GIVES_WAY):
            self._window.let_go()
            self._picture.becomes(self._window.process)
            # one that has just ended is replaced as after a crash
            self._window = self._successor or GuardedWindow(self._serve)
            self._successor, self._handed_on = None, 0
            self._window.tell(TAKE_OVER + word.removeprefix(GIVES_WAY))

    def _attend_successor(self, successor: GuardedWindow, *, is_ready: bool) -> None:
        """It does no harm when it fails: the window is there, and asks again after its next visit."""
        word = successor.listen(is_ready=is_ready)
        if word == PREPARED:
            self._window.tell(PREPARED)
        elif word == b"":
            successor.ended()
            self._successor = None
        elif successor.hangs:
            successor.kill()
            self._successor = None

    def _drop_successor(self) -> None:
        if self._successor is not None:
            self._successor.end_cleanly()
            self._successor = None
