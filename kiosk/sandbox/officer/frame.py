"""The frame around every officer page: head, navigation, warning ribbon; what is inside comes from the pages."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from kiosk.sandbox.faults import NO_FAULTS
from kiosk.sandbox.officer.markup import Html, raw, tag
from kiosk.sandbox.officer.style import STYLE
from kiosk.sandbox.officer.words import PAYMENT_STATES, STATES
from kiosk.sandbox.portal import Portal

_PAGES = (
    ("/_sandbox/", "Hồ sơ"),
    ("/_sandbox/messages", "Tin nhắn"),
    ("/_sandbox/payments", "Thanh toán"),
    ("/_sandbox/papers", "Bưu gửi"),
    ("/_sandbox/devices", "Thiết bị"),
    ("/_sandbox/vneid", "Điện thoại VNeID"),
    ("/_sandbox/settings", "Thiết lập"),
    ("/_sandbox/faults", "Sự cố"),
)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Vary": "Accept",
    "Referrer-Policy": "same-origin",
}


def wants_page(request: Request) -> bool:
    """A browser asks for HTML; everything else gets JSON from the same address."""
    return "text/html" in request.headers.get("accept", "")


def chip(state: str) -> Html:
    words, colour = STATES.get(state) or PAYMENT_STATES.get(state) or (state, "")
    return tag("span", words, class_=f"chip {colour}".strip(), title=state)


def facts(*rows: tuple[str, Any]) -> Html:
    """A table of names and values; rows without a value are left out."""
    return tag(
        "table",
        *[
            tag("tr", tag("td", name), tag("td", value))
            for name, value in rows
            if value not in (None, "", [])
        ],
        class_="facts",
    )


def _document(title: str, *body: Any, refresh_s: int | None = None) -> HTMLResponse:
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="refresh", content=refresh_s) if refresh_s else None,
        tag("title", title),
        tag("style", raw(STYLE)),
    )
    page = tag("html", head, tag("body", *body), lang="vi")
    return HTMLResponse(f"<!doctype html>{page}", headers=_HEADERS)


def plain_page(title: str, *content: Any) -> HTMLResponse:
    """A page for somebody who is no officer: the citizen's phone, a form to print, the contract."""
    return _document(title, tag("main", *content))


def officer_page(
    portal: Portal, request: Request, title: str, *content: Any, refresh_s: int | None = None
) -> HTMLResponse:
    """A page of the officer's desk. The title of the window names no citizen."""
    path = request.url.path
    links = [
        tag(
            "a",
            words,
            href=href,
            class_="here" if path == href else None,
            aria_current="page" if path == href else None,
        )
        for href, words in _PAGES
    ]
    name = tag(
        "a",
        "Cổng dịch vụ công mô phỏng",
        tag("small", "Bàn làm việc của cán bộ một cửa"),
        class_="name",
        href="/_sandbox/",
    )
    top = tag("header", tag("div", name, tag("nav", *links), class_="in"), class_="top")
    return _document(
        f"{title} · Cổng mô phỏng", top, _ribbon(portal), tag("main", *content), refresh_s=refresh_s
    )


def _ribbon(portal: Portal) -> Html:
    switched_on = portal.faults.current() != NO_FAULTS
    if portal.settings.behaviour.maintenance:
        return tag(
            "div",
            "Cổng đang ở chế độ bảo trì: mọi yêu cầu của kiosk nhận trả lời 503.",
            class_="ribbon alarm",
        )
    if switched_on:
        return tag("div", "Đang bật sự cố – xem trang Sự cố.", class_="ribbon alarm")
    return tag(
        "div", "Môi trường thử nghiệm: không phải cổng thật, không dùng dữ liệu thật.", class_="ribbon"
    )
