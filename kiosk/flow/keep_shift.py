"""Opening and closing a shift: the opening slip tests the printer, the closing slip hands over what waits."""

from kiosk.domain.receipt import PrintState
from kiosk.domain.rules import plain_text
from kiosk.domain.shift import MOST_CASH
from kiosk.flow.effects import PrintSlipAgain, SettleSlip
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, SlipMoved, SlipSeenOnPaper, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.printing_words import PrintDeskSlip
from kiosk.flow.shift_words import (
    CloseShift,
    LoadShift,
    OpenShift,
    PrintShiftSlip,
    ShiftCloseAsked,
    ShiftLoaded,
    ShiftOpenAsked,
    ShiftView,
)
from kiosk.flow.views import SlipState
from kiosk.flow.visit import Surroundings, Visit

OPENING, CLOSING = "opening", "closing"
"""What the print jobs of the two slips are about."""
NOTE_LIMIT = 400


class ShiftStep:
    """One shift a terminal; whoever is there may close what a colleague opened."""

    def __init__(self, visit: Visit, _around: Surroundings) -> None:
        self._visit = visit
        self._loaded: ShiftLoaded | None = None
        self._note = ""
        self._printed = ""
        self._slip: SlipState | None = None
        self._working = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Always fresh."""
        return (LoadShift(),)

    def view(self) -> View:
        """Open, closed just now, or none."""
        loaded = self._loaded
        return ShiftView(
            loaded=loaded is not None,
            shift=loaded.shift if loaded else None,
            closed=loaded.closed if loaded else None,
            done=loaded.done if loaded else (),
            waits=loaded.waits if loaded else (),
            slip=self._slip,
            working=self._working,
            busy=self._working,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One thing at a time."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case ShiftLoaded():
                self._loaded, self._working = intent, False
                if intent.closed is not None:
                    return self._print_closing(intent)
            case ShiftOpenAsked(cash=cash) if not self._working and self._has(None):
                return self._open(min(max(cash, 0), MOST_CASH))
            case ShiftCloseAsked(note=note) if not self._working and not self._has(None):
                self._working, self._note, self._notice = True, plain_text(note)[:NOTE_LIMIT], None
                return Turn(effects=(CloseShift(staff_id=self._visit.staff_id or ""),))
            case SlipMoved(reference=reference, state=state, printer=printer) if reference == self._printed:
                self._slip = SlipState(state, printer)
            case PrintAskedAgain() if self._slip is not None and not self._slip.is_printing:
                self._slip = SlipState()
                return Turn(effects=(PrintSlipAgain(reference=self._printed),))
            case SlipSeenOnPaper(came_out=came_out) if self._slip is not None and self._slip.asks_the_person:
                self._slip = SlipState()
                return Turn(effects=(SettleSlip(reference=self._printed, came_out=came_out),))
            case EffectFailed(effect=effect):
                self._working = False
                if effect not in ("LoadShift", "OpenShift", "CloseShift"):
                    self._slip = SlipState(PrintState.NOT_PRINTED)
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _has(self, shift: object) -> bool:
        return self._loaded is not None and self._loaded.shift is shift

    def _open(self, cash: int) -> Turn:
        visit = self._visit
        self._working, self._notice = True, None
        self._slip, self._printed = SlipState(), OPENING
        opened = OpenShift(staff_id=visit.staff_id or "", staff_name=visit.assisted_by, cash=cash)
        # its slip says how everything stands, and shows that the printer prints
        slip = PrintDeskSlip(kind=OPENING, clerk=visit.assisted_by, language=visit.language)
        return Turn(effects=(opened, slip))

    def _print_closing(self, loaded: ShiftLoaded) -> Turn:
        assert loaded.closed is not None
        self._slip, self._printed = SlipState(), CLOSING
        slip = PrintShiftSlip(
            shift=loaded.closed,
            clerk=self._visit.assisted_by,
            note=self._note,
            done=loaded.done,
            waits=loaded.waits,
            language=self._visit.language,
        )
        return Turn(effects=(slip,))
