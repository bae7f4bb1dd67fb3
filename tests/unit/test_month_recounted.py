"""Anybody can count the month again: plain passes over the trail's own lines give every figure of the report."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.month_report import make_table
from kiosk.domain.events import AuditEntry, AuditKind, PortalEvent
from kiosk.domain.held_result import ResultState, moved
from kiosk.domain.ids import new_id
from kiosk.domain.month_report import Month, count_month
from kiosk.domain.post_item import HandOverLine, HandOverRecord
from kiosk.domain.post_ports import PostCall, PostMessage
from kiosk.storage import Storage
from tests.fakes.dossier_samples import sample_dossier
from tests.fakes.post_samples import LABELS, sample_item, sample_message, sample_result, sample_signatures

Line = dict[str, Any]
SEVEN_HOURS = timedelta(hours=7)


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """As an auditor has them: JSON, nothing of the program."""
    told = [{"at": e.at.isoformat(), "kind": str(e.kind), "subject": e.subject, **e.facts} for e in entries]
    return list(json.loads(json.dumps(told)))


def month_of(at: str) -> str:
    moment = datetime.fromisoformat(at).astimezone(UTC)
    return (moment + SEVEN_HOURS).strftime("%Y-%m")


def hours_between(earlier: str, later: str) -> float:
    pair = [datetime.fromisoformat(at) for at in (earlier, later)]
    return (pair[1] - pair[0]).total_seconds() / 3600


def recounted(trail: Sequence[Line], month: str) -> dict[str, int]:
    """The figures by the report's own names, one plain pass each."""
    here = [line for line in trail if month_of(line["at"]) == month]

    def kind(name: str, lines: Sequence[Line] = here) -> list[Line]:
        return [line for line in lines if line["kind"] == name]

    first = [line for line in kind("dossier_confirmed") if line.get("revision", 1) == 1]
    filed_ever = {
        line["subject"]: month_of(line["at"])
        for line in kind("dossier_confirmed", trail)
        if line.get("revision", 1) == 1
    }
    told = [{**line, "when": line.get("at_portal") or line["at"]} for line in kind("dossier_moved", trail)]
    moves = [line for line in told if month_of(line["when"]) == month]

    def to(state: str) -> list[Line]:
        return [line for line in moves if line["to"] == state]

    sent_first: dict[str, str] = {}
    for line in kind("dossier_submitted", trail):
        sent_first.setdefault(line["subject"], line["at"])
    waited = []
    for line in kind("dossier_submitted"):
        # the newest confirmation, unless it was sent once before
        same = [
            each
            for each in trail[: trail.index(line)]
            if each["kind"] in ("dossier_confirmed", "dossier_submitted")
            and (each["subject"], each.get("revision", 1)) == (line["subject"], line.get("revision", 1))
        ]
        if same and same[-1]["kind"] == "dossier_confirmed":
            waited.append(hours_between(same[-1]["at"], line["at"]))
    given = [line for line in kind("result_moved") if line["to"] == "DELIVERED"]
    figures = {
        "filed": len(first),
        "filed_assisted": sum(line.get("actor", "").startswith("clerk:") for line in first),
        "repeat_visits": sum(bool(line.get("repeat")) for line in first),
        "supplements_sent": len(kind("dossier_confirmed")) - len(first),
        "submitted": len(kind("dossier_submitted")),
        "delayed_uploads": sum(hours > 24 for hours in waited),
        "accepted": len(to("ACCEPTED")),
        "late_acceptances": sum(
            line["subject"] in sent_first and hours_between(sent_first[line["subject"]], line["when"]) > 24
            for line in to("ACCEPTED")
        ),
        "supplement_requests": len(to("SUPPLEMENT_REQUESTED")),
        "refused": len(to("REFUSED")),
        "withdrawn": len(to("WITHDRAWN")),
        "stopped": len(to("STOPPED")),
        "extended": len(to("EXTENDED")),
        "results": len(to("RESULT_READY")),
        "both": sum(filed_ever.get(line["subject"]) == month for line in to("RESULT_READY")),
        "on_time": sum(bool(each.get("due")) and each["when"] <= each["due"] for each in to("RESULT_READY")),
        "late": sum(bool(each.get("due")) and each["when"] > each["due"] for each in to("RESULT_READY")),
        "returned": len(given),
        "papers_sealed": len(kind("paper_sealed")),
        "handed_over": len(kind("paper_handed_over")),
        "late_handovers": sum(bool(line["late"]) for line in kind("paper_handed_over")),
        "fees": sum(line.get("fee") or 0 for line in first),
        "subsidies": sum(line.get("subsidy") or 0 for line in first),
        "delivery_paid": sum(
            line.get("delivery_price") or 0 for line in first if line.get("delivery_payer") == "citizen"
        ),
        "answers": sum(line.get("answers", 0) for line in first),
        "autofilled": sum(line.get("autofilled", 0) for line in first),
        "work_minutes": round(sum(line.get("seconds", 0) for line in first) / 60),
        "flags_settled": len(kind("flag_settled")),
    }
    for name, default in (("channel", "online"), ("level", ""), ("delivery", "")):
        for value, count in Counter(line.get(name, default) for line in first).items():
            figures[f"{name}.{value}"] = count
    home = [line for line in first if line.get("delivery") in ("home", "agent_point")]
    figures |= {"service.both": len(home), "service.send": len(first) - len(home)}
    figures["service.return"] = sum(
        line["subject"]
        not in {each["subject"] for each in kind("dossier_confirmed", trail[: trail.index(line)])}
        for line in given
    )
    return {name: count for name, count in figures.items() if count and not name.endswith(".")}


