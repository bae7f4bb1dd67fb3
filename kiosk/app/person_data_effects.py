"""Carries out a citizen's request about their own data, each recorded."""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
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
_POST_PARTS = (
    ("envelopes", "envelope"),
    ("results", "result"),
    ("signatures", "signature"),
    ("post_news", "news"),
    ("payments", "payment"),
)
_NAMES = ("number", "code", "reference", "name", "role")


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
        data = self._records.of_person(effect.number, post_ended_before=self._complaints_over())
        facts = {"staff": effect.staff_id, "dossiers": len(data.dossiers)}
        self._parts.store.audit.append(AuditKind.PERSON_DATA_VIEWED, "", facts)
        return PersonDataLoaded(data=data, sticks=writable_sticks(self._parts.settings))

    def _export(self, effect: ExportPersonData) -> Intent:
        data, now = (
            self._records.of_person(effect.number, post_ended_before=self._complaints_over()),
            self._parts.clock(),
        )
        files = {
            "du-lieu-ca-nhan.json": json.dumps(
                self._said(data.whole, effect.language), ensure_ascii=False, indent=2
            ).encode(),
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
        erasure = self._records.erase(effect.number, post_ended_before=self._complaints_over())
        facts = {
            "staff": effect.staff_id,
            "dossiers": erasure.dossiers,
            "accounts": erasure.accounts,
            "drafts": erasure.drafts,
            "post": erasure.post,
            "kept": len(erasure.kept),
        }
        self._parts.store.audit.append(AuditKind.PERSON_DATA_ERASED, "", facts)
        return DataErased(erasure=erasure)

    def _complaints_over(self) -> datetime:
        return self._parts.clock() - timedelta(days=self._parts.settings.post.signature_keep_d)

    def _said(self, value: Any, language: str) -> Any:
        """With the reason why something stays in words."""
        if isinstance(value, list | tuple):
            return [self._said(each, language) for each in value]
        if not isinstance(value, Mapping):
            return value
        return {
            name: self._parts.around.words(f"kept_why.{each}", language)
            if name == "kept_why"
            else self._said(each, language)
            for name, each in value.items()
        }

    def _table(self, data: PersonData, language: str, now: datetime) -> ReportTable:
        def say(key: str) -> str:
            return self._parts.around.words(f"person_data.{key}", language)

        def lines(held: Mapping[str, Any]) -> tuple[ReportLine, ...]:
            content, documents = held.get("content"), held.get("documents", [])
            told = [*_leaves(content), *_leaves(documents, say("paper"))]
            kept = (
                [(say("kept"), words(f"kept_why.{held['kept_why']}", language))] if "kept_why" in held else []
            )
            return tuple(ReportLine("", path, value) for path, value in (*kept, *told))

        words = self._parts.around.words
        sections = [
            ReportSection(f"{held['reference']} · {held['state']}", lines(held))
            for part in ("dossiers", "registrations")
            for held in data.whole.get(part, ())
        ]
        sections += [
            ReportSection(
                f"{say(f'piece_{piece}')} · {_name_of(held)}", lines({"content": _bare(held), **held})
            )
            for part, piece in _POST_PARTS
            for held in data.whole.get(part, ())
        ]
        sections += [
            ReportSection(
                f"{say('draft')} {held['procedure']}",
                tuple(ReportLine("", path, value) for path, value in _leaves(held["content"])),
            )
            for held in data.whole.get("drafts", ())
        ]
        point = self._parts.around.portal.agent_point
        return ReportTable(
            title=say("paper_title"),
            subtitle=" · ".join(part for part in (data.masked_number, point.code, point.name) if part),
            sections=tuple(section for section in sections if section.lines),
            charts=(),
            footing=local_time_text(now),
        )


def _name_of(held: Mapping[str, Any]) -> str:
    return str(next((held[name] for name in _NAMES if held.get(name)), ""))


def _bare(held: Mapping[str, Any]) -> dict[str, Any]:
    """What has no content of its own tells its members."""
    return {name: value for name, value in held.items() if name not in ("content", "kept_why")}


def _leaves(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every value with its place, for reading."""
    if isinstance(value, dict):
        return [
            leaf for key, each in value.items() for leaf in _leaves(each, f"{path} › {key}" if path else key)
        ]
    if isinstance(value, list):
        return [leaf for n, each in enumerate(value, 1) for leaf in _leaves(each, f"{path} {n}")]
    return [] if value in (None, "") else [(path, str(value))]
