"""Pages a citizen would open: account activation, the VNeID phone, a receipt, and the official forms to print."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from kiosk.sandbox.accounts import activate
from kiosk.sandbox.dossiers import known_dossier
from kiosk.sandbox.messages import masked
from kiosk.sandbox.moves import current_body
from kiosk.sandbox.officer.desk import history_of
from kiosk.sandbox.officer.frame import facts, plain_page, wants_page
from kiosk.sandbox.officer.markup import Html, tag
from kiosk.sandbox.officer.sent import TheSent
from kiosk.sandbox.officer.words import dong, local_time
from kiosk.sandbox.payments import PAYEE, known_payment
from kiosk.sandbox.portal import ThePortal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.tables import Account, DeviceLogin, Dossier
from kiosk.sandbox.vneid import SAMPLE_CITIZENS, decide_login, login_by_user_code

pages = APIRouter()

_FORMS = {
    "01": ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "ACCEPTED"),
    "02": ("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "SUPPLEMENT_REQUESTED"),
    "03": ("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "REFUSED"),
    "04": ("Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "EXTENDED"),
    "05": ("Thông báo dừng giải quyết hồ sơ", "STOPPED"),
}
"""TT 03/2025/TT-VPCP, Phụ lục I: number → title and the state that issues it."""


def _phone(title: str, *content: Any) -> Response:
    return plain_page(title, tag("div", tag("h1", title), *content, class_="phone"))


@pages.get("/activate/{link}")
def activation(portal: ThePortal, link: str) -> Response:
    """What the link of the text message opens. Looking at it activates nothing yet: mail scanners look too."""
    with portal.store.read() as session:
        account = session.scalars(select(Account).where(Account.link == link)).first()
    if account is None:
        return _phone("Liên kết không còn dùng được", tag("p", "Hãy hỏi đại lý để nhận mã khác."))
    if account.status == "active":
        return _phone(
            "Tài khoản đã kích hoạt", tag("p", "Bạn có thể dùng tài khoản dịch vụ công ngay bây giờ.")
        )
    number = masked(account.personal_number)
    form = tag(
        "form", tag("button", "Kích hoạt tài khoản"), method="post", action=f"/_sandbox/activate/{link}"
    )
    return _phone("Kích hoạt tài khoản", tag("p", f"Tài khoản cho số định danh {number}."), form)


@pages.post("/activate/{link}")
def activate_account(portal: ThePortal, link: str, sent: TheSent) -> Response:
    with portal.store.write() as session:
        account = session.scalars(select(Account).where(Account.link == link)).first()
        if account is None:
            raise Problem(404, "link_unknown", "Liên kết không còn dùng được.")
        if account.status != "active":
            activate(portal, account)
    return sent.answer(f"/_sandbox/activate/{link}", {"account_id": account.account_id, "status": "active"})


def _logins(portal: ThePortal) -> list[DeviceLogin]:
    with portal.store.read() as session:
        waiting = select(DeviceLogin).where(
            DeviceLogin.state == "pending", DeviceLogin.expires_at > portal.clock.stamp()
        )
        return list(session.scalars(waiting.order_by(DeviceLogin.expires_at.desc())))


@pages.get("/vneid")
def vneid_phone(portal: ThePortal, request: Request, user_code: Annotated[str, Query()] = "") -> Response:
    """The citizen's own phone: which sample citizen holds it, and whether the login is approved."""
    if not wants_page(request):
        logins = [{"user_code": each.user_code, "expires_at": each.expires_at} for each in _logins(portal)]
        return JSONResponse({"waiting": logins, "citizens": list(SAMPLE_CITIZENS.values())})
    if not user_code:
        return _phone("VNeID (mô phỏng)", *_code_entry(_logins(portal)))
    with portal.store.read() as session:
        login = login_by_user_code(session, user_code)
    if login is None:
        return _phone("Không tìm thấy", tag("p", "Mã này không có hoặc đã quá lâu."), *_code_entry([]))
    if login.state != "pending" or login.expires_at <= portal.clock.stamp():
        said = {"refused": "Bạn đã từ chối đăng nhập.", "pending": "Mã đã hết hạn."}
        return _phone(
            "Xong", tag("p", said.get(login.state, "Bạn đã đồng ý. Hãy quay lại màn hình của kiosk."))
        )
    citizens = [
        tag(
            "label",
            tag("input", type="radio", name="citizen", value=number, checked=place == 0),
            tag(
                "span", tag("strong", citizen["name"]), tag("br"), f"{number} · mức {citizen['vneid_level']}"
            ),
            class_="pick",
        )
        for place, (number, citizen) in enumerate(SAMPLE_CITIZENS.items())
    ]
    action = f"/_sandbox/vneid/{login.user_code}"
    return _phone(
        "Đăng nhập tại kiosk?",
        tag("p", "Kiểm tra mã trên màn hình kiosk:"),
        tag("p", login.user_code, class_="big", style="text-align:center"),
        tag(
            "form",
            tag("p", "Điện thoại này là của:", class_="soft"),
            *citizens,
            tag("button", "Đồng ý", class_="good", formaction=f"{action}/approve"),
            tag("button", "Từ chối", class_="quiet", formaction=f"{action}/refuse"),
            method="post",
        ),
    )


