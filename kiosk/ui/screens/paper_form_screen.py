"""The form is filled in: print it on A4, sign it, and bring it with these papers."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.sheet import SheetState
from kiosk.flow.bring_words import PaperFormView, SheetAsked
from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens.bring_screen import needed_words, show_sheet
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.paper_list import PaperList
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.state_panel import StatePanel


class PaperFormScreen(Screen):
    """To finish is offered only after a print was asked for: else everything typed would be for nothing."""

    name = "paper_form"
    view_type: ClassVar[type[View]] = PaperFormView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.state = StatePanel(self.theme)
        self.sheet = self.banner()
        self.answers = self.section("paper_form.content", "edit")
        self.papers = PaperList(self.theme)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.papers)
        column.addStretch(1)
        self.add(self.procedure, self.state, self.sheet)
        self.add(SideBySide(self.theme, self.answers, right, (1, 1), least_mm=260.0))
        self.body.addStretch(1)
        self.finish = self.button("finish", "base.finish", icon="check", sends=WentOn())
        self.footer.put_second(self.finish)
        self.print_sheet = self.go_on("paper_form.print", "printer", sends=SheetAsked(), purpose="print")

    def show_view(self, view: PaperFormView) -> None:
        """What stands on the form, and what goes with it."""
        texts = self.texts
        self.procedure.set_words(texts.of(view.procedure.name))
        sentence = texts("paper_form.bring_it", agency=texts.of(view.agency))
        if view.can_be_posted:
            sentence = f"{sentence} {texts('procedure.instead_post')}"
        self.state.show_state("info", "document_check", texts("paper_form.ready"), sentence)
        show_sheet(self.sheet, texts, view.sheet)
        self.answers.set_rows((texts.of(question), answer) for question, answer in view.answers)
        papers = [("submit", *needed_words(texts, each)) for each in view.papers.hand_in]
        papers += [("show", *needed_words(texts, each)) for each in view.papers.show]
        self.papers.set_papers(texts("paper_form.with"), papers, texts("procedure.bring_nothing"))
        self.print_sheet.setEnabled(view.sheet is not SheetState.WORKING)
        self.finish.setVisible(view.sheet not in (None, SheetState.WORKING))
