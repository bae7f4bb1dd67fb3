"""The buttons beside a dossier: one small form a decision that its state allows; nothing is decided here."""

from collections.abc import Mapping
from typing import Any

from kiosk.sandbox.moves import ALLOWED
from kiosk.sandbox.officer.desk import SUPPLEMENT_ROWS
from kiosk.sandbox.officer.markup import Html, tag
from kiosk.sandbox.tables import Dossier

_TARGETS: dict[str, tuple[str, str]] = {
    "accept": ("ACCEPTED", "Tiếp nhận"),
    "process": ("IN_PROCESS", "Chuyển xử lý"),
    "finish": ("RESULT_READY", "Đã có kết quả"),
    "return": ("RETURNED", "Đã trả kết quả"),
    "supplement": ("SUPPLEMENT_REQUESTED", "Yêu cầu bổ sung"),
    "payment": ("PAYMENT_REQUIRED", "Yêu cầu nộp phí"),
    "extend": ("EXTENDED", "Xin lỗi, gia hạn"),
    "refuse": ("REFUSED", "Từ chối tiếp nhận"),
    "stop": ("STOPPED", "Dừng xử lý"),
}
_GRAVE = frozenset({"refuse", "stop"})
_THROUGH_PROCESS = frozenset({"finish", "supplement", "extend"})


def possible_decisions(state: str) -> list[str]:
    """What may be decided now; some decisions take an accepted dossier up by themselves."""
    reachable = ALLOWED.get(state, frozenset())
    further = ALLOWED["IN_PROCESS"] if state in ("ACCEPTED", "SUPPLEMENTED") else frozenset()
    return [
        action
        for action, (target, _) in _TARGETS.items()
        if target in reachable or (action in _THROUGH_PROCESS and target in further)
    ]


def _field(words: str, control: Html) -> Html:
    return tag("label", words, control)


def _text(words: str = "Lời nhắn cho công dân (để trống: dùng câu mẫu)") -> Html:
    return _field(words, tag("textarea", name="text"))


def _supplement_rows(body: Mapping[str, Any]) -> list[Html]:
    components = sorted({document["component_id"] for document in body.get("documents") or []})
    suggestions = tag(
        "datalist", *[tag("option", value=component) for component in components], id="components"
    )
    rows = [suggestions]
    for row in range(SUPPLEMENT_ROWS):
        rows.append(
            tag(
                "div",
                _field(f"{row + 1}. Giấy tờ", tag("input", name=f"component_id_{row}", list="components")),
                _field("Lý do", tag("input", name=f"reason_{row}", required=row == 0)),
                _field("Việc cần làm", tag("input", name=f"what_to_do_{row}")),
                class_="items",
            )
        )
    return rows


def _fields(action: str, body: Mapping[str, Any]) -> list[Html]:
    due = _field("Hẹn trả (để trống: tự tính)", tag("input", type="datetime-local", name="due_at"))
    if action in ("accept", "extend"):
        return [due, _text()]
    if action == "supplement":
        return [*_supplement_rows(body), _text()]
    if action == "payment":
        amount = tag("input", name="amount", inputmode="numeric", placeholder="theo thủ tục")
        return [_field("Số tiền (đồng)", amount), _text()]
    return [_text("Lý do" if action in _GRAVE else "Lời nhắn cho công dân (để trống: dùng câu mẫu)")]


def decision_panel(dossier: Dossier, body: Mapping[str, Any]) -> Html:
    """The officer's panel; the likeliest decision is open."""
    actions = possible_decisions(dossier.state) if dossier.received_at else []
    if not actions:
        words = (
            "Kiosk đang gửi giấy tờ." if dossier.draft_open else "Hồ sơ đã kết thúc, không còn việc phải làm."
        )
        return tag("section", tag("h2", "Xử lý"), tag("p", words, class_="soft"), class_="card")
    forms = []
    for place, action in enumerate(actions):
        words = _TARGETS[action][1]
        colour = "grave" if action in _GRAVE else "good" if place == 0 else "quiet"
        button = tag("button", words, type="submit", class_=colour)
        href = f"/_sandbox/dossiers/{dossier.dossier_id}/{action}"
        form = tag("form", *_fields(action, body), button, method="post", action=href)
        forms.append(tag("details", tag("summary", words), form, open=place == 0 and action not in _GRAVE))
    return tag("section", tag("h2", "Xử lý"), *forms, class_="card")
