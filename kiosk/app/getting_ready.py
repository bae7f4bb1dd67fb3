"""What `kiosk run` does before its first window: may it run here, the first picture, and everything loaded that a window needs.

Loads nothing itself before it is asked to.
"""

import ctypes
import gc
import mmap
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.settings import TerminalSettings

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_MALLOC = {_M_MMAP_THRESHOLD: 4 << 20, _M_TRIM_THRESHOLD: 8 << 20, _M_ARENA_MAX: 2}
"""Larger than a camera's picture at 720p, which comes thirty times a second; bytes, bytes, heaps."""


def has_screen() -> bool:
    """Whether Qt has something to draw on; without, it would end the whole program in its own words."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def may_run() -> None:
    """Raises ConfigurationInvalid without a screen."""
    if not has_screen():
        raise ConfigurationInvalid(
            "there is no screen here: start it in a graphical session, or set QT_QPA_PLATFORM (eglfs, linuxfb)"
        )


def load_for_the_first_picture() -> None:
    """Qt, which every process that is forked from here then shares."""
    gc.disable()  # nothing of what is loaded now is garbage; a window collects by itself later

    import kiosk.ui.plain_spelling  # noqa: F401  first: everything after it loads faster


def programs_share_the_screen() -> bool:
    """Whether a window may stand there while another process draws its own: not without X11 or Wayland."""
    platform = os.environ.get("QT_QPA_PLATFORM", "xcb")
    return platform.startswith(("xcb", "wayland"))


def windows_may_overlap() -> bool:
    """Whether a window may be there while its successor already is; where nobody sees anything they may, too."""
    return programs_share_the_screen() or os.environ.get("QT_QPA_PLATFORM") == "offscreen"


def show_first_picture(settings: TerminalSettings, seen: Callable[[], None]) -> None:
    """The whole life of the process that shows it; whoever started it ends it. `seen` is called once people see it."""
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.first_frame import WINDOW_SIZE, FirstFrame

    application = QApplication(sys.argv[:1])
    frame = FirstFrame(settings, None if settings.full_screen else WINDOW_SIZE)
    frame.painted.connect(seen)
    application.exec()
    frame.close()


def load_everything() -> None:
    """All modules of a window that serves: it then stands there at once, also after a crash. Starts no thread."""
    import kiosk.app.build
    import kiosk.app.face
    import kiosk.app.main
    import kiosk.app.starting
    import kiosk.app.terminal
    import kiosk.ui.screens.waiting_screen
    import kiosk.ui.screens.welcome_screen  # noqa: F401

    give_large_memory_back()
    gc.collect()
    gc.freeze()  # what a window never looks through stays shared with its guard
    let_code_go()


def give_large_memory_back() -> None:
    """Pictures and what a password costs go back to the system when they are freed (glibc's malloc.h; windows inherit it).

    By itself glibc keeps all blocks as large as the largest that was ever freed, and a heap for each thread.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform.startswith("linux") else None
    if mallopt is not None:  # other C libraries have none
        for option, value in _MALLOC.items():
            mallopt(option, value)


def let_code_go() -> None:
    """What this process ran only to load: unchanged pages of program files, which a window takes from the system as it needs them.

    Linux; changes nothing but how much memory the guard holds.
    """
    if not sys.platform.startswith("linux"):
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for start, size in _unchanged_code(
        Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace")
    ):
        madvise(start, size, mmap.MADV_DONTNEED)


def _unchanged_code(smaps: str) -> Iterator[tuple[int, int]]:
    """Address and bytes of every mapping of a file that this process can run or read and has never written to (proc(5))."""
    place, path = (0, 0), ""
    for line in smaps.splitlines():
        words = line.split()
        if not words[0].endswith(":"):
            first, last = (int(word, 16) for word in words[0].split("-"))
            place, path = (first, last - first), words[5] if len(words) > 5 and "w" not in words[1] else ""
        elif words[:2] == ["Anonymous:", "0"] and path.startswith("/"):
            yield place


def begin_anew() -> None:
    """This very program from its first line: with the settings and the modules that lie there now."""
    own = sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:]
    os.execv(sys.executable, [sys.executable, *own])  # noqa: S606  no shell
