"""Start, identity and account, as a person meets them: what is said, what a touch sends, what stays."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.person import Person
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import Hint
from kiosk.flow.intents import (
    ConsentAnswered,
    DraftDropped,
    DraftResumed,
    Left,
    OtpAskedAgain,
    OtpEntered,
    PersonConfirmed,
    PhoneEntered,
    PrintAskedAgain,
    SlipSeenOnPaper,
    StillHere,
    TriedAgain,
    TypingChosen,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.messages import Notice
from kiosk.flow.views import (
    AccountDoneView,
    CheckPersonView,
    ConsentView,
    IdleWarningView,
    OtpView,
    OutOfOrderView,
    PhoneView,
    ScanCardView,
    SlipState,
    TroubleView,
    VneidView,
    WelcomeView,
)
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_account import EXAMPLES
from kiosk.ui.widgets.card_preview import CardPreview
from kiosk.ui.widgets.waiting import Countdown
from tests.ui.screens.dossier_stage import PORTRAIT, SMALL, Stage, open_stage, settle

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


# --- start -----------------------------------------------------------------------------------------------


def test_each_tile_begins_its_way(stage: Stage) -> None:
    stage.show(VIEWS["welcome"])
    for name, way in (
        ("register_account", WayName.REGISTER_ACCOUNT),
        ("submit_dossier", WayName.SUBMIT_DOSSIER),
        ("track_dossier", WayName.TRACK_DOSSIER),
        ("staff", WayName.STAFF),
    ):
        assert stage.tap(f"welcome.{name}") == [WayChosen(way=way)]


def test_the_welcome_tells_which_post_office_this_is(stage: Stage) -> None:
    stage.show(VIEWS["welcome"])
    words = stage.words()
    assert "Bưu cục Cửa Nam (mẫu)" in words
    assert "Tổng đài: 1900 0000" in words
    assert "07:30 – 17:30" in words
    stage.show(WelcomeView())
    assert "Tổng đài" not in stage.words()


def test_where_accounts_are_had_by_vneid_the_tile_says_so(stage: Stage) -> None:
    stage.show(VIEWS["welcome"])
    assert stage.find("welcome.register_account").accessibleName() == "Đăng ký tài khoản"
    stage.show(VIEWS["welcome-vneid"])
    assert stage.find("welcome.register_account").accessibleName() == "Đăng nhập bằng VNeID"
    assert stage.tap("welcome.register_account") == [WayChosen(way=WayName.REGISTER_ACCOUNT)]


@pytest.mark.parametrize(("size", "stacked"), [(SMALL, False), (PORTRAIT, True)], ids=["small", "portrait"])
def test_ways_stand_all_beside_or_all_below_one_another(
    qtbot: QtBot, size: tuple[int, int, float], stacked: bool
) -> None:
    with open_stage(qtbot, size) as stage:
        stage.show(VIEWS["welcome"])
        ways = [stage.find(f"welcome.{way.value}") for way in list(WayName)[:3]]
        assert len({way.x() for way in ways}) == (1 if stacked else 3)
        assert len({way.y() for way in ways}) == (3 if stacked else 1)


# --- after a power cut -----------------------------------------------------------------------------------


def test_a_draft_with_a_person_opens_by_the_same_card_alone(stage: Stage) -> None:
    screen = stage.show(VIEWS["resume-card"])
    assert stage.find("resume.preview").isVisible()
    assert not stage.has("resume.go_on")
    assert "Đăng ký khai sinh" in stage.words()
    assert "09:15 20/11/2026" in stage.words()
    press_enter(stage)
    assert stage.sent == []
    assert stage.tap("resume.drop") == [DraftDropped(draft_id="d")]
    assert not screen.header.leave.isVisible()


def test_a_strangers_card_is_refused_in_words_on_the_picture(stage: Stage) -> None:
    stage.show(VIEWS["resume-card"])
    preview = stage.find("resume.preview")
    assert preview.accessibleDescription() == stage.texts("hint.show_card")
    stage.show(VIEWS["resume-wrong-card"])
    assert "thẻ của người khác" in preview.accessibleDescription()


def test_a_draft_without_a_person_opens_by_one_touch(stage: Stage) -> None:
    stage.show(VIEWS["resume-touch"])
    assert not stage.has("resume.preview")
    assert stage.tap("resume.go_on") == [DraftResumed(draft_id="d")]


# --- messages --------------------------------------------------------------------------------------------


def test_waiting_can_be_given_up_only_where_the_view_says_so(stage: Stage) -> None:
    screen = stage.show(VIEWS["waiting"])
    assert "Đang gửi đăng ký" in stage.words()
    assert screen.footer.back is None
    stage.show(VIEWS["waiting-for-line"])
    assert stage.tap("waiting.back") == [WentBack()]


def test_trouble_says_what_happened_what_to_do_and_the_code(stage: Stage) -> None:
    stage.show(VIEWS["trouble"])
    words = stage.words()
    assert stage.texts("error.server_away") in words
    assert "Có thể thử lại, hoặc gọi nhân viên." in words
    assert "Mã lỗi: server_away" in words
    assert stage.tap("trouble.retry") == [TriedAgain()]
    assert stage.tap("trouble.leave_here") == [Left()]
    assert stage.tap("trouble.back") == [WentBack()]


def test_trouble_for_good_offers_no_second_try(stage: Stage) -> None:
    screen = stage.show(VIEWS["trouble-for-good"])
    assert not stage.has("trouble.retry")
    assert "Có thể thử lại" not in stage.words()
    assert not screen.footer.isVisible()
    press_enter(stage)
    assert stage.sent == []


def test_a_code_nobody_has_words_for_is_still_told_in_words(stage: Stage) -> None:
    stage.show(TroubleView(code="quota_of_moon", text_key="error.quota_of_moon"))
    assert stage.texts("error.kiosk_error") in stage.words()
    stage.show(OutOfOrderView(terminal="Quầy 1", code="odd", text_key="error.odd"))
    assert stage.texts("error.broken") in stage.words()


def test_whoever_called_staff_can_read_out_a_code_and_go_back(stage: Stage) -> None:
    stage.show(VIEWS["clerk-called"])
    assert "7KQ2MX" in stage.words()
    assert "1900 0000" in stage.words()
    assert stage.tap("clerk_called.back") == [WentBack()]
    stage.show(VIEWS["clerk-called-plain"])
    assert "Khi gọi, đọc mã này" not in stage.words()


def test_the_idle_warning_counts_from_when_it_appears_and_takes_touch_or_enter(stage: Stage) -> None:
    stage.show(VIEWS["waiting"])
    screen = stage.show(IdleWarningView(warning_s=20))
    (countdown,) = screen.findChildren(Countdown)
    assert 0 < countdown.seconds_left() <= 20
    stage.texts.set_language("en")
    settle()
    assert countdown.seconds_left() <= 20
    assert stage.tap("idle_warning.still_here") == [StillHere()]
    press_enter(stage)
    assert stage.sent == [StillHere(), StillHere()]
    button = stage.find("idle_warning.still_here")
    assert button.height() >= stage.theme.mm(28)


def test_the_idle_warning_counts_anew_each_time(stage: Stage) -> None:
    screen = stage.show(IdleWarningView(warning_s=5))
    (countdown,) = screen.findChildren(Countdown)
    stage.show(VIEWS["waiting"])
    stage.show(IdleWarningView(warning_s=90))
    assert countdown.seconds_left() > 5


def test_a_machine_out_of_order_names_itself_and_offers_nothing_that_cannot_work(stage: Stage) -> None:
    screen = stage.show(VIEWS["out-of-order"])
    assert "Máy: Quầy 1" in stage.words()
    assert "database_damaged" in stage.words()
    assert not screen.footer.isVisible()
    assert not screen.header.call_clerk.isVisible()
    assert not screen.header.leave.isVisible()


# --- consent ---------------------------------------------------------------------------------------------


def test_nothing_is_ticked_before_the_person_does(stage: Stage) -> None:
    stage.show(VIEWS["consent"])
    assert "Cần đồng ý để làm tiếp" in stage.words()
    assert "Không bắt buộc" in stage.words()
    assert stage.tap("consent.go_on") == [ConsentAnswered(purposes=frozenset())]


def test_what_is_ticked_is_what_is_sent_and_stays_when_more_is_asked_for(stage: Stage) -> None:
    stage.show(VIEWS["consent"])
    assert stage.tap("consent.purpose_notices") == []
    stage.show(VIEWS["consent-missing"])
    assert "Cần đánh dấu ô bắt buộc" in stage.words()
    stage.tap("consent.purpose_register_account")
    assert stage.tap("consent.go_on") == [
        ConsentAnswered(purposes=frozenset({"notices", "register_account"}))
    ]
    assert stage.tap("consent.back") == [WentBack()]


def test_another_way_asks_for_its_own_purposes_without_old_ticks(stage: Stage) -> None:
    view = VIEWS["consent"]
    assert isinstance(view, ConsentView)
    stage.show(view)
    stage.tap("consent.purpose_notices")
    other = replace(view.items[1], purpose="submit_dossier")
    stage.show(replace(view, items=(other,)))
    assert not stage.has("consent.purpose_notices")
    assert stage.tap("consent.go_on") == [ConsentAnswered(purposes=frozenset())]


def test_consent_can_be_given_by_keys_alone(stage: Stage) -> None:
    stage.show(VIEWS["consent"])
    press(stage, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    press_enter(stage)
    assert stage.sent == [ConsentAnswered(purposes=frozenset({"register_account"}))]


# --- card ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hint", Hint)
def test_each_hint_is_told_on_the_picture(stage: Stage, hint: Hint) -> None:
    stage.show(ScanCardView(hint=hint))
    assert stage.find("scan_card.preview").accessibleDescription() == stage.texts(f"hint.{hint.value}")


def test_what_was_held_up_instead_is_named(stage: Stage) -> None:
    stage.show(VIEWS["scan-card-health-card"])
    assert "bảo hiểm y tế" in stage.find("scan_card.preview").accessibleDescription()


def test_both_cards_are_drawn_with_the_side_that_carries_the_code(stage: Stage) -> None:
    stage.show(VIEWS["scan-card"])
    words = stage.words()
    assert "Căn cước công dân gắn chip\nĐưa mặt trước" in words
    assert "Căn cước mới, từ 2024\nĐưa mặt sau" in words


def test_typing_is_always_possible_and_steps_forward_when_reading_takes_long(stage: Stage) -> None:
    screen = stage.show(VIEWS["scan-card"])
    assert stage.tap("scan_card.type_instead") == [TypingChosen()]
    button = screen.footer.primary
    assert button is not None
    assert button.kind == "secondary"
    page = screen.body.parentWidget()
    assert page is not None
    height = page.height()
    stage.show(VIEWS["scan-card-glare"])
    assert button.kind == "primary"
    assert page.height() == height
    assert stage.tap("scan_card.back") == [WentBack()]


def test_many_looks_a_second_leave_the_button_pressed_and_the_layout_alone(stage: Stage) -> None:
    stage.show(VIEWS["scan-card"])
    button = stage.find("scan_card.type_instead")
    button.setFocus()
    place = stage.find("scan_card.preview").geometry()
    for hint in Hint:
        stage.show(ScanCardView(hint=hint, step=(2, 4), can_go_back=True))
        assert stage.find("scan_card.preview").geometry() == place
    assert button.hasFocus()


@pytest.mark.parametrize("text_scale", [1.0, 1.6, 2.0])
@pytest.mark.parametrize("size", [SMALL, PORTRAIT], ids=["small", "portrait"])
def test_the_live_picture_is_seen_as_a_whole_on_every_page(
    qtbot: QtBot, size: tuple[int, int, float], text_scale: float
) -> None:
    with open_stage(qtbot, size, text_scale=text_scale) as stage:
        screen = stage.show(VIEWS["scan-card"])
        preview = stage.find("scan_card.preview", CardPreview)
        qtbot.waitUntil(lambda: preview.visibleRegion().boundingRect() == preview.rect())
        assert bottom_in(screen, preview) <= screen.height()
        guide = preview.guide_area().toRect()
        assert preview.rect().contains(guide)
        assert guide.width() > guide.height() > stage.theme.mm(15)


def test_without_a_camera_nothing_is_to_be_held_up(stage: Stage) -> None:
    stage.show(VIEWS["scan-card-no-camera"])
    preview = stage.find("scan_card.preview", CardPreview)
    assert "Máy ảnh không hoạt động" in preview.accessibleDescription()
    assert not preview.has_guide()
    stage.show(VIEWS["scan-card"])
    assert preview.has_guide()


# --- person ----------------------------------------------------------------------------------------------

AN = {
    "full_name": "Nguyễn Thị An",
    "personal_number": "001199000001",
    "old_number": "",
    "birth_date": "1999-01-15",
    "gender": "female",
    "address": "Số 1, Phường Cửa Nam, Hà Nội",
}


def test_what_the_card_says_is_confirmed_by_one_touch(stage: Stage) -> None:
    stage.show(VIEWS["check-person"])
    assert stage.tap("check_person.go_on") == [PersonConfirmed(fields=AN)]
    assert stage.find("check_person.personal_number", QLineEdit).isReadOnly()


def test_everything_is_seen_at_once_on_a_wide_screen(stage: Stage) -> None:
    screen = stage.show(VIEWS["check-person-doubt"])
    name, number = (stage.find(f"check_person.{field}") for field in ("full_name", "personal_number"))
    assert name.mapTo(screen, name.rect().topLeft()).y() == number.mapTo(screen, number.rect().topLeft()).y()
    address = stage.find("check_person.address")
    assert address.visibleRegion().boundingRect() == address.rect()


def test_a_correction_is_sent_and_outlives_a_problem(stage: Stage) -> None:
    view = VIEWS["check-person"]
    assert isinstance(view, CheckPersonView)
    stage.show(view)
    line = stage.find("check_person.address", QLineEdit)
    line.setText("")
    stage.type("check_person.address", "So 2")
    stage.show(replace(view, problems={"address": "person.address_missing"}))
    assert (line.text(), line.hasFocus()) == ("So 2", True)
    assert "Xin nhập nơi thường trú." in stage.words()
    assert line.accessibleDescription() == "Xin nhập nơi thường trú."
    stage.show(view)
    assert "Xin nhập nơi thường trú." not in stage.words()
    assert stage.tap("check_person.go_on") == [PersonConfirmed(fields=AN | {"address": "So 2"})]


def test_a_number_that_no_card_gave_is_typed_and_comes_back_with_the_rest_as_typed(stage: Stage) -> None:
    view = VIEWS["check-person"]
    assert isinstance(view, CheckPersonView)
    unknown = replace(view, person=replace(view.person, personal_number=None), locked=())
    stage.show(unknown)
    stage.type("check_person.personal_number", "00119")
    year = stage.find("check_person.birth_date_year", QLineEdit)
    year.setText("19")
    stage.tap("check_person.go_on")
    refused = replace(unknown.person, personal_number="00119", birth_date=None)
    problems = {"personal_number": "person.number_wrong", "birth_date": "person.birth_date_wrong"}
    stage.show(replace(unknown, person=refused, problems=problems))
    assert year.text() == "19"
    assert stage.find("check_person.personal_number", QLineEdit).text() == "00119"


def test_the_next_card_fills_the_fields_also_after_an_answer(stage: Stage) -> None:
    view = VIEWS["check-person"]
    assert isinstance(view, CheckPersonView)
    stage.show(view)
    stage.tap("check_person.go_on")
    stage.show(VIEWS["phone"])
    other = replace(view.person, full_name="Trần Văn Bình", personal_number="001201000002")
    stage.show(replace(view, person=other))
    assert stage.find("check_person.full_name", QLineEdit).text() == "Trần Văn Bình"


def test_a_person_without_a_card_types_everything(stage: Stage) -> None:
    stage.show(CheckPersonView(person=Person(), typed=True, can_go_back=True))
    stage.type("check_person.full_name", "Tran Van B")
    stage.type("check_person.personal_number", "0012x01000002")
    stage.type("check_person.birth_date_day", "05")
    assert stage.find("check_person.birth_date_month").hasFocus()
    stage.type("check_person.birth_date_month", "11")
    stage.type("check_person.birth_date_year", "2001")
    stage.tap("check_person.gender.male")
    stage.type("check_person.address", "Ha Noi")
    (sent,) = stage.tap("check_person.go_on")
    assert isinstance(sent, PersonConfirmed)
    assert sent.fields == {
        "full_name": "Tran Van B",
        "personal_number": "001201000002",
        "old_number": "",
        "birth_date": "2001-11-05",
        "gender": "male",
        "address": "Ha Noi",
    }


def test_a_date_that_is_none_is_not_sent_as_an_empty_one(stage: Stage) -> None:
    stage.show(CheckPersonView(person=Person(), typed=True))
    stage.type("check_person.birth_date_day", "31")
    stage.type("check_person.birth_date_month", "02")
    stage.type("check_person.birth_date_year", "1990")
    (sent,) = stage.tap("check_person.go_on")
    assert isinstance(sent, PersonConfirmed)
    assert sent.fields["birth_date"] not in ("", "1990-02-31")


def test_doubts_and_a_date_known_in_part_are_told_as_printed(stage: Stage) -> None:
    stage.show(VIEWS["check-person-part-of-date"])
    words = stage.words()
    assert "Trên thẻ ghi: 1941" in words
    assert "Hai mặt thẻ ghi khác nhau" in words
    (sent,) = stage.tap("check_person.go_on")
    assert isinstance(sent, PersonConfirmed)
    assert sent.fields["birth_date"] == ""


def test_problems_stand_above_their_fields_where_no_keyboard_hides_them(stage: Stage) -> None:
    screen = stage.show(VIEWS["check-person-typed"])
    line = stage.find("check_person.full_name", QLineEdit)
    line.setFocus()
    settle()
    (problem,) = [
        part
        for part in screen.findChildren(QWidget)
        if part.isVisible() and part.accessibleName() == "Xin nhập họ và tên."
    ]
    assert bottom_in(screen, problem) <= line.mapTo(screen, line.rect().topLeft()).y()


def test_another_card_replaces_the_fields(stage: Stage) -> None:
    view = VIEWS["check-person"]
    assert isinstance(view, CheckPersonView)
    stage.show(view)
    other = replace(view.person, full_name="Trần Văn Bình", personal_number="001201000002")
    stage.show(replace(view, person=other))
    assert stage.find("check_person.full_name", QLineEdit).text() == "Trần Văn Bình"


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
