"""Garbage collection for a program with a window: it runs on the window's thread only, never on a lane's."""

import ctypes
import gc
import sys

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 200
CACHED_BYTES, CACHED_STEP_BYTES, CACHED_OF_A_SIZE = (24, 1032), 16, 7
"""What glibc keeps for each thread of what that thread freed (its tcache): block sizes, and how many of each."""


def overwrite_freed_cache() -> None:
    """Of the calling thread: the few small blocks that glibc keeps at hand, which `M_PERTURB` does not reach."""
    if not sys.platform.startswith("linux"):
        return
    c = ctypes.CDLL(None)
    c.malloc.restype = ctypes.c_void_p
    blocks = [
        (ctypes.c_void_p(c.malloc(size)), size)
        for size in range(CACHED_BYTES[0], CACHED_BYTES[1] + 1, CACHED_STEP_BYTES)
        for _ in range(CACHED_OF_A_SIZE)
    ]
    for block, size in blocks:
        ctypes.memset(block, 0, size)
        c.free(block)


def let_memory_go() -> None:
    """After a visit: collect what only points at itself, then hand free memory back to the system (glibc), pages and all.

    What is not freed is not overwritten either; and without this a terminal's memory would creep up from visit to visit.
    """
    gc.collect()
    overwrite_freed_cache()
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
        if trim is not None:
            trim(0)


class WindowThreadCollector(QObject):
    """Takes Python's automatic collection over, for as long as it lives.

    Python collects on whichever thread happens to allocate. A lane that decodes a picture would then destroy widgets
    of the last visit, off their thread, while Qt still delivers events to them: the program ends without a word. The
    thresholds of each generation stay Python's own (`gc.get_threshold`).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.freeze()  # what the program consists of is never garbage, and need not be looked through again
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(EVERY_MS)

    def settle(self) -> None:
        """What was loaded since is no garbage either."""
        gc.collect()
        gc.freeze()

    @Slot()
    def collect_due(self) -> None:
        """Collect the oldest generation whose turn has come; nothing when none has."""
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))

    def stop(self) -> None:
        """Hand collection back to Python; for tests, and for a program that goes on without its window."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
