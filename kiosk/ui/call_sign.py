"""What every header says of calls for staff: to staff who calls, to the caller whether somebody comes."""

from kiosk.flow.call_words import CallState
from kiosk.flow.views import TerminalStatus
from kiosk.ui.texts import Texts

_OWN = {
    CallState.WAITING: "call_sign.waiting",
    CallState.UNANSWERED: "call_sign.waiting",
    CallState.COMING: "call_sign.coming",
}


def call_sign_words(texts: Texts, status: TerminalStatus) -> str:
    """Empty where there is nothing to tell."""
    if status.staff_name:
        first = status.calls[0].terminal if status.calls else ""
        return texts("call_sign.calls", count=len(status.calls), terminal=first) if status.calls else ""
    key = _OWN.get(status.own_call)
    return texts(key, name=status.comes) if key else ""
