"""Puts the month's counts into words, for the CSV file and the PDF; it counts nothing itself."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from kiosk.app.build import known_settings
from kiosk.app.known_procedures import known_procedures
from kiosk.app.words import Words
from kiosk.domain.events import AuditEntry
from kiosk.domain.month_report import Month, MonthReport, busiest, count_month
from kiosk.domain.portal import AgentPoint
from kiosk.domain.ports import AuditLog
from kiosk.domain.report_table import ReportBars, ReportLine, ReportSection, ReportTable
from kiosk.domain.settings import WatchSettings
from kiosk.storage import Storage

_VIETNAM = timezone(timedelta(hours=7))
MOST_PROCEDURES = 12
Say = Callable[[str], str]
"""A sentence by its key, in the report's language."""
Speak = Callable[[str, str], str]
"""A sentence by its key and language."""


@dataclass(frozen=True, slots=True)
class MadeReport:
    """The counts, and the same in words."""

    counts: MonthReport
    table: ReportTable


def report_of(
    storage: Storage,
    resources: Path,
    month: Month,
    words: Words,
    language: str,
    *,
    limits: WatchSettings,
    now: datetime,
) -> MadeReport:
    """Count the month from the trail of this terminal (or branch)."""
    point = known_settings(storage, resources).agent_point
    names = {p.code: p.name.in_language(language) for p in known_procedures(storage, resources)}

    def name_of(code: str) -> str:
        return names.get(code, "")

    return report_from(
        storage.audit, month, words, language, point=point, name_of=name_of, limits=limits, now=now
    )


def report_from(
    trail: AuditLog,
    month: Month,
    words: Speak,
    language: str,
    *,
    point: AgentPoint,
    name_of: Callable[[str], str],
    limits: WatchSettings,
    now: datetime,
) -> MadeReport:
    """The same with what a running terminal knows already."""
    last = (0, "")

    def counted() -> Iterator[AuditEntry]:
        nonlocal last
        for entry in trail.entries():
            last = entry.seq, entry.hash
            yield entry

    counts = count_month(
        counted(), month, late_upload_h=limits.late_h, late_acceptance_h=limits.late_acceptance_h
    )
    table = make_table(
        counts,
        lambda key: words(key, language),
        point=" · ".join(part for part in (point.code, point.name, point.address) if part),
        made_at=now.astimezone(_VIETNAM),
        trail=last,
        procedure_names={code: name_of(code) or code for code in counts.by_procedure},
        grouping="." if language == "vi" else ",",
    )
    return MadeReport(counts, table)


