"""How a return date was counted, in plain words; the counting itself is the calendar's."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from kiosk.domain.bilingual import Text
from kiosk.domain.calendar import VIETNAM, WEEKEND, Due, SkippedDay, WorkingCalendar
from kiosk.domain.procedure_parts import Time

_A_DAY = timedelta(days=1)
_DAYS_VI = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_OFF = Text("ngày nghỉ cuối tuần", "a weekend")
_MOST_WEEKENDS = 2
"""More of them are counted instead of named."""
LOOK_AHEAD_DAYS = 21


def explain_due(
    calendar: WorkingCalendar,
    *,
    accepted_at: datetime,
    promised_at: datetime,
    term: Time,
    cutoff: time | None = None,
    agency_kind: str = "",
) -> tuple[Text, ...]:
    """From the moment of acceptance to the promised day, a sentence a step. `promised_at` is the agency's own date: where
    counting leads to another day, that is said, and that the agency's counts. Raises ValueError for a calendar without
    working days."""
    due = calendar.add_time(accepted_at, term, cutoff, agency_kind)
    accepted = accepted_at.astimezone(VIETNAM)
    lines = [_received(accepted, due), _counted(calendar, due, term)]
    lines += _not_counted(due, term)
    lines += _worked_in_exchange(calendar, due)
    ours, theirs = _full(due.at.date()), _full(promised_at.astimezone(VIETNAM).date())
    if ours == theirs:
        lines.append(Text(f"Vì vậy hẹn trả vào {theirs.vi}.", f"So the result is due on {theirs.en}."))
    else:
        lines.append(
            Text(
                f"Cách đếm này đến {ours.vi}, nhưng cơ quan hẹn {theirs.vi}. Ngày cơ quan hẹn là ngày có giá trị.",
                f"This leads to {ours.en}, but the agency has set {theirs.en}. The agency's date is the one that counts.",
            )
        )
    return tuple(lines)


def explain_term(calendar: WorkingCalendar, term: Time, cutoff: time | None, today: date) -> tuple[Text, ...]:
    """How a time will be counted once a dossier is accepted, without naming any return date."""
    if term.n == 0:
        lines = [
            Text(
                "Giải quyết ngay trong ngày được tiếp nhận.",
                "It is settled on the very day it is accepted.",
            )
        ]
    elif term.unit == "working_day":
        lines = [
            Text(
                "Đếm từ ngày làm việc sau ngày được tiếp nhận; không đếm thứ bảy, chủ nhật và ngày nghỉ lễ.",
                "Counted from the working day after acceptance; weekends and public holidays do not count.",
            )
        ]
    elif term.unit == "hour":
        lines = [
            Text("Chỉ đếm giờ làm việc của cơ quan.", "Only the agency's opening hours count."),
        ]
    else:
        lines = [
            Text(
                "Đếm cả ngày nghỉ; nếu ngày cuối là ngày nghỉ thì lùi đến ngày làm việc sau đó.",
                "Days off count too; if the last day is a day off, the next working day is meant.",
            )
        ]
    if cutoff is not None:
        lines.append(
            Text(
                f"Gửi sau {cutoff:%H:%M} thì tính là ngày làm việc sau.",
                f"What is sent after {cutoff:%H:%M} counts as sent on the next working day.",
            )
        )
    ahead = (today + timedelta(days=number) for number in range(1, LOOK_AHEAD_DAYS + 1))
    off = [
        SkippedDay(day, reason)
        for day in ahead
        if day in calendar.holidays and (reason := calendar.reason_off(day)) is not None
    ]
    if off:
        words = _spans(off)
        lines.append(Text(f"Sắp tới nghỉ {words.vi}.", f"Days off soon: {words.en}."))
    return tuple(lines)


def _received(accepted: datetime, due: Due) -> Text:
    day = _full(accepted.date())
    vi, en = f"Tiếp nhận lúc {accepted:%H:%M} {day.vi}", f"Accepted at {accepted:%H:%M} on {day.en}"
    if due.accepted_on == accepted.date():
        return Text(f"{vi}.", f"{en}.")
    later = _full(due.accepted_on)
    said = due.skipped[0].reason
    why = _DAYS_OFF if said == WEEKEND else Text(_small(said.vi), _small(said.en))
    return Text(
        f"{vi} ({why.vi}): tính là nhận vào {later.vi}.",
        f"{en} ({why.en}): it counts as received on {later.en}.",
    )


def _counted(calendar: WorkingCalendar, due: Due, term: Time) -> Text:
    if term.n == 0:
        return Text("Giải quyết trong ngày.", "It is settled on the same day.")
    words = term.words
    if term.unit == "hour":
        return Text(
            f"Thời hạn {words.vi}, chỉ đếm giờ làm việc: đến {due.at:%H:%M}.",
            f"The time is {words.en}, only opening hours count: until {due.at:%H:%M}.",
        )
    if term.unit == "working_day":
        first = _full(calendar.next_working_day(due.accepted_on))
        return Text(
            f"Thời hạn {words.vi}, đếm từ {first.vi}.", f"The time is {words.en}, counted from {first.en}."
        )
    first = _full(due.accepted_on + _A_DAY)
    return Text(
        f"Thời hạn {words.vi} kể cả ngày nghỉ, đếm từ {first.vi}.",
        f"The time is {words.en} with all days off, counted from {first.en}.",
    )


def _not_counted(due: Due, term: Time) -> list[Text]:
    days = [each for each in due.skipped if each.day > due.accepted_on]
    if not days:
        return []
    words = _spans(days)
    if term.unit in ("day", "month") and term.n:
        return [
            Text(
                f"Ngày cuối rơi vào ngày nghỉ nên lùi lại: {words.vi}.",
                f"The last day is a day off, so it moves on: {words.en}.",
            )
        ]
    return [Text(f"Không đếm: {words.vi}.", f"Not counted: {words.en}.")]


def _worked_in_exchange(calendar: WorkingCalendar, due: Due) -> list[Text]:
    swaps = sorted(day for day in calendar.working_swaps if due.accepted_on < day <= due.at.date())
    return [
        Text(
            f"{_full(day).vi.capitalize()} làm bù nên được đếm.",
            f"{_full(day).en} is worked in exchange and counts.",
        )
        for day in swaps
    ]


def _spans(days: Iterable[SkippedDay]) -> Text:
    """Days in a row with one reason as one span; many weekends as a number."""
    spans: list[tuple[date, date, Text]] = []
    for each in sorted(days, key=lambda one: one.day):
        if spans and spans[-1][1] + _A_DAY == each.day and spans[-1][2] == each.reason:
            spans[-1] = (spans[-1][0], each.day, each.reason)
        else:
            spans.append((each.day, each.day, each.reason))
    weekends = [span for span in spans if span[2] == WEEKEND]
    named = spans if len(weekends) <= _MOST_WEEKENDS else [span for span in spans if span not in weekends]
    parts = [
        Text(f"{_short(first, last)} ({reason.vi})", f"{_short(first, last)} ({reason.en})")
        for first, last, why in named
        for reason in [_reason(why, first, last)]
    ]
    if named is not spans:
        count = sum((last - first).days + 1 for first, last, _ in weekends)
        parts.insert(0, Text(f"{count} ngày thứ bảy, chủ nhật", f"{count} Saturdays and Sundays"))
    return Text("; ".join(part.vi for part in parts), "; ".join(part.en for part in parts))


def _full(day: date) -> Text:
    written = f"{day.day}/{day.month}/{day.year}"
    return Text(f"{_DAYS_VI[day.weekday()]} {written}", f"{_DAYS_EN[day.weekday()]} {written}")


def _short(first: date, last: date) -> str:
    begins = f"{first.day}/{first.month}"
    return begins if first == last else f"{begins}–{last.day}/{last.month}"


def _reason(why: Text, first: date, last: date) -> Text:
    """Inside a sentence; a lone Saturday or Sunday by its name."""
    if why == WEEKEND and first == last:
        return Text(_DAYS_VI[first.weekday()], _DAYS_EN[first.weekday()])
    return Text(_small(why.vi), _small(why.en))


def _small(words: str) -> str:
    """A holiday keeps its capital: it is a name."""
    if words.startswith(("Thứ", "Weekend", "Gửi", "Sent", "Ngoài", "Outside")):
        return words[:1].lower() + words[1:]
    return words
