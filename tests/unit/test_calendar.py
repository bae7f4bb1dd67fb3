"""When a dossier counts as received and when its answer is due, over the days off of 2026 and 2027."""

from datetime import UTC, date, datetime, time

import pytest

from kiosk.domain.bilingual import Text
from kiosk.domain.calendar import VIETNAM, WorkingCalendar
from kiosk.domain.procedure import Time

OFFICE = [["07:30", "11:30"], ["13:30", "17:00"]]
CALENDAR = WorkingCalendar.from_wire(
    {
        "holidays": [
            *(
                "2026-01-01",
                "2026-02-16",
                "2026-02-17",
                "2026-02-18",
                "2026-02-19",
                "2026-02-20",
                "2026-04-26",
            ),
            *(
                "2026-04-27",
                "2026-04-30",
                "2026-05-01",
                "2026-08-31",
                "2026-09-01",
                "2026-09-02",
                "2026-11-24",
            ),
            *(
                "2027-01-01",
                "2027-02-04",
                "2027-02-05",
                "2027-02-08",
                "2027-02-09",
                "2027-02-10",
                "2027-05-01",
            ),
        ],
        "working_swaps": ["2026-08-22"],
        "hours": {"*": OFFICE, "commune_police": OFFICE, "commune_police/saturday": [["07:30", "11:30"]]},
        "names": {"2026-11-24": {"vi": "Ngày Văn hóa Việt Nam", "en": "Vietnam Culture Day"}},
    }
)
CUTOFF = time(15, 0)
SAME_DAY = Time(0, "working_day")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("sent", "received_on"),
    [
        ("2026-11-20T14:59:00", date(2026, 11, 20)),
        ("2026-11-20T15:00:00", date(2026, 11, 20)),
        ("2026-11-20T15:00:01", date(2026, 11, 23)),
        ("2026-11-20T15:01:00", date(2026, 11, 23)),
        ("2026-11-23T15:01:00", date(2026, 11, 25)),  # the 24th is a holiday
        ("2026-11-23T05:00:00", date(2026, 11, 23)),  # before opening: the same day
    ],
)
def test_the_cutoff_at_15_00(sent: str, received_on: date) -> None:
    assert CALENDAR.acceptance_day(at(sent), CUTOFF).day == received_on


def test_without_a_cutoff_closing_time_counts() -> None:
    assert CALENDAR.acceptance_day(at("2026-11-20T16:59:00")).day == date(2026, 11, 20)
    assert CALENDAR.acceptance_day(at("2026-11-20T17:01:00")).day == date(2026, 11, 23)


