"""The staff's tools beside the bench: which there are, who may use them, and the menu that opens them."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.staff import Role
from kiosk.flow.answer_citizen import PersonDataStep
from kiosk.flow.carry_mail_bag import MailBagStep
from kiosk.flow.close_drawer import DrawerStep
from kiosk.flow.hold_results import ResultsStep
from kiosk.flow.intents import WentBack
from kiosk.flow.keep_shift import ShiftStep
from kiosk.flow.keep_training import TrainingStep
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.paper_desk import PaperDeskStep
from kiosk.flow.pick_up_draft import PickUpStep
from kiosk.flow.practise import PracticeStep
from kiosk.flow.print_guide import GuideStep
from kiosk.flow.read_month_report import MonthReportStep
from kiosk.flow.review_catalogue import ReviewListStep
from kiosk.flow.see_to_payments import PaymentsStep
from kiosk.flow.settle_flags import FlagsStep
from kiosk.flow.technician_panel import PanelStep
from kiosk.flow.tools_words import ToolChosen, ToolsView
from kiosk.flow.visit import Surroundings, Visit

EVERYBODY = frozenset(Role)
SUPERVISORS = frozenset({Role.SUPERVISOR})
AT_THE_COUNTER = frozenset({Role.CLERK, Role.SUPERVISOR})
TECHNICIANS = frozenset({Role.TECHNICIAN})
NOT_CLERKS = frozenset({Role.SUPERVISOR, Role.TECHNICIAN})


@dataclass(frozen=True, slots=True)
class StaffTool:
    """One line of the menu; its words are `tool.<name>` and `tool.<name>_sentence`."""

    name: str
    icon: str
    roles: frozenset[Role]
    open: Callable[[Visit, Surroundings], Step]


TOOLS: tuple[StaffTool, ...] = (
    StaffTool("paper_desk", "post", EVERYBODY, PaperDeskStep),
    StaffTool("results", "document_check", EVERYBODY, ResultsStep),
    StaffTool("payments", "money", AT_THE_COUNTER, lambda visit, _around: PaymentsStep(visit)),
    StaffTool("cash", "cash_pay", AT_THE_COUNTER, DrawerStep),
    StaffTool("pick_up", "people", EVERYBODY, PickUpStep),
    StaffTool("shift", "clock", EVERYBODY, ShiftStep),
    StaffTool("guide", "help", EVERYBODY, GuideStep),
    StaffTool("practice", "play", EVERYBODY, PracticeStep),
    StaffTool("month_report", "chart", SUPERVISORS, MonthReportStep),
    StaffTool("flags", "flag", SUPERVISORS, FlagsStep),
    StaffTool("training", "people", SUPERVISORS, TrainingStep),
    StaffTool("person_data", "shield", SUPERVISORS, PersonDataStep),
    StaffTool("review_catalogue", "list", NOT_CLERKS, lambda visit, _around: ReviewListStep(visit)),
    StaffTool("mail_bag", "upload", NOT_CLERKS, lambda visit, _around: MailBagStep(visit)),
    StaffTool("technician", "settings", TECHNICIANS, PanelStep),
)
"""In the order of the menu: what is used all day first."""


def tools_of(visit: Visit) -> tuple[StaffTool, ...]:
    """What the signed-in person may use."""
    return tuple(tool for tool in TOOLS if visit.staff is not None and visit.staff.role in tool.roles)


class ToolsStep:
    """The menu."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The tools of this role."""
        tools = tuple((tool.name, tool.icon) for tool in tools_of(self._visit))
        return ToolsView(tools=tools, can_go_back=True, personal=False, assisted_by=self._visit.assisted_by)

    def handle(self, intent: Intent) -> Turn:
        """Open one."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case ToolChosen(tool=name):
                for tool in tools_of(self._visit):
                    if tool.name == name:
                        return Turn(to=tool.open(self._visit, self._around))
        return Turn()
