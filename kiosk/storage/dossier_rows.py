"""Dossiers between rows and values; which steps are allowed and what they mean is `dossier_moves`' matter."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from kiosk.domain.account import AccountWay
from kiosk.domain.dossier import (
    Document,
    Dossier,
    DossierState,
    Problem,
    StateChange,
    SupplementItem,
)
from kiosk.domain.events import PortalEvent
from kiosk.storage.dossier_moves import full_body
from kiosk.storage.event_order import in_place
from kiosk.storage.sealed_files import Sealed
from kiosk.storage.tables import documents, dossier_steps, dossiers, portal_events

_COMPOSED = ("documents", "local_reference", "revision")
"""Members of the body that stand in columns and rows of their own."""
_MANY = 500


def load(connection: Connection, dossier_id: str, *, lock: bool = False) -> Dossier | None:
    """The dossier with body, documents of its current revision and history."""
    query = select(dossiers).where(dossiers.c.id == dossier_id)
    found = read(connection, query.with_for_update() if lock else query)
    return found[0] if found else None


def read(connection: Connection, query: Select[Any], *, with_bodies: bool = True) -> list[Dossier]:
    """The dossiers of a query over `dossiers`, in its order."""
    rows = list(connection.execute(query))
    ids = [row.id for row in rows]
    revisions = {row.id: row.revision for row in rows}
    papers: dict[str, list[Document]] = defaultdict(list)
    for one in _of_many(
        connection, select(documents).order_by(documents.c.position), documents.c.dossier_id, ids
    ):
        if one.first_revision <= revisions[one.dossier_id] <= one.last_revision:
            papers[one.dossier_id].append(document_of(one))
    steps: dict[str, list[StateChange]] = defaultdict(list)
    in_order = select(dossier_steps).order_by(dossier_steps.c.number)
    for one in _of_many(connection, in_order, dossier_steps.c.dossier_id, ids):
        steps[one.dossier_id].append(
            StateChange(one.state, one.at, one.by, one.server_at, one.reason, one.came_late)
        )
    return [_dossier(row, papers[row.id], in_place(steps[row.id]), with_bodies) for row in rows]


def add(connection: Connection, dossier: Dossier) -> None:
    """A dossier that was not there before, with its history; documents are added apart."""
    values = _columns(dossier)
    weight = sum(document.bytes for document in dossier.documents)
    connection.execute(insert(dossiers).values(id=dossier.id, bytes=weight, **values))
    _add_steps(connection, dossier.id, dossier.history)


def save(connection: Connection, before: Dossier, after: Dossier) -> None:
    """Write what a step changed; `after` has the steps of `before` and new ones. Documents are not touched."""
    if after is before:
        return
    values = _columns(after)
    if after.body is before.body:
        del values["body"]
    connection.execute(update(dossiers).where(dossiers.c.id == after.id).values(values))
    _add_steps(connection, after.id, new_steps(before, after))


def new_steps(before: Dossier, after: Dossier) -> list[StateChange]:
    """The steps that `after` has beside those of `before`; told apart as objects, for two may be equal in everything."""
    known = {id(step) for step in before.history}
    return [step for step in after.history if id(step) not in known]


def add_documents(
    connection: Connection,
    dossier: Dossier,
    fresh: Sequence[tuple[Document, Sealed | None]],
    first_position: int,
) -> None:
    """Rows of newly sealed files, for the dossier's current revision; without a file for what the portal alone holds."""
    rows = [
        {
            "id": document.id,
            "dossier_id": dossier.id,
            "position": first_position + place,
            "first_revision": dossier.revision,
            "last_revision": dossier.revision,
            "component_id": document.component_id,
            "name": document.name,
            "media_type": document.media_type,
            "bytes": document.bytes,
            "sha256": document.sha256,
            "pages": document.pages,
            "upload_url": None,
            "full_uploads": 0,
            "file_name": sealed.file_name if sealed else None,
            "wrapped_key": sealed.wrapped_key if sealed else None,
        }
        for place, (document, sealed) in enumerate(fresh)
    ]
    if rows:
        connection.execute(insert(documents), rows)


