"""The list of what to bring, and the form to print, in every notable state with invented data; for the gallery and tests."""

from dataclasses import replace

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure_parts import Fee
from kiosk.domain.receipt import PrintState
from kiosk.domain.sheet import SheetState
from kiosk.domain.what_to_bring import what_to_bring
from kiosk.flow.bring_words import BringView, PaperFormView
from kiosk.flow.messages import View
from kiosk.flow.views import SlipState
from kiosk.ui.screens.examples_dossier import COMMUNE, procedure

BIRTH = procedure("1.001193")
_CASE = BIRTH.cases[0]
LIST = BringView(
    procedure=BIRTH,
    case_name=_CASE.name,
    agency=COMMUNE,
    channels=("online", "post", "direct"),
    channel="online",
    known_to=(),
    exemption=None,
    papers=what_to_bring(_CASE, "online"),
    time=BIRTH.time("online"),
    fee=BIRTH.price("online"),
    can_file=True,
    can_go_back=True,
    personal=False,
)
KNOWN = replace(
    LIST, known_to=LIST.papers.questions, papers=what_to_bring(_CASE, "online", LIST.papers.questions)
)
DIRECT = replace(LIST, channel="direct", papers=what_to_bring(_CASE, "direct"), can_file=False)
UNKNOWN = replace(
    DIRECT,
    channels=("direct",),
    papers=what_to_bring(replace(_CASE, components=(), papers_known=False), "direct"),
    time=None,
    fee=Fee(None, None, varies=False),
)
"""A procedure of which only the name is known."""
FORM = PaperFormView(
    procedure=BIRTH,
    agency=COMMUNE,
    answers=(
        (Text("Họ và tên của bé", "Full name of the baby"), "Nguyễn Minh Khôi"),
        (Text("Ngày sinh của bé", "Date of birth"), "15/11/2026"),
    ),
    papers=what_to_bring(_CASE, "direct"),
    can_be_posted=True,
    step=(4, 5),
    can_go_back=True,
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("bring", LIST),
    ("bring-all-known", KNOWN),
    ("bring-in-person", DIRECT),
    ("bring-printed", replace(LIST, slip=SlipState(PrintState.PRINTED), sheet=SheetState.NO_PRINTER)),
    ("bring-on-stick", replace(DIRECT, sheet=SheetState.ON_STICK)),
    ("bring-not-known", UNKNOWN),
    ("paper-form", FORM),
    ("paper-form-printed", replace(FORM, sheet=SheetState.HANDED_OVER)),
    ("paper-form-failed", replace(FORM, sheet=SheetState.FAILED)),
)
