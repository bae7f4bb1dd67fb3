"""The queue's own clock, and the mark that wakes a million sleeping jobs by changing one row; no jobs here."""

import random
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from kiosk.storage.tables import queue_clock
from kiosk.storage.time_line import TimeLine

_THE_ROW = queue_clock.c.id == 1
_BETWEEN_BOOTS_S = 1.0
"""A new boot begins this long after the last moment of the one before: no two of them are equal."""
_MOMENT_S = 2.0**-10
"""A waking takes a moment of its own: what was set just before it sleeps, what is set just after it does not."""


@dataclass(frozen=True, slots=True)
class Wakefulness:
    """Who need not sleep on: jobs set before `awake_before`, and those set before `woken_at` from `wake_due_at` on."""

    awake_before: float
    woken_at: float
    wake_due_at: float

    def limit(self, now: float) -> float:
        """Every job set before this moment is due now."""
        return self.woken_at if now >= self.wake_due_at else self.awake_before

    def due_at(self, due_at: float, set_at: float) -> float:
        """When a job that was put back at `set_at` until `due_at` really is due."""
        if set_at < self.awake_before:
            return min(due_at, set_at)
        return min(due_at, self.wake_due_at) if set_at < self.woken_at else due_at


class QueueClock:
    """Seconds that go on from one boot to the next, so that no row has to be touched when the machine starts."""

    def __init__(self, time_line: TimeLine) -> None:
        self._time_line = time_line
        self._offset_s = 0.0

    def now_s(self, connection: Connection) -> float:
        """Now."""
        return self._time_line.now_s(connection) + self._offset_s

    def look(self, connection: Connection) -> tuple[float, Wakefulness]:
        """Now, and who is awake, as whichever process marked it last."""
        row = self._row(connection)
        self._offset_s = float(row.offset_s)
        awake = Wakefulness(float(row.awake_before), float(row.woken_at), float(row.wake_due_at))
        return self.now_s(connection), awake

    def begin(self, connection: Connection, latest: float, *, spread_s: float) -> bool:
        """At start; True in a boot that the queue has not seen. Its clock then goes on behind `latest`, and what
        was put back before is due within a random share of `spread_s`."""
        row = self._row(connection, lock=True)
        if row.boot_id == self._time_line.boot_id:
            self._offset_s = float(row.offset_s)
            return False
        self._offset_s = latest + _BETWEEN_BOOTS_S - self._time_line.now_s(connection)
        boot = {"boot_id": self._time_line.boot_id, "offset_s": self._offset_s}
        connection.execute(update(queue_clock).where(_THE_ROW).values(boot))
        self.wake(connection, within_s=spread_s)
        return True

    def wake(self, connection: Connection, *, within_s: float) -> None:
        """What sleeps now sleeps no longer than a random share of `within_s`, and never longer than it would have."""
        row = self._row(connection, lock=True)
        self._offset_s = float(row.offset_s) + _MOMENT_S
        now = self.now_s(connection)
        due_at = now + random.random() * within_s  # noqa: S311
        values = {"offset_s": self._offset_s, "woken_at": now, "wake_due_at": due_at}
        if float(row.wake_due_at) <= now:
            values["awake_before"] = float(row.woken_at)
        else:
            values["wake_due_at"] = min(due_at, float(row.wake_due_at))
        connection.execute(update(queue_clock).where(_THE_ROW).values(values))

    def _row(self, connection: Connection, *, lock: bool = False) -> Row[Any]:
        query = select(queue_clock).where(_THE_ROW)
        return connection.execute(query.with_for_update() if lock else query).one()
