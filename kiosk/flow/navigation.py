"""How steps follow each other: one step a screen, kept on a stack so that "back" never loses an answer."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.flow.messages import Effect, Intent, View


@dataclass(frozen=True, slots=True)
class Turn:
    """What a step wants after an intent. Without any member: stay, nothing to do."""

    effects: tuple[Effect, ...] = ()
    to: "Step | None" = None
    """Go on to this step; the present one stays below it, unless `instead`."""
    instead: bool = False
    back: int = 0
    """Go back this many steps."""
    leave: str = ""
    """End the session for this reason (completed, left, …); "signed_out" takes the clerk with it."""


class Step(Protocol):
    """One screen's worth of the session: what it shows and what happens next."""

    def enter(self) -> tuple[Effect, ...]:
        """Orders that go out whenever the step becomes the one on the screen, also by going back to it."""

    def view(self) -> View:
        """What to show now."""

    def handle(self, intent: Intent) -> Turn:
        """React; intents that mean nothing here are answered with an empty Turn."""


class Path:
    """The stack of steps of a session; the top one is on the screen."""

    def __init__(self, first: Step) -> None:
        self._steps: list[Step] = [first]

    @property
    def top(self) -> Step:
        """The step on the screen."""
        return self._steps[-1]

    @property
    def at_start(self) -> bool:
        """Whether only the first step is left."""
        return len(self._steps) == 1

    def follow(self, turn: Turn) -> tuple[Effect, ...]:
        """Move as the turn says; returns its effects and those of the step that is entered."""
        if turn.back:
            del self._steps[max(1, len(self._steps) - turn.back) :]
        if turn.to is not None:
            if turn.instead and not self.at_start:
                self._steps.pop()
            self._steps.append(turn.to)
        if turn.back or turn.to is not None:
            return (*turn.effects, *self.top.enter())
        return turn.effects

    def restart(self, first: Step) -> tuple[Effect, ...]:
        """Forget every step; begin again with this one."""
        self._steps = [first]
        return first.enter()