def test_police_take_dossiers_on_saturday_morning_but_saturday_is_no_working_day() -> None:
    saturday = at("2026-11-21T09:00:00")

    assert CALENDAR.acceptance_day(saturday, agency_kind="commune_police").day == date(2026, 11, 21)
    assert CALENDAR.acceptance_day(saturday, agency_kind="commune_one_stop").day == date(2026, 11, 23)
    assert CALENDAR.acceptance_day(at("2026-11-21T11:31:00"), agency_kind="commune_police").day == date(
        2026, 11, 23
    )
    assert not CALENDAR.is_working_day(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("sent", "term", "cutoff", "due"),
    [
        # counting begins on the next working day; the 24th of November is off
        ("2026-11-20T09:00:00", Time(1, "working_day"), None, "2026-11-23T17:00:00"),
        ("2026-11-20T09:00:00", Time(3, "working_day"), None, "2026-11-26T17:00:00"),
        ("2026-11-20T09:00:00", SAME_DAY, CUTOFF, "2026-11-20T17:00:00"),
        ("2026-11-20T15:01:00", SAME_DAY, CUTOFF, "2026-11-23T17:00:00"),
        ("2026-11-20T15:01:00", Time(1, "working_day"), CUTOFF, "2026-11-25T17:00:00"),
        # National Day 2026: Saturday 22 August is worked, Monday 31 August is off
        ("2026-08-21T09:00:00", Time(1, "working_day"), None, "2026-08-22T17:00:00"),
        ("2026-08-28T09:00:00", Time(1, "working_day"), None, "2026-09-03T17:00:00"),
        ("2026-08-21T16:00:00", SAME_DAY, CUTOFF, "2026-08-22T17:00:00"),
        # Tết 2026 and 2027, and the turn of the year
        ("2026-02-13T09:00:00", Time(3, "working_day"), None, "2026-02-25T17:00:00"),
        ("2027-02-03T09:00:00", Time(1, "working_day"), None, "2027-02-11T17:00:00"),
        ("2026-12-31T09:00:00", Time(2, "working_day"), None, "2027-01-05T17:00:00"),
        # calendar days and months end on the next working day
        ("2026-11-12T09:00:00", Time(10, "day"), None, "2026-11-23T17:00:00"),
        ("2026-11-14T09:00:00", Time(10, "day"), None, "2026-11-26T17:00:00"),
        ("2026-10-24T09:00:00", Time(1, "month"), None, "2026-11-26T17:00:00"),
        ("2027-01-29T09:00:00", Time(1, "month"), None, "2027-03-01T17:00:00"),
        ("2026-12-31T09:00:00", Time(2, "month"), None, "2027-03-01T17:00:00"),
        # hours run while the agency is open
        ("2026-11-20T10:00:00", Time(1, "hour"), None, "2026-11-20T11:00:00"),
        ("2026-11-20T11:00:00", Time(2, "hour"), None, "2026-11-20T15:00:00"),
        ("2026-11-20T16:30:00", Time(1, "hour"), None, "2026-11-23T08:00:00"),
        ("2026-11-23T20:00:00", Time(1, "hour"), None, "2026-11-25T08:30:00"),
    ],
)
def test_when_the_answer_is_due(sent: str, term: Time, cutoff: time | None, due: str) -> None:
    assert CALENDAR.add_time(at(sent), term, cutoff).at == at(due)


def test_the_same_moment_in_another_time_zone_is_due_the_same() -> None:
    in_utc = datetime(2026, 11, 20, 8, 1, tzinfo=UTC)  # 15:01 in Vietnam

    assert CALENDAR.add_time(in_utc, SAME_DAY, CUTOFF).accepted_on == date(2026, 11, 23)


def test_every_day_that_did_not_count_is_named_with_its_reason() -> None:
    due = CALENDAR.add_time(at("2026-11-20T15:30:00"), Time(1, "working_day"), CUTOFF)

    assert due.accepted_on == date(2026, 11, 23)
    assert due.at == at("2026-11-25T17:00:00")
    assert [(skipped.day.day, skipped.reason) for skipped in due.skipped] == [
        (20, Text("Gửi sau 15:00", "Sent after 15:00")),
        (21, Text("Thứ bảy, chủ nhật", "Weekend")),
        (22, Text("Thứ bảy, chủ nhật", "Weekend")),
        (24, Text("Ngày Văn hóa Việt Nam", "Vietnam Culture Day")),
    ]


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add_time(datetime(2026, 11, 20, 9, 0), SAME_DAY)  # noqa: DTZ001


def test_an_empty_calendar_still_knows_weekends_and_office_hours() -> None:
    plain = WorkingCalendar.from_wire({})

    assert plain.add_time(at("2026-11-20T09:00:00"), Time(1, "working_day")).at == at("2026-11-23T17:00:00")


def test_a_calendar_without_any_working_day_is_refused_instead_of_searched_for_ever() -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n).isoformat() for n in range(800)]

    with pytest.raises(ValueError, match="no working day"):
        WorkingCalendar.from_wire({"holidays": days}).next_working_day(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"holidays": ["24/11/2026"]}, "2026-01-31"),
        ({"hours": {"x": [["7h30", "11:30"]]}}, "hours of x"),
        ({"hours": {"x": [["11:30", "07:30"]]}}, "closing after it opens"),
        ({"hours": {"x": ["07:30"]}}, "pairs"),
    ],
)
def test_a_wrong_calendar_says_what_is_wrong(body: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        WorkingCalendar.from_wire(body)
