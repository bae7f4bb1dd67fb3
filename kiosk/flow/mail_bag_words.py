"""What is said about mail-bags: what staff asks, orders for the sticks, and the view."""

from dataclasses import dataclass

from kiosk.domain.mailbag import BagContents, BagDesk, BagOutcome
from kiosk.flow.messages import Effect, Intent, View


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBagLoaded(Intent):
    """What can be done now."""

    desk: BagDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class SticksAsked(Intent):
    """Another stick was plugged in: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagStickChosen(Intent):
    """Pack onto this one."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagChosen(Intent):
    """Look into this one."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagConfirmed(Intent):
    """The seal was compared: take it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagPutAside(Intent):
    """Not this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagMoved(Intent):
    """How far the work has come."""

    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BagPacked(Intent):
    """It lies on the stick, whole."""

    contents: BagContents


@dataclass(frozen=True, slots=True, kw_only=True)
class BagSeen(Intent):
    """It is whole, and this is in it."""

    contents: BagContents


@dataclass(frozen=True, slots=True, kw_only=True)
class BagTakenIn(Intent):
    """What became of its pieces."""

    outcome: BagOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMailBag(Effect):
    """→ MailBagLoaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchBag(Effect):
    """How far the work has come → BagMoved."""

    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PackBag(Effect):
    """Everything that waits, sealed, into this folder → BagPacked."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookIntoBag(Effect):
    """Read and check it all → BagSeen."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBagIn(Effect):
    """Queue what it holds; a person has compared the seal → BagTakenIn."""

    path: str
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBagView(View):
    """Waiting work on a stick. `working`: "", "packing", "looking" or "taking_in", `percent` done."""

    desk: BagDesk | None = None
    """None while it is being looked for."""
    working: str = ""
    percent: int = 0
    seen: BagContents | None = None
    """A bag that waits for somebody to compare its seal."""
    packed: BagContents | None = None
    outcome: BagOutcome | None = None
