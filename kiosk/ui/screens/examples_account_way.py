"""With an account or without, in every notable state, with an invented choice of ways; for the gallery and tests."""

from dataclasses import replace

from kiosk.domain.account import AccountWay
from kiosk.domain.bilingual import Text
from kiosk.flow.account_way_words import AccountWayView
from kiosk.flow.messages import View

ALL = AccountWayView(
    procedure_name=Text("Cấp bản sao từ sổ gốc", "Copy from the register"),
    ways=(AccountWay.VNEID, AccountWay.PORTAL, AccountWay.NONE),
    step=(2, 5),
    can_go_back=True,
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("account_way", ALL),
    ("account_way-vneid", replace(ALL, ways=(AccountWay.VNEID, AccountWay.NONE), chosen=AccountWay.NONE)),
    ("account_way-known", replace(ALL, ways=(AccountWay.PORTAL, AccountWay.NONE), known=True)),
    ("account_way-away", replace(ALL, ways=(AccountWay.PORTAL, AccountWay.NONE), waits_for_line=True)),
    ("account_way-needed", replace(ALL, ways=(AccountWay.VNEID,), without_account=False)),
    ("account_way-nothing", replace(ALL, ways=(), without_account=False, waits_for_line=True)),
)
