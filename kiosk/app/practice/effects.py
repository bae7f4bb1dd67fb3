"""Carries out the orders that begin and end practice, in the lane of the store."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.app.parts import Parts
from kiosk.domain.events import AuditKind
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.practice_words import BeginPractice, EndPractice, PracticeReady

if TYPE_CHECKING:
    from kiosk.app.practice.world import PracticeWorld

Carries = Callable[[Any], Intent | None]


class PracticeEffects:
    """`world` is the one that was begun last, until it is ended."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.world: PracticeWorld | None = None

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        return {BeginPractice: (Lane.STORE, self._begin), EndPractice: (Lane.STORE, self._end)}

    def _begin(self, effect: BeginPractice) -> Intent:
        from kiosk.app.practice.world import PracticeWorld, sweep  # only then: it draws cards and papers

        self._close()
        sweep(self._parts.home)
        self.world = PracticeWorld(self._parts, effect.staff)
        self._parts.store.audit.append(AuditKind.PRACTICE_BEGAN, effect.staff_id)
        return PracticeReady(staff=effect.staff)

    def _end(self, _: EndPractice) -> None:
        if self._close():
            self._parts.store.audit.append(AuditKind.PRACTICE_ENDED)

    def _close(self) -> bool:
        world, self.world = self.world, None
        if world is not None:
            world.close()
        return world is not None
