"""The fields as read from the card, for the person to check, or to type where there is no card to read."""

from kiosk.domain.person import Gender
from kiosk.flow.intents import PersonConfirmed
from kiosk.flow.views import CheckPersonView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.keyboard.pads import Capitals
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.field_row import LabelledRow


class CheckPersonScreen(Screen):
    """One column of five answers."""

    name = "check_person"
    view_type = CheckPersonView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label(role="lead")
        self._doubts = self.banner(kind="warning")
        self._full_name = self.field("full_name", "person.full_name", capitals=Capitals.WORDS, max_length=120)
        self._number = self.digit_field("personal_number", "person.personal_number", 12)
        self._birth_date = self.date_field("birth_date", "person.birth_date")
        self._as_printed = self.label(role="body", tone="soft")
        self._gender = self.choices("gender", "person.gender", columns=2)
        self._address = self.field("address", "person.address", capitals=Capitals.SENTENCES, max_length=300)
        self.add(
            self._lead,
            self._doubts,
            self._full_name,
            self._number,
            self._birth_date,
            self._as_printed,
            self._gender,
            self._address,
        )
        self.body.addStretch(1)
        self.go_on("check_person.right", icon="check", sends=self._confirm)
        self._filled_from: object = None

    def show_view(self, view: CheckPersonView) -> None:
        """Fields are filled once; what the person typed stays when the view comes again with a problem."""
        self._lead.set_words(self.texts("check_person.typed" if view.typed else "check_person.lead"))
        doubts = " ".join(self.texts(f"doubt.{doubt.value}") for doubt in view.doubts)
        self._doubts.set_words(doubts)
        self._gender.set_choices(
            Choice(gender.value, self.texts(f"gender.{gender.value}")) for gender in Gender
        )
        source = (view.typed, view.person.personal_number if not view.typed else "", view.birth_date_text)
        if source != self._filled_from:
            self._filled_from = source
            self._fill(view)
        self._as_printed.set_words(
            self.texts("check_person.as_printed", text=view.birth_date_text)
            if view.birth_date_text and view.person.birth_date is None
            else ""
        )
        self._number.set_locked("personal_number" in view.locked)
        for field, row in self._rows().items():
            key = view.problems.get(field, "")
            row.set_problem(self.texts(key) if key else "")

    def _rows(self) -> dict[str, LabelledRow]:
        return {
            "full_name": self._full_name,
            "personal_number": self._number,
            "birth_date": self._birth_date,
            "gender": self._gender,
            "address": self._address,
        }

    def _fill(self, view: CheckPersonView) -> None:
        person = view.person
        self._full_name.set_value(person.full_name)
        self._number.set_value(person.personal_number or "")
        self._birth_date.set_iso(person.birth_date.isoformat() if person.birth_date else "")
        self._gender.choose([person.gender.value] if person.gender else [])
        self._address.set_value(person.address.text)

    def _confirm(self) -> PersonConfirmed:
        gender = self._gender.chosen()
        return PersonConfirmed(
            fields={
                "full_name": self._full_name.value(),
                "personal_number": self._number.value(),
                "old_number": self.view.person.old_number or "",
                "birth_date": self._birth_date.iso() or ("" if self._birth_date.is_empty() else "wrong"),
                "gender": str(gender[0]) if gender else "",
                "address": self._address.value(),
            }
        )
