"""People who work at the terminal, and what became of a sign-in; no passwords live here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a staff member may do (clerk: nhân viên, supervisor: kiểm soát viên, technician: kỹ thuật viên)."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    TECHNICIAN = "technician"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A staff account of this terminal. `must_change` asks for a new PIN at the next sign-in."""

    id: str
    name: str
    role: Role
    active: bool = True
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """`member` when right; else `locked_until` when waiting is needed, or just wrong."""

    member: StaffMember | None = None
    locked_until: datetime | None = None
