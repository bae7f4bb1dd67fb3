"""Which screen of the machine a setting means, and keeping a window on it when screens are turned, unplugged and come back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

SETTLES_MS = 300
"""The system tells of a change of screens in several pieces."""


def named_screen(named: str) -> QScreen | None:
    """The screen of that name at the system, or of that number from 1; None where it is away."""
    for number, screen in enumerate(QGuiApplication.screens(), 1):
        if named in (screen.name(), str(number)):
            return screen
    return None


def chosen_screen(named: str) -> QScreen:
    """The screen of `terminal.screen`; the primary one where none is named or it is away."""
    return named_screen(named) or QGuiApplication.primaryScreen()


class StaysOnScreen(QObject):
    """Covers with a window whatever screen `find` names; while there is none, the window is hidden."""

    def __init__(self, find: Callable[[], QScreen | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._window: QWidget | None = None
        self._settling = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._settling.timeout.connect(self.settle)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._screens_changed)
            application.screenRemoved.connect(self._screens_changed)
            application.primaryScreenChanged.connect(self._screens_changed)
        self._watch()

    def keep(self, window: QWidget) -> None:
        """From now on this window; it is shown at once."""
        self._window = window
        self.settle()

    @Slot()
    def settle(self) -> None:
        """Put the window where it belongs."""
        if self._window is None:
            return
        screen = self._find()
        if screen is None:
            self._window.hide()
            return
        if self._window.screen() is not screen:
            self._window.setScreen(screen)
        if self._window.geometry() != screen.geometry() or not self._window.isVisible():
            self._window.setGeometry(screen.geometry())
            self._window.showFullScreen()

    @Slot()
    def _screens_changed(self, _screen: QScreen | None = None) -> None:
        self._watch()
        self._settling.start()

    def _watch(self) -> None:
        from PySide6.QtCore import Qt  # here: its many enumerations would hold up the first picture

        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self._turned, Qt.ConnectionType.UniqueConnection)

    @Slot()
    def _turned(self) -> None:
        self._settling.start()
