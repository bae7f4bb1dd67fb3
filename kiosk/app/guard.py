"""Watches the process with the window: starts it anew after a crash or a hang; shows nothing and knows no visit itself.

On Linux the guard is a process of its own. It loads what every window needs, once, and each window is a fork of it: a new one
stands there within a blink, and what is loaded lies in memory once for both. Elsewhere the system's own service watches
(Shell Launcher on Windows), and the window runs in this very process.
"""

import contextlib
import ctypes
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

_log = logging.getLogger(__name__)

BEAT_S = 0.1
HANG_S = 1.0
"""The window's loop stood still for so long, though it had a processor and the guard's own was on time: nobody can use it."""
FIRST_BEAT_S = 60.0
"""So long may a start take: it may have to move a database to a new form."""
PICTURE_WITHIN_S = 2.0
"""No longer does anything wait for the first picture."""
MOST_ENDS = 3
WITHIN_S = 300.0
"""The third bad end within five minutes: the machine rests as long, out of order, before it tries again."""
STOP_WITHIN_S = 20.0
RESTART, LEFT = 75, 76
"""Exit codes: begin anew at once, which is no bad end; and a technician wants the desktop, so nobody should start it again."""
_BEAT, _STANDS = b".", b"!"


class Beat:
    """What a window tells its guard through a pipe; None where there is no guard. Called from the window's loop: it turns."""

    def __init__(self, pipe: int | None = None) -> None:
        self._pipe = pipe

    def __call__(self) -> None:
        self._tell(_BEAT)

    def window_stands(self) -> None:
        """People see the window now; the first picture behind it may go."""
        self._tell(_STANDS)

    def _tell(self, what: bytes) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                os.write(self._pipe, what)


Serve = Callable[[Beat], int]
"""Runs a window until it is stopped and calls the beat from its loop; returns the exit code."""


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
    return hasattr(os, "fork")


def guard(
    serve: Serve,
    serve_out_of_order: Serve,
    *,
    show_first_picture: Callable[[Callable[[], None]], object] | None = None,
    get_ready: Callable[[], None] = lambda: None,
) -> int:
    """Keep `serve` running until it ends by itself or is told to stop; its exit code.

    After too many bad ends `serve_out_of_order` runs instead, until it says after `WITHIN_S` that it is time to try again.
    `RESTART` means that the whole program should begin anew, with the settings and modules as they are then.
    `show_first_picture` is the whole life of a process that ends when the first window stands; it calls what it is given
    when people see the picture. `get_ready` loads from then on, so that nothing takes the processor away from the picture;
    it may leave no thread behind in this process, because windows are forked from it.
    """
    if not can_guard():
        return serve(Beat())
    ends = Ends()
    with _told_to_stop() as told, _FirstPicture(show_first_picture) as picture:
        picture.wait()
        get_ready()
        while not told:
            code = _watch(serve, told, picture)
            if code is not None:
                return code
            if not ends.are_too_many(time.monotonic()):
                continue
            _log.critical("%d bad ends in %d s: out of order for a while", MOST_ENDS, WITHIN_S)
            ends.times.clear()
            code = _watch(serve_out_of_order, told, picture)
            if code is not None:
                return code
    return 0


class _FirstPicture:
    """The process that shows it, for as long as the block and until `end`."""

    def __init__(self, show: Callable[[Callable[[], None]], object] | None) -> None:
        self._show = show
        self._process = 0
        self._reading = -1

    def __enter__(self) -> "_FirstPicture":
        if self._show is None:
            return self
        guards = os.getpid()
        self._reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _die_with(guards)
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

    def end(self) -> None:
        """At once: it holds nothing."""
        if self._process:
            os.close(self._reading)
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0


@contextlib.contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """Signals that came in; each is also handed on to the window by `_watch`."""
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch(serve: Serve, told: list[int], picture: _FirstPicture) -> int | None:
    """One process with a window: its exit code, or None after a crash or a hang."""
    reading, writing = os.pipe()
    guards = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _die_with(guards)
        _serve_and_end(serve, writing)
    os.close(writing)
    looked = time.monotonic()
    still_s, limit_s, handed_on = 0.0, FIRST_BEAT_S, 0
    queued_s = _queued_s(child)
    try:
        while True:
            ready, _, _ = select.select([reading], [], [], BEAT_S)
            now = time.monotonic()
            # a machine that is too busy to let the guard look, or the window run, does not prove that the window hangs
            queued_before_s, queued_s = queued_s, _queued_s(child)
            still_s += max(0.0, min(now - looked, 2 * BEAT_S) - (queued_s - queued_before_s))
            looked = now
            if ready:
                said = os.read(reading, 4096)
                if not said:
                    code = _ended(child)
                    return 0 if code is None and told else code
                if _STANDS in said:
                    picture.end()
                if _BEAT in said:
                    still_s, limit_s = 0.0, STOP_WITHIN_S if told else HANG_S
            while handed_on < len(told):
                os.kill(child, told[handed_on])
                handed_on += 1
                limit_s = STOP_WITHIN_S
            if still_s > limit_s:
                _log.critical("the window stood still for %.1f s", still_s)
                return _killed(child, 1 if told else None)
    finally:
        os.close(reading)


def _queued_s(process: int) -> float:
    """How long its main thread has waited for a processor so far; 0 where the system does not say (Linux's schedstat)."""
    try:
        with open(f"/proc/{process}/task/{process}/schedstat", encoding="ascii") as file:  # noqa: PTH123  no pathlib
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _killed(child: int, code: int | None) -> int | None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return code


def _ended(child: int) -> int | None:
    """The code of a process that ended by itself; None where a signal ended it."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code >= 0:
        return code
    _log.critical("the window ended by signal %d", -code)
    return None


def _serve_and_end(serve: Serve, writing: int) -> None:
    """The child's whole life."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)

    code = 1
    try:
        code = serve(Beat(writing))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        kind, error, trace = sys.exc_info()
        if kind is not None and error is not None:
            sys.excepthook(kind, error, trace)  # writes it down: nothing may get back into the guard
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _die_with(parent: int) -> None:
    """A window without its guard must not stay: it would hold the screen and the lock (Linux's PR_SET_PDEATHSIG)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
