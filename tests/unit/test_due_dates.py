"""Return dates over the days off of 2026 and 2027 as they ship, and how each is explained to a person."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from kiosk.app.build import known_settings, open_storage
from kiosk.catalogue.shipped import load_calendar
from kiosk.domain.calendar import VIETNAM, WorkingCalendar
from kiosk.domain.due_explained import explain_due, explain_term
from kiosk.domain.post_item import hand_over_due
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Time
from kiosk.domain.settings import Settings
from kiosk.flow.how_counted import how_due_was_counted, how_time_is_counted
from tests.unit.visit_driver import VisitDriver

RESOURCES = Path(__file__).parents[2] / "resources"
CALENDAR = load_calendar(RESOURCES / "calendar")
CUTOFF = time(15, 0)
POLICE = "commune_police"


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)


def days(*spans: str) -> set[date]:
    """ "2026-02-16..20" and the like."""
    found = set()
    for span in spans:
        first, _, last = span.partition("..")
        begins = date.fromisoformat(first)
        for day in range(begins.day, int(last or begins.day) + 1):
            found.add(begins.replace(day=day))
    return found


@pytest.mark.parametrize(
    ("year", "off"),
    [
        (
            2026,
            days(
                *("2026-01-01", "2026-02-16..20", "2026-04-26..27", "2026-04-30", "2026-05-01", "2026-08-31"),
                *("2026-09-01..2", "2026-11-24"),
            ),
        ),
        (
            2027,
            days(
                *("2027-01-01", "2027-02-04..10", "2027-04-16", "2027-04-30", "2027-05-01", "2027-05-03"),
                *("2027-09-02..3", "2027-11-24"),
            ),
        ),
    ],
)
def test_exactly_these_days_are_off_and_each_has_its_name(year: int, off: set[date]) -> None:
    assert {day for day in CALENDAR.holidays if day.year == year} == off
    assert off <= set(CALENDAR.names)


def test_tet_2026_is_nine_days_in_a_row_and_one_saturday_is_worked() -> None:
    tet = [date(2026, 2, 14) + timedelta(days=number) for number in range(9)]

    assert not any(CALENDAR.is_working_day(day) for day in tet)
    assert CALENDAR.is_working_day(tet[0] - timedelta(days=1))
    assert CALENDAR.is_working_day(tet[-1] + timedelta(days=1))
    assert list(CALENDAR.working_swaps) == [date(2026, 8, 22)]
    assert not CALENDAR.is_working_day(date(2026, 8, 29)), "no other Saturday is worked"


@pytest.mark.parametrize(
    ("accepted", "term", "cutoff", "agency", "due"),
    [
        # every holiday, one working day across it
        ("2025-12-31T09:00", Time(1, "working_day"), None, "", "2026-01-02"),
        ("2026-02-13T09:00", Time(1, "working_day"), None, "", "2026-02-23"),
        ("2026-04-24T14:00", Time(1, "working_day"), None, "", "2026-04-28"),
        ("2026-04-29T09:00", Time(1, "working_day"), None, "", "2026-05-04"),
        ("2026-04-24T14:00", Time(5, "working_day"), None, "", "2026-05-06"),
        ("2026-08-28T09:00", Time(1, "working_day"), None, "", "2026-09-03"),
        ("2026-11-23T09:00", Time(1, "working_day"), None, "", "2026-11-25"),
        ("2026-12-31T09:00", Time(1, "working_day"), None, "", "2027-01-04"),
        ("2027-02-03T09:00", Time(1, "working_day"), None, "", "2027-02-11"),
        ("2027-04-15T09:00", Time(1, "working_day"), None, "", "2027-04-19"),
        ("2027-04-29T09:00", Time(1, "working_day"), None, "", "2027-05-04"),
        ("2027-09-01T09:00", Time(1, "working_day"), None, "", "2027-09-06"),
        ("2027-11-23T09:00", Time(1, "working_day"), None, "", "2027-11-25"),
        # the swap: Saturday 22 August counts, Monday 31 August does not
        ("2026-08-21T09:00", Time(2, "working_day"), None, "", "2026-08-24"),
        ("2026-08-22T09:00", Time(0, "working_day"), None, "", "2026-08-22"),
        ("2026-08-22T15:30", Time(0, "working_day"), CUTOFF, "", "2026-08-24"),
        # working days, days, months and hours from the same moment
        ("2026-11-20T09:00", Time(2, "working_day"), None, "", "2026-11-25"),
        ("2026-11-20T09:00", Time(2, "day"), None, "", "2026-11-23"),
        ("2026-11-20T09:00", Time(4, "day"), None, "", "2026-11-25"),
        ("2026-11-20T09:00", Time(1, "month"), None, "", "2026-12-21"),
        ("2026-11-20T09:00", Time(2, "hour"), None, "", "2026-11-20"),
        ("2026-11-20T15:30", Time(3, "hour"), None, "", "2026-11-23"),
        # the cut-off: on the hour is in time; on the eve of a holiday it costs two days
        ("2026-11-23T15:00", Time(0, "working_day"), CUTOFF, "", "2026-11-23"),
        ("2026-11-23T15:00:01", Time(0, "working_day"), CUTOFF, "", "2026-11-25"),
        ("2026-11-23T15:01", Time(1, "working_day"), CUTOFF, "", "2026-11-26"),
        ("2026-11-23T16:59", Time(0, "working_day"), None, "", "2026-11-23"),
        ("2026-11-23T17:01", Time(0, "working_day"), None, "", "2026-11-25"),
        # the police take dossiers on Saturday morning, but count from Monday; on a holiday Saturday they do not
        ("2026-11-21T09:00", Time(1, "working_day"), None, POLICE, "2026-11-23"),
        ("2026-11-21T09:00", Time(1, "working_day"), None, "", "2026-11-25"),
        ("2026-11-21T11:31", Time(1, "working_day"), None, POLICE, "2026-11-25"),
        ("2027-05-01T09:00", Time(1, "working_day"), None, POLICE, "2027-05-05"),
        ("2026-08-22T16:00", Time(1, "working_day"), None, POLICE, "2026-08-24"),
    ],
)
def test_when_a_result_is_due(accepted: str, term: Time, cutoff: time | None, agency: str, due: str) -> None:
    found = CALENDAR.add_time(at(accepted), term, cutoff, agency)

    assert found.at.date() == date.fromisoformat(due)
    last = explain_due(
        CALENDAR, accepted_at=at(accepted), promised_at=found.at, term=term, cutoff=cutoff, agency_kind=agency
    )[-1]
    day = f"{found.at.day}/{found.at.month}/{found.at.year}"
    assert last.vi.endswith(f"{day}.") and last.en.endswith(f"{day}.")


@pytest.mark.parametrize(
    ("sealed", "days_given", "due"),
    [
        # inside the district J+1 (with the appointment slip J+2), province J+2 (J+4), big cities J+3 (J+6), other J+4 (J+8)
        ("2026-11-20T10:00", 1, "2026-11-23"),
        ("2026-11-20T10:00", 2, "2026-11-25"),
        ("2026-11-20T10:00", 3, "2026-11-26"),
        ("2026-11-20T10:00", 4, "2026-11-27"),
        ("2026-11-20T10:00", 6, "2026-12-01"),
        ("2026-11-20T10:00", 8, "2026-12-03"),
        ("2026-02-13T10:00", 1, "2026-02-23"),
        ("2026-04-29T10:00", 2, "2026-05-05"),
        ("2026-08-21T10:00", 1, "2026-08-22"),
        ("2026-11-21T10:00", 1, "2026-11-23"),
    ],
)
def test_by_when_the_post_hands_over(sealed: str, days_given: int, due: str) -> None:
    assert hand_over_due(at(sealed), days_given, CALENDAR).date() == date.fromisoformat(due)


def told(accepted: str, promised: str, term: Time, cutoff: time | None = None) -> list[str]:
    lines = explain_due(
        CALENDAR, accepted_at=at(accepted), promised_at=at(promised), term=term, cutoff=cutoff
    )
    assert all(line.en and line.vi for line in lines)
    return [line.vi for line in lines]


def test_a_date_is_explained_step_by_step() -> None:
    assert told("2026-04-24T14:00", "2026-05-06T17:00", Time(5, "working_day")) == [
        "Tiếp nhận lúc 14:00 thứ sáu 24/4/2026.",
        "Thời hạn 5 ngày làm việc, đếm từ thứ ba 28/4/2026.",
        (
            "Không đếm: 25/4 (thứ bảy); 26/4 (Giỗ Tổ Hùng Vương); 27/4 (Nghỉ bù Giỗ Tổ Hùng Vương); "
            "30/4 (Ngày Chiến thắng); 1/5 (Quốc tế Lao động); 2/5–3/5 (thứ bảy, chủ nhật)."
        ),
        "Vì vậy hẹn trả vào thứ tư 6/5/2026.",
    ]
    assert told("2026-11-20T15:30", "2026-11-25T17:00", Time(1, "working_day"), CUTOFF) == [
        "Tiếp nhận lúc 15:30 thứ sáu 20/11/2026 (gửi sau 15:00): tính là nhận vào thứ hai 23/11/2026.",
        "Thời hạn 1 ngày làm việc, đếm từ thứ tư 25/11/2026.",
        "Không đếm: 24/11 (Ngày Văn hóa Việt Nam).",
        "Vì vậy hẹn trả vào thứ tư 25/11/2026.",
    ]
    assert "Thứ bảy 22/8/2026 làm bù nên được đếm." in told(
        "2026-08-21T16:00", "2026-08-25T17:00", Time(3, "working_day")
    )
    many = told("2026-01-05T16:30", "2026-02-23T17:00", Time(30, "working_day"))
    assert many[2] == "Không đếm: 14 ngày thứ bảy, chủ nhật; 16/2–20/2 (Tết Nguyên đán)."
    days_too = told("2026-11-12T09:00", "2026-11-23T17:00", Time(10, "day"))
    assert days_too[1:3] == [
        "Thời hạn 10 ngày kể cả ngày nghỉ, đếm từ thứ sáu 13/11/2026.",
        "Ngày cuối rơi vào ngày nghỉ nên lùi lại: 22/11 (chủ nhật).",
    ]


def test_the_agencys_own_date_is_the_one_that_counts() -> None:
    last = told("2026-11-20T09:00", "2026-12-04T17:00", Time(3, "working_day"))[-1]

    assert "26/11/2026" in last
    assert last.endswith("cơ quan hẹn thứ sáu 4/12/2026. Ngày cơ quan hẹn là ngày có giá trị.")


def test_before_acceptance_it_is_only_said_how_will_be_counted() -> None:
    lines = explain_term(CALENDAR, Time(3, "working_day"), CUTOFF, date(2026, 11, 22))

    assert lines[-1].vi == "Sắp tới nghỉ 24/11 (Ngày Văn hóa Việt Nam)."
    assert "15:00" in lines[1].vi
    assert not any("2026" in line.vi or "hẹn" in line.vi for line in lines), "no date is promised"
    for term in (Time(0, "working_day"), Time(1, "hour"), Time(10, "day"), Time(1, "month")):
        assert len(explain_term(CALENDAR, term, None, date(2027, 6, 1))) == 1


def test_nothing_is_explained_that_is_not_known() -> None:
    visit = VisitDriver()
    procedure = Procedure.from_wire(
        {
            "code": "1.000001",
            "name": "x",
            "channels": {"online": {"time": {"n": 3, "unit": "working_day"}}, "post": {"time": None}},
        }
    )
    accepted, due = at("2026-11-20T09:00"), at("2026-11-25T17:00")

    assert how_due_was_counted(visit.around, procedure, "online", accepted, due)
    assert how_due_was_counted(visit.around, procedure, "online", None, due) == (), "never before acceptance"
    assert how_due_was_counted(visit.around, procedure, "online", accepted, None) == ()
    assert how_due_was_counted(visit.around, procedure, "post", accepted, due) == ()
    assert how_due_was_counted(visit.around, None, "online", accepted, due) == ()
    assert how_time_is_counted(visit.around, procedure, "post") == ()


def test_a_terminal_that_never_reached_the_portal_knows_the_days_off(tmp_path: Path) -> None:
    storage = open_storage(tmp_path, Settings())
    try:
        alone = WorkingCalendar.from_wire(known_settings(storage, RESOURCES).calendar)
        storage.catalogue.keep_settings({"calendar": {"holidays": ["2026-11-24", "2026-11-25"]}}, None)
        told = WorkingCalendar.from_wire(known_settings(storage, RESOURCES).calendar)
    finally:
        storage.close()

    assert alone == CALENDAR
    assert told.holidays == {date(2026, 11, 24), date(2026, 11, 25)}, "the portal's days count"
    reason = told.reason_off(date(2026, 11, 24))
    assert reason is not None and reason.vi == "Ngày Văn hóa Việt Nam", "with the names they have here"
