"""Each rule finds what a supervisor should look at, and nothing just below its threshold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.domain.events import AuditEntry, AuditKind, wire_time
from kiosk.domain.flags import find_flags
from kiosk.domain.service_watch import Finding, FlagKind
from kiosk.domain.settings import WatchSettings

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)  # 23:00 in Vietnam
RULES = WatchSettings(fast_least=3, drops_least=3)


class Trail:
    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    def write(self, kind: AuditKind, subject: str = "", at: datetime = NOON, **facts: Any) -> None:
        self.entries.append(AuditEntry(len(self.entries) + 1, at, kind.value, subject, facts, "", ""))

    def found(self, kind: FlagKind, now: datetime = NOON) -> list[Finding]:
        return [finding for finding in find_flags(self.entries, RULES, now) if finding.kind is kind]


@pytest.fixture
def trail() -> Trail:
    return Trail()


def test_work_at_night(trail: Trail) -> None:
    for number in range(RULES.off_hours_least - 1):
        trail.write(AuditKind.SESSION_BEGAN, f"s{number}", NIGHT, staff="lan")
        trail.write(AuditKind.SESSION_BEGAN, f"d{number}", NOON, staff="lan")
        trail.write(AuditKind.SESSION_BEGAN, f"c{number}", NIGHT, staff=None)
    assert trail.found(FlagKind.OFF_HOURS) == []
    trail.write(AuditKind.SESSION_BEGAN, "one more", NIGHT, staff="lan")
    [finding] = trail.found(FlagKind.OFF_HOURS)
    assert (finding.subject, finding.facts["count"]) == ("lan", RULES.off_hours_least)
    assert trail.found(FlagKind.OFF_HOURS, NOON + timedelta(days=60)) == [], "long ago is no matter"


def test_drafts_a_clerk_erased(trail: Trail) -> None:
    for number in range(RULES.drops_least):
        trail.write(AuditKind.DRAFT_DISCARDED, f"d{number}", reason="idle")  # a citizen walked away
    assert trail.found(FlagKind.MANY_DROPS) == []
    for number in range(RULES.drops_least):
        trail.write(AuditKind.DRAFT_DISCARDED, f"e{number}", reason="dropped", staff="lan")
    assert [finding.subject for finding in trail.found(FlagKind.MANY_DROPS)] == ["lan"]


def test_a_clerk_much_faster_than_the_others(trail: Trail) -> None:
    for number in range(3):
        trail.write(AuditKind.DOSSIER_CONFIRMED, f"A{number}", actor="clerk:lan", seconds=30)
        trail.write(AuditKind.DOSSIER_CONFIRMED, f"B{number}", actor="clerk:binh", seconds=200)
        trail.write(AuditKind.DOSSIER_CONFIRMED, f"C{number}", actor="citizen", seconds=5)
    [finding] = trail.found(FlagKind.TOO_FAST)
    assert (finding.subject, finding.facts) == ("lan", {"seconds": 30, "others": 200})
    assert finding.references == ("A2", "A1", "A0")


def test_nobody_is_compared_with_nobody(trail: Trail) -> None:
    for number in range(20):
        trail.write(AuditKind.DOSSIER_CONFIRMED, f"A{number}", actor="clerk:lan", seconds=1)
    assert trail.found(FlagKind.TOO_FAST) == []


def test_what_was_sent_or_handed_over_late_or_not_at_all(trail: Trail) -> None:
    early = NOON - timedelta(hours=30)
    for name in ("sent in time", "sent late", "still here", "given up"):
        trail.write(AuditKind.DOSSIER_CONFIRMED, name, early)
    trail.write(AuditKind.DOSSIER_SUBMITTED, "sent in time", early + timedelta(hours=1))
    trail.write(AuditKind.DOSSIER_SUBMITTED, "sent late", early + timedelta(hours=25))
    trail.write(AuditKind.DOSSIER_MOVED, "given up", early, to="DISCARDED")
    trail.write(AuditKind.PAPER_HANDED_OVER, "paper late", early, late=True)
    trail.write(AuditKind.PAPER_HANDED_OVER, "paper in time", early, late=False)
    [finding] = trail.found(FlagKind.LATE_HANDOVER)
    assert set(finding.references) == {"sent late", "still here", "paper late"}


def test_people_who_had_to_come_again(trail: Trail) -> None:
    for number in range(RULES.repeats_least):
        trail.write(AuditKind.DOSSIER_CONFIRMED, f"A{number}", procedure="1.001193", repeat=True)
        trail.write(AuditKind.DOSSIER_CONFIRMED, f"B{number}", procedure="2.000635")
    assert [finding.subject for finding in trail.found(FlagKind.REPEAT_VISITS)] == ["1.001193"]


def test_a_second_notice_breaks_the_once_only_rule(trail: Trail) -> None:
    trail.write(AuditKind.DOSSIER_MOVED, "K-1", NOON - timedelta(days=90), to="SUPPLEMENT_REQUESTED")
    trail.write(AuditKind.DOSSIER_MOVED, "K-2", to="SUPPLEMENT_REQUESTED")
    assert trail.found(FlagKind.SECOND_SUPPLEMENT) == []
    trail.write(AuditKind.DOSSIER_MOVED, "K-1", to="SUPPLEMENT_REQUESTED")
    assert [finding.subject for finding in trail.found(FlagKind.SECOND_SUPPLEMENT)] == ["K-1"]


def test_a_second_notice_is_seen_across_the_link_of_a_new_dossier(trail: Trail) -> None:
    trail.write(AuditKind.DOSSIER_MOVED, "K-1", to="SUPPLEMENT_REQUESTED")
    trail.write(AuditKind.DOSSIER_CONFIRMED, "K-2", follows="K-1")
    trail.write(
        AuditKind.DOSSIER_CONFIRMED, "K-2", follows="K-1"
    )  # put right after a refusal, and sent again
    assert trail.found(FlagKind.SECOND_SUPPLEMENT) == []
    trail.write(AuditKind.DOSSIER_MOVED, "K-2", to="SUPPLEMENT_REQUESTED")
    (finding,) = trail.found(FlagKind.SECOND_SUPPLEMENT)
    assert (finding.subject, finding.references, finding.facts["count"]) == ("K-2", ("K-2", "K-1"), 2)
    trail.write(AuditKind.DOSSIER_CONFIRMED, "K-3", follows="K-2")
    trail.write(AuditKind.DOSSIER_MOVED, "K-3", to="SUPPLEMENT_REQUESTED")
    assert [finding.facts["count"] for finding in trail.found(FlagKind.SECOND_SUPPLEMENT)] == [2, 3]


def test_results_that_no_portal_tells_anybody_of(trail: Trail) -> None:
    trail.write(AuditKind.RESULT_ARRIVED, "H26-1", portal_knows=True)
    trail.write(AuditKind.RESULT_ARRIVED, "H26-2")  # recorded before anybody asked
    assert trail.found(FlagKind.UNTOLD_RESULT) == []
    trail.write(AuditKind.RESULT_ARRIVED, "RR473124829VN", portal_knows=False)
    (finding,) = trail.found(FlagKind.UNTOLD_RESULT)
    assert (finding.references, finding.facts["count"]) == (("RR473124829VN",), 1)


def test_dossiers_that_the_agency_does_not_take_up(trail: Trail) -> None:
    sent = NOON - timedelta(hours=RULES.late_acceptance_h)
    for name in ("K-1", "K-2", "K-3", "K-4"):
        trail.write(AuditKind.DOSSIER_CONFIRMED, name, sent, revision=1)
    trail.write(AuditKind.DOSSIER_MOVED, "K-4", sent, to="ACCEPTED")  # quicker than the portal's receipt
    for name in ("K-1", "K-2", "K-3", "K-4"):
        trail.write(AuditKind.DOSSIER_SUBMITTED, name, sent, revision=1)
    trail.write(AuditKind.DOSSIER_MOVED, "K-2", sent, to="ACCEPTED")
    trail.write(AuditKind.DOSSIER_MOVED, "K-3", sent, to="SUPPLEMENTED")
    assert trail.found(FlagKind.LATE_ACCEPTANCE, NOON) == []
    (finding,) = trail.found(FlagKind.LATE_ACCEPTANCE, NOON + timedelta(minutes=1))
    assert finding.references == ("K-3", "K-1")
    assert finding.facts == {"count": 2, "hours": RULES.late_acceptance_h}


def test_dossiers_past_the_promised_day(trail: Trail) -> None:
    due = wire_time(NOON - timedelta(minutes=1))
    for name in ("K-1", "K-2", "K-3", "K-4"):
        trail.write(AuditKind.DOSSIER_MOVED, name, to="ACCEPTED", due=due)
    trail.write(AuditKind.DOSSIER_MOVED, "K-2", to="RESULT_READY", due=due)
    trail.write(AuditKind.DOSSIER_MOVED, "K-2", to="IN_PROCESS", due=due, came_late=True)
    trail.write(AuditKind.DOSSIER_MOVED, "K-3", to="SUPPLEMENT_REQUESTED", due=due)  # the clock stands still
    trail.write(AuditKind.DOSSIER_MOVED, "K-4", to="EXTENDED", due=wire_time(NOON + timedelta(days=2)))
    (finding,) = trail.found(FlagKind.OVERDUE_RESULT)
    assert (finding.references, finding.facts["count"]) == (("K-1",), 1)
