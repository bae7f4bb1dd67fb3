"""Staff at the counter: signing in, a new password, the work list and one dossier of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.domain.dossier import Problem
from kiosk.domain.upload import JobKind
from kiosk.flow.intents import WayChosen, WentBack
from kiosk.flow.staff_words import (
    CorrectionChosen,
    DraftDropped,
    DraftResumed,
    JobRetried,
    NewPasswordEntered,
    NewPasswordView,
    SignedOut,
    StaffEntered,
    WorkItemOpened,
    WorkListView,
    WorkTabChosen,
)
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_staff import AT, BENCH, DOSSIER, QUEUE, REFERENCE, SIGN_IN, STOPPED, SUPPLEMENT
from kiosk.ui.screens.examples_staff import EXAMPLES as ALL
from kiosk.ui.screens.new_password_screen import NewPasswordScreen
from kiosk.ui.screens.sign_in_screen import SignInScreen
from kiosk.ui.screens.work_item_screen import WorkItemScreen
from kiosk.ui.screens.work_list_screen import WorkListScreen
from tests.ui.screens.dossier_stage import Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


def line(stage: Stage, name: str) -> QLineEdit:
    return stage.find(name, QLineEdit)


def told_on(stage: Stage, number: int) -> str:
    return stage.find(f"work_list.item_{number}", QPushButton).accessibleDescription()


# --- sign-in -----------------------------------------------------------------------------------------------


def sign_in(stage: Stage) -> SignInScreen:
    screen = stage.show(SIGN_IN)
    assert isinstance(screen, SignInScreen)
    stage.type("sign_in.staff_id", " binh ")
    stage.type("sign_in.password", "481516")
    return screen


def test_number_and_password_are_sent_and_the_password_is_never_readable(stage: Stage) -> None:
    sign_in(stage)
    assert line(stage, "sign_in.password").displayText() == "●" * 6
    assert "481516" not in stage.words()
    assert stage.tap("sign_in.go_on") == [StaffEntered(staff_id="binh", password="481516")]
    assert "481516" not in repr(stage.sent)
    assert stage.tap("sign_in.back") == [WentBack()]


def test_keys_alone_sign_in(stage: Stage) -> None:
    stage.show(WorkListView())
    stage.show(SIGN_IN)
    first = line(stage, "sign_in.staff_id")
    assert first.hasFocus()
    QTest.keyClicks(first, "binh")
    QTest.keyClick(first, Qt.Key.Key_Return)
    second = line(stage, "sign_in.password")
    assert second.hasFocus()
    assert stage.sent == []
    QTest.keyClicks(second, "481516")
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert stage.sent == [StaffEntered(staff_id="binh", password="481516")]


def test_an_empty_line_is_named_and_nothing_is_sent(stage: Stage) -> None:
    screen = stage.show(SIGN_IN)
    assert isinstance(screen, SignInScreen)
    assert stage.tap("sign_in.go_on") == []
    assert screen.staff_id.has_problem()
    assert screen.password.has_problem()


def test_a_wrong_password_is_emptied_and_said_beside_it(stage: Stage) -> None:
    screen = sign_in(stage)
    stage.show(replace(SIGN_IN, checking=True))
    assert not stage.find("sign_in.go_on").isEnabled()
    stage.show(replace(SIGN_IN, problem="staff.wrong"))
    assert screen.password.problem.label.text() == stage.texts("staff.wrong")
    assert (screen.staff_id.value(), screen.password.value()) == (" binh ", "")
    assert line(stage, "sign_in.password").hasFocus()
    assert stage.find("sign_in.go_on").isEnabled()


def test_nobody_can_try_while_locked_and_the_seconds_count_down(stage: Stage, qtbot: QtBot) -> None:
    screen = sign_in(stage)
    stage.show(replace(SIGN_IN, checking=True))
    stage.show(replace(SIGN_IN, problem="staff.locked", wait_s=1))
    assert screen.countdown.isVisible()
    assert not stage.keyboard.isVisible()
    assert not stage.find("sign_in.go_on").isEnabled()
    qtbot.waitUntil(lambda: not screen.countdown.isVisible())
    assert stage.find("sign_in.go_on").isEnabled()
    assert not screen.password.has_problem()


def test_nothing_typed_stays_when_the_screen_goes(stage: Stage) -> None:
    screen = sign_in(stage)
    stage.show(WorkListView())
    assert (screen.staff_id.value(), screen.password.value()) == ("", "")
    stage.show(SIGN_IN)
    line(stage, "sign_in.password").undo()
    assert screen.password.value() == ""


# --- a new password ----------------------------------------------------------------------------------------


def choose_password(stage: Stage, repeat: str = "bàn tay 73") -> NewPasswordScreen:
    screen = stage.show(NewPasswordView())
    assert isinstance(screen, NewPasswordScreen)
    screen.old.set_value("481516")
    screen.new.set_value("bàn tay 73")
    screen.repeat.set_value(repeat)
    return screen


def test_old_and_new_are_sent(stage: Stage) -> None:
    choose_password(stage)
    assert stage.tap("new_password.go_on") == [NewPasswordEntered(old="481516", new="bàn tay 73")]


def test_two_different_new_ones_are_not_sent(stage: Stage) -> None:
    screen = choose_password(stage, repeat="bàn tay 37")
    assert stage.tap("new_password.go_on") == []
    assert screen.repeat.problem.label.text() == stage.texts("new_password.different")
    assert not screen.old.has_problem()


def test_a_wrong_old_one_is_said_beside_it(stage: Stage) -> None:
    screen = choose_password(stage)
    stage.tap("new_password.go_on")
    stage.show(NewPasswordView(problem="staff.wrong"))
    assert screen.old.problem.label.text() == stage.texts("new_password.old_wrong")
    assert screen.old.value() == ""
    assert screen.new.value() == "bàn tay 73"
    assert not screen.new.has_problem()


def test_a_weak_new_one_is_said_beside_it(stage: Stage) -> None:
    screen = choose_password(stage)
    stage.tap("new_password.go_on")
    stage.show(NewPasswordView(problem="error.password_weak"))
    assert screen.new.problem.label.text() == stage.texts("error.password_weak")
    assert (screen.old.value(), screen.new.value(), screen.repeat.value()) == ("481516", "", "")
    assert line(stage, "new_password.new").hasFocus()


def test_enter_goes_from_line_to_line(stage: Stage) -> None:
    stage.show(WorkListView())
    stage.show(NewPasswordView())
    for name in ("old", "new", "repeat"):
        field = line(stage, f"new_password.{name}")
        assert field.hasFocus()
        QTest.keyClicks(field, "481516" if name == "old" else "cay da 73")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert stage.sent == [NewPasswordEntered(old="481516", new="cay da 73")]


# --- the work list -----------------------------------------------------------------------------------------


def bench(stage: Stage, **changes: object) -> WorkListScreen:
    screen = stage.show(replace(BENCH, **changes))  # type: ignore[arg-type]
    assert isinstance(screen, WorkListScreen)
    return screen


def test_a_citizens_way_begins_with_one_touch_or_one_key(stage: Stage) -> None:
    screen = bench(stage)
    ways = (WayName.SUBMIT_DOSSIER, WayName.REGISTER_ACCOUNT, WayName.TRACK_DOSSIER)
    for key, way in zip("123", ways, strict=True):
        assert stage.tap(f"work_list.{way.value}") == [WayChosen(way=way)]
        QTest.keyClicks(screen, key)
        assert stage.sent[-1] == WayChosen(way=way)


def test_tabs_say_how_much_waits_and_bring_their_lines(stage: Stage) -> None:
    screen = bench(stage)
    assert {tab: button.text() for tab, button in screen.tabs.buttons.items()} == {
        "drafts": "Làm dở (2)",
        "waiting": "Chờ gửi (4)",
        "quarantined": "Cần xem lại (4)",
        "supplements": "Cần bổ sung (1)",
        "recent": "Gần đây",
    }
    for tab in screen.tabs.buttons:
        assert stage.tap(f"work_list.tab_{tab}") == [WorkTabChosen(tab=tab)]


def test_arrow_keys_walk_through_tabs_and_lines(stage: Stage) -> None:
    screen = bench(stage)
    screen.setFocus()
    QTest.keyClick(screen, Qt.Key.Key_Right)
    assert stage.sent == [WorkTabChosen(tab="quarantined")]
    bench(stage, tab="quarantined")
    for expected in ("item_1", "item_2", "item_3", "item_3"):
        focused = stage.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Down)
        assert stage.find(f"work_list.{expected}").hasFocus()
    QTest.keyClick(stage.find("work_list.item_3"), Qt.Key.Key_Up)
    QTest.keyClick(stage.find("work_list.item_2"), Qt.Key.Key_Return)
    QTest.keyClick(stage.find("work_list.item_2"), Qt.Key.Key_Left)
    assert stage.sent[1:] == [WorkItemOpened(key="K-HN0099-261120-0046-7"), WorkTabChosen(tab="waiting")]


def test_lines_say_since_when_and_why_they_wait(stage: Stage) -> None:
    bench(stage)
    button = stage.find("work_list.item_2", QPushButton)
    assert "K-HN0099-261120-0042-7" in button.accessibleName()
    assert button.accessibleDescription() == (
        "Gửi hồ sơ  ·  từ 14:09 20/11/2026\nChưa có mạng; sẽ tự gửi khi có mạng lại."
    )
    assert stage.tap("work_list.item_2") == [WorkItemOpened(key="K-HN0099-261120-0042-7")]


def test_a_reason_without_words_is_shown_as_it_came(stage: Stage) -> None:
    bench(stage, queue=(replace(QUEUE[1], why="solar_storm"),))
    assert told_on(stage, 1).endswith("solar_storm")


def test_stopped_work_says_why_and_what_to_do(stage: Stage) -> None:
    bench(stage, tab="quarantined")
    told = told_on(stage, 1)
    assert stage.texts("error.validation_failed") in told
    assert stage.texts("todo.validation_failed") in told
    unknown = replace(QUEUE[4], problem=Problem("new_rule", "Quy định mới của cổng."))
    bench(stage, tab="quarantined", queue=(unknown,))
    told = told_on(stage, 1)
    assert "Quy định mới của cổng." in told
    assert stage.texts("todo.any") in told


def test_registrations_that_need_a_person_stand_among_them_once(stage: Stage) -> None:
    stopped = replace(
        QUEUE[4], kind=JobKind.REGISTER_ACCOUNT, reference="001•••••0002", problem=Problem("account_exists")
    )
    accounts = (("001•••••0002", "quarantined", ""), ("001•••••0003", "needs_code", "TK-3F9A21"))
    counts = replace(BENCH.counts, quarantined=1)
    screen = bench(stage, tab="quarantined", queue=(stopped,), accounts=accounts, counts=counts)
    assert len(screen.accounts) == 2
    assert screen.tabs.buttons["quarantined"].text() == "Cần xem lại (2)"
    assert stage.words().count("001•••••0002") == 1
    assert stage.texts("account_todo.needs_code") in stage.words()
    bench(stage, tab="recent")
    assert screen.accounts == []


def test_a_draft_is_gone_on_with(stage: Stage) -> None:
    bench(stage, tab="drafts")
    assert "001•••••0001" in stage.words()
    assert stage.tap("work_list.resume_2") == [DraftResumed(draft_id="d2")]


def test_a_draft_is_erased_only_after_one_more_question(stage: Stage) -> None:
    bench(stage, tab="drafts")
    assert not stage.has("work_list.drop_really_1")
    assert stage.tap("work_list.drop_1") == []
    bench(
        stage,
        tab="drafts",
        drafts=tuple(replace(draft, saved_at=AT) for draft in BENCH.drafts),
    )
    assert stage.texts("work_list.drop_question") in stage.words()
    assert stage.tap("work_list.drop_keep_1") == []
    assert not stage.has("work_list.drop_really_1")
    stage.tap("work_list.drop_1")
    assert stage.tap("work_list.drop_really_1") == [DraftDropped(draft_id="d1")]
    bench(stage, tab="drafts", drafts=BENCH.drafts[1:])
    assert stage.tap("work_list.resume_1") == [DraftResumed(draft_id="d2")]


def test_the_focus_stays_when_new_facts_come(stage: Stage) -> None:
    bench(stage)
    stage.find("work_list.item_2").setFocus()
    bench(stage, queue=(*QUEUE[:3], replace(QUEUE[3], failures=3)))
    assert stage.find("work_list.item_2").hasFocus()


def test_what_the_portal_asks_for_stands_on_the_line(stage: Stage) -> None:
    bench(stage, tab="supplements")
    assert "Ảnh trang 2 bị mờ" in told_on(stage, 1)


def test_the_documented_name_of_the_last_tab_is_taken_too(stage: Stage) -> None:
    screen = bench(stage, tab="done")
    assert screen.tabs.current() == "recent"
    assert stage.has("work_list.item_3")


def test_an_empty_tab_says_so_and_signing_out_ends_it(stage: Stage) -> None:
    stage.show(WorkListView(tab="supplements"))
    assert stage.texts("work_list.none_supplements") in stage.words()
    assert stage.tap("work_list.sign_out") == [SignedOut()]


# --- one dossier -------------------------------------------------------------------------------------------


def test_a_stopped_dossier_names_what_must_be_put_right(stage: Stage) -> None:
    stage.show(STOPPED)
    words = stage.words()
    assert stage.texts("error.validation_failed") in words
    assert "validation_failed" in words
    assert "Người nộp: Ngày sinh" in words
    assert "Giấy tờ: Giấy chứng sinh" in words
    assert "Thiếu thông tin bắt buộc." in words
    assert stage.tap("work_item.retry") == [JobRetried(job_id=45)]
    assert stage.tap("work_item.correct") == [CorrectionChosen(reference=REFERENCE)]
    assert stage.tap("work_item.back") == [WentBack()]


def test_enter_does_what_makes_sense(stage: Stage) -> None:
    screen = stage.show(STOPPED)
    QTest.keyClick(screen, Qt.Key.Key_Return)
    assert stage.sent == [CorrectionChosen(reference=REFERENCE)]
    screen = stage.show(replace(STOPPED, can_correct=False))
    assert not stage.has("work_item.correct")
    QTest.keyClick(screen, Qt.Key.Key_Return)
    assert stage.sent[-1] == JobRetried(job_id=45)
    screen = stage.show(replace(STOPPED, can_correct=False, can_retry=False))
    QTest.keyClick(screen, Qt.Key.Key_Return)
    assert len(stage.sent) == 2


def test_a_supplement_names_paper_reason_and_what_to_do(stage: Stage) -> None:
    screen = stage.show(replace(STOPPED, dossier=SUPPLEMENT, item=None, problem=None, can_retry=False))
    assert isinstance(screen, WorkItemScreen)
    words = stage.words()
    assert "Giấy chứng sinh" in words
    assert "Ảnh trang 2 bị mờ, không đọc được dấu.\nChụp lại trang 2 của Giấy chứng sinh." in words
    assert SUPPLEMENT.notice_text in words
    assert not screen.problem.isVisible()


def test_a_clerk_sees_how_to_reach_the_applicant_but_no_whole_number(stage: Stage) -> None:
    stage.show(replace(STOPPED, dossier=DOSSIER))
    words = stage.words()
    assert "0912 345 678" in words
    assert "001199000001" not in words


def test_the_history_says_who_did_what(stage: Stage) -> None:
    stage.show(STOPPED)
    assert "Đã lưu, chờ gửi đi\nbởi nhân viên binh" in stage.words()
    assert "Đang gửi đi\nbởi máy này" in stage.words()


def test_a_dossier_that_waits_says_why(stage: Stage) -> None:
    view = next(view for name, view in ALL if name == "work-item-retried")
    screen = stage.show(view)
    assert isinstance(screen, WorkItemScreen)
    assert screen.state.sentence.text() == stage.texts("queue.no_line")
    assert stage.texts("work.retried") in stage.words()
