"""Open calls for staff in memory, of one terminal."""

from dataclasses import replace
from datetime import datetime

from kiosk.domain.clerk_call import CALL_KEEPS, CallEnd, ClerkCall, NewCall
from kiosk.domain.events import AuditKind
from kiosk.domain.ports import AuditLog, Clock


class MemoryCalls:
    def __init__(self, audit: AuditLog, clock: Clock) -> None:
        self._audit, self._clock = audit, clock
        self._calls: dict[str, ClerkCall] = {}

    def call(self, call: NewCall) -> ClerkCall:
        if call.id not in self._calls:
            told = (call.id, call.terminal, call.code, call.step, call.reason)
            self._calls[call.id] = ClerkCall(*told, self._clock())
            facts = {"call": call.id, "step": call.step, "reason": call.reason.value}
            self._audit.append(AuditKind.CLERK_CALLED, call.code, facts)
        return self._calls[call.id]

    def open(self) -> list[ClerkCall]:
        fresh = [call for call in self._calls.values() if call.called_at >= self._clock() - CALL_KEEPS]
        return sorted(fresh, key=lambda call: (call.called_at, call.id))

    def take(self, call_id: str, *, staff_id: str, name: str) -> bool:
        call = self._calls.get(call_id)
        if call is None or call.taken_at is not None:
            return False
        self._calls[call_id] = replace(call, taken_at=self._clock(), taken_by=name)
        self._say_taken(call, staff_id)
        return True

    def end(self, call_id: str, how: CallEnd, *, staff_id: str = "") -> bool:
        call = self._calls.pop(call_id, None)
        if call is None:
            return False
        if staff_id and call.taken_at is None:
            self._say_taken(call, staff_id)
        taken = bool(staff_id) or call.taken_at is not None
        facts = {"how": how.value, "taken": taken, "open_s": self._seconds(call)}
        by = {"staff": staff_id} if staff_id else {}
        self._audit.append(AuditKind.CALL_ENDED, call_id, {**facts, **by})
        return True

    def left_here(self, *, since: datetime) -> ClerkCall | None:
        newest = max(self._calls.values(), key=lambda call: call.called_at, default=None)
        for call in list(self._calls.values()):
            if call is not newest or call.called_at < since:
                self.end(call.id, CallEnd.LOST)
        return next(iter(self._calls.values()), None)

    def _say_taken(self, call: ClerkCall, staff_id: str) -> None:
        facts = {"staff": staff_id, "waited_s": self._seconds(call)}
        self._audit.append(AuditKind.CALL_TAKEN, call.id, facts)

    def _seconds(self, call: ClerkCall) -> int:
        return max(0, round((self._clock() - call.called_at).total_seconds()))
