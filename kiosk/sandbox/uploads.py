"""tus 1.0.0 uploads: core, creation, creation-with-upload, expiration, termination, checksum; what the bytes mean is
nothing to this module beyond their SHA-256."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from sqlalchemy import delete, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from kiosk.sandbox.answers import problems
from kiosk.sandbox.calls import UPLOADS_PATH
from kiosk.sandbox.clock import http_date, moment_of
from kiosk.sandbox.connection import connection_of
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.tables import Dossier, Revision, StoredDocument, Upload
from kiosk.sandbox.tus_headers import (
    TUS_VERSION,
    announced_checksum,
    number_in,
    refuse_other_tus,
    upload_metadata,
)
from kiosk.sandbox.upload_shelf import UploadBusy

EXTENSIONS = "creation,creation-with-upload,expiration,termination,checksum"
_BODY_TYPE = "application/offset+octet-stream"

calls = APIRouter(tags=["Uploads (tus 1.0.0)"])


@dataclass(frozen=True, slots=True)
class _Arrival:
    """How one request body came in: bytes that stay on disk, and what went wrong."""

    kept: int
    broken: bool = False
    too_long: bool = False
    checksum_wrong: bool = False


def _create(portal: Portal, header: str, length: int) -> Upload:
    named = upload_metadata(header)
    with portal.store.write() as session:
        now = portal.clock.stamp()
        dossier = session.get(Dossier, named["dossier"])
        revision = session.get(Revision, (named["dossier"], dossier.revision)) if dossier else None
        announced = (revision.body.get("documents") or []) if revision else []
        wanted = (named["document"], named["sha256"], length)
        if wanted not in [(each["id"], each["sha256"], each["bytes"]) for each in announced]:
            raise Problem(422, "metadata_refused", "Hồ sơ không có giấy tờ nào như vậy.")
        for expired in session.scalars(select(Upload).where(Upload.expires_at <= now)).all():
            portal.shelf.throw_away(expired.upload_id)
            session.delete(expired)
        upload = Upload(
            upload_id=uuid4().hex,
            dossier_id=named["dossier"],
            document_id=named["document"],
            sha256=named["sha256"],
            media_type=named["filetype"],
            metadata_header=header,
            length=length,
            expires_at=portal.clock.stamp_in(portal.settings.behaviour.upload_lifetime_s),
        )
        portal.shelf.create(upload.upload_id)
        session.add(upload)
    return upload


def _find(portal: Portal, upload_id: str) -> tuple[Upload, int]:
    """The upload and its offset. Raises Problem 404 (never was, or lost) or 410 (over)."""
    with portal.store.read() as session:
        upload = session.get(Upload, upload_id)
    if upload is None:
        raise Problem(404, "upload_unknown", "Không có lượt tải lên này.")
    if upload.ended == "thrown_away" or upload.expires_at <= portal.clock.stamp():
        raise Problem(410, "upload_gone", "Lượt tải lên này không còn.")
    if upload.ended == "stored":
        return upload, upload.length
    offset = portal.shelf.offset(upload_id)
    if offset is None:
        raise Problem(404, "upload_unknown", "Không có lượt tải lên này.")
    return upload, offset


def finish(portal: Portal, upload_id: str) -> None:
    """All bytes are there: keep them as the document if they hash to its SHA-256, else throw them away."""
    with portal.store.read() as session:
        upload = session.get(Upload, upload_id)
    if upload is None or upload.ended is not None:
        return
    try:
        if portal.faults.take("wrong_bytes"):
            portal.shelf.damage(upload_id)
        proven = portal.shelf.digest(upload_id) == upload.sha256
        if proven:
            portal.shelf.keep(upload_id, upload.document_id, upload.sha256)
        else:
            portal.shelf.throw_away(upload_id)
    except FileNotFoundError:
        return  # forgotten or given up in this very moment
    with portal.store.write() as session:
        if (current := session.get(Upload, upload_id)) is not None:
            current.ended = "stored" if proven else "thrown_away"
        if not proven:
            return
        stored = session.get(StoredDocument, (upload.document_id, upload.sha256))
        if stored is not None:
            stored.times_received += 1
            return
        session.add(
            StoredDocument(
                document_id=upload.document_id,
                sha256=upload.sha256,
                bytes=upload.length,
                media_type=upload.media_type,
                stored_at=portal.clock.stamp(),
                times_received=1,
            )
        )


def finish_whole_uploads(portal: Portal) -> None:
    """At the start: uploads whose last byte came just before the portal went down."""
    with portal.store.read() as session:
        unfinished = session.scalars(select(Upload).where(Upload.ended.is_(None))).all()
    for upload in unfinished:
        if portal.shelf.offset(upload.upload_id) == upload.length:
            finish(portal, upload.upload_id)


def forget_uploads(portal: Portal) -> None:
    """Lose every upload, as a server with a wiped spool would; finished documents stay."""
    portal.shelf.throw_away_all()
    with portal.store.write() as session:
        session.execute(delete(Upload))


async def _take_body(portal: Portal, request: Request, file: BinaryIO, start: int, room: int) -> _Arrival:
    """Write the body to disk as it comes; a broken one is kept as far as it came."""
    checksum = announced_checksum(request)
    digest = hashlib.sha256()
    less = portal.faults.peek("accept_less")
    keep_at_most = room if less is None else min(room, less.bytes)
    come = kept = 0
    broken = False
    try:
        async for chunk in request.stream():
            come += len(chunk)
            digest.update(chunk)
            part = chunk[: keep_at_most - kept]
            view = memoryview(part)
            while view:
                view = view[file.write(view) :]
            kept += len(part)
            if come > room:
                break
    except ClientDisconnect:
        broken = True
    arrival = _Arrival(
        kept=kept,
        broken=broken,
        too_long=come > room,
        checksum_wrong=not broken and checksum is not None and digest.digest() != checksum,
    )
    unwanted = arrival.too_long or arrival.checksum_wrong or (broken and portal.faults.take("buffering"))
    if unwanted:
        file.truncate(start)
        return _Arrival(0, broken, arrival.too_long, arrival.checksum_wrong)
    if less is not None and come > kept:
        portal.faults.take("accept_less")
    await run_in_threadpool(os.fsync, file.fileno())
    return arrival


async def _write(portal: Portal, request: Request, upload: Upload, start: int) -> _Arrival:
    with portal.shelf.open(upload.upload_id) as file:
        arrival = await _take_body(portal, request, file, start, upload.length - start)
    if start + arrival.kept == upload.length:
        await run_in_threadpool(finish, portal, upload.upload_id)
    return arrival


def _refuse_unkept(arrival: _Arrival) -> None:
    if arrival.too_long:
        raise Problem(413, "upload_too_long", "Nhiều byte hơn Upload-Length.")
    if arrival.checksum_wrong:
        raise Problem(460, "checksum_mismatch", "Phần vừa gửi không khớp Upload-Checksum.")


def _expires(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(moment_of(upload.expires_at))}


@calls.options(UPLOADS_PATH, status_code=204, summary="What this tus server can do")
@calls.options(UPLOADS_PATH + "/{upload_id}", status_code=204, include_in_schema=False)
def options(portal: ThePortal) -> Response:
    """tus core."""
    headers = {
        "Tus-Version": TUS_VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Checksum-Algorithm": "sha256",
        "Tus-Max-Size": str(portal.settings.wire()["limits"]["document_bytes"]),
    }
    return Response(status_code=204, headers=headers)


@calls.post(
    UPLOADS_PATH,
    status_code=201,
    summary="Create an upload (with its first bytes, if wanted)",
    responses=problems(
        "412 tus_version_refused", "413 upload_too_long", "422 metadata_refused", "460 checksum_mismatch"
    ),
)
async def create(portal: ThePortal, request: Request) -> Response:
    """`Upload-Length`, and `Upload-Metadata` with dossier, document, sha256 and filetype; answers with `Location`."""
    refuse_other_tus(request)
    length = number_in(request, "upload-length")
    announced_checksum(request)
    if length > portal.settings.wire()["limits"]["document_bytes"]:
        raise Problem(413, "upload_too_long", "Tệp lớn hơn giới hạn của cổng.")
    upload = await run_in_threadpool(_create, portal, request.headers.get("upload-metadata", ""), length)
    location = f"{portal.base_url(request.scope)}{UPLOADS_PATH}/{upload.upload_id}"
    headers = {"Location": location, **_expires(upload)}
    if request.headers.get("content-type") == _BODY_TYPE:
        with portal.shelf.writing(upload.upload_id, connection_of(request.scope)):
            arrival = await _write(portal, request, upload, 0)
        _refuse_unkept(arrival)
        headers["Upload-Offset"] = str(arrival.kept)
    return Response(status_code=201, headers=headers)


@calls.head(
    UPLOADS_PATH + "/{upload_id}",
    summary="How many bytes are there?",
    responses=problems("404 upload_unknown", "410 upload_gone", "423 upload_locked"),
)
async def head(portal: ThePortal, request: Request, upload_id: str) -> Response:
    """The server's offset is the only truth. Whoever still seems to be writing is cut off first."""
    refuse_other_tus(request)
    try:
        await portal.shelf.break_stale_writer(upload_id)
    except UploadBusy as error:
        raise Problem(423, "upload_locked", "Lượt tải lên này đang được ghi.") from error
    upload, offset = await run_in_threadpool(_find, portal, upload_id)
    headers = {
        "Upload-Offset": str(offset),
        "Upload-Length": str(upload.length),
        "Upload-Metadata": upload.metadata_header,
        "Cache-Control": "no-store",
        **_expires(upload),
    }
    return Response(status_code=200, headers=headers)


