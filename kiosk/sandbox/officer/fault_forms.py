"""The faults as a form and back; what each fault does is told by its model and done by the gate and the uploads."""

from collections.abc import Mapping
from typing import Any

from kiosk.sandbox.calls import CALL_NAMES
from kiosk.sandbox.faults import Faults
from kiosk.sandbox.officer.markup import Html, tag

_NAMES: dict[str, tuple[str, str]] = {
    "cut_request": (
        "Đứt mạng khi đang gửi",
        "Ngắt kết nối sau khi nhận đủ số byte; phần đã nhận được giữ lại.",
    ),
    "cut_response": ("Đứt mạng khi đang nhận trả lời", "Ngắt kết nối sau khi trả về số byte này."),
    "swallow_reply": ("Mất câu trả lời", "Cổng làm xong việc rồi ngắt kết nối, không trả lời."),
    "unavailable": ("Quá tải 503", "Trả 503 kèm Retry-After."),
    "captive_portal": (
        "Trang đăng nhập WiFi",
        "Trang 200 vui vẻ của người khác, không có bằng chứng của cổng.",
    ),
    "slow": ("Mạng chậm", "Cả hai chiều theo số byte mỗi giây."),
    "accept_less": ("Nhận ít hơn đã gửi", "Mỗi PATCH chỉ giữ tối đa số byte này."),
    "buffering": ("Proxy giữ cả gói", "Yêu cầu bị đứt thì không giữ lại byte nào."),
    "wrong_bytes": ("Tệp hỏng khi nhận xong", "Tệp không khớp SHA-256, bị bỏ, vẫn nằm trong missing."),
    "manifest_lie": ("Biên nhận ký sai", "Biên nhận đã ký không đúng với những gì kiosk gửi."),
}
_FIELDS = {
    "times": "Số lần (trống: đến khi tắt)",
    "calls": "Áp dụng cho",
    "after_bytes": "Sau số byte",
    "retry_after_s": "Retry-After (giây)",
    "bytes_per_s": "Byte mỗi giây",
    "bytes": "Số byte giữ lại",
    "kind": "Kiểu",
}
EVERYTHING_OFF = "everything_off"
_KINDS = {"other_sha": "SHA-256 khác", "wrong_key": "khóa khác", "missing_document": "thiếu một giấy tờ"}


def _control(fault: str, field: str, value: Any) -> Html:
    name = f"{fault}.{field}"
    if field == "calls":
        text = " ".join(value) if isinstance(value, list) else "any"
        return tag("input", name=name, value=text, list="calls", title=" ".join(CALL_NAMES))
    if field == "kind":
        options = [tag("option", words, value=kind, selected=kind == value) for kind, words in _KINDS.items()]
        return tag("select", *options, name=name)
    return tag("input", name=name, type="number", min=0, value=value)


def _card(name: str, current: Faults) -> Html:
    title, words = _NAMES[name]
    fault = getattr(current, name)
    model = next(kind for kind in _model_args(name))
    fields = []
    for field, info in sorted(model.model_fields.items(), key=lambda pair: list(_FIELDS).index(pair[0])):
        value = getattr(fault, field) if fault is not None else info.get_default(call_default_factory=True)
        fields.append(tag("label", _FIELDS[field], _control(name, field, value)))
    box = tag(
        "label",
        tag("input", type="checkbox", name=f"{name}.on", checked=fault is not None),
        title,
        class_="switch",
    )
    return tag(
        "section",
        box,
        tag("p", words, class_="soft small"),
        *fields,
        class_=f"card fault{' on' if fault else ''}",
    )


def _model_args(name: str) -> list[Any]:
    annotation = Faults.model_fields[name].annotation
    return [kind for kind in getattr(annotation, "__args__", ()) if kind is not type(None)]


def fault_cards(current: Faults) -> Html:
    """One form with a card a fault."""
    once = tag(
        "section",
        tag("h3", "Đồng hồ và việc làm một lần"),
        tag(
            "label",
            "Đồng hồ của cổng lệch (giây)",
            tag("input", name="clock_skew_s", type="number", value=current.clock_skew_s),
        ),
        tag(
            "label",
            tag("input", type="checkbox", name="expire_tokens"),
            "Cho mọi token hết hạn ngay",
            class_="check",
        ),
        tag(
            "label",
            tag("input", type="checkbox", name="forget_uploads"),
            "Quên mọi lượt tải lên dở dang",
            class_="check",
        ),
        class_="card",
    )
    calls = tag("datalist", *[tag("option", value=name) for name in CALL_NAMES], id="calls")
    cards = tag("div", *[_card(name, current) for name in _NAMES], once, class_="grid")
    buttons = tag(
        "div",
        tag("button", "Áp dụng"),
        tag("button", "Tắt mọi sự cố", class_="quiet", name=EVERYTHING_OFF, value="1"),
        class_="filters bar",
    )
    names = tag(
        "p", "Tên các cuộc gọi: ", *[part for name in CALL_NAMES for part in (tag("code", name), " ")]
    )
    return tag("form", calls, cards, buttons, names, method="post", action="/_sandbox/faults")


def faults_of_form(members: Mapping[str, Any]) -> dict[str, Any]:
    """What the form sent, as the JSON value of the faults. Numbers that are none are left for the model to refuse."""
    if EVERYTHING_OFF in members:
        return {}
    faults: dict[str, Any] = {}
    for name in _NAMES:
        if f"{name}.on" not in members:
            continue
        fault: dict[str, Any] = {}
        for field in _FIELDS:
            value = str(members.get(f"{name}.{field}", "")).strip()
            if value:
                fault[field] = value.replace(",", " ").split() if field == "calls" else value
        faults[name] = fault
    if skew := str(members.get("clock_skew_s", "")).strip():
        faults["clock_skew_s"] = skew
    faults["expire_tokens"] = "expire_tokens" in members
    faults["forget_uploads"] = "forget_uploads" in members
    return faults
