"""A window and its guard: the process that one of them is, and what they tell each other; decides nothing itself."""

import contextlib
import ctypes
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)

BEAT_S = 0.1
HANG_S = 1.0
"""The window's loop stood still for so long, though it had a processor and the guard's own was on time: nobody can use it."""
FIRST_BEAT_S = 60.0
"""So long may a start take: it may have to move a database to a new form."""
STOP_WITHIN_S = 20.0
ALIVE, STANDS, WANTS_SUCCESSOR, RENOUNCES, PREPARED, SETTLES, GIVES_WAY = (
    b".",
    b"!",
    b"w",
    b"r",
    b"p",
    b"s",
    b"g",
)
"""What a window says: its loop turns; people see it; it wants to be renewed; not now after all; as a successor it waits
for its turn; it lets go of everything but its picture; it has (what it leaves to its successor follows)."""
TAKE_OVER = b"t"
"""What a guard says to a successor (what was left to it follows). To the window before it says `PREPARED`."""
_LARGEST_WORD = 65_536


class Beat:
    """A window's end of the line to its guard; without a guard it is nobody's. Called from the window's loop: it turns."""

    def __init__(self, line: socket.socket | None = None, *, succeeds: bool = False) -> None:
        self._line = line
        self.succeeds = succeeds
        """Prepare everything, say so, and show nothing until told to take over."""

    def __call__(self) -> None:
        self._say(ALIVE)

    @property
    def descriptor(self) -> int | None:
        """Something can be heard when it can be read; None without a guard."""
        return None if self._line is None else self._line.fileno()

    def window_stands(self) -> None:
        """People see the window now; the picture behind it may go."""
        self._say(STANDS)

    def ask_for_successor(self) -> None:
        """`PREPARED` is heard once there is one."""
        self._say(WANTS_SUCCESSOR)

    def renounce_successor(self) -> None:
        """Somebody is there again."""
        self._say(RENOUNCES)

    def is_prepared(self) -> None:
        """`TAKE_OVER` is heard when it is time."""
        self._say(PREPARED)

    def settles(self) -> None:
        """Store and devices are being let go of, which takes as long as it takes."""
        self._say(SETTLES)

    def give_way(self, leaves: bytes) -> None:
        """Everything but the picture is let go of. Does not return: the guard ends this process when the successor stands."""
        self._say(GIVES_WAY + leaves)
        while True:
            signal.pause()

    def hear(self) -> bytes:
        """What the guard said: one word. Empty when it has nothing more to say to this window."""
        if self._line is None:
            return b""
        try:
            return self._line.recv(_LARGEST_WORD)
        except OSError:
            return b""

    def _say(self, word: bytes) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.send(word)


Serve = Callable[[Beat], int]
"""Runs a window until it is stopped and calls the beat from its loop; returns the exit code."""


class GuardedWindow:
    """The guard's view of one window, which is a fork of it."""

    def __init__(self, serve: Serve, *, succeeds: bool = False) -> None:
        self._line, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        guards = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.process = os.fork()
        if self.process == 0:
            self._line.close()
            die_with(guards)
            _serve_and_end(serve, Beat(its_end, succeeds=succeeds))
        its_end.close()
        self._looked = time.monotonic()
        self._still_s, self._limit_s, self._stopping = 0.0, FIRST_BEAT_S, False
        self._queued_s = self._queued_so_far_s()

    def fileno(self) -> int:
        """To wait for its words."""
        return self._line.fileno()

    def listen(self, *, is_ready: bool) -> bytes | None:
        """Its next word, empty when it has ended, None when it said nothing. Call it often: it also takes the time."""
        now = time.monotonic()
        # a machine that is too busy to let the guard look, or the window run, does not prove that the window hangs
        queued_before_s, self._queued_s = self._queued_s, self._queued_so_far_s()
        self._still_s += max(0.0, min(now - self._looked, 2 * BEAT_S) - (self._queued_s - queued_before_s))
        self._looked = now
        if not is_ready:
            return None
        try:
            word = self._line.recv(_LARGEST_WORD)
        except OSError:  # it ended with words of ours unread
            word = b""
        if word == ALIVE:
            self._still_s, self._limit_s = 0.0, STOP_WITHIN_S if self._stopping else HANG_S
        elif word == SETTLES:
            self._still_s, self._limit_s = 0.0, STOP_WITHIN_S
        return word

    @property
    def hangs(self) -> bool:
        """It has not said for too long that its loop turns."""
        if self._still_s > self._limit_s:
            _log.critical("the window stood still for %.1f s", self._still_s)
            return True
        return False

    def tell(self, word: bytes) -> None:
        """The window hears it in its loop."""
        with contextlib.suppress(OSError):
            self._line.send(word)

    def hand_on(self, number: int) -> None:
        """A signal to end."""
        os.kill(self.process, number)
        self._limit_s, self._stopping = STOP_WITHIN_S, True

    def let_go(self) -> None:
        """It goes on, or has ended; nothing is said any more."""
        self._line.close()

    def kill(self) -> None:
        """At once."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        self.let_go()

    def end_cleanly(self) -> None:
        """It lets go of its store; at once where it does not."""
        self.hand_on(signal.SIGTERM)
        until = time.monotonic() + STOP_WITHIN_S
        while os.waitpid(self.process, os.WNOHANG)[0] == 0:
            if time.monotonic() > until:
                self.kill()
                return
            time.sleep(0.01)
        self.let_go()

    def ended(self) -> int | None:
        """The code of a process that ended by itself; None where a signal ended it."""
        self.let_go()
        code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        if code >= 0:
            return code
        _log.critical("the window ended by signal %d", -code)
        return None

    def _queued_so_far_s(self) -> float:
        """How long its main thread has waited for a processor; 0 where the system does not say (Linux's schedstat)."""
        place = f"/proc/{self.process}/task/{self.process}/schedstat"
        try:
            with open(place, encoding="ascii") as file:  # noqa: PTH123  no pathlib
                return int(file.read().split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0


def _serve_and_end(serve: Serve, beat: Beat) -> None:
    """The child's whole life."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)

    code = 1
    try:
        code = serve(beat)
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


def die_with(parent: int) -> None:
    """A window without its guard must not stay: it would hold the screen and the lock (Linux's PR_SET_PDEATHSIG)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
