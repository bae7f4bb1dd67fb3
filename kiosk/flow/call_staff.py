"""One call for staff, from the touch until it ends: where the caller is stuck, why as far as is known, and how it stands."""

import re
from datetime import timedelta

from kiosk.domain.clerk_call import CallEnd, CallReason, ClerkCall, NewCall
from kiosk.domain.receipt import PrintState
from kiosk.flow.account_words import OtpView
from kiosk.flow.call_words import (
    CallClerk,
    CallFound,
    CallsSeen,
    CallState,
    ClerkWasCalled,
    EndCall,
)
from kiosk.flow.intents import EffectFailed
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.page_words import ScanPagesView
from kiosk.flow.views import CardTrouble, ScanCardView, SlipState, TroubleView
from kiosk.flow.visit import Surroundings


def step_of(view: View) -> str:
    """The screen's name, as its title's key begins: `ScanCardView` → scan_card. Nothing of what stands on it."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(view).__name__.removesuffix("View")).lower()


def reason_of(view: View, *, online: bool) -> CallReason:
    """What this screen itself knows to be in the way."""
    slip = getattr(view, "slip", None)
    match view:
        case ScanCardView() if view.trouble is not CardTrouble.NONE or view.offer_typing:
            return CallReason.CARD
        case ScanPagesView() if view.problem is not None or view.camera_gone:
            return CallReason.PAGE
        case OtpView():
            return CallReason.CODE
        case TroubleView():
            return CallReason.TROUBLE
    if isinstance(slip, SlipState) and _is_stuck(slip):
        return CallReason.PRINTER
    return CallReason.UNKNOWN if online else CallReason.OFFLINE


def _is_stuck(slip: SlipState) -> bool:
    failed = slip.state in (PrintState.NOT_PRINTED, PrintState.UNKNOWN)
    return failed or (not slip.printer.can_print and slip.state is not PrintState.PRINTED)


class StaffCall:
    """The call of this terminal; at most one is open."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._id = ""
        self._call: ClerkCall | None = None
        """As the store has it; None until it has."""
        self._not_heard = self._settled = False

    @property
    def is_open(self) -> bool:
        """Somebody called and still waits."""
        return bool(self._id)

    @property
    def state(self) -> CallState:
        """What the caller is told now."""
        if self._settled:
            return CallState.SETTLED
        if not self._id:
            return CallState.NONE
        if self._not_heard:
            return CallState.NOT_HEARD
        if self._call is None:
            return CallState.WAITING
        if self._call.taken_at is not None:
            return CallState.COMING
        waited = self._around.now() - self._call.called_at
        patience = timedelta(seconds=self._around.unanswered_s)
        return CallState.UNANSWERED if waited >= patience else CallState.WAITING

    @property
    def comes(self) -> str:
        """The clerk's name."""
        return self._call.taken_by if self._call is not None else ""

    @property
    def waits_min(self) -> int:
        """Whole minutes since the call."""
        return self._call.waits_min(self._around.now()) if self._call is not None else 0

    def begin(self, view: View, code: str) -> tuple[Effect, ...]:
        """From this screen; whoever called already is not made to wait anew."""
        if self._id and not self._not_heard:
            return ()
        self._id = self._id or self._around.new_id()
        self._not_heard = self._settled = False
        around = self._around
        call = NewCall(
            id=self._id,
            terminal=around.terminal or around.portal.agent_point.code,
            code=code,
            step=step_of(view),
            reason=reason_of(view, online=around.online),
        )
        return (CallClerk(call=call),)

    def take(self, intent: Intent) -> None:
        """What the store says of it."""
        match intent:
            case ClerkWasCalled(call=call) if call.id == self._id:
                self._call, self._not_heard = call, False
            case CallFound(call=ClerkCall() as call) if not self._id:
                self._id, self._call = call.id, call
            case CallsSeen(calls=calls) if self._call is not None:
                self._call = next((call for call in calls if call.id == self._id), None)
                if self._call is None:
                    self._id, self._settled = "", True
            case EffectFailed(effect=CallClerk.__name__):
                self._not_heard = True

    def end(self, how: CallEnd, staff_id: str = "") -> tuple[Effect, ...]:
        """Nobody waits any more."""
        call_id, self._id = self._id, ""
        self._call, self._not_heard, self._settled = None, False, False
        return (EndCall(call_id=call_id, how=how, staff_id=staff_id),) if call_id else ()
