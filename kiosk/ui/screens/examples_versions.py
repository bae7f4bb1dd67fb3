"""Procedures whose rules change, come or end, in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import date

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_versions import Standing, Validity, validity_words
from kiosk.domain.version_changes import VersionChange
from kiosk.flow.messages import View
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
PAGE = ProcedureView(
    procedure=CARD, agency=AGENCY, can_file=True, validity=NEXT, changes=(FEE,), can_go_back=True
)
NEW_RULES = NewRulesView(
    procedure_name=CARD.name,
    since=date(2027, 1, 1),
    changes=(FEE, PAPER, VersionChange("form")),
    can_go_back=True,
)


def _line(validity: Validity, number: int) -> ProcedureLine:
    return ProcedureLine(f"9.00000{number}", CARD.name, None, "full", validity)


EXAMPLES: tuple[tuple[str, View], ...] = (
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
