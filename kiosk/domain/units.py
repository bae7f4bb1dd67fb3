"""Provinces and communes as people name them, old names among them; finds candidates and never rejects an address.

Source: provinces, NQ 202/2025/QH15 with the codes of QĐ 19/2025/QĐ-TTg. The list of communes is the office's own and is
imported; names of communes are unique inside a province only.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.domain.bilingual import fold
from kiosk.domain.errors import ConfigurationInvalid

COLUMNS = ("code", "name", "kind", "province_code", "old_names")
PROVINCE_KINDS = ("tỉnh", "thành phố")
COMMUNE_KINDS = ("xã", "phường", "đặc khu")
COMMUNES_SINCE_JULY_2025 = 3321
_WORDS_OF_PROVINCES = tuple(fold(words) for words in (*PROVINCE_KINDS, "tp"))
_WORDS_OF_COMMUNES = tuple(fold(words) for words in (*COMMUNE_KINDS, "thị trấn", "tt"))


@dataclass(frozen=True, slots=True)
class Unit:
    """A province (`province_code` "") or a commune; `old_names` went up in it, wholly or in part."""

    code: str
    name: str
    kind: str
    province_code: str = ""
    old_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """What somebody may mean: `words` as written today, and the old name it was found by, or ""."""

    words: str
    old_name: str = ""


def read_units(text: str) -> tuple[Unit, ...]:
    """Units of a CSV with the columns of `COLUMNS`; several old names are parted by ";". Raises ConfigurationInvalid."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in COLUMNS[:-1] if name not in (reader.fieldnames or ())]
    if missing:
        raise ConfigurationInvalid(f"line 1: no column {', '.join(missing)}")
    units: list[Unit] = []
    codes: set[str] = set()
    for number, row in enumerate(reader, start=2):
        unit = _unit_of(row)
        problem = _problem_with(unit, codes)
        if problem:
            raise ConfigurationInvalid(f"line {number}: {problem}")
        codes.add(unit.code)
        units.append(unit)
    if not units:
        raise ConfigurationInvalid("no line with a unit")
    return tuple(units)


def _unit_of(row: Mapping[str, str | None]) -> Unit:
    code, name, kind, province, old = (" ".join((row.get(column) or "").split()) for column in COLUMNS)
    return Unit(
        code, name, kind.lower(), province, tuple(part.strip() for part in old.split(";") if part.strip())
    )


def _problem_with(unit: Unit, codes: set[str]) -> str:
    length, kinds = (5, COMMUNE_KINDS) if unit.province_code else (2, PROVINCE_KINDS)
    if not (unit.code.isdecimal() and len(unit.code) == length):
        return f"the code {unit.code!r} has not {length} digits"
    if unit.code in codes:
        return f"the code {unit.code} stands there twice"
    if not unit.name:
        return "no name"
    if unit.kind not in kinds:
        return f"the kind {unit.kind!r} is none of {', '.join(kinds)}"
    return ""


class UnitIndex:
    """Finds units by the beginning of today's or an old name, with or without marks and words like "tỉnh"."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = tuple(units)
        self._provinces = {unit.code: unit for unit in self._units if not unit.province_code}
        names = [(fold(unit.name), unit, "") for unit in self._units]
        names += [(fold(old), unit, old) for unit in self._units for old in unit.old_names]
        self._names = names

    def __len__(self) -> int:
        return len(self._units)

    def find(self, words: str, most: int = 3) -> tuple[Candidate, ...]:
        """Candidates for what was typed, whole names first, provinces before communes; nothing for fewer than 2 letters."""
        wanted, is_commune = _name_and_level(fold(words))
        if len(wanted) < 2:
            return ()
        hits = [
            hit
            for hit in self._names
            if hit[0].startswith(wanted) and is_commune in (None, bool(hit[1].province_code))
        ]
        hits.sort(key=lambda hit: (hit[0] != wanted, bool(hit[1].province_code), bool(hit[2]), hit[0]))
        found = dict.fromkeys(Candidate(self._in_words(unit), old) for _, unit, old in hits[: 4 * most])
        return tuple(found)[:most]

    def _in_words(self, unit: Unit) -> str:
        own = f"{unit.kind} {unit.name}"
        province = self._provinces.get(unit.province_code)
        return f"{own}, {province.kind} {province.name}" if province else own


def _name_and_level(folded: str) -> tuple[str, bool | None]:
    """What was typed without a word like "tỉnh" before it, and whether that word means a commune; None without one."""
    for is_commune, kinds in ((False, _WORDS_OF_PROVINCES), (True, _WORDS_OF_COMMUNES)):
        for kind in kinds:
            if folded.startswith(f"{kind} "):
                return folded[len(kind) + 1 :], is_commune
    return folded, None
