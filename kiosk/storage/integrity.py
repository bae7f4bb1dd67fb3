"""The weekly full check: when it is due, and what the last one found; what is checked is the storage room's matter."""

import json
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from kiosk.domain.events import IntegrityReport, read_wire_time, wire_time
from kiosk.domain.ports import Clock
from kiosk.storage.database import Database
from kiosk.storage.tables import facts

_FACT = "last_full_check"
_NAMED_PROBLEMS = 20


class IntegrityWatch:
    """Upkeep. `check` returns every problem, None when `should_stop` broke it off."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        check: Callable[[Callable[[], bool]], list[str] | None],
        check_opening: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._check = check
        self.check_opening = check_opening
        self.forget = database.forget

    def check_if_due(self, *, every_s: float, should_stop: Callable[[], bool]) -> IntegrityReport | None:
        """The new report; None when the last one is younger than `every_s`, or this one was broken off."""
        last = self.last_check()
        # a report of tomorrow comes from a clock that was wrong
        age = None if last is None else self._clock() - last.at
        if age is not None and timedelta(0) <= age < timedelta(seconds=every_s):
            return None
        began_s = time.monotonic()
        problems = self._check(should_stop)
        if problems is None:
            return None
        report = IntegrityReport(
            self._clock(), tuple(problems[:_NAMED_PROBLEMS]), len(problems), time.monotonic() - began_s
        )
        value = {
            "at": wire_time(report.at),
            "problems": list(report.problems),
            "count": report.count,
            "seconds": round(report.seconds, 3),
        }
        with self._database.write() as connection:
            self._database.upsert(connection, facts, ["name"], {"name": _FACT, "value": json.dumps(value)})
        return report

    def last_check(self) -> IntegrityReport | None:
        """What the last whole check found; None before the first."""
        with self._database.read() as connection:
            kept = connection.execute(select(facts.c.value).where(facts.c.name == _FACT)).scalar_one_or_none()
        if kept is None:
            return None
        value = json.loads(kept)
        return IntegrityReport(
            read_wire_time(value["at"]), tuple(value["problems"]), value["count"], value["seconds"]
        )
