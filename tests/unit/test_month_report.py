"""The month of a point is counted from the audit trail alone, each thing once and in its own month."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.domain.events import AuditEntry, AuditKind, wire_time
from kiosk.domain.month_report import Month, MonthReport, busiest, count_month

NOVEMBER = Month(2026, 11)
NOON = datetime(2026, 11, 10, 5, 0, tzinfo=UTC)


class Trail:
    """Entries in order, as a terminal writes them."""

    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    def write(self, when: datetime, kind: AuditKind, subject: str = "", **facts: Any) -> None:
        self.entries.append(AuditEntry(len(self.entries) + 1, when, kind.value, subject, facts, "", ""))

    def confirm(self, at: datetime, reference: str, revision: int = 1, **facts: Any) -> None:
        self.write(at, AuditKind.DOSSIER_CONFIRMED, reference, revision=revision, **facts)

    def move(
        self,
        reference: str,
        state: str,
        at: datetime,
        *,
        known: datetime | None = None,
        due: datetime | None = None,
    ) -> None:
        told = {"at": wire_time(at), "due": wire_time(due) if due else None}
        self.write(known or at, AuditKind.DOSSIER_MOVED, reference, to=state, by="portal", **told)

    def count(self, month: Month = NOVEMBER) -> MonthReport:
        return count_month(self.entries, month)


@pytest.fixture
def trail() -> Trail:
    return Trail()


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "11-2026", "", "2026-11-01", "novemb"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|format"):
        Month.read(text)


def test_a_result_of_an_envelope_that_went_out_from_here_is_no_return_alone(trail: Trail) -> None:
    trail.write(NOON, AuditKind.PAPER_SEALED, "RR473124829VN", procedure="")
    for name in ("RR473124829VN", "RR473124835VN"):
        trail.write(NOON, AuditKind.RESULT_MOVED, name, to="DELIVERED")
    report = trail.count()
    assert (report.returned, report.by_service["return"], report.papers_sealed) == (2, 1, 1)


def test_a_month_is_one_at_the_counter(trail: Trail) -> None:
    trail.confirm(datetime(2026, 10, 31, 16, 59, tzinfo=UTC), "K-1")  # 23:59 in Vietnam
    trail.confirm(datetime(2026, 10, 31, 17, 0, tzinfo=UTC), "K-2")  # midnight
    trail.confirm(datetime(2026, 11, 30, 17, 0, tzinfo=UTC), "K-3")  # December
    assert trail.count().filed == 1
    assert Month.read("2026-02").days[-1].day == 28
    assert len(Month(2028, 2).days) == 29


def test_a_dossier_is_counted_with_its_level_money_and_effort(trail: Trail) -> None:
    trail.confirm(
        NOON,
        "K-1",
        actor="clerk:lan",
        procedure="2.000635",
        channel="online",
        level="full",
        fee=8000,
        delivery="home",
        delivery_price=28000,
        delivery_payer="citizen",
        answers=10,
        autofilled=4,
        seconds=90,
    )
    trail.confirm(
        NOON,
        "K-2",
        actor="citizen",
        procedure="2.000635",
        fee=None,
        delivery="home",
        delivery_price=0,
        delivery_payer="budget",
        scheme="NQ-1",
    )
    count = trail.count()
    assert (count.filed, count.filed_assisted, count.fees, count.delivery_paid) == (2, 1, 8000, 28000)
    assert count.by_scheme == {"NQ-1": 1}
    assert count.by_level["full"] == 1
    assert (count.answers, count.autofilled, count.work_s) == (10, 4, 90)
    assert busiest(count.by_procedure, 3) == [("2.000635", 2)]


def test_a_supplement_is_another_visit_and_no_new_dossier(trail: Trail) -> None:
    trail.confirm(NOON, "K-1")
    trail.move("K-1", "SUPPLEMENT_REQUESTED", NOON + timedelta(days=1))
    trail.confirm(NOON + timedelta(days=2), "K-1", revision=2)
    trail.move("K-1", "SUPPLEMENT_REQUESTED", NOON + timedelta(days=3))
    count = trail.count()
    assert (count.filed, count.supplements_sent) == (1, 1)
    assert (count.supplement_requests, count.second_supplement_requests) == (2, 1)


def test_a_notice_about_the_new_dossier_is_the_second_one_of_the_matter(trail: Trail) -> None:
    trail.confirm(NOON, "K-1")
    trail.move("K-1", "SUPPLEMENT_REQUESTED", NOON + timedelta(days=1))
    trail.confirm(NOON + timedelta(days=2), "K-2", follows="K-1")
    trail.move("K-2", "SUPPLEMENT_REQUESTED", NOON + timedelta(days=3))
    count = trail.count()
    assert (count.filed, count.supplement_requests, count.second_supplement_requests) == (2, 2, 1)


def test_the_second_notice_is_one_although_the_first_came_last_month(trail: Trail) -> None:
    trail.move("K-1", "SUPPLEMENT_REQUESTED", NOON - timedelta(days=20))
    trail.move("K-1", "SUPPLEMENT_REQUESTED", NOON)
    count = trail.count()
    assert (count.supplement_requests, count.second_supplement_requests) == (1, 1)


def test_on_time_is_by_the_portals_clock_not_by_when_it_was_heard(trail: Trail) -> None:
    due = NOON + timedelta(days=3)
    trail.confirm(NOON, "K-1")
    trail.confirm(NOON, "K-2")
    trail.move("K-1", "RESULT_READY", due, due=due, known=due + timedelta(days=9))
    trail.move("K-2", "RESULT_READY", due + timedelta(seconds=1), due=due)
    trail.move("K-3", "RESULT_READY", due)
    count = trail.count()
    assert (count.results, count.on_time, count.late, count.both) == (3, 1, 1, 2)


def test_what_the_portal_did_last_month_is_last_months(trail: Trail) -> None:
    trail.move("K-1", "ACCEPTED", NOON - timedelta(days=30), known=NOON)
    assert trail.count().accepted == 0
    assert trail.count(Month(2026, 10)).accepted == 1


def test_a_dossier_that_waited_for_the_line_is_a_delay(trail: Trail) -> None:
    for reference, hours in (("K-1", 1), ("K-2", 30), ("K-3", 3)):
        trail.confirm(NOON, reference)
        trail.write(NOON + timedelta(hours=hours), AuditKind.DOSSIER_SUBMITTED, reference, revision=1)
    count = trail.count()
    assert (count.submitted, count.delayed_uploads, count.median_upload_s) == (3, 1, 3 * 3600)


def test_visits_and_slips_and_accounts(trail: Trail) -> None:
    trail.write(NOON, AuditKind.SESSION_BEGAN, "s1", way="submit_dossier", staff="lan")
    trail.write(NOON + timedelta(minutes=4), AuditKind.SESSION_ENDED, "s1", reason="finished")
    trail.write(NOON, AuditKind.SESSION_BEGAN, "s2", way="track", staff=None)
    trail.write(NOON, AuditKind.CLERK_CALLED, "s2")
    trail.write(NOON, AuditKind.RECEIPT_PRINTED, "K-1")
    trail.write(NOON, AuditKind.RECEIPT_NOT_PRINTED, "K-1")
    trail.write(NOON, AuditKind.ACCOUNT_REGISTERED, "a1")
    count = trail.count()
    assert (count.sessions, count.assisted_sessions, count.clerk_calls) == (2, 1, 1)
    assert count.session_s == 240
    assert (count.slips_printed, count.slips_not_printed, count.accounts_registered) == (1, 1, 1)
    assert count.median_upload_s is None
