"""Settings by ETag and the procedure catalogue by cursor; it publishes procedures, it does not judge dossiers."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.procedure_versions import displaces
from kiosk.sandbox.answers import ProceduresAnswer, SettingsAnswer, problems
from kiosk.sandbox.json_values import same_json
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.tables import ProcedureVersion

PAGE_LENGTH = 40

calls = APIRouter(tags=["Settings and catalogue"])


@calls.get(
    "/v1/settings",
    summary="Settings of this agent point",
    response_model=SettingsAnswer,
    responses={304: {"description": "Unchanged since the ETag of If-None-Match"}},
)
def settings(portal: ThePortal, if_none_match: Annotated[str | None, Header()] = None) -> Any:
    """Cached by the kiosk; it works on the last copy for as long as it must."""
    etag = portal.settings.etag()
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    if etag in tags or "*" in tags:
        return Response(status_code=304, headers=headers)
    return JSONResponse(portal.settings.wire(), headers=headers)


def cursor_of(portal: Portal, seq: int) -> str:
    return f"{portal.store.portal_id}.{seq}"


def seq_of(portal: Portal, cursor: str, newest: int) -> int:
    """Where a cursor stands. Raises Problem 410 for a cursor this portal never gave."""
    portal_id, _, seq = cursor.partition(".")
    if portal_id != portal.store.portal_id or not (seq.isascii() and seq.isdigit()) or int(seq) > newest:
        raise Problem(410, "cursor_unknown", "Con trỏ không còn dùng được; hãy bắt đầu lại không có con trỏ.")
    return int(seq)


def _newest_rows(session: Session, after: int) -> list[ProcedureVersion]:
    newest = select(func.max(ProcedureVersion.seq)).group_by(ProcedureVersion.code)
    return list(
        session.scalars(
            select(ProcedureVersion)
            .where(ProcedureVersion.seq.in_(newest), ProcedureVersion.seq > after)
            .order_by(ProcedureVersion.seq)
            .limit(PAGE_LENGTH + 1)
        )
    )


@calls.get(
    "/v1/procedures",
    summary="The procedure catalogue, by cursor",
    responses=problems("410 cursor_unknown"),
)
def procedures(portal: ThePortal, cursor: Annotated[str | None, Query()] = None) -> ProceduresAnswer:
    """Without a cursor everything; with one, what changed since. `more`: ask again at once with the new cursor."""
    with portal.store.read() as session:
        newest = session.scalar(select(func.max(ProcedureVersion.seq))) or 0
        after = 0 if cursor is None else seq_of(portal, cursor, newest)
        rows = _newest_rows(session, after)
        page, more = rows[:PAGE_LENGTH], len(rows) > PAGE_LENGTH
        taken_out = _taken_out(session, [row.code for row in page], after)
        items = [body for row in page for body in listed_versions(session, row.code)]
    return ProceduresAnswer(
        items=items,
        removed=[row.code for row in page if row.code in taken_out and cursor is not None],
        cursor=cursor_of(portal, page[-1].seq if page else after),
        more=more,
    )


def _taken_out(session: Session, codes: list[str], after: int) -> set[str]:
    """Those of the codes that were taken out since, whether or not they came back."""
    gone = select(ProcedureVersion.code, ProcedureVersion.body).where(
        ProcedureVersion.code.in_(codes), ProcedureVersion.seq > after
    )
    return {code for code, body in session.execute(gone) if body is None}


def listed_versions(session: Session, code: str) -> list[dict[str, Any]]:
    """The versions of a procedure that stand beside each other now; none when it was taken out."""
    wanted = select(ProcedureVersion.body).where(ProcedureVersion.code == code).order_by(ProcedureVersion.seq)
    listed: list[dict[str, Any]] = []
    for body in session.scalars(wanted):
        listed = [] if body is None else [*(old for old in listed if not displaces(body, old)), body]
    return listed


def procedure_as_of(session: Session, code: str, version: Any) -> dict[str, Any] | None:
    """The procedure as the kiosk knew it when that version was published once, else as it is now."""
    wanted = (
        select(ProcedureVersion).where(ProcedureVersion.code == code).order_by(ProcedureVersion.seq.desc())
    )
    for row in session.scalars(wanted):
        if row.body is not None and row.body.get("version") == version:
            return row.body
    listed = listed_versions(session, code)
    return listed[-1] if listed else None


def publish(portal: Portal, session: Session, code: str, body: dict[str, Any] | None) -> bool:
    """Put a version of a procedure into the catalogue, or take all out with None; False when nothing changed."""
    listed = listed_versions(session, code)
    if any(same_json(each, body) for each in listed) or (body is None and not listed):
        return False
    session.add(ProcedureVersion(code=code, body=body, published_at=portal.clock.stamp()))
    return True


def publish_all(portal: Portal, procedures: Iterable[Mapping[str, Any]]) -> None:
    """Make the catalogue exactly these procedures; an empty list leaves what is there."""
    wanted: dict[str, list[dict[str, Any]]] = {}
    for procedure in procedures:
        wanted.setdefault(str(procedure["code"]), []).append(dict(procedure))
    if not wanted:
        return
    with portal.store.write() as session:
        known = session.scalars(select(ProcedureVersion.code).distinct()).all()
        for code in [*wanted, *(code for code in known if code not in wanted)]:
            versions = wanted.get(code, [])
            listed = listed_versions(session, code)
            if any(not any(same_json(old, new) or displaces(new, old) for new in versions) for old in listed):
                publish(portal, session, code, None)
            for body in versions:
                publish(portal, session, code, body)
