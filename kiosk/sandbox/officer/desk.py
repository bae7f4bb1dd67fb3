"""The officer's desk over JSON, and the buttons of its pages: dossiers, decisions, ledger, procedures; pages are drawn
elsewhere."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.sandbox.catalogue import publish
from kiosk.sandbox.clock import instant, moment_of
from kiosk.sandbox.decisions import Wishes, decide
from kiosk.sandbox.dossiers import known_dossier, missing_documents
from kiosk.sandbox.moves import current_body, shown_state
from kiosk.sandbox.officer.sent import Sent, TheSent, read_as
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import Problem, one_field
from kiosk.sandbox.tables import Deposit, Dossier, Event, Payment, Revision, StoredDocument
from kiosk.sandbox.working_time import VIETNAM

pages = APIRouter()

SUPPLEMENT_ROWS = 4
_SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


def dossier_shape(session: Session, dossier: Dossier) -> dict[str, Any]:
    """One dossier for scripts and tests: where it stands, and which documents have come."""
    revision = session.get(Revision, (dossier.dossier_id, dossier.revision))
    assert revision is not None
    body = revision.body
    missing = set(missing_documents(session, body))
    documents = [
        {**document, "stored": document["id"] not in missing} for document in body.get("documents") or []
    ]
    return {
        "dossier_id": dossier.dossier_id,
        "local_reference": dossier.local_reference,
        "code": dossier.code,
        "state": shown_state(dossier),
        "revision": dossier.revision,
        "replaces": body.get("replaces"),
        "procedure": body["procedure"],
        "channel": body["channel"],
        "applicant": body["applicant"].get("full_name"),
        "created_at": dossier.created_at,
        "received_at": dossier.received_at,
        "accepted_at": dossier.accepted_at,
        "due_at": dossier.due_at,
        "documents": documents,
        "remarks": revision.remarks,
    }


def all_dossiers(session: Session) -> list[Dossier]:
    """Newest first."""
    return list(
        session.scalars(select(Dossier).order_by(Dossier.created_at.desc(), Dossier.dossier_id.desc()))
    )


@pages.get("/ledger")
def ledger(portal: ThePortal) -> dict[str, Any]:
    """How often each revision's submission was taken in (never above 1), and how often the kiosk was told so."""
    with portal.store.read() as session:
        rows = []
        for revision in session.scalars(select(Revision).order_by(Revision.dossier_id, Revision.revision)):
            documents = []
            for each in revision.body.get("documents") or []:
                stored = session.get(StoredDocument, (each["id"], each["sha256"]))
                times = stored.times_received if stored else 0
                documents.append({"id": each["id"], "sha256": each["sha256"], "times_received": times})
            rows.append(
                {
                    "dossier_id": revision.dossier_id,
                    "local_reference": revision.body["local_reference"],
                    "revision": revision.revision,
                    "accepted": revision.accepted,
                    "answered": revision.answered,
                    "received_at": revision.received_at,
                    "documents": documents,
                }
            )
        kinds = session.scalars(select(Deposit.kind)).all()
        payments = session.scalars(select(Payment.payment_id)).all()
    return {
        "submissions": rows,
        "accepted": sum(row["accepted"] for row in rows),
        "deposits": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "payments": len(payments),
    }


@pages.get("/dossiers/{dossier_id:uuid}/documents/{document_id}")
def document(portal: ThePortal, dossier_id: UUID, document_id: str) -> Response:
    """The stored bytes of a document, of whichever revision listed it."""
    with portal.store.read() as session:
        wanted = (
            select(Revision).where(Revision.dossier_id == str(dossier_id)).order_by(Revision.revision.desc())
        )
        listed = [
            each
            for revision in session.scalars(wanted)
            for each in revision.body.get("documents") or []
            if each["id"] == document_id
        ]
        stored = session.get(StoredDocument, (document_id, listed[0]["sha256"])) if listed else None
    if stored is None:
        raise Problem(404, "document_unknown", "Không có giấy tờ này, hoặc chưa nhận đủ.")
    inline = stored.media_type in _SHOWN_INLINE
    return FileResponse(
        portal.shelf.document(stored.document_id, stored.sha256),
        media_type=stored.media_type if inline else "application/octet-stream",
        filename=None if inline else stored.document_id,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
    )


def _local_moment(text: str) -> str | None:
    """What a date field of the page gives (Vietnam's time), or an RFC 3339 moment, as an instant."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise one_field("/due_at", "malformed", "Sai định dạng ngày giờ.") from error
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM))


def _wishes(sent: Sent) -> Wishes:
    if not sent.by_form:
        return read_as(Wishes, sent.members)
    items = [
        {name: sent.text(f"{name}_{row}") for name in ("component_id", "reason", "what_to_do")}
        for row in range(SUPPLEMENT_ROWS)
    ]
    amount = sent.text("amount").replace(".", "").replace(",", "")
    if amount and not amount.isdigit():
        raise one_field("/amount", "malformed", "Số tiền phải là số đồng.")
    wishes = {
        "text": sent.text("text"),
        "items": [item for item in items if item["reason"]],
        "amount": int(amount) if amount else None,
        "due_at": _local_moment(sent.text("due_at")),
    }
    return read_as(Wishes, wishes)


@pages.post("/dossiers/{dossier_id:uuid}/{action}")
def act(portal: ThePortal, dossier_id: UUID, action: str, sent: TheSent) -> Response:
    """Carry out a decision: accept, supplement, payment, refuse, process, extend, stop, finish, return."""
    wishes = _wishes(sent)
    with portal.store.write() as session:
        dossier = known_dossier(session, dossier_id)
        decide(portal, session, dossier, action, wishes)
        shape = dossier_shape(session, dossier)
    return sent.answer(f"/_sandbox/dossiers/{dossier_id}", shape)


@pages.put("/procedures/{code}")
def publish_procedure(portal: ThePortal, code: str, sent: TheSent) -> dict[str, Any]:
    """Put one procedure of the wire's shape into the catalogue; the next delta carries it."""
    if sent.members.get("code") != code:
        raise one_field("/code", "code_differs", "Mã trong nội dung khác với địa chỉ.")
    with portal.store.write() as session:
        return {"code": code, "changed": publish(portal, session, code, sent.members)}


@pages.delete("/procedures/{code}")
def withdraw_procedure(portal: ThePortal, code: str) -> dict[str, Any]:
    """Take a procedure out of the catalogue."""
    with portal.store.write() as session:
        return {"code": code, "changed": publish(portal, session, code, None)}


def history_of(session: Session, dossier: Dossier) -> list[Event]:
    """Newest first."""
    wanted = select(Event).where(Event.dossier_id == dossier.dossier_id).order_by(Event.seq.desc())
    return list(session.scalars(wanted))


def is_overdue(portal: Portal, dossier: Dossier) -> bool:
    open_states = ("ACCEPTED", "IN_PROCESS", "EXTENDED", "PAYMENT_REQUIRED")
    late = dossier.due_at is not None and moment_of(dossier.due_at) < portal.clock.now()
    return late and dossier.state in open_states


def body_and_remarks(session: Session, dossier: Dossier) -> tuple[dict[str, Any], list[str]]:
    revision = session.get(Revision, (dossier.dossier_id, dossier.revision))
    return current_body(session, dossier), list(revision.remarks) if revision else []


def address_of(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"
