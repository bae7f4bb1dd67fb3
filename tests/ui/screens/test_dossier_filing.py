"""Delivery, the summary that is confirmed, and the screen of the dossier that is safe, with its slip."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from kiosk.domain.dossier import DossierState
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.flow.intents import (
    Confirmed,
    DeliveryChosen,
    DeliveryConsidered,
    PrintAskedAgain,
    SlipSeenOnPaper,
    WentBack,
    WentOn,
)
from kiosk.flow.views import PriceLine, SlipState
from kiosk.ui.screens.delivery_screen import DeliveryScreen
from kiosk.ui.screens.examples_dossier import (
    DELIVERY,
    DONE,
    EXAMPLES,
    PERSON,
    REFERENCE,
    SUMMARY,
)
from tests.ui.screens.dossier_stage import Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(EXAMPLES)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


# --- delivery --------------------------------------------------------------------------------------------------


def test_each_way_names_its_price_and_who_pays(stage: Stage) -> None:
    stage.show(DELIVERY)
    words = stage.words()
    assert "Giao tận nhà: 28.000 đồng" in words
    assert "Nhận tại điểm bưu điện này: Miễn phí" in words
    stage.show(VIEWS["delivery-subsidy"])
    words = stage.words()
    assert "Giao tận nhà: Miễn phí, Nhà nước trả thay" in words
    assert "Theo giá cước bưu điện" in words
    stage.texts.set_language("en")
    settle()
    stage.show(DELIVERY)
    assert "28,000 đồng" in stage.words()


def test_the_address_is_asked_only_where_it_is_needed(stage: Stage) -> None:
    stage.show(DELIVERY)
    assert not stage.has("delivery.address")
    assert stage.tap("delivery.method_home") == [
        DeliveryConsidered(method="home", address=PERSON.address.text)
    ]
    assert stage.has("delivery.address")
    assert stage.tap("delivery.go_on") == [DeliveryChosen(method="home", address=PERSON.address.text)]
    (typed,) = stage.type("delivery.address", "9")
    assert isinstance(typed, DeliveryConsidered)
    assert typed.address == f"9{PERSON.address.text}"
    stage.tap("delivery.method_electronic")
    assert not stage.has("delivery.address")
    assert stage.tap("delivery.go_on") == [DeliveryChosen(method="electronic")]
    assert stage.tap("delivery.back") == [WentBack()]


def test_nothing_chosen_is_said_at_once_and_sends_nothing(stage: Stage) -> None:
    screen = stage.show(DELIVERY)
    assert isinstance(screen, DeliveryScreen)
    assert stage.tap("delivery.go_on") == []
    assert screen.ways.problem.label.text() == "Xin chọn một cách nhận kết quả."
    stage.tap("delivery.method_agency")
    assert not screen.ways.has_problem()


def test_a_missing_address_is_said_at_its_field_which_gets_the_focus(stage: Stage) -> None:
    screen = stage.show(VIEWS["delivery-no-address"])
    assert isinstance(screen, DeliveryScreen)
    assert screen.address.problem.label.text() == "Chưa có địa chỉ. Xin ghi nơi nhận kết quả."
    stage.show(VIEWS["delivery-no-address"])
    assert QApplication.focusWidget() is stage.find("delivery.address")


def test_a_view_that_comes_again_leaves_choice_and_typed_address_alone(stage: Stage) -> None:
    stage.show(DELIVERY)
    stage.tap("delivery.method_home")
    line = stage.find("delivery.address", QLineEdit)
    line.setText("")
    stage.type("delivery.address", "12 Le Loi")
    stage.show(replace(DELIVERY, assisted_by="Trần Văn Bình"))
    assert line.text() == "12 Le Loi"
    assert line.hasFocus()
    assert stage.find("delivery.method_home", QRadioButton).isChecked()


def test_the_way_chosen_before_is_marked_again(stage: Stage) -> None:
    stage.show(VIEWS["delivery-home"])
    assert stage.find("delivery.method_home", QRadioButton).isChecked()
    assert stage.find("delivery.address", QLineEdit).text() == PERSON.address.text


# --- summary ---------------------------------------------------------------------------------------------------


def test_the_summary_says_everything_that_will_be_sent(stage: Stage) -> None:
    stage.show(SUMMARY)
    words = stage.words()
    for told in (
        "36.000 đồng",
        "8.000 đồng",
        "28.000 đồng",
        "không phải biên lai thu tiền",
        "Nguyễn Thị An",
        "001199000001",
        "15/01/1999",
        "0912 345 678",
        "Nguyễn Minh Châu",
        "Bệnh viện Thử Nghiệm",
        "Chụp 2 trang",
        "Đã xuất trình",
        "Giao tận nhà",
        "Trong ngày",
        "Cha, mẹ, ông bà hoặc người thân đi khai",
    ):
        assert told in words, told


def test_the_price_comes_first(stage: Stage) -> None:
    screen = stage.show(SUMMARY)
    price = screen.price  # type: ignore[attr-defined]
    others = (screen.filing, screen.applicant, screen.answers, screen.documents, screen.delivery)  # type: ignore[attr-defined]
    top = price.mapTo(screen, price.rect().topLeft())
    for other in others:
        place = other.mapTo(screen, other.rect().topLeft())
        assert (place.y(), place.x()) >= (top.y(), top.x())


def test_a_price_set_by_the_province_is_not_invented(stage: Stage) -> None:
    stage.show(VIEWS["summary-province"])
    words = stage.words()
    assert "Tỉnh, thành phố quy định mức thu" in words
    assert "Theo mức thu của tỉnh, thành phố" in words
    assert "Miễn phí, Nhà nước trả thay" in words


def test_a_fee_that_is_only_a_guide_is_called_one(stage: Stage) -> None:
    guide = PriceLine("price.fee", 8000, is_guide=True)
    stage.show(replace(SUMMARY, prices=(guide, SUMMARY.prices[1])))
    assert "Khoảng 36.000 đồng" in stage.words()


def test_the_citizen_confirms_in_person_when_a_clerk_helps(stage: Stage) -> None:
    stage.show(VIEWS["summary-province"])
    assert "Mời công dân tự xem và chạm xác nhận." in stage.words()
    assert "Tôi xác nhận và nộp hồ sơ" in stage.words()
    assert stage.tap("summary.confirm") == [Confirmed()]
    assert stage.tap("summary.back") == [WentBack()]


def test_while_it_is_being_kept_nothing_can_be_pressed_twice(stage: Stage) -> None:
    screen = stage.show(VIEWS["summary-keeping"])
    assert "Đang lưu hồ sơ" in stage.words()
    assert not stage.find("summary.confirm").isEnabled()
    assert not stage.has("summary.back")
    QTest.keyClick(screen, Qt.Key.Key_Return)
    assert stage.sent == []


def test_a_failure_to_keep_it_is_said_and_leaves_the_button(stage: Stage) -> None:
    stage.show(VIEWS["summary-failed"])
    assert "Máy đã hết chỗ lưu" in stage.words()
    assert stage.tap("summary.confirm") == [Confirmed()]


# --- done --------------------------------------------------------------------------------------------------------


def test_the_reference_is_shown_large_and_as_a_code_to_photograph(stage: Stage) -> None:
    screen = stage.show(DONE)
    assert screen.reference.code() == REFERENCE  # type: ignore[attr-defined]
    assert stage.codes.written == [REFERENCE]
    assert "Chụp lại màn hình này bằng điện thoại" in stage.words()
    assert "1900 0000" in stage.words()
    stage.show(replace(DONE, state="UPLOADING"))
    assert stage.codes.written == [REFERENCE], "drawn once"
    assert stage.tap("dossier_done.finish") == [WentOn()]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("QUEUED", "đã lưu an toàn và đang được gửi đi"),
        ("UPLOADING", "đã lưu an toàn và đang được gửi đi"),
        ("SUBMITTED", "đang chờ tiếp nhận"),
        ("ACCEPTED", "đã tiếp nhận hồ sơ"),
        ("QUARANTINED", "cần nhân viên xem lại"),
        ("MISMATCH", "cần nhân viên xem lại"),
    ],
)
def test_where_it_stands_is_said_in_words(stage: Stage, state: str, told: str) -> None:
    stage.show(replace(DONE, state=state))
    assert told in stage.words()


def test_every_state_has_a_sentence(stage: Stage) -> None:
    for state in (*DossierState, "SOMETHING_NEW"):
        stage.show(replace(DONE, state=str(state)))
        assert stage.window.current.state.title.text()  # type: ignore[union-attr]


def slip_buttons(stage: Stage) -> set[str]:
    purposes = ("print_again", "slip_came_out", "slip_missing")
    return {purpose for purpose in purposes if stage.has(f"dossier_done.{purpose}")}


@pytest.mark.parametrize("state", [PrintState.WAITING, PrintState.SENDING, PrintState.CONFIRMING])
def test_a_slip_that_is_printing_offers_nothing_to_press(stage: Stage, state: PrintState) -> None:
    stage.show(replace(DONE, slip=SlipState(state, PrinterState.READY)))
    assert "Đang in phiếu" in stage.words()
    assert slip_buttons(stage) == set()


def test_a_printed_slip_can_be_printed_again(stage: Stage) -> None:
    stage.show(VIEWS["dossier_done-sent"])
    assert "Phiếu đã in xong" in stage.words()
    assert slip_buttons(stage) == {"print_again"}
    assert stage.tap("dossier_done.print_again") == [PrintAskedAgain()]


def test_an_unprinted_slip_names_the_reason_and_what_to_do(stage: Stage) -> None:
    stage.show(VIEWS["dossier_done-no-paper"])
    words = stage.words()
    assert "Chưa in được phiếu" in words
    assert "Máy in hết giấy. Xin gọi nhân viên, hoặc chụp lại màn hình này." in words
    assert slip_buttons(stage) == {"print_again"}


def test_an_unknown_end_is_asked_about(stage: Stage) -> None:
    stage.show(VIEWS["dossier_done-unknown-slip"])
    assert "Phiếu đã ra chưa?" in stage.words()
    assert slip_buttons(stage) == {"slip_came_out", "slip_missing"}
    assert stage.tap("dossier_done.slip_came_out") == [SlipSeenOnPaper(came_out=True)]
    assert stage.tap("dossier_done.slip_missing") == [SlipSeenOnPaper(came_out=False)]


def test_the_whole_reference_is_seen_in_the_largest_text(qtbot: QtBot) -> None:
    with open_stage(qtbot, (1080, 1920, 21.5), text_scale=2.0) as stage:
        screen = stage.show(DONE)
        code = screen.reference  # type: ignore[attr-defined]
        assert code.minimumSizeHint().width() <= code.width()
