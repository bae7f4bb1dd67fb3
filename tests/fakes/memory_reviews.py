"""Imported procedures under review, in memory; passes the contract tests of the real store."""

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.domain.catalogue_review import ReviewItem, ReviewLine, ReviewState


class MemoryReviews:
    def __init__(self) -> None:
        self._items: dict[str, ReviewItem] = {}

    def take_in(self, items: Sequence[ReviewItem]) -> int:
        same = 0
        for item in items:
            known = self._items.get(item.code)
            if known is not None and _content(known) == _content(item):
                same += 1
            else:
                self._items[item.code] = item
        return same

    def lines(self, *, state: ReviewState, limit: int = 200) -> list[ReviewLine]:
        found = sorted(self._in(state), key=lambda item: (-item.open_doubts, item.code))
        return [
            ReviewLine(i.code, i.name, i.source, len(i.doubts), i.open_doubts, i.state) for i in found[:limit]
        ]

    def count(self, state: ReviewState) -> tuple[int, int]:
        found = self._in(state)
        return len(found), sum(item.is_clear for item in found)

    def find(self, code: str) -> ReviewItem | None:
        return self._items.get(code)

    def dated(self) -> list[ReviewItem]:
        return [
            item
            for item in self._items.values()
            if "@" in item.code and item.state is not ReviewState.PUT_ASIDE
        ]

    def without_doubt(self) -> list[ReviewItem]:
        return [item for item in self._in(ReviewState.WAITING) if item.is_clear]

    def keep(self, items: Sequence[ReviewItem], *, by: str) -> None:
        self._items.update({item.code: item for item in items})

    def accepted(self) -> list[Mapping[str, Any]]:
        return [item.settled_wire() for item in self._in(ReviewState.ACCEPTED)]

    def _in(self, state: ReviewState) -> list[ReviewItem]:
        return sorted((i for i in self._items.values() if i.state is state), key=lambda item: item.code)


def _content(item: ReviewItem) -> dict[str, Any]:
    return {name: value for name, value in item.wire.items() if name != "version"}