def _code_entry(logins: list[DeviceLogin]) -> list[Html]:
    waiting = [
        tag(
            "p", tag("a", f"Mã {each.user_code} đang chờ", href=f"/_sandbox/vneid?user_code={each.user_code}")
        )
        for each in logins
    ]
    entry = tag("input", name="user_code", required=True, autocomplete="off", placeholder="XXXX-XXXX")
    form = tag(
        "form",
        tag("label", "Mã trên màn hình kiosk", entry),
        tag("button", "Tiếp tục"),
        method="get",
        action="/_sandbox/vneid",
    )
    return [*waiting, form]


@pages.post("/vneid/{user_code}/approve")
def approve(portal: ThePortal, user_code: str, sent: TheSent) -> Response:
    """`citizen`: the number of a sample citizen; the first one where none is named."""
    citizen = sent.text("citizen") or next(iter(SAMPLE_CITIZENS))
    state = decide_login(portal, user_code, citizen)
    return sent.answer(f"/_sandbox/vneid?user_code={user_code}", {"user_code": user_code, "state": state})


@pages.post("/vneid/{user_code}/refuse")
def refuse(portal: ThePortal, user_code: str, sent: TheSent) -> Response:
    state = decide_login(portal, user_code, None)
    return sent.answer(f"/_sandbox/vneid?user_code={user_code}", {"user_code": user_code, "state": state})


@pages.get("/receipts/{payment_id:uuid}")
def receipt(portal: ThePortal, payment_id: UUID) -> Response:
    """What `receipt_url` of a payment opens."""
    with portal.store.read() as session:
        payment = known_payment(session, payment_id)
        dossier = known_dossier(session, payment.dossier_id)
    if payment.confirmed_at is None:
        raise Problem(404, "receipt_unknown", "Khoản này chưa được xác nhận.")
    rows = (
        ("Số", payment.purpose),
        ("Hồ sơ", dossier.code or dossier.local_reference),
        ("Số tiền", dong(payment.amount)),
        ("Hình thức", "Tiền mặt" if payment.method == "cash" else "Chuyển khoản VietQR"),
        ("Đơn vị thu", PAYEE["name"]),
        ("Xác nhận lúc", local_time(payment.confirmed_at)),
    )
    note = tag("p", "Bản mô phỏng, không phải biên lai hay hóa đơn.", class_="soft")
    return plain_page(
        "Biên lai điện tử", tag("div", tag("h1", "Biên lai điện tử"), facts(*rows), note, class_="sheet")
    )


@pages.get("/dossiers/{dossier_id:uuid}/forms/{number}")
def official_form(portal: ThePortal, dossier_id: UUID, number: str) -> Response:
    """What `form_url` of a notice opens: the newest form of that number issued for the dossier."""
    with portal.store.read() as session:
        dossier = known_dossier(session, dossier_id)
        body = current_body(session, dossier)
        issued = [
            event for event in history_of(session, dossier) if event.state == _FORMS.get(number, ("", ""))[1]
        ]
    if not issued:
        raise Problem(404, "form_unknown", "Mẫu này chưa được ban hành cho hồ sơ.")
    notice, applicant = issued[0].notice or {}, body["applicant"]
    rows = [
        ("Mã hồ sơ", dossier.code or dossier.local_reference),
        ("Tiếp nhận hồ sơ của", applicant.get("full_name")),
        ("Địa chỉ", (applicant.get("address") or {}).get("text")),
        ("Điện thoại", applicant.get("phone")),
        ("Thủ tục", body["procedure"]["code"]),
        *_own_rows(number, dossier, body, notice),
        ("Nội dung", notice.get("text")),
    ]
    return plain_page(
        _FORMS[number][0],
        tag(
            "div",
            tag(
                "div",
                tag("div", tag("strong", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"), tag("br"), "(mô phỏng)"),
                tag(
                    "div",
                    tag("strong", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                    tag("br"),
                    "Độc lập – Tự do – Hạnh phúc",
                ),
                class_="head",
            ),
            tag("h1", _FORMS[number][0]),
            facts(*rows),
            tag("div", tag("div", "Người nộp hồ sơ"), tag("div", "Cán bộ tiếp nhận"), class_="sign"),
            tag(
                "p",
                f"Mẫu số {number}, lập lúc {local_time(issued[0].at)}. Bản mô phỏng, không có giá trị pháp lý.",
                class_="soft small",
            ),
            class_="sheet",
        ),
    )


def _own_rows(
    number: str, dossier: Dossier, body: Mapping[str, Any], notice: Mapping[str, Any]
) -> list[tuple[str, Any]]:
    if number == "01":
        papers = tag(
            "ol", *[tag("li", each["name"] or each["component_id"]) for each in body.get("documents") or []]
        )
        received = ("Nhận hồ sơ lúc", local_time(dossier.accepted_at))
        return [("Thành phần hồ sơ", papers), received, ("Hẹn trả kết quả", local_time(dossier.due_at))]
    if number == "02":
        lines = [
            f"{each.get('component_id', '')} {each['reason']} – {each.get('what_to_do', '')}"
            for each in notice.get("items", [])
        ]
        return [("Cần bổ sung", tag("ol", *[tag("li", line.strip(" –")) for line in lines]))]
    if number == "04":
        return [("Hẹn lại ngày trả", local_time(dossier.due_at))]
    return []
