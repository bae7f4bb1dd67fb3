"""Sentences by key and language where there is no window: slips' values and commands' errors."""

import json
from functools import cached_property
from pathlib import Path


class Words:
    """`words("delivery.home", "vi")`; a missing key shows itself, so that nothing breaks for a word."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _tables(self) -> dict[str, dict[str, str]]:
        tables: dict[str, dict[str, str]] = {}
        for language in sorted(place for place in self._folder.iterdir() if place.is_dir()):
            tables[language.name] = {}
            for file in sorted(language.glob("*.json")):
                tables[language.name].update(json.loads(file.read_text(encoding="utf-8")))
        return tables

    def __call__(self, key: str, language: str) -> str:
        """The sentence, in Vietnamese where the language lacks it."""
        return self._tables.get(language, {}).get(key) or self._tables.get("vi", {}).get(key, key)
