"""The window and the frame of its screens: what stays, what goes with the person, what never gets in."""

from collections.abc import Callable
from itertools import count

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kiosk.domain.receipt import PrinterState
from kiosk.flow.intents import ClerkCalled, WentBack, WentOn
from kiosk.flow.messages import Notice
from kiosk.flow.views import TerminalStatus
from kiosk.ui.screen import ScreenKit
from kiosk.ui.screen_faults import find_faults
from kiosk.ui.tap_guard import TapGuard
from kiosk.ui.window import KioskWindow, is_system_key
from tests.ui.base.plain_screens import FormScreen, FormView, StartScreen, StartView

OpenWindow = Callable[..., KioskWindow]


def form_of(window: KioskWindow) -> FormScreen:
    assert isinstance(window.current, FormScreen)
    return window.current


def test_the_same_kind_of_view_changes_the_screen_in_place(open_window: OpenWindow) -> None:
    window = open_window(FormScreen)
    window.show_view(FormView())
    form = form_of(window)
    form.full_name.input.setFocus()
    QTest.keyClicks(form.full_name.input, "An")
    window.show_view(FormView(problem="base.retry"))
    assert window.current is form
    assert form.full_name.value() == "An"
    assert form.full_name.input.hasFocus()
    assert form.phone.has_problem()


def test_frame_follows_the_view(open_window: OpenWindow) -> None:
    window = open_window(FormScreen)
    window.show_view(
        FormView(
            step=(2, 5), can_go_back=True, notice=Notice("warning", "base.offline"), assisted_by="Lê Chi"
        )
    )
    form = form_of(window)
    assert form.header.steps.label.text() == "Bước 2/5"
    assert form.footer.back is not None
    assert form.footer.back.isVisible()
    assert form.notice.isVisible()
    assert form.notice.words() == form.texts("base.offline")
    assert "Lê Chi" in form.header.assisted.label.text()
    window.show_view(FormView())
    assert not form.header.steps.isVisible()
    assert not form.footer.back.isVisible()
    assert not form.notice.isVisible()


def test_buttons_of_the_frame_tell_the_session(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FormScreen)
    window.show_view(FormView(can_go_back=True))
    heard: list[object] = []
    window.intent.connect(heard.append)
    for name in ("form.call_clerk", "form.back", "form.go_on"):
        button = window.findChild(QWidget, name)
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == [ClerkCalled(), WentBack(), WentOn()]


def test_language_changes_everywhere_and_keeps_what_was_typed(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FormScreen)
    window.show_view(FormView(step=(1, 3)))
    form = form_of(window)
    form.full_name.set_value("Nguyễn Thị An")
    form.gender.choose(["female"])
    qtbot.mouseClick(form.header.language, Qt.MouseButton.LeftButton)
    assert form.next.text() == "Continue"
    assert form.header.steps.label.text() == "Step 1 of 3"
    assert form.header.language.text() == "Tiếng Việt"
    assert form.full_name.value() == "Nguyễn Thị An"
    assert form.gender.chosen() == ("female",)
    assert form.gender.rows[0].text() == "Yes"


def test_text_size_and_contrast_change_at_once(open_window: OpenWindow, qtbot: QtBot, kit: ScreenKit) -> None:
    window = open_window(StartScreen)
    window.show_view(StartView())
    assert isinstance(window.current, StartScreen)
    header = window.current.header
    before = header.title.fontMetrics().height()
    qtbot.mouseClick(header.text_size, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(header.contrast, Qt.MouseButton.LeftButton)
    assert kit.theme.text_scale == 1.6
    assert kit.theme.contrast == "dark_contrast"
    assert header.title.fontMetrics().height() > before


def test_forgetting_a_person_destroys_their_screens_alone(
    open_window: OpenWindow, qtbot: QtBot, kit: ScreenKit
) -> None:
    window = open_window(FormScreen, StartScreen)
    window.show_view(StartView())
    start = window.current
    window.show_view(FormView(phone="0912345678"))
    form = form_of(window)
    QGuiApplication.clipboard().setText("001199000001")
    kit.texts.set_language("en")
    kit.theme.next_text_scale()
    window.forget_person()
    window.show_view(StartView())
    qtbot.waitUntil(lambda: not isValid(form))
    assert window.current is start
    assert QGuiApplication.clipboard().text() == ""
    assert kit.texts.language == "vi"
    assert kit.theme.text_scale == 1.0
    window.show_view(FormView())
    assert form_of(window).phone.value() == ""


def test_no_menu_opens_over_a_locked_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FormScreen, locked=True)
    window.show_view(FormView())
    window.taps = TapGuard(1.0, count(step=5).__next__)
    bar = QScrollBar(form_of(window))
    bar.setGeometry(300, 300, 60, 300)
    bar.show()
    bar.raise_()
    at = bar.mapTo(window, bar.rect().center())
    opened: list[QWidget] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if menu is not None:  # pragma: no cover  it would wait for a choice for ever
            opened.append(menu)
            menu.close()

    closer = QTimer(interval=10)
    closer.timeout.connect(look)
    closer.start()
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mouseClick(window.windowHandle(), button, Qt.KeyboardModifier.NoModifier, at)
        QApplication.processEvents()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, bar.mapToGlobal(bar.rect().center()))
    QApplication.sendEvent(window.windowHandle(), asked)
    look()
    assert opened == []


