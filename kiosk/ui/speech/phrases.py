"""Sentences rendered beforehand: a folder of sound files with a manifest; and which of them are missing. Makes no sound.

    manifest.json   {"vi": {"welcome.question": {"file": "vi/welcome.question.wav", "says": "Hôm nay cần …"}}, …}

A file counts only for the very words it was rendered from: a sentence that was changed since is missing again.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.ui.texts import placeholders

MANIFEST = "manifest.json"
SPOKEN_FILES = frozenset(
    {"account", "base", "bring", "chip", "dossier", "errors", "help", "money", "passing", "start"}
)
"""The files of `resources/i18n` that hold what citizens meet on screens; slips and staff's words are not read aloud."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence under its text key."""

    language: str
    key: str
    says: str

    @property
    def file(self) -> str:
        """Where its sound belongs, inside the folder."""
        return f"{self.language}/{self.key}.wav"


def phrases_to_render(i18n: Path) -> list[Phrase]:
    """Every sentence that a screen may say unasked: without gaps, because what fills them is somebody's own."""
    found = []
    for folder in sorted(path for path in i18n.iterdir() if path.is_dir()):
        for file in sorted(folder.glob("*.json")):
            if file.stem not in SPOKEN_FILES:
                continue
            table: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
            found += [
                Phrase(folder.name, key, says)
                for key, says in table.items()
                if says.strip() and not placeholders(says)
            ]
    return found


class PhraseFolder:
    """What was rendered. An unreadable manifest is an empty one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = self._read()
        self._files = {
            (language, str(entry["says"])): folder / str(entry["file"])
            for language, entries in self._kept.items()
            for entry in entries.values()
            if "says" in entry and "file" in entry
        }

    def file_of(self, sentence: str, language: str) -> Path | None:
        """The sound of this very sentence; None where there is none."""
        file = self._files.get((language, sentence))
        return file if file is not None and file.is_file() else None

    def missing(self, wanted: list[Phrase]) -> list[Phrase]:
        """Those that have no sound, or one of other words."""
        return [phrase for phrase in wanted if self.file_of(phrase.says, phrase.language) is None]

    def languages(self) -> frozenset[str]:
        """Those with at least one sentence."""
        return frozenset(language for language, says in self._files if self.file_of(says, language))

    def add(self, phrase: Phrase) -> None:
        """Its sound lies at `phrase.file` now."""
        entries = self._kept.setdefault(phrase.language, {})
        entries[phrase.key] = {"file": phrase.file, "says": phrase.says}
        self._files[phrase.language, phrase.says] = self._folder / phrase.file

    def keep(self) -> None:
        """Write the manifest, whole or not at all."""
        fresh = self._folder / f"{MANIFEST}.new"
        fresh.write_text(json.dumps(self._kept, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
        fresh.replace(self._folder / MANIFEST)

    def _read(self) -> dict[str, dict[str, Mapping[str, str]]]:
        try:
            kept = json.loads((self._folder / MANIFEST).read_text(encoding="utf-8"))
            return {language: dict(entries) for language, entries in kept.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            _log.warning("the phrases' manifest cannot be read: %s", type(error).__name__)
            return {}
