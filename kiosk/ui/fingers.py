"""Makes one pointer of all the fingers, palms and sleeves on the glass; it knows where they are, and no widget."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF
from PySide6.QtGui import QEventPoint

PALM_MM = 30.0
"""No fingertip is as wide; only some screens tell how wide a touch is."""
STILL_MM = 4.0
"""A finger that went farther draws or moves something, and is not disturbed by what else touches the glass."""
TOGETHER_S = 0.3
"""Two fingers of one tap come down within this time."""


class Act(Enum):
    """What the pointer does."""

    PRESS = "press"
    MOVE = "move"
    LET_GO = "let go"
    GIVE_UP = "give up"
    """Let go without having meant anything."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One place where the glass is touched, in pixels of the window; `wide_px` 0 where the screen does not tell."""

    id: int
    state: QEventPoint.State
    where: QPointF
    wide_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Pointed:
    """The pointer there, in pixels of the window."""

    act: Act
    where: QPointF


@dataclass(slots=True)
class _Finger:
    id: int
    began_at: float
    where: QPointF
    began_where: QPointF
    draws: bool = False


class Fingers:
    """The newest finger points; what rested there before it means nothing any more, be it a palm or the other hand.

    Two fingers that come down together are one tap, that of the first, but on the keyboard each types. Who draws or
    moves something is not disturbed. `is_key` says whether a place is one of the keyboard's.
    """

    def __init__(
        self,
        px_per_mm: float,
        is_key: Callable[[QPointF], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._palm_px, self._still_px = PALM_MM * px_per_mm, STILL_MM * px_per_mm
        self._is_key = is_key
        self._clock = clock
        self._pointing: _Finger | None = None

    def take(self, touches: Iterable[Touch]) -> list[Pointed]:
        """What the pointer does now that the fingers are there; those let go come before new ones."""
        acts: list[Pointed] = []
        fresh = []
        for touch in touches:
            if touch.state == QEventPoint.State.Pressed:
                fresh.append(touch)
            elif touch.state != QEventPoint.State.Stationary:
                acts += self._followed(touch)
        for touch in fresh:
            acts += self._came_down(touch)
        return acts

    def give_up(self) -> list[Pointed]:
        """The system took the touches away, or lost count of them."""
        pointing, self._pointing = self._pointing, None
        return [Pointed(Act.GIVE_UP, pointing.where)] if pointing is not None else []

    def _followed(self, touch: Touch) -> list[Pointed]:
        finger = self._pointing
        if finger is None or touch.id != finger.id:
            return []
        moved = touch.where != finger.where
        finger.where = touch.where
        finger.draws |= (finger.where - finger.began_where).manhattanLength() > self._still_px
        acts = [Pointed(Act.MOVE, finger.where)] if moved else []
        if touch.state == QEventPoint.State.Released:
            self._pointing = None
            acts.append(Pointed(Act.LET_GO, finger.where))
        return acts

    def _came_down(self, touch: Touch) -> list[Pointed]:
        before = self._pointing
        if touch.wide_px > self._palm_px:
            return []
        acts: list[Pointed] = []
        if before is not None:
            both_type = self._is_key(before.where) and self._is_key(touch.where)
            together = self._clock() - before.began_at < TOGETHER_S
            if before.draws or (together and not both_type):
                return []
            acts.append(Pointed(Act.LET_GO if both_type else Act.GIVE_UP, before.where))
        self._pointing = _Finger(touch.id, self._clock(), touch.where, touch.where)
        return [*acts, Pointed(Act.PRESS, touch.where)]
