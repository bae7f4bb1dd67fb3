"""When a result is due: working days, holidays, cut-off hours; times of day are those of Vietnam (UTC+7, no summer time)."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

VIETNAM = timezone(timedelta(hours=7))
_END_OF_WORK = time(17, 0)


def is_working_day(day: date, calendar: Mapping[str, Any]) -> bool:
    """Monday to Friday without holidays, and the Saturdays worked in exchange."""
    if day.isoformat() in calendar.get("working_swaps", ()):
        return True
    return day.weekday() < 5 and day.isoformat() not in calendar.get("holidays", ())


def _working_days_on(day: date, count: int, calendar: Mapping[str, Any]) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, calendar)
    return day


def _months_on(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_after(
    accepted: datetime, processing: Mapping[str, Any] | None, cutoff: str | None, calendar: Mapping[str, Any]
) -> datetime | None:
    """The promised moment, at the end of the office's day; None where the procedure gives no time.

    Days are counted from the day after acceptance; what is accepted after the cut-off (`"15:00"`) or on a day
    off counts as accepted on the next working day. Zero working days: on the day itself.
    """
    if not processing or not isinstance(processing.get("n"), int):
        return None
    count, unit = processing["n"], processing.get("unit")
    local = accepted.astimezone(VIETNAM)
    if unit == "hour":
        return accepted + timedelta(hours=count)
    start = local.date()
    late = cutoff is not None and local.time() > time.fromisoformat(cutoff)
    if late or not is_working_day(start, calendar) or (count == 0 and local.time() > _END_OF_WORK):
        start = _working_days_on(start, 1, calendar)
    if unit == "month":
        day = _months_on(start, count)
    elif unit == "day":
        day = start + timedelta(days=count)
    else:
        day = _working_days_on(start, count, calendar)
    return datetime.combine(day, _END_OF_WORK, VIETNAM)
