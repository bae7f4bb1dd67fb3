"""Who may sign in at this terminal: the list, and one of them to add, give a new PIN or role, let in or shut out."""

from typing import ClassVar

from PySide6.QtGui import QHideEvent
from typing_extensions import override

from kiosk.domain.staff import Role, StaffMember
from kiosk.flow.messages import View
from kiosk.flow.technician_words import MemberChosen, MemberEntered, MemberLockChanged, StaffDeskView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_card import CentredCard
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.password_row import PasswordRow
from kiosk.ui.widgets.row_column import RowColumn

WIDEST_MM = 220.0
NEW = ""
STAFF_ID_LIMIT, NAME_LIMIT = 32, 80


class StaffDeskScreen(Screen):
    """Rows are named `member_<n>`; the card with the questions is there while somebody is chosen."""

    name = "staff_desk"
    view_type: ClassVar[type[View]] = StaffDeskView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label(role="soft")
        self.members = RowColumn(self.theme)
        self.members.name_rows("staff_desk.member")
        self.members.chosen.connect(self._choose)
        self.who = self.label(role="heading")
        self.staff_id = self.field("staff_id", "sign_in.staff_id", pad=Pad.HIDDEN, max_length=STAFF_ID_LIMIT)
        self.full_name = self.field(
            "full_name", "technician.name", capitals=Capitals.WORDS, max_length=NAME_LIMIT
        )
        self.pin = PasswordRow(self.theme)
        self._serve(self.pin.input, "pin", Pad.HIDDEN)
        self.role = self.choices("role", "technician.role", columns=3)
        self.lock = self.button("lock", "technician.shut_out", icon="lock", sends=self._lock_changed)
        self.card = CentredCard(self.theme, WIDEST_MM)
        for part in (self.who, self.staff_id, self.full_name, self.role, self.pin, self.lock):
            self.card.column.addWidget(part)
        self.add(self.lead, self.members, self.card)
        self.body.addStretch(1)
        self.new = self.button("new", "technician.add_member", icon="plus", sends=MemberChosen(staff_id=NEW))
        self.footer.put_second(self.new)
        self.save = self.go_on("technician.save_member", "check", sends=self._entered, purpose="save")
        self._shown: str | None = None
        self._say_roles()

    def _say_roles(self) -> None:
        chosen = self.role.chosen()
        self.role.set_choices([Choice(role, self.texts(f"technician.role_{role.value}")) for role in Role])
        self.role.choose(chosen or (Role.CLERK,))

    def retranslate(self) -> None:
        """The rows of the choice are made by hand."""
        self._say_roles()

    def show_view(self, view: StaffDeskView) -> None:
        """The list, or the card."""
        texts, members = self.texts, view.members or ()
        listing = view.chosen is None
        self.lead.setVisible(listing)
        self.lead.set_words(texts("technician.looking" if view.members is None else "technician.staff_lead"))
        rows = members if listing else ()
        self.members.show_rows(len(rows), lambda number: self._row(rows[number], view.own_id))
        self.card.setVisible(not listing)
        self.new.setVisible(listing)
        self.save.setVisible(not listing)
        for button in (self.save, self.lock):
            button.setEnabled(not view.working)
        if not listing:
            self._show_member(view)
        self._shown = view.chosen

    def _row(self, member: StaffMember, own_id: str) -> ListRow:
        texts = self.texts
        shut_out = "" if member.active else texts("technician.is_shut_out")
        own = texts("technician.yourself") if member.id == own_id else ""
        return ListRow(
            key=member.id,
            title=member.name,
            sentence="  ·  ".join(part for part in (member.id, own) if part),
            icon="person" if member.active else "lock",
            state=shut_out or texts(f"technician.role_{member.role.value}"),
            tone="danger" if shut_out else "",
        )

    def _show_member(self, view: StaffDeskView) -> None:
        texts = self.texts
        member = next((one for one in view.members or () if one.id == view.chosen), None)
        fresh = view.chosen != self._shown
        self.who.set_words(f"{member.name} ({member.id})" if member else texts("technician.add_member"))
        self.staff_id.setVisible(member is None)
        self.pin.set_words(texts("technician.first_pin" if member is None else "technician.new_pin"))
        self.pin.set_help(texts("technician.pin_help" if member is None else "technician.new_pin_help"))
        self.lock.setVisible(member is not None and member.id != view.own_id)
        if member is not None:
            self.lock.set_words(texts("technician.shut_out" if member.active else "technician.let_in"))
        if fresh:
            self._forget()
            if member is not None:
                self.full_name.input.setText(member.name)
            self.role.choose((member.role if member else Role.CLERK,))

    # --- what the technician does ----------------------------------------------------------------------------

    def _choose(self, staff_id: str) -> None:
        self.send(MemberChosen(staff_id=staff_id))

    def _lock_changed(self) -> MemberLockChanged | None:
        member = next((one for one in self.view.members or () if one.id == self.view.chosen), None)
        return MemberLockChanged(active=not member.active) if member is not None else None

    def _entered(self) -> MemberEntered | None:
        is_new = self.view.chosen == NEW
        staff_id, pin = self.staff_id.value().strip(), self.pin.value()
        missing = self.texts("sign_in.missing")
        self.staff_id.set_problem(missing if is_new and not staff_id else "")
        self.pin.set_problem(missing if is_new and not pin else "")
        if is_new and not (staff_id and pin):
            return None
        role = next((value for value in self.role.chosen() if isinstance(value, Role)), Role.CLERK)
        return MemberEntered(staff_id=staff_id, name=self.full_name.value().strip(), role=role, pin=pin)

    def _forget(self) -> None:
        for row in (self.staff_id, self.full_name, self.pin):
            row.input.setText("")
            row.set_problem("")

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """No PIN stays for whoever comes next."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()
            self._shown = None
