"""Devices and enrolment codes, the portal's settings, and the faults: everything an officer of the sandbox switches."""

import secrets
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from kiosk.sandbox.devices import issue_code
from kiosk.sandbox.faults import Faults
from kiosk.sandbox.officer.fault_forms import fault_cards, faults_of_form
from kiosk.sandbox.officer.frame import facts, officer_page, wants_page
from kiosk.sandbox.officer.markup import Html, tag
from kiosk.sandbox.officer.sent import Sent, TheSent, read_as
from kiosk.sandbox.officer.words import local_time
from kiosk.sandbox.portal import Portal, ThePortal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.settings_book import SettingRefused
from kiosk.sandbox.tables import Device, EnrolmentCode
from kiosk.sandbox.tokens import expire_all_tokens
from kiosk.sandbox.uploads import forget_uploads

pages = APIRouter()

_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def _device_shape(device: Device) -> dict[str, Any]:
    return {
        "device_id": device.device_id,
        "name": device.name,
        "enrolled_at": device.enrolled_at,
        "revoked_at": device.revoked_at,
        "report": device.report,
        "reported_at": device.reported_at,
    }


def _device_card(device: Device) -> Html:
    report = device.report or {}
    queue = report.get("queue") or {}
    revoked = device.revoked_at is not None
    action = f"/_sandbox/devices/{device.device_id}/{'restore' if revoked else 'revoke'}"
    button = tag("button", "Cho dùng lại" if revoked else "Thu hồi", class_="quiet")
    standing = tag(
        "span", "Đã thu hồi" if revoked else "Đang dùng", class_=f"chip {'bad' if revoked else 'ok'}"
    )
    waiting = f"{queue.get('waiting', 0)} chờ, {queue.get('uploading', 0)} đang gửi, {queue.get('quarantined', 0)} cách ly"
    return tag(
        "section",
        tag("h3", device.name or "Thiết bị không tên", " ", standing),
        facts(
            ("Mã thiết bị", tag("code", device.device_id)),
            ("Đăng ký lúc", local_time(device.enrolled_at)),
            ("Báo cáo lúc", local_time(device.reported_at)),
            ("Phiên bản", report.get("kiosk_version")),
            ("Hàng đợi", waiting if report else None),
            ("Vấn đề", ", ".join(report.get("problems") or []) or ("không" if report else None)),
        ),
        tag("form", button, method="post", action=action),
        class_="card",
    )


@pages.get("/devices")
def devices(portal: ThePortal, request: Request) -> Response:
    with portal.store.read() as session:
        found = session.scalars(select(Device).order_by(Device.enrolled_at.desc())).all()
        codes = session.scalars(select(EnrolmentCode).order_by(EnrolmentCode.issued_at.desc())).all()
    if not wants_page(request):
        return JSONResponse({"devices": [_device_shape(device) for device in found]})
    unused = [
        tag(
            "tr",
            tag("td", tag("span", each.code, class_="big mono")),
            tag("td", f"cấp {local_time(each.issued_at)}"),
        )
        for each in codes
        if each.used_by is None
    ]
    new_code = tag(
        "form", tag("button", "Cấp mã đăng ký mới"), method="post", action="/_sandbox/enrolment-codes"
    )
    empty = tag("div", tag("p", "Chưa có thiết bị nào đăng ký."), class_="card empty")
    return officer_page(
        portal,
        request,
        "Thiết bị",
        tag("h1", "Thiết bị và mã đăng ký"),
        tag(
            "section",
            tag("h2", "Mã chưa dùng"),
            tag("table", *unused) if unused else tag("p", "Không có mã nào đang chờ.", class_="soft"),
            new_code,
            class_="card",
        ),
        *([_device_card(device) for device in found] or [empty]),
    )


@pages.post("/devices/{device_id:uuid}/{action}")
def act(portal: ThePortal, device_id: UUID, action: str, sent: TheSent) -> Response:
    """`revoke` or `restore`."""
    if action not in ("revoke", "restore"):
        raise Problem(404, "action_unknown", "Các hành động: revoke, restore.")
    with portal.store.write() as session:
        device = session.get(Device, str(device_id))
        if device is None:
            raise Problem(404, "device_unknown", "Không có thiết bị này.")
        device.revoked_at = portal.clock.stamp() if action == "revoke" else None
    return sent.answer("/_sandbox/devices", _device_shape(device))


@pages.post("/enrolment-codes")
def new_enrolment_code(portal: ThePortal, sent: TheSent) -> Response:
    """A fresh single-use code, or the one named by `code`."""
    wanted = sent.text("code")
    with portal.store.write() as session:
        while True:
            letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
            code = wanted or f"{letters[:4]}-{letters[4:]}"
            if issue_code(portal, session, code):
                break
            if wanted:
                raise Problem(409, "code_taken", "Mã này đã được cấp trước đó.")
    return sent.answer("/_sandbox/devices", {"code": code})


