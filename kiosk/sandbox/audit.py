"""Countersignatures over a device's audit chain; the entries' meaning is the device's own affair."""

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.sandbox.answers import AuditAnswer, problems
from kiosk.sandbox.bodies import AuditBody, AuditEntry
from kiosk.sandbox.devices import refuse_other_device
from kiosk.sandbox.json_values import RawJson, same_json
from kiosk.sandbox.portal import TheDevice, ThePortal
from kiosk.sandbox.problems import one_field, revision_conflict
from kiosk.sandbox.tables import AuditRun

calls = APIRouter(tags=["Audit"])


def _refuse_broken_chain(entries: list[AuditEntry], first_seq: int) -> None:
    if entries[0].seq != first_seq:
        raise one_field("/entries/0/seq", "seq_differs", "Số thứ tự đầu khác với địa chỉ.")
    for place in range(1, len(entries)):
        if entries[place].seq != entries[place - 1].seq + 1:
            raise one_field(f"/entries/{place}/seq", "chain_broken", "Chuỗi nhật ký bị thiếu mắt xích.")
        if entries[place].prev != entries[place - 1].hash:
            raise one_field(f"/entries/{place}/prev", "chain_broken", "Chuỗi nhật ký bị đứt.")


def _refuse_other_past(session: Session, device: str, entries: list[AuditEntry]) -> None:
    """What was countersigned before must still be so: the chain may only grow."""
    first, last = entries[0].seq, entries[-1].seq
    runs = select(AuditRun).where(
        AuditRun.device_id == device, AuditRun.first_seq <= last, AuditRun.last_seq >= first - 1
    )
    for run in session.scalars(runs):
        signed = {entry["seq"]: entry["hash"] for entry in run.body["entries"]}
        if signed.get(first - 1, entries[0].prev) != entries[0].prev:
            raise one_field("/entries/0/prev", "chain_broken", "Không nối tiếp đoạn đã ký trước đó.")
        if any(signed.get(entry.seq, entry.hash) != entry.hash for entry in entries):
            raise revision_conflict("Đoạn nhật ký này đã được ký với nội dung khác.")


@calls.put(
    "/v1/audit/{device_id:uuid}/{first_seq}",
    summary="Have a run of the audit chain countersigned",
    responses={
        201: {"model": AuditAnswer, "description": "Countersigned"},
        **problems("403 not_this_device", "409 revision_conflict", "422 chain_broken, seq_differs"),
    },
)
def countersign(
    portal: ThePortal,
    device: TheDevice,
    device_id: UUID,
    first_seq: int,
    body: AuditBody,
    raw: RawJson,
    response: Response,
) -> AuditAnswer:
    """The run must link up inside, and with what was countersigned before."""
    refuse_other_device(device_id, device)
    _refuse_broken_chain(body.entries, first_seq)
    with portal.store.write() as session:
        run = session.get(AuditRun, (device, first_seq))
        if run is not None and not same_json(run.body, raw):
            raise revision_conflict("Đoạn nhật ký này đã được ký với nội dung khác.")
        if run is None:
            _refuse_other_past(session, device, body.entries)
            head = body.entries[-1]
            at = portal.clock.stamp()
            signed = {
                "device_id": device,
                "first_seq": first_seq,
                "last_seq": head.seq,
                "head_hash": head.hash,
            }
            run = AuditRun(
                device_id=device,
                first_seq=first_seq,
                last_seq=head.seq,
                head_hash=head.hash,
                body=raw,
                countersignature=portal.key.sign({**signed, "at": at}),
                at=at,
            )
            session.add(run)
            response.status_code = 201
        return AuditAnswer(
            device_id=device,
            first_seq=first_seq,
            last_seq=run.last_seq,
            countersignature=run.countersignature,
        )
