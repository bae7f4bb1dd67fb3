"""Looking after the printer: how it stands, slips that wait for paper, test page, shift opening, and what it can say."""

from kiosk.domain.receipt import PrinterState
from kiosk.domain.staff import Role
from kiosk.flow.check_slip import SlipCheckStep
from kiosk.flow.edit_template import TemplateStep
from kiosk.flow.intents import EffectFailed, SlipMoved, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.printing_words import (
    DeskSlipAsked,
    DropKeptSlip,
    KeptSlipAsked,
    KeptSlipDropped,
    LoadPrinterDesk,
    PrintDeskSlip,
    PrinterDeskLoaded,
    PrinterDeskView,
    PrintKeptSlip,
    ProbeAsked,
    ProbePrinter,
    SlipCheckOpened,
    TemplatesOpened,
)
from kiosk.flow.views import SlipState
from kiosk.flow.visit import Surroundings, Visit

DESK_SLIPS = ("test_page", "opening")


class PrinterDeskStep:
    """For every staff member; templates only for technicians and supervisors."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._loaded: PrinterDeskLoaded | None = None
        self._slip: SlipState | None = None
        self._working = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Always fresh."""
        return (LoadPrinterDesk(),)

    def view(self) -> View:
        """The printer, and what waits for it."""
        loaded = self._loaded
        return PrinterDeskView(
            loaded=loaded is not None,
            address=loaded.address if loaded else "",
            width_dots=loaded.width_dots if loaded else 0,
            state=loaded.state if loaded else PrinterState.UNKNOWN,
            abilities=loaded.abilities if loaded else None,
            jobs=loaded.jobs if loaded else (),
            slip=self._slip,
            working=self._working,
            busy=self._working,
            can_edit=self._visit.staff is not None and self._visit.staff.role is not Role.CLERK,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One thing at a time."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case TemplatesOpened() if (
                self._visit.staff is not None and self._visit.staff.role is not Role.CLERK
            ):
                return Turn(to=TemplateStep(self._visit))
            case SlipCheckOpened():
                return Turn(to=SlipCheckStep(self._visit, self._around))
            case PrinterDeskLoaded():
                self._loaded, self._working = intent, False
            case SlipMoved(state=state, printer=printer):
                self._slip, self._working = SlipState(state, printer), False
                return Turn(effects=self.enter())
            case EffectFailed():
                self._working, self._slip = False, None
                self._notice = Notice("error", intent.text_key)
            case ProbeAsked() | DeskSlipAsked() | KeptSlipAsked() | KeptSlipDropped() if not self._working:
                self._working, self._notice = True, None
                self._slip = SlipState() if isinstance(intent, DeskSlipAsked | KeptSlipAsked) else None
                return Turn(effects=(self._order(intent),))
        return Turn()

    def _order(self, intent: Intent) -> Effect:
        match intent:
            case DeskSlipAsked(kind=kind):
                clerk, language = self._visit.assisted_by, self._visit.language
                return PrintDeskSlip(
                    kind=kind if kind in DESK_SLIPS else DESK_SLIPS[0], clerk=clerk, language=language
                )
            case KeptSlipAsked(job_id=job_id):
                return PrintKeptSlip(job_id=job_id)
            case KeptSlipDropped(job_id=job_id):
                return DropKeptSlip(job_id=job_id)
        return ProbePrinter(staff_id=self._visit.staff_id or "")