def reported(entries: Sequence[AuditEntry], month: Month) -> dict[str, int]:
    """The figures that stand in CSV and PDF."""
    table = make_table(
        count_month(entries, month),
        lambda key: key,
        point="HN0099",
        made_at=datetime(2026, 12, 1, tzinfo=UTC),
        trail=(len(entries), "0" * 64),
        procedure_names={},
        grouping="",
    )
    lines = [line for section in table.sections for line in section.lines]
    return {line.key: int(line.value) for line in lines if line.value.isdecimal() and line.value != "0"}


def for_auditors(entries: Sequence[AuditEntry]) -> list[Line]:
    """The portal's own time of a move keeps its place beside the entry's."""
    lines = lines_of(entries)
    for line, entry in zip(lines, entries, strict=True):
        line["at_portal"] = entry.facts.get("at")
        line["at"] = entry.at.isoformat()
    return lines


STATES = ("ACCEPTED", "SUPPLEMENT_REQUESTED", "REFUSED", "WITHDRAWN", "STOPPED", "EXTENDED", "RESULT_READY")


def a_trail(seed: int) -> list[AuditEntry]:
    """Three months of a busy point, with everything that is counted, in the order of time."""
    dice, at, entries = random.Random(seed), datetime(2026, 9, 29, 1, 0, tzinfo=UTC), list[AuditEntry]()
    names: list[str] = []

    def write(kind: AuditKind, subject: str, **facts: Any) -> None:
        entries.append(AuditEntry(len(entries) + 1, at, kind.value, subject, facts, "", ""))

    def portal_time(hours: float) -> str:
        return (at + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    while at < datetime(2026, 12, 2, tzinfo=UTC):
        at += timedelta(minutes=dice.randint(5, 500))
        name = dice.choice(names) if names else "K-0"
        match dice.randrange(8):
            case 0 | 1:
                name = f"K-{len(names)}"
                names.append(name)
                facts: dict[str, Any] = {
                    "revision": 1,
                    "actor": dice.choice(("citizen", "clerk:lan")),
                    "procedure": dice.choice(("1.001193", "2.000908")),
                    "level": dice.choice(("full", "partial", "none")),
                    "channel": dice.choice(("online", "paper")),
                    "fee": dice.choice((None, 0, 8000)),
                    "subsidy": dice.choice((0, 26000)),
                    "delivery": dice.choice(("home", "agent_point", "agency", "electronic")),
                    "delivery_price": dice.choice((0, 28000)),
                    "delivery_payer": dice.choice(("citizen", "budget")),
                    "answers": dice.randint(0, 20),
                    "autofilled": dice.randint(0, 5),
                    "seconds": dice.randint(30, 900),
                }
                write(
                    AuditKind.DOSSIER_CONFIRMED,
                    name,
                    **facts,
                    **({"repeat": True} if dice.random() < 0.2 else {}),
                )
            case 2:
                write(AuditKind.DOSSIER_SUBMITTED, name, revision=1)
            case 3:
                write(AuditKind.DOSSIER_CONFIRMED, name, revision=2)
            case 4 | 5:
                due = dice.choice((None, portal_time(dice.randint(-90, 90))))
                told = {"at": portal_time(-dice.randint(0, 60)), "due": due}
                write(AuditKind.DOSSIER_MOVED, name, to=dice.choice(STATES), by="portal", **told)
            case 6:
                write(AuditKind.PAPER_SEALED, f"L-{len(entries)}", procedure="")
                write(AuditKind.PAPER_HANDED_OVER, f"L-{len(entries)}", late=dice.random() < 0.3)
            case 7:
                state = dice.choice(("INVITED_1", "DELIVERED"))
                write(AuditKind.RESULT_MOVED, dice.choice((name, "H26.99-1")), to=state)
                write(AuditKind.FLAG_SETTLED, "f", reason="spoken")
    return entries


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_of_the_report_can_be_counted_again(seed: int) -> None:
    entries = a_trail(seed)
    lines = for_auditors(entries)
    for month in (Month(2026, 10), Month(2026, 11)):
        told, again = reported(entries, month), recounted(lines, str(month))
        assert {name: told.get(name, 0) for name in again} == again
        assert len(again) > 30, "the trail has something of everything"


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
        again = recounted(for_auditors(entries), str(month))
        figures = reported(entries, month)
        assert {name: figures.get(name, 0) for name in again} == again
        for name in (
            "filed",
            "accepted",
            "refused",
            "results",
            "papers_sealed",
            "late_handovers",
            "returned",
        ):
            assert again[name], name
    finally:
        storage.close()
