"""What an agency wrote, in every notable state, with invented words; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import SupplementItem
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.sheet import SheetState
from kiosk.flow.decision_words import DecisionView, WrittenDecision
from kiosk.flow.messages import View
from kiosk.flow.views import SlipState

AT = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
REFUSED = DecisionView(
    reference="K-HN0099-261120-0042-7",
    code="H26.99-261121-0007",
    procedure_name="Cấp bản sao từ sổ gốc",
    agency=Text("Trung tâm Phục vụ hành chính công", "Public administration centre"),
    written=(
        WrittenDecision(
            "REFUSED",
            AT,
            "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan.\nĐề nghị nộp tại nơi đang lưu giữ sổ gốc.",
        ),
        WrittenDecision("ACCEPTED", AT - timedelta(days=3), "Hồ sơ đã được tiếp nhận."),
    ),
    form_url="https://portal.example.vn/forms/03/019a8d00",
    has_slip=True,
    can_go_back=True,
)
ASKED = replace(
    REFUSED,
    written=(WrittenDecision("SUPPLEMENT_REQUESTED", AT, "Hồ sơ cần bổ sung 2 điểm."),),
    items=(
        (
            Text("Bản sao thẻ căn cước", "Copy of the identity card"),
            SupplementItem("identity_copy", "Ảnh mờ, không đọc được số thẻ", "Chụp lại mặt trước, đủ sáng"),
        ),
        ("", SupplementItem("", "Thiếu chữ ký ở trang cuối", "Ký vào bản giấy khi nhận kết quả")),
    ),
    due_at=AT + timedelta(days=5),
    form_url="",
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("decision", REFUSED),
    ("decision-asked", ASKED),
    ("decision-printed", replace(REFUSED, slip=SlipState(PrintState.PRINTED, PrinterState.READY))),
    ("decision-on_a4", replace(ASKED, sheet=SheetState.HANDED_OVER)),
    ("decision-nothing", replace(REFUSED, written=(), form_url="", has_slip=False)),
)
