"""Carries out the session's orders about shifts: the mark that one is open, its counts, and the closing slip."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from kiosk.app.opening import counts
from kiosk.app.parts import Parts
from kiosk.app.printer_memory import own_mark
from kiosk.domain.dossier import DossierState
from kiosk.domain.events import AuditKind
from kiosk.domain.receipt import Receipt
from kiosk.domain.shift import Shift
from kiosk.flow.intents import SlipMoved
from kiosk.flow.issue_receipt import local_time_text, money_text, point_values
from kiosk.flow.keep_shift import CLOSING
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.print_slip import print_slip
from kiosk.flow.shift_words import CloseShift, Counts, LoadShift, OpenShift, PrintShiftSlip, ShiftLoaded

Carries = Callable[[Any], Intent | None]
OPEN_NOW = "shift.open"
COUNTED = {
    AuditKind.DOSSIER_CONFIRMED: "shift.done_dossiers",
    AuditKind.DOSSIER_SUBMITTED: "shift.done_sent",
    AuditKind.ACCOUNT_REGISTERED: "shift.done_accounts",
    AuditKind.RECEIPT_PRINTED: "shift.done_slips",
    AuditKind.CLERK_CALLED: "shift.done_calls",
}


class ShiftEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._mark = own_mark(OPEN_NOW, parts.settings)

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        store = Lane.STORE
        return {
            LoadShift: (store, self._load),
            OpenShift: (store, self._open),
            CloseShift: (store, self._close),
            PrintShiftSlip: (Lane.PRINTER, self._print),
        }

    def _load(self, _: LoadShift) -> Intent:
        shift = self._now()
        return ShiftLoaded(shift=shift, done=self._done(shift), waits=self._waits())

    def _open(self, effect: OpenShift) -> Intent:
        if self._now() is None:
            entry = self._parts.store.audit.append(
                AuditKind.SHIFT_OPENED, effect.staff_id, {"cash": effect.cash}
            )
            shift = Shift(effect.staff_id, effect.staff_name, self._parts.clock(), effect.cash, entry.seq)
            self._parts.store.marks.put(self._mark, shift.to_text())
        return self._load(LoadShift())

    def _close(self, effect: CloseShift) -> Intent:
        shift = self._now()
        if shift is None:
            return self._load(LoadShift())
        done, waits = self._done(shift), self._waits()
        facts = {
            "opened_by": shift.staff_id,
            **{key.partition(".")[2]: count for key, count in (*done, *waits)},
        }
        self._parts.store.audit.append(AuditKind.SHIFT_CLOSED, effect.staff_id, facts)
        self._parts.store.marks.put(self._mark, None)
        return ShiftLoaded(shift=None, done=done, waits=waits, closed=shift)

    def _now(self) -> Shift | None:
        kept = self._parts.store.marks.get(self._mark)
        return Shift.from_text(kept) if kept else None

    def _done(self, shift: Shift | None) -> Counts:
        if shift is None:
            return ()
        seen = Counter(entry.kind for entry in self._parts.store.audit.entries(after_seq=shift.after_seq))
        return tuple((key, seen[kind]) for kind, key in COUNTED.items())

    def _waits(self) -> Counts:
        asked = self._parts.store.dossiers.recent(limit=1000, states=[DossierState.SUPPLEMENT_REQUESTED])
        return (
            *((f"opening.{key}", int(count)) for key, count in counts(self._parts)),
            ("shift.count_supplements", len(asked)),
        )

    def _print(self, effect: PrintShiftSlip) -> Intent:
        parts, shift, words = self._parts, effect.shift, self._parts.around.words

        def lines(told: Counts) -> list[dict[str, str]]:
            return [{"what": words(key, effect.language), "value": str(count)} for key, count in told]

        values = {
            **point_values(parts.around.portal),
            "terminal": parts.around.terminal or parts.around.portal.agent_point.code,
            "opened_at": local_time_text(shift.opened_at),
            "opened_by": shift.staff_name,
            "cash": money_text(shift.cash) if shift.cash else "",
            "at": local_time_text(parts.clock()),
            "clerk": effect.clerk,
            "done": lines(effect.done),
            "waits": lines(effect.waits),
            "note": effect.note,
        }
        job = parts.store.prints.add(Receipt(CLOSING, values, effect.language), reference=CLOSING)
        outcome = print_slip(
            job,
            prints=parts.store.prints,
            painter=parts.painter,
            printer=parts.devices.printer,
            width_dots=parts.devices.width_dots,
            clock=parts.clock,
        )
        return SlipMoved(reference=CLOSING, state=outcome.state, printer=outcome.printer)
