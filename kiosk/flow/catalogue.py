"""The procedures this agent point knows, by code and by search; loading and indexing happen elsewhere."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from kiosk.domain.procedure import Procedure, SearchHit


class ProcedureSearch(Protocol):
    """Finds procedures by name, code or everyday words, also without tone marks."""

    def search(self, text: str, limit: int = 20) -> Sequence[SearchHit]:
        """Best first."""


class Catalogue:
    """Procedures in memory. When the portal delivers news another catalogue takes the place of this one."""

    def __init__(
        self, procedures: Iterable[Procedure], index: Callable[[Sequence[Procedure]], ProcedureSearch]
    ) -> None:
        self._by_code = {procedure.code: procedure for procedure in procedures}
        self._search = index(list(self._by_code.values()))

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Procedure | None:
        """The procedure of that code."""
        return self._by_code.get(code)

    def search(self, text: str, limit: int = 20) -> list[Procedure]:
        """Best first; without a text, all in the order of their names."""
        if not text.strip():
            return sorted(self._by_code.values(), key=lambda procedure: procedure.name.vi)[:limit]
        found = (self._by_code.get(hit.code) for hit in self._search.search(text, limit))
        return [procedure for procedure in found if procedure is not None]
