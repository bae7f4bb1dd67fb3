"""The form: one control a kind of question, answers as JSON values, problems beside their field, nothing lost."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kiosk.domain.bilingual import Text
from kiosk.domain.form_field import FormField
from kiosk.domain.procedure import Problem
from kiosk.flow.intents import Answered, WentOn
from kiosk.flow.views import FormPageView, Question
from kiosk.ui.screens.examples_dossier import (
    FULL_NAME,
    GENDER,
    MORE_PAGE,
    NUMBER,
    PERSON_PAGE,
    PROBLEM_PAGE,
    RELATION,
    WRONG_NUMBER,
)
from kiosk.ui.screens.form_screen import FormScreen
from tests.ui.screens.dossier_stage import SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


def page_of(*questions: Question, form_page: int = 7) -> FormPageView:
    return FormPageView(
        form_page=form_page, title=Text.of("?"), fields=questions, step=(3, 5), can_go_back=True
    )


def field_of(widget: str, **more: Any) -> FormField:
    return FormField(name="it", title=Text("Câu hỏi", "Question"), widget=widget, required=True, **more)


def form(stage: Stage) -> FormScreen:
    screen = stage.window.current
    assert isinstance(screen, FormScreen)
    return screen


@pytest.mark.parametrize(
    ("widget", "typed", "value"),
    [
        ("text", "Lam ho so", "Lam ho so"),
        ("name", "An", "An"),
        ("digits", "0011a99", "001199"),
        ("phone", "0912345678", "0912345678"),
        ("email", "an@example.com", "an@example.com"),
        ("address", "So 1", "So 1"),
        ("number", "12", 12),
        ("number", "1,5", 1.5),
        ("number", "1x", "1x"),
        ("long_text", "Mot hai", "Mot hai"),
    ],
)
def test_what_is_typed_is_sent_in_the_value_of_its_kind(
    stage: Stage, widget: str, typed: str, value: object
) -> None:
    stage.show(page_of(Question(field_of(widget))))
    sent = stage.type("form.it", typed)
    assert sent[-1] == Answered(name="it", value=value)
    assert type(sent[-1].value) is type(value)  # type: ignore[attr-defined]
    assert len(sent) == len(str(typed.split("\t", maxsplit=1)[0].replace("a99", "99"))), (
        "every keystroke is saved"
    )


@pytest.mark.parametrize(("widget", "value", "empty"), [("text", "x", ""), ("number", 4, None)])
def test_an_emptied_answer_is_sent_as_empty(stage: Stage, widget: str, value: object, empty: object) -> None:
    stage.show(page_of(Question(field_of(widget), value)))
    stage.find("form.it").setFocus()
    QTest.keyClick(stage.find("form.it"), Qt.Key.Key_Backspace)
    assert stage.sent == [Answered(name="it", value=empty)]


def test_a_date_is_typed_in_boxes_and_sent_as_iso(stage: Stage) -> None:
    stage.show(page_of(Question(field_of("date"))))
    stage.type("form.it_day", "05")
    assert stage.sent[-1] == Answered(name="it", value="05//")
    for box, digits in (("month", "11"), ("year", "2026")):
        stage.type(f"form.it_{box}", digits)
    assert stage.sent[-1] == Answered(name="it", value="2026-11-05")


def test_a_choice_and_a_yes_or_no_are_sent_as_their_values(stage: Stage) -> None:
    yes_no = FormField(name="sure", title=Text("Chắc chưa?", "Sure?"), widget="yes_no", required=True)
    stage.show(page_of(Question(RELATION), Question(yes_no)))
    assert stage.tap("form.relation.grandparent") == [Answered(name="relation", value="grandparent")]
    assert stage.tap("form.sure.False") == [Answered(name="sure", value=False)]


def test_answers_so_far_are_shown_as_people_write_them(stage: Stage) -> None:
    stage.show(MORE_PAGE)
    assert stage.find("form.phone", QLineEdit).text() == "0912345678"
    assert stage.find("form.copies", QLineEdit).text() == "2"
    assert stage.find("form.parents_married.True").isChecked()  # type: ignore[attr-defined]
    assert "không bắt buộc" in stage.words()
    stage.show(PERSON_PAGE)
    day, month, year = (
        stage.find(f"form.birth_date_{part}", QLineEdit).text() for part in ("day", "month", "year")
    )
    assert (day, month, year) == ("15", "01", "1999")
    assert stage.words().count("Lấy từ thẻ") == 4
    assert stage.sent == []


def test_a_view_that_comes_while_typing_leaves_text_cursor_and_focus_alone(stage: Stage) -> None:
    stage.show(page_of(Question(FULL_NAME), Question(NUMBER)))
    stage.type("form.full_name", "Nguyen Thi An")
    line = stage.find("form.full_name", QLineEdit)
    line.setCursorPosition(4)
    stage.show(replace(page_of(Question(FULL_NAME, "Nguyen Thi A"), Question(NUMBER)), saved=False))
    assert (line.text(), line.cursorPosition(), line.hasFocus()) == ("Nguyen Thi An", 4, True)
    assert "Đang lưu" in stage.words()


def test_a_question_that_appears_keeps_the_others_with_their_focus(stage: Stage) -> None:
    stage.show(page_of(Question(GENDER), Question(NUMBER)))
    line = stage.find("form.personal_number", QLineEdit)
    stage.type("form.personal_number", "001")
    stage.show(page_of(Question(GENDER, "male"), Question(RELATION), Question(NUMBER, "001")))
    assert stage.has("form.relation.father")
    assert stage.find("form.personal_number", QLineEdit) is line
    assert line.hasFocus()
    stage.show(page_of(Question(NUMBER, "001")))
    assert not stage.has("form.relation.father")
    assert line.hasFocus()
    assert line.text() == "001"


SURE = FormField(name="sure", title=Text("Chắc chưa?", "Sure?"), widget="yes_no", required=True)


def answer_yes_to_what_asks_more(stage: Stage, first: Question) -> None:
    stage.show(page_of(Question(SURE)))
    more = page_of(Question(SURE, True), first, Question(NUMBER))
    stage.window.intent.connect(lambda _: stage.window.show_view(more))


def test_a_touch_that_brings_up_a_question_to_be_typed_leads_there(stage: Stage) -> None:
    answer_yes_to_what_asks_more(stage, Question(FULL_NAME))
    stage.tap("form.sure.True")
    assert stage.find("form.full_name").hasFocus()
    assert stage.keyboard.isVisible()


def test_what_is_to_be_touched_next_brings_no_keys(stage: Stage) -> None:
    answer_yes_to_what_asks_more(stage, Question(RELATION))
    stage.tap("form.sure.True")
    assert stage.has("form.relation.father")
    assert not stage.keyboard.isVisible()


def test_who_chooses_with_keys_stays_among_the_choices(stage: Stage) -> None:
    answer_yes_to_what_asks_more(stage, Question(FULL_NAME))
    row = stage.find("form.sure.True")
    row.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(row, Qt.Key.Key_Space)
    settle()
    assert stage.has("form.full_name")
    assert row.hasFocus()


def test_where_there_is_nothing_to_do_but_type_the_keys_come_by_themselves(stage: Stage) -> None:
    stage.show(page_of(Question(GENDER), Question(FULL_NAME), form_page=1))
    assert not stage.keyboard.isVisible()
    stage.show(page_of(Question(FULL_NAME), Question(NUMBER), form_page=2))
    assert stage.find("form.full_name").hasFocus()
    assert stage.keyboard.isVisible()
    stage.show(page_of(Question(FULL_NAME, "Nguyễn Thị An"), Question(NUMBER), form_page=3))
    assert not stage.keyboard.isVisible(), "an answer that is there already is to be read first"


def test_with_large_text_the_title_is_read_before_the_keys_take_its_place(qtbot: QtBot) -> None:
    with open_stage(qtbot, SMALL, text_scale=1.6) as stage:
        stage.show(page_of(Question(FULL_NAME), Question(NUMBER)))
        assert not stage.keyboard.isVisible()


def test_another_page_has_its_own_rows(stage: Stage) -> None:
    stage.show(PERSON_PAGE)
    stage.type("form.full_name", " x")
    stage.show(MORE_PAGE)
    assert not stage.has("form.full_name")
    assert "Thông tin thêm" in stage.words()
    stage.show(PERSON_PAGE)
    assert stage.find("form.full_name", QLineEdit).text() == "Nguyễn Thị An"


def test_a_problem_stands_at_its_field_and_is_read_with_it(stage: Stage) -> None:
    stage.show(PROBLEM_PAGE)
    row = form(stage).control("personal_number").row
    assert row.problem.label.text() == "Số định danh có đúng 12 chữ số. Xin xem lại trên thẻ căn cước."
    assert row.problem.isVisible()
    assert "12 chữ số" in stage.find("form.personal_number").accessibleDescription()
    assert not form(stage).control("full_name").row.has_problem()
    assert form(stage).control("relation").row.has_problem()
    stage.texts.set_language("en")
    settle()
    assert row.problem.label.text().startswith("The personal number has exactly 12 digits.")


def test_nobody_is_told_wrong_while_still_typing_for_the_first_time(stage: Stage) -> None:
    stage.show(page_of(Question(NUMBER), Question(FULL_NAME)))
    stage.type("form.personal_number", "0")
    stage.show(page_of(Question(NUMBER, "0", problem=WRONG_NUMBER), Question(FULL_NAME)))
    control = form(stage).control("personal_number")
    assert not control.row.has_problem()
    stage.find("form.full_name").setFocus()
    settle()
    assert control.row.has_problem()
    stage.find("form.personal_number").setFocus()
    stage.show(page_of(Question(NUMBER, "001199000001"), Question(FULL_NAME)))
    assert not control.row.has_problem()


def test_going_on_with_problems_leads_to_the_first_of_them(stage: Stage) -> None:
    stage.show(PERSON_PAGE)
    assert stage.tap("form.go_on") == [WentOn()]
    stage.show(PROBLEM_PAGE)
    assert QApplication.focusWidget() is stage.find("form.personal_number")
    assert "Còn 2 chỗ cần xem lại" in stage.words()


def test_enter_in_a_line_finishes_the_page(stage: Stage) -> None:
    stage.show(PERSON_PAGE)
    stage.find("form.full_name").setFocus()
    QTest.keyClick(stage.find("form.full_name"), Qt.Key.Key_Return)
    assert stage.sent == [WentOn()]


@pytest.mark.parametrize(
    ("widget", "page"),
    [
        ("name", "letters"),
        ("digits", "digits"),
        ("number", "number"),
        ("email", "email"),
        ("long_text", "letters"),
    ],
)
def test_each_kind_brings_its_own_keys(stage: Stage, widget: str, page: str) -> None:
    stage.show(page_of(Question(field_of(widget))))
    stage.find("form.it").setFocus()
    settle()
    assert stage.keyboard.isVisible()
    assert stage.keyboard.page == page


def test_the_keys_of_the_screen_type_into_several_lines_too(stage: Stage) -> None:
    stage.show(page_of(Question(field_of("long_text"))))
    lines = stage.find("form.it", QPlainTextEdit)
    lines.setFocus()
    settle()
    stage.keyboard.key("a").pressed.emit()
    assert lines.toPlainText() == "A"
    assert stage.sent == [Answered(name="it", value="A")]


def test_the_field_typed_into_stays_in_sight_above_the_keyboard(qtbot: QtBot) -> None:
    with open_stage(qtbot, SMALL) as stage:
        screen = stage.show(MORE_PAGE)
        stage.find("form.remarks").setFocus()
        qtbot.waitUntil(stage.keyboard.isVisible)
        lines = stage.find("form.remarks")

        def in_sight() -> bool:
            top = lines.mapTo(screen, lines.rect().topLeft()).y()
            return top >= 0 and top + lines.height() <= screen.height() - screen.footer.height()

        qtbot.waitUntil(in_sight)


def test_a_need_that_changes_with_an_answer_keeps_the_control(stage: Stage) -> None:
    wanted = replace(NUMBER, required=False)
    stage.show(page_of(Question(NUMBER)))
    line = stage.find("form.personal_number", QLineEdit)
    stage.show(page_of(Question(wanted, problem=Problem("x", Text("Sai.", "Wrong.")))))
    assert stage.find("form.personal_number", QLineEdit) is line
    assert "Số định danh (không bắt buộc)" in stage.words()
