"""Imported procedures under review, with every decision; what they mean is the domain's matter."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from kiosk.domain.catalogue_review import Doubt, ReviewItem, ReviewLine, ReviewState
from kiosk.domain.ports import Clock
from kiosk.storage.database import Database
from kiosk.storage.tables_review import catalogue_reviews as reviews

_AT_ONCE = 500


class SqlReviewStore:
    """ReviewStore."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take_in(self, items: Sequence[ReviewItem]) -> int:
        """Replaces a record of the same code; the very same record keeps its decisions."""
        unchanged = 0
        for start in range(0, len(items), _AT_ONCE):
            some = items[start : start + _AT_ONCE]
            with self._database.write() as connection:
                rows = connection.execute(
                    select(reviews).where(reviews.c.code.in_([each.code for each in some]))
                )
                known = {row.code: _item(row) for row in rows}
                for item in some:
                    earlier = known.get(item.code)
                    if earlier is not None and _says_the_same(earlier, item):
                        unchanged += 1
                    else:
                        self._put(connection, item, by=None)
        return unchanged

    def lines(self, *, state: ReviewState, limit: int = 200) -> list[ReviewLine]:
        """Most open doubts first."""
        wanted = (
            select(reviews)
            .where(reviews.c.state == state.value)
            .order_by(reviews.c.open_doubts.desc(), reviews.c.code)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                ReviewLine(
                    row.code, row.name, row.source, row.doubts, row.open_doubts, ReviewState(row.state)
                )
                for row in connection.execute(wanted)
            ]

    def count(self, state: ReviewState) -> tuple[int, int]:
        """(all, those in which nothing was doubtful)."""
        clear = func.sum(case((reviews.c.doubts == 0, 1), else_=0))
        wanted = select(func.count(), clear).where(reviews.c.state == state.value)
        with self._database.read() as connection:
            every, without = connection.execute(wanted).one()
        return int(every), int(without or 0)

    def find(self, code: str) -> ReviewItem | None:
        """By its code as listed."""
        with self._database.read() as connection:
            row = connection.execute(select(reviews).where(reviews.c.code == code)).one_or_none()
        return _item(row) if row is not None else None

    def dated(self) -> list[ReviewItem]:
        """In the order of their codes."""
        wanted = select(reviews).where(
            reviews.c.code.contains("@"), reviews.c.state != ReviewState.PUT_ASIDE.value
        )
        with self._database.read() as connection:
            return [_item(row) for row in connection.execute(wanted.order_by(reviews.c.code)).all()]

    def without_doubt(self) -> list[ReviewItem]:
        """In the order of their codes."""
        return list(self._items(ReviewState.WAITING, doubts=0))

    def keep(self, items: Sequence[ReviewItem], *, by: str) -> None:
        """All or none."""
        with self._database.write() as connection:
            for item in items:
                self._put(connection, item, by=by)

    def accepted(self) -> list[Mapping[str, Any]]:
        """With every decision worked in."""
        return [item.settled_wire() for item in self._items(ReviewState.ACCEPTED)]

    def _items(self, state: ReviewState, doubts: int | None = None) -> Iterator[ReviewItem]:
        wanted = select(reviews).where(reviews.c.state == state.value).order_by(reviews.c.code)
        if doubts is not None:
            wanted = wanted.where(reviews.c.doubts == doubts)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        yield from (_item(row) for row in rows)

    def _put(self, connection: Connection, item: ReviewItem, *, by: str | None) -> None:
        body = {"wire": dict(item.wire), "doubts": [doubt.to_body() for doubt in item.doubts]}
        values = {
            "code": item.code,
            "name": item.name,
            "source": item.source,
            "place": item.place,
            "state": item.state.value,
            "doubts": len(item.doubts),
            "open_doubts": item.open_doubts,
            "body": body,
            "staff_id": by,
            "at": self._clock(),
        }
        self._database.upsert(connection, reviews, ["code"], values)


def _item(row: Row[Any]) -> ReviewItem:
    doubts = tuple(Doubt.from_body(each) for each in row.body["doubts"])
    return ReviewItem(
        row.code, row.name, row.source, row.place, row.body["wire"], doubts, ReviewState(row.state)
    )


def _says_the_same(earlier: ReviewItem, item: ReviewItem) -> bool:
    """The version of an import is its day: it makes no other record."""
    first, second = (
        {name: value for name, value in dict(each.wire).items() if name != "version"}
        for each in (earlier, item)
    )
    return first == second
