"""The sentences of the window in the person's language, switchable while it runs; not for what a printer prints."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from kiosk.ui.resource_files import resource_folder

log = logging.getLogger(__name__)

DEFAULT_LANGUAGE = "vi"


class InLanguages(Protocol):
    """A text that brings its own languages, as procedures do: one attribute a language, `vi` always filled."""

    @property
    def vi(self) -> str: ...


class TextMissing(LookupError):
    """A key that no table holds; a mistake of the programmer, so only strict tables raise it."""


def load_tables(folder: Path) -> dict[str, dict[str, str]]:
    """Merge `<folder>/<language>/*.json` (flat: "screen.purpose" to sentence) into one table a language.

    Raises ValueError when two files of one language hold the same key, TypeError when a value is not a text.
    """
    tables: dict[str, dict[str, str]] = {}
    keys: dict[str, str] = {}  # every language names its sentences alike
    for language_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
        table: dict[str, str] = {}
        found_in: dict[str, str] = {}
        for file in sorted(language_folder.glob("*.json")):
            for key, sentence in json.loads(file.read_text(encoding="utf-8")).items():
                if key in table:
                    raise ValueError(
                        f"{key!r} stands in both {found_in[key]} and {language_folder.name}/{file.name}"
                    )
                if not isinstance(sentence, str):
                    raise TypeError(f"{key!r} in {language_folder.name}/{file.name} is not a text")
                table[keys.setdefault(key, key)] = sentence
                found_in[key] = f"{language_folder.name}/{file.name}"
        if table:
            tables[language_folder.name] = table
    return tables


def placeholders(sentence: str) -> set[str]:
    """Names in braces that a sentence wants filled."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


class Texts(QObject):
    """Callable table of sentences: `texts("welcome.title")`, `texts("pages.taken", count=3)`.

    With a `count`, `<key>.one` is used for 1 and `<key>.many` otherwise where the table has them. A key the
    language lacks is taken from Vietnamese; one that is nowhere raises TextMissing when `strict`, else the
    key itself is shown and logged, so that a person is never met by a crash for a missing word.
    """

    changed = Signal()

    def __init__(
        self,
        language: str = DEFAULT_LANGUAGE,
        *,
        tables: Mapping[str, Mapping[str, str]] | None = None,
        strict: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tables = tables if tables is not None else load_tables(resource_folder() / "i18n")
        self._strict = strict
        self._sentences: dict[str, frozenset[str]] = {}
        self._first = language
        self._language = language if language in self._tables else DEFAULT_LANGUAGE

    @property
    def language(self) -> str:
        """Code of the language in use: "vi", "en"."""
        return self._language

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have a table, Vietnamese first."""
        others = sorted(code for code in self._tables if code != DEFAULT_LANGUAGE)
        return (DEFAULT_LANGUAGE, *others)

    def set_language(self, language: str) -> None:
        """Switch; an unknown language means Vietnamese."""
        chosen = language if language in self._tables else DEFAULT_LANGUAGE
        if chosen != self._language:
            self._language = chosen
            self.changed.emit()

    def back_to_default(self) -> None:
        """The language this terminal begins every visit in."""
        self.set_language(self._first)

    def has(self, key: str) -> bool:
        """Whether a sentence stands under this very key in any table that would be used."""
        return any(key in self._tables.get(code, {}) for code in (self._language, DEFAULT_LANGUAGE))

    def holds(self, sentence: str) -> bool:
        """Whether these very words stand in the table of the language in use: then nobody's own words are among them."""
        if self._language not in self._sentences:
            self._sentences[self._language] = frozenset(self._tables[self._language].values())
        return sentence in self._sentences[self._language]

    def __call__(self, key: str, **values: object) -> str:
        wanted = key
        if "count" in values:
            plural = f"{key}.one" if values["count"] == 1 else f"{key}.many"
            wanted = plural if self.has(plural) else key
        for code in (self._language, DEFAULT_LANGUAGE):
            sentence = self._tables.get(code, {}).get(wanted)
            if sentence is not None:
                return sentence.format_map(values) if values else sentence
        if self._strict:
            raise TextMissing(wanted)
        log.warning("no sentence for key %s in %s", wanted, self._language)
        return wanted

    def of(self, text: InLanguages) -> str:
        """The text in the language in use, in Vietnamese where that is missing or empty."""
        return getattr(text, self._language, "") or text.vi
