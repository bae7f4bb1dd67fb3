"""The words of calling staff: what is touched at the caller's terminal and on the bench, the orders, and what comes back."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.clerk_call import CallEnd, ClerkCall, NewCall
from kiosk.flow.messages import Effect, Intent, View


class CallState(StrEnum):
    """How a call stands for whoever waits; the sentences stand under `call_state.<value>`."""

    NONE = "none"
    WAITING = "waiting"
    UNANSWERED = "unanswered"
    """Nobody took it for so long that the person should know what else there is to do."""
    COMING = "coming"
    NOT_HEARD = "not_heard"
    """The call could not be written down: no bench shows it."""
    SETTLED = "settled"
    """A clerk ended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWithdrawn(Intent):
    """ "Không cần nữa": the caller goes on alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken(Intent):
    """ "Tôi đến": a clerk at the bench goes there."""

    call_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClosed(Intent):
    """ "Xong": a clerk says that it is settled."""

    call_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChimeSwitched(Intent):
    """The bell of this bench, off or on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkWasCalled(Intent):
    """It is written down, and every bench of the branch can see it."""

    call: ClerkCall


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsSeen(Intent):
    """All open calls of the branch, and whether this terminal rings for them."""

    calls: tuple[ClerkCall, ...]
    rings: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFound(Intent):
    """What an earlier run of this terminal left open; None for nothing."""

    call: ClerkCall | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClerk(Effect):
    """Write the call down and ring → ClerkWasCalled."""

    call: NewCall


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCall(Effect):
    """→ CallsSeen."""

    call_id: str
    staff_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCall(Effect):
    """→ CallsSeen. `staff_id`: the clerk by whose coming it ended."""

    call_id: str
    how: CallEnd
    staff_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindCall(Effect):
    """Did the program stop while somebody waited? → CallFound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchChime(Effect):
    """Of this terminal → CallsSeen."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One open call on a bench."""

    call: ClerkCall
    waits_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCalledView(View):
    """How the call stands, with the hotline and a short code the caller can read out."""

    hotline: str
    session_code: str
    can_sign_in: bool = False
    """A clerk may take over here, in the citizen's session."""
    can_pass_on: bool = False
    """There is a draft that can go on elsewhere."""
    can_hand_back: bool = False
    """A clerk who came over may step back."""
    state: CallState = CallState.WAITING
    comes: str = ""
    """Who is on the way."""
    waits_min: int = 0
    """Since the call."""
