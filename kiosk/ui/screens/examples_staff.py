"""The screens of look-up and of staff in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.domain.account import Tracking, TrackingStep
from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Document, Dossier, DossierState, Problem, StateChange, SupplementItem
from kiosk.domain.draft import Draft
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.upload import JobKind, QueueCounts, QueueItem
from kiosk.flow.messages import Notice, View
from kiosk.flow.staff_words import NewPasswordView, SignInView, WorkItemView, WorkListView
from kiosk.flow.track_words import TrackResultView, TrackView
from kiosk.flow.views import SlipState

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
CLERK = "Trần Văn Bình"
REFERENCE = "K-HN0099-261120-0042-7"
CODE = "H26.99-261120-0042"
BIRTH = Text("Đăng ký khai sinh", "Registration of a birth")
APPLICANT = {
    "full_name": "Nguyễn Thị An",
    "personal_number": "001199000001",
    "phone": "+84912345678",
}


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


# --- look-up -----------------------------------------------------------------------------------------------

TRACK = TrackView(can_go_back=True)
ACCEPTED = Tracking(
    code=CODE,
    procedure="1.001193",
    agency="commune",
    state="ACCEPTED",
    received_at=AT,
    accepted_at=AT + _hours(4),
    due_at=AT + _hours(124),
    history=(
        TrackingStep(AT, "SUBMITTED"),
        TrackingStep(AT + _hours(4), "ACCEPTED"),
    ),
    as_of=AT + _hours(30),
)
RESULT = TrackResultView(tracking=ACCEPTED, procedure_name=BIRTH, can_go_back=True, personal=False)


def _result(state: str, **changes: Any) -> TrackResultView:
    step = TrackingStep(AT + _hours(20), state)
    tracking = replace(ACCEPTED, state=state, history=(*ACCEPTED.history, step))
    return replace(RESULT, tracking=replace(tracking, **changes))


TRACKING: tuple[tuple[str, View], ...] = (
    ("track", TRACK),
    ("track-asking", replace(TRACK, asking=True)),
    ("track-unknown", replace(TRACK, problem="track.unknown")),
    ("track-unknown-away", replace(TRACK, problem="track.unknown_away", assisted_by=CLERK)),
    ("track-portal-away", replace(TRACK, notice=Notice("warning", "error.server_away"))),
    ("track-result", RESULT),
    (
        "track-result-sent",
        replace(
            RESULT,
            tracking=replace(
                ACCEPTED, state="SUBMITTED", accepted_at=None, due_at=None, history=ACCEPTED.history[:1]
            ),
        ),
    ),
    ("track-result-supplement", _result("SUPPLEMENT_REQUESTED")),
    ("track-result-refused", replace(_result("REFUSED"), slip=SlipState(PrintState.UNKNOWN))),
    (
        "track-result-ready",
        replace(_result("RESULT_READY"), slip=SlipState(PrintState.PRINTED, PrinterState.READY)),
    ),
    ("track-result-raw", _result("Chờ ý kiến liên ngành")),
    ("track-result-away", replace(RESULT, tracking=replace(ACCEPTED, local=True), away=True)),
    (
        "track-result-local",
        replace(
            RESULT,
            tracking=Tracking(
                code=REFERENCE, procedure="9.999999", agency="", state="QUEUED", as_of=AT, local=True
            ),
            procedure_name=None,
            slip=SlipState(PrintState.NOT_PRINTED, PrinterState.PAPER_OUT),
        ),
    ),
)

# --- sign-in -----------------------------------------------------------------------------------------------

SIGN_IN = SignInView(can_go_back=True)
SIGNING_IN: tuple[tuple[str, View], ...] = (
    ("sign-in", SIGN_IN),
    ("sign-in-checking", replace(SIGN_IN, checking=True)),
    ("sign-in-wrong", replace(SIGN_IN, problem="staff.wrong")),
    ("sign-in-locked", replace(SIGN_IN, problem="staff.locked", wait_s=60)),
    ("new-password", NewPasswordView()),
    ("new-password-weak", NewPasswordView(problem="error.password_weak")),
    ("new-password-wrong", NewPasswordView(problem="staff.wrong")),
)

# --- the bench ---------------------------------------------------------------------------------------------


def _item(
    number: int, state: str = "waiting", why: str = "", problem: Problem | None = None, **changes: Any
) -> QueueItem:
    item = QueueItem(
        job_id=number,
        kind=JobKind.DELIVER_DOSSIER,
        subject_id=f"{number:032x}",
        reference=f"K-HN0099-261120-{number:04d}-7",
        state=state,
        queued_at=AT + timedelta(minutes=7 * number),
        why=why,
        problem=problem,
    )
    return replace(item, **changes)


VALIDATION = Problem(
    "validation_failed",
    "Nội dung gửi lên có chỗ không hợp lệ.",
    (
        ("/applicant/birth_date", "required", "Thiếu thông tin bắt buộc."),
        ("/form/child_name", "required", "Thiếu thông tin bắt buộc."),
        ("/documents/0/bytes", "document_too_large", "Tệp lớn hơn giới hạn 20000000 byte."),
    ),
)
QUEUE = (
    _item(41, "uploading", "uploading", bytes_left=812_000),
    _item(42, why="no_line", failures=2),
    _item(43),
    _item(
        44,
        why="server_away",
        kind=JobKind.REGISTER_ACCOUNT,
        reference="001•••••0002",
    ),
    _item(45, "quarantined", "validation_failed", VALIDATION),
    _item(46, "quarantined", "manifest_mismatch", Problem("manifest_mismatch", "document 2")),
    _item(
        47,
        "quarantined",
        "withdrawal_refused",
        Problem("withdrawal_refused", "Hồ sơ đã được tiếp nhận."),
        kind=JobKind.WITHDRAW_DOSSIER,
    ),
)
DRAFTS = (
    Draft(
        id="d1",
        saved_at=AT,
        procedure_code="1.001193",
        procedure_name="Đăng ký khai sinh",
        content={},
        staff_id="binh",
        masked_number="001•••••0001",
    ),
    Draft(
        id="d2",
        saved_at=AT + _hours(1),
        procedure_code="1.010041",
        procedure_name="Đăng ký tạm trú",
        content={},
        staff_id="binh",
        masked_number="001•••••0002",
        reference=REFERENCE,
    ),
)
DOSSIER = Dossier(
    id="7c9e6679-7425-40de-944b-e07fc1f90ae7",
    local_reference=REFERENCE,
    revision=1,
    state=DossierState.SUBMITTED,
    raw_state="SUBMITTED",
    procedure_code="1.001193",
    procedure_name="Đăng ký khai sinh",
    body={"applicant": APPLICANT},
    documents=(
        Document("a1", "birth_certificate", "Giấy chứng sinh", "application/pdf", 812_000, "0" * 64, 2),
        Document("a2", "declaration", "Tờ khai", "application/pdf", 2_410_000, "1" * 64, 5),
    ),
    created_at=AT,
    official_code=CODE,
    sent_at=AT + timedelta(minutes=3),
    history=(
        StateChange("QUEUED", AT, "clerk:binh"),
        StateChange("UPLOADING", AT + timedelta(minutes=1), "kiosk"),
        StateChange("SUBMITTED", AT + timedelta(minutes=3), "portal", AT + timedelta(minutes=3)),
    ),
)
SUPPLEMENT = replace(
    DOSSIER,
    state=DossierState.SUPPLEMENT_REQUESTED,
    raw_state="SUPPLEMENT_REQUESTED",
    accepted_at=AT + _hours(4),
    due_at=AT + _hours(124),
    supplement=(
        SupplementItem(
            "birth_certificate",
            "Ảnh trang 2 bị mờ, không đọc được dấu.",
            "Chụp lại trang 2 của Giấy chứng sinh.",
        ),
        SupplementItem("Giấy ủy quyền", "Người nộp không phải là cha hoặc mẹ.", "Nộp thêm giấy uỷ quyền."),
    ),
    notice_text="Đề nghị bổ sung trước ngày 30/11/2026. Quá hạn, hồ sơ được trả lại.",
)
BENCH = WorkListView(
    tab="waiting",
    drafts=DRAFTS,
    queue=QUEUE,
    counts=QueueCounts(waiting=3, uploading=1, quarantined=3, oldest_at=AT, bytes=812_000),
    supplements=(SUPPLEMENT,),
    recent=(
        replace(SUPPLEMENT, local_reference="K-HN0099-261120-0048-7"),
        DOSSIER,
        replace(
            DOSSIER,
            local_reference="K-HN0099-261119-0039-7",
            procedure_name="Đăng ký tạm trú",
            state=DossierState.UNKNOWN,
            raw_state="Chờ ý kiến liên ngành",
        ),
    ),
    accounts=(("001•••••0003", "needs_code", "TK-3F9A21"),),
    assisted_by=CLERK,
)
STOPPED = WorkItemView(
    dossier=replace(
        DOSSIER,
        state=DossierState.QUARANTINED,
        raw_state="",
        sent_at=None,
        official_code=None,
        problem=VALIDATION,
    ),
    item=QUEUE[4],
    problem=VALIDATION,
    can_retry=True,
    can_correct=True,
    can_go_back=True,
    assisted_by=CLERK,
)
WORK: tuple[tuple[str, View], ...] = (
    ("work-list", BENCH),
    ("work-list-drafts", replace(BENCH, tab="drafts")),
    ("work-list-quarantined", replace(BENCH, tab="quarantined")),
    ("work-list-supplements", replace(BENCH, tab="supplements")),
    ("work-list-recent", replace(BENCH, tab="recent")),
    ("work-list-nothing", WorkListView(assisted_by=CLERK, notice=Notice("error", "error.database_busy"))),
    ("work-list-loading", WorkListView(assisted_by=CLERK, loading=True)),
    (
        "work-item",
        WorkItemView(dossier=DOSSIER, can_go_back=True, assisted_by=CLERK),
    ),
    ("work-item-stopped", STOPPED),
    (
        "work-item-retried",
        replace(
            STOPPED,
            item=QUEUE[1],
            problem=None,
            can_correct=False,
            dossier=replace(
                DOSSIER, state=DossierState.QUEUED, raw_state="", sent_at=None, official_code=None
            ),
            notice=Notice("success", "work.retried"),
        ),
    ),
    (
        "work-item-supplement",
        WorkItemView(
            dossier=SUPPLEMENT,
            can_correct=True,
            slips=("supplement", "acceptance", "submission"),
            slip=SlipState(PrintState.UNKNOWN),
            can_go_back=True,
            assisted_by=CLERK,
        ),
    ),
)

EXAMPLES: tuple[tuple[str, View], ...] = (*TRACKING, *SIGNING_IN, *WORK)
