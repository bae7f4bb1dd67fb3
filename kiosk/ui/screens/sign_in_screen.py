"""Sign-in of staff: number and password, and how long to wait after too many wrong ones."""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.staff_words import SignInView, StaffEntered
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.centred_card import CentredCard
from kiosk.ui.widgets.password_row import PasswordRow
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.waiting import Countdown

STAFF_ID_LIMIT = 32
WIDEST_MM = 240.0
FIELD_MM = 85.0
"""Beside each other both stay in sight above the keys."""


class SignInScreen(Screen):
    """Two fields. Wrong is said in one sentence for every reason, beside the password."""

    name = "sign_in"
    view_type: ClassVar[type[View]] = SignInView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label("sign_in.lead", role="soft")
        self.staff_id = self.field("staff_id", "sign_in.staff_id", pad=Pad.HIDDEN, max_length=STAFF_ID_LIMIT)
        self.password = PasswordRow(self.theme)
        self._serve(self.password.input, "password", Pad.HIDDEN)
        self.ask(self.password, "sign_in.password")
        self.wait_words = self.label("sign_in.wait", role="strong")
        self.countdown = Countdown(self.theme, 30.0)
        waiting = QHBoxLayout()
        waiting.setSpacing(self.theme.space("m"))
        waiting.addWidget(self.countdown)
        waiting.addWidget(self.wait_words, 1, Qt.AlignmentFlag.AlignVCenter)
        card = CentredCard(self.theme, WIDEST_MM)
        card.column.addWidget(RowOrColumn(self.theme, self.staff_id, self.password, least_mm=FIELD_MM))
        card.column.addLayout(waiting)
        card.column.addWidget(self.lead)
        self.body.addStretch(1)
        self.add(card)
        self.body.addStretch(2)
        self._sign_in = self.go_on("sign_in.go_on", "unlock", sends=self._entered)
        self.countdown.ran_out.connect(self._may_try_again)
        self._was_checking = False
        self._wait_s = 0
        self._show_waiting(False)

    def show_view(self, view: SignInView) -> None:
        """A refused password is emptied once; the wait counts down from when it was said."""
        self.set_title(self.texts("sign_in.technician_title" if view.role else "sign_in.title"))
        judged = self._was_checking and not view.checking
        if view.wait_s <= 0 or view.checking:
            self.countdown.stop()
            self._show_waiting(False)
        elif judged or view.wait_s != self._wait_s:
            self.countdown.start(view.wait_s)
            self._show_waiting(True)
            self._put_keys_away()
        self._wait_s = 0 if view.checking else view.wait_s
        if judged and view.problem:
            self.password.forget()
            if self.countdown.isHidden():
                self.password.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self._was_checking = view.checking
        waited_enough = view.problem == "staff.locked" and self.countdown.isHidden()
        problem = self.texts(view.problem) if view.problem and not waited_enough else ""
        if judged or self.password.problem.label.text() != problem:
            self.password.set_problem(problem)
        self.staff_id.set_problem("")
        self._follow_buttons()
        if judged and problem:
            QTimer.singleShot(0, self, self._show_problem)  # once the line of the problem has its place

    def _entered(self) -> StaffEntered | None:
        missing = self.texts("sign_in.missing")
        staff_id, password = self.staff_id.value().strip(), self.password.value()
        self.staff_id.set_problem("" if staff_id else missing)
        self.password.set_problem("" if password else missing)
        return StaffEntered(staff_id=staff_id, password=password) if staff_id and password else None

    def _may_try_again(self) -> None:
        self._show_waiting(False)
        self.password.set_problem("")
        self._follow_buttons()

    def _show_waiting(self, waiting: bool) -> None:
        self.countdown.setVisible(waiting)
        self.wait_words.setVisible(waiting)

    def _put_keys_away(self) -> None:
        """Nothing can be typed while one waits, and the keys would cover how long."""
        self.kit.keyboard.let_go()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problem(self) -> None:
        self.bring_into_view(self.password)

    def _follow_buttons(self) -> None:
        checking = self._was_checking
        self._sign_in.setEnabled(not checking and self.countdown.isHidden())
        self._sign_in.set_words(self.texts("sign_in.checking" if checking else "sign_in.go_on"))

    def focus_first(self) -> None:
        """There is one thing to do here: the keys may come by themselves."""
        if self.countdown.isHidden():
            self.staff_id.input.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter after the number goes to the password first."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.staff_id.input.hasFocus() and not self.password.value():
            self.password.input.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Neither number nor password stays for whoever comes next."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.staff_id.input.setText("")
            self.password.forget()