def test_selected_text_cannot_be_dragged_away(open_window: OpenWindow) -> None:
    open_window(FormScreen, locked=True)
    assert QApplication.startDragDistance() > 100_000, "px: farther than any finger or mouse can go"


def test_a_locked_window_stays(open_window: OpenWindow) -> None:
    window = open_window(StartScreen, locked=True)
    window.close()
    assert window.isVisible()
    window.allow_close()
    window.close()
    assert not window.isVisible()


@pytest.mark.parametrize(
    ("key", "modifiers", "clerk", "dropped"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier, False, True),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, True, True),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier, True, True),
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, False, True),
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, True, False),
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier, False, True),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, False, False),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, False, False),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, False, False),
    ],
)
def test_keys_of_the_system_are_dropped(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, clerk: bool, dropped: bool
) -> None:
    assert is_system_key(QKeyEvent(QEvent.Type.KeyPress, key, modifiers), clerk) is dropped


def test_a_locked_window_lets_no_shortcut_reach_a_field(open_window: OpenWindow) -> None:
    window = open_window(FormScreen, locked=True)
    window.show_view(FormView())
    field = form_of(window).full_name.input
    field.setFocus()
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_A)
    QTest.keyClick(handle, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert field.selectedText() == ""
    assert field.text().lower() == "a"


def test_touches_and_keys_are_told(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(StartScreen)
    window.show_view(StartView())
    handle = window.windowHandle()
    with qtbot.waitSignal(window.touched):
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.touched):
        QTest.keyClick(handle, Qt.Key.Key_Tab)


def test_tab_walks_in_reading_order_and_enter_is_the_main_action(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(FormScreen)
    window.show_view(FormView(can_go_back=True))
    form = form_of(window)
    form.focus_first()
    seen: list[str] = []
    while len(seen) < 2 or seen[-1] != seen[0]:
        QTest.keyClick(window.focusWidget() or form, Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
    seen.pop()  # round again
    assert seen[:4] == ["form.full_name", "form.phone", "form.email", "form.birth_day"]
    assert seen[-4:] == ["form.contrast", "form.text_size", "form.language", "form.call_clerk"]
    assert seen.index("form.back") < seen.index("form.go_on") < seen.index("form.contrast")
    assert len(seen) == len(set(seen))
    heard: list[object] = []
    window.intent.connect(heard.append)
    form.full_name.input.setFocus()
    QTest.keyClick(form.full_name.input, Qt.Key.Key_Return)
    assert heard == [WentOn()]


def test_the_signs_of_the_header_follow_the_terminal(open_window: OpenWindow) -> None:
    window = open_window(StartScreen)
    window.show_view(StartView())
    assert isinstance(window.current, StartScreen)
    header = window.current.header
    window.show_status(TerminalStatus(online=False, printer=PrinterState.PAPER_OUT))
    assert header.line_sign.isVisible()
    assert header.printer_sign.label.text() == "Máy in hết giấy"
    window.show_status(TerminalStatus(online=True, printer=PrinterState.READY))
    assert not header.line_sign.isVisible()
    assert not header.printer_sign.isVisible()
    window.show_status(TerminalStatus(online=True, printer=PrinterState.READY, clock_skew_s=-86_400.0))
    assert not header.line_sign.isVisible(), "a citizen can do nothing about it"
    window.show_status(
        TerminalStatus(online=True, printer=PrinterState.READY, clock_skew_s=-600.0, staff_name="Chị Mẫu")
    )
    assert "chậm 10 phút" in header.line_sign.label.text()


@pytest.mark.parametrize("scale", [1.0, 1.6, 2.0])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_control_is_named_big_enough_and_whole(
    open_window: OpenWindow, kit: ScreenKit, qtbot: QtBot, scale: float, language: str
) -> None:
    kit.theme.set_text_scale(scale)
    kit.texts.set_language(language)
    window = open_window(FormScreen, StartScreen)
    for view in (FormView(step=(2, 5), can_go_back=True), StartView()):
        window.show_view(view)
        assert window.current is not None
        qtbot.waitUntil(window.current.isVisible)
        faults: list[list[tuple[str, str]]] = []

        def at_rest(faults: list[list[tuple[str, str]]] = faults) -> bool:
            faults.append(find_faults(window, kit.theme))
            return not faults[-1]

        try:
            qtbot.waitUntil(at_rest, timeout=3000)
        except Exception:
            assert faults[-1] == []
            raise


def test_assistive_technology_finds_role_and_name(open_window: OpenWindow) -> None:
    window = open_window(StartScreen, FormScreen)
    window.show_view(StartView())
    tile = window.findChild(QWidget, "start.first")
    window.show_view(FormView())
    row = form_of(window).gender.rows[0]
    field = form_of(window).full_name.input
    for widget, role, name in (
        (tile, QAccessible.Role.Button, "Có"),
        (row, QAccessible.Role.RadioButton, "Có"),
        (field, QAccessible.Role.EditableText, "Có"),
    ):
        assert widget is not None
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.role() == role
        assert interface.text(QAccessible.Text.Name) == name
