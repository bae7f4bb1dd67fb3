"""Waiting work on a stick: a supervisor or technician packs a bag, or looks into one, compares its seal and takes it in."""

from kiosk.domain.mailbag import BagContents, BagDesk, BagOutcome
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.mail_bag_words import (
    BagChosen,
    BagConfirmed,
    BagMoved,
    BagPacked,
    BagPutAside,
    BagSeen,
    BagStickChosen,
    BagTakenIn,
    LoadMailBag,
    LookIntoBag,
    MailBagLoaded,
    MailBagView,
    PackBag,
    SticksAsked,
    TakeBagIn,
    WatchBag,
)
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.visit import Visit

LOOK_EVERY_S = 0.5
_WORK = ("PackBag", "LookIntoBag", "TakeBagIn")


class MailBagStep:
    """One piece of work at a time; each says in words what became of it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._desk: BagDesk | None = None
        self._working = ""
        self._percent = 0
        self._bag = ""
        self._seen: BagContents | None = None
        self._packed: BagContents | None = None
        self._outcome: BagOutcome | None = None
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Which sticks and bags are there now."""
        return (LoadMailBag(),)

    def view(self) -> View:
        """What may be packed and taken in."""
        return MailBagView(
            desk=self._desk,
            working=self._working,
            percent=self._percent,
            seen=self._seen,
            packed=self._packed,
            outcome=self._outcome,
            busy=bool(self._working),
            can_go_back=not self._working,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """While one thing is done only its end and its progress count."""
        match intent:
            case MailBagLoaded(desk=desk):
                self._desk = desk
            case BagMoved(percent=percent) if self._working:
                self._percent = percent
                return Turn(effects=(WatchBag(after_s=LOOK_EVERY_S),))
            case BagPacked(contents=contents):
                self._end()
                self._packed = contents
                return Turn(effects=self.enter())
            case BagSeen(contents=contents) if self._working:
                self._end()
                self._seen = contents
            case BagTakenIn(outcome=outcome):
                self._end()
                self._outcome, self._seen = outcome, None
                return Turn(effects=self.enter())
            case EffectFailed(effect=effect) if effect in _WORK:
                self._end()
                self._seen = None
                self._notice = Notice("error", intent.text_key)
            case _ if not self._working:
                return self._ordered(intent)
        return Turn()

    def _ordered(self, intent: Intent) -> Turn:
        match intent:
            case WentBack():
                return Turn(back=1)
            case SticksAsked():
                return Turn(effects=self.enter())
            case BagStickChosen(folder=folder):
                return self._begin("packing", PackBag(folder=folder))
            case BagChosen(path=path):
                self._bag = path
                return self._begin("looking", LookIntoBag(path=path))
            case BagConfirmed() if self._seen is not None:
                return self._begin("taking_in", TakeBagIn(path=self._bag, seal=self._seen.seal))
            case BagPutAside():
                self._seen = None
        return Turn()

    def _begin(self, working: str, effect: Effect) -> Turn:
        self._working, self._percent, self._notice = working, 0, None
        self._packed = self._outcome = None
        return Turn(effects=(effect, WatchBag(after_s=LOOK_EVERY_S)))

    def _end(self) -> None:
        self._working, self._percent = "", 0
