"""The post's desk: each touch says what it is for."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.held_result import Receiver
from kiosk.domain.post_item import PostState
from kiosk.flow.intents import ProcedureChosen, WentOn
from kiosk.flow.post_words import (
    AmissTold,
    FreeTextChosen,
    HandOverAsked,
    LabelEntered,
    MishapTold,
    NewPaperAsked,
    OfficerNamed,
    PaperAdded,
    PaperCounted,
    PaperPlanned,
    PostItemOpened,
    SignatureDrawn,
)
from kiosk.flow.result_words import (
    DoorAsked,
    DoorTold,
    HandOutAsked,
    InviteAsked,
    OldPapersTold,
    ResultOpened,
    SendBackAsked,
)
from kiosk.ui.screens import examples_post as post
from kiosk.ui.screens import examples_results as results
from kiosk.ui.widgets.signature_pad import SignaturePad
from tests.ui.screens.dossier_stage import Stage, open_stage


def test_nobodys_number_stands_whole_on_the_desk(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        for name, view in (*post.EXAMPLES, *results.EXAMPLES):
            stage.show(view)
            assert "001199000001" not in stage.words(), name


def test_the_desk_says_first_what_is_late(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(post.DESK)
        assert "Quá hạn 2 ngày" in stage.words()
        assert stage.tap("paper_desk.take") == [NewPaperAsked()]
        assert stage.tap("paper_desk.hand_over") == [HandOverAsked()]
        assert stage.tap("paper_desk.item_1") == [PostItemOpened(name=post.LATE.id)]


def test_a_procedure_or_its_name_is_chosen(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(post.CHOICE)
        assert stage.tap("paper_choice.result_1.012783") == [ProcedureChosen(code="1.012783")]
        assert stage.tap("paper_choice.free_text") == [FreeTextChosen()]
        stage.show(post.PLAN)
        stage.tap("paper_plan.case.proxy")
        stage.tap("paper_plan.line.other")
        assert stage.tap("paper_plan.go_on") == [
            PaperPlanned(case_id="proxy", agency=post.AGENCY, line="other", service="both")
        ]


def test_papers_are_counted_one_by_one(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(post.COUNT)
        counted = PaperCounted(component_id="giay_chung_nhan", originals=1, copies=3)
        assert stage.tap("paper_count.copies_more_2") == [counted]
        uncounted = PaperCounted(component_id="to_khai", originals=0, copies=0)
        assert stage.tap("paper_count.originals_less_1") == [uncounted]
        lacking = PaperCounted(component_id="uy_quyen", originals=0, copies=0, lacking=False)
        assert stage.tap("paper_count.lacking_3") == [lacking]
        assert stage.tap("paper_count.add") == [PaperAdded(name="")]
        assert stage.tap("paper_count.go_on") == [WentOn()]


def draw(stage: Stage) -> None:
    pad = stage.window.findChild(SignaturePad, "sign.pad")
    assert isinstance(pad, SignaturePad)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    for x in range(20, 200, 20):
        QTest.mouseMove(pad, QPoint(x, 20 + x % 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))


def test_a_name_is_drawn_and_leaves_nothing_behind(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(post.SIGN)
        assert stage.tap("sign.go_on") == []
        draw(stage)
        [drawn] = stage.tap("sign.go_on")
        assert isinstance(drawn, SignatureDrawn)
        picture = QImage.fromData(drawn.picture)
        assert picture.width() == 600
        assert len({picture.pixel(x, y) for x in range(0, 600, 3) for y in range(0, picture.height(), 3)}) > 1
        stage.show(replace(post.SIGN, role="clerk"))
        pad = stage.window.findChild(SignaturePad, "sign.pad")
        assert isinstance(pad, SignaturePad)
        assert not pad.is_signed()
        draw(stage)
        stage.tap("sign.clear")
        assert stage.tap("sign.go_on") == []


def test_a_wrong_label_cannot_be_sealed(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(replace(post.LABEL, problem="error.label_used"))
        assert stage.tap("paper_label.seal") == []
        stage.show(replace(post.LABEL, number=post.ITEM.number))
        assert "EE 123 456 785 VN" in stage.words()
        assert stage.tap("paper_label.seal") == [WentOn()]


def test_a_scanner_needs_no_button(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(post.HAND_OVER)
        told = stage.type("hand_over.number", "EE123456785VN\r")
        assert told == [LabelEntered(text="EE123456785VN")]
        stage.show(replace(post.HAND_OVER, scanned={post.ITEM.id: ""}))
        stage.type("hand_over.amiss_1", "rach")
        stage.type("hand_over.officer", "Minh")
        sent = stage.tap("hand_over.sign")
        assert AmissTold(item_id=post.ITEM.id, remark="rach") in stage.sent
        assert sent[-1] == OfficerNamed(name="Minh", agency=post.AGENCY)


def test_what_is_lost_is_told_with_words(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(post.ITEM_VIEW)
        stage.type("post_item.remark", "roi")
        assert stage.tap("post_item.lost") == [MishapTold(state=PostState.LOST, remark="roi")]
        stage.show(replace(post.ITEM_VIEW, item=post.HANDED))
        assert not stage.has("post_item.lost")


def test_only_moves_whose_time_has_come_can_be_touched(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(results.RESULTS)
        assert stage.type("results.code", "H26.99-261116-0042\r") == [LabelEntered(text="H26.99-261116-0042")]
        assert stage.tap("results.result_2") == [ResultOpened(result_id=results.INVITED.id)]
        stage.show(results.HELD)
        assert stage.tap("held_result.invite") == [InviteAsked()]
        assert stage.tap("held_result.hand_out") == [HandOutAsked()]
        stage.type("held_result.label", "EE123456785VN")
        assert stage.tap("held_result.door") == [DoorAsked(label="EE123456785VN")]
        assert not stage.has("held_result.send_back")
        examples = dict(results.EXAMPLES)
        stage.show(examples["held-result-invited"])
        assert stage.tap("held_result.invite") == [], "two working days are not over"
        stage.show(examples["held-result-unmatched"])
        assert not stage.has("held_result.hand_out")
        assert stage.tap("held_result.send_back") == [SendBackAsked()]
        stage.show(examples["held-result-out"])
        assert stage.tap("held_result.came_back") == [DoorTold(given=False)]


def test_a_stranger_needs_an_authority_paper(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(results.HAND_OUT)
        assert not stage.has("hand_out.authority")
        stage.tap("hand_out.old_papers.appointment")
        told = OldPapersTold(old_papers=("Giấy hẹn trả kết quả",), authority_paper="")
        assert stage.tap("hand_out.go_on") == [told]
        stage.show(replace(results.HAND_OUT, receiver=Receiver.STRANGER))
        assert stage.has("hand_out.authority")
