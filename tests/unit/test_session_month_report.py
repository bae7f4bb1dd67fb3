"""The month's report in the session machine, its orders carried out, and its figures counted once more by another hand."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.month_report import to_csv
from kiosk.domain.errors import StickFailed
from kiosk.domain.events import AuditKind, PortalEvent, wire_time
from kiosk.domain.month_report import Month, count_month
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.settings import StickSettings
from kiosk.domain.staff import Role
from kiosk.flow.effects import PrintSlip
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, SlipMoved, WentBack
from kiosk.flow.month_report_words import (
    CountMonth,
    MonthCounted,
    MonthReportView,
    MonthStepped,
    ReportSaveAsked,
    ReportSaved,
    SaveReport,
)
from kiosk.flow.tools_words import ToolChosen, ToolsOpened, ToolsView
from kiosk.storage import Storage
from kiosk.ui.screens.examples_month_report import TABLE
from tests.fakes.dossier_samples import sample_dossier
from tests.unit.test_effects_carried_out import Rig
from tests.unit.visit_driver import CLERK, VisitDriver

CUC = replace(CLERK, role=Role.SUPERVISOR)
COUNTED = MonthCounted(table=TABLE, sticks=("/media/stick",))


@pytest.fixture
def visit() -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in(CUC)
    driver.say(ToolsOpened(), ToolChosen(tool="month_report"))
    return driver


def test_only_supervisors_see_the_month() -> None:
    driver = VisitDriver()
    driver.sign_in(CLERK)
    driver.say(ToolsOpened(), ToolChosen(tool="month_report"))
    assert driver.none_of(CountMonth)


def test_it_begins_with_this_month_and_goes_no_further(visit: VisitDriver) -> None:
    assert visit.last(CountMonth).month == "2026-11"
    visit.say(COUNTED, MonthStepped(months=1))
    assert visit.view(MonthReportView).month == Month(2026, 11)
    visit.say(MonthStepped(months=-1))
    view = visit.view(MonthReportView)
    assert (view.month, view.table, view.can_go_on) == (Month(2026, 10), None, True)
    assert visit.last(CountMonth).month == "2026-10"
    visit.say(MonthStepped(months=-1))
    assert visit.last(CountMonth).month == "2026-10", "one thing at a time"
    visit.say(COUNTED, WentBack())
    visit.view(ToolsView)


def test_saving_and_printing_say_what_became_of_them(visit: VisitDriver) -> None:
    visit.say(PrintAskedAgain())
    assert visit.none_of(PrintSlip), "there is nothing to print yet"
    visit.say(COUNTED, ReportSaveAsked(folder="/media/stick"))
    assert visit.last(SaveReport).folder == "/media/stick"
    visit.say(ReportSaved(names=("a.csv", "a.pdf")))
    assert visit.view(MonthReportView).saved == ("a.csv", "a.pdf")
    visit.say(PrintAskedAgain())
    printed = visit.last(PrintSlip)
    assert printed.receipt.values["lines"][1] == {"head": "", "what": "Hồ sơ đã nhận", "value": "248"}
    visit.say(SlipMoved(reference=printed.reference, state=PrintState.PRINTED, printer=PrinterState.READY))
    slip = visit.view(MonthReportView).slip
    assert slip is not None and slip.state is PrintState.PRINTED
    visit.say(ReportSaveAsked(folder="/media/stick"))
    visit.say(EffectFailed(effect="SaveReport", code="stick_full", text_key="error.stick_full"))
    view = visit.view(MonthReportView)
    assert view.notice is not None and view.notice.key == "error.stick_full"
    assert not view.busy


@pytest.mark.usefixtures("qapp")
def test_both_files_lie_on_the_stick_or_none(tmp_path: Path) -> None:
    rig = Rig()
    rig.parts.settings = replace(rig.parts.settings, stick=StickSettings(folder=str(tmp_path)))
    rig.stores.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
    month = str(Month.of(rig.clock.wall()))
    counted = rig.run(CountMonth(month=month, language="vi"))
    assert isinstance(counted, MonthCounted)
    assert (counted.sticks, counted.broken_at) == ((str(tmp_path),), None)
    order = SaveReport(month=month, language="vi", folder=str(tmp_path), staff_id="cuc")
    saved = rig.run(order)
    assert isinstance(saved, ReportSaved)
    assert {file.name for file in tmp_path.iterdir()} == set(saved.names)
    assert (tmp_path / saved.names[1]).read_bytes().startswith(b"%PDF")
    assert (AuditKind.REPORT_MADE.value, month) in rig.trail()
    with pytest.raises(StickFailed):
        rig.run(replace(order, folder=str(tmp_path / "pulled-out")))


# --- counted again ---------------------------------------------------------------------------------------------


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage.open(tmp_path / "home", monotonic=lambda: 0.0, boot_id="boot")
    yield opened
    opened.close()


def test_whoever_holds_the_trail_counts_the_same_figures(storage: Storage) -> None:
    """Another hand: plain loops over the exported rows, nothing of the program's own counting."""
    now = datetime.now(UTC)
    a_month(storage, now)
    month = Month.of(now)
    report = count_month(storage.audit.entries(), month)
    exported = [
        json.loads(
            json.dumps({"kind": e.kind, "subject": e.subject, "facts": e.facts, "at": wire_time(e.at)})
        )
        for e in storage.audit.entries()
    ]

    def rows(kind: str) -> list[dict[str, Any]]:
        return [row for row in exported if row["kind"] == kind and row["at"][:4] == str(month.year)]

    confirmed = [row["facts"] for row in rows("dossier_confirmed")]
    first = [facts for facts in confirmed if facts["revision"] == 1]
    moved = [row["facts"] for row in rows("dossier_moved")]
    asked = [row["subject"] for row in rows("dossier_moved") if row["facts"]["to"] == "SUPPLEMENT_REQUESTED"]
    stars = [row["facts"]["stars"] for row in rows("ratings_counted")]
    assert report.filed == len(first) == 3
    assert report.filed_assisted == sum(facts["actor"].startswith("clerk:") for facts in first) == 1
    assert report.accepted == sum(facts["to"] == "ACCEPTED" for facts in moved) == 2
    assert report.refused == sum(facts["to"] == "REFUSED" for facts in moved) == 1
    assert report.second_supplement_requests == len(asked) - len(set(asked)) == 1
    assert report.fees == sum(facts.get("fee") or 0 for facts in first) == 24_000
    assert report.autofilled == sum(facts["autofilled"] for facts in first)
    assert report.ratings == sum(n for day in stars for n in day.values()) == 3
    assert report.mean_rating == pytest.approx(13 / 3)
    assert dict(report.by_flag) == {"shared_contact": 1}
    assert report.flags_settled == len(rows("flag_settled")) == 1
    results = [facts for facts in moved if facts["to"] == "RESULT_READY"]
    assert report.on_time == sum(facts["at"] <= facts["due"] for facts in results) == 1
    assert report.late == sum(facts["at"] > facts["due"] for facts in results) == 0


