"""Watches the card camera for one step: what is seen, what to change, what was held up instead; decides no way."""

from typing_extensions import override

from kiosk.domain.identity import IdDocument
from kiosk.domain.scan import CardSight, CodeKind, Hint, SeenCode
from kiosk.flow.effects import LookForCard
from kiosk.flow.intents import CardLooked
from kiosk.flow.messages import Effect
from kiosk.flow.views import CardTrouble
from kiosk.flow.visit import Surroundings

OFFER_TYPING_AFTER_S = 6.0
TROUBLE_STAYS_S = 4.0

_TROUBLES = {
    CodeKind.HEALTH_CARD: CardTrouble.HEALTH_CARD,
    CodeKind.SLIP: CardTrouble.SLIP,
    CodeKind.DOSSIER_CODE: CardTrouble.SLIP,
    CodeKind.DAMAGED_QR: CardTrouble.DAMAGED,
    CodeKind.OTHER_QR: CardTrouble.OTHER_CODE,
    CodeKind.S10: CardTrouble.OTHER_CODE,
}
_CAMERA_TROUBLES = {
    "gone": CardTrouble.CAMERA_GONE,
    "dark": CardTrouble.CAMERA_DARK,
    "frozen": CardTrouble.CAMERA_FROZEN,
}


def id_code_in(sight: CardSight) -> SeenCode | None:
    """The code of an ID document among those of a frame, if there is one."""
    return next((code for code in sight.codes if code.document is not None), None)


def document_in(sight: CardSight) -> IdDocument | None:
    """The ID document of a frame, if there is one."""
    code = id_code_in(sight)
    return code.document if code else None


def trouble_in(sight: CardSight) -> CardTrouble:
    """What was held up instead."""
    return next((_TROUBLES[code.kind] for code in sight.codes if code.kind in _TROUBLES), CardTrouble.NONE)


class CardWatch:
    """A loop of looks at the card camera that belongs to one step."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._watch = ""
        self.hint = Hint.SHOW_CARD
        self.sight: CardSight | None = None
        self.trouble = CardTrouble.NONE
        self.offer_typing = False
        self._trouble_until_s = 0.0

    def begin(self) -> tuple[Effect, ...]:
        """A fresh loop; answers to an older one are then ignored."""
        self._watch = self._around.new_id()
        self.trouble, self._trouble_until_s = CardTrouble.NONE, 0.0
        return (LookForCard(watch=self._watch),)

    def end(self) -> None:
        """Ask no more."""
        self._watch = ""

    def again(self, looked: CardLooked) -> tuple[Effect, ...] | None:
        """Take in one look; the next order, or None when it was not this loop's."""
        if looked.watch != self._watch:
            return None
        self.sight = looked.sight
        self.offer_typing = self.offer_typing or looked.waited_s >= OFFER_TYPING_AFTER_S
        if looked.sight is None:
            self.hint = Hint.SHOW_CARD
            self._remember(_CAMERA_TROUBLES.get(looked.camera, CardTrouble.NONE), looked.waited_s)
            return (LookForCard(watch=self._watch),)
        self.hint = looked.sight.hint
        trouble = trouble_in(looked.sight)
        if not looked.sight.codes:
            # a black or stuck picture goes on coming: what is seen in it helps nobody
            trouble = _CAMERA_TROUBLES.get(looked.camera, trouble)
        self._remember(trouble, looked.waited_s)
        return (LookForCard(watch=self._watch, since_frame=looked.sight.frame_number),)

    def tell(self, trouble: CardTrouble, now_s: float) -> None:
        """What the step itself found wrong with the card that was read."""
        self._remember(trouble, now_s)

    def lost(self) -> None:
        """The camera cannot be looked through at all: no more looks, typing is what remains."""
        self._watch, self.sight = "", None
        self.trouble, self.offer_typing = CardTrouble.CAMERA_GONE, True

    def _remember(self, trouble: CardTrouble, now_s: float) -> None:
        """A sentence must stay long enough to be read, also when the card is taken away at once."""
        self.offer_typing = self.offer_typing or trouble in _CAMERA_TROUBLES.values()
        if trouble is not CardTrouble.NONE:
            self.trouble, self._trouble_until_s = trouble, now_s + TROUBLE_STAYS_S
        elif now_s >= self._trouble_until_s:
            self.trouble = CardTrouble.NONE


class OwnerWatch(CardWatch):
    """Waits for the card of one person."""

    def __init__(self, around: Surroundings, number: str) -> None:
        super().__init__(around)
        self._number = number
        self.found = False
        self.wrong_card = False
        """Another person's card was held up."""

    @override
    def again(self, looked: CardLooked) -> tuple[Effect, ...] | None:
        effects = super().again(looked)
        document = document_in(looked.sight) if effects is not None and looked.sight else None
        if document is not None:
            self.found = document.number == self._number
            self.wrong_card = self.wrong_card or not self.found
        return effects
