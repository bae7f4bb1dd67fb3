"""The shift at this terminal: open it with the change counted, close it with what was done and what waits."""

from typing import ClassVar

from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.keep_shift import NOTE_LIMIT
from kiosk.flow.messages import View
from kiosk.flow.shift_words import Counts, ShiftCloseAsked, ShiftOpenAsked, ShiftView
from kiosk.ui.amounts import money_words
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel

CASH_DIGITS = 9


class ShiftScreen(Screen):
    """What was typed stays while the session only repeats its View."""

    name = "shift"
    view_type: ClassVar[type[View]] = ShiftView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.slip = SlipLine(self)
        self.done = self.section("shift.done", "document_check")
        self.waits = self.section("shift.waits", "clock")
        self.cash = self.digit_field("cash", "shift.cash", CASH_DIGITS, "shift.cash_help", optional=True)
        self.note = self.field("note", "shift.note", max_length=NOTE_LIMIT, optional=True)
        self.add(self.state, self.slip, self.cash)
        self.add(RowOrColumn(self.theme, self.done, self.waits, least_mm=110.0))
        self.add(self.note)
        self.body.addStretch(1)
        self.close_shift = self.button("close", "shift.close", "primary", "lock", self._close_asked)
        self.open_shift = self.button("open", "shift.open", "primary", "unlock", self._open_asked)
        self.footer.put_primary(self.close_shift)
        self.footer.put_primary(self.open_shift)

    def _open_asked(self) -> ShiftOpenAsked:
        return ShiftOpenAsked(cash=int(self.cash.value() or 0))

    def _close_asked(self) -> ShiftCloseAsked:
        return ShiftCloseAsked(note=self.note.value())

    def show_view(self, view: ShiftView) -> None:
        """Three faces: none open, one open, one closed just now."""
        is_open, may_open = view.shift is not None, view.loaded and view.shift is None
        self._show_state(view)
        self.slip.setVisible(view.slip is not None)
        if view.slip is not None:
            self.slip.show_slip(view.slip)
        self.cash.setVisible(may_open and view.closed is None)
        self.note.setVisible(is_open)
        self.done.set_rows(self._rows(view.done))
        self.waits.set_rows(self._rows(view.waits))
        for button, shown in ((self.open_shift, may_open), (self.close_shift, is_open)):
            button.setVisible(shown)
            button.setEnabled(not view.working)
        self.footer.primary = self.close_shift if is_open else self.open_shift
        self.footer.show_if_needed()

    def _show_state(self, view: ShiftView) -> None:
        texts, shift = self.texts, view.shift or view.closed
        if not view.loaded:
            self.state.show_state("info", "clock", texts("shift.loading"))
        elif shift is None:
            self.state.show_state("info", "clock", texts("shift.none"), texts("shift.none_next"))
        else:
            at = local_time_text(shift.opened_at)
            told = texts("shift.opened", name=shift.staff_name, at=at)
            if shift.cash:
                told = f"{told}\n{texts('shift.cash_was', cash=money_words(texts, shift.cash))}"
            kind, icon, key = (
                ("success", "success", "shift.is_open") if view.shift else ("info", "lock", "shift.closed")
            )
            self.state.show_state(kind, icon, texts(key), told)

    def _rows(self, counts: Counts) -> list[tuple[str, str]]:
        return [(self.texts(key), str(count)) for key, count in counts]
