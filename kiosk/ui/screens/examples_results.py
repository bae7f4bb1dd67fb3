"""The desk of results in each of its notable states, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.domain.held_result import HeldResult, Receiver, ResultState
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.flow.messages import Notice, View
from kiosk.flow.post_words import SignLine, SignView
from kiosk.flow.result_words import HandOutView, HeldResultView, ResultsView
from kiosk.flow.views import SlipState

NOW = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
CLERK = "Trần Thị Lan"
_S = ResultState
RESULT = HeldResult(
    id="019a0000-0000-7000-8000-000000000011",
    code="H26.99-261116-0042",
    state=_S.AT_AGENT_POINT,
    arrived_at=NOW - timedelta(days=1),
    changed_at=NOW - timedelta(days=1),
    dossier_id="019a0000-0000-7000-8000-000000000001",
    reference="K-HN0099-261116-20017-7",
    procedure_code="1.012783",
    procedure_name="Cấp đổi giấy chứng nhận quyền sử dụng đất",
    agency="Trung tâm Phục vụ hành chính công phường Cửa Nam",
)
INVITED = replace(
    RESULT, id=RESULT.id[:-1] + "2", state=_S.INVITED_1, invited_at=(NOW,), code="H26.99-261116-0043"
)
TWICE = replace(INVITED, state=_S.INVITED_2, invited_at=(NOW - timedelta(days=2), NOW))
OUT = replace(RESULT, id=RESULT.id[:-1] + "3", state=_S.IN_DELIVERY, label="EE123456785VN")
STRANGE = replace(
    RESULT,
    id=RESULT.id[:-1] + "4",
    state=_S.UNMATCHED,
    code="H26.99-261101-0007",
    dossier_id="",
    reference="",
    procedure_code="",
    procedure_name="",
    agency="",
)
BY_NAME = replace(
    RESULT,
    id=RESULT.id[:-1] + "5",
    code="RR473124829VN",
    dossier_id="",
    reference="RR473124829VN",
    procedure_code="",
)
RESULTS = ResultsView(
    results=(RESULT, INVITED, OUT, BY_NAME, STRANGE),
    next_at={RESULT.id: NOW - timedelta(days=1), INVITED.id: NOW + timedelta(days=2), STRANGE.id: NOW},
    now=NOW,
    can_go_back=True,
    personal=False,
    assisted_by=CLERK,
)
HELD = HeldResultView(
    result=RESULT,
    masked_phone="091••••678",
    invite_from=NOW - timedelta(days=1),
    send_back_from=None,
    now=NOW,
    can_hand_out=True,
    can_go_back=True,
    assisted_by=CLERK,
)
HAND_OUT = HandOutView(
    result=RESULT,
    receiver=Receiver.APPLICANT,
    receiver_name="Nguyễn Thị An",
    masked_number="001•••••0001",
    step=(2, 3),
    can_go_back=True,
    assisted_by=CLERK,
)
PRINTED = SlipState(PrintState.PRINTED, PrinterState.READY)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("results", RESULTS),
    ("results-none", replace(RESULTS, results=())),
    ("results-loading", replace(RESULTS, results=None)),
    ("results-taken", replace(RESULTS, taken=RESULT)),
    ("results-unmatched", replace(RESULTS, taken=STRANGE)),
    ("results-wrong", replace(RESULTS, problem="error.result_code_shape", said="ABC-123")),
    ("held-result", HELD),
    (
        "held-result-invited",
        replace(
            HELD,
            result=INVITED,
            invite_from=NOW + timedelta(days=2),
            problem="error.invited_too_soon",
            slip=PRINTED,
        ),
    ),
    (
        "held-result-twice",
        replace(
            HELD,
            result=TWICE,
            invite_from=None,
            send_back_from=NOW + timedelta(days=14),
            notice=Notice("success", "held_result.done_invited_2"),
        ),
    ),
    ("held-result-out", replace(HELD, result=OUT, invite_from=None, can_hand_out=False)),
    (
        "held-result-unmatched",
        replace(
            HELD,
            result=STRANGE,
            masked_phone="",
            invite_from=None,
            send_back_from=NOW,
            can_hand_out=False,
        ),
    ),
    (
        "held-result-given",
        replace(
            HELD,
            result=replace(RESULT, state=_S.DELIVERED),
            invite_from=None,
            can_hand_out=False,
            fresh=True,
            can_go_back=False,
            slip=PRINTED,
        ),
    ),
    ("hand-out", HAND_OUT),
    ("hand-out-representative", replace(HAND_OUT, receiver=Receiver.REPRESENTATIVE)),
    (
        "hand-out-stranger",
        replace(
            HAND_OUT,
            receiver=Receiver.STRANGER,
            receiver_name="Trần Văn Bình",
            masked_number="001•••••0002",
            notice=Notice("error", "error.receiver_not_entitled"),
        ),
    ),
    (
        "sign-result",
        SignView(
            subject="result",
            role="receiver",
            signer="Nguyễn Thị An",
            lines=(
                SignLine(name=RESULT.procedure_name, remark=RESULT.code),
                SignLine(name="Giấy hẹn trả kết quả", remark="Đã thu lại"),
            ),
            step=(3, 3),
            can_go_back=True,
            assisted_by=CLERK,
        ),
    ),
)
