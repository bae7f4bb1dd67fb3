"""Phone, one-time code, VNeID and the end of the way to an account: what is said, sent and kept."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.flow.account_words import AccountDoneView, OtpAskedAgain, OtpEntered, OtpView, VneidView
from kiosk.flow.intents import (
    PhoneEntered,
    PrintAskedAgain,
    SlipSeenOnPaper,
    TriedAgain,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.messages import Notice
from kiosk.flow.views import PhoneView, SlipState
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_account import EXAMPLES
from tests.ui.screens.dossier_stage import SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(EXAMPLES)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


def press(stage: Stage, *keys: Qt.Key) -> None:
    """Keys go where the focus is, else to the screen itself."""
    for key in keys:
        target = QApplication.focusWidget() or stage.window.current
        assert target is not None
        QTest.keyClick(target, key)
        settle()


def press_enter(stage: Stage) -> None:
    press(stage, Qt.Key.Key_Return)


def bottom_in(screen: QWidget, part: QWidget) -> int:
    return part.mapTo(screen, part.rect().bottomLeft()).y()


# --- phone and code --------------------------------------------------------------------------------------


def test_a_number_is_typed_and_sent_by_enter(stage: Stage) -> None:
    stage.show(VIEWS["phone"])
    line = stage.find("phone.number")
    assert line.hasFocus()
    QTest.keyClicks(line, "0912x 345 678")
    press_enter(stage)
    assert stage.sent == [PhoneEntered(phone="0912 345 678")]


def test_a_wrong_number_stays_and_is_said_beside_its_field(stage: Stage) -> None:
    stage.show(VIEWS["phone"])
    stage.type("phone.number", "0212345678")
    stage.show(VIEWS["phone-wrong"])
    line = stage.find("phone.number", QLineEdit)
    assert (line.text(), line.hasFocus()) == ("0212345678", True)
    assert "Số này chưa đúng" in stage.words()
    assert "Số này chưa đúng" in line.accessibleDescription()
    assert stage.tap("phone.back") == [WentBack()]


def test_a_view_that_comes_again_leaves_the_cursor_where_it_is(stage: Stage) -> None:
    stage.show(VIEWS["phone"])
    stage.type("phone.number", "0912")
    line = stage.find("phone.number", QLineEdit)
    line.setCursorPosition(2)
    stage.show(VIEWS["phone-offline"])
    assert (line.text(), line.cursorPosition(), line.hasFocus()) == ("0912", 2, True)
    assert "Đang mất mạng" in stage.words()


@pytest.mark.parametrize("name", ["phone-wrong", "otp-wrong"])
def test_field_and_problem_are_seen_above_the_pad_of_a_low_screen(qtbot: QtBot, name: str) -> None:
    with open_stage(qtbot, SMALL) as stage:
        screen = stage.show(VIEWS[name])
        qtbot.waitUntil(stage.keyboard.isVisible)
        field = stage.find("phone.number" if name == "phone-wrong" else "otp.code")
        qtbot.waitUntil(lambda: field.visibleRegion().boundingRect() == field.rect())
        assert bottom_in(screen, field) <= screen.height()


def test_six_digits_are_sent_as_the_code(stage: Stage) -> None:
    stage.show(VIEWS["otp"])
    assert "091•••••678" in stage.words()
    assert stage.type("otp.code", "12345") == []
    assert stage.tap("otp.go_on") == []
    assert "Xin nhập đủ 6 số." in stage.words()
    stage.type("otp.code", "6789")
    assert stage.tap("otp.go_on") == [OtpEntered(otp="123456")]


def test_a_wrong_code_is_cleared_once_and_the_next_one_can_be_typed(stage: Stage) -> None:
    stage.show(VIEWS["otp"])
    stage.type("otp.code", "123456")
    stage.show(VIEWS["otp-checking"])
    assert not stage.find("otp.go_on").isEnabled()
    assert not stage.find("otp.send_again").isEnabled()
    view = VIEWS["otp-wrong"]
    stage.show(view)
    line = stage.find("otp.code", QLineEdit)
    assert (line.text(), line.hasFocus()) == ("", True)
    assert "Mã chưa đúng. Còn 4 lần thử." in stage.words()
    stage.type("otp.code", "65")
    stage.show(view)
    assert line.text() == "65"


def test_wrong_a_second_time_is_cleared_again(stage: Stage) -> None:
    view = VIEWS["otp-wrong"]
    assert isinstance(view, OtpView)
    stage.show(view)
    stage.type("otp.code", "111111")
    stage.show(replace(view, problem="", checking=True))
    stage.show(replace(view, attempts_left=None))
    assert stage.find("otp.code", QLineEdit).text() == ""


def test_no_more_tries_says_what_to_do_and_asking_too_soon_how_long_to_wait(stage: Stage) -> None:
    stage.show(VIEWS["otp-used-up"])
    words = stage.words()
    assert "đã hết số lần thử" in words
    assert "chờ 30 giây" in words
    assert stage.tap("otp.send_again") == [OtpAskedAgain()]


def test_an_expired_code_has_its_own_words_and_another_can_be_sent(stage: Stage) -> None:
    stage.show(VIEWS["otp-expired"])
    assert "Mã này đã hết hạn" in stage.words()
    stage.type("otp.code", "99")
    assert stage.tap("otp.send_again") == [OtpAskedAgain()]
    assert stage.find("otp.code", QLineEdit).text() == ""
    stage.show(VIEWS["otp-sent-again"])
    assert "Đã gửi mã mới" in stage.words()


# --- the end ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("account-active", "Tài khoản đã mở xong"),
        ("account-link", "Đăng ký đã được giữ an toàn"),
        ("account-exists", "Đã có tài khoản từ trước"),
        ("account-vneid", "Đã đăng nhập bằng VNeID"),
    ],
)
def test_each_outcome_has_its_own_words(stage: Stage, name: str, told: str) -> None:
    stage.show(VIEWS[name])
    assert told in stage.words()
    assert stage.tap("account_done.finish") == [WentOn()]


def test_the_person_is_greeted_by_name_only_where_there_is_something_to_celebrate(stage: Stage) -> None:
    stage.show(VIEWS["account-active"])
    assert "Xin chúc mừng, Nguyễn Thị An!" in stage.words()
    stage.show(AccountDoneView(outcome="exists", full_name="Nguyễn Thị An", masked_phone="098•••••111"))
    assert "chúc mừng" not in stage.words()
    assert "Nguyễn Thị An" not in stage.words()
    stage.show(VIEWS["account-vneid"])
    assert "Xin chào, Nguyễn Thị An!" in stage.words()


def test_going_on_with_a_dossier_is_offered_where_it_can_be(stage: Stage) -> None:
    stage.show(VIEWS["account-active"])
    assert stage.tap("account_done.submit_dossier") == [WayChosen(way=WayName.SUBMIT_DOSSIER)]
    stage.show(VIEWS["account-exists"])
    assert not stage.has("account_done.submit_dossier")


def test_level_one_is_told_how_to_get_level_two(stage: Stage) -> None:
    stage.show(VIEWS["account-vneid-level-1"])
    assert "Công an xã" in stage.words()
    stage.show(VIEWS["account-vneid"])
    assert "Công an xã" not in stage.words()


def test_the_slip_is_followed_and_an_unknown_end_is_asked_about(stage: Stage) -> None:
    view = VIEWS["account-active"]
    assert isinstance(view, AccountDoneView)
    stage.show(replace(view, slip=SlipState(PrintState.SENDING, PrinterState.READY)))
    assert not stage.has("account_done.print_again")
    stage.show(replace(view, slip=SlipState(PrintState.NOT_PRINTED, PrinterState.PAPER_OUT)))
    assert "Máy in hết giấy" in stage.words()
    assert stage.tap("account_done.print_again") == [PrintAskedAgain()]
    stage.show(replace(view, slip=SlipState(PrintState.UNKNOWN)))
    assert stage.tap("account_done.slip_came_out") == [SlipSeenOnPaper(came_out=True)]
    assert stage.tap("account_done.slip_missing") == [SlipSeenOnPaper(came_out=False)]


# --- VNeID -----------------------------------------------------------------------------------------------


def test_the_login_code_is_drawn_once_with_three_steps_and_the_time_left(stage: Stage) -> None:
    view = VIEWS["vneid"]
    stage.show(view)
    stage.show(view)
    assert stage.codes.written == ["https://id.example/device?code=WDJB-MJHT"]
    words = stage.words()
    assert "WDJB-MJHT" in words
    assert "Còn 5:00 phút" in words or "Còn 4:5" in words
    assert "Mở ứng dụng VNeID" in words
    assert "Không nhập mật khẩu" in words
    assert stage.find("vneid.qr").accessibleName() == stage.texts("vneid.qr")
    assert not stage.has("vneid.retry")
    assert stage.tap("vneid.back") == [WentBack()]


@pytest.mark.parametrize(
    ("name", "told"),
    [("vneid-refused", "Đã từ chối đăng nhập"), ("vneid-expired", "Mã này đã hết hạn")],
)
def test_what_is_over_says_so_and_a_fresh_code_can_be_had(stage: Stage, name: str, told: str) -> None:
    stage.show(VIEWS["vneid"])
    stage.show(VIEWS[name])
    assert told in stage.words()
    assert not stage.find("vneid.qr").isVisible()
    assert "WDJB-MJHT" not in stage.words()
    assert stage.tap("vneid.retry") == [TriedAgain()]
    stage.show(VneidView(verification_uri="https://id.example/device?code=NEW", user_code="NEW"))
    assert stage.codes.written[-1].endswith("NEW")
    assert stage.find("vneid.qr").isVisible()


def test_a_secret_of_vneid_can_be_typed_nowhere(stage: Stage) -> None:
    screen = stage.show(VIEWS["vneid"])
    assert screen.findChildren(QLineEdit) == []


def test_a_notice_of_the_session_stands_above_the_question(stage: Stage) -> None:
    stage.show(PhoneView(notice=Notice("error", "error.server_refused")))
    assert stage.texts("error.server_refused") in stage.words()
