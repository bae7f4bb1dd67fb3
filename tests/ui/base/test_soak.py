"""Many visits one after the other leave nothing behind in the window."""

import gc
from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kiosk.ui.screen import Screen
from kiosk.ui.window import KioskWindow
from tests.ui.base.plain_screens import FormScreen, FormView, StartScreen, StartView


def test_visits_leave_no_widget_and_no_object_behind(
    open_window: Callable[..., KioskWindow], qtbot: QtBot
) -> None:
    window = open_window(FormScreen, StartScreen)

    def visit() -> None:
        window.show_view(FormView(phone="0912345678", can_go_back=True))
        screen = window.current
        assert isinstance(screen, Screen)
        window.forget_person()
        window.show_view(StartView())
        qtbot.waitUntil(lambda: not isValid(screen))

    def count() -> tuple[int, int, int]:
        gc.collect()
        screens = sum(isinstance(thing, FormScreen) for thing in gc.get_objects())
        return len(QApplication.allWidgets()), screens, len(gc.get_objects())

    for _ in range(3):
        visit()
    widgets, screens, objects = count()
    for _ in range(30):
        visit()
    after = count()
    assert after[0] == widgets
    assert after[1] == screens <= 1
    assert after[2] - objects < 300
