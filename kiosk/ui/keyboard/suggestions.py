"""What a field may be about to hold: names, streets, provinces and communes; it only ever offers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.domain.bilingual import fold
from kiosk.domain.units import UnitIndex, read_units
from kiosk.ui.keyboard.leftover import meant_text

MOST = 3
SHORTEST_STREET = 3


class Suggests(StrEnum):
    """What a field is helped with."""

    NONE = "none"
    READING = "reading"
    """Only keys of Telex or VNI left standing in it."""
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Touching it takes `delete` letters before the cursor away and puts `insert` in; `words` are shown."""

    words: str
    delete: int
    insert: str


class Suggestions:
    """The lists of one terminal, read when first asked. `communes` is the imported list of the office, if there is one."""

    def __init__(self, folder: Path, communes: Path | None = None) -> None:
        self._folder = folder
        self._communes = communes
        self._names: tuple[list[tuple[str, str]], list[tuple[str, str]]] | None = None
        self._streets: list[tuple[str, str]] = []
        self._units = UnitIndex(())

    def of(self, kind: Suggests, before: str) -> tuple[Suggestion, ...]:
        """At most three for the text before the cursor; a text that was meant otherwise comes first, alone."""
        if kind is Suggests.NONE or not before.strip():
            return ()
        meant = meant_text(before)
        if meant:
            return (Suggestion(meant, len(before), meant),)
        if kind is Suggests.NAME:
            return self._of_name(before)
        return self._of_address(before) if kind is Suggests.ADDRESS else ()

    def _read(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        if self._names is None:
            family, given = (
                _listed(self._folder / "family_names.txt"),
                _listed(self._folder / "given_names.txt"),
            )
            self._names = family, given
            self._streets = _listed(self._folder / "streets.txt")
            units = list(read_units((self._folder / "provinces.csv").read_text(encoding="utf-8")))
            if self._communes is not None and self._communes.is_file():
                units += read_units(self._communes.read_text(encoding="utf-8"))
            self._units = UnitIndex(units)
        return self._names

    def _of_name(self, before: str) -> tuple[Suggestion, ...]:
        family, given = self._read()
        word = before.rsplit(" ", 1)[-1]
        is_first = not before.strip().count(" ") and not before.endswith(" ")
        fitting = _fitting(word, (family, given) if is_first else (given, family))
        return tuple(Suggestion(name, len(word), f"{name} ") for name in fitting)

    def _of_address(self, before: str) -> tuple[Suggestion, ...]:
        self._read()
        part = before.rsplit(",", 1)[-1].lstrip()
        found = [
            Suggestion(
                f"{candidate.words} ({candidate.old_name})" if candidate.old_name else candidate.words,
                len(part),
                candidate.words,
            )
            for candidate in self._units.find(part, MOST)
            if candidate.words != part
        ]
        words = part.split(" ")
        for start in range(len(words)):
            tail = " ".join(words[start:])
            if found or len(tail) < SHORTEST_STREET:
                break
            streets = _fitting(tail, (self._streets,))
            found = [Suggestion(street, len(tail), f"{street} ") for street in streets]
        return tuple(found)


def _listed(file: Path) -> list[tuple[str, str]]:
    lines = file.read_text(encoding="utf-8").split("\n")
    return [(fold(line), line) for line in lines if line]


def _fitting(typed: str, lists: Iterable[Sequence[tuple[str, str]]]) -> tuple[str, ...]:
    """Entries that begin with what was typed: whole ones first, then in the order of the lists, most usual first.

    Marks that were typed must be there; marks that were not are added.
    """
    wanted = fold(typed)
    if not wanted:
        return ()
    entries = list(dict.fromkeys(entry for entries in lists for entry in entries))
    fitting = [
        (folded != wanted, place, entry)
        for place, (folded, entry) in enumerate(entries)
        if folded.startswith(wanted) and entry.lower() != typed.lower() and _keeps_marks(typed, entry)
    ]
    return tuple(entry for _, _, entry in sorted(fitting)[:MOST])


def _keeps_marks(typed: str, entry: str) -> bool:
    return typed.isascii() or entry.lower().startswith(typed.lower())
