"""The forced change of the first password: the old one, and the new one twice."""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.staff_words import NewPasswordEntered, NewPasswordView
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.centred_card import CentredCard
from kiosk.ui.widgets.password_row import PasswordRow
from kiosk.ui.widgets.row_or_column import RowOrColumn

WIDEST_MM = 300.0
FIELD_MM = 80.0
"""Beside each other all three stay in sight above the keys."""
OLD_IS_WRONG = "staff.wrong"


class NewPasswordScreen(Screen):
    """That both new ones are the same is looked at here; whether it is good enough is decided by the rules."""

    name = "new_password"
    view_type: ClassVar[type[View]] = NewPasswordView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label("new_password.lead", role="lead")
        self.old = self._password("old")
        self.new = self._password("new", "new_password.new_help")
        self.repeat = self._password("repeat")
        card = CentredCard(self.theme, WIDEST_MM)
        card.column.addWidget(RowOrColumn(self.theme, self.old, self.new, self.repeat, least_mm=FIELD_MM))
        card.column.addWidget(self.lead)
        self.body.addStretch(1)
        self.add(card)
        self.body.addStretch(2)
        self.go_on("new_password.go_on", "key", sends=self._entered)
        self._rows = (self.old, self.new, self.repeat)
        self._sent = False
        self._problem = ""

    def _password(self, purpose: str, help_key: str = "") -> PasswordRow:
        row = PasswordRow(self.theme)
        self._serve(row.input, purpose, Pad.HIDDEN)
        self.ask(row, f"new_password.{purpose}", help_key)
        return row

    def show_view(self, view: NewPasswordView) -> None:
        """The refused one is emptied once and its reason said beside it."""
        judged = self._sent or view.problem != self._problem
        self._problem = view.problem
        if not view.problem:
            return
        old_is_wrong = view.problem == OLD_IS_WRONG
        if judged:
            self._sent = False
            for row in (self.old,) if old_is_wrong else (self.new, self.repeat):
                row.forget()
        self.old.set_problem(self.texts("new_password.old_wrong") if old_is_wrong else "")
        self.new.set_problem("" if old_is_wrong else self.texts(view.problem))
        self.repeat.set_problem("")
        if judged:
            QTimer.singleShot(0, self, self._show_problem)  # once its line has its place

    def _show_problem(self) -> None:
        for row in self._rows:
            if row.has_problem():
                row.input.setFocus(Qt.FocusReason.OtherFocusReason)
                self.bring_into_view(row)
                return

    def _entered(self) -> NewPasswordEntered | None:
        old, new = self.old.value(), self.new.value()
        missing = self.texts("new_password.missing")
        self.old.set_problem("" if old else missing)
        self.new.set_problem("" if new else missing)
        different = bool(new) and self.repeat.value() != new
        self.repeat.set_problem(self.texts("new_password.different") if different else "")
        if not old or not new or different:
            return None
        self._sent = True
        return NewPasswordEntered(old=old, new=new)

    def focus_first(self) -> None:
        """There is one thing to do here: the keys may come by themselves."""
        self.old.input.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next empty line first."""
        focused = [place for place, row in enumerate(self._rows) if row.input.hasFocus()]
        below = self._rows[focused[0] + 1 :] if focused else ()
        empty = next((row for row in below if not row.value()), None)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and empty is not None:
            empty.input.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """No password stays for whoever comes next."""
        super().hideEvent(event)
        if not event.spontaneous():
            for row in self._rows:
                row.forget()
                row.set_problem("")
            self._sent, self._problem = False, ""
