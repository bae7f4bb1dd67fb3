"""From the first frame to a terminal that serves: the window first, what it works with behind it; decides nothing later on."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from kiosk.app.guard import LEFT, RESTART, WITHIN_S
from kiosk.domain.errors import Broken
from kiosk.domain.settings import Settings
from kiosk.ui.collecting import WindowThreadCollector
from kiosk.ui.first_frame import FirstFrame

if TYPE_CHECKING:
    from kiosk.app.build import Built
    from kiosk.app.estate import Estate
    from kiosk.app.face import Face
    from kiosk.app.terminal import Terminal
    from kiosk.flow.messages import Intent
    from kiosk.ui.lanes import Lanes

_log = logging.getLogger(__name__)
FIRST_STYLE = "Fusion"
STOP_WITHIN_S = 8.0
STILL_BUSY_MS = 60_000


class Start(QObject):
    """One start. `stands` is called when people see the window, `serving` once the terminal serves; `error` says why it never did.

    The window stands there with the welcome screen before store and devices are opened, in a lane. A touch that
    comes before the session can answer waits for it, and the person is told so.
    """

    connected = Signal()
    """The terminal is there, on the window."""

    def __init__(
        self,
        application: QApplication,
        home: Path,
        settings: Settings,
        resources: Path,
        *,
        size: QSize | None,
        config: Path | None = None,
    ) -> None:
        super().__init__()
        self._application = application
        self._home = home
        self._settings = settings
        self._resources = resources
        self._size = size
        self._config = config
        self._frame: FirstFrame | None = None
        self.face: Face | None = None
        """What people see, once it is there."""
        self._lanes: Lanes | None = None
        self._built: Built | None = None
        self.terminal: Terminal | None = None
        """Once it serves."""
        self._early: Intent | None = None
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._try_again)
        self.stands: Callable[[], None] = _nothing
        self.serving: Callable[[], None] = _nothing
        self.prepared: Callable[[], None] = _nothing
        self._unseen = False
        self.error: BaseException | None = None
        self.broken: Broken | None = None

    # --- the first pictures ----------------------------------------------------------------------------------

    def begin(self, frame: FirstFrame | None, broken: Broken | None = None, *, unseen: bool = False) -> None:
        """The frame is on its way to the screen, or none is needed. `broken`: only say why this machine rests. `unseen`:
        open everything, call `prepared`, and wait for `take_over`."""
        self._unseen = unseen
        self._frame = frame
        self.broken = broken
        if frame is not None:
            frame.painted.connect(self._show_window)
        else:
            QTimer.singleShot(0, self, self._show_window)

    @Slot()
    def _show_window(self) -> None:
        from kiosk.app.face import Face
        from kiosk.app.logs import begin_logging
        from kiosk.app.remembered_welcome import remembered_welcome
        from kiosk.ui.lanes import Lanes

        begin_logging(self._home)
        self._application.setStyle(FIRST_STYLE)
        self.face = Face(self._settings.terminal, self._home, size=self._size, speech=self._settings.speech)
        window = self.face.window
        window.intent.connect(self._too_early)
        window.technician_called.connect(self._call_early)
        self._lanes = Lanes(self)
        if self.broken is not None:
            self._rest(self.broken)
            self._resting.start(round(WITHIN_S * 1000))
        else:
            window.show_view(remembered_welcome(self._home))
            QTimer.singleShot(0, self, self._load)
        if not self._unseen:
            window.installEventFilter(self)
            self.face.open()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first frame goes when the window covers it."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._drop_frame)
        return False

    @Slot()
    def _drop_frame(self) -> None:
        self.stands()
        if self._frame is not None:
            self._frame.close()
            self._frame.deleteLater()
            self._frame = None

    @Slot(object)
    def _too_early(self, intent: "Intent") -> None:
        """Kept until the session can answer; of several the first one, which is what the person wanted."""
        from kiosk.flow.views import WaitingView

        assert self.face is not None
        if self._early is not None:
            return
        self._early = intent
        self.face.window.show_view(WaitingView(text_key="start.one_moment", personal=False))
        if self.broken is not None:
            self._load()

    @Slot()
    def _call_early(self) -> None:
        from kiosk.flow.technician_words import TechnicianCalled

        self._too_early(TechnicianCalled())

    # --- what it works with ----------------------------------------------------------------------------------

    @Slot()
    def _load(self) -> None:
        from kiosk.flow.messages import Lane

        assert self._lanes is not None
        self._lanes.call(Lane.STORE, _load_modules, self._loaded, self._failed, owner=self)

    def _loaded(self, _: None) -> None:
        from kiosk.app.painting import make_painter
        from kiosk.flow.messages import Lane

        assert self._lanes is not None
        painter = make_painter(
            self._resources, self._home
        )  # here, because fonts belong to the window's thread

        def open_all() -> "Built":
            from kiosk.app.build import build_terminal

            built = build_terminal(
                self._home,
                self._settings,
                painter,
                self._resources,
                config=self._config,
                succeeds=self._unseen,
            )
            try:
                if not self._unseen:
                    built.begin()
            except BaseException:
                built.close()
                raise
            self._built = (
                built  # here: whoever stops it now drops what the lane brings back, but must close this
            )
            return built

        self._lanes.call(Lane.STORE, open_all, self._opened, self._failed, owner=self)

    def _opened(self, built: "Built") -> None:
        if self._unseen:
            assert self.face is not None
            if (speaker := self.face.window.kit.speaker) is not None:
                speaker.load()  # its button is there from the first moment
            self.prepared()
            self.serving()
        else:
            self._serve(built)

    def take_over(self, estate: "Estate") -> None:
        """From a window that has given way: it was opened unseen, and shows itself now."""
        assert self.face is not None
        assert self._built is not None
        self._unseen = False
        self.face.window.installEventFilter(self)
        self._serve(self._built, estate)
        if (speaker := self.face.window.kit.speaker) is not None and self.face.window.current is not None:
            speaker.take_as_read(self.face.window.current)

    def give_way(self) -> "Estate":
        """Everything but the picture on the screen is let go of. The terminal is at rest."""
        assert self.terminal is not None
        assert self._built is not None
        estate = self.terminal.estate()
        self.terminal.stop(keep_window=True)
        self._built.close()
        return estate

    def _serve(self, built: "Built", estate: "Estate | None" = None) -> None:
        from kiosk.app.main import connect
        from kiosk.ui.presenter import broken_intent

        assert self.face is not None
        broken = broken_intent(self.broken) if self.broken is not None else None
        terminal = self.terminal = connect(built, face=self.face, lanes=self._lanes, broken=broken)
        terminal.left.connect(self._left)
        if estate is not None:
            terminal.inherit(estate)
        self.face.window.intent.disconnect(self._too_early)
        self.face.window.technician_called.disconnect(self._call_early)
        self.connected.emit()
        terminal.start()
        if self._early is not None:
            terminal.presenter.take(self._early)
        collector = self._application.findChild(WindowThreadCollector)
        if collector is not None:
            collector.settle()
        self.serving()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Broken) and not self._unseen:
            self._rest(error)
            return
        self.error = error
        self._application.exit(1)

    def _rest(self, error: Broken) -> None:
        """This machine cannot go on: say so on the screen, and to the log. Staff may still take out what waits."""
        from kiosk.flow.views import OutOfOrderView

        assert self.face is not None
        self._early = None
        self.broken = error
        _log.critical("out of order: %s", error)
        self.face.window.show_view(
            OutOfOrderView(
                terminal=self._settings.terminal.name,
                code=error.code,
                text_key=error.text_key,
                has_door=True,
            )
        )
        self.serving()

    @Slot()
    def _try_again(self) -> None:
        """It has rested long enough, unless somebody is looking after it."""
        if self.terminal is not None and self.terminal.session.staff_name:
            self._resting.start(STILL_BUSY_MS)
        else:
            self._end(RESTART)

    @Slot(str)
    def _left(self, how: str) -> None:
        self._end(RESTART if how == "restart" else LEFT)

    def _end(self, code: int) -> None:
        if self.terminal is not None:
            self.terminal.stop()
        self._application.exit(code)

    # --- the end ---------------------------------------------------------------------------------------------

    def after_a_bug(self) -> None:
        """The visit ends, and nothing of it stays."""
        if self.terminal is not None:
            QTimer.singleShot(0, self.terminal.presenter, self.terminal.end_session)

    def stop(self) -> None:
        """Told to end: nothing new begins."""
        if self.terminal is not None:
            self.terminal.stop()
        else:
            if self._lanes is not None:
                self._lanes.stop(STOP_WITHIN_S)
            if self.face is not None:
                self.face.window.allow_close()
        self._application.quit()

    def close(self) -> None:
        """After the loop: everything is let go, and the trail tells a clean end from a crash."""
        self.stop()
        if self._built is not None:
            if self._unseen:
                self._built.close()
            else:
                self._built.end()


def _load_modules() -> None:
    """In a lane: libraries whose loading would hold up the window."""
    import kiosk.app.build
    import kiosk.app.main
    import kiosk.app.terminal  # noqa: F401


def _nothing() -> None:
    """Nobody wants to know."""
