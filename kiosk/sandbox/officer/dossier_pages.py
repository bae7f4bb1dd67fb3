"""The officer's list of dossiers and the page of one dossier; what a button does is `desk` and `decisions`."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.sandbox.catalogue import procedure_as_of
from kiosk.sandbox.dossiers import known_dossier, missing_documents
from kiosk.sandbox.moves import shown_state
from kiosk.sandbox.officer.decision_forms import decision_panel
from kiosk.sandbox.officer.desk import all_dossiers, body_and_remarks, dossier_shape, history_of, is_overdue
from kiosk.sandbox.officer.frame import chip, facts, officer_page, wants_page
from kiosk.sandbox.officer.markup import Html, tag
from kiosk.sandbox.officer.words import (
    CLAIMS,
    DELIVERY,
    FILED,
    MEMBERS,
    STATES,
    VALUES,
    VERIFIED,
    dong,
    local_time,
    size,
)
from kiosk.sandbox.payments import status_now
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.tables import Deposit, Dossier, Event, Payment

pages = APIRouter()

_REFRESH_S = 15


def _words(value: Any) -> str:
    """`{vi, en}` or a plain text."""
    return str(value.get("vi", "")) if isinstance(value, Mapping) else str(value or "")


def _procedure(session: Session, body: Mapping[str, Any]) -> dict[str, Any]:
    chosen = body["procedure"]
    return procedure_as_of(session, chosen["code"], chosen.get("version")) or {}


def _name_of(procedure: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    return _words(procedure.get("name")) or str(body["procedure"]["code"])


def _form_rows(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Questions and answers in the procedure's own words, where it has some."""
    rows = []
    for name, answer in answers.items():
        question = (form.get("properties") or {}).get(name) or {}
        choice = (question.get("x-choices") or {}).get(answer) if isinstance(answer, str) else None
        rows.append((str(question.get("title") or CLAIMS.get(name, name)), _words(choice) or _value(answer)))
    return rows


def _row(portal: Portal, session: Session, dossier: Dossier) -> Html:
    body, _ = body_and_remarks(session, dossier)
    href = f"/_sandbox/dossiers/{dossier.dossier_id}"
    documents = body.get("documents") or []
    come = len(documents) - len(missing_documents(session, body))
    overdue = tag("div", "quá hạn", class_="chip bad") if is_overdue(portal, dossier) else None
    return tag(
        "tr",
        tag("td", tag("a", dossier.code or dossier.local_reference, href=href), class_="mono nowrap"),
        tag("td", body["applicant"].get("full_name") or "–"),
        tag(
            "td",
            _name_of(_procedure(session, body), body),
            tag("div", FILED.get(body["channel"], ""), class_="soft small"),
        ),
        tag("td", chip(shown_state(dossier))),
        tag("td", f"{come}/{len(documents)}", class_="right"),
        tag("td", local_time(dossier.received_at), class_="nowrap"),
        tag("td", local_time(dossier.due_at), overdue, class_="nowrap"),
    )


def _filters(counts: Mapping[str, int], chosen: str | None) -> Html:
    everything = tag(
        "a", f"Tất cả ({sum(counts.values())})", href="/_sandbox/", class_=None if chosen else "here"
    )
    one_by_one = [
        tag(
            "a",
            f"{STATES[state][0]} ({counts[state]})",
            href=f"/_sandbox/?state={state}",
            class_="here" if state == chosen else None,
        )
        for state in STATES
        if counts.get(state)
    ]
    return tag("div", everything, *one_by_one, class_="filters")


