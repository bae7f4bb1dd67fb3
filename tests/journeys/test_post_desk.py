"""Paper dossiers at the post's desk, with everything real but the camera's picture: count, sign, seal, hand over."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.dossier import NewDossier
from kiosk.domain.ids import new_id
from kiosk.domain.post_item import PostState
from tests.cli.program import Kiosk, Portal
from tests.fakes.post_samples import sample_item, sample_message, sample_signatures
from tests.journeys.at_the_desk import count, sign, sign_in, to_the_desk
from tests.journeys.at_the_window import PROCEDURE, AtTheWindow, window_of
from tests.sync.kit import sample_body

GOOD, WRONG_DIGIT, STRANGE, USED = "EE123456785VN", "EE123456786VN", "EE473124829VN", "RR123456785VN"
UNUSED = "EE223456788VN"
WITNESS = "Lê Văn Chung"
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def desk(kiosk: Kiosk, qtbot: QtBot) -> Iterator[AtTheWindow]:
    """A clerk signed in at an enrolled terminal."""
    with window_of(kiosk, qtbot) as person:
        sign_in(person)
        yield person


def seal(person: AtTheWindow, label: str) -> str:
    """From the desk to a sealed envelope; the reference."""
    count(person)
    sign(person, "citizen")
    sign(person, "clerk")
    person.see("paper_label")
    person.enter("paper_label.number", WRONG_DIGIT)
    person.touch("paper_label.check")
    person.read("error.label_check_digit")
    person.enter("paper_label.number", label)
    person.touch("paper_label.check")
    person.read("paper_label.good")
    person.touch("paper_label.seal")
    person.see("post_item")
    reference = str(person.view.item.reference)
    person.wait(lambda: person.view.slip.state == "printed", "the dispatch note")
    person.touch("post_item.finish")
    person.see("work_list")
    return reference


def a_neighbour_signs(person: AtTheWindow) -> None:
    """For a citizen whose hand holds no pen."""
    person.see("sign")
    person.touch("sign.instead")
    person.see("sign_instead")
    person.touch("sign_instead.by_witness")
    person.read("error.sign_why_missing")
    person.touch("sign_instead.why.hand")
    person.enter("sign_instead.witness", WITNESS)
    person.touch("sign_instead.by_witness")
    sign(person, "witness")


def test_papers_go_from_the_citizen_to_the_agency(desk: AtTheWindow, portal: Portal) -> None:
    person, storage = desk, desk.built.storage
    to_the_desk(person)
    reference = seal(person, GOOD)

    # the portal knows the dossier and its waybill; no paper of it was sent
    def told(kind: str) -> list[dict[str, object]]:
        papers = portal.ask("GET", "papers")["papers"]
        return [paper for paper in papers if paper["kind"] == kind and GOOD in str(paper)]

    person.wait(lambda: told("waybill"), "the waybill at the portal")
    [waybill] = told("waybill")
    assert waybill["id"] == GOOD
    item = storage.post.item(GOOD)
    assert item is not None
    person.wait(lambda: portal.taken(item.id) == 1, "the dossier at the portal")
    assert item.reference == reference

    # an unknown envelope stops nothing
    to_the_desk(person)
    person.wait(lambda: person.reads("paper_desk.count.one") or person.reads("paper_desk.urgent_count.one"))
    person.touch("paper_desk.hand_over")
    person.see("hand_over")
    person.enter("hand_over.number", STRANGE)
    person.touch("hand_over.scan")
    person.wait(lambda: person.reads("error.label_check_digit") or person.reads("error.item_unknown"))
    person.enter("hand_over.number", GOOD)
    person.touch("hand_over.scan")
    person.wait(lambda: item.id in person.view.scanned, "the envelope to be ticked")
    person.enter("hand_over.officer", "Pham Van Minh")
    person.touch("hand_over.sign")
    sign(person, "clerk")
    before = datetime.now(UTC)
    sign(person, "officer")
    person.see("hand_over")
    person.wait(lambda: person.view.record is not None, "the record")
    handed = storage.post.item(GOOD)
    assert handed is not None
    assert handed.state is PostState.HANDED_OVER
    assert handed.handed_over_at is not None
    assert handed.handed_over_at >= before.replace(microsecond=0), "the signature is the time of filing"
    person.wait(lambda: told("handover"), "the hand-over at the portal")
    [record] = told("handover")
    assert record["body"]["waybills"] == [GOOD]  # type: ignore[index]
    person.touch("hand_over.finish")
    person.see("paper_desk")
    person.read("paper_desk.none")
    kinds = [entry.kind for entry in storage.audit.entries()]
    assert {"paper_sealed", "paper_handed_over"} <= set(kinds)
    assert storage.check(full=True) == []


def test_a_label_goes_out_once(desk: AtTheWindow) -> None:
    person, earlier = desk, sample_item(USED)
    desk.built.storage.post.seal(earlier, sample_signatures(), sample_message(earlier))
    to_the_desk(person)
    person.touch("paper_desk.take")
    person.see("paper_choice")
    person.enter("paper_choice.text", "Viec chua co trong danh sach")
    person.touch("paper_choice.free_text")
    person.see("paper_plan")
    person.enter("paper_plan.agency", "UBND phuong Cua Nam")
    person.touch("paper_plan.go_on")
    person.consent()
    person.identify()
    person.see("phone")
    person.touch("phone.go_on")
    person.see("paper_count")
    person.touch("paper_count.go_on")
    person.read("paper_count.empty")
    person.enter("paper_count.extra", "Don de nghi")
    person.touch("paper_count.add")
    person.wait(lambda: len(person.view.papers) == 1, "the paper on the list")
    person.touch("paper_count.go_on")
    a_neighbour_signs(person)
    sign(person, "clerk")
    person.see("paper_label")
    person.enter("paper_label.number", USED)
    person.touch("paper_label.check")
    person.read("error.label_used")
    assert person.view.number == ""
    person.enter("paper_label.number", UNUSED)
    person.touch("paper_label.check")
    person.read("paper_label.good")
    person.touch("paper_label.seal")
    person.see("post_item")
    sealed = [entry.facts for entry in desk.built.storage.audit.entries() if entry.kind == "paper_sealed"]
    assert WITNESS not in str(sealed), "no name stands in the trail"
    assert "witness" in str(sealed[-1]), "but that a witness signed"


def test_a_result_goes_to_its_owner_alone(desk: AtTheWindow, portal: Portal) -> None:
    person, storage = desk, desk.built.storage
    paper = {
        **sample_body(),
        "channel": "paper",
        "procedure": {"code": PROCEDURE, "version": None, "case": "self"},
    }
    new = NewDossier(id=new_id(), procedure_code=PROCEDURE, procedure_name="Bản sao từ sổ gốc", body=paper)
    item = storage.dossiers.submit(new, actor="clerk:lan", point="HN0099")
    reference = item.local_reference
    person.built.parts.wake_line()
    person.wait(lambda: portal.taken(item.id) == 1, "the dossier at the portal")
    for decision in ("accept", "finish"):
        portal.ask("POST", f"dossiers/{item.id}/{decision}", {})

    to_the_desk(person, "results")
    person.see("results")
    for wrong, key in (("ABC-12", "error.result_code_shape"), ("H26.99-261101-0007", "results.unmatched")):
        person.enter("results.code", wrong)
        person.touch("results.take")
        person.read(key)
    person.enter("results.code", reference)
    person.touch("results.take")
    person.wait(lambda: person.view.taken and person.view.taken.reference == reference, "the match")
    person.touch("results.result_2")
    person.see("held_result")
    person.touch("held_result.invite")
    person.read("held_result.done_invited_1")
    person.wait(
        lambda: [
            each
            for each in portal.messages("notice")
            if each["subject_id"] == item.id and "đại lý" in str(each["text"])
        ],
        "the portal's call to the citizen",
    )

    # somebody else's card
    person.touch("held_result.hand_out")
    person.identify("second_person")
    person.see("hand_out")
    person.read("hand_out.stranger")
    person.touch("hand_out.go_on")
    person.read("error.receiver_not_entitled")
    for screen in ("check_person", "scan_card", "held_result"):
        person.touch(f"{person.hands.screen()}.back")
        person.see(screen)

    # the owner's
    person.touch("held_result.hand_out")
    person.identify()
    person.see("hand_out")
    person.read("hand_out.applicant")
    person.touch("hand_out.old_papers.dispatch_note")
    person.touch("hand_out.go_on")
    sign(person, "receiver")
    sign(person, "clerk")
    person.see("held_result")
    person.wait(lambda: person.view.slip and person.view.slip.state == "printed", "the slip")
    person.touch("held_result.finish")
    person.see("work_list")
    result = storage.post.result(reference)
    assert result is not None
    assert result.state == "DELIVERED"
    person.wait(lambda: portal.ask("GET", f"dossiers/{item.id}")["state"] == "RETURNED", "the portal to know")
    refused = [entry for entry in storage.audit.entries() if entry.kind == "result_refused"]
    assert len(refused) == 1
    assert "001" not in str(refused[0].facts)
