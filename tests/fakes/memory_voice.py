"""A voice that remembers what it said; passes the same contract tests as the real ones."""

from collections.abc import Collection, Sequence


class MemoryVoice:
    """`said` holds what was begun, in order; it speaks until it is hushed."""

    name = "memory"

    def __init__(self, languages: Collection[str] = ("vi", "en")) -> None:
        self.said: list[str] = []
        self.languages = languages
        self._speaking = False

    def can_say(self, sentence: str, language: str) -> bool:
        return language in self.languages

    def say(self, sentences: Sequence[str], language: str) -> None:
        self.said += sentences
        self._speaking = True

    def hush(self) -> None:
        self._speaking = False

    @property
    def is_speaking(self) -> bool:
        return self._speaking
