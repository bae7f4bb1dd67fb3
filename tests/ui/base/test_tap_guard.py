"""Trembling hands and quick ones: which taps reach a screen that has just appeared."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.flow.intents import WentBack, WentOn
from kiosk.ui.tap_guard import TapGuard
from kiosk.ui.window import KioskWindow
from tests.ui.base.plain_screens import FormScreen, FormView, StartScreen, StartView

HERE, THERE = QPointF(100, 100), QPointF(900, 100)


class Hand:
    """A finger and a clock."""

    def __init__(self) -> None:
        self.now = 10.0
        self.guard = TapGuard(50.0, lambda: self.now)

    def reaches(self, where: QPointF = HERE, *, after_s: float, held_s: float = 0.08) -> bool:
        """Whether a whole tap reaches the widgets; it is down for `held_s`."""
        self.now += after_s
        down = self._swallowed(QEvent.Type.MouseButtonPress, where)
        self.now += held_s
        up = self._swallowed(QEvent.Type.MouseButtonRelease, where)
        assert down == up
        return not down

    def _swallowed(self, kind: QEvent.Type, where: QPointF) -> bool:
        button = Qt.MouseButton.LeftButton
        return self.guard.swallows(
            QMouseEvent(kind, where, where, button, button, Qt.KeyboardModifier.NoModifier)
        )


@pytest.fixture
def hand(qapp: object) -> Hand:
    return Hand()


def test_a_trembling_second_tap_does_not_hit_the_screen_that_the_first_brought(hand: Hand) -> None:
    assert hand.reaches(after_s=1.0)
    hand.guard.screen_changed()
    assert not hand.reaches(after_s=0.15)
    assert hand.reaches(after_s=0.5)


def test_also_after_a_long_press(hand: Hand) -> None:
    assert hand.reaches(after_s=1.0, held_s=1.5)
    hand.guard.screen_changed()
    assert not hand.reaches(after_s=0.15)


def test_a_quick_tap_somewhere_else_is_meant(hand: Hand) -> None:
    assert hand.reaches(after_s=1.0)
    hand.guard.screen_changed()
    assert hand.reaches(THERE, after_s=0.1)
    assert hand.reaches(THERE, after_s=0.05)


def test_two_quick_taps_on_one_key_are_two_letters(hand: Hand) -> None:
    assert all(hand.reaches(after_s=0.05) for _ in range(5))


def test_a_tap_aimed_at_the_screen_before_does_not_hit_what_came_by_itself(hand: Hand) -> None:
    assert hand.reaches(after_s=1.0)
    hand.now += 5.0
    hand.guard.screen_changed()
    assert not hand.reaches(THERE, after_s=0.1)
    assert hand.reaches(THERE, after_s=0.2)


def test_a_key_held_over_a_change_presses_nothing_more(hand: Hand) -> None:
    def enter(*, again: bool) -> bool:
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again
        )
        return hand.guard.swallows(event)

    assert not enter(again=False)
    hand.now += 0.1
    hand.guard.screen_changed()
    assert enter(again=True)
    assert not enter(again=False)


def test_the_window_asks_the_guard(open_window: Callable[..., KioskWindow]) -> None:
    window = open_window(StartScreen, FormScreen)
    window.show_view(StartView())
    window.taps = TapGuard(50.0, lambda: 0.0)  # all of it happens at once
    handle = window.windowHandle()
    assert handle is not None
    heard: list[object] = []
    window.intent.connect(heard.append)

    def tap(where: QPoint) -> None:
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)

    def middle_of(name: str) -> QPoint:
        button = window.findChild(QWidget, name)
        assert button is not None
        return button.mapTo(window, QPoint(button.width() // 2, button.height() // 2))

    window.intent.connect(lambda _: window.show_view(FormView(can_go_back=True)))
    first = middle_of("start.first")
    tap(first)
    tap(first)
    assert heard == [WentOn()]
    tap(middle_of("form.back"))
    assert heard == [WentOn(), WentBack()]


def test_the_tap_that_brings_the_keys_up_types_nothing_when_it_trembles(
    open_window: Callable[..., KioskWindow], qtbot: QtBot
) -> None:
    window = open_window(FormScreen)
    window.show_view(FormView())
    window.taps = TapGuard(50.0, lambda: 0.0)  # all of it happens at once
    handle, field = window.windowHandle(), window.findChild(QLineEdit, "form.full_name")
    assert handle is not None
    assert field is not None
    keyboard = window.kit.keyboard
    touched = QPoint(window.width() // 2, window.height() - 40)

    def tap() -> None:
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, touched)

    tap()
    field.setFocus()  # as what was touched may bring them
    qtbot.waitUntil(lambda: keyboard.isVisible() and keyboard.geometry().contains(touched))
    tap()
    assert field.text() == ""
    window.taps = TapGuard(50.0, lambda: 1.0)
    tap()
    assert field.text() == " ", "the key that stands there answers to a tap that is meant"
