"""The month of an agent point, counted from the audit trail alone, so that anybody can count it again.

It knows no words and no paper: sentences, CSV and PDF are made from it elsewhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta, timezone
from typing import Any

from kiosk.domain.clerk_call import CallEnd
from kiosk.domain.events import AuditEntry, AuditKind, read_wire_time

_VIETNAM = timezone(timedelta(hours=7))
"""A month is one at the counter; Vietnam knows no summer time."""
_BROUGHT_BACK = ("home", "agent_point")
"""Ways of the result that are the post's work."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, "2026-11"."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> "Month":
        """From "YYYY-MM"; raises ValueError on anything else."""
        if len(text) != 7:
            raise ValueError("a month is written YYYY-MM")
        first = date.fromisoformat(f"{text}-01")
        return cls(first.year, first.month)

    @classmethod
    def of(cls, at: datetime) -> "Month":
        """The month of this moment at the counter."""
        there = at.astimezone(_VIETNAM)
        return cls(there.year, there.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    def step(self, months: int) -> "Month":
        """So many months later; earlier for a negative number."""
        place = self.year * 12 + self.number - 1 + months
        return Month(place // 12, place % 12 + 1)

    @property
    def days(self) -> tuple[date, ...]:
        """All days of the month."""
        first = date(self.year, self.number, 1)
        after = (first + timedelta(days=31)).replace(day=1)
        return tuple(first + timedelta(days=n) for n in range((after - first).days))


@dataclass(slots=True)
class MonthReport:
    """Counts of one month. Money in đồng, times in seconds. Codes and counts only: no personal data."""

    month: Month
    late_upload_h: int = 24
    """A dossier that reached the portal later than this after its confirmation counts as delayed …"""
    late_acceptance_h: int = 24
    """… and one that the agency accepted later than this after it was sent as waiting too long. Both are settings."""
    sessions: int = 0
    assisted_sessions: int = 0
    clerk_calls: int = 0
    calls_taken: int = 0
    calls_unanswered: int = 0
    """Ended with the visit, and no clerk had said that they come."""
    call_s: list[float] = field(default_factory=list)
    """From the call until a clerk took it."""
    session_s: float = 0.0
    accounts_registered: int = 0
    accounts_activated: int = 0
    filed: int = 0
    filed_assisted: int = 0
    by_channel: Counter[str] = field(default_factory=Counter)
    by_level: Counter[str] = field(default_factory=Counter)
    by_procedure: Counter[str] = field(default_factory=Counter)
    by_day: Counter[date] = field(default_factory=Counter)
    by_delivery: Counter[str] = field(default_factory=Counter)
    by_service: Counter[str] = field(default_factory=Counter)
    """The post's three products: "send" (the result comes back another way) and "both" by what was filed, "return" by
    results handed out here of dossiers that were filed elsewhere."""
    returned: int = 0
    repeat_visits: int = 0
    """Filed by somebody who had filed the same procedure here shortly before."""
    submitted: int = 0
    accepted: int = 0
    supplement_requests: int = 0
    second_supplement_requests: int = 0
    supplements_sent: int = 0
    """Each one is another visit for a dossier that was filed before."""
    refused: int = 0
    withdrawn: int = 0
    stopped: int = 0
    extended: int = 0
    results: int = 0
    on_time: int = 0
    late: int = 0
    both: int = 0
    """Filed and answered within the same month."""
    late_acceptances: int = 0
    papers_sealed: int = 0
    """Envelopes of the paper branch."""
    handed_over: int = 0
    late_handovers: int = 0
    delayed_uploads: int = 0
    upload_s: list[float] = field(default_factory=list)
    quarantined: int = 0
    fees: int = 0
    delivery_paid: int = 0
    subsidies: int = 0
    by_scheme: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    autofilled: int = 0
    work_s: float = 0.0
    slips_printed: int = 0
    slips_not_printed: int = 0
    drafts_dropped: int = 0
    by_rating: Counter[int] = field(default_factory=Counter)
    by_flag: Counter[str] = field(default_factory=Counter)
    flags_settled: int = 0
    data_requests: int = 0

    def to_json(self) -> dict[str, Any]:
        """Every count under its name."""
        told = {item.name: getattr(self, item.name) for item in fields(self)}
        days = {day.isoformat(): count for day, count in sorted(self.by_day.items())}
        medians = {"median_upload_s": self.median_upload_s, "median_call_s": self.median_call_s}
        made = {**medians, "mean_rating": self.mean_rating}
        return {**told, "month": str(self.month), "by_day": days, **made}

    @property
    def ratings(self) -> int:
        """How many citizens gave one."""
        return self.by_rating.total()

    @property
    def mean_rating(self) -> float | None:
        """1 to 5; None where nobody gave one."""
        stars = sum(stars * count for stars, count in self.by_rating.items())
        return stars / self.ratings if self.ratings else None

    @property
    def median_upload_s(self) -> float | None:
        """From confirmation to the portal's signed receipt."""
        return _median(self.upload_s)

    @property
    def median_call_s(self) -> float | None:
        """From a call until a clerk took it; None where none was taken."""
        return _median(self.call_s)


def _median(values: list[float]) -> float | None:
    from statistics import median  # here, because few terminals ever look at a month

    return median(values) if values else None


def count_month(
    entries: Iterable[AuditEntry], month: Month, *, late_upload_h: int = 24, late_acceptance_h: int = 24
) -> MonthReport:
    """Walk the trail from its beginning; entries after the month change nothing, but for ratings of its last day."""
    count = _Count(MonthReport(month, late_upload_h=late_upload_h, late_acceptance_h=late_acceptance_h))
    for entry in entries:
        count.take(entry)
    return count.report


class _Count:
    """What must be remembered of earlier entries to count later ones."""

    def __init__(self, report: MonthReport) -> None:
        self.report = report
        self._confirmed_at: dict[tuple[str, int], datetime] = {}
        self._filed_in: dict[str, Month] = {}
        self._sealed: set[str] = set()
        """Labels of envelopes that went out from here: of some, only the label is known."""
        self._began_at: dict[str, datetime] = {}
        self._asked: Counter[str] = Counter()
        self._sent_at: dict[str, datetime] = {}

    def take(self, entry: AuditEntry) -> None:
        counted = Month.of(entry.at) == self.report.month
        match entry.kind:
            case AuditKind.SESSION_BEGAN | AuditKind.SESSION_ENDED:
                self._session(entry, counted)
            case AuditKind.DOSSIER_CONFIRMED:
                self._confirmed(entry, counted)
            case AuditKind.DOSSIER_SUBMITTED:
                self._submitted(entry, counted)
            case AuditKind.DOSSIER_MOVED:
                self._moved(entry)
            case AuditKind.RATINGS_COUNTED:
                self._rated(entry)
            case AuditKind.PAPER_SEALED:
                self._sealed.add(entry.subject)
                self.report.papers_sealed += counted
            case _ if counted:
                self._other(entry)

    def _session(self, entry: AuditEntry, counted: bool) -> None:
        report = self.report
        if entry.kind == AuditKind.SESSION_BEGAN:
            self._began_at[entry.subject] = entry.at
            report.sessions += counted
            report.assisted_sessions += counted and bool(entry.facts.get("staff"))
        elif (began := self._began_at.pop(entry.subject, None)) is not None and counted:
            report.session_s += max(0.0, (entry.at - began).total_seconds())

    def _confirmed(self, entry: AuditEntry, counted: bool) -> None:
        report, facts = self.report, entry.facts
        revision = int(facts.get("revision", 1))
        self._confirmed_at[entry.subject, revision] = entry.at
        if revision > 1:
            report.supplements_sent += counted
            return
        self._filed_in[entry.subject] = Month.of(entry.at)
        if followed := self._asked.get(str(facts.get("follows", ""))):
            # the once-only rule holds for the matter, whatever number it goes under
            self._asked[entry.subject] = max(followed, self._asked[entry.subject])
        if not counted:
            return
        report.filed += 1
        report.filed_assisted += str(facts.get("actor", "")).startswith("clerk:")
        report.by_channel[str(facts.get("channel", "online"))] += 1
        report.by_level[str(facts.get("level", ""))] += 1
        report.by_procedure[str(facts.get("procedure", ""))] += 1
        report.by_delivery[str(facts.get("delivery", ""))] += 1
        report.by_service["both" if facts.get("delivery") in _BROUGHT_BACK else "send"] += 1
        report.repeat_visits += bool(facts.get("repeat"))
        report.by_day[entry.at.astimezone(_VIETNAM).date()] += 1
        report.fees += int(facts.get("fee") or 0)
        report.subsidies += int(facts.get("subsidy") or 0)
        delivery = int(facts.get("delivery_price") or 0)
        if facts.get("delivery_payer") == "citizen":
            report.delivery_paid += delivery
        if facts.get("scheme"):
            report.by_scheme[str(facts["scheme"])] += 1
        report.answers += int(facts.get("answers", 0))
        report.autofilled += int(facts.get("autofilled", 0))
        report.work_s += float(facts.get("seconds", 0))

    def _submitted(self, entry: AuditEntry, counted: bool) -> None:
        confirmed = self._confirmed_at.pop((entry.subject, int(entry.facts.get("revision", 1))), None)
        self._sent_at.setdefault(entry.subject, entry.at)
        if not counted:
            return
        self.report.submitted += 1
        if confirmed is not None:
            took = max(0.0, (entry.at - confirmed).total_seconds())
            self.report.upload_s.append(took)
            self.report.delayed_uploads += took > self.report.late_upload_h * 3600

    def _moved(self, entry: AuditEntry) -> None:
        """By the portal's own time where it told one: what it did last month and said this month is last month's."""
        report, facts = self.report, entry.facts
        at = read_wire_time(facts["at"]) if facts.get("at") else entry.at
        state, counted = facts.get("to"), Month.of(at) == report.month
        if state == "SUPPLEMENT_REQUESTED":
            self._asked[entry.subject] += 1
            report.supplement_requests += counted
            report.second_supplement_requests += counted and self._asked[entry.subject] > 1
        if not counted:
            return
        match state:
            case "ACCEPTED":
                report.accepted += 1
                sent = self._sent_at.get(entry.subject)
                waited_s = (at - sent).total_seconds() if sent else 0.0
                report.late_acceptances += waited_s > report.late_acceptance_h * 3600
            case "REFUSED":
                report.refused += 1
            case "WITHDRAWN":
                report.withdrawn += 1
            case "STOPPED":
                report.stopped += 1
            case "EXTENDED":
                report.extended += 1
            case "RESULT_READY":
                report.results += 1
                report.both += self._filed_in.get(entry.subject) == report.month
                if facts.get("due"):
                    on_time = at <= read_wire_time(facts["due"])
                    report.on_time += on_time
                    report.late += not on_time

    def _rated(self, entry: AuditEntry) -> None:
        """By the day on which the stars were given: they are counted once it is over."""
        if str(entry.facts.get("day", ""))[:7] == str(self.report.month):
            given = entry.facts["stars"].items()
            self.report.by_rating.update({int(stars): int(number) for stars, number in given})

    def _other(self, entry: AuditEntry) -> None:
        report = self.report
        match entry.kind:
            case AuditKind.CLERK_CALLED:
                report.clerk_calls += 1
            case AuditKind.CALL_TAKEN:
                report.calls_taken += 1
                report.call_s.append(float(entry.facts.get("waited_s", 0)))
            case AuditKind.CALL_ENDED:
                gave_up = entry.facts.get("how") in (CallEnd.VISIT_OVER, CallEnd.LOST)
                report.calls_unanswered += gave_up and not entry.facts.get("taken")
            case AuditKind.ACCOUNT_REGISTERED:
                report.accounts_registered += 1
            case AuditKind.ACCOUNT_ACTIVATED:
                report.accounts_activated += 1
            case AuditKind.DOSSIER_QUARANTINED:
                report.quarantined += 1
            case AuditKind.RECEIPT_PRINTED:
                report.slips_printed += 1
            case AuditKind.RECEIPT_NOT_PRINTED:
                report.slips_not_printed += 1
            case AuditKind.DRAFT_DISCARDED:
                report.drafts_dropped += 1
            case AuditKind.PAPER_HANDED_OVER:
                report.handed_over += 1
                report.late_handovers += bool(entry.facts.get("late"))
            case AuditKind.RESULT_MOVED if entry.facts.get("to") == "DELIVERED":
                report.returned += 1
                sent_here = entry.subject in self._filed_in or entry.subject in self._sealed
                report.by_service["return"] += not sent_here
            case AuditKind.FLAG_RAISED:
                report.by_flag[str(entry.facts.get("kind"))] += 1
            case AuditKind.FLAG_SETTLED:
                report.flags_settled += 1
            case AuditKind.PERSON_DATA_VIEWED | AuditKind.PERSON_DATA_EXPORTED | AuditKind.PERSON_DATA_ERASED:
                report.data_requests += 1


def busiest(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    """The most frequent first, equals in the order of their names."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
