"""Procedures whose rules change, come or end, in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.domain.account import Tracking
from kiosk.domain.bilingual import Text
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_versions import Standing, Validity, validity_words
from kiosk.domain.version_changes import VersionChange
from kiosk.flow.messages import View
from kiosk.flow.track_words import TrackResultView
from kiosk.flow.version_words import NewRulesView
from kiosk.flow.views import ProcedureLine, ProcedureView, SearchView

_FEE = {"amount": 25_000, "basis": None, "varies": False}
CARD = Procedure.from_wire(
    {
        "code": "1.014063",
        "version": "2026.1",
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
        "name": {"vi": "Cấp đổi thẻ căn cước", "en": "Exchange of the ID card"},
        "agency_kind": "commune_police",
        "online": {"mode": "full"},
        "channels": {"online": {"time": {"n": 7, "unit": "working_day"}, "fee": _FEE}},
        "legal_basis": ["Thông tư 64/2025/TT-BTC"],
    }
)
OTHER = Procedure.from_wire(
    {"code": "9.000002", "name": {"vi": "Cấp thẻ thư viện xã", "en": "Library card of the commune"}}
)
AGENCY = Text("Công an xã, phường", "Commune police")
FEE = VersionChange("fee", Text("25.000 đồng", "25,000 đồng"), Text("50.000 đồng", "50,000 đồng"))
PAPER = VersionChange("paper_new", after=Text("Giấy khai sinh của con", "Birth certificate of the child"))
NEXT = Validity(Standing.IN_FORCE, next_from=date(2027, 1, 1))
LAST = Validity(Standing.IN_FORCE, last_day=date(2026, 12, 31))
COMING = Validity(Standing.COMING, begins=date(2027, 3, 1))
ENDED = Validity(Standing.ENDED, ended_after=date(2026, 12, 31), replaced_by=OTHER)
COUNTED = (
    Text("Tiếp nhận lúc 14:00 thứ sáu 24/4/2026.", "Accepted at 14:00 on Friday 24/4/2026."),
    Text(
        "Thời hạn 5 ngày làm việc, đếm từ thứ ba 28/4/2026.",
        "The time is 5 working days, counted from Tuesday 28/4/2026.",
    ),
    Text(
        "Không đếm: 25/4 (thứ bảy); 26/4 (Giỗ Tổ Hùng Vương); 27/4 (Nghỉ bù Giỗ Tổ Hùng Vương); 30/4 (Ngày Chiến thắng); "
        "1/5 (Quốc tế Lao động); 2/5–3/5 (thứ bảy, chủ nhật).",
        "Not counted: 25/4 (Saturday); 26/4 (Hung Kings' Day); 27/4 (Day off in lieu of Hung Kings' Day); 30/4 (Victory Day); "
        "1/5 (Labour Day); 2/5–3/5 (weekend).",
    ),
    Text("Vì vậy hẹn trả vào thứ tư 6/5/2026.", "So the result is due on Wednesday 6/5/2026."),
)
TERM = (
    Text(
        "Đếm từ ngày làm việc sau ngày được tiếp nhận; không đếm thứ bảy, chủ nhật và ngày nghỉ lễ.",
        "Counted from the working day after acceptance; weekends and public holidays do not count.",
    ),
    Text("Sắp tới nghỉ 24/11 (Ngày Văn hóa Việt Nam).", "Days off soon: 24/11 (Vietnam Culture Day)."),
)
PAGE = ProcedureView(
    procedure=CARD,
    agency=AGENCY,
    can_file=True,
    validity=NEXT,
    changes=(FEE,),
    counted=TERM,
    can_go_back=True,
)
NEW_RULES = NewRulesView(
    procedure_name=CARD.name,
    since=date(2027, 1, 1),
    changes=(FEE, PAPER, VersionChange("form")),
    can_go_back=True,
)


TRACKED = TrackResultView(
    tracking=Tracking(
        code="H26.99-260424-0001",
        procedure="1.014063",
        agency="commune_police",
        state="IN_PROCESS",
        received_at=datetime(2026, 4, 24, 2, 5, tzinfo=UTC),
        accepted_at=datetime(2026, 4, 24, 7, 0, tzinfo=UTC),
        due_at=datetime(2026, 5, 6, 10, 0, tzinfo=UTC),
        as_of=datetime(2026, 4, 28, 2, 0, tzinfo=UTC),
    ),
    procedure_name=CARD.name,
    counted=COUNTED,
    can_go_back=True,
)


def _line(validity: Validity, number: int) -> ProcedureLine:
    return ProcedureLine(f"9.00000{number}", CARD.name, None, "full", validity)


EXAMPLES: tuple[tuple[str, View], ...] = (
    ("versions-counted", TRACKED),
    ("versions-next", PAGE),
    ("versions-until", replace(PAGE, validity=LAST, changes=())),
    (
        "versions-coming",
        replace(PAGE, can_file=False, validity=COMING, changes=(), why_not=validity_words(COMING)),
    ),
    (
        "versions-ended",
        replace(PAGE, can_file=False, validity=ENDED, changes=(), why_not=validity_words(ENDED)),
    ),
    (
        "versions-search",
        SearchView(text="căn cước", lines=(_line(NEXT, 1), _line(COMING, 2), _line(ENDED, 3)), total=44),
    ),
    ("versions-new-rules", NEW_RULES),
    ("versions-new-rules-same", replace(NEW_RULES, since=None, changes=(), assisted_by="Trần Văn Bình")),
    ("versions-new-rules-ended", replace(NEW_RULES, since=None, changes=(), ended=validity_words(ENDED))),
)