@pages.get("/settings")
def settings(portal: ThePortal, request: Request) -> Response:
    if not wants_page(request):
        return JSONResponse(portal.settings.everything())
    told, behaviour = portal.settings.wire(), portal.settings.behaviour
    methods = told["account_methods"]

    def box(name: str, words: str, on: bool) -> Html:
        return tag("label", tag("input", type="checkbox", name=name, checked=on), words, class_="check")

    def number(name: str, words: str, value: int) -> Html:
        return tag("label", words, tag("input", name=name, type="number", min=0, value=value))

    minimum = tag(
        "input",
        name="minimum_kiosk_version",
        value=behaviour.minimum_kiosk_version or "",
        placeholder="không đòi hỏi",
    )
    form = tag(
        "form",
        tag(
            "div",
            tag(
                "section",
                tag("h3", "Cách có tài khoản"),
                box("portal", "Tài khoản của cổng, xác thực bằng OTP", "portal" in methods),
                box("vneid", "Đăng nhập VNeID bằng điện thoại", "vneid" in methods),
                class_="card",
            ),
            tag(
                "section",
                tag("h3", "Bảo trì"),
                box("maintenance", "Cổng đang bảo trì (503)", behaviour.maintenance),
                tag("label", "Phiên bản kiosk thấp nhất (426 nếu cũ hơn)", minimum),
                class_="card",
            ),
            tag(
                "section",
                tag("h3", "Giới hạn và thời hạn"),
                number("document_bytes", "Cỡ tệp lớn nhất (byte)", told["limits"]["document_bytes"]),
                number("otp_lifetime_s", "Mã OTP có hiệu lực (giây)", behaviour.otp_lifetime_s),
                number("payment_lifetime_s", "Mã VietQR có hiệu lực (giây)", behaviour.payment_lifetime_s),
                number(
                    "token_lifetime_s", "Token của thiết bị có hiệu lực (giây)", behaviour.token_lifetime_s
                ),
                class_="card",
            ),
            class_="grid",
        ),
        tag("p", tag("button", "Lưu thiết lập")),
        method="post",
        action="/_sandbox/settings",
    )
    point = told["agent_point"]
    return officer_page(
        portal,
        request,
        "Thiết lập",
        tag("h1", "Thiết lập của cổng"),
        tag("p", f"{point['name']} · mã {point['code']} · bản thiết lập {told['version']}", class_="lead"),
        form,
    )


def _change(portal: Portal, patch: dict[str, Any]) -> dict[str, Any]:
    try:
        portal.settings.change(patch)
    except SettingRefused as error:
        raise Problem(422, "setting_refused", str(error)) from error
    return portal.settings.everything()


@pages.put("/settings")
def put_settings(portal: ThePortal, sent: TheSent) -> dict[str, Any]:
    """Lay members over the settings in force; objects are merged one level deep."""
    return _change(portal, sent.members)


@pages.post("/settings")
def post_settings(portal: ThePortal, sent: TheSent) -> Response:
    numbers = ("otp_lifetime_s", "payment_lifetime_s", "token_lifetime_s")
    patch: dict[str, Any] = {name: int(sent.text(name)) for name in numbers if sent.text(name).isdigit()}
    patch["account_methods"] = [name for name in ("portal", "vneid") if name in sent.members]
    patch["maintenance"] = "maintenance" in sent.members
    patch["minimum_kiosk_version"] = sent.text("minimum_kiosk_version") or None
    if sent.text("document_bytes").isdigit():
        patch["limits"] = {"document_bytes": int(sent.text("document_bytes"))}
    return sent.answer("/_sandbox/settings", _change(portal, patch))


def put_in_force(portal: Portal, faults: Faults) -> None:
    """Set the switches, and do at once what happens once."""
    portal.faults.set(faults)
    portal.clock.skew_s = faults.clock_skew_s
    if faults.expire_tokens:
        expire_all_tokens(portal)
    if faults.forget_uploads:
        forget_uploads(portal)


@pages.get("/faults")
def faults(portal: ThePortal, request: Request) -> Response:
    current = portal.faults.current()
    if not wants_page(request):
        return JSONResponse(current.model_dump())
    return officer_page(
        portal,
        request,
        "Sự cố",
        tag("h1", "Sự cố"),
        tag(
            "p",
            "Bật những gì đường truyền và cổng ở vùng xa có thể gây ra. Mất hiệu lực khi khởi động lại.",
            class_="lead",
        ),
        fault_cards(current),
    )


@pages.put("/faults")
def put_faults(portal: ThePortal, sent: TheSent) -> dict[str, Any]:
    """Replaces all switches: what is left out is off. `{}` switches everything off."""
    put_in_force(portal, read_as(Faults, sent.members))
    return portal.faults.current().model_dump()


@pages.post("/faults")
def post_faults(portal: ThePortal, sent: TheSent) -> Response:
    put_in_force(portal, read_as(Faults, _faults_sent(sent)))
    return sent.answer("/_sandbox/faults", portal.faults.current().model_dump())


def _faults_sent(sent: Sent) -> dict[str, Any]:
    return faults_of_form(sent.members) if sent.by_form else sent.members
