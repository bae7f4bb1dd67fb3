"""`kiosk run`: start, run and stop of the terminal on real devices."""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

import kiosk.ui.plain_spelling  # noqa: F401  first: the modules below load faster for it
from kiosk.app.crash import hook_crashes
from kiosk.app.getting_ready import windows_may_overlap
from kiosk.app.guard import can_guard
from kiosk.app.guarded_window import BEAT_S, Beat
from kiosk.app.renewal import Renewal
from kiosk.app.starting import FIRST_STYLE, Start
from kiosk.app.stopping import stop_on_signals
from kiosk.app.wiping import wipe_freed_memory
from kiosk.domain.errors import Broken, StoppedTooOften
from kiosk.domain.settings import Settings
from kiosk.ui.collecting import WindowThreadCollector
from kiosk.ui.first_frame import WINDOW_SIZE, FirstFrame

if TYPE_CHECKING:
    from kiosk.app.build import Built
    from kiosk.app.face import Face, SidePanel
    from kiosk.app.terminal import Terminal
    from kiosk.flow.intents import EffectFailed
    from kiosk.ui.lanes import Lanes

SWITCHES_AFTER_S = 0.0005
"""So long may a lane that reads a card go on in Python while the window's thread waits: ten times less than Python's own."""
NAME = "Kiosk"
"""What assistive technology and the system call it."""


def make_application() -> QApplication:
    """The one application object, in the style the theme is drawn for; Qt's own messages go to the log."""
    application = _bare_application()
    application.setStyle(FIRST_STYLE)
    return application


def _bare_application() -> QApplication:
    qInstallMessageHandler(_log_qt)
    sys.setswitchinterval(SWITCHES_AFTER_S)
    application = QApplication(sys.argv[:1])
    application.setApplicationName(NAME)
    application.setQuitOnLastWindowClosed(True)
    WindowThreadCollector(application)
    return application


def run(home: Path, settings: Settings, resources: Path, beat: Beat, config: Path | None = None) -> int:
    """Run until stopped; 0 after a clean stop, else `RESTART` or `LEFT`. `beat` is called from the window's loop.

    A Broken error is shown on the screen. Whoever calls it holds the home's lock (`SingleInstance`).
    """
    return _run(home, settings, resources, beat, config, None)


def run_out_of_order(
    home: Path, settings: Settings, resources: Path, beat: Beat, config: Path | None = None
) -> int:
    """Only say that this machine rests after it stopped too often."""
    return _run(home, settings, resources, beat, config, StoppedTooOften())


def _run(
    home: Path, settings: Settings, resources: Path, beat: Beat, config: Path | None, broken: Broken | None
) -> int:
    wipe_freed_memory()
    application = _bare_application()
    size = None if settings.terminal.full_screen else WINDOW_SIZE
    start = Start(application, home, settings, resources, size=size, config=config)
    # elsewhere a process of its own has shown the first picture
    frame = None if can_guard() else FirstFrame(settings.terminal, size)
    return see_through(application, start, beat, frame, broken)


def see_through(
    application: QApplication,
    start: Start,
    beat: Beat,
    frame: FirstFrame | None = None,
    broken: Broken | None = None,
) -> int:
    """A start, and all that follows until its window ends or gives way to another."""
    beating = beats(beat)
    start.stands, start.serving = beat.window_stands, beating.start
    if windows_may_overlap():
        Renewal(start, beat)
    start.begin(frame, broken, unseen=beat.succeeds)
    ticking = stop_on_signals(start.stop)
    hook_crashes(start.after_a_bug)
    try:
        code = application.exec()
    finally:
        ticking.stop()
        start.close()
        beating.stop()
    if start.error is not None:
        raise start.error
    if start.broken is not None and not code:
        sys.stderr.write(f"kiosk: {start.broken}\n")
        return 1
    return int(code)


def beats(beat: Beat) -> QTimer:
    """Shows from the window's loop, once it is started, that it turns. Keep the timer."""
    timer = QTimer()
    timer.setInterval(round(BEAT_S * 1000))
    timer.timeout.connect(beat)
    return timer


def _log_qt(kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(
        kind, logging.WARNING
    )
    logging.getLogger("kiosk.qt").log(level, "%s", words)


def connect(
    built: "Built",
    *,
    size: QSize | None = None,
    side_panel: "SidePanel | None" = None,
    face: "Face | None" = None,
    lanes: "Lanes | None" = None,
    broken: "EffectFailed | None" = None,
) -> "Terminal":
    """The window on its parts, with the signals between lanes and window. A window is made where there is none yet.

    `broken`: this machine is out of order; only staff do something with it.
    """
    from kiosk.app.face import Face
    from kiosk.app.terminal import Terminal

    parts = built.parts
    own = face or Face(
        parts.settings.terminal,
        parts.home,
        size=size,
        side_panel=side_panel,
        speech=parts.settings.speech,
    )
    terminal = Terminal(parts, built.background, own, lanes, broken)
    built.on_wake.append(terminal.woken.emit)
    built.on_refresh.append(terminal.refreshed.emit)
    built.on_printer.append(terminal.printer_told.emit)
    built.on_leave.append(terminal.left.emit)
    return terminal
