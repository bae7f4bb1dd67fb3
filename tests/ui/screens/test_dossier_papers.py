"""The checklist, the camera and the page just taken."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.domain.scan import PageProblem
from kiosk.flow.intents import ComponentMarked, ComponentOpened, WentBack, WentOn
from kiosk.flow.page_words import (
    CornersMoved,
    PageAccepted,
    PageMoved,
    PageRemoved,
    PageRetaken,
    ShutterPressed,
)
from kiosk.flow.views import ChecklistView, ComponentLine
from kiosk.ui.screens.check_page_screen import CheckPageScreen
from kiosk.ui.screens.examples_dossier import (
    AUTHORITY,
    CERTIFICATE,
    CHECK,
    CHECKLIST,
    CORNERS,
    DECLARATION,
    EXAMPLES,
    FOUND,
    ID_CARD,
    NOTE,
    SCAN,
    THUMBS,
    WITNESS,
)
from kiosk.ui.screens.scan_pages_screen import ScanPagesScreen
from tests.ui.screens.dossier_stage import Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(EXAMPLES)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


# --- checklist -------------------------------------------------------------------------------------------------


def shown_for(stage: Stage, component_id: str) -> set[str]:
    return {
        purpose
        for purpose in ("scan", "shown", "by_data", "undo")
        if stage.has(f"checklist.{purpose}_{component_id}")
    }


def test_each_line_offers_what_can_be_done_about_it(stage: Stage) -> None:
    stage.show(CHECKLIST)
    assert shown_for(stage, DECLARATION.id) == set()
    assert shown_for(stage, CERTIFICATE.id) == {"scan", "by_data"}
    assert shown_for(stage, WITNESS.id) == {"scan"}
    assert shown_for(stage, ID_CARD.id) == {"shown", "by_data"}
    assert shown_for(stage, AUTHORITY.id) == {"scan"}
    assert shown_for(stage, NOTE.id) == set()
    stage.show(VIEWS["checklist-complete"])
    assert shown_for(stage, ID_CARD.id) == {"undo"}
    assert shown_for(stage, AUTHORITY.id) == {"undo"}
    assert shown_for(stage, CERTIFICATE.id) == {"scan"}


def test_touches_on_a_line_name_the_paper_and_how(stage: Stage) -> None:
    stage.show(CHECKLIST)
    assert stage.tap(f"checklist.scan_{CERTIFICATE.id}") == [ComponentOpened(component_id=CERTIFICATE.id)]
    assert stage.tap(f"checklist.by_data_{CERTIFICATE.id}") == [
        ComponentMarked(component_id=CERTIFICATE.id, how="by_data")
    ]
    assert stage.tap(f"checklist.shown_{ID_CARD.id}") == [
        ComponentMarked(component_id=ID_CARD.id, how="shown")
    ]
    stage.show(VIEWS["checklist-complete"])
    assert stage.tap(f"checklist.undo_{ID_CARD.id}") == [ComponentMarked(component_id=ID_CARD.id, how="none")]
    assert stage.tap("checklist.go_on") == [WentOn()]
    assert stage.tap("checklist.back") == [WentBack()]


def test_states_and_counts_are_said_in_words(stage: Stage) -> None:
    stage.show(CHECKLIST)
    words = stage.words()
    for told in (
        "Còn thiếu 2 giấy tờ",
        "Đã khai trên máy",
        "Còn thiếu",
        "Có thể dùng thay giấy khác",
        "Đã chụp 2 trang",
        "1 bản chính và 1 bản sao",
        "1 bản chính, Mẫu 02",
        "chỉ cần xuất trình",
    ):
        assert told in words, told
    stage.show(VIEWS["checklist-complete"])
    assert "Đã đủ giấy tờ" in stage.words()
    assert "Đã có giấy khác thay thế" in stage.words()


def test_being_held_back_says_once_what_is_missing(stage: Stage) -> None:
    stage.show(VIEWS["checklist-held-back"])
    assert stage.words().count("Còn thiếu 2 giấy tờ") == 1
    assert "không phải đi lại lần nữa" in stage.words()


def test_a_changed_line_stays_the_same_line(stage: Stage) -> None:
    stage.show(CHECKLIST)
    button = stage.find(f"checklist.scan_{CERTIFICATE.id}")
    button.setFocus()
    lines = tuple(
        ComponentLine(CERTIFICATE, "pages", pages=1, can_be_data=True)
        if line.component is CERTIFICATE
        else line
        for line in CHECKLIST.lines
    )
    stage.show(replace(CHECKLIST, lines=lines, missing=1))
    assert stage.find(f"checklist.scan_{CERTIFICATE.id}") is button
    assert button.hasFocus()
    assert button.accessibleName() == f"Xem, chụp thêm: {CERTIFICATE.name.vi}"
    assert "Còn thiếu 1 giấy tờ" in stage.words()


def test_another_procedure_has_its_own_lines(stage: Stage) -> None:
    stage.show(CHECKLIST)
    stage.show(
        ChecklistView(
            procedure_name=CHECKLIST.procedure_name,
            lines=(ComponentLine(NOTE, "note", required=False),),
            missing=0,
        )
    )
    assert not stage.has(f"checklist.scan_{CERTIFICATE.id}")


# --- camera ----------------------------------------------------------------------------------------------------


def hint(stage: Stage) -> str:
    screen = stage.window.current
    assert isinstance(screen, ScanPagesScreen)
    return screen.preview.accessibleDescription()


def test_the_hint_says_what_stands_in_the_way_or_what_happens(stage: Stage) -> None:
    stage.show(SCAN)
    assert hint(stage) == "Đặt tờ giấy vào giữa khung"
    for problem in PageProblem:
        stage.show(replace(SCAN, corners=FOUND, problem=problem))
        assert hint(stage) == stage.texts(f"page.{problem.value}")
    stage.show(replace(SCAN, corners=FOUND))
    assert "giữ yên" in hint(stage)
    stage.show(replace(SCAN, corners=FOUND, still=True))
    assert hint(stage) == "Giữ yên, máy đang tự chụp"
    stage.show(replace(SCAN, corners=FOUND, still=True, taking=True))
    assert hint(stage) == "Đang chụp…"


def test_the_shutter_works_by_hand_and_rests_while_a_picture_is_taken(stage: Stage) -> None:
    stage.show(SCAN)
    assert stage.tap("scan_pages.shutter") == [ShutterPressed()]
    stage.show(replace(SCAN, taking=True))
    assert not stage.find("scan_pages.shutter").isEnabled()


def test_a_paper_is_finished_once_it_has_a_page(stage: Stage) -> None:
    stage.show(SCAN)
    assert not stage.find("scan_pages.finish").isEnabled()
    stage.show(replace(SCAN, thumbs=THUMBS[:1]))
    assert "Đã chụp 1 trang" in stage.words()
    assert stage.tap("scan_pages.finish") == [WentOn()]
    assert stage.tap("scan_pages.back") == [WentBack()]


def test_pages_are_moved_and_removed_by_their_numbers(stage: Stage) -> None:
    stage.show(replace(SCAN, thumbs=THUMBS))
    assert stage.tap("scan_pages.page_2_up") == [PageMoved(page_id="page-2", by=-1)]
    assert stage.tap("scan_pages.page_2_down") == [PageMoved(page_id="page-2", by=1)]
    assert stage.tap("scan_pages.page_1_remove") == [PageRemoved(page_id="page-1")]
    stage.show(replace(SCAN, thumbs=(THUMBS[2], THUMBS[0])))
    assert stage.tap("scan_pages.page_1_remove") == [PageRemoved(page_id="page-3")]
    assert not stage.find("scan_pages.page_2_down").isEnabled()
    assert not stage.has("scan_pages.page_3_remove")


def test_a_camera_that_is_gone_is_said_and_nothing_can_be_shot(stage: Stage) -> None:
    stage.show(VIEWS["scan_pages-gone"])
    assert "Máy ảnh chụp giấy tờ không hoạt động. Xin gọi nhân viên" in stage.words()
    assert not stage.find("scan_pages.shutter").isEnabled()
    assert not stage.has("scan_pages.preview")
    stage.show(SCAN)
    assert stage.has("scan_pages.preview")
    assert stage.find("scan_pages.shutter").isEnabled()


# --- the page just taken -----------------------------------------------------------------------------------------


def test_a_good_page_is_used_or_taken_again(stage: Stage) -> None:
    stage.show(CHECK)
    assert "Trang rõ, đủ bốn góc." in stage.words()
    assert stage.tap("check_page.accept") == [PageAccepted()]
    assert stage.tap("check_page.retake") == [PageRetaken()]
    assert stage.tap("check_page.back") == [WentBack()]


def test_doubts_are_said_and_may_be_overruled(stage: Stage) -> None:
    stage.show(VIEWS["check_page-doubts"])
    assert "Ảnh bị mờ, hãy chụp lại" in stage.words()
    assert "Tờ giấy bị cắt mất góc" in stage.words()
    assert stage.find("check_page.accept", QAbstractButton).text() == "Vẫn dùng trang này"
    assert stage.tap("check_page.accept") == [PageAccepted()]


def test_corners_are_moved_on_the_whole_picture_and_sent_when_done(stage: Stage) -> None:
    screen = stage.show(CHECK)
    assert isinstance(screen, CheckPageScreen)
    assert stage.tap("check_page.corners") == []
    assert not stage.find("check_page.accept").isEnabled()
    assert stage.tap("check_page.corner_top_left") == []
    screen.editor.nudge(-5, -5)
    stage.show(CHECK)
    assert stage.has("check_page.corner_top_left"), "the same View must not end the work"
    sent = stage.tap("check_page.corners")
    assert len(sent) == 1
    assert isinstance(sent[0], CornersMoved)
    assert sent[0].corners[0][0] < CORNERS[0][0]
    assert sent[0].corners[1:] == CORNERS[1:]
    assert stage.find("check_page.accept").isEnabled()


def test_corners_left_as_they_were_send_nothing(stage: Stage) -> None:
    stage.show(CHECK)
    stage.tap("check_page.corners")
    assert stage.tap("check_page.corners") == []
    screen = stage.show(CHECK)
    assert isinstance(screen, CheckPageScreen)
    stage.tap("check_page.corners")
    screen.editor.choose(screen.editor.handles[2])
    screen.editor.nudge(9, 9)
    assert stage.tap("check_page.corners_cancel") == []
    assert stage.has("check_page.picture")


def test_nothing_can_be_pressed_while_the_page_is_made_anew(stage: Stage) -> None:
    stage.show(CHECK)
    stage.tap("check_page.corners")
    stage.show(VIEWS["check_page-working"])
    assert "Đang làm phẳng trang giấy…" in stage.words()
    for purpose in ("accept", "retake", "corners"):
        assert not stage.find(f"check_page.{purpose}").isEnabled()
