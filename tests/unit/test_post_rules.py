"""Rules of the post's desk: labels, counts, deadlines, invitations, and who may take a result."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.domain.bilingual import Text
from kiosk.domain.calendar import VIETNAM, WorkingCalendar
from kiosk.domain.errors import RuleBroken
from kiosk.domain.held_result import (
    HandOut,
    Receiver,
    ResultState,
    ResultTerms,
    check_hand_out,
    delivery_wire,
    invite_from,
    invited,
    moved,
    send_back_from,
    sent_back,
    who_receives,
)
from kiosk.domain.person import Person
from kiosk.domain.post_item import (
    EnvelopePaper,
    HandOverLine,
    HandOverRecord,
    check_hand_over,
    check_label,
    forgotten,
    hand_over_due,
    is_alarming,
    papers_to_count,
)
from kiosk.domain.procedure_parts import Case, Component
from kiosk.domain.rules import s10_is_valid
from tests.fakes.post_samples import AN, AT, BINH, LABELS, sample_item, sample_result

HOLIDAYS = frozenset(
    [date(2026, 11, 24), *(date(2027, 2, day) for day in range(4, 11)), date(2026, 8, 31), date(2026, 9, 1)]
)
CALENDAR = WorkingCalendar(HOLIDAYS, frozenset({date(2026, 8, 22)}))
TERMS = ResultTerms()


def code_of(broken: pytest.ExceptionInfo[RuleBroken]) -> str:
    return broken.value.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EE123456786VN", "label_check_digit"),
        ("EE12345678VN", "label_shape"),
        ("EE1234567855VN", "label_shape"),
        ("", "label_shape"),
        ("001199000001|…", "label_shape"),
        ("ＥＥ123456785VN", "label_shape"),
        ("RR473124829GB", "label_foreign"),
        ("JA123456785VN", "label_service"),
        ("WA123456785VN", "label_service"),
    ],
)
def test_a_wrong_label_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_label(text)
    assert code_of(broken) == code


def test_a_right_label_is_read_as_people_type_it() -> None:
    for text in ("ee 123 456 785 vn", " EE123456785VN\n"):
        assert check_label(text) == "EE123456785VN"


def test_a_wrong_digit_is_noticed_as_far_as_the_standard_can() -> None:
    """S10 maps two remainders to the check digit 5, so that a few slips fit by chance."""
    wrong = [
        LABELS[0][:at] + digit + LABELS[0][at + 1 :]
        for at in range(2, 11)
        for digit in "0123456789"
        if digit != LABELS[0][at]
    ]
    assert sum(s10_is_valid(label) for label in wrong) <= len(wrong) // 10
    assert not any(s10_is_valid(label) for label in wrong if label[:10] == LABELS[0][:10])


def component(name: str, **changes: object) -> Component:
    plain = Component(name, Text(name, name), None, 1, 0, "submit", (), ())
    return replace(plain, **changes)  # type: ignore[arg-type]


CASE = Case(
    "any",
    Text("Bất kỳ", "Any"),
    None,
    (
        component("form", satisfied_by=("form",)),
        component("birth", alternatives=("witness",)),
        component("witness"),
        component("card", kind="show"),
    ),
)


def test_on_paper_the_form_is_a_paper_and_what_is_only_shown_is_not() -> None:
    assert [part.id for part in papers_to_count(CASE)] == ["form", "birth", "witness"]
    assert papers_to_count(None) == ()


def test_removing_each_paper_in_turn_is_noticed() -> None:
    whole = [EnvelopePaper("form", "form", 1), EnvelopePaper("birth", "birth", 1)]
    assert forgotten(CASE, whole) == ()
    for paper in whole:
        left = [replace(each, originals=0) if each is paper else each for each in whole]
        assert [part.id for part in forgotten(CASE, left)] == [paper.component_id]
        told = [replace(each, lacking=True) if not each.sheets else each for each in left]
        assert forgotten(CASE, told) == ()
    stand_in = [whole[0], EnvelopePaper("witness", "witness", copies=1)]
    assert forgotten(CASE, stand_in) == ()


@pytest.mark.parametrize(
    ("sealed", "days", "due"),
    [
        ("2026-11-20T02:00", 1, "2026-11-23"),  # Friday → Monday
        ("2026-11-20T02:00", 2, "2026-11-25"),  # 24/11 is a holiday
        ("2026-11-21T02:00", 1, "2026-11-23"),  # a Saturday is no working day
        ("2026-11-22T18:00", 1, "2026-11-25"),  # Monday by Vietnamese time already
        ("2026-08-21T02:00", 1, "2026-08-22"),  # a Saturday that is worked
        ("2027-02-03T02:00", 2, "2027-02-12"),  # over Tết
        ("2026-08-28T02:00", 4, "2026-09-08"),  # around 2/9
    ],
)
def test_the_deadline_counts_working_days(sealed: str, days: int, due: str) -> None:
    holidays = CALENDAR if due != "2026-09-08" else replace(CALENDAR, holidays=HOLIDAYS | {date(2026, 9, 2)})
    at = hand_over_due(datetime.fromisoformat(sealed).replace(tzinfo=UTC), days, holidays)
    assert (at.astimezone(VIETNAM).date().isoformat(), at.hour) == (due, 17)


def test_an_envelope_alarms_before_it_is_late() -> None:
    item = sample_item()
    soon = timedelta(hours=4)
    assert not is_alarming(item, item.due_at - timedelta(hours=5), soon)
    assert is_alarming(item, item.due_at - timedelta(hours=3), soon)
    assert item.is_late(item.due_at + timedelta(seconds=1))
    assert not replace(item, handed_over_at=item.due_at).is_late(item.due_at + timedelta(days=9))


def test_a_scan_finds_its_envelope_or_says_why_not() -> None:
    items = [sample_item(), sample_item(LABELS[1])]
    assert check_hand_over("ee 123 456 785 vn", items, []) is items[0]
    for text, taken, code in (
        (LABELS[2], [], "item_unknown"),
        (LABELS[0], [LABELS[0]], "item_scanned_twice"),
        ("EE123456786VN", [], "label_check_digit"),
    ):
        with pytest.raises(RuleBroken) as broken:
            check_hand_over(text, items, taken)
        assert code_of(broken) == code


def test_a_record_says_what_is_amiss() -> None:
    lines = (HandOverLine("1", LABELS[0]), HandOverLine("2", LABELS[1], False, "thiếu một bản sao"))
    record = HandOverRecord("id", "BB-1", "UBND", "Phạm Văn Minh", "lan", AT, lines)
    wire = record.to_wire()
    assert wire["complete"] is False
    assert wire["remarks"] == f"{LABELS[1]}: thiếu một bản sao"
    assert wire["handed_over_at"] == "2026-11-20T02:00:00.000Z"


# --- results -------------------------------------------------------------------------------------------------


def test_two_invitations_two_working_days_apart_then_it_goes_back() -> None:
    result = sample_result()
    assert invite_from(result, TERMS, CALENDAR) == AT
    assert send_back_from(result, TERMS, CALENDAR) is None
    once = invited(result, AT, TERMS, CALENDAR)
    assert once.state is ResultState.INVITED_1
    second = datetime(2026, 11, 25, tzinfo=VIETNAM)
    assert invite_from(once, TERMS, CALENDAR) == second, "a weekend and a holiday lie between"
    with pytest.raises(RuleBroken) as early:
        invited(once, second - timedelta(seconds=1), TERMS, CALENDAR)
    assert code_of(early) == "invited_too_soon"
    twice = invited(once, second, TERMS, CALENDAR)
    assert (twice.state, len(twice.invited_at)) == (ResultState.INVITED_2, 2)
    with pytest.raises(RuleBroken) as third:
        invited(twice, second + timedelta(days=9), TERMS, CALENDAR)
    assert code_of(third) == "invited_twice"
    back = send_back_from(twice, TERMS, CALENDAR)
    assert back == datetime(2026, 12, 9, tzinfo=VIETNAM)
    with pytest.raises(RuleBroken) as too_soon:
        sent_back(twice, back - timedelta(hours=1), TERMS, CALENDAR)
    assert code_of(too_soon) == "sent_back_too_soon"
    assert sent_back(twice, back, TERMS, CALENDAR).state is ResultState.RETURNED_TO_AGENCY


def test_what_nobody_knows_may_go_back_at_once_and_nowhere_else() -> None:
    strange = replace(sample_result(), state=ResultState.UNMATCHED)
    assert sent_back(strange, AT, TERMS, CALENDAR).state is ResultState.RETURNED_TO_AGENCY
    for to in set(ResultState) - {ResultState.RETURNED_TO_AGENCY}:
        with pytest.raises(RuleBroken):
            moved(strange, to, at=AT)


@pytest.mark.parametrize("ended", [ResultState.DELIVERED, ResultState.RETURNED_TO_AGENCY])
def test_nothing_moves_a_result_that_is_gone(ended: ResultState) -> None:
    gone = replace(sample_result(), state=ended)
    assert invite_from(gone, TERMS, CALENDAR) is None
    for to in ResultState:
        with pytest.raises(RuleBroken) as broken:
            moved(gone, to, at=AT)
        assert code_of(broken) == "result_moved_on"


def test_the_number_decides_who_takes_it_not_the_name() -> None:
    namesake = replace(BINH, full_name=AN.full_name)
    assert who_receives(AN, AN, None) is Receiver.APPLICANT
    assert who_receives(BINH, AN, BINH) is Receiver.REPRESENTATIVE
    assert who_receives(namesake, AN, None) is Receiver.STRANGER
    assert who_receives(Person(full_name="?"), Person(full_name="?"), None) is Receiver.STRANGER
    assert who_receives(AN, None, None) is Receiver.STRANGER


def test_a_stranger_needs_an_authority_paper_and_everybody_a_check() -> None:
    for out, code in (
        (HandOut(BINH, Receiver.STRANGER, "clerk"), "receiver_not_entitled"),
        (HandOut(BINH, Receiver.STRANGER, "clerk", authority_paper="  "), "receiver_not_entitled"),
        (HandOut(AN, Receiver.APPLICANT, ""), "receiver_not_checked"),
    ):
        with pytest.raises(RuleBroken) as broken:
            check_hand_out(out)
        assert code_of(broken) == code
    out = HandOut(BINH, Receiver.STRANGER, "chip", ("giấy hẹn",), authority_paper="Số 12, 20/11/2026")
    check_hand_out(out)
    wire = delivery_wire(sample_result(), out, AT)
    assert wire["to"]["authority_document"] == "Số 12, 20/11/2026"
    assert (wire["id_checked"], wire["old_papers"]) == ("chip", ["giấy hẹn"])
    invitation = delivery_wire(sample_result(invited_at=(AT,)), None, None)
    assert (invitation["to"], invitation["id_checked"], invitation["delivered_at"]) == (None, None, None)
    assert invitation["invited_at"] == ["2026-11-20T02:00:00.000Z"]


def test_nobody_is_named_by_accident() -> None:
    out = HandOut(BINH, Receiver.STRANGER, "clerk", authority_paper="Số 12", on_behalf_of=AN.full_name)
    record = HandOverRecord("id", "BB-1", "UBND", "Phạm Văn Minh", "lan", AT, ())
    told = f"{out!r} {sample_item()!r} {record!r}"
    for name in (AN.full_name, BINH.full_name, "Phạm Văn Minh", "001199000001", "Số 12"):
        assert name not in told
