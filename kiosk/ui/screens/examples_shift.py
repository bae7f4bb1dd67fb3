"""The screen of shifts in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.shift import Shift
from kiosk.flow.messages import Notice, View
from kiosk.flow.shift_words import ShiftView
from kiosk.flow.views import SlipState

SHIFT = Shift("binh", "Trần Văn Bình", datetime(2026, 11, 22, 0, 30, tzinfo=UTC), 500_000, 41)
DONE = (
    ("shift.done_dossiers", 14),
    ("shift.done_sent", 12),
    ("shift.done_accounts", 3),
    ("shift.done_slips", 21),
    ("shift.done_calls", 2),
)
WAITS = (
    ("opening.count_waiting", 2),
    ("opening.count_quarantined", 1),
    ("opening.count_slips", 0),
    ("opening.count_drafts", 1),
    ("shift.count_supplements", 1),
)
NONE = ShiftView(loaded=True, waits=WAITS, can_go_back=True, personal=False, assisted_by="Trần Văn Bình")
OPEN = replace(NONE, shift=SHIFT, done=DONE)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("shift-loading", replace(NONE, loaded=False, waits=())),
    ("shift-none", NONE),
    ("shift-open", OPEN),
    ("shift-open-printing", replace(OPEN, slip=SlipState(), working=True, busy=True)),
    (
        "shift-open-no-paper",
        replace(OPEN, slip=SlipState(PrintState.NOT_PRINTED, PrinterState.PAPER_OUT)),
    ),
    (
        "shift-closed",
        replace(OPEN, shift=None, closed=SHIFT, slip=SlipState(PrintState.PRINTED, PrinterState.READY)),
    ),
    ("shift-failed", replace(NONE, notice=Notice("error", "error.database_busy"))),
)
