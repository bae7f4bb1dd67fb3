"""What a supervisor watches over, kept: flags, ratings by day, lists of training; the rules are elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.ports import Clock
from kiosk.domain.service_watch import Finding, Flag, FlagKind, FlagReason, SharedContact
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.contact_marks import PERSON
from kiosk.storage.database import Database
from kiosk.storage.sign_in_rules import staff_key
from kiosk.storage.tables_watch import contact_marks, flags, ratings, training

SHOWN_DIGITS = 6
"""Of a digest: enough to tell two apart."""
_MOST_SETTLED = 50


class SqlServiceWatch:
    """ServiceWatch."""

    def __init__(self, database: Database, audit: SqlAuditLog, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def shared_contacts(self, *, since: datetime, least: int) -> list[SharedContact]:
        """Counted by the people behind them, not by dossiers."""
        marks = contact_marks.c
        people = func.count(marks.person.distinct())
        query = (
            select(marks.kind, marks.digest, people)
            .where(marks.kind != PERSON, marks.at >= since)
            .group_by(marks.kind, marks.digest)
            .having(people >= least)
            .order_by(people.desc(), marks.digest)
        )
        found = []
        with self._database.read() as connection:
            for kind, digest, count in connection.execute(query).all():
                behind = select(marks.reference).where(
                    marks.kind == kind, marks.digest == digest, marks.at >= since
                )
                newest = connection.execute(behind.order_by(marks.at.desc()).limit(10)).scalars()
                found.append(SharedContact(kind, digest[:SHOWN_DIGITS].upper(), count, tuple(newest)))
        return found

    def raise_flags(self, findings: Collection[Finding]) -> int:
        """One that is open gets its newer facts; one that was settled stays so until its key is another."""
        raised = 0
        with self._database.write() as connection:
            for finding in findings:
                told = {"facts": dict(finding.facts), "references": list(finding.references)}
                same = flags.c.key == finding.key
                known = connection.execute(select(flags.c.settled_at).where(same)).one_or_none()
                if known is not None:
                    if known.settled_at is None:
                        connection.execute(update(flags).where(same).values(told))
                    continue
                flag_id = new_id()
                connection.execute(
                    insert(flags).values(
                        id=flag_id,
                        key=finding.key,
                        kind=finding.kind.value,
                        subject=finding.subject,
                        raised_at=self._clock(),
                        settled_by="",
                        reason="",
                        **told,
                    )
                )
                self._audit.write(connection, AuditKind.FLAG_RAISED, flag_id, {"kind": finding.kind.value})
                raised += 1
        return raised

    def flags(self, *, settled: bool = False) -> list[Flag]:
        """The newest first."""
        state = flags.c.settled_at.is_not(None) if settled else flags.c.settled_at.is_(None)
        query = select(flags).where(state).order_by(flags.c.raised_at.desc(), flags.c.id)
        with self._database.read() as connection:
            return [
                _flag(row) for row in connection.execute(query.limit(_MOST_SETTLED) if settled else query)
            ]

    def settle(self, flag_id: str, *, staff_id: str, reason: FlagReason) -> bool:
        """Recorded with who and why."""
        still_open = (flags.c.id == flag_id) & flags.c.settled_at.is_(None)
        values = {"settled_at": self._clock(), "settled_by": staff_id, "reason": reason.value}
        with self._database.write() as connection:
            kind = connection.execute(select(flags.c.kind).where(still_open)).scalar_one_or_none()
            if kind is None:
                return False
            connection.execute(update(flags).where(still_open).values(values))
            facts = {"kind": kind, "staff": staff_id, "reason": reason.value}
            self._audit.write(connection, AuditKind.FLAG_SETTLED, flag_id, facts)
        return True

    # --- ratings ---------------------------------------------------------------------------------------------

    def rate(self, stars: int, *, day: date) -> None:
        """Nothing that leads back to a visit is written, and nothing into the trail while the day lasts."""
        with self._database.write() as connection:
            connection.execute(insert(ratings).values(id=new_id(), day=day.isoformat(), stars=str(stars)))

    def count_ratings(self, *, before: date) -> int:
        """One entry of the trail a day."""
        over = ratings.c.counted.is_(False) & (ratings.c.day < before.isoformat())
        days: defaultdict[str, Counter[str]] = defaultdict(Counter)
        with self._database.write() as connection:
            for row in connection.execute(select(ratings.c.day, ratings.c.stars).where(over)):
                days[row.day][row.stars] += 1
            for day, stars in sorted(days.items()):
                self._audit.write(
                    connection, AuditKind.RATINGS_COUNTED, day, {"day": day, "stars": dict(stars)}
                )
            connection.execute(update(ratings).where(over).values(counted=True))
        return sum(stars.total() for stars in days.values())

    def unsent_ratings(self, *, limit: int) -> list[tuple[str, int, date]]:
        """In the order of their random ids."""
        query = select(ratings).where(ratings.c.counted.is_(True)).order_by(ratings.c.id).limit(limit)
        with self._database.read() as connection:
            return [
                (row.id, int(row.stars), date.fromisoformat(row.day)) for row in connection.execute(query)
            ]

    def ratings_sent(self, rating_ids: Collection[str]) -> None:
        """Erased: the trail has the counts."""
        with self._database.write() as connection:
            connection.execute(delete(ratings).where(ratings.c.id.in_(list(rating_ids))))

    # --- training --------------------------------------------------------------------------------------------

    def training(self) -> Mapping[str, frozenset[str]]:
        """By the key of the staff id."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        with self._database.read() as connection:
            for row in connection.execute(select(training)):
                found[row.staff_key].add(row.procedure_code)
        return {key: frozenset(codes) for key, codes in found.items()}

    def set_trained(self, staff_id: str, code: str, trained: bool, *, by: str) -> None:
        """Saying the same again changes nothing."""
        key = {"staff_key": staff_key(staff_id), "procedure_code": code}
        same = (training.c.staff_key == key["staff_key"]) & (training.c.procedure_code == code)
        with self._database.write() as connection:
            if trained:
                self._database.insert_if_absent(connection, training, list(key), key)
            else:
                connection.execute(delete(training).where(same))
            facts = {"procedure": code, "trained": trained, "by": by}
            self._audit.write(connection, AuditKind.TRAINING_CHANGED, staff_id, facts)


def _flag(row: Row[Any]) -> Flag:
    finding = Finding(FlagKind(row.kind), row.key, row.subject, row.facts, tuple(row.references))
    reason = FlagReason(row.reason) if row.reason else None
    return Flag(row.id, finding, row.raised_at, row.settled_at, row.settled_by, reason)
