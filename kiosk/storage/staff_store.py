"""Staff accounts: argon2id hashes and growing waits after wrong passwords; what a role may do is decided elsewhere."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from sqlalchemy import Connection, Row, delete, insert, select, update

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.ports import Clock
from kiosk.domain.staff import Role, SignIn, StaffMember
from kiosk.storage import sign_in_rules
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.database import Database
from kiosk.storage.tables import sign_in_failures, staff
from kiosk.storage.time_line import TimeLine

_KEPT_UNKNOWN_IDS = 500
"""Failures are counted for ids that do not exist too, else the waiting would tell which ones do; but not without end."""

STRONG_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4, type=Type.ID)
"""RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes."""


class SqlStaffStore:
    """StaffStore."""

    def __init__(
        self,
        database: Database,
        audit: SqlAuditLog,
        clock: Clock,
        time_line: TimeLine,
        hasher: PasswordHasher = STRONG_HASHER,
    ) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._time_line = time_line
        self._hasher = hasher
        self._nobodys_hash: str | None = None

    def sign_in(self, staff_id: str, password: str) -> SignIn:
        """Right, wrong, or wait. Unknown ids take the same time and bring the same waits as known ones."""
        return self._try(staff_id, password)

    def add(
        self, staff_id: str, name: str, role: Role, password: str, *, must_change: bool = True
    ) -> StaffMember:
        """RuleBroken: `staff_id_invalid`, `password_weak`, `staff_id_taken`."""
        tidy = sign_in_rules.check_staff_id(staff_id)
        sign_in_rules.check_password(tidy, password)
        key = sign_in_rules.staff_key(tidy)
        member = StaffMember(tidy, name.strip(), role, True, must_change)
        password_hash = self._hasher.hash(password)
        with self._database.write() as connection:
            if _row(connection, key) is not None:
                raise RuleBroken("staff id is taken", code="staff_id_taken")
            connection.execute(
                insert(staff).values(
                    key=key,
                    id=member.id,
                    name=member.name,
                    role=role.value,
                    active=True,
                    must_change=must_change,
                    password_hash=password_hash,
                )
            )
            self._tell(connection, member.id, {"change": "added", "role": role.value})
        return member

    def reset(self, staff_id: str, password: str) -> StaffMember:
        """A new password that has to be changed at the next sign-in; earlier failures are forgotten."""
        known = self._known(staff_id)
        sign_in_rules.check_password(known.id, password)
        values = {"password_hash": self._hasher.hash(password), "must_change": True}
        with self._database.write() as connection:
            connection.execute(update(staff).where(staff.c.key == known.key).values(values))
            connection.execute(delete(sign_in_failures).where(sign_in_failures.c.key == known.key))
            self._tell(connection, known.id, {"change": "reset"})
        return replace(_member(known), must_change=True)

    def change_password(self, staff_id: str, old: str, new: str) -> bool:
        """False when `old` is wrong or waiting is needed (it counts like a sign-in); RuleBroken(`password_weak`)."""
        key = sign_in_rules.staff_key(staff_id)
        with self._database.read() as connection:
            known = _row(connection, key)
        if known is not None:
            sign_in_rules.check_password(known.id, new)
        if self._try(staff_id, old).member is None or known is None:
            return False
        if old == new:
            raise RuleBroken("the new password is the old one", code="password_weak")
        values = {"password_hash": self._hasher.hash(new), "must_change": False}
        with self._database.write() as connection:
            connection.execute(update(staff).where(staff.c.key == key).values(values))
            self._tell(connection, known.id, {"change": "password"})
        return True

    def set_active(self, staff_id: str, active: bool) -> None:
        """Let somebody in or not; nobody is deleted, the audit trail names them."""
        known = self._known(staff_id)
        with self._database.write() as connection:
            connection.execute(update(staff).where(staff.c.key == known.key).values(active=active))
            self._tell(connection, known.id, {"change": "active", "active": active})

    def set_role(self, staff_id: str, name: str, role: Role) -> None:
        """From the next sign-in on."""
        known = self._known(staff_id)
        values = {"role": role.value, "name": name.strip() or known.name}
        with self._database.write() as connection:
            connection.execute(update(staff).where(staff.c.key == known.key).values(values))
            self._tell(connection, known.id, {"change": "role", "role": role.value})

    def members(self) -> list[StaffMember]:
        """Everybody, by id."""
        with self._database.read() as connection:
            return [_member(row) for row in connection.execute(select(staff).order_by(staff.c.key))]

    def _try(self, staff_id: str, password: str) -> SignIn:
        key = sign_in_rules.staff_key(staff_id)[:64]
        with self._database.write() as connection:
            left_s = self._wait_left_s(connection, key)
            if left_s > 0:
                return SignIn(locked_until=self._clock() + timedelta(seconds=left_s))
            # counted before the password is looked at: tries side by side gain nothing
            failures = self._count_failure(connection, key)
            row = _row(connection, key)
        right = self._fits(row.password_hash if row is not None else None, password)
        if row is None or not right or not row.active:
            delay_s = sign_in_rules.delay_s(failures)
            return SignIn(locked_until=self._clock() + timedelta(seconds=delay_s) if delay_s else None)
        with self._database.write() as connection:
            connection.execute(delete(sign_in_failures).where(sign_in_failures.c.key == key))
            if self._hasher.check_needs_rehash(row.password_hash):
                stronger = self._hasher.hash(password)
                connection.execute(update(staff).where(staff.c.key == key).values(password_hash=stronger))
        return SignIn(member=_member(row))

    def _fits(self, password_hash: str | None, password: str) -> bool:
        if self._nobodys_hash is None:
            self._nobodys_hash = self._hasher.hash("nobody has this password")
        try:
            self._hasher.verify(password_hash or self._nobodys_hash, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def _wait_left_s(self, connection: Connection, key: str) -> float:
        """By the machine's own seconds. After a restart the whole wait begins again: no clock is believed."""
        row = connection.execute(
            select(sign_in_failures).where(sign_in_failures.c.key == key).with_for_update()
        ).one_or_none()
        if row is None:
            return 0.0
        now = self._time_line.now_s(connection)
        if row.boot_id != self._time_line.boot_id:
            connection.execute(
                update(sign_in_failures)
                .where(sign_in_failures.c.key == key)
                .values(since=now, boot_id=self._time_line.boot_id)
            )
            return sign_in_rules.delay_s(row.failures)
        return sign_in_rules.delay_s(row.failures) - (now - float(row.since))

    def _count_failure(self, connection: Connection, key: str) -> int:
        before = connection.execute(
            select(sign_in_failures.c.failures).where(sign_in_failures.c.key == key)
        ).scalar_one_or_none()
        values = {
            "key": key,
            "failures": (before or 0) + 1,
            "since": self._time_line.now_s(connection),
            "boot_id": self._time_line.boot_id,
            "at": self._clock(),
        }
        self._database.upsert(connection, sign_in_failures, ["key"], values)
        if before is None:
            self._forget_oldest_unknown(connection)
        return (before or 0) + 1

    def _forget_oldest_unknown(self, connection: Connection) -> None:
        unknown = select(sign_in_failures.c.key).where(sign_in_failures.c.key.not_in(select(staff.c.key)))
        surplus = unknown.order_by(sign_in_failures.c.at.desc()).offset(_KEPT_UNKNOWN_IDS)
        connection.execute(delete(sign_in_failures).where(sign_in_failures.c.key.in_(surplus)))

    def _known(self, staff_id: str) -> Row[Any]:
        with self._database.read() as connection:
            row = _row(connection, sign_in_rules.staff_key(staff_id))
        if row is None:
            raise RuleBroken("no such staff member", code="staff_unknown")
        return row

    def _tell(self, connection: Connection, staff_id: str, facts: dict[str, Any]) -> None:
        self._audit.write(connection, AuditKind.STAFF_CHANGED, staff_id, facts)


def _row(connection: Connection, key: str) -> Row[Any] | None:
    return connection.execute(select(staff).where(staff.c.key == key)).one_or_none()


def _member(row: Row[Any]) -> StaffMember:
    return StaffMember(row.id, row.name, Role(row.role), row.active, row.must_change)
