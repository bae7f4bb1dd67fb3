"""Carries out a citizen's request about their own data, each recorded."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.app.parts import Parts
from kiosk.app.sticks import carry_away, writable_sticks
from kiosk.domain.events import AuditKind
from kiosk.domain.person_data import PersonData
from kiosk.domain.report_table import ReportLine, ReportSection, ReportTable
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.person_data_words import (
    DataErased,
    DataExported,
    ErasePersonData,
    ExportPersonData,
    LoadPersonData,
    PersonDataLoaded,
)
from kiosk.ui.report_pages import pdf_of

Carries = Callable[[Any], Intent | None]
PASSPHRASE_GROUPS = 5


class PersonDataEffects:
    """`table` names lane and method of each order. No entry of the trail says whom a request was about."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._records = parts.store.people

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        return {
            LoadPersonData: (Lane.CARE, self._load),
            ExportPersonData: (Lane.CARE, self._export),
            ErasePersonData: (Lane.CARE, self._erase),
        }

    def _load(self, effect: LoadPersonData) -> Intent:
        data = self._records.of_person(effect.number)
        facts = {"staff": effect.staff_id, "dossiers": len(data.dossiers)}
        self._parts.store.audit.append(AuditKind.PERSON_DATA_VIEWED, "", facts)
        return PersonDataLoaded(data=data, sticks=writable_sticks(self._parts.settings))

    def _export(self, effect: ExportPersonData) -> Intent:
        data, now = self._records.of_person(effect.number), self._parts.clock()
        files = {
            "du-lieu-ca-nhan.json": json.dumps(data.whole, ensure_ascii=False, indent=2).encode(),
            "du-lieu-ca-nhan.pdf": pdf_of(self._table(data, effect.language, now)),
        }
        passphrase = ""
        if effect.sealed:
            passphrase = "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(PASSPHRASE_GROUPS))
            files = {
                f"{name}.age": self._records.seal(content, passphrase) for name, content in files.items()
            }
        names = carry_away(Path(effect.folder), files)
        facts = {"staff": effect.staff_id, "dossiers": len(data.dossiers), "sealed": effect.sealed}
        self._parts.store.audit.append(AuditKind.PERSON_DATA_EXPORTED, "", facts)
        return DataExported(names=names, passphrase=passphrase)

    def _erase(self, effect: ErasePersonData) -> Intent:
        erasure = self._records.erase(effect.number)
        facts = {
            "staff": effect.staff_id,
            "dossiers": erasure.dossiers,
            "accounts": erasure.accounts,
            "drafts": erasure.drafts,
            "kept": len(erasure.kept),
        }
        self._parts.store.audit.append(AuditKind.PERSON_DATA_ERASED, "", facts)
        return DataErased(erasure=erasure)

    def _table(self, data: PersonData, language: str, now: datetime) -> ReportTable:
        def say(key: str) -> str:
            return self._parts.around.words(f"person_data.{key}", language)

        sections = [
            ReportSection(
                f"{held['reference']} · {held['state']}",
                tuple(ReportLine("", path, value) for path, value in _leaves(held["content"])),
            )
            for part in ("dossiers", "registrations")
            for held in data.whole[part]
        ]
        sections += [
            ReportSection(
                f"{say('draft')} {held['procedure']}",
                tuple(ReportLine("", path, value) for path, value in _leaves(held["content"])),
            )
            for held in data.whole["drafts"]
        ]
        point = self._parts.around.portal.agent_point
        return ReportTable(
            title=say("paper_title"),
            subtitle=" · ".join(part for part in (data.masked_number, point.code, point.name) if part),
            sections=tuple(section for section in sections if section.lines),
            charts=(),
            footing=local_time_text(now),
        )


def _leaves(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every value with its place, for reading."""
    if isinstance(value, dict):
        return [
            leaf for key, each in value.items() for leaf in _leaves(each, f"{path} › {key}" if path else key)
        ]
    if isinstance(value, list):
        return [leaf for n, each in enumerate(value, 1) for leaf in _leaves(each, f"{path} {n}")]
    return [] if value in (None, "") else [(path, str(value))]
