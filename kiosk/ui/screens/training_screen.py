"""Lists of training: choose a person, then touch procedures onto the list or off it."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.flow.messages import View
from kiosk.flow.watch_words import TraineeChosen, TrainingSearched, TrainingToggled, TrainingView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.side_by_side import SideBySide


class TrainingScreen(Screen):
    """Rows are named `person_<n>`, `on_<n>` and `off_<n>`, n from 1."""

    name = "training"
    view_type: ClassVar[type[View]] = TrainingView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label(role="lead")
        self.people = RowColumn(self.theme)
        self.people.name_rows("training.person")
        self.people.chosen.connect(self._person_chosen)
        self.trained = RowColumn(self.theme)
        self.trained.name_rows("training.on")
        self.trained.chosen.connect(self._toggled)
        self.text = self.field("text", "training.search", "training.search_help", max_length=80)
        self.text.input.textChanged.connect(self._searched)
        self.found = RowColumn(self.theme)
        self.found.name_rows("training.off")
        self.found.chosen.connect(self._toggled)
        self.on_lead = self.label(role="heading")
        on, off = QWidget(), QWidget()
        for holder, parts in ((on, (self.on_lead, self.trained)), (off, (self.text, self.found))):
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(self.theme.space("s"))
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        self._lists = SideBySide(self.theme, on, off, (1, 1), least_mm=260.0)
        self.add(self.lead, self.people, self._lists)
        self.body.addStretch(1)

    def show_view(self, view: TrainingView) -> None:
        """People, or one person's list beside the search."""
        texts, one = self.texts, bool(view.chosen)
        self.lead.set_words(texts("training.of", name=view.name) if one else texts("training.lead"))
        self.people.set_rows(
            [
                ListRow(
                    key=staff_id,
                    title=name,
                    sentence=staff_id,
                    icon="clerk",
                    state=texts("training.count", count=count) if count else texts("training.no_list"),
                    tone="primary" if count else "",
                )
                for staff_id, name, count in (() if one else view.members)
            ]
        )
        self._lists.setVisible(one)
        self.on_lead.set_words(texts("training.on" if view.trained else "training.none_on"))
        self.trained.set_rows([self._row(code, texts.of(name), on=True) for code, name in view.trained])
        self.found.set_rows([self._row(code, texts.of(name), on=False) for code, name in view.found])
        if self.text.value() != view.searched and not view.searched:
            self.text.set_value("")

    def _row(self, code: str, name: str, *, on: bool) -> ListRow:
        return ListRow(
            key=code,
            title=name,
            sentence=code,
            icon="check" if on else "plus",
            state=self.texts("training.take_off" if on else "training.put_on"),
            tone="" if on else "primary",
        )

    def _person_chosen(self, staff_id: str) -> None:
        self.send(TraineeChosen(staff_id=staff_id))

    def _toggled(self, code: str) -> None:
        self.send(TrainingToggled(code=code))

    def _searched(self, text: str) -> None:
        if self.view is not None and self.view.chosen and text != self.view.searched:
            self.send(TrainingSearched(text=text))
