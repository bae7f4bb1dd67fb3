"""The slip of a done screen: ordered, followed, printed again, settled by the person's eyes; printing is elsewhere."""

from collections.abc import Callable

from kiosk.domain.receipt import PrintState, Receipt
from kiosk.flow.effects import PrintSlip, PrintSlipAgain, SettleSlip
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, SlipMoved, SlipSeenOnPaper
from kiosk.flow.messages import Effect, Intent
from kiosk.flow.views import SlipState


class Slip:
    """`state` is None until it was first asked for."""

    def __init__(self, reference: str, write: Callable[[], Receipt]) -> None:
        self.state: SlipState | None = None
        self._reference = reference
        self._write = write
        self._is_kept = False
        """A print job is there that can be tried again."""

    def order(self) -> tuple[Effect, ...]:
        """Print it; not while it is being printed."""
        if self.state is not None and self.state.is_printing:
            return ()
        self.state = SlipState()
        if self._is_kept:
            return (PrintSlipAgain(reference=self._reference),)
        return (PrintSlip(receipt=self._write(), reference=self._reference),)

    def handle(self, intent: Intent) -> tuple[Effect, ...]:
        """What a done screen's person or printer says of its slip; everything else means nothing here."""
        match intent:
            case SlipMoved(reference=reference, state=state, printer=printer) if reference == self._reference:
                self._is_kept, self.state = True, SlipState(state, printer)
            case PrintAskedAgain():
                return self.order()
            case SlipSeenOnPaper(came_out=came_out) if self.state is not None and self.state.asks_the_person:
                self.state = SlipState()
                return (SettleSlip(reference=self._reference, came_out=came_out),)
            case EffectFailed(effect="PrintSlip" | "PrintSlipAgain" | "SettleSlip"):
                self.state = SlipState(PrintState.NOT_PRINTED)
        return ()
