"""What `kiosk run` does before its first window: may it run here, the first picture, and everything loaded that a window needs.

Loads nothing itself before it is asked to.
"""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.app.single import SingleInstance
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.settings import TerminalSettings


def has_screen() -> bool:
    """Whether Qt has something to draw on; without, it would end the whole program in its own words."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def may_run(home: Path) -> None:
    """Raises ConfigurationInvalid without a screen, AlreadyRunning while another has this home."""
    if not has_screen():
        raise ConfigurationInvalid(
            "there is no screen here: start it in a graphical session, or set QT_QPA_PLATFORM (eglfs, linuxfb)"
        )
    with SingleInstance(home):
        pass  # each window takes it for itself


def load_for_the_first_picture() -> None:
    """Qt, which every process that is forked from here then shares."""
    gc.disable()  # nothing of what is loaded now is garbage; a window collects by itself later

    import kiosk.ui.plain_spelling  # noqa: F401  first: everything after it loads faster


def programs_share_the_screen() -> bool:
    """Whether a window may stand there while another process draws its own: not without X11 or Wayland."""
    platform = os.environ.get("QT_QPA_PLATFORM", "xcb")
    return platform.startswith(("xcb", "wayland"))


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

    gc.collect()
    gc.freeze()  # what a window never looks through stays shared with its guard


def begin_anew() -> None:
    """This very program from its first line: with the settings and the modules that lie there now."""
    own = sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:]
    os.execv(sys.executable, [sys.executable, *own])  # noqa: S606  no shell