@pages.get("/")
def desk(portal: ThePortal, request: Request, state: Annotated[str | None, Query()] = None) -> Response:
    with portal.store.read() as session:
        dossiers = all_dossiers(session)
        counts: dict[str, int] = {}
        for dossier in dossiers:
            counts[shown_state(dossier)] = counts.get(shown_state(dossier), 0) + 1
        rows = [_row(portal, session, each) for each in dossiers if state in (None, shown_state(each))]
    columns = ("Mã hồ sơ", "Người nộp", "Thủ tục", "Trạng thái", "Tệp", "Nhận lúc", "Hẹn trả")
    table = tag("table", tag("thead", tag("tr", *[tag("th", name) for name in columns])), tag("tbody", *rows))
    empty = tag(
        "div",
        tag("p", "Chưa có hồ sơ nào."),
        tag("p", "Hồ sơ kiosk gửi lên sẽ hiện ở đây."),
        class_="card empty",
    )
    return officer_page(
        portal,
        request,
        "Hồ sơ",
        tag("h1", "Hồ sơ gửi tới một cửa"),
        _filters(counts, state),
        tag("div", table, class_="card wide") if rows else empty,
        refresh_s=_REFRESH_S,
    )


@pages.get("/dossiers")
def dossiers(portal: ThePortal) -> dict[str, Any]:
    with portal.store.read() as session:
        return {"dossiers": [dossier_shape(session, dossier) for dossier in all_dossiers(session)]}


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        if value.get("text"):
            return value["text"]
        shown = [(MEMBERS.get(name, name), _value(each)) for name, each in value.items()]
        return ", ".join(f"{name}: {each}" for name, each in shown if each not in (None, ""))
    if isinstance(value, list):
        return ", ".join(str(_value(each)) for each in value)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return VALUES.get(value, value) if isinstance(value, str) else value


def _person(title: str, person: Mapping[str, Any] | None) -> Html | None:
    if not person:
        return None
    rows = [(words, _value(person.get(name))) for name, words in MEMBERS.items()]
    return tag("section", tag("h2", title), facts(*rows), class_="card")


def _document(dossier: Dossier, document: Mapping[str, Any], is_missing: bool) -> Html:
    href = f"/_sandbox/dossiers/{dossier.dossier_id}/documents/{document['id']}"
    kind = str(document["media_type"]).rpartition("/")[2].upper()
    is_picture = document["media_type"] in ("image/jpeg", "image/png", "image/webp") and not is_missing
    face = tag("img", src=href, alt="") if is_picture else kind[:4]
    pages_words = f"{document['pages']} trang · " if document.get("pages") else ""
    opened = tag("object", data=href, type="application/pdf", width="100%", height="560")
    is_pdf = document["media_type"] == "application/pdf" and not is_missing
    return tag(
        "div",
        tag("div", face, class_="face"),
        tag(
            "div",
            tag("strong", document["name"] or document["component_id"]),
            tag(
                "div",
                f"{pages_words}{size(document['bytes'])} · {document['component_id']}",
                class_="soft small",
            ),
            tag("div", "SHA-256 ", tag("code", document["sha256"][:20] + "…"), class_="soft small"),
            tag("p", tag("span", "Chưa nhận đủ", class_="chip warn"))
            if is_missing
            else tag("p", tag("a", "Mở giấy tờ", href=href, target="_blank", rel="noopener")),
            tag("details", tag("summary", "Xem tại đây"), opened) if is_pdf else None,
        ),
        class_="doc",
    )


def _step(event: Event) -> Html:
    notice = event.notice or {}
    items = [
        tag(
            "li",
            tag("strong", item.get("component_id", "")),
            " ",
            item["reason"],
            " – " if item.get("what_to_do") else "",
            item.get("what_to_do"),
        )
        for item in notice.get("items") or []
    ]
    payment = event.payment or {}
    paid = (
        tag("div", chip(payment["status"]), f" {dong(payment['amount'])}", class_="small")
        if payment
        else None
    )
    form = (
        tag("div", tag("a", "Mẫu đã ban hành", href=notice["form_url"]), class_="small")
        if notice.get("form_url")
        else None
    )
    return tag(
        "li",
        chip(event.state),
        tag("div", local_time(event.at), class_="soft small"),
        tag("div", notice.get("text"), class_="small") if notice.get("text") else None,
        tag("ul", *items, class_="small") if items else None,
        paid,
        form,
    )


def _payments(portal: Portal, session: Session, dossier: Dossier) -> Html | None:
    rows = session.scalars(select(Payment).where(Payment.dossier_id == dossier.dossier_id)).all()
    if not rows:
        return None
    lines = [(each.purpose, [f"{dong(each.amount)} ", chip(status_now(portal, each))]) for each in rows]
    link = tag("p", tag("a", "Tới trang thanh toán", href="/_sandbox/payments"))
    return tag("section", tag("h2", "Thanh toán"), facts(*lines), link, class_="card")


