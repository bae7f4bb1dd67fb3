"""Finds the procedure of a paper dossier; what no list knows is taken by the name typed."""

from typing import ClassVar

from kiosk.flow.intents import ProcedureChosen, SearchTyped
from kiosk.flow.messages import View
from kiosk.flow.post_words import FreeTextChosen, PaperChoiceView
from kiosk.flow.views import ProcedureLine
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn

NAME_LIMIT = 160
MOST_ROWS = 12


class PaperChoiceScreen(Screen):
    """The box, and rows `result_<code>` below it."""

    name = "paper_choice"
    view_type: ClassVar[type[View]] = PaperChoiceView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.text = self.field("text", "paper_choice.text", max_length=NAME_LIMIT)
        self.text.edited.connect(self._typed)
        self.free = self.button("free_text", "paper_choice.free_text", icon="edit", sends=FreeTextChosen())
        self.results = RowColumn(self.theme)
        self.results.chosen.connect(self._chosen)
        self.add(self.text, self.results)
        self.body.addStretch(1)
        self.footer.put_second(self.free)

    def show_view(self, view: PaperChoiceView) -> None:
        """What is being typed stays."""
        if not self.text.input.hasFocus():
            self.text.set_value(view.text)
        self.results.set_rows([self._row(line, view) for line in view.lines[:MOST_ROWS]])
        for button in self.results.buttons():
            self.named(button, f"result_{button.row.key}")
        self.free.setEnabled(bool(view.text.strip()))

    def _row(self, line: ProcedureLine, view: PaperChoiceView) -> ListRow:
        why_not = view.why_not.get(line.code)
        return ListRow(
            key=line.code,
            title=self.texts.of(line.name),
            sentence=self.texts.of(why_not) if why_not else self.texts.of(line.field) if line.field else "",
            icon="page",
            state=self.texts("paper_choice.no_post" if why_not else "paper_choice.by_post"),
            tone="danger" if why_not else "success",
        )

    def _typed(self, text: str) -> None:
        self.send(SearchTyped(text=text))

    def _chosen(self, code: str) -> None:
        self.send(ProcedureChosen(code=code))
