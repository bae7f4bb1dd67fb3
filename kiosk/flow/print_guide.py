"""The guide to the terminal for people to take along: four steps as a slip, or with pictures on a sheet of A4."""

from collections.abc import Callable

from kiosk.domain.portal import AgentPoint, PortalSettings
from kiosk.domain.receipt import PrintState, Receipt
from kiosk.domain.sheet import Facts, Heading, PictureStep, Sentence, Sheet, SheetState
from kiosk.flow.bring_words import PrintSheet, SheetMoved
from kiosk.flow.effects import PrintSlip, PrintSlipAgain, SettleSlip
from kiosk.flow.guide_words import GuideAsked, GuideView
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, SlipMoved, SlipSeenOnPaper, WentBack
from kiosk.flow.issue_receipt import point_values
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.views import SlipState
from kiosk.flow.visit import Surroundings, Visit

GUIDE = "guide"
STEPS = ("card", "paper", "check", "slip")
"""The scenes of the demonstration."""
Says = Callable[[str, str], str]


def guide_sheet(point: AgentPoint, says: Says, language: str) -> Sheet:
    """Four pictures with a sentence each, what to bring, and whom to ask."""
    steps = tuple(
        PictureStep(step, says(f"demonstration.{step}", language), says(f"guide.{step}_more", language))
        for step in STEPS
    )
    facts = (("guide.where", point.name), ("guide.hours", point.hours), ("guide.hotline", point.hotline))
    asked = Facts(tuple((says(key, language), value) for key, value in facts if value))
    return Sheet(
        title=says("guide.sheet_title", language),
        subtitle=says("guide.sheet_subtitle", language),
        blocks=(
            *steps,
            Heading(says("guide.bring_title", language)),
            Sentence(says("guide.bring", language)),
            Heading(says("guide.ask_title", language)),
            Sentence(says("guide.ask", language)),
            *((asked,) if asked.rows else ()),
        ),
    )


def guide_slip(portal: PortalSettings, says: Says, language: str) -> Receipt:
    """The same in words alone."""
    steps = [
        {"words": says(f"demonstration.{step}", language), "more": says(f"guide.{step}_more", language)}
        for step in STEPS
    ]
    values = {
        **point_values(portal),
        "title": says("guide.sheet_title", language),
        "steps": steps,
        "bring": says("guide.bring", language),
        "ask": says("guide.ask", language),
    }
    return Receipt(GUIDE, values, language)


class GuideStep:
    """In the staff's tools: for the stack beside the terminal, or for one person."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._sheet: SheetState | None = None
        self._slip: SlipState | None = None
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Two ways to print."""
        return GuideView(
            sheet=self._sheet,
            slip=self._slip,
            busy=self._sheet is SheetState.WORKING,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """In the language of the screen."""
        around, language = self._around, self._visit.language
        match intent:
            case WentBack():
                return Turn(back=1)
            case GuideAsked(how="sheet") if self._sheet is not SheetState.WORKING:
                self._sheet, self._notice = SheetState.WORKING, None
                sheet = guide_sheet(around.portal.agent_point, around.words, language)
                return Turn(effects=(PrintSheet(sheet=sheet, name=f"huong-dan-{language}"),))
            case GuideAsked(how="slip") if self._slip is None or not self._slip.is_printing:
                self._slip, self._notice = SlipState(), None
                receipt = guide_slip(around.portal, around.words, language)
                return Turn(effects=(PrintSlip(receipt=receipt, reference=GUIDE),))
            case SheetMoved(state=state):
                self._sheet = state
            case SlipMoved(reference=reference, state=state, printer=printer) if reference == GUIDE:
                self._slip = SlipState(state, printer)
            case PrintAskedAgain() if self._slip is not None and not self._slip.is_printing:
                self._slip = SlipState()
                return Turn(effects=(PrintSlipAgain(reference=GUIDE),))
            case SlipSeenOnPaper(came_out=came_out) if self._slip is not None and self._slip.asks_the_person:
                self._slip = SlipState()
                return Turn(effects=(SettleSlip(reference=GUIDE, came_out=came_out),))
            case EffectFailed(effect="PrintSheet"):
                self._sheet = SheetState.FAILED
            case EffectFailed():
                self._slip = SlipState(PrintState.NOT_PRINTED)
                self._notice = Notice("error", intent.text_key)
        return Turn()
