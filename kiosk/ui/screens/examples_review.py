"""Imported procedures under review in every notable state, with an invented list; for the gallery and tests."""

from dataclasses import replace

from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import Doubt, ImportOutcome, Proposal, ReviewItem, ReviewLine, ReviewState
from kiosk.domain.sheet import SheetState
from kiosk.flow.messages import View
from kiosk.flow.review_words import ListFile, ReviewDesk, ReviewItemView, ReviewListView

CLERK = "Trần Văn Bình"
FEE = Doubt(
    "fee_text_differs",
    "5.000 đồng · Trực tuyến: 7.000 đồng/lần",
    (
        Proposal(Text("5.000 đồng", "5,000 đồng"), (("/channels/online/fee/amount", 5_000),)),
        Proposal(Text("7.000 đồng", "7,000 đồng"), (("/channels/online/fee/amount", 7_000),)),
        Proposal(Text("Do Hội đồng nhân dân tỉnh quy định", "Set by the province's People's Council")),
        Proposal(Text("Chưa công bố", "Not published")),
    ),
    number_at=("/channels/online/fee/amount",),
)
UNIT = Doubt(
    "time_unit_missing",
    "1",
    tuple(
        Proposal(Text(vi, en))
        for vi, en in (("1 ngày làm việc", "1 working day"), ("1 ngày", "1 day"), ("1 giờ", "1 hour"))
    ),
)
ITEM = ReviewItem("1.002755", "Gia hạn tạm trú", "danh-sach.xlsx", "row 7", {}, (FEE, UNIT))
BROKEN = replace(
    ITEM,
    doubts=(
        Doubt(
            "invalid",
            Text(
                "/channels/online/fee/amount: không thể là -1: phải từ 0 trở lên.",
                "/channels/online/fee/amount: a fee in đồng cannot be -1: it must be 0 or more.",
            ),
        ),
    ),
)
DESK = ReviewDesk(
    waiting=412,
    clear=380,
    accepted=44,
    put_aside=3,
    lines=(
        ReviewLine(ITEM.code, ITEM.name, ITEM.source, 2, 2, ReviewState.WAITING),
        ReviewLine("3.000333", "Cấp Phiếu lý lịch tư pháp", ITEM.source, 1, 1, ReviewState.WAITING),
        ReviewLine("1.013314", "Xác nhận chỗ ở hợp pháp", ITEM.source, 0, 0, ReviewState.WAITING),
    ),
    files=(ListFile("/media/kiosk/USB/danh-sach.xlsx", "danh-sach.xlsx", 5_200_000),),
)
LIST = ReviewListView(desk=DESK, can_go_back=True, personal=False, assisted_by=CLERK)
OPEN = ReviewItemView(item=ITEM, can_go_back=True, personal=False, assisted_by=CLERK)
REFUSED = tuple((f"row {number}", "no_code", Text.of("")) for number in range(3, 12))

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("review-list", LIST),
    ("review-list-loading", replace(LIST, desk=None)),
    (
        "review-list-empty",
        replace(LIST, desk=replace(DESK, waiting=0, clear=0, lines=(), files=())),
    ),
    ("review-list-importing", replace(LIST, working="importing", busy=True, can_go_back=False)),
    ("review-list-imported", replace(LIST, outcome=ImportOutcome("danh-sach.xlsx", 412, 380, 12, REFUSED))),
    (
        "review-list-unreadable",
        replace(
            LIST,
            problem=Text(
                "danh-sach.csv, dòng 12: không phải UTF-8; lưu tệp lại dạng UTF-8.",
                "danh-sach.csv, line 12: is not UTF-8; save the file as UTF-8.",
            ),
        ),
    ),
    ("review-list-accepted", replace(LIST, settled=(380, 2))),
    ("review-list-printed", replace(LIST, table="thu-tuc-can-xem-lai.csv", sheet=SheetState.HANDED_OVER)),
    ("review-list-published", replace(LIST, desk=replace(DESK, state=ReviewState.ACCEPTED))),
    ("review-item-published", replace(OPEN, item=replace(ITEM, doubts=(), state=ReviewState.ACCEPTED))),
    ("review-item", OPEN),
    ("review-item-decided", replace(OPEN, item=ITEM.decided(0, answer=1).decided(1, answer=0))),
    ("review-item-broken", replace(OPEN, item=BROKEN)),
    (
        "review-item-wrong",
        replace(
            OPEN,
            problem=Text(
                "/valid_to: thủ tục hết hiệu lực trước khi có hiệu lực.",
                "/valid_to: the procedure would end before it begins.",
            ),
        ),
    ),
)
