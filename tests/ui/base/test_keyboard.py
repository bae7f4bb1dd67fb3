"""The touch keyboard as a person meets it: the right pad comes up, Vietnamese comes out, limits hold."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.keyboard.composer import Method
from kiosk.ui.keyboard.layouts import PAGES
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.keyboard.suggestions import Suggests
from kiosk.ui.keyboard.syllables import can_become_syllable, tone_place
from kiosk.ui.screen import ScreenKit
from kiosk.ui.theme import SMALLEST_TARGET_MM
from kiosk.ui.widgets.field_row import FieldRow
from kiosk.ui.window import KioskWindow
from tests.ui.base.plain_screens import FormScreen, FormView

OpenWindow = Callable[..., KioskWindow]


@pytest.fixture
def form(open_window: OpenWindow, qtbot: QtBot) -> FormScreen:
    window = open_window(FormScreen)
    window.show_view(FormView())
    screen = window.current
    assert isinstance(screen, FormScreen)
    qtbot.waitUntil(screen.isVisible)
    return screen


def touch(form: FormScreen, row: FieldRow, qtbot: QtBot) -> None:
    qtbot.mouseClick(row.input, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.kit.keyboard.isVisible)
    assert form.kit.keyboard.target is row.input


def press(form: FormScreen, *names: str) -> None:
    for name in names:
        key = form.kit.keyboard.key(name)
        QTest.mousePress(key, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(key, Qt.MouseButton.LeftButton)


def test_nobody_is_met_by_a_keyboard_unasked(form: FormScreen) -> None:
    assert not form.kit.keyboard.isVisible()


def test_a_name_in_vietnamese_with_capitals_by_itself(form: FormScreen, qtbot: QtBot) -> None:
    heard: list[str] = []
    form.full_name.edited.connect(heard.append)
    touch(form, form.full_name, qtbot)
    press(form, *"nguyên", "tilde", "space", *"thi", "dot", "space", *"an")
    assert form.full_name.value() == "Nguyễn Thị An"
    assert heard[-1] == "Nguyễn Thị An"
    assert form.full_name.input.hasFocus()


def test_backspace_and_then_more_letters(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.full_name, qtbot)
    press(form, *"hươn", "grave", "backspace", *"ng")
    assert form.full_name.value() == "Hường"


def test_large_letters_once_and_for_good(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.code, qtbot)
    press(form, *"ab")
    assert form.code.value() == "AB"
    touch(form, form.full_name, qtbot)
    press(form, "shift", "shift", *"đăk", "acute")
    assert form.full_name.value() == "ĐẮK"


def test_digits_stop_at_what_the_field_takes(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.phone, qtbot)
    assert form.kit.keyboard.page == "digits"
    press(form, *"0912345678999")
    assert form.phone.value() == "0912345678"


def test_validators_hold_against_the_keyboard_of_a_clerk(form: FormScreen) -> None:
    form.phone.input.setFocus()
    QTest.keyClicks(form.phone.input, "09x1-2")
    assert form.phone.value() == "0912"


def test_limits_of_length_hold(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.code, qtbot)
    press(form, *"abcdefgh")
    assert form.code.value() == "ABCDEF"


def test_an_email_address_in_few_keys(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.email, qtbot)
    press(form, *"an.nguyen", "@", "gmail")
    assert form.email.value() == "an.nguyen@gmail.com"


def test_signs_and_back_to_letters(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.full_name, qtbot)
    press(form, "to_signs", "1", "2", "/", "5", "to_letters", "space", "a")
    assert form.full_name.value() == "12/5 A"


def test_a_date_walks_through_its_boxes(form: FormScreen, qtbot: QtBot) -> None:
    heard: list[str] = []
    form.birth.edited.connect(heard.append)
    qtbot.mouseClick(form.birth.boxes[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.kit.keyboard.isVisible)
    press(form, *"09031950")
    assert form.birth.iso() == "1950-03-09"
    assert heard[-1] == "1950-03-09"
    press(form, "backspace", "backspace", "backspace", "backspace", "backspace")
    assert form.birth.text() == "09/0/"
    assert form.birth.boxes[1].hasFocus()


def test_a_one_time_code_is_told_once_it_is_whole(form: FormScreen, qtbot: QtBot) -> None:
    whole: list[str] = []
    form.otp.completed.connect(whole.append)
    qtbot.mouseClick(form.otp.input, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.kit.keyboard.isVisible)
    press(form, *"12345")
    assert whole == []
    press(form, "6")
    assert whole == ["123456"]


def test_next_walks_through_the_fields_and_done_puts_it_away(form: FormScreen, qtbot: QtBot) -> None:
    keyboard = form.kit.keyboard
    touch(form, form.full_name, qtbot)
    assert keyboard.key("done").text() == form.texts("keyboard.next")
    press(form, "done")
    assert keyboard.target is form.phone.input
    for _ in range(5):
        press(form, "done")
    qtbot.waitUntil(lambda: keyboard.target in (form.otp.input, form.code.input))
    while keyboard.target is not form.code.input:
        press(form, "done")
    assert keyboard.key("done").text() == form.texts("keyboard.done")
    press(form, "done")
    assert not keyboard.isVisible()


def test_touching_beside_the_field_puts_it_away(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.full_name, qtbot)
    form.setFocus()
    qtbot.waitUntil(lambda: not form.kit.keyboard.isVisible())


def test_another_screen_never_inherits_the_field(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.full_name, qtbot)
    form.kit.keyboard.let_go()
    assert form.kit.keyboard.target is None


@pytest.mark.parametrize("page", PAGES)
def test_keys_are_big_enough_and_named(form: FormScreen, qtbot: QtBot, page: str) -> None:
    keyboard = form.kit.keyboard
    touch(form, form.full_name, qtbot)
    keyboard._show_page(page)
    qtbot.waitUntil(lambda: keyboard.key("done").height() > 20)
    least = form.theme.mm(SMALLEST_TARGET_MM)
    for key in keyboard._board.keys:
        assert min(key.width(), key.height()) >= least, key.objectName()
        assert key.accessibleName()
        assert key.objectName().startswith("keyboard.")
        assert key.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert keyboard.height() <= 0.45 * keyboard.window().height()


def type_hardware(form: FormScreen, keys: str) -> None:
    """Keys as the system sends them to the window."""
    handle = form.window().windowHandle()
    assert handle is not None
    for key in keys:
        QTest.keyClick(handle, key)


@pytest.mark.parametrize(("method", "keys"), [(Method.TELEX, "Nguyeenx Thij"), (Method.VNI, "Nguye6n4 Thi5")])
def test_a_clerk_types_vietnamese_on_a_real_keyboard_without_the_touch_keys(
    form: FormScreen, qtbot: QtBot, method: Method, keys: str
) -> None:
    keyboard = form.kit.keyboard
    keyboard.compose_hardware(method)
    keyboard.serve_staff(True)
    touch(form, form.full_name, qtbot)
    type_hardware(form, keys)
    assert form.full_name.value() == "Nguyễn Thị"
    assert not keyboard.isVisible()
    form.email.input.setFocus()
    assert not keyboard.isVisible()
    keyboard.forget_person()
    form.full_name.input.setFocus()
    assert not keyboard.isVisible(), "a clerk keeps it from visit to visit"
    keyboard.serve_staff(False)
    keyboard.forget_person()
    touch(form, form.email, qtbot)


def test_a_finger_brings_the_touch_keys_back(form: FormScreen, qtbot: QtBot) -> None:
    touch(form, form.full_name, qtbot)
    type_hardware(form, "a")
    assert not form.kit.keyboard.isVisible()
    form.kit.keyboard.touched()
    touch(form, form.full_name, qtbot)


def test_nothing_is_composed_where_it_would_be_wrong(form: FormScreen) -> None:
    form.kit.keyboard.compose_hardware(Method.TELEX)
    form.email.input.setFocus()
    QTest.keyClicks(form.email.input, "oops@aaw.vn")
    assert form.email.value() == "oops@aaw.vn"


@pytest.mark.parametrize(
    ("presses", "keys"),
    [(1, ["n", "g", "u", "y", "e", "e", "n", "x"]), (2, ["n", "g", "u", "y", "e", "6", "n", "4"])],
)
def test_telex_and_vni_on_the_touch_keyboard_for_who_asks(
    form: FormScreen, qtbot: QtBot, presses: int, keys: list[str]
) -> None:
    touch(form, form.full_name, qtbot)
    for _ in range(presses):
        press(form, "method")
    assert form.kit.keyboard.page == "typed"
    press(form, *keys)
    assert form.full_name.value() == "Nguyễn"
    press(form, "to_signs", "to_letters")
    assert form.kit.keyboard.page == "typed"
    form.kit.keyboard.forget_person()
    touch(form, form.full_name, qtbot)
    assert form.kit.keyboard.page == "letters"


def helped(form: FormScreen, suggests: Suggests) -> None:
    form.kit.keyboard.attach(form.full_name.input, Pad.TEXT, Capitals.WORDS, suggests)


def test_leftover_telex_is_offered_as_what_was_meant(form: FormScreen, qtbot: QtBot) -> None:
    helped(form, Suggests.NAME)
    touch(form, form.full_name, qtbot)
    press(form, *"nguyeenx")
    assert form.full_name.value() == "Nguyeenx"
    offer = form.kit.keyboard.findChild(QPushButton, "keyboard.offer_1")
    assert offer is not None
    assert offer.isVisible()
    assert offer.accessibleName() == "Dùng: Nguyễn"
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert form.full_name.value() == "Nguyễn"
    assert form.full_name.input.hasFocus()


def test_on_a_real_keyboard_the_down_key_takes_the_first_offer(form: FormScreen, qtbot: QtBot) -> None:
    helped(form, Suggests.NAME)
    touch(form, form.full_name, qtbot)
    type_hardware(form, "ngu")
    keyboard = form.kit.keyboard
    assert keyboard.isVisible()
    assert keyboard.height() < 0.15 * form.window().height()
    handle = form.window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Down)
    assert form.full_name.value() == "Nguyễn "
    assert not keyboard.isVisible() or keyboard.offers


def test_an_old_province_leads_to_todays(form: FormScreen, qtbot: QtBot) -> None:
    helped(form, Suggests.ADDRESS)
    touch(form, form.full_name, qtbot)
    form.full_name.input.setText("Số 1, ")
    press(form, *"ha", "space", *"gia")
    assert [offer.words for offer in form.kit.keyboard.offers] == ["tỉnh Tuyên Quang (Hà Giang)"]
    qtbot.mouseClick(form.kit.keyboard.findChild(QPushButton, "keyboard.offer_1"), Qt.MouseButton.LeftButton)
    assert form.full_name.value() == "Số 1, tỉnh Tuyên Quang"


def test_the_keyboard_speaks_the_language_of_the_window(
    form: FormScreen, qtbot: QtBot, kit: ScreenKit
) -> None:
    touch(form, form.full_name, qtbot)
    kit.texts.set_language("en")
    assert kit.keyboard.key("backspace").accessibleName() == "Delete one letter"


def test_words_of_one_person_are_not_kept_for_the_next(form: FormScreen, qtbot: QtBot) -> None:
    keyboard = form.kit.keyboard
    keyboard.compose_hardware(Method.TELEX)
    touch(form, form.full_name, qtbot)
    type_hardware(form, "Nguyeenx")
    assert can_become_syllable.cache_info().currsize
    assert tone_place.cache_info().currsize
    keyboard.forget_person()
    assert not can_become_syllable.cache_info().currsize
    assert not tone_place.cache_info().currsize
