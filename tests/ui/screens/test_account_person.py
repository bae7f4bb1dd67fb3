"""Card and person, as a person meets them: what is said, what a touch sends, what stays."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.person import Person
from kiosk.domain.scan import Hint
from kiosk.flow.intents import (
    PersonConfirmed,
    TypingChosen,
    WentBack,
)
from kiosk.flow.views import (
    CheckPersonView,
    ScanCardView,
)
from kiosk.ui.screens.examples_account import EXAMPLES
from kiosk.ui.widgets.card_preview import CardPreview
from tests.ui.screens.dossier_stage import PORTRAIT, SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(EXAMPLES)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


def bottom_in(screen: QWidget, part: QWidget) -> int:
    return part.mapTo(screen, part.rect().bottomLeft()).y()


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
