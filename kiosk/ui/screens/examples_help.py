"""The screens of help in every notable state; for the gallery and tests."""

from dataclasses import replace

from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.sheet import SheetState
from kiosk.flow.account_words import OtpView
from kiosk.flow.guide_words import GuideView
from kiosk.flow.help_words import DemonstrationView
from kiosk.flow.messages import PracticeMark, View
from kiosk.flow.practice_words import PracticeView
from kiosk.flow.views import ScanCardView, SlipState, WelcomeView

GUIDE = GuideView(can_go_back=True, personal=False, assisted_by="Trần Văn Bình")

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("demonstration", DemonstrationView()),
    ("demonstration-vneid", DemonstrationView(account_method="vneid")),
    ("practice", PracticeView(can_go_back=True)),
    ("practice-staff", PracticeView(for_staff=True, can_go_back=True, assisted_by="Trần Văn Bình")),
    ("practice-beginning", PracticeView(beginning=True, busy=True)),
    ("practice-welcome", WelcomeView(practice=PracticeMark())),
    ("practice-welcome-open", WelcomeView(can_practise=True, point_name="Bưu cục Cửa Nam (mẫu)")),
    ("practice-card", ScanCardView(step=(2, 5), can_go_back=True, practice=PracticeMark(sample="card"))),
    (
        "practice-otp",
        OtpView(
            channel="sms",
            masked_to="09•••••678",
            step=(4, 5),
            can_go_back=True,
            practice=PracticeMark(shows_code=True),
        ),
    ),
    ("guide", GUIDE),
    ("guide-sheet", replace(GUIDE, sheet=SheetState.HANDED_OVER)),
    ("guide-no-printer", replace(GUIDE, sheet=SheetState.NO_PRINTER)),
    ("guide-slip", replace(GUIDE, slip=SlipState(PrintState.PRINTED, PrinterState.READY))),
)
