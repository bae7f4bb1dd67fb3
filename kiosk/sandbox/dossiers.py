"""Dossiers from the first PUT to the signed receipt, and their withdrawal; officers' decisions are `decisions`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from kiosk.sandbox.answers import DossierAnswer, SubmissionAnswer, WithdrawalAnswer, problems
from kiosk.sandbox.bodies import DossierBody, SubmissionBody, WithdrawalBody, left_out
from kiosk.sandbox.calls import UPLOADS_PATH
from kiosk.sandbox.catalogue import procedure_as_of
from kiosk.sandbox.dossier_rules import complaints
from kiosk.sandbox.json_values import RawJson, clean_json, same_json
from kiosk.sandbox.moves import ALLOWED, move, shown_state
from kiosk.sandbox.portal import Portal, TheDevice, ThePortal
from kiosk.sandbox.problems import FieldError, Problem, revision_conflict
from kiosk.sandbox.signing import SigningKey
from kiosk.sandbox.tables import Dossier, Revision, StoredDocument

calls = APIRouter(tags=["Dossiers"])


def missing_documents(session: Session, body: Mapping[str, Any]) -> list[str]:
    """Announced documents whose bytes have not arrived and proven themselves; the only truth about uploads."""
    missing = []
    for document in body.get("documents") or []:
        stored = session.get(StoredDocument, (document["id"], document["sha256"]))
        if stored is None or stored.bytes != document["bytes"]:
            missing.append(document["id"])
    return missing


def known_dossier(session: Session, dossier_id: UUID | str) -> Dossier:
    """Raises Problem 404."""
    dossier = session.get(Dossier, str(dossier_id))
    if dossier is None:
        raise Problem(404, "dossier_unknown", "Không có hồ sơ này.")
    return dossier


def _revision(session: Session, dossier: Dossier, revision: int) -> Revision | None:
    return session.get(Revision, (dossier.dossier_id, revision))


def _answer(portal: Portal, session: Session, request: Request, dossier: Dossier) -> DossierAnswer:
    current = _revision(session, dossier, dossier.revision)
    assert current is not None
    return DossierAnswer(
        dossier_id=dossier.dossier_id,
        revision=dossier.revision,
        state=shown_state(dossier),
        upload_url=portal.base_url(request.scope) + UPLOADS_PATH,
        missing=missing_documents(session, current.body),
    )


def _conflict(dossier: Dossier | None) -> Problem:
    if dossier is None:
        return revision_conflict("Hồ sơ mới phải bắt đầu từ bản 1.", revision=0, state=None)
    state = shown_state(dossier)
    detail = f"Cổng đang giữ bản {dossier.revision}, trạng thái {state}."
    return revision_conflict(detail, revision=dossier.revision, state=state)


def _may_take(dossier: Dossier | None, revision: int) -> bool:
    if dossier is None:
        return revision == 1
    if revision == dossier.revision:
        return dossier.draft_open
    is_supplement = dossier.state == "SUPPLEMENT_REQUESTED" and not dossier.draft_open
    return revision == dossier.revision + 1 and is_supplement


@calls.put(
    "/v1/dossiers/{dossier_id:uuid}",
    summary="Create a dossier, replace its draft, or begin a supplement",
    responses={
        201: {"model": DossierAnswer, "description": "Taken; the missing documents may be uploaded"},
        **problems("409 revision_conflict", "422 validation_failed"),
    },
)
def put(
    portal: ThePortal,
    device: TheDevice,
    request: Request,
    dossier_id: UUID,
    body: DossierBody,
    raw: RawJson,
    response: Response,
) -> DossierAnswer:
    """An identical PUT answers `200` with the dossier as it is now. Until it is submitted, a PUT of the same revision
    replaces the draft. Revision n+1 is taken only in `SUPPLEMENT_REQUESTED`. Anything else is a `revision_conflict`."""
    with portal.store.write() as session:
        dossier = session.get(Dossier, str(dossier_id))
        known = _revision(session, dossier, body.revision) if dossier else None
        if dossier and known and same_json(known.body, raw):
            return _answer(portal, session, request, dossier)
        if not _may_take(dossier, body.revision):
            raise _conflict(dossier)
        procedure = procedure_as_of(session, body.procedure.code, body.procedure.version)
        if errors := complaints(body, procedure, portal.settings.wire()):
            raise Problem(422, "validation_failed", "Hồ sơ có chỗ cần sửa.", errors=errors)
        if dossier is None:
            dossier = Dossier(
                dossier_id=str(dossier_id),
                local_reference=body.local_reference,
                device_id=device,
                revision=0,
                draft_open=False,
                state="UPLOADING",
                created_at=portal.clock.stamp(),
            )
            session.add(dossier)
        if body.revision != dossier.revision:
            response.status_code = 201
        dossier.revision, dossier.draft_open = body.revision, True
        dossier.local_reference = body.local_reference
        session.merge(
            Revision(
                dossier_id=dossier.dossier_id,
                revision=body.revision,
                body=raw,
                remarks=left_out(body),
                accepted=0,
                answered=0,
            )
        )
        session.flush()
        return _answer(portal, session, request, dossier)


@calls.get(
    "/v1/dossiers/{dossier_id:uuid}",
    summary="The dossier as the gateway has it",
    responses=problems("404 dossier_unknown"),
)
def get(portal: ThePortal, request: Request, dossier_id: UUID) -> DossierAnswer:
    """The same answer as to the PUT. Ask this after an unknown outcome, before anything is sent again."""
    with portal.store.read() as session:
        return _answer(portal, session, request, known_dossier(session, dossier_id))


def _listed(documents: Any) -> list[tuple[str, int, str]]:
    return sorted((each["id"], each["bytes"], each["sha256"]) for each in documents)


def manifest_of(portal: Portal, revision: Revision) -> str:
    """The signed receipt: what lies here is exactly this. A fault may make it lie."""
    documents = [
        {"id": each["id"], "bytes": each["bytes"], "sha256": each["sha256"]}
        for each in revision.body.get("documents") or []
    ]
    payload = {
        "dossier_id": revision.dossier_id,
        "revision": revision.revision,
        "received_at": revision.received_at,
        "documents": documents,
    }
    lie = portal.faults.take("manifest_lie")
    if lie is not None and lie.kind == "wrong_key":
        return SigningKey.fresh().sign(payload, kid=portal.key.kid)
    if lie is not None and documents:
        if lie.kind == "missing_document":
            documents.pop()
        else:
            documents[0]["sha256"] = documents[0]["sha256"][::-1]
    return portal.key.sign(payload)


@calls.post(
    "/v1/dossiers/{dossier_id:uuid}/submission",
    summary="Submit a revision",
    responses=problems(
        "409 documents_missing", "409 revision_conflict", "404 dossier_unknown", "422 documents_differ"
    ),
)
def submit(portal: ThePortal, dossier_id: UUID, body: SubmissionBody, raw: RawJson) -> SubmissionAnswer:
    """Takes the revision in, once; asked again it gives the same receipt. `manifest` is a compact JWS over
    `{dossier_id, revision, received_at, documents}`: only what it proves may be deleted on the kiosk."""
    with portal.store.write() as session:
        dossier = known_dossier(session, dossier_id)
        revision = _revision(session, dossier, body.revision)
        if revision is None:
            raise _conflict(dossier)
        if _listed(raw["documents"]) != _listed(revision.body.get("documents") or []):
            detail = "Danh sách giấy tờ khác với bản đã gửi."
            raise Problem(
                422, "documents_differ", detail, errors=[FieldError("/documents", "documents_differ", detail)]
            )
        if revision.received_at is None:
            _take_in(portal, session, dossier, revision)
        revision.answered += 1
        return SubmissionAnswer(
            dossier_id=dossier.dossier_id,
            state=dossier.state,
            received_at=revision.received_at or "",
            manifest=manifest_of(portal, revision),
        )


def _take_in(portal: Portal, session: Session, dossier: Dossier, revision: Revision) -> None:
    state = "SUBMITTED" if revision.revision == 1 else "SUPPLEMENTED"
    takes = state in ALLOWED.get(dossier.state, frozenset())
    if not dossier.draft_open or revision.revision != dossier.revision or not takes:
        raise _conflict(dossier)
    if missing := missing_documents(session, revision.body):
        raise Problem(409, "documents_missing", "Còn giấy tờ chưa nhận đủ.", missing=missing)
    dossier.draft_open = False
    revision.received_at = portal.clock.stamp()
    revision.accepted += 1
    dossier.received_at = dossier.received_at or revision.received_at
    move(portal, session, dossier, state)
    replaced = session.get(Dossier, revision.body.get("replaces") or "")
    if replaced is not None and "SUPERSEDED" in ALLOWED.get(replaced.state, frozenset()):
        replaced.draft_open = False
        move(portal, session, replaced, "SUPERSEDED")


@calls.post(
    "/v1/dossiers/{dossier_id:uuid}/withdrawal",
    summary="The citizen takes the dossier back",
    responses=problems("409 withdrawal_refused", "404 dossier_unknown"),
    dependencies=[Depends(clean_json)],
)
def withdraw(portal: ThePortal, dossier_id: UUID, body: WithdrawalBody) -> WithdrawalAnswer:
    """Possible before the result; asked again it answers the same."""
    with portal.store.write() as session:
        dossier = known_dossier(session, dossier_id)
        if dossier.state != "WITHDRAWN":
            if "WITHDRAWN" not in ALLOWED.get(dossier.state, frozenset()):
                state = shown_state(dossier)
                detail = f"Hồ sơ ở trạng thái {state}, không rút được nữa."
                raise Problem(409, "withdrawal_refused", detail, revision=dossier.revision, state=state)
            dossier.draft_open = False
            move(
                portal,
                session,
                dossier,
                "WITHDRAWN",
                notice={"items": [], "text": body.reason, "form_url": None},
            )
        return WithdrawalAnswer(dossier_id=dossier.dossier_id, revision=dossier.revision, state=dossier.state)
