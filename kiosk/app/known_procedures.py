"""Which procedures this terminal knows: the portal's, else the shipped ones, and accepted ones of imported lists."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.app.parts import Parts
from kiosk.catalogue.search import ProcedureIndex
from kiosk.catalogue.shipped import load_shipped, read_procedure
from kiosk.domain.procedure import Procedure, ProcedureInvalid
from kiosk.domain.procedure_versions import clashes
from kiosk.flow.catalogue import Catalogue
from kiosk.storage import Storage

_log = logging.getLogger(__name__)


def shipped_procedures(resources: Path) -> list[Procedure]:
    """What a terminal knows that never reached the portal."""
    return load_shipped(resources / "procedures", forms_were_checked=True)


def known_procedures(storage: Storage, resources: Path) -> list[Procedure]:
    """The portal's own where it has delivered any, else the shipped ones; beside them those of imported lists that a
    person has accepted, as long as the portal delivers none of that code. An unusable one is left out, not all."""
    delivered = storage.catalogue.procedures()
    found: dict[str, list[Procedure]] = {}
    for procedure in () if delivered else shipped_procedures(resources):
        found.setdefault(procedure.code, []).append(procedure)
    # forms of accepted ones were checked when they were accepted
    for read, items in ((Procedure.from_wire, storage.reviews.accepted()), (read_procedure, delivered)):
        usable: dict[str, list[Procedure]] = {}
        for procedure in _usable(items, read):
            usable.setdefault(procedure.code, []).append(procedure)
        found.update(usable)
    return [procedure for versions in found.values() for procedure in versions]


def known_catalogue(storage: Storage, resources: Path, today: Callable[[], date]) -> Catalogue:
    """All of them indexed, and the versions that dossiers here were begun with."""
    followed = _usable(storage.catalogue.followed(), Procedure.from_wire)
    return Catalogue(known_procedures(storage, resources), ProcedureIndex, today, followed)


def clashing_procedures(storage: Storage) -> list[str]:
    """Of what the portal delivered, versions that do not go together, one sentence each; the later one counts."""
    by_code: dict[str, list[Procedure]] = {}
    for procedure in _usable(storage.catalogue.procedures(), Procedure.from_wire):
        by_code.setdefault(procedure.code, []).append(procedure)
    return [f"{code}, {clash.reason}" for code, versions in by_code.items() for clash in clashes(versions)]


def follow(parts: Parts, procedure: Procedure | None) -> None:
    """A dossier is about to be kept that was begun with this version: it stays known, whatever the portal lists."""
    if procedure is not None:
        parts.store.catalogue.keep_followed(procedure.to_wire())
        parts.around.catalogue.follow(procedure)


def recall_followed(parts: Parts) -> None:
    """What dossiers from elsewhere were begun with came with them."""
    for procedure in _usable(parts.store.catalogue.followed(), Procedure.from_wire):
        parts.around.catalogue.follow(procedure)


def _usable(
    items: Iterable[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], Procedure]
) -> Iterator[Procedure]:
    for item in items:
        try:
            yield read(item)
        except ProcedureInvalid as wrong:
            _log.warning("procedure %s is left out: %s", item.get("code"), wrong)


def unusable_procedures(storage: Storage) -> list[str]:
    """Of what the portal delivered, what had to be left out: code, place and reason, one sentence each."""
    sentences = []
    for item in storage.catalogue.procedures():
        try:
            read_procedure(item)
        except ProcedureInvalid as wrong:
            sentences.append(f"{item.get('code')}, {wrong}")
    return sentences
