"""The close of day: notes counted by kind, then the difference, then a supervisor's own sign-in."""

from typing import ClassVar

from kiosk.domain.payment import DENOMINATIONS, CashClosing
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.pay_words import CountConfirmed, CountFinished, DrawerView, NotesCounted
from kiosk.ui.amounts import money_words, signed_money_words
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.digits import DigitField
from kiosk.ui.widgets.password_row import PasswordRow
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel
from kiosk.ui.widgets.tile import TileGrid

MOST_DIGITS = 5
STAFF_ID_LIMIT = 32
ANOTHER_PERSON = frozenset({"error.cash_same_person", "error.cash_needs_supervisor"})
"""Somebody else has to sign in."""


class DrawerScreen(Screen):
    """Fields `note_<đồng>`; what was typed stays while the session only repeats its View."""

    name = "drawer"
    view_type: ClassVar[type[View]] = DrawerView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.slip = SlipLine(self)
        self.facts = self.section("drawer.facts", "money")
        self.notes = {value: self._note(value) for value in DENOMINATIONS}
        self.grid = TileGrid(self.theme, columns=4, least_mm=52.0)
        self.grid.add(*self.notes.values())
        self.reason = self.field("reason", "drawer.reason", "drawer.reason_help", max_length=300)
        self.reason.edited.connect(lambda _text: self._counted())
        self.staff_id = self.field("staff_id", "drawer.staff_id", pad=Pad.HIDDEN, max_length=STAFF_ID_LIMIT)
        self.password = PasswordRow(self.theme)
        self._serve(self.password.input, "password", Pad.HIDDEN)
        self.ask(self.password, "sign_in.password")
        self.second = self.panel()
        for part in (self.label("drawer.second", role="heading"), self.staff_id, self.password):
            self.second.column.addWidget(part)
        self.last = self.section("drawer.last", "history")
        self.add(self.state, self.slip)
        self.add(
            SideBySide(self.theme, self.column(self.facts, self.reason), self.second, (1, 1), least_mm=240.0)
        )
        self.add(self.grid, self.last)
        self.body.addStretch(1)
        self.done = self.go_on("drawer.done", sends=CountFinished(), purpose="done")
        self.confirm = self.button("confirm", "drawer.confirm", "primary", "unlock", sends=self._confirmed)
        self.finish = self.button("finish", "base.finish", "primary", "check", sends=WentOn())
        self.print = self.button("print", "pay.print", icon="printer", sends=PrintAskedAgain())
        for button in (self.print, self.confirm, self.finish):
            self.footer.put_second(button)
        self._was_checking = False

    def _note(self, value: int) -> DigitField:
        row = DigitField(self.theme, MOST_DIGITS)
        self._serve(row.input, f"note_{value}", Pad.DIGITS)
        self.keep(lambda: row.set_words(money_words(self.texts, value)))
        row.edited.connect(lambda _text: self._counted())
        return row

    def show_view(self, view: DrawerView) -> None:
        """Counting, confirming or closed."""
        texts = self.texts
        counting, confirming, closed = (view.stage == stage for stage in ("counting", "confirming", "closed"))
        for value, row in self.notes.items():
            row.setVisible(counting)
            if not counting or not row.input.hasFocus():
                row.set_value(str(view.pieces.get(value) or ""))
        self.grid.setVisible(counting)
        unexplained = counting and view.is_counted and view.counted != view.expected
        self.reason.setVisible(unexplained)
        self.reason.set_problem(texts(view.problem) if unexplained and view.problem else "")
        self.second.setVisible(confirming)
        self.password.set_problem(texts(view.problem) if confirming and view.problem else "")
        if self._was_checking and not view.checking and view.problem:
            self.password.forget()
            if view.problem in ANOTHER_PERSON:
                self.staff_id.set_value("")
        self._was_checking = view.checking
        if not confirming:
            self.password.forget()
        self._show_state(view)
        self.facts.set_rows(self._facts(view))
        self.last.set_rows(self._last(each) for each in (view.closings if counting else ()))
        self.done.setVisible(counting and not view.loading)
        self.confirm.setVisible(confirming)
        self.confirm.setEnabled(not view.checking)
        self.finish.setVisible(closed)
        self.print.setVisible(closed and view.slip is None)
        self.footer.primary = self.done if counting else self.confirm if confirming else self.finish
        self.slip.show_slip(view.slip)
        self.footer.show_if_needed()

    def _show_state(self, view: DrawerView) -> None:
        texts = self.texts
        if view.loading:
            self.state.show_state("info", "search", texts("payments.loading"))
        elif view.closing is not None:
            exact = view.closing.difference == 0
            kind = "success" if exact else "warning"
            self.state.show_state(kind, kind, texts("drawer.closed"), texts("drawer.closed_next"))
        elif view.stage == "confirming":
            self.state.show_state(
                "info", "people", texts("drawer.confirming"), texts("drawer.confirming_next")
            )
        elif view.problem:
            self.state.show_state("warning", "warning", texts(view.problem), texts("drawer.count_next"))
        else:
            waiting = texts("drawer.waiting", count=view.payments) if view.payments else texts("drawer.none")
            self.state.show_state("info", "cash_pay", waiting, texts("drawer.count_next"))

    def _facts(self, view: DrawerView) -> list[tuple[str, str]]:
        texts, closing = self.texts, view.closing
        counted = closing.counted if closing else view.counted
        rows = [(texts("drawer.counted"), money_words(texts, counted))]
        if closing is not None or view.is_counted:
            expected = closing.expected if closing else view.expected
            rows.append((texts("drawer.expected"), money_words(texts, expected)))
            if counted != expected:
                rows.append((texts("drawer.difference"), signed_money_words(texts, counted - expected)))
        reason = closing.reason if closing else view.reason
        if reason and view.stage != "counting":
            rows.append((texts("drawer.reason"), reason))
        if closing is not None:
            rows.append((texts("drawer.by"), f"{closing.clerk_id}, {closing.supervisor_id}"))
        return rows

    def _last(self, closing: CashClosing) -> tuple[str, str]:
        words = money_words(self.texts, closing.counted)
        if closing.difference:
            words = f"{words} ({signed_money_words(self.texts, closing.difference)})"
        return local_time_text(closing.closed_at), f"{words} · {closing.clerk_id}, {closing.supervisor_id}"

    def _counted(self) -> None:
        pieces = {value: int(row.value() or 0) for value, row in self.notes.items()}
        self.send(NotesCounted(pieces=pieces, reason=self.reason.value()))

    def _confirmed(self) -> CountConfirmed:
        return CountConfirmed(staff_id=self.staff_id.value(), password=self.password.value())
