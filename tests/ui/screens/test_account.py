"""Start, power cut, messages and consent, as a person meets them: what is said, what a touch sends."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.flow.intents import ConsentAnswered, Left, StillHere, TriedAgain, WayChosen, WentBack
from kiosk.flow.staff_words import DraftDropped, DraftResumed
from kiosk.flow.views import (
    ConsentView,
    IdleWarningView,
    OutOfOrderView,
    TroubleView,
    WelcomeView,
)
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_account import EXAMPLES
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
