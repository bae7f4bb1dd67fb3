"""Looking a dossier up: typing a code, what the answer says, how old it is, and its slip."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.flow.intents import PrintAskedAgain, SlipSeenOnPaper, WentBack, WentOn
from kiosk.flow.staff_words import WorkListView
from kiosk.flow.track_words import CodeEntered
from kiosk.flow.views import SlipState
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.screens.examples_staff import AT, CODE, RESULT, TRACK
from kiosk.ui.screens.track_result_screen import TrackResultScreen
from kiosk.ui.screens.track_screen import TrackScreen
from tests.ui.screens.dossier_stage import Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


# --- the code ----------------------------------------------------------------------------------------------


def test_the_code_is_sent_as_typed(stage: Stage) -> None:
    stage.show(TRACK)
    stage.type("track.code", "k-hn0099-261120-0042-7")
    assert stage.tap("track.go_on") == [CodeEntered(code="k-hn0099-261120-0042-7")]
    assert stage.tap("track.back") == [WentBack()]


def test_enter_looks_the_code_up(stage: Stage) -> None:
    stage.show(TRACK)
    stage.type("track.code", "ABC")
    QTest.keyClick(stage.find("track.code"), Qt.Key.Key_Return)
    assert stage.sent == [CodeEntered(code="ABC")]


def test_capitals_digits_and_dashes_come_up_for_the_code(stage: Stage) -> None:
    stage.show(TRACK)
    line = stage.find("track.code", QLineEdit)
    line.setFocus()
    assert line.property("pad") == str(Pad.CODE)
    assert stage.keyboard.isVisible()


@pytest.mark.parametrize("problem", ["track.code_wrong", "track.unknown", "track.unknown_away"])
def test_what_was_typed_stays_and_the_problem_stands_beside_it(stage: Stage, problem: str) -> None:
    screen = stage.show(TRACK)
    assert isinstance(screen, TrackScreen)
    stage.type("track.code", "ABC")
    stage.show(replace(TRACK, asking=True))
    assert not stage.find("track.go_on").isEnabled()
    stage.show(replace(TRACK, problem=problem))
    line = stage.find("track.code", QLineEdit)
    assert (line.text(), line.hasFocus()) == ("ABC", True)
    assert screen.code.problem.label.text() == stage.texts(problem)
    assert screen.code.problem.isVisible()
    assert stage.find("track.go_on").isEnabled()


def test_the_code_does_not_wait_for_the_next_person(stage: Stage) -> None:
    stage.show(TRACK)
    stage.type("track.code", "ABC")
    stage.show(WorkListView())
    stage.show(TRACK)
    assert stage.find("track.code", QLineEdit).text() == ""


# --- the answer --------------------------------------------------------------------------------------------


def test_the_state_is_said_in_big_words_with_what_comes_next(stage: Stage) -> None:
    screen = stage.show(RESULT)
    assert isinstance(screen, TrackResultScreen)
    assert screen.state.title.text() == "Đã tiếp nhận"
    assert screen.state.sentence.text() == stage.texts("state_next.ACCEPTED")
    assert CODE in stage.words()
    assert "Đăng ký khai sinh" in stage.words()


def test_both_clocks_stand_in_vietnams_time(stage: Stage) -> None:
    screen = stage.show(RESULT)
    assert isinstance(screen, TrackResultScreen)
    assert screen.sent.fact.text() == "09:15 20/11/2026"
    assert screen.accepted.fact.text() == "13:15 20/11/2026"
    assert screen.due.fact.text() == "13:15 25/11/2026"


def test_no_due_date_before_the_agency_accepted(stage: Stage) -> None:
    early = replace(RESULT.tracking, state="SUBMITTED", accepted_at=None)
    screen = stage.show(replace(RESULT, tracking=early))
    assert isinstance(screen, TrackResultScreen)
    assert screen.due.fact.text() == stage.texts("track_result.not_yet")
    assert screen.due.note.text() == stage.texts("track_result.due_later")
    assert "25/11/2026" not in stage.words()


def test_a_word_of_the_portal_that_nobody_knows_is_shown_as_it_is(stage: Stage) -> None:
    raw = replace(RESULT.tracking, state="Chờ ý kiến liên ngành")
    screen = stage.show(replace(RESULT, tracking=raw))
    assert isinstance(screen, TrackResultScreen)
    assert screen.state.title.text() == "Chờ ý kiến liên ngành"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "vừa xong"),
        (timedelta(minutes=5), "5 phút trước"),
        (timedelta(hours=3, minutes=40), "3 giờ trước"),
        (timedelta(days=2), "2 ngày trước"),
    ],
)
def test_old_knowledge_says_how_old_it_is(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, age: timedelta, words: str
) -> None:
    monkeypatch.setattr(TrackResultScreen, "clock", staticmethod(lambda: AT + age))
    away = replace(RESULT, away=True, tracking=replace(RESULT.tracking, as_of=AT, local=True))
    screen = stage.show(away)
    assert isinstance(screen, TrackResultScreen)
    assert screen.away.isVisible()
    assert screen.away.words().endswith(f"Biết lúc 09:15 20/11/2026 ({words}).")
    stage.show(RESULT)
    assert not screen.away.isVisible()


def test_the_steps_stand_newest_first(stage: Stage) -> None:
    stage.show(RESULT)
    words = stage.words()
    assert words.rindex("Đã tiếp nhận") < words.rindex("Đã gửi, chờ tiếp nhận")


def test_finishing_and_printing(stage: Stage) -> None:
    stage.show(RESULT)
    assert stage.tap("track_result.print") == [PrintAskedAgain()]
    assert stage.tap("track_result.finish") == [WentOn()]
    assert stage.tap("track_result.back") == [WentBack()]


def test_the_slip_says_what_became_of_it(stage: Stage) -> None:
    stage.show(replace(RESULT, slip=SlipState(PrintState.UNKNOWN)))
    assert not stage.has("track_result.print")
    assert stage.tap("track_result.slip_came_out") == [SlipSeenOnPaper(came_out=True)]
    assert stage.tap("track_result.slip_missing") == [SlipSeenOnPaper(came_out=False)]
    stage.show(replace(RESULT, slip=SlipState(PrintState.NOT_PRINTED, PrinterState.PAPER_OUT)))
    assert "Máy in hết giấy" in stage.words()
    assert stage.tap("track_result.print_again") == [PrintAskedAgain()]
