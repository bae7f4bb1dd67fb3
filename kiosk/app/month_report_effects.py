"""Carries out the session's orders about the month's report, in the lane for what takes minutes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.app.month_report import MadeReport, report_from, to_csv
from kiosk.app.parts import Parts
from kiosk.app.sticks import carry_away, writable_sticks
from kiosk.domain.events import AuditKind
from kiosk.domain.month_report import Month
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.month_report_words import CountMonth, MonthCounted, ReportSaved, SaveReport
from kiosk.ui.report_pages import pdf_of

Carries = Callable[[Any], Intent | None]


class MonthReportEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        return {CountMonth: (Lane.CARE, self._count), SaveReport: (Lane.CARE, self._save)}

    def _count(self, effect: CountMonth) -> Intent:
        verdict = self._parts.store.audit.verify()
        return MonthCounted(
            table=self._made(effect.month, effect.language).table,
            sticks=writable_sticks(self._parts.settings),
            broken_at=verdict.broken_at,
        )

    def _save(self, effect: SaveReport) -> Intent:
        made = self._made(effect.month, effect.language)
        point = self._parts.around.portal.agent_point.reference_code
        name = f"{point}-{effect.month}"
        csv = to_csv(made.table, lambda key: self._parts.around.words(key, effect.language))
        names = carry_away(Path(effect.folder), {f"{name}.csv": csv, f"{name}.pdf": pdf_of(made.table)})
        counts = made.counts
        limits = {"late_upload_h": counts.late_upload_h, "late_acceptance_h": counts.late_acceptance_h}
        facts = {"staff": effect.staff_id, **limits}
        self._parts.store.audit.append(AuditKind.REPORT_MADE, effect.month, facts)
        return ReportSaved(names=names)

    def _made(self, month: str, language: str) -> MadeReport:
        around = self._parts.around
        return report_from(
            self._parts.store.audit,
            Month.read(month),
            around.words,
            language,
            point=around.portal.agent_point,
            name_of=lambda code: self._name_of(code, language),
            limits=self._parts.settings.watch,
            now=self._parts.clock(),
        )

    def _name_of(self, code: str, language: str) -> str:
        procedure = self._parts.around.catalogue.get(code)
        return procedure.name.in_language(language) if procedure else ""
