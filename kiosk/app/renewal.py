"""After a visit with personal data the window gives way to a fresh one, whose memory never held any; only decides when."""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from kiosk.app.estate import Estate
from kiosk.app.guarded_window import PREPARED, TAKE_OVER, Beat
from kiosk.app.starting import Start
from kiosk.flow.messages import View

_log = logging.getLogger(__name__)
LOOK_EVERY_MS = 50
UNTOUCHED_S = 0.4
"""A finger that has just left the screen may come back at once: what it does then belongs to one window alone."""


@contextlib.contextmanager
def _whole() -> Iterator[None]:
    """A window that has let go of half, or taken over half, serves nobody: it ends, and its guard starts another."""
    try:
        yield
    except Exception:
        _log.critical("a bug while windows change places", exc_info=True)
        os.kill(os.getpid(), signal.SIGKILL)
        raise


class Renewal(QObject):
    """Of both: the window that asks for a successor and gives way to it, and the successor that waits and takes over.

    The window asks as soon as the first screen stands there and nothing is under way: what was filed is durable, what is
    printed is out, no lane is at work. While the successor prepares it goes on serving; who begins in this time stays
    with it, and the successor is given up. Without a guard nothing happens.
    """

    def __init__(self, start: Start, beat: Beat) -> None:
        super().__init__(start)
        self._start = start
        self._beat = beat
        self._is_due = False
        self._has_asked = False
        self._is_prepared = False
        self._untouched_since_s = time.monotonic()
        self._looking = QTimer(self, interval=LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)
        if beat.descriptor is None:
            return
        self._notifier = QSocketNotifier(beat.descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        start.prepared = beat.is_prepared
        start.connected.connect(self._watch)

    @Slot()
    def _watch(self) -> None:
        """The terminal serves."""
        face, terminal = self._start.face, self._start.terminal
        assert face is not None
        assert terminal is not None
        face.window.shown.connect(self._shown)
        face.window.touched.connect(self._touched)
        terminal.refreshed.connect(self._give_up)  # the successor knows the settings of before

    @Slot(object)
    def _shown(self, view: View) -> None:
        if view.personal and not self._is_due:
            self._is_due = True
            self._looking.start()

    @Slot()
    def _touched(self) -> None:
        self._untouched_since_s = time.monotonic()

    @Slot()
    def _look(self) -> None:
        terminal = self._start.terminal
        assert terminal is not None
        if not terminal.nobody_is_there:
            self._give_up()
        elif not self._has_asked:
            if terminal.is_at_rest:
                self._has_asked = True
                self._beat.ask_for_successor()
        elif self._is_prepared and terminal.is_at_rest and self._is_untouched():
            self._looking.stop()
            self._beat.settles()
            with _whole():
                estate = self._start.give_way()
            self._beat.give_way(estate.to_bytes())

    def _is_untouched(self) -> bool:
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not pressed and time.monotonic() - self._untouched_since_s >= UNTOUCHED_S

    @Slot()
    def _give_up(self) -> None:
        """For this time."""
        if self._has_asked:
            self._has_asked = self._is_prepared = False
            self._beat.renounce_successor()
            if self._start.terminal is not None:
                self._start.terminal.hold_back(False)

    @Slot()
    def _hear(self) -> None:
        word = self._beat.hear()
        if word == PREPARED and self._has_asked and self._start.terminal is not None:
            self._is_prepared = True
            self._start.terminal.hold_back(True)
        elif word.startswith(TAKE_OVER) and self._beat.succeeds:
            with _whole():
                self._start.take_over(Estate.from_bytes(word.removeprefix(TAKE_OVER)))
        elif not word:
            self._notifier.setEnabled(False)
