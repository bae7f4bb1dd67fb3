"""What the kiosk learns afterwards: the event stream by cursor and long poll, and public tracking by code."""

import asyncio  # noqa: TID251 - a server of its own, no part of the terminal
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from kiosk.sandbox.answers import EventAnswer, EventsAnswer, TrackingAnswer, TrackingStep, problems
from kiosk.sandbox.catalogue import cursor_of, seq_of
from kiosk.sandbox.moves import current_body
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.tables import Dossier, Event

PAGE_LENGTH = 100
LONGEST_WAIT_S = 25

calls = APIRouter(tags=["Dossiers"])


def _absolute(value: Mapping[str, Any] | None, name: str, base_url: str) -> dict[str, Any] | None:
    """Links are kept as paths; each client gets them under the address it reached the gateway by."""
    if value is None:
        return None
    path = value.get(name)
    return {**value, name: f"{base_url}{path}" if path else path}


def _page(portal: Portal, base_url: str, cursor: str | None) -> EventsAnswer:
    with portal.store.read() as session:
        newest = session.scalar(select(func.max(Event.seq))) or 0
        after = 0 if cursor is None else seq_of(portal, cursor, newest)
        wanted = select(Event).where(Event.seq > after).order_by(Event.seq).limit(PAGE_LENGTH + 1)
        rows = session.scalars(wanted).all()
    page = rows[:PAGE_LENGTH]
    return EventsAnswer(
        events=[
            EventAnswer(
                id=row.event_id,
                dossier_id=row.dossier_id,
                at=row.at,
                state=row.state,
                code=row.code,
                due_at=row.due_at,
                notice=_absolute(row.notice, "form_url", base_url),
                payment=_absolute(row.payment, "receipt_url", base_url),
            )
            for row in page
        ],
        cursor=cursor_of(portal, page[-1].seq if page else after),
        more=len(rows) > PAGE_LENGTH,
    )


@calls.get(
    "/v1/events",
    summary="Everything that moved, in order (long poll)",
    responses=problems("410 cursor_unknown"),
)
async def events(
    portal: ThePortal,
    request: Request,
    cursor: Annotated[str | None, Query()] = None,
    wait: Annotated[float, Query(ge=0, description="Seconds, at most 25.")] = 0,
) -> EventsAnswer:
    """Waits up to `wait` seconds for something new. A cursor may be replayed; events are told apart by `id`."""
    base_url = portal.base_url(request.scope)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(wait, LONGEST_WAIT_S)
    while True:
        rung, stop_listening = portal.bell.listen()
        try:
            answer = await run_in_threadpool(_page, portal, base_url, cursor)
            left_s = deadline - loop.time()
            if answer.events or left_s <= 0 or portal.bell.closed:
                return answer
            await asyncio.wait_for(rung.wait(), left_s)
        except TimeoutError:
            return answer
        finally:
            stop_listening()


def dossier_by_code(session: Session, code: str) -> Dossier | None:
    """By mã hồ sơ, or by the kiosk's local reference before there is one."""
    wanted = or_(Dossier.code == code, Dossier.local_reference == code)
    return session.scalars(select(Dossier).where(wanted, Dossier.received_at.is_not(None)).limit(1)).first()


@calls.get(
    "/v1/tracking/{code}",
    summary="Where a dossier stands",
    responses=problems("404 code_unknown"),
)
def tracking(portal: ThePortal, code: str) -> TrackingAnswer:
    """By mã hồ sơ or local reference. Holds no citizen's data."""
    with portal.store.read() as session:
        dossier = dossier_by_code(session, code.strip().upper()) or dossier_by_code(session, code)
        if dossier is None:
            raise Problem(404, "code_unknown", "Không có hồ sơ mang mã này.")
        steps: list[TrackingStep] = []
        wanted = select(Event).where(Event.dossier_id == dossier.dossier_id).order_by(Event.seq)
        for event in session.scalars(wanted):
            if not steps or steps[-1].state != event.state:
                steps.append(TrackingStep(at=event.at, state=event.state))
        body = current_body(session, dossier)
        return TrackingAnswer(
            code=dossier.code or dossier.local_reference,
            procedure=body["procedure"]["code"],
            agency=body.get("agency"),
            state=dossier.state,
            received_at=dossier.received_at,
            accepted_at=dossier.accepted_at,
            due_at=dossier.due_at,
            history=steps,
        )