@calls.patch(
    UPLOADS_PATH + "/{upload_id}",
    status_code=204,
    summary="Send bytes",
    responses=problems(
        "404 upload_unknown",
        "409 offset_conflict",
        "410 upload_gone",
        "413 upload_too_long",
        "415 media_type_refused",
        "423 upload_locked",
        "460 checksum_mismatch",
    ),
)
async def patch(portal: ThePortal, request: Request, upload_id: str) -> Response:
    """From `Upload-Offset` on, as `application/offset+octet-stream`. Bytes of a broken request are kept. `204` is no
    proof: only `missing` says whether the document arrived."""
    refuse_other_tus(request)
    if request.headers.get("content-type") != _BODY_TYPE:
        raise Problem(415, "media_type_refused", f"Cần Content-Type: {_BODY_TYPE}.")
    claimed = number_in(request, "upload-offset")
    announced_checksum(request)
    try:
        with portal.shelf.writing(upload_id, connection_of(request.scope)):
            upload, offset = await run_in_threadpool(_find, portal, upload_id)
            if claimed != offset:
                raise Problem(409, "offset_conflict", "Upload-Offset không khớp; hãy hỏi lại bằng HEAD.")
            if upload.ended is not None:
                arrival = _Arrival(0)
            else:
                announced = request.headers.get("content-length", "")
                if announced.isdigit() and int(announced) > upload.length - offset:
                    raise Problem(413, "upload_too_long", "Nhiều byte hơn Upload-Length.")
                arrival = await _write(portal, request, upload, offset)
    except UploadBusy as error:
        raise Problem(423, "upload_locked", "Lượt tải lên này đang được ghi.") from error
    _refuse_unkept(arrival)
    headers = {"Upload-Offset": str(offset + arrival.kept), **_expires(upload)}
    return Response(status_code=204, headers=headers)


def _terminate(portal: Portal, upload_id: str) -> None:
    _find(portal, upload_id)
    portal.shelf.throw_away(upload_id)
    with portal.store.write() as session:
        session.execute(delete(Upload).where(Upload.upload_id == upload_id))


@calls.delete(
    UPLOADS_PATH + "/{upload_id}",
    status_code=204,
    summary="Give an upload up",
    responses=problems("404 upload_unknown", "410 upload_gone"),
)
async def terminate(portal: ThePortal, request: Request, upload_id: str) -> Response:
    """tus termination extension."""
    refuse_other_tus(request)
    with suppress(UploadBusy):
        await portal.shelf.break_stale_writer(upload_id)
    await run_in_threadpool(_terminate, portal, upload_id)
    return Response(status_code=204)
