"""Which screen of the machine is meant by a setting; it places no window."""

from PySide6.QtGui import QGuiApplication, QScreen


def chosen_screen(named: str) -> QScreen:
    """The screen of `terminal.screen`: its name at the system, or its number from 1; the primary one where it is away."""
    screens = QGuiApplication.screens()
    for number, screen in enumerate(screens, 1):
        if named in (screen.name(), str(number)):
            return screen
    return QGuiApplication.primaryScreen()