def _filing(session: Session, dossier: Dossier, body: Mapping[str, Any]) -> Html:
    wanted = select(Deposit).where(Deposit.dossier_id == dossier.dossier_id)
    papers = [f"{each.kind} {each.thing_id}" for each in session.scalars(wanted)]
    delivery, entered = body.get("delivery") or {}, body.get("entered_by") or {}
    method = (body.get("identity_verification") or {}).get("method")
    rows = (
        ("Mã hồ sơ", tag("code", dossier.code) if dossier.code else "chưa cấp"),
        ("Mã của đại lý", tag("code", dossier.local_reference)),
        ("Bản", dossier.revision),
        ("Cách nộp", FILED.get(body["channel"])),
        ("Cơ quan", _value(body.get("agency"))),
        ("Thay cho hồ sơ", body.get("replaces")),
        ("Nhận kết quả", DELIVERY.get(delivery.get("method", ""))),
        ("Nơi nhận", _value(delivery.get("address"))),
        ("Xác minh danh tính", VERIFIED.get(method or "", method or "Không rõ ai đã xác minh")),
        ("Người nhập", f"{VALUES.get(entered.get('kind', ''), '')} {entered.get('staff_id') or ''}".strip()),
        ("Công dân xác nhận lúc", local_time(body.get("confirmed_by_citizen_at"))),
        ("Cổng nhận lúc", local_time(dossier.received_at)),
        ("Tiếp nhận lúc", local_time(dossier.accepted_at)),
        ("Hẹn trả", local_time(dossier.due_at)),
        ("Bưu gửi", ", ".join(papers)),
    )
    return tag("section", tag("h2", "Việc nộp"), facts(*rows), class_="card")


@pages.get("/dossiers/{dossier_id:uuid}")
def dossier(portal: ThePortal, request: Request, dossier_id: UUID) -> Response:
    with portal.store.read() as session:
        found = known_dossier(session, dossier_id)
        if not wants_page(request):
            return JSONResponse(dossier_shape(session, found))
        body, remarks = body_and_remarks(session, found)
        missing = set(missing_documents(session, body))
        documents = [_document(found, each, each["id"] in missing) for each in body.get("documents") or []]
        procedure = _procedure(session, body)
        form = _form_rows(procedure.get("form") or {}, body.get("form") or {})
        name = _name_of(procedure, body)
        left = (
            _person("Người nộp", body["applicant"]),
            _person("Người đại diện", body.get("representative")),
            tag("section", tag("h2", "Tờ khai"), facts(*form), class_="card") if form else None,
            tag("section", tag("h2", f"Giấy tờ ({len(documents)})"), *documents, class_="card")
            if documents
            else None,
            _filing(session, found, body),
        )
        steps = [_step(event) for event in history_of(session, found)]
        right = (
            decision_panel(found, body),
            _payments(portal, session, found),
            tag("section", tag("h2", "Quá trình"), tag("ol", *steps, class_="time"), class_="card")
            if steps
            else None,
            _remarks(remarks),
        )
    lead = f"{found.code or found.local_reference} · thủ tục {body['procedure']['code']}"
    return officer_page(
        portal,
        request,
        found.code or found.local_reference,
        tag("p", tag("a", "← Danh sách hồ sơ", href="/_sandbox/")),
        tag("h1", name, " ", chip(shown_state(found))),
        tag("p", lead, class_="lead"),
        tag("div", tag("div", *left), tag("div", *right), class_="cols"),
    )


def _remarks(remarks: list[str]) -> Html | None:
    if not remarks:
        return None
    words = "Kiosk bỏ trống các trường sau thay vì gửi null:"
    lines = tag("p", *[part for each in remarks for part in (tag("code", each), " ")], class_="small")
    return tag(
        "section", tag("h2", "Ghi chú kỹ thuật"), tag("p", words, class_="small"), lines, class_="card"
    )
