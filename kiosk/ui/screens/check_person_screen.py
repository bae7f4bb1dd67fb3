"""The fields as read from the card, for the person to check, or to type where there is no card to read."""

from typing import ClassVar

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from kiosk.domain.person import Gender
from kiosk.flow.intents import PersonConfirmed
from kiosk.flow.messages import View
from kiosk.flow.views import CheckPersonView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.keyboard.pads import Capitals
from kiosk.ui.keyboard.suggestions import Suggests
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.field_row import LabelledRow
from kiosk.ui.widgets.holder_photo import HolderPhoto
from kiosk.ui.widgets.question_grid import QuestionGrid
from kiosk.ui.widgets.row_in_sight import RowInSight

WIDEST_MM = 340.0
NAME_LIMIT = 120
ADDRESS_LIMIT = 300


class CheckPersonScreen(Screen):
    """Five answers, in two columns where there is width for them."""

    name = "check_person"
    view_type: ClassVar[type[View]] = CheckPersonView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label(role="lead")
        self._doubts = self.banner(kind="warning")
        self._full_name = self.field(
            "full_name",
            "person.full_name",
            capitals=Capitals.WORDS,
            max_length=NAME_LIMIT,
            suggests=Suggests.NAME,
        )
        self._number = self.digit_field("personal_number", "person.personal_number", 12)
        self._birth_date = self.date_field("birth_date", "person.birth_date")
        self._gender = self.choices("gender", "person.gender", columns=2)
        self._address = self.field(
            "address",
            "person.address",
            capitals=Capitals.SENTENCES,
            max_length=ADDRESS_LIMIT,
            suggests=Suggests.ADDRESS,
        )
        self._rows: dict[str, LabelledRow] = {
            "full_name": self._full_name,
            "personal_number": self._number,
            "birth_date": self._birth_date,
            "gender": self._gender,
            "address": self._address,
        }
        questions = QuestionGrid(self.theme)
        questions.set_questions([(row, row is self._address) for row in self._rows.values()])
        page = CentredColumn(self.theme, WIDEST_MM)
        page.add(self._lead, self._doubts, self._photo_row(), questions)
        self.add(page)
        RowInSight(self._scrolling)
        self.go_on("check_person.right", icon="check", sends=self._confirm)
        self._filled_from: object = None
        self._photo_shown = b""
        self._problems: dict[str, str] = {}
        self._answered = False
        """Whether the next View is the answer to what was confirmed here: the fields then hold the newer text."""

    def _photo_row(self) -> QWidget:
        self._photo = HolderPhoto(self.theme)
        self.say(self._photo.setAccessibleName, "check_person.photo")
        self._compare = QWidget()
        row = QHBoxLayout(self._compare)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.space("m"))
        row.addWidget(self._photo)
        row.addWidget(self.label("check_person.photo", role="strong"), 1)
        self._compare.hide()
        return self._compare

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._answered = False
        if not event.spontaneous():
            self._photo.show_photo(b"")
            self._photo_shown = b""

    def _show_photo(self, photo: bytes) -> None:
        if photo != self._photo_shown or not photo:
            self._compare.setVisible(self._photo.show_photo(photo))
            self._photo_shown = photo

    def show_view(self, view: CheckPersonView) -> None:
        """Fields are filled from each card once; what the person typed stays when it comes back with a problem."""
        texts = self.texts
        lead = "from_zone" if view.bare_name else "by_chip" if view.by_chip else "lead"
        lead = "typed" if view.typed else lead
        self._lead.set_words(texts(f"check_person.{lead}"))
        self._lead.setVisible(
            not view.conflicts
        )  # what is wrong stands below it, and asks for the same more strongly
        self._show_photo(view.photo)
        self._doubts.set_words("\n".join(texts(f"doubt.{doubt.value}") for doubt in view.doubts))
        self._gender.set_choices(Choice(gender.value, texts(f"gender.{gender.value}")) for gender in Gender)
        source = (view.typed, view.person, view.birth_date_text)
        if source != self._filled_from and not self._answered:
            self._fill(view)
        self._filled_from, self._answered = source, False
        self._full_name.set_locked("full_name" in view.locked)
        self._number.set_locked("personal_number" in view.locked)
        self._birth_date.set_locked("birth_date" in view.locked)
        self._gender.setEnabled("gender" not in view.locked)
        partial = view.birth_date_text and view.person.birth_date is None
        printed = texts("check_person.as_printed", text=view.birth_date_text) if partial else ""
        self._birth_date.set_help(printed)
        self._show_zone(view)
        self._show_problems({field: texts(key) for field, key in view.problems.items()})

    def _show_zone(self, view: CheckPersonView) -> None:
        """Below each field what the card's zone says, where it says something else or less."""
        texts = self.texts
        for field, row in self._rows.items():
            said = view.conflicts.get(field, "")
            words = texts(f"gender.{said}") if said and field == "gender" else said
            if words:
                row.set_help(texts("check_person.zone_says", text=words))
            elif row is not self._birth_date:
                row.set_help("")
        if view.bare_name:
            self._full_name.set_help(texts("check_person.bare_name", name=view.bare_name))

    def _show_problems(self, problems: dict[str, str]) -> None:
        for field, row in self._rows.items():
            words = problems.get(field, "")
            if words != row.problem.label.text():
                row.set_problem(words)
        if problems and problems.keys() != self._problems.keys():
            first = next(row for field, row in self._rows.items() if field in problems)
            self.bring_into_view(first)
        self._problems = problems

    def _fill(self, view: CheckPersonView) -> None:
        person = view.person
        self._full_name.set_value(person.full_name)
        self._number.set_value(person.personal_number or "")
        self._birth_date.set_iso(person.birth_date.isoformat() if person.birth_date else "")
        self._gender.choose([person.gender.value] if person.gender else [])
        self._address.set_value(person.address.text)
        self._address.input.setCursorPosition(0)

    def _confirm(self) -> PersonConfirmed:
        self._answered = True
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
