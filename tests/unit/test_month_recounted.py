"""Anybody can count the month again: plain passes over the trail's own lines give every figure of the report."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.month_report import MOST_PROCEDURES, make_table
from kiosk.domain.events import AuditEntry, AuditKind, PortalEvent
from kiosk.domain.held_result import ResultState, moved
from kiosk.domain.ids import new_id
from kiosk.domain.month_report import Month, busiest, count_month
from kiosk.domain.post_item import HandOverLine, HandOverRecord
from kiosk.domain.post_ports import PostCall, PostMessage
from kiosk.storage import Storage
from tests.fakes.dossier_samples import sample_dossier
from tests.fakes.post_samples import LABELS, sample_item, sample_message, sample_result, sample_signatures
from tests.unit.month_recount import LATE_H, Recount, day_of, lines_of


def reported(entries: Sequence[AuditEntry], month: Month) -> tuple[dict[str, str], dict[str, int]]:
    """The figures that stand in CSV and PDF but for noughts, and the bars of the chart of days."""
    counts = count_month(entries, month, late_upload_h=LATE_H, late_acceptance_h=LATE_H)
    table = make_table(
        counts,
        lambda key: key,
        point="HN0099",
        made_at=datetime(2026, 12, 1, tzinfo=UTC),
        trail=(len(entries), "0" * 64),
        procedure_names={},
        grouping="",
    )
    lines = [line for section in table.sections for line in section.lines]
    days = {f"{month}-{int(day):02}": count for day, count in table.charts[0].bars if count}
    assert dict(table.charts[1].bars) == dict(busiest(counts.by_procedure, MOST_PROCEDURES))
    return {line.key: line.value for line in lines if line.value not in ("0", "–")}, days


NEVER_NOUGHT = {
    *("sessions", "assisted_sessions", "session_minutes", "clerk_calls", "accounts_registered", "stars.5"),
    *("accounts_activated", "slips_printed", "slips_not_printed", "ratings", "mean_rating", "work_minutes"),
    *("flag.off_hours", "flags_settled", "data_requests", "drafts_dropped", "quarantined", "median_upload"),
    *(
        "procedure.1.001193",
        "scheme.HN-77",
        "second_supplement_requests",
        "late_acceptances",
        "on_time_share",
    ),
    *("calls_taken", "calls_unanswered", "median_call"),
    *("filed", "fees", "subsidies", "delivery_paid", "autofilled_share", "service.return", "late_handovers"),
}
"""The months have something of everything: a comparison of nothing with nothing proves nothing."""
STATES = ("ACCEPTED", "SUPPLEMENT_REQUESTED", "REFUSED", "WITHDRAWN", "STOPPED", "EXTENDED", "RESULT_READY")


def a_trail(seed: int) -> list[AuditEntry]:
    """Three months of a busy point, with everything that is counted, in the order of time."""
    dice, at, entries = random.Random(seed), datetime(2026, 9, 29, 1, 0, tzinfo=UTC), list[AuditEntry]()
    names: list[str] = []
    visits: list[str] = []
    labels: list[str] = []

    def write(what: AuditKind, subject: str, **facts: Any) -> None:
        entries.append(AuditEntry(len(entries) + 1, at, what.value, subject, facts, "", ""))

    def portal_time(hours: float) -> str:
        return (at + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    while at < datetime(2026, 12, 2, tzinfo=UTC):
        at += timedelta(minutes=dice.randint(5, 250))
        name = dice.choice(names) if names else "K-0"
        match dice.randrange(10):
            case 0 | 1:
                facts: dict[str, Any] = {
                    "revision": 1,
                    "actor": dice.choice(("citizen", "clerk:lan")),
                    "procedure": dice.choice(("1.001193", "2.000908", "1.004222")),
                    "level": dice.choice(("full", "partial", "none")),
                    "channel": dice.choice(("online", "paper")),
                    "fee": dice.choice((None, 0, 8000)),
                    "subsidy": dice.choice((0, 26000)),
                    "scheme": dice.choice(("", "HN-77", "CT-2")),
                    "delivery": dice.choice(("home", "agent_point", "agency", "electronic")),
                    "delivery_price": dice.choice((0, 28000)),
                    "delivery_payer": dice.choice(("citizen", "budget")),
                    "answers": dice.randint(0, 20),
                    "autofilled": dice.randint(0, 5),
                    "seconds": dice.randint(30, 900),
                    **({"repeat": True} if dice.random() < 0.2 else {}),
                    **({"follows": dice.choice(names)} if names and dice.random() < 0.3 else {}),
                }
                name = f"K-{len(names)}"
                names.append(name)
                write(AuditKind.DOSSIER_CONFIRMED, name, **facts)
            case 2:
                write(AuditKind.DOSSIER_SUBMITTED, name, revision=1)
            case 3:
                write(AuditKind.DOSSIER_CONFIRMED, name, revision=2)
                write(AuditKind.DOSSIER_QUARANTINED, name, code="upload_rejected")
            case 4 | 5:
                due = dice.choice((None, portal_time(dice.randint(-90, 90))))
                told = {"at": portal_time(-dice.randint(0, 60)), "due": due}
                late = {"came_late": True} if dice.random() < 0.2 else {}
                write(AuditKind.DOSSIER_MOVED, name, to=dice.choice(STATES), by="portal", **told, **late)
            case 6:
                labels.append(f"L-{len(labels)}")
                write(AuditKind.PAPER_SEALED, labels[-1], procedure="")
                write(AuditKind.PAPER_HANDED_OVER, labels[-1], late=dice.random() < 0.3)
            case 7:
                state = dice.choice(("INVITED_1", "DELIVERED"))
                write(AuditKind.RESULT_MOVED, dice.choice((name, "H26.99-1", *labels[-1:])), to=state)
                write(AuditKind.FLAG_RAISED, "f", kind=dice.choice(("off_hours", "repeat_visits")))
                write(AuditKind.FLAG_SETTLED, "f", reason="spoken")
            case 8:
                visit = f"V-{len(visits)}"
                visits.append(visit)
                staff = dice.choice((None, "lan"))
                write(AuditKind.SESSION_BEGAN, visit, way="submit_dossier", staff=staff)
                at += timedelta(seconds=dice.randint(20, 4000))
                if dice.random() < 0.9:  # the machine lost power otherwise
                    write(AuditKind.SESSION_ENDED, visit)
            case 9:
                for kind in (
                    AuditKind.CLERK_CALLED,
                    AuditKind.ACCOUNT_REGISTERED,
                    AuditKind.ACCOUNT_ACTIVATED,
                ):
                    write(kind, "a")
                for kind in (
                    AuditKind.RECEIPT_PRINTED,
                    AuditKind.RECEIPT_NOT_PRINTED,
                    AuditKind.DRAFT_DISCARDED,
                ):
                    write(kind, name)
                asked_for = (AuditKind.PERSON_DATA_VIEWED, AuditKind.PERSON_DATA_EXPORTED)
                write(dice.choice((*asked_for, AuditKind.PERSON_DATA_ERASED)), "p")
                if dice.random() < 0.6:
                    write(AuditKind.CALL_TAKEN, "a", waited_s=dice.randint(3, 600), staff="lan")
                how = dice.choice(("visit_over", "lost", "helped"))
                write(AuditKind.CALL_ENDED, "a", how=how, taken=dice.random() < 0.4)
                day = day_of((at - timedelta(days=1)).isoformat())  # counted when the day is over
                stars = {str(dice.randint(1, 5)): dice.randint(1, 4), "5": 1}
                write(AuditKind.RATINGS_COUNTED, day, day=day, stars=stars)
    return entries


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_of_the_report_can_be_counted_again(seed: int) -> None:
    entries = a_trail(seed)
    lines, seen = lines_of(entries), set[str]()
    for month in (Month(2026, 10), Month(2026, 11)):
        told, days = reported(entries, month)
        again = Recount(lines, str(month))
        assert told == again.figures, "every figure, and no other"
        assert days == again.days
        seen |= set(told)
    assert seen >= NEVER_NOUGHT


def test_the_trail_that_the_stores_write_is_enough(tmp_path: Path) -> None:
    storage = Storage.open(tmp_path / "home", monotonic=lambda: 0.0, boot_id="boot")
    try:
        now = datetime.now(UTC)
        counted = {"channel": "online", "level": "full", "fee": 8000, "delivery": "agent_point", "answers": 4}
        for state in ("ACCEPTED", "REFUSED", "RESULT_READY"):
            new = sample_dossier(counted=counted)
            dossier = storage.dossiers.submit(new, actor="clerk:lan", point="HN0099")
            storage.dossiers.submitted(
                dossier.id, revision=1, state="SUBMITTED", received_at=now, manifest="x"
            )
            storage.dossiers.apply_event(PortalEvent(new_id(), dossier.id, now, state))
        item = sample_item(due_at=now - timedelta(days=1))
        storage.post.seal(item, sample_signatures(), sample_message(item))
        line = HandOverLine(item.id, LABELS[0])
        record = HandOverRecord(new_id(), "BB-1", item.agency, "Minh", "lan", now, (line,))
        told = PostMessage(record.id, PostCall.HANDOVER, record.id, record.number, record.to_wire())
        storage.post.hand_over(record, sample_signatures(), told)
        result = storage.post.arrive(sample_result(), staff_id="lan")
        given = moved(result, ResultState.DELIVERED, at=now)
        storage.post.move_result(result, given, staff_id="lan", facts={})
        entries = list(storage.audit.entries())
        month = Month.of(now)
        again = Recount(lines_of(entries), str(month))
        assert reported(entries, month) == (again.figures, again.days)
        for name in (
            "filed",
            "accepted",
            "refused",
            "results",
            "papers_sealed",
            "late_handovers",
            "returned",
        ):
            assert again.figures[name], name
    finally:
        storage.close()
