"""Screens on which a draft changes hands, in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.flow.call_words import ClerkCalledView
from kiosk.flow.messages import Notice, View
from kiosk.flow.passing_words import AgreedLine, AgreedView, PassedOnView, PickUpView
from kiosk.flow.views import ResumeView, SlipState

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
UNTIL = datetime(2026, 11, 20, 4, 15, tzinfo=UTC)
CALLED = ClerkCalledView(
    hotline="1900 0000", session_code="7F3A9C", can_sign_in=True, can_pass_on=True, can_go_back=True
)
AGREED = AgreedView(
    procedure_name="Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    masked_number="001•••••0001",
    began_at=AT,
    lines=(
        AgreedLine(
            purpose="submit_dossier",
            text=Text(
                "Dùng thông tin trên thẻ và giấy tờ của tôi để nộp hồ sơ này.",
                "Use what stands on my card and papers to submit this application.",
            ),
            version="2026-1",
            agreed_at=AT,
        ),
        AgreedLine(purpose="notices", text=None, version="1", agreed_at=AT),
    ),
    assisted_by="Trần Văn Bình",
)
PASSED_ON = PassedOnView(
    code="7F3A9C",
    until=UNTIL,
    hotline="1900 0000",
    slip=SlipState(PrintState.PRINTED, PrinterState.READY),
    can_go_back=True,
    personal=False,
)
PICK_UP = PickUpView(problem="", asking=False, can_go_back=True, personal=False)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("passing-called", CALLED),
    (
        "passing-helping",
        replace(CALLED, can_sign_in=False, can_hand_back=True, assisted_by="Trần Văn Bình"),
    ),
    ("passing-agreed", AGREED),
    ("passing-agreed-nothing", replace(AGREED, procedure_name="", masked_number="", began_at=None, lines=())),
    ("passing-code", PASSED_ON),
    ("passing-keeping", replace(PASSED_ON, code="", until=None, slip=None)),
    ("passing-not-kept", replace(PASSED_ON, code="", slip=None, notice=Notice("error", "error.disk_full"))),
    ("passing-pick-up", PICK_UP),
    ("passing-pick-up-unknown", replace(PICK_UP, problem="pick_up.unknown", assisted_by="Trần Văn Bình")),
    (
        "passing-own-card",
        ResumeView(
            procedure_name="",
            saved_at=AT,
            draft_id="d",
            needs_card=True,
            passed_on=True,
            can_go_back=True,
            personal=False,
        ),
    ),
)
