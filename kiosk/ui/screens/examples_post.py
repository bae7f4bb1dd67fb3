"""The post's desk in each of its notable states, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Problem
from kiosk.domain.person import Address, Person
from kiosk.domain.post_item import (
    EnvelopePaper,
    HandOverLine,
    HandOverRecord,
    Line,
    PostItem,
    PostState,
)
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.upload import JobKind, QueueItem
from kiosk.flow.messages import Notice, View
from kiosk.flow.post_words import (
    HandOverView,
    PaperChoiceView,
    PaperCountView,
    PaperDeskView,
    PaperLabelView,
    PaperPlanView,
    PostItemView,
    PostNewsView,
    SignLine,
    SignView,
)
from kiosk.flow.sign_words import SignInsteadView
from kiosk.flow.views import ProcedureLine, SlipState

NOW = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
CLERK = "Trần Thị Lan"
AGENCY = "Trung tâm Phục vụ hành chính công phường Cửa Nam"
PAPERS = (
    EnvelopePaper("to_khai", "Tờ khai đăng ký", originals=1),
    EnvelopePaper("giay_chung_nhan", "Giấy chứng nhận quyền sử dụng đất", originals=1, copies=2),
    EnvelopePaper("uy_quyen", "Văn bản ủy quyền", lacking=True),
)
ITEM = PostItem(
    id="019a0000-0000-7000-8000-000000000001",
    number="EE123456785VN",
    state=PostState.SEALED,
    procedure_code="1.012783",
    case_id="owner",
    procedure_name="Cấp đổi giấy chứng nhận quyền sử dụng đất",
    agency=AGENCY,
    sender=Person(
        full_name="Nguyễn Thị An",
        personal_number="001199000001",
        phone="+84912345678",
        address=Address(text="Số 1, Phường Cửa Nam, Hà Nội"),
    ),
    contents=PAPERS,
    line=Line.PROVINCE,
    service="both",
    price=30_000,
    staff_id="lan",
    counted_at=NOW,
    citizen_signed_at=NOW,
    clerk_signed_at=NOW,
    sealed_at=NOW,
    due_at=NOW + timedelta(days=4, hours=8),
    reference="K-HN0099-261120-20017-7",
)
SOON = replace(ITEM, id=ITEM.id[:-1] + "2", number="EE123456799VN", due_at=NOW + timedelta(hours=3))
LATE = replace(ITEM, id=ITEM.id[:-1] + "3", number="EE123456808VN", due_at=NOW - timedelta(days=2))
HANDED = replace(
    ITEM,
    state=PostState.HANDED_OVER,
    handed_over_at=NOW + timedelta(days=1),
    handover_number="BB-HN0099-261121-01",
)
RECORD = HandOverRecord(
    id="019a0000-0000-7000-8000-0000000000aa",
    number="BB-HN0099-261121-01",
    agency=AGENCY,
    officer="Phạm Văn Minh",
    staff_id="lan",
    at=NOW + timedelta(days=1),
    lines=(HandOverLine(ITEM.id, ITEM.number),),
)
PRINTED = SlipState(PrintState.PRINTED, PrinterState.READY)
DESK = PaperDeskView(items=(LATE, SOON, ITEM), now=NOW, can_go_back=True, personal=False, assisted_by=CLERK)
CHOICE = PaperChoiceView(
    text="dat",
    lines=(
        ProcedureLine(
            "1.012783", Text("Cấp đổi giấy chứng nhận", "Exchange a land certificate"), None, "none"
        ),
        ProcedureLine("2.000815", Text("Chứng thực bản sao", "Certify a copy"), None, "none"),
    ),
    why_not={"2.000815": Text("Phải mang bản chính tới nơi.", "The original has to be shown in person.")},
    step=(1, 6),
    can_go_back=True,
    personal=False,
    assisted_by=CLERK,
)
PLAN = PaperPlanView(
    procedure_name=ITEM.procedure_name,
    cases=(
        ("owner", Text("Chủ sử dụng đất", "The owner")),
        ("proxy", Text("Người được ủy quyền", "A proxy")),
    ),
    agency=AGENCY,
    line=Line.PROVINCE,
    due={line.value: NOW + timedelta(days=days) for days, line in enumerate(Line, 1)},
    step=(2, 6),
    can_go_back=True,
    personal=False,
    assisted_by=CLERK,
)
COUNT = PaperCountView(
    papers=PAPERS,
    asked={"to_khai": (1, 0), "giay_chung_nhan": (1, 1), "uy_quyen": (1, 0)},
    forgotten=(),
    is_listed=True,
    step=(4, 6),
    can_go_back=True,
    assisted_by=CLERK,
)
SIGN = SignView(
    subject="envelope",
    role="citizen",
    signer="Nguyễn Thị An",
    lines=tuple(
        SignLine(name=paper.name, originals=paper.originals, copies=paper.copies) for paper in PAPERS
    ),
    can_sign_instead=True,
    step=(5, 6),
    can_go_back=True,
    assisted_by=CLERK,
)
INSTEAD = SignInsteadView(signer="Nguyễn Thị An", step=(5, 6), can_go_back=True, assisted_by=CLERK)
LABEL = PaperLabelView(number="", problem="", sealing=False, step=(6, 6), can_go_back=True, assisted_by=CLERK)
ITEM_VIEW = PostItemView(item=ITEM, now=NOW, fresh=False, slip=None, can_go_back=True, assisted_by=CLERK)
HAND_OVER = HandOverView(
    agencies=(AGENCY,),
    agency=AGENCY,
    items=(LATE, SOON, ITEM),
    scanned={},
    now=NOW,
    can_go_back=True,
    personal=False,
    assisted_by=CLERK,
)

NEWS = PostNewsView(
    item=QueueItem(
        job_id=7,
        kind=JobKind.TELL_POST,
        subject_id="019a0000-0000-7000-8000-0000000000bb",
        reference=ITEM.number,
        state="quarantined",
        queued_at=NOW,
        problem=Problem("revision_conflict"),
    ),
    can_go_back=True,
    personal=False,
    assisted_by=CLERK,
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("paper-desk", DESK),
    ("paper-desk-loading", replace(DESK, items=None)),
    ("paper-desk-none", replace(DESK, items=())),
    ("paper-desk-calm", replace(DESK, items=(ITEM,))),
    ("paper-choice", CHOICE),
    ("paper-choice-refused", replace(CHOICE, notice=Notice("warning", "paper_choice.not_by_post"))),
    ("paper-plan", PLAN),
    ("paper-plan-no-case", replace(PLAN, problem="paper_plan.case_missing")),
    ("paper-count", COUNT),
    (
        "paper-count-open",
        replace(
            COUNT,
            papers=tuple(replace(paper, originals=0, copies=0, lacking=False) for paper in PAPERS),
            forgotten=("to_khai", "giay_chung_nhan"),
            notice=Notice("warning", "paper_count.forgotten"),
        ),
    ),
    ("paper-count-unlisted", replace(COUNT, papers=(), asked={}, is_listed=False)),
    ("sign-envelope", SIGN),
    ("sign-witness", replace(SIGN, role="witness", signer="Lê Thị Hoa", can_sign_instead=False)),
    ("sign-instead", INSTEAD),
    ("sign-instead-no-witness", replace(INSTEAD, problem="error.witness_is_clerk")),
    ("sign-instead-printed", replace(INSTEAD, slip=PRINTED)),
    ("paper-label", LABEL),
    ("paper-label-good", replace(LABEL, number=ITEM.number)),
    ("paper-label-wrong", replace(LABEL, problem="error.label_check_digit", said="EE123456786VN")),
    ("post-item", ITEM_VIEW),
    ("post-item-fresh", replace(ITEM_VIEW, fresh=True, can_go_back=False, slip=PRINTED)),
    ("post-item-handed-over", replace(ITEM_VIEW, item=HANDED)),
    (
        "post-item-lost",
        replace(
            ITEM_VIEW,
            item=replace(ITEM, state=PostState.LOST, remark="Rơi trên đường tới cơ quan"),
            notice=Notice("warning", "post_item.lost_todo"),
        ),
    ),
    ("post-news", NEWS),
    ("post-news-waiting", replace(NEWS, item=replace(NEWS.item, state="waiting", problem=None))),
    ("hand-over", HAND_OVER),
    (
        "hand-over-scanned",
        replace(
            HAND_OVER,
            scanned={LATE.id: "", SOON.id: "Góc phong bì rách"},
            problem="error.item_unknown",
            said="EE 123 456 811 VN",
        ),
    ),
    (
        "hand-over-done",
        replace(HAND_OVER, scanned={ITEM.id: ""}, record=RECORD, slip=PRINTED, can_go_back=False),
    ),
)
