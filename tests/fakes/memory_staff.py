"""Staff accounts in memory, with the real rules of passwords and waiting; passwords are kept plainly, for tests only."""

from dataclasses import dataclass, replace
from datetime import timedelta

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.ports import AuditLog, Clock, Monotonic
from kiosk.domain.staff import Role, SignIn, StaffMember
from kiosk.storage import sign_in_rules


@dataclass(slots=True)
class _Staff:
    member: StaffMember
    password: str


@dataclass(slots=True)
class _Failures:
    count: int = 0
    until: float = 0.0


class MemoryStaff:
    """Keeps passwords plainly: it forgets them with the test."""

    def __init__(self, clock: Clock, monotonic: Monotonic, audit: AuditLog) -> None:
        self._clock, self._monotonic, self._audit = clock, monotonic, audit
        self._staff: dict[str, _Staff] = {}
        self._failures: dict[str, _Failures] = {}

    def sign_in(self, staff_id: str, password: str) -> SignIn:
        return self._try(staff_id, password)

    def _try(self, staff_id: str, password: str) -> SignIn:
        key = sign_in_rules.staff_key(staff_id)
        failures = self._failures.setdefault(key, _Failures())
        left = failures.until - self._monotonic()
        if left > 0:
            return SignIn(locked_until=self._clock() + timedelta(seconds=left))
        known = self._staff.get(key)
        if known is not None and known.member.active and known.password == password:
            del self._failures[key]
            return SignIn(member=known.member)
        failures.count += 1
        delay = sign_in_rules.delay_s(failures.count)
        failures.until = self._monotonic() + delay
        return SignIn(locked_until=self._clock() + timedelta(seconds=delay) if delay else None)

    def add(
        self, staff_id: str, name: str, role: Role, password: str, *, must_change: bool = True
    ) -> StaffMember:
        tidy = sign_in_rules.check_staff_id(staff_id)
        sign_in_rules.check_password(tidy, password)
        key = sign_in_rules.staff_key(tidy)
        if key in self._staff:
            raise RuleBroken("staff id is taken", code="staff_id_taken")
        self._staff[key] = _Staff(StaffMember(tidy, name.strip(), role, True, must_change), password)
        self._audit.append(AuditKind.STAFF_CHANGED, tidy, {"change": "added", "role": role.value})
        return self._staff[key].member

    def reset(self, staff_id: str, password: str) -> StaffMember:
        known = self._known(staff_id)
        sign_in_rules.check_password(known.member.id, password)
        known.password, known.member = password, replace(known.member, must_change=True)
        self._failures.pop(sign_in_rules.staff_key(staff_id), None)
        self._audit.append(AuditKind.STAFF_CHANGED, known.member.id, {"change": "reset"})
        return known.member

    def change_password(self, staff_id: str, old: str, new: str) -> bool:
        key = sign_in_rules.staff_key(staff_id)
        if key in self._staff:
            sign_in_rules.check_password(self._staff[key].member.id, new)
        if self._try(staff_id, old).member is None:
            return False
        if old == new:
            raise RuleBroken("the new password is the old one", code="password_weak")
        known = self._staff[key]
        known.password, known.member = new, replace(known.member, must_change=False)
        self._audit.append(AuditKind.STAFF_CHANGED, known.member.id, {"change": "password"})
        return True

    def set_active(self, staff_id: str, active: bool) -> None:
        known = self._known(staff_id)
        known.member = replace(known.member, active=active)
        self._audit.append(AuditKind.STAFF_CHANGED, known.member.id, {"change": "active", "active": active})

    def set_role(self, staff_id: str, name: str, role: Role) -> None:
        known = self._known(staff_id)
        known.member = replace(known.member, role=role, name=name.strip() or known.member.name)
        self._audit.append(AuditKind.STAFF_CHANGED, known.member.id, {"change": "role", "role": role.value})

    def members(self) -> list[StaffMember]:
        return [self._staff[key].member for key in sorted(self._staff)]

    def _known(self, staff_id: str) -> _Staff:
        known = self._staff.get(sign_in_rules.staff_key(staff_id))
        if known is None:
            raise RuleBroken("no such staff member", code="staff_unknown")
        return known
