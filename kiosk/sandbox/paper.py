"""The postal side: waybills, hand-overs, deliveries, and the citizens' feedback, each kept as it came."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from kiosk.sandbox.answers import DepositAnswer, problems
from kiosk.sandbox.bodies import DeliveryBody, FeedbackBody, HandoverBody, WaybillBody
from kiosk.sandbox.json_values import RawJson, same_json
from kiosk.sandbox.messages import notify_applicant
from kiosk.sandbox.moves import ALLOWED, current_body, move
from kiosk.sandbox.portal import Portal, TheDevice, ThePortal
from kiosk.sandbox.problems import one_field, revision_conflict
from kiosk.sandbox.tables import Deposit, Dossier

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)

calls = APIRouter(tags=["Paper, delivery, feedback"])
_RESPONSES: dict[int | str, dict[str, Any]] = {
    201: {"model": DepositAnswer, "description": "Taken in"},
    **problems("409 revision_conflict", "422 validation_failed"),
}


def s10_is_valid(number: str) -> bool:
    """UPU S10: two letters, eight digits, a check digit modulo 11, the country."""
    if len(number) != 13 or not (number[:2] + number[11:]).isalpha() or not number[2:11].isdigit():
        return False
    if not number.isascii() or number != number.upper():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[2:10], _S10_WEIGHTS, strict=True))
    check = 11 - total % 11
    return int(number[10]) == {10: 0, 11: 5}.get(check, check)


def _deposit(
    portal: Portal,
    device: str,
    kind: str,
    thing_id: str,
    raw: dict[str, Any],
    response: Response,
    then: Callable[[Session], None] | None = None,
) -> DepositAnswer:
    """Keep a thing once. The same PUT again answers as before; other content is a conflict."""
    with portal.store.write() as session:
        deposit = session.get(Deposit, (kind, thing_id))
        if deposit is None:
            deposit = Deposit(
                kind=kind,
                thing_id=thing_id,
                device_id=device,
                dossier_id=raw.get("dossier_id"),
                body=raw,
                at=portal.clock.stamp(),
            )
            session.add(deposit)
            response.status_code = 201
            if then is not None:
                then(session)
        elif not same_json(deposit.body, raw):
            raise revision_conflict("Đã có dữ liệu khác dưới cùng một mã.")
        return DepositAnswer(id=thing_id, received_at=deposit.at)


def _tell_applicant(portal: Portal, session: Session, dossier: Dossier, text: str) -> None:
    name = dossier.code or dossier.local_reference
    notify_applicant(portal, session, dossier.dossier_id, current_body(session, dossier), f"[{name}] {text}")


@calls.put("/v1/waybills/{s10}", summary="Phiếu gửi hồ sơ of a paper dossier", responses=_RESPONSES)
def waybill(
    portal: ThePortal,
    device: TheDevice,
    s10: str,
    body: WaybillBody,  # noqa: ARG001 - its reading is the check
    raw: RawJson,
    response: Response,
) -> DepositAnswer:
    """Contents counted, signed by both, sealed. The number is the S10 of the label the clerk scanned."""
    if not s10_is_valid(s10):
        raise one_field("", "waybill_number_invalid", "Số hiệu bưu gửi S10 không hợp lệ.")
    return _deposit(portal, device, "waybill", s10, raw, response)


@calls.put(
    "/v1/handovers/{thing_id:uuid}",
    summary="Biên bản giao nhận with the one-stop office",
    responses=_RESPONSES,
)
def handover(
    portal: ThePortal, device: TheDevice, thing_id: UUID, body: HandoverBody, raw: RawJson, response: Response
) -> DepositAnswer:
    """Its signing is the legal filing time of the dossiers in it (QĐ 45/2016/QĐ-TTg art. 7.4)."""
    for place, number in enumerate(body.waybills):
        if not s10_is_valid(number):
            raise one_field(
                f"/waybills/{place}", "waybill_number_invalid", "Số hiệu bưu gửi S10 không hợp lệ."
            )

    def filed(session: Session) -> None:
        for number in body.waybills:
            waybill = session.get(Deposit, ("waybill", number))
            dossier = session.get(Dossier, waybill.dossier_id) if waybill else None
            if dossier is not None:
                _tell_applicant(portal, session, dossier, "Hồ sơ giấy đã được bàn giao cho cơ quan.")

    return _deposit(portal, device, "handover", str(thing_id), raw, response, filed)


@calls.put("/v1/deliveries/{thing_id:uuid}", summary="A result handed out", responses=_RESPONSES)
def delivery(
    portal: ThePortal, device: TheDevice, thing_id: UUID, body: DeliveryBody, raw: RawJson, response: Response
) -> DepositAnswer:
    """A dossier whose result was ready is RETURNED by it, once `delivered_at` is set; else its citizen is invited."""
    if body.delivered_at is not None and body.id_checked is None:
        raise one_field("/id_checked", "required", "Phải kiểm tra giấy tờ khi trả kết quả.")

    def hand_out(session: Session) -> None:
        dossier = session.get(Dossier, body.dossier_id)
        if dossier and body.delivered_at is None and body.invited_at:
            turn = len(body.invited_at)
            text = f"Kết quả hồ sơ đã có tại điểm đại lý. Mời ông/bà đến nhận (lần {turn})."
            _tell_applicant(portal, session, dossier, text)
        if dossier and body.delivered_at and "RETURNED" in ALLOWED.get(dossier.state, frozenset()):
            move(portal, session, dossier, "RETURNED")

    return _deposit(portal, device, "delivery", str(thing_id), raw, response, hand_out)


@calls.put("/v1/feedback/{thing_id:uuid}", summary="A citizen's rating", responses=_RESPONSES)
def feedback(
    portal: ThePortal,
    device: TheDevice,
    thing_id: UUID,
    body: FeedbackBody,  # noqa: ARG001 - its reading is the check
    raw: RawJson,
    response: Response,
) -> DepositAnswer:
    """1 to 5 and topics; nothing personal."""
    return _deposit(portal, device, "feedback", str(thing_id), raw, response)