def make_table(
    report: MonthReport,
    say: Say,
    *,
    point: str,
    made_at: datetime,
    trail: tuple[int, str],
    procedure_names: Mapping[str, str],
    grouping: str,
) -> ReportTable:
    """The report in words. `trail`: number and hash of the last entry counted. `grouping`: between thousands."""

    def number(value: float) -> str:
        return f"{round(value):,}".replace(",", grouping)

    def line(key: str, value: str) -> ReportLine:
        return ReportLine(key, say(f"report.{key}"), value)

    def counts(keys: tuple[str, ...]) -> tuple[ReportLine, ...]:
        return tuple(line(key, number(getattr(report, key))) for key in keys)

    def kinds(name: str, counter: Counter[str]) -> tuple[ReportLine, ...]:
        known = [kind for kind in sorted(counter) if kind]
        return tuple(
            ReportLine(f"{name}.{kind}", say(f"report.{name}.{kind}"), number(counter[kind]))
            for kind in known
        )

    def after(key: str, hours: int) -> ReportLine:
        words = say(f"report.{key}").replace("{hours}", str(hours))
        return ReportLine(key, words, number(getattr(report, key)))

    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.0f} %" if whole else "–"

    def minutes(seconds: float) -> str:
        return number(seconds / 60)

    median, called = report.median_upload_s, report.median_call_s
    sections = (
        ReportSection(
            say("report.section.work"),
            (
                *counts(("filed", "results", "both", "returned", "filed_assisted", "repeat_visits")),
                *kinds("service", report.by_service),
                *kinds("channel", report.by_channel),
                *kinds("level", report.by_level),
                *kinds("delivery", report.by_delivery),
            ),
        ),
        ReportSection(
            say("report.section.outcome"),
            (
                *counts(("submitted", "accepted", "supplement_requests", "second_supplement_requests")),
                *counts(("supplements_sent", "refused", "withdrawn", "stopped", "extended")),
                *counts(("on_time", "late")),
                line("on_time_share", share(report.on_time, report.on_time + report.late)),
            ),
        ),
        ReportSection(
            say("report.section.sending"),
            (
                after("delayed_uploads", report.late_upload_h),
                after("late_acceptances", report.late_acceptance_h),
                *counts(("quarantined",)),
                *counts(("papers_sealed", "handed_over", "late_handovers")),
                line("median_upload", "–" if median is None else minutes(median)),
            ),
        ),
        ReportSection(
            say("report.section.money"),
            (
                *counts(("fees", "delivery_paid", "subsidies")),
                *(
                    ReportLine(
                        f"scheme.{scheme}",
                        f"{say('report.scheme')} {scheme}",
                        number(report.by_scheme[scheme]),
                    )
                    for scheme in sorted(report.by_scheme)
                ),
            ),
        ),
        ReportSection(
            say("report.section.service"),
            (
                *counts(("sessions", "assisted_sessions", "clerk_calls", "calls_taken", "calls_unanswered")),
                line("median_call", "–" if called is None else f"{called / 60:.1f}"),
                line("session_minutes", minutes(report.session_s)),
                *counts(("accounts_registered", "accounts_activated")),
                line("work_minutes", minutes(report.work_s)),
                *counts(("answers", "autofilled")),
                line("autofilled_share", share(report.autofilled, report.answers)),
                *counts(("slips_printed", "slips_not_printed")),
            ),
        ),
        ReportSection(
            say("report.section.honesty"),
            (
                *counts(("ratings",)),
                line("mean_rating", "–" if report.mean_rating is None else f"{report.mean_rating:.1f}"),
                *(
                    ReportLine(f"stars.{stars}", f"{stars} ★", number(report.by_rating[stars]))
                    for stars in range(5, 0, -1)
                    if report.by_rating[stars]
                ),
                *kinds("flag", report.by_flag),
                *counts(("flags_settled", "data_requests", "drafts_dropped")),
            ),
        ),
        ReportSection(
            say("report.section.procedures"),
            tuple(
                ReportLine(f"procedure.{code}", _procedure_words(code, procedure_names), number(n))
                for code, n in busiest(report.by_procedure, len(report.by_procedure))
            ),
        ),
    )
    seq, head = trail
    return ReportTable(
        title=f"{say('report.title')} {report.month.number:02}/{report.month.year}",
        subtitle=point,
        sections=tuple(section for section in sections if section.lines),
        charts=(
            ReportBars(
                say("report.chart.days"),
                tuple((f"{day.day}", report.by_day[day]) for day in report.month.days),
            ),
            ReportBars(
                say("report.chart.procedures"),
                tuple(
                    (procedure_names.get(code, code), n)
                    for code, n in busiest(report.by_procedure, MOST_PROCEDURES)
                ),
            ),
        ),
        footing=f"{say('report.footing')} {seq} ({head[:16]}…). {made_at:%H:%M %d/%m/%Y}",
    )


def _procedure_words(code: str, names: Mapping[str, str]) -> str:
    name = names.get(code, "")
    return code if name in ("", code) else f"{code} {name}"


def to_csv(table: ReportTable, say: Say) -> bytes:
    """UTF-8 with a mark in front, so that spreadsheet programs read the Vietnamese letters right; CRLF."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([table.title, table.subtitle, ""])
    writer.writerow([say("report.column.section"), say("report.column.figure"), say("report.column.value")])
    for section in table.sections:
        writer.writerows([section.words, line.words, line.value] for line in section.lines)
    writer.writerow(["", table.footing, ""])
    return sheet.getvalue().encode("utf-8-sig")
