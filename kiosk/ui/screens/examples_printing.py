"""The screens of printer and slips in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.content_proof import ProofVerdict
from kiosk.domain.receipt import PrinterAbilities, PrinterState, PrintJob, PrintState, Receipt
from kiosk.flow.messages import Notice, View
from kiosk.flow.printing_words import PrinterDeskView, SlipCheckView, TemplateView
from kiosk.flow.views import SlipState

AT = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)
CLERK = "Trần Văn Bình"
ADDRESS = "tcp://192.168.1.50:9100"
ABILITIES = PrinterAbilities(
    realtime_status=True,
    automatic_status=True,
    paper_fence=True,
    process_id=True,
    model="TM-T82III",
    cutter=True,
)


def _job(number: int, template: str, state: PrintState, reference: str, copies: int = 0) -> PrintJob:
    return PrintJob(f"job-{number}", number, Receipt(template, {}), state, AT, copies, reference)


JOBS = (
    _job(41, "submission", PrintState.UNKNOWN, "K-HN0099-261122-0042-7", 1),
    _job(43, "account", PrintState.NOT_PRINTED, "TK-0F3A21"),
)
DESK = PrinterDeskView(
    address=ADDRESS,
    state=PrinterState.READY,
    abilities=ABILITIES,
    can_edit=True,
    can_go_back=True,
    assisted_by=CLERK,
    personal=False,
)
TEMPLATE = TemplateView(
    name="tracking",
    language="vi",
    names=("account", "submission", "tracking"),
    source="[dam giua] {{ point_name }}\n---\n[to giua] {{ code }}\n[qr] {{ qr }}\n",
    load_number=1,
    can_go_back=True,
    assisted_by=CLERK,
    personal=False,
)
CHECK = SlipCheckView(can_go_back=True, assisted_by=CLERK, personal=False)
JUDGED = replace(
    CHECK,
    verdict=ProofVerdict.GENUINE,
    reference="K-HN0099-261122-0042-7",
    revision=1,
    pages=3,
    documents=2,
    at=AT,
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("printer-desk", DESK),
    ("printer-desk-asking", replace(DESK, loaded=False, address="", abilities=None)),
    ("printer-desk-waiting", replace(DESK, state=PrinterState.PAPER_LOW, jobs=JOBS, can_edit=False)),
    (
        "printer-desk-unknown",
        replace(
            DESK, state=PrinterState.UNKNOWN, abilities=PrinterAbilities(), slip=SlipState(PrintState.UNKNOWN)
        ),
    ),
    (
        "printer-desk-out",
        replace(
            DESK,
            state=PrinterState.PAPER_OUT,
            abilities=None,
            jobs=JOBS,
            slip=SlipState(PrintState.NOT_PRINTED, PrinterState.PAPER_OUT),
        ),
    ),
    (
        "printer-desk-printing",
        replace(DESK, working=True, slip=SlipState(PrintState.WAITING)),
    ),
    ("printer-desk-none", replace(DESK, address="", state=PrinterState.GONE, abilities=None)),
    ("template", TEMPLATE),
    (
        "template-wrong",
        replace(TEMPLATE, line=2, problem="không hiểu [xanh]", is_unsaved=True, is_changed=True),
    ),
    ("template-saved", replace(TEMPLATE, is_changed=True, notice=Notice("success", "template.saved"))),
    ("slip-check", CHECK),
    ("slip-check-checking", replace(CHECK, checking=True)),
    *((f"slip-check-{verdict}", replace(JUDGED, verdict=verdict)) for verdict in ProofVerdict),
)
