"""The procedures this agent point knows, by code, version and search; loading and indexing happen elsewhere."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from kiosk.domain.dossier import Dossier
from kiosk.domain.procedure import Procedure, SearchHit
from kiosk.domain.procedure_versions import Validity, Versions, version_label


class ProcedureSearch(Protocol):
    """Finds procedures by name, code or everyday words, also without tone marks."""

    def search(self, text: str, limit: int = 20) -> Sequence[SearchHit]:
        """Best first."""


class Catalogue:
    """Procedures in memory. When the portal delivers news another catalogue takes the place of this one."""

    def __init__(
        self,
        procedures: Iterable[Procedure],
        index: Callable[[Sequence[Procedure]], ProcedureSearch],
        today: Callable[[], date],
        begun_with: Iterable[Procedure] = (),
    ) -> None:
        """`begun_with`: versions that dossiers here follow, listed or not. `today`: the day that counts."""
        listed: dict[str, list[Procedure]] = {}
        self._by_version: dict[tuple[str, str], Procedure] = {_key(each): each for each in begun_with}
        for procedure in procedures:
            listed.setdefault(procedure.code, []).append(procedure)
            self._by_version.setdefault(_key(procedure), procedure)
        self._by_code = {code: Versions(versions) for code, versions in listed.items()}
        self._today = today
        self._by_name: tuple[date | None, tuple[Procedure, ...]] = (None, ())
        day = today()
        # who has heard of tomorrow's name may look for it today; of what is over only the last counts
        current = [
            each
            for versions in self._by_code.values()
            for each in versions.all
            if each is versions.shown(day) or (each.valid_from is not None and each.valid_from > day)
        ]
        self._search = index(current)

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Procedure | None:
        """The version in force today, else the next that comes, else the last that was."""
        versions = self._by_code.get(code)
        return versions.shown(self._today()) if versions else None

    def in_force(self, code: str) -> Procedure | None:
        """The version that a dossier begun today follows; None where there is none."""
        versions = self._by_code.get(code)
        return versions.in_force(self._today()) if versions else None

    def coming(self, code: str) -> Procedure | None:
        """The version that begins next."""
        versions = self._by_code.get(code)
        return versions.coming(self._today()) if versions else None

    def validity(self, code: str) -> Validity | None:
        """How a code stands today, with what takes its place; None for an unknown code."""
        versions = self._by_code.get(code)
        if versions is None:
            return None
        new = versions.shown(self._today()).replaced_by
        replacement = self.get(new) if new and new != code else None
        return replace(versions.validity(self._today()), replaced_by=replacement)

    def begun_with(self, dossier: Dossier) -> Procedure | None:
        """The version that a dossier was begun with; what is known of its code today where that is not known."""
        chosen = dossier.body.get("procedure")
        version = chosen.get("version") if isinstance(chosen, dict) else None
        return self.version(dossier.procedure_code, version) or self.get(dossier.procedure_code)

    def version(self, code: str, version: object) -> Procedure | None:
        """Exactly that version, listed still or not."""
        return self._by_version.get((code, version_label(version)))

    def follow(self, procedure: Procedure) -> None:
        """A dossier here was begun with it: it stays known whatever the portal lists."""
        self._by_version.setdefault(_key(procedure), procedure)

    def search(self, text: str, limit: int = 20) -> list[Procedure]:
        """Best first; without a text, all in the order of their names."""
        if not text.strip():
            return list(self._of_day(self._today())[:limit])
        codes = dict.fromkeys(hit.code for hit in self._search.search(text, limit))
        return [procedure for code in codes if (procedure := self.get(code)) is not None]

    def _of_day(self, day: date) -> tuple[Procedure, ...]:
        """All by name; sorted once a day, for ten thousand are many."""
        known_day, every = self._by_name
        if known_day != day:
            shown = (versions.shown(day) for versions in self._by_code.values())
            every = tuple(sorted(shown, key=lambda procedure: procedure.name.vi))
            self._by_name = day, every
        return every


def _key(procedure: Procedure) -> tuple[str, str]:
    return procedure.code, version_label(procedure.version)
