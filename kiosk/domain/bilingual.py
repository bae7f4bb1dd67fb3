"""Words in Vietnamese and English, and folded for comparison; not the screens' texts (`resources/i18n`)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One phrase in both languages, each in NFC."""

    vi: str
    en: str

    @classmethod
    def of(cls, words: str) -> "Text":
        """The same words in both languages, for names that are not translated."""
        return cls(words, words)

    @classmethod
    def from_wire(cls, value: object) -> "Text | None":
        """A text from `{vi, en}` (one may be missing) or from a plain string; None when it is neither."""
        if isinstance(value, str):
            return cls.of(_tidy(value)) if value.strip() else None
        if not isinstance(value, Mapping):
            return None
        vi, en = (
            _tidy(words) if isinstance(words := value.get(language), str) else "" for language in ("vi", "en")
        )
        return cls(vi or en, en or vi) if vi or en else None

    def to_wire(self) -> dict[str, Any]:
        """`{vi, en}`."""
        return {"vi": self.vi, "en": self.en}

    def in_language(self, language: str) -> str:
        """The phrase for "en"; for every other language the Vietnamese one."""
        return self.en if language == "en" else self.vi


def fold(words: str) -> str:
    """Words reduced for comparing: lower case, no tone marks, đ as d, single blanks.

    NFC and NFD give the same, and so do both places of a tone mark (hòa, hoà). Taking off combining marks
    alone would leave đ as it is, because its stroke is none.
    """
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter)
    )
    return " ".join(bare.casefold().replace("đ", "d").split())


def _tidy(words: str) -> str:
    return unicodedata.normalize("NFC", words.strip())