def events_of(connection: Connection, dossier_id: str) -> list[PortalEvent]:
    """What the portal's events told about a dossier so far, without their codes; in no order."""
    rows = connection.execute(select(portal_events).where(portal_events.c.dossier_id == dossier_id))
    return [
        PortalEvent(
            row.id,
            row.dossier_id,
            row.at,
            row.state,
            due_at=row.due_at,
            notice=row.notice,
            payment=row.payment,
            untimed=row.untimed,
        )
        for row in rows
    ]


def add_event(connection: Connection, event: PortalEvent) -> None:
    """Keep what the portal told."""
    connection.execute(
        insert(portal_events).values(
            id=event.id,
            dossier_id=event.dossier_id,
            at=event.at,
            state=event.state,
            notice=None if event.notice is None else dict(event.notice),
            payment=None if event.payment is None else dict(event.payment),
            due_at=event.due_at,
            untimed=event.untimed,
        )
    )


def document_of(row: Row[Any]) -> Document:
    """One row of `documents` as a value."""
    return Document(
        id=row.id,
        component_id=row.component_id,
        name=row.name,
        media_type=row.media_type,
        bytes=row.bytes,
        sha256=row.sha256,
        pages=row.pages,
        upload_url=row.upload_url,
        full_uploads=row.full_uploads,
        purged=row.wrapped_key is None,
    )


def _of_many(connection: Connection, query: Select[Any], column: Any, ids: list[str]) -> Iterable[Row[Any]]:
    for start in range(0, len(ids), _MANY):
        yield from connection.execute(query.where(column.in_(ids[start : start + _MANY])))


def _add_steps(connection: Connection, dossier_id: str, steps: Sequence[StateChange]) -> None:
    rows = [
        {
            "dossier_id": dossier_id,
            "state": step.state,
            "at": step.at,
            "by": step.by,
            "server_at": step.server_at,
            "reason": step.reason,
            "came_late": step.came_late,
        }
        for step in steps
    ]
    if rows:
        connection.execute(insert(dossier_steps), rows)


def _columns(dossier: Dossier) -> dict[str, Any]:
    code = dossier.official_code
    return {
        "local_reference": dossier.local_reference,
        "revision": dossier.revision,
        "state": dossier.state.value,
        "raw_state": dossier.raw_state,
        "procedure_code": dossier.procedure_code,
        "procedure_name": dossier.procedure_name,
        "body": {name: value for name, value in dossier.body.items() if name not in _COMPOSED},
        "created_at": dossier.created_at,
        "official_code": code,
        "official_key": code.upper() if code else None,
        "upload_url": dossier.upload_url,
        "sent_at": dossier.sent_at,
        "accepted_at": dossier.accepted_at,
        "due_at": dossier.due_at,
        "problem": problem_to_json(dossier.problem),
        "supplement": [asdict(item) for item in dossier.supplement],
        "notice_text": dossier.notice_text,
        "replaces": dossier.replaces,
        "follows": dossier.follows,
        "earlier_notices": dossier.earlier_notices,
        "account_way": dossier.account_way.value if dossier.account_way else None,
    }


def _dossier(
    row: Row[Any], papers: Sequence[Document], steps: Sequence[StateChange], with_body: bool
) -> Dossier:
    return Dossier(
        id=row.id,
        local_reference=row.local_reference,
        revision=row.revision,
        state=DossierState(row.state),
        raw_state=row.raw_state,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        body=full_body(row.body, row.local_reference, row.revision, papers) if with_body else {},
        documents=tuple(papers),
        created_at=row.created_at,
        official_code=row.official_code,
        upload_url=row.upload_url,
        sent_at=row.sent_at,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        problem=problem_from_json(row.problem),
        supplement=tuple(SupplementItem(**item) for item in row.supplement),
        notice_text=row.notice_text,
        replaces=row.replaces,
        follows=row.follows,
        earlier_notices=row.earlier_notices,
        account_way=AccountWay(row.account_way) if row.account_way else None,
        history=tuple(steps),
    )


def problem_to_json(problem: Problem | None) -> dict[str, Any] | None:
    """As kept in the `problem` columns."""
    return None if problem is None else asdict(problem)


def problem_from_json(value: dict[str, Any] | None) -> Problem | None:
    """The inverse of `problem_to_json`."""
    if value is None:
        return None
    errors = tuple((pointer, code, detail) for pointer, code, detail in value["errors"])
    return Problem(value["code"], value["detail"], errors)
