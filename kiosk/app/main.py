"""`kiosk run`: start, run and stop of the terminal on real devices."""

import logging
import os
import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from kiosk.app.build import Built, build_terminal
from kiosk.app.crash import hook_crashes
from kiosk.app.guard import BEAT_S, Beat
from kiosk.app.logs import begin_logging
from kiosk.app.painting import make_painter
from kiosk.app.single import SingleInstance
from kiosk.app.terminal import SidePanel, Terminal, stop_on_signals
from kiosk.domain.errors import AlreadyRunning, Broken, ConfigurationInvalid, StoppedTooOften
from kiosk.domain.events import AuditKind
from kiosk.domain.settings import Settings
from kiosk.ui.collecting import WindowThreadCollector

_log = logging.getLogger(__name__)

FIRST_STYLE = "Fusion"


def make_application() -> QApplication:
    """The one application object, in the style the theme is drawn for; Qt's own messages go to the log."""
    qInstallMessageHandler(_log_qt)
    application = QApplication(sys.argv[:1])
    application.setStyle(FIRST_STYLE)
    application.setQuitOnLastWindowClosed(True)
    WindowThreadCollector(application)
    return application


def has_screen() -> bool:
    """Whether Qt has something to draw on; without, it would end the whole program in its own words."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def run(home: Path, settings: Settings, resources: Path, beat: Beat) -> int:
    """Run until stopped; 0 after a clean stop. `beat` is called from the window's loop.

    Raises AlreadyRunning, and ConfigurationInvalid without a screen; another Broken error is shown on the screen.
    """
    begin_logging(home)
    if not has_screen():
        raise ConfigurationInvalid(
            "there is no screen here: start it in a graphical session, or set QT_QPA_PLATFORM (eglfs, linuxfb)"
        )
    with SingleInstance(home):
        application = make_application()
        beating = beats(beat)
        size = None if settings.terminal.full_screen else QSize(1280, 800)
        try:
            built = build_terminal(home, settings, make_painter(resources, home), resources)
        except AlreadyRunning:
            raise
        except Broken as error:
            return _run_broken(application, settings, error, size)
        terminal = connect(built, size=size)
        code = _serve(application, terminal, built)
        beating.stop()
        return code


def run_out_of_order(settings: Settings, beat: Beat) -> int:
    """Only say that this machine rests after it stopped too often."""
    application = make_application()
    beating = beats(beat)
    size = None if settings.terminal.full_screen else QSize(1280, 800)
    code = _run_broken(application, settings, StoppedTooOften(), size)
    beating.stop()
    return code


def beats(beat: Beat) -> QTimer:
    """Shows from the window's loop that it turns. Keep the timer."""
    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(round(BEAT_S * 1000))
    return timer


def _log_qt(kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(
        kind, logging.WARNING
    )
    logging.getLogger("kiosk.qt").log(level, "%s", words)


def connect(built: Built, *, size: QSize | None, side_panel: SidePanel | None = None) -> Terminal:
    """The window on its parts, with the signals between lanes and window."""
    terminal = Terminal(built.parts, built.background, size=size, side_panel=side_panel)
    built.on_wake.append(terminal.woken.emit)
    built.on_refresh.append(terminal.refreshed.emit)
    built.on_printer.append(terminal.printer_told.emit)
    return terminal


def _serve(application: QApplication, terminal: Terminal, built: Built) -> int:
    store = built.parts.store
    store.prints.own_up()
    store.audit.append(AuditKind.PROGRAM_STARTED)

    def stop() -> None:
        terminal.stop()
        application.quit()

    ticking = stop_on_signals(stop)
    hook_crashes(lambda: QTimer.singleShot(0, terminal.presenter, terminal.end_session))
    try:
        terminal.start()
        code = application.exec()
        ticking.stop()
        terminal.stop()
        store.audit.append(AuditKind.PROGRAM_ENDED)
    finally:
        terminal.stop()
        built.close()
    return int(code)


def _run_broken(application: QApplication, settings: Settings, error: Broken, size: QSize | None) -> int:
    """This machine cannot go on: say so on the screen, and to the log, until a technician comes."""
    from kiosk.app.out_of_order import OutOfOrderWindow

    ticking = stop_on_signals(application.quit)
    _log.critical("out of order: %s", error)
    sys.stderr.write(f"kiosk: {error}\n")
    window = OutOfOrderWindow(settings, error, size)
    window.open()
    application.exec()
    ticking.stop()
    return 1
