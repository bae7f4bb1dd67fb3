"""One line of how the terminal stands, in words of the text tables; it looks at nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

OK, WARN, FAIL = "ok", "warn", "fail"

Says = Callable[[str, str], str]
"""(text key, language) → the sentence."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One line. `says` and `todo` are text keys under `opening.`, filled with `facts`."""

    check: str
    state: str
    says: str
    facts: dict[str, str] = field(default_factory=dict)
    todo: str = ""

    def in_words(self, words: Says, language: str) -> tuple[str, str, str, str]:
        """(what, state, how it stands, what to do)."""
        todo = words(f"opening.{self.todo}", language) if self.todo else ""
        says = words(f"opening.{self.says}", language).format_map(
            {
                name: words(value[1:], language) if value[:1] == "@" else value
                for name, value in self.facts.items()
            }
        )
        return words(f"opening.check_{self.check}", language), self.state, says, todo


Look = Callable[[], Iterable[Condition]]
"""One check; what it finds."""
