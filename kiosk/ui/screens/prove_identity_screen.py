"""Somebody typed who they are, alone: the card after all, VNeID, or a member of staff who has seen card and face."""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from typing_extensions import override

from kiosk.flow.intents import CardChosen, VneidChosen
from kiosk.flow.messages import View
from kiosk.flow.staff_words import StaffEntered
from kiosk.flow.views import ProveIdentityView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.password_row import PasswordRow
from kiosk.ui.widgets.side_by_side import SideBySide

STAFF_ID_LIMIT = 32
BESIDE_MM = 240.0


class ProveIdentityScreen(Screen):
    """The citizen's own two ways on one side, the member of staff's on the other."""

    name = "prove_identity"
    view_type: ClassVar[type[View]] = ProveIdentityView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label("prove_identity.lead", role="lead")
        self.add(self._lead)
        self.add(SideBySide(self.theme, self._own(), self._staff(), (1, 1), least_mm=BESIDE_MM, space="l"))
        self.body.addStretch(1)
        self._was_checking = False

    def _own(self) -> Panel:
        own = self.panel()
        own.column.addWidget(self.label("prove_identity.own", role="strong"))
        card = self.button("card", "prove_identity.card", "primary", "hand_card", CardChosen())
        self._vneid = self.button("vneid", "prove_identity.vneid", "secondary", "phone", VneidChosen())
        for button in (card, self._vneid):
            own.column.addWidget(button)
        own.column.addWidget(self.label("prove_identity.why", role="body", tone="soft"))
        own.column.addStretch(1)
        return own

    def _staff(self) -> Panel:
        staff = self.panel()
        staff.column.addWidget(self.label("prove_identity.staff", role="strong"))
        staff.column.addWidget(self.label("prove_identity.staff_sentence", role="body", tone="soft"))
        self._staff_id = self.field("staff_id", "sign_in.staff_id", pad=Pad.HIDDEN, max_length=STAFF_ID_LIMIT)
        self._password = PasswordRow(self.theme)
        self._serve(self._password.input, "password", Pad.HIDDEN)
        self.ask(self._password, "sign_in.password")
        self._seen = self.button("seen", "prove_identity.seen", "secondary", "eye", self._entered)
        for part in (self._staff_id, self._password, self._seen):
            staff.column.addWidget(part)
        return staff

    def show_view(self, view: ProveIdentityView) -> None:
        """A refused password is emptied once."""
        judged = self._was_checking and not view.checking
        self._was_checking = view.checking
        self._vneid.setVisible(view.by_vneid)
        self._seen.setEnabled(not view.checking)
        if judged and view.problem:
            self._password.forget()
            self._password.input.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._show_problem)
        self._password.set_problem(self.texts(view.problem) if view.problem else "")

    def _show_problem(self) -> None:
        self.bring_into_view(self._password)

    def _entered(self) -> StaffEntered | None:
        missing = self.texts("sign_in.missing")
        staff_id, password = self._staff_id.value().strip(), self._password.value()
        self._staff_id.set_problem("" if staff_id else missing)
        self._password.set_problem("" if password else missing)
        return StaffEntered(staff_id=staff_id, password=password) if staff_id and password else None

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Neither number nor password stays for whoever comes next."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._staff_id.input.setText("")
            self._password.forget()
