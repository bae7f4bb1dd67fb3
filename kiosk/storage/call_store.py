"""Open calls for staff, kept and ended, each with its seconds in the audit trail; who is told of them is not decided here."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from kiosk.domain.clerk_call import CALL_KEEPS, CallEnd, CallReason, ClerkCall, NewCall
from kiosk.domain.events import AuditKind
from kiosk.domain.ports import Clock
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.database import Database
from kiosk.storage.tables_calls import clerk_calls


class SqlClerkCalls:
    """ClerkCalls. `place` names this terminal in a shared database."""

    def __init__(self, database: Database, audit: SqlAuditLog, clock: Clock, place: str = "") -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._place = place

    def call(self, call: NewCall) -> ClerkCall:
        """Kept at once, for every bench of the branch."""
        values = {
            "id": call.id,
            "place": self._place,
            "terminal": call.terminal,
            "code": call.code,
            "step": call.step,
            "reason": call.reason.value,
            "called_at": self._clock(),
            "taken_by": "",
        }
        same = clerk_calls.c.id == call.id
        with self._database.write() as connection:
            known = connection.execute(select(clerk_calls).where(same)).one_or_none()
            if known is None:
                self._database.insert_if_absent(connection, clerk_calls, ["id"], values)
                facts = {"call": call.id, "step": call.step, "reason": call.reason.value}
                self._audit.write(connection, AuditKind.CLERK_CALLED, call.code, facts)
                known = connection.execute(select(clerk_calls).where(same)).one()
            return _call(known)

    def open(self) -> list[ClerkCall]:
        """Without those that must have been left behind."""
        fresh = clerk_calls.c.called_at >= self._clock() - CALL_KEEPS
        query = select(clerk_calls).where(fresh).order_by(clerk_calls.c.called_at, clerk_calls.c.id)
        with self._database.read() as connection:
            return [_call(row) for row in connection.execute(query)]

    def take(self, call_id: str, *, staff_id: str, name: str) -> bool:
        """The first clerk who says so."""
        now = self._clock()
        waiting = (clerk_calls.c.id == call_id) & clerk_calls.c.taken_at.is_(None)
        taking = update(clerk_calls).where(waiting).values(taken_at=now, taken_by=name)
        with self._database.write() as connection:
            row = connection.execute(taking.returning(clerk_calls.c.called_at)).one_or_none()
            if row is None:
                return False
            facts = {"staff": staff_id, "waited_s": _seconds(row.called_at, now)}
            self._audit.write(connection, AuditKind.CALL_TAKEN, call_id, facts)
        return True

    def end(self, call_id: str, how: CallEnd, *, staff_id: str = "") -> bool:
        """A clerk who ends a call that nobody took has taken it at that moment."""
        with self._database.write() as connection:
            return bool(self._end(connection, clerk_calls.c.id == call_id, how, staff_id))

    def left_here(self, *, since: datetime) -> ClerkCall | None:
        """Called once, at this terminal's start."""
        here = clerk_calls.c.place == self._place
        with self._database.write() as connection:
            self._end(connection, here & (clerk_calls.c.called_at < since), CallEnd.LOST, "")
            query = select(clerk_calls).where(here).order_by(clerk_calls.c.called_at.desc())
            found = connection.execute(query).all()
            for row in found[1:]:
                self._end(connection, clerk_calls.c.id == row.id, CallEnd.LOST, "")
        return _call(found[0]) if found else None

    def _end(
        self, connection: Connection, which: ColumnElement[bool], how: CallEnd, staff_id: str
    ) -> list[str]:
        now = self._clock()
        ended = connection.execute(delete(clerk_calls).where(which).returning(clerk_calls)).all()
        for row in ended:
            if staff_id and row.taken_at is None:
                facts = {"staff": staff_id, "waited_s": _seconds(row.called_at, now)}
                self._audit.write(connection, AuditKind.CALL_TAKEN, row.id, facts)
            told = {
                "how": how.value,
                "taken": bool(staff_id) or row.taken_at is not None,
                "open_s": _seconds(row.called_at, now),
            }
            by = {"staff": staff_id} if staff_id else {}
            self._audit.write(connection, AuditKind.CALL_ENDED, row.id, {**told, **by})
        return [row.id for row in ended]


def _seconds(since: datetime, now: datetime) -> int:
    return max(0, round((now - since).total_seconds()))


def _call(row: Row[Any]) -> ClerkCall:
    return ClerkCall(
        id=row.id,
        terminal=row.terminal,
        code=row.code,
        step=row.step,
        reason=CallReason(row.reason),
        called_at=row.called_at,
        taken_at=row.taken_at,
        taken_by=row.taken_by,
    )
