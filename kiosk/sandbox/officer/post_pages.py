"""What went out and came in beside the dossiers: text messages, payments, waybills, hand-overs, feedback, audit runs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from kiosk.sandbox.messages import masked
from kiosk.sandbox.officer.frame import chip, officer_page, wants_page
from kiosk.sandbox.officer.markup import Html, tag
from kiosk.sandbox.officer.sent import TheSent
from kiosk.sandbox.officer.words import CHANNELS, dong, local_time
from kiosk.sandbox.payments import confirm, known_payment, pay_other, pay_twice, status_now
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.tables import AuditRun, Deposit, Dossier, Message, Payment

pages = APIRouter()

_REFRESH_S = 10
_KINDS = {"waybill": "Phiếu gửi", "handover": "Bàn giao", "delivery": "Trả kết quả", "feedback": "Đánh giá"}


def _message_shape(message: Message) -> dict[str, Any]:
    return {
        "id": message.seq,
        "at": message.at,
        "channel": message.channel,
        "to": message.recipient,
        "kind": message.kind,
        "text": message.text,
        "otp": message.otp,
        "link": message.link,
        "subject_id": message.subject_id,
    }


def _bubble(message: Message) -> Html:
    head = f"{CHANNELS.get(message.channel, message.channel)} tới {masked(message.recipient)} · {local_time(message.at)}"
    link = tag("a", "Mở liên kết kích hoạt", href=message.link) if message.link else None
    otp = tag("span", message.otp, class_="otp mono") if message.otp else None
    text = message.text.replace(message.link, "").strip(" :") if message.link else message.text
    return tag(
        "div",
        tag("div", head, class_="soft small"),
        tag("div", text, otp, tag("div", link) if link else None, class_="say"),
        class_="card",
    )


@pages.get("/messages")
def messages(
    portal: ThePortal,
    request: Request,
    to: Annotated[str | None, Query()] = None,
    kind: Annotated[str | None, Query()] = None,
) -> Response:
    """As JSON the newest last, with `?to=` and `?kind=otp|link|notice`; on the page the newest on top."""
    wanted = select(Message).order_by(Message.seq)
    if to is not None:
        wanted = wanted.where(Message.recipient == to)
    if kind is not None:
        wanted = wanted.where(Message.kind == kind)
    with portal.store.read() as session:
        found = session.scalars(wanted).all()
    if not wants_page(request):
        return JSONResponse({"messages": [_message_shape(each) for each in found]})
    empty = tag("div", tag("p", "Chưa có tin nào được gửi."), class_="card empty")
    return officer_page(
        portal,
        request,
        "Tin nhắn",
        tag("h1", "Tin nhắn cổng đã “gửi”"),
        tag(
            "p",
            "Không tin nào thật sự rời máy này: mã OTP, liên kết kích hoạt và thông báo chỉ hiện ở đây.",
            class_="lead",
        ),
        *([_bubble(each) for each in reversed(found)] or [empty]),
        refresh_s=_REFRESH_S,
    )


def _payment_shape(portal: Portal, payment: Payment) -> dict[str, Any]:
    return {
        "payment_id": payment.payment_id,
        "dossier_id": payment.dossier_id,
        "amount": payment.amount,
        "method": payment.method,
        "purpose": payment.purpose,
        "status": status_now(portal, payment),
        "created_at": payment.created_at,
    }


def _payment_row(portal: Portal, payment: Payment, name: str) -> Html:
    action = f"/_sandbox/payments/{payment.payment_id}"
    buttons = []
    if payment.status == "PENDING":
        buttons.append(tag("button", "Xác nhận đã nộp", class_="good", formaction=f"{action}/confirm"))
        buttons.append(tag("button", "Nộp sai số tiền", class_="quiet", formaction=f"{action}/pay_other"))
    if payment.status in ("PENDING", "CONFIRMED") and payment.method != "cash":
        buttons.append(tag("button", "Nộp hai lần", class_="quiet", formaction=f"{action}/pay_twice"))
    return tag(
        "tr",
        tag("td", tag("a", name, href=f"/_sandbox/dossiers/{payment.dossier_id}"), class_="mono"),
        tag("td", dong(payment.amount), class_="nowrap"),
        tag(
            "td",
            "Tiền mặt"
            if payment.method == "cash"
            else ["VietQR", tag("div", payment.purpose, class_="soft small")],
        ),
        tag("td", chip(status_now(portal, payment))),
        tag("td", local_time(payment.created_at), class_="nowrap"),
        tag("td", tag("form", *buttons, method="post", class_="line")),
    )


@pages.get("/payments")
def payments(portal: ThePortal, request: Request) -> Response:
    with portal.store.read() as session:
        found = session.scalars(select(Payment).order_by(Payment.created_at.desc())).all()
        dossiers = [session.get(Dossier, each.dossier_id) for each in found]
    if not wants_page(request):
        return JSONResponse({"payments": [_payment_shape(portal, each) for each in found]})
    names = [(each.code or each.local_reference) if each else "?" for each in dossiers]
    rows = [_payment_row(portal, each, name) for each, name in zip(found, names, strict=True)]
    columns = ("Hồ sơ", "Số tiền", "Hình thức", "Trạng thái", "Lập lúc", "")
    table = tag("table", tag("thead", tag("tr", *[tag("th", name) for name in columns])), tag("tbody", *rows))
    empty = tag("div", tag("p", "Chưa có khoản thanh toán nào."), class_="card empty")
    lead = (
        "Đóng vai ngân hàng: xác nhận tiền đã tới, hoặc cho công dân nộp hai lần để có khoản phải hoàn,"
        " nộp sai số tiền để quầy phải làm rõ."
    )
    return officer_page(
        portal,
        request,
        "Thanh toán",
        tag("h1", "Thanh toán"),
        tag("p", lead, class_="lead"),
        tag("div", table, class_="card wide") if rows else empty,
        refresh_s=_REFRESH_S,
    )


@pages.post("/payments/{payment_id:uuid}/{action}")
def act(portal: ThePortal, payment_id: UUID, action: str, sent: TheSent) -> Response:
    """`confirm`, `pay_other` or `pay_twice`."""
    doing = {"confirm": confirm, "pay_other": pay_other, "pay_twice": pay_twice}.get(action)
    if doing is None:
        raise Problem(404, "action_unknown", "Các hành động: confirm, pay_other, pay_twice.")
    with portal.store.write() as session:
        payment = known_payment(session, payment_id)
        doing(portal, session, payment)
    return sent.answer("/_sandbox/payments", _payment_shape(portal, payment))


def _deposit_words(deposit: Deposit) -> str:
    body = deposit.body
    if deposit.kind == "waybill":
        return f"{len(body.get('contents') or [])} loại giấy tờ, cước {dong(body['price'])}"
    if deposit.kind == "handover":
        return f"{len(body['waybills'])} phiếu gửi, {'đủ' if body['complete'] else 'chưa đủ'}"
    if deposit.kind == "delivery":
        return f"phát lúc {local_time(body.get('delivered_at'))}, mời {len(body.get('invited_at') or [])} lần"
    return f"{'★' * body['rating']} {', '.join(body.get('topics') or [])}"


@pages.get("/papers")
def papers(portal: ThePortal, request: Request) -> Response:
    """Waybills, hand-overs, deliveries, feedback, and the audit runs that were countersigned."""
    with portal.store.read() as session:
        found = session.scalars(select(Deposit).order_by(Deposit.at.desc())).all()
        runs = session.scalars(select(AuditRun).order_by(AuditRun.at.desc())).all()
    if not wants_page(request):
        kept = [{"kind": each.kind, "id": each.thing_id, "at": each.at, "body": each.body} for each in found]
        audit = [
            {"device_id": run.device_id, "first_seq": run.first_seq, "last_seq": run.last_seq} for run in runs
        ]
        return JSONResponse({"papers": kept, "audit": audit})
    rows = [
        tag(
            "tr",
            tag("td", _KINDS.get(each.kind, each.kind)),
            tag("td", tag("code", each.thing_id)),
            tag("td", _deposit_words(each)),
            tag("td", local_time(each.at), class_="nowrap"),
        )
        for each in found
    ] + [
        tag(
            "tr",
            tag("td", "Nhật ký"),
            tag("td", tag("code", run.device_id)),
            tag("td", f"mục {run.first_seq}–{run.last_seq}, đã ký đối chứng"),
            tag("td", local_time(run.at), class_="nowrap"),
        )
        for run in runs
    ]
    columns = ("Loại", "Mã", "Nội dung", "Nhận lúc")
    table = tag("table", tag("thead", tag("tr", *[tag("th", name) for name in columns])), tag("tbody", *rows))
    empty = tag("div", tag("p", "Chưa có phiếu gửi, biên bản hay đánh giá nào."), class_="card empty")
    return officer_page(
        portal,
        request,
        "Bưu gửi",
        tag("h1", "Bưu gửi, bàn giao, đánh giá"),
        tag("div", table, class_="card wide") if rows else empty,
    )
