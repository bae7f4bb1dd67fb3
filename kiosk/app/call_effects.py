"""Carries out the session's orders about calls for staff, and looks at the branch's open calls now and then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kiosk.app.calling import ring
from kiosk.app.parts import Parts
from kiosk.flow.call_words import (
    CallClerk,
    CallFound,
    CallsSeen,
    ClerkWasCalled,
    EndCall,
    FindCall,
    SwitchChime,
    TakeCall,
)
from kiosk.flow.messages import Effect, Intent, Lane

Carries = Callable[[Any], Intent | None]
SILENT_MARK = "call_chime_off"


class CallEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._calls = parts.store.calls

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        return {
            CallClerk: (Lane.STORE, self._call),
            TakeCall: (Lane.STORE, self._take),
            EndCall: (Lane.STORE, self._end),
            FindCall: (Lane.STORE, self._find),
            SwitchChime: (Lane.STORE, self._switch_chime),
        }

    def look(self) -> CallsSeen:
        """In the store's lane: every open call of the branch."""
        rings = self._parts.store.marks.get(SILENT_MARK) is None
        return CallsSeen(calls=tuple(self._calls.open()), rings=rings)

    def _call(self, effect: CallClerk) -> Intent:
        call = self._calls.call(effect.call)
        ring(self._parts.settings.call, terminal=call.terminal, code=call.code)
        return ClerkWasCalled(call=call)

    def _take(self, effect: TakeCall) -> Intent:
        self._calls.take(effect.call_id, staff_id=effect.staff_id, name=effect.name)
        return self.look()

    def _end(self, effect: EndCall) -> Intent:
        self._calls.end(effect.call_id, effect.how, staff_id=effect.staff_id)
        return self.look()

    def _find(self, _: FindCall) -> Intent:
        keeps = timedelta(minutes=self._parts.settings.storage.draft_keep_min)
        return CallFound(call=self._calls.left_here(since=self._parts.clock() - keeps))

    def _switch_chime(self, _: SwitchChime) -> Intent:
        marks = self._parts.store.marks
        marks.put(SILENT_MARK, "yes" if marks.get(SILENT_MARK) is None else None)
        return self.look()
