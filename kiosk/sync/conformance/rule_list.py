"""How a rule is written down; the rules themselves are elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.sync.conformance.bench import Bench

Try = Callable[[Bench], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of the contract, and how to try it. After a broken `needed` one nothing else makes sense."""

    name: str
    words: str
    attempt: Try
    needed: bool


class RuleList(list[Rule]):
    """Rules in order, entered by decorating what tries them."""

    def rule(self, name: str, words: str, *, needed: bool = False) -> Callable[[Try], Try]:
        """Enter a rule."""

        def enter(attempt: Try) -> Try:
            self.append(Rule(name, words, attempt, needed))
            return attempt

        return enter
