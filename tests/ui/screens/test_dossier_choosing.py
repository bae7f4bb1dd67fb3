"""Finding a procedure, reading its page, saying which case applies."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.flow.intents import CaseChosen, ProcedureChosen, SearchTyped, WentBack, WentOn
from kiosk.ui.screens.examples_dossier import CASE, EXAMPLES, SEARCH
from tests.ui.screens.dossier_stage import SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(EXAMPLES)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


# --- search --------------------------------------------------------------------------------------------------


def test_every_keystroke_is_searched_for(stage: Stage) -> None:
    stage.show(SEARCH)
    assert stage.type("search.text", "khai") == [
        SearchTyped(text="k"),
        SearchTyped(text="kh"),
        SearchTyped(text="kha"),
        SearchTyped(text="khai"),
    ]


def test_results_that_come_while_typing_leave_text_cursor_and_focus_alone(stage: Stage) -> None:
    stage.show(SEARCH)
    stage.type("search.text", "khai si")
    line = stage.find("search.text", QLineEdit)
    line.setCursorPosition(2)
    stage.show(replace(SEARCH, text="khai s", lines=SEARCH.lines[:2]))
    assert (line.text(), line.cursorPosition(), line.hasFocus()) == ("khai si", 2, True)


def test_each_line_says_where_it_can_be_filed_and_opens_its_procedure(stage: Stage) -> None:
    stage.show(SEARCH)
    words = stage.words()
    assert "Nộp tại đây một phần" in words
    assert "Không nộp trực tuyến" in words
    assert "Tất cả 21 thủ tục" in words
    assert stage.tap("search.result_1.001193") == [ProcedureChosen(code="1.001193")]


def test_lines_keep_their_own_names_when_the_list_changes(stage: Stage) -> None:
    stage.show(SEARCH)
    stage.show(VIEWS["search-found"])
    assert "Tìm thấy 2 thủ tục" in stage.words()
    assert stage.tap("search.result_2.000635") == [ProcedureChosen(code="2.000635")]


def test_finding_nothing_says_what_to_do(stage: Stage) -> None:
    stage.show(VIEWS["search-nothing"])
    assert "Chưa tìm thấy thủ tục nào" in stage.words()


def test_one_touch_empties_the_box(stage: Stage) -> None:
    stage.show(SEARCH)
    assert not stage.has("search.clear")
    stage.show(VIEWS["search-found"])
    assert stage.tap("search.clear") == [SearchTyped(text="")]
    assert stage.find("search.text", QLineEdit).text() == ""


def test_found_lines_stay_in_sight_above_the_keyboard_of_a_low_screen(qtbot: QtBot) -> None:
    with open_stage(qtbot, SMALL) as stage:
        screen = stage.show(SEARCH)
        stage.find("search.text").setFocus()
        qtbot.waitUntil(stage.keyboard.isVisible)
        settle()
        first = stage.find("search.result_2.000635")
        bottom = first.mapTo(screen, first.rect().bottomLeft()).y()
        assert bottom <= screen.height()


# --- one procedure ---------------------------------------------------------------------------------------------


def test_a_procedure_tells_who_how_long_how_much_and_what_to_bring(stage: Stage) -> None:
    stage.show(VIEWS["procedure-licence"])
    words = stage.words()
    for told in (
        "Đổi giấy phép lái xe",
        "Nộp được ngay tại máy này.",
        "Công an tỉnh, thành phố",
        "5 ngày làm việc",
        "135.000 đồng",
        "Giấy phép lái xe",
        "Giấy khám sức khỏe của người lái xe còn hiệu lực",
        "1 bản chính, chỉ cần xuất trình",
        "Khai ngay trên máy, không cần mang giấy",
        "Căn cứ:",
    ):
        assert told in words, told
    assert stage.tap("procedure.go_on") == [WentOn()]
    assert stage.tap("procedure.back") == [WentBack()]


def test_what_cannot_be_filed_here_says_why_and_what_to_do_instead_and_has_no_way_on(stage: Stage) -> None:
    stage.show(VIEWS["procedure-not-online"])
    words = stage.words()
    assert "Thủ tục này không nộp được tại máy này" in words
    assert "Cán bộ phải đối chiếu với bản chính." in words
    assert "Xin mang đủ giấy tờ dưới đây đến: Ủy ban nhân dân xã, phường." in words
    assert "2.000 đồng" in words
    assert not stage.has("procedure.go_on")
    assert stage.tap("procedure.back") == [WentBack()]
    stage.show(VIEWS["procedure-birth"])
    assert stage.has("procedure.go_on")


def test_a_procedure_filed_in_part_says_so_before_anything_else(stage: Stage) -> None:
    stage.show(VIEWS["procedure-partial"])
    words = stage.words()
    assert "sau đó vẫn phải đến cơ quan giải quyết" in words
    assert "hai bên nam, nữ phải cùng đến ủy ban xã" in words
    assert "Phải có mặt để ký hoặc nhận kết quả." in words


def test_another_procedure_brings_its_own_papers(stage: Stage) -> None:
    stage.show(VIEWS["procedure-birth"])
    stage.show(VIEWS["procedure-licence"])
    words = stage.words()
    assert "Giấy chứng sinh" not in words
    assert "Hạng A1, A, B1" in words


def test_enter_goes_on_from_the_procedure(stage: Stage) -> None:
    screen = stage.show(VIEWS["procedure-birth"])
    QTest.keyClick(screen, Qt.Key.Key_Return)
    assert stage.sent == [WentOn()]


# --- case ------------------------------------------------------------------------------------------------------


def test_one_touch_says_which_case(stage: Stage) -> None:
    stage.show(CASE)
    second = CASE.cases[1].id
    assert stage.tap(f"case.case_{second}") == [CaseChosen(case_id=second)]


def test_the_case_chosen_before_is_marked(stage: Stage) -> None:
    screen = stage.show(VIEWS["case-chosen"])
    marked = [
        button.objectName()
        for button in screen.findChildren(type(stage.find(f"case.case_{CASE.cases[1].id}")))
        if button.isChecked()
    ]
    assert marked == [f"case.case_{CASE.cases[1].id}"]
    assert "Nhân viên đang hỗ trợ: Trần Văn Bình" in stage.words()


def test_cases_of_another_procedure_replace_the_first_ones(stage: Stage) -> None:
    stage.show(CASE)
    stage.show(VIEWS["case-two"])
    assert "Bé bị bỏ rơi" not in stage.words()
    assert "Có bên đã ly hôn ở nước ngoài" in stage.words()
