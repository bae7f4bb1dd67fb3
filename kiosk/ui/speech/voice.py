"""What every voice can do; the voices themselves stand beside this file."""

from collections.abc import Sequence
from typing import Protocol


class Voice(Protocol):
    """Says sentences one after the other. Never raises: what cannot be said is passed over."""

    @property
    def name(self) -> str:
        """For technicians."""

    def can_say(self, sentence: str, language: str) -> bool:
        """Whether this sentence would be heard."""

    def say(self, sentences: Sequence[str], language: str) -> None:
        """Begin; what was being said is broken off."""

    def hush(self) -> None:
        """Fall silent."""

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said now."""
