"""Watches the card camera for labels and slips: each code once, however long it is held up; says nothing of cards."""

from kiosk.domain.scan import CodeKind
from kiosk.flow.intents import CardLooked
from kiosk.flow.messages import Effect
from kiosk.flow.visit import Surroundings
from kiosk.flow.watch_card import CardWatch


class CodeWatch:
    """`again` gives the next order and, when a new code of these kinds was seen, its text."""

    def __init__(self, around: Surroundings, kinds: frozenset[CodeKind]) -> None:
        self._watch = CardWatch(around)
        self._kinds = kinds
        self._last = ""

    def begin(self) -> tuple[Effect, ...]:
        """Look."""
        self._last = ""
        return self._watch.begin()

    def end(self) -> None:
        """Ask no more."""
        self._watch.end()

    def lost(self) -> None:
        """The camera cannot be looked through: typing and a scanner remain."""
        self._watch.lost()

    def again(self, looked: CardLooked) -> tuple[tuple[Effect, ...], str]:
        """(orders, code): the code is empty while nothing new is held up."""
        effects = self._watch.again(looked)
        if effects is None or looked.sight is None:
            return effects or (), ""
        code = next((code.raw for code in looked.sight.codes if code.kind in self._kinds), "")
        if not code or code == self._last:
            return effects, ""
        self._last = code
        return effects, code
