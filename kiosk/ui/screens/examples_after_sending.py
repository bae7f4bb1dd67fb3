"""The screens of what happens after sending, in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.receipt import PrintState
from kiosk.flow.after_sending_words import (
    ExemptionLine,
    ExemptionView,
    OwnCardView,
    OwnDossiersView,
    SupplementLine,
    SupplementView,
    WithdrawView,
)
from kiosk.flow.messages import Notice, View
from kiosk.flow.views import SlipState

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
NAME = Text("Cấp bản sao từ sổ gốc", "Copy from the register")
REFERENCE = "K-HN0099-261120-0042-7"
LINES = (
    SupplementLine(
        Text("Bản sao thẻ căn cước", "Copy of the identity card"),
        "Ảnh mờ, không đọc được số thẻ",
        "Chụp lại mặt trước, đủ sáng, không lóa",
        "paper",
        done=False,
    ),
    SupplementLine(
        Text("Tên giấy tờ cần bản sao", "Name of the paper"),
        "Ghi sai tên giấy tờ",
        "Ghi đúng như sổ gốc",
        "answer",
        done=True,
    ),
    SupplementLine("", "Thiếu chữ ký ở trang cuối", "Ký vào bản giấy khi nhận kết quả", "other", done=False),
)
LIST = SupplementView(
    procedure_name=NAME,
    reference=REFERENCE,
    lines=LINES,
    notice_text="Hồ sơ cần bổ sung 3 điểm.",
    can_go_back=True,
)
DONE = tuple(replace(line, done=True, pages=1 if line.kind == "paper" else 0) for line in LINES)
DOSSIER = Dossier(
    id="019a8d00-0000-7000-8000-0000000000aa",
    local_reference=REFERENCE,
    revision=1,
    state=DossierState.SUPPLEMENT_REQUESTED,
    raw_state="SUPPLEMENT_REQUESTED",
    procedure_code="2.000908",
    procedure_name="Cấp bản sao từ sổ gốc",
    body={},
    documents=(),
    created_at=AT,
)
OWN = OwnCardView(purpose="supplement", procedure_name=NAME, code=REFERENCE, can_go_back=True, personal=False)
WITHDRAW = WithdrawView(
    reference=REFERENCE, procedure_name="Cấp bản sao từ sổ gốc", state="SUBMITTED", can_go_back=True
)
EXEMPTION = ExemptionView(
    procedure_name=NAME,
    lines=(
        ExemptionLine(
            "merit",
            Text("Người có công với cách mạng", "People of merit"),
            Text("Giấy xác nhận", "Certificate"),
        ),
        ExemptionLine("poor", Text("Hộ nghèo", "Poor households"), None),
    ),
    step=(5, 5),
    can_go_back=True,
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("supplement", LIST),
    ("supplement-missing", replace(LIST, notice=Notice("warning", "supplement.missing", {"count": 2}))),
    ("supplement-again", replace(LIST, notices=2, is_new_dossier=True, assisted_by="Trần Thị Lan")),
    ("supplement-ready", replace(LIST, lines=DONE, slip=SlipState(PrintState.PRINTED))),
    ("own-card", OWN),
    ("own-card-wrong", replace(OWN, wrong_card=True, purpose="withdraw")),
    (
        "own-dossiers",
        OwnDossiersView(
            dossiers=(
                DOSSIER,
                replace(
                    DOSSIER,
                    local_reference="K-HN0099-261101-0007-A",
                    state=DossierState.REFUSED,
                    raw_state="REFUSED",
                ),
            ),
            can_go_back=True,
        ),
    ),
    ("withdraw", WITHDRAW),
    ("withdraw-done", replace(WITHDRAW, done=True, state="WITHDRAWN", can_go_back=False)),
    ("exemption", EXEMPTION),
    ("exemption-unanswered", replace(EXEMPTION, problem="exemption.choose_first")),
)
