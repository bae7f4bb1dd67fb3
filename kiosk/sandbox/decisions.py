"""The officer's decisions over a dossier, as the one-stop office takes them; how a dossier moves is `moves`."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kiosk.sandbox.bodies import Dong, Instant
from kiosk.sandbox.catalogue import procedure_as_of
from kiosk.sandbox.clock import instant, moment_of
from kiosk.sandbox.messages import notify_applicant
from kiosk.sandbox.moves import current_body, move
from kiosk.sandbox.payments import demand_shape, published_fee
from kiosk.sandbox.portal import Portal
from kiosk.sandbox.problems import Problem, one_field
from kiosk.sandbox.store import next_number
from kiosk.sandbox.tables import Dossier
from kiosk.sandbox.working_time import VIETNAM, due_after

_DEFAULT_EXTENSION_DAYS = 5
_DEFAULT_FEE = 10_000


class SupplementItem(BaseModel):
    component_id: str = ""
    reason: Annotated[str, Field(min_length=1)]
    what_to_do: str = ""


class Wishes(BaseModel):
    """What the officer typed beside the button; each decision takes what it needs."""

    text: str = ""
    items: list[SupplementItem] = []
    amount: Dong | None = None
    due_at: Instant | None = None


def _notice(
    dossier: Dossier, form: str | None, text: str, items: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    path = f"/_sandbox/dossiers/{dossier.dossier_id}/forms/{form}" if form else None
    return {"items": items or [], "text": text, "form_url": path}


def _procedure(session: Session, dossier: Dossier) -> dict[str, Any]:
    chosen = current_body(session, dossier)["procedure"]
    return procedure_as_of(session, chosen["code"], chosen.get("version")) or {}


def _local_day(at: str | None) -> str:
    return moment_of(at).astimezone(VIETNAM).strftime("%d/%m/%Y") if at else "chưa xác định"


def _into_process(portal: Portal, session: Session, dossier: Dossier) -> None:
    """An accepted dossier is taken up before anything is decided about it."""
    if dossier.state in ("ACCEPTED", "SUPPLEMENTED"):
        move(portal, session, dossier, "IN_PROCESS")


def _accept(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    procedure = _procedure(session, dossier)
    channel = "online" if current_body(session, dossier)["channel"] == "online" else "post"
    now = portal.clock.now()
    if dossier.code is None:
        today = now.astimezone(VIETNAM).strftime("%y%m%d")
        serial = next_number(session, f"dossier:{today}")
        dossier.code = f"{portal.settings.behaviour.code_prefix}-{today}-{serial:04d}"
    processing = ((procedure.get("channels") or {}).get(channel) or {}).get("time")
    due = due_after(now, processing, procedure.get("cutoff"), portal.settings.wire()["calendar"])
    dossier.accepted_at = dossier.accepted_at or instant(now)
    dossier.due_at = wishes.due_at or (instant(due) if due else None)
    text = (
        wishes.text
        or f"Hồ sơ đã được tiếp nhận, mã {dossier.code}. Hẹn trả kết quả: {_local_day(dossier.due_at)}."
    )
    move(portal, session, dossier, "ACCEPTED", notice=_notice(dossier, "01", text))
    return text


def _supplement(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    if not wishes.items:
        raise one_field("/items", "required", "Phải nêu ít nhất một điểm cần bổ sung, kèm lý do.")
    _into_process(portal, session, dossier)
    text = (
        wishes.text
        or f"Hồ sơ cần bổ sung {len(wishes.items)} điểm. Mời bạn tới đại lý hoặc bổ sung trực tuyến."
    )
    items = [item.model_dump() for item in wishes.items]
    move(portal, session, dossier, "SUPPLEMENT_REQUESTED", notice=_notice(dossier, "02", text, items))
    return text


def _demand_payment(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    amount = wishes.amount or published_fee(session, dossier) or _DEFAULT_FEE
    text = wishes.text or f"Hồ sơ cần nộp {amount:,} đồng phí, lệ phí.".replace(",", ".", 1)
    dossier.obligation = {"amount": amount, "reason": text, "required_at": portal.clock.stamp()}
    notice, payment = _notice(dossier, None, text), demand_shape(amount)
    move(portal, session, dossier, "PAYMENT_REQUIRED", notice=notice, payment=payment)
    return text


def _refuse(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    text = wishes.text or "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan."
    move(portal, session, dossier, "REFUSED", notice=_notice(dossier, "03", text))
    return text


def _process(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    text = wishes.text or "Hồ sơ đang được xử lý."
    move(portal, session, dossier, "IN_PROCESS", notice=_notice(dossier, None, text))
    return text


def _extend(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    _into_process(portal, session, dossier)
    promised = moment_of(dossier.due_at) if dossier.due_at else portal.clock.now()
    dossier.due_at = wishes.due_at or instant(promised + timedelta(days=_DEFAULT_EXTENSION_DAYS))
    text = wishes.text or f"Xin lỗi vì chậm trễ. Hẹn lại ngày trả kết quả: {_local_day(dossier.due_at)}."
    move(portal, session, dossier, "EXTENDED", notice=_notice(dossier, "04", text))
    return text


def _stop(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    text = wishes.text or "Cơ quan dừng giải quyết hồ sơ."
    dossier.draft_open = False
    move(portal, session, dossier, "STOPPED", notice=_notice(dossier, "05", text))
    return text


def _finish(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    _into_process(portal, session, dossier)
    text = wishes.text or "Hồ sơ đã có kết quả."
    move(portal, session, dossier, "RESULT_READY", notice=_notice(dossier, None, text))
    return text


def _return(portal: Portal, session: Session, dossier: Dossier, wishes: Wishes) -> str:
    text = wishes.text or "Kết quả đã được trả."
    move(portal, session, dossier, "RETURNED", notice=_notice(dossier, None, text))
    return text


Decision = Callable[[Portal, Session, Dossier, Wishes], str]

DECISIONS: Mapping[str, Decision] = {
    "accept": _accept,
    "supplement": _supplement,
    "payment": _demand_payment,
    "refuse": _refuse,
    "process": _process,
    "extend": _extend,
    "stop": _stop,
    "finish": _finish,
    "return": _return,
}


def decide(portal: Portal, session: Session, dossier: Dossier, action: str, wishes: Wishes) -> None:
    """Carry one decision out and notify the applicant. Raises Problem 404, 409 or 422."""
    decision = DECISIONS.get(action)
    if decision is None:
        raise Problem(404, "action_unknown", f"Các hành động: {', '.join(DECISIONS)}.")
    text = decision(portal, session, dossier, wishes)
    name = dossier.code or dossier.local_reference
    body = current_body(session, dossier)
    notify_applicant(portal, session, dossier.dossier_id, body, f"[{name}] {text}")