def a_month(storage: Storage, now: datetime) -> None:
    dossiers, audit = storage.dossiers, storage.audit
    names = []
    for number, actor in enumerate(("citizen", "clerk:lan", "citizen")):
        new = replace(
            sample_dossier(), id=f"00000000-0000-7000-8000-00000000000{number}", counted={"fee": 8_000}
        )
        documents = tuple(
            replace(document, id=f"00000000-0000-7000-9000-0000000000{number}{place}")
            for place, document in enumerate(new.documents)
        )
        names.append(dossiers.submit(replace(new, documents=documents), actor=actor, point="HN0099").id)
    told = 0

    def say(dossier_id: str, state: str, **more: Any) -> None:
        nonlocal told
        told += 1
        dossiers.apply_event(PortalEvent(f"e{told}", dossier_id, now, state, **more))

    for dossier_id in names[:2]:
        dossiers.submitted(dossier_id, revision=1, state="SUBMITTED", received_at=now, manifest="x")
        say(dossier_id, "ACCEPTED", due_at=now + timedelta(days=3))
    say(names[0], "RESULT_READY")
    dossiers.submitted(names[2], revision=1, state="SUBMITTED", received_at=now, manifest="x")
    say(names[2], "REFUSED")
    for state in ("SUPPLEMENT_REQUESTED", "IN_PROCESS", "SUPPLEMENT_REQUESTED"):
        say(names[1], state)
    audit.append(AuditKind.RATINGS_COUNTED, "", {"day": "2026-11-01", "stars": {"5": 1, "4": 2}})
    audit.append(AuditKind.FLAG_RAISED, "f1", {"kind": "shared_contact"})
    audit.append(AuditKind.FLAG_SETTLED, "f1", {"kind": "shared_contact", "reason": "family"})


def test_the_file_says_the_same_figures_as_the_screen() -> None:
    sheet = to_csv(TABLE, lambda key: key).decode("utf-8-sig")
    told = {row[1]: row[2] for row in csv.reader(io.StringIO(sheet))}
    for section in TABLE.sections:
        assert {line.words: line.value for line in section.lines}.items() <= told.items()
