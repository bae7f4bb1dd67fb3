"""Working time of the agencies: when a dossier counts as received, when its answer is due; it reads no clock.

Rules (Decree 118/2025 and the Civil Code 2015, Arts 147-148): the working week is Monday to Friday; counting
starts on the working day after the dossier was accepted; a term of calendar days or months that ends on a day
off ends at the close of the next working day; a procedure may have a cut-off ("after 15:00 counts as the next
working day"). All results are estimates for the citizen: only the agency's own appointment slip binds.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure_parts import Time

VIETNAM = timezone(timedelta(hours=7), "UTC+07:00")
ANY_AGENCY = "*"
"""Key of the opening hours of agencies that have none of their own."""
SATURDAY = "/saturday"
"""Ending of the key of Saturday hours, for example "commune_police/saturday"."""

WEEKEND = Text("Thứ bảy, chủ nhật", "Weekend")
_HOLIDAY = Text("Ngày nghỉ lễ", "Public holiday")
_CLOSED_HOURS = Text("Ngoài giờ làm việc", "Outside opening hours")
_DEFAULT_HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
_LONGEST_BREAK_DAYS = 366

Hours = tuple[tuple[time, time], ...]
"""Opening spans of a day, in order."""


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that does not count, and why."""

    day: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The day on which a dossier counts as received; `skipped` are the days passed over before it."""

    day: date
    skipped: tuple[SkippedDay, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """When the answer is due, in Vietnamese time; `skipped` are all days that did not count on the way."""

    at: datetime
    accepted_on: date
    skipped: tuple[SkippedDay, ...]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days off, swapped working days, opening hours by kind of agency, the holidays' names where known."""

    holidays: frozenset[date]
    working_swaps: frozenset[date]
    hours: Mapping[str, Hours] = field(default_factory=dict, hash=False)
    names: Mapping[date, Text] = field(default_factory=dict, hash=False)

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> "WorkingCalendar":
        """Reads the settings' calendar, `{holidays:[date], working_swaps:[date], hours:{kind:[[from,to]]}}`.

        A further member `names: {date: text}` names the holidays. Raises ValueError saying what is wrong.
        """
        return cls(
            holidays=frozenset(_day(value, "holidays") for value in body.get("holidays") or ()),
            working_swaps=frozenset(
                _day(value, "working_swaps") for value in body.get("working_swaps") or ()
            ),
            hours={kind: _hours(kind, spans) for kind, spans in (body.get("hours") or {}).items()},
            names={
                _day(day, "names"): name
                for day, words in (body.get("names") or {}).items()
                if (name := Text.from_wire(words))
            },
        )

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday without holidays, and the days that are worked in exchange for another."""
        return self.reason_off(day) is None

    def reason_off(self, day: date) -> Text | None:
        """Why nobody works on that day; None on a working day."""
        if day in self.working_swaps:
            return None
        if day in self.holidays:
            return self.names.get(day, _HOLIDAY)
        return WEEKEND if day.weekday() >= calendar.SATURDAY else None

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self._first_working(day + timedelta(days=1), [])

    def hours_on(self, day: date, agency_kind: str = "") -> Hours:
        """The spans in which this kind of agency takes dossiers on that day; empty when it takes none."""
        if self.is_working_day(day):
            return self.hours.get(agency_kind) or self.hours.get(ANY_AGENCY) or _DEFAULT_HOURS
        if day.weekday() == calendar.SATURDAY and day not in self.holidays:
            return self.hours.get(agency_kind + SATURDAY, ())
        return ()

    def acceptance_day(
        self, sent_at: datetime, cutoff: time | None = None, agency_kind: str = ""
    ) -> Acceptance:
        """The day a dossier sent at that moment counts as received, if it is complete.

        It is the same day when the agency takes dossiers that day and neither cut-off nor closing time has
        passed (15:00 sharp is in time, for the rule says "after 15:00"), otherwise the next working day.
        """
        moment = _local(sent_at)
        spans = self.hours_on(moment.date(), agency_kind)
        if spans:
            last = spans[-1][1] if cutoff is None else min(cutoff, spans[-1][1])
            if moment.time() <= last:
                return Acceptance(moment.date(), ())
        skipped = [SkippedDay(moment.date(), self._why_not_received(moment, cutoff, spans))]
        return Acceptance(self._first_working(moment.date() + timedelta(days=1), skipped), tuple(skipped))

    def add_time(self, start: datetime, term: Time, cutoff: time | None = None, agency_kind: str = "") -> Due:
        """When the answer is due to a dossier that reached the agency at `start` (aware, else ValueError).

        Working days, days and months end at the agency's closing time; hours run only while it is open.
        """
        accepted = self.acceptance_day(start, cutoff, agency_kind)
        skipped = list(accepted.skipped)
        if term.unit == "hour" and term.n > 0:
            moment = _local(start)
            if accepted.day != moment.date():
                moment = datetime.combine(accepted.day, time.min, VIETNAM)
            return Due(
                self._add_open_hours(moment, term.n, agency_kind, skipped), accepted.day, tuple(skipped)
            )
        if term.unit == "working_day" or term.n == 0:
            day = accepted.day if term.n else self._first_working(accepted.day, skipped)
            for _ in range(term.n):
                day = self._first_working(day + timedelta(days=1), skipped)
        else:
            end = (
                accepted.day + timedelta(days=term.n)
                if term.unit == "day"
                else _add_months(accepted.day, term.n)
            )
            day = self._first_working(end, skipped)
        closing = self.hours_on(day, agency_kind)[-1][1]
        return Due(datetime.combine(day, closing, VIETNAM), accepted.day, tuple(skipped))

    def _first_working(self, day: date, skipped: list[SkippedDay]) -> date:
        for _ in range(_LONGEST_BREAK_DAYS):
            if (reason := self.reason_off(day)) is None:
                return day
            skipped.append(SkippedDay(day, reason))
            day += timedelta(days=1)
        raise ValueError("The calendar has no working day within a year; its holidays cannot be right.")

    def _why_not_received(self, moment: datetime, cutoff: time | None, spans: Hours) -> Text:
        if not spans:
            return self.reason_off(moment.date()) or _CLOSED_HOURS
        if cutoff is not None and moment.time() > cutoff:
            clock = cutoff.strftime("%H:%M")
            return Text(f"Gửi sau {clock}", f"Sent after {clock}")
        if not self.is_working_day(moment.date()):
            return self.reason_off(moment.date()) or _CLOSED_HOURS
        return _CLOSED_HOURS

    def _add_open_hours(
        self, moment: datetime, hours: int, agency_kind: str, skipped: list[SkippedDay]
    ) -> datetime:
        left = timedelta(hours=hours)
        while True:
            for opens, closes in self.hours_on(moment.date(), agency_kind):
                begin = max(moment, datetime.combine(moment.date(), opens, VIETNAM))
                end = datetime.combine(moment.date(), closes, VIETNAM)
                if begin < end:
                    if begin + left <= end:
                        return begin + left
                    left -= end - begin
            day = self._first_working(moment.date() + timedelta(days=1), skipped)
            moment = datetime.combine(day, time.min, VIETNAM)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be placed in working time.")
    return moment.astimezone(VIETNAM)


def _add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it is shorter (Civil Code, Art 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(value: object, member: str) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as trouble:
        raise ValueError(
            f"calendar: {value!r} in {member} is not a date; write it as 2026-01-31."
        ) from trouble


def _hours(kind: str, spans: object) -> Hours:
    read: list[tuple[time, time]] = []
    for span in spans if isinstance(spans, list | tuple) else ():
        try:
            opens, closes = (time.fromisoformat(str(moment)) for moment in span)
        except (TypeError, ValueError) as trouble:
            raise ValueError(
                f'calendar: the hours of {kind} need pairs such as ["07:30", "11:30"].'
            ) from trouble
        if closes <= opens or (read and opens < read[-1][1]):
            raise ValueError(
                f"calendar: the hours of {kind} must follow each other, each closing after it opens."
            )
        read.append((opens, closes))
    return tuple(read)
