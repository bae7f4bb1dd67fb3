"""Counting the papers together: a row for each paper of the list, with what is still open said beside it."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker

from kiosk.domain.post_item import EnvelopePaper
from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.flow.post_words import PaperAdded, PaperCounted, PaperCountView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.count_row import CountRow
from kiosk.ui.widgets.question_grid import QuestionGrid
from kiosk.ui.widgets.state_panel import StatePanel

NAME_LIMIT = 160


class PaperCountScreen(Screen):
    """Controls of the n-th paper: `originals_more_<n>`, `originals_less_<n>`, `copies_…`, `lacking_<n>`."""

    name = "paper_count"
    view_type: ClassVar[type[View]] = PaperCountView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.rows: dict[str, CountRow] = {}
        self._grid = QuestionGrid(self.theme)
        self.extra = self.field("extra", "paper_count.extra", max_length=NAME_LIMIT, optional=True)
        self.add_extra = self.button("add", "paper_count.add", icon="plus", sends=self._added)
        self.add(self.state, self._grid, self.extra)
        self.body.addLayout(self.row(self.add_extra, stretch=False))
        self.body.addStretch(1)
        self.go_on(sends=WentOn())

    def show_view(self, view: PaperCountView) -> None:
        """Counts as they stand."""
        texts = self.texts
        totals = [sum(p.originals for p in view.papers), sum(p.copies for p in view.papers)]
        counted = texts("paper_count.total", originals=totals[0], copies=totals[1])
        if view.forgotten:
            self.state.show_state(
                "warning", "pages", texts("paper_count.open", count=len(view.forgotten)), counted
            )
        else:
            words = texts("paper_count.complete" if view.is_listed else "paper_count.unlisted")
            self.state.show_state("success" if view.is_listed else "info", "pages", words, counted)
        if list(self.rows) != [paper.component_id for paper in view.papers]:
            kept = {paper.component_id for paper in view.papers}
            self.rows = {each: row for each, row in self.rows.items() if each in kept}
            for paper in view.papers:
                if paper.component_id not in self.rows:
                    self.rows[paper.component_id] = self._new_row(paper.component_id)
            self.rows = {paper.component_id: self.rows[paper.component_id] for paper in view.papers}
            self._grid.set_questions([(row, False) for row in self.rows.values()])
        for number, paper in enumerate(view.papers, 1):
            self._show_row(number, paper, view)

    def _new_row(self, paper_id: str) -> CountRow:
        row = CountRow(self.theme)
        row.counted.connect(partial(self._counted, paper_id))
        return row

    def _show_row(self, number: int, paper: EnvelopePaper, view: PaperCountView) -> None:
        texts, row = self.texts, self.rows[paper.component_id]
        row.title.set_words(f"{number}. {paper.name}")
        asked = view.asked.get(paper.component_id)
        note = texts("paper_count.asked", originals=asked[0], copies=asked[1]) if asked else ""
        open_ = paper.component_id in view.forgotten
        row.note.set_words(f"{note} {texts('paper_count.not_yet')}".strip() if open_ else note)
        row.note.setVisible(bool(note) or open_)
        row.set_kind("warning" if open_ else "card")
        for purpose, counter, count in (
            ("originals", row.originals, paper.originals),
            ("copies", row.copies, paper.copies),
        ):
            words = texts(f"paper_count.{purpose}")
            counter.words.set_words(words)
            counter.show_count(count)
            for which, button in (("less", counter.less), ("more", counter.more)):
                self.named(button, f"{purpose}_{which}_{number}")
                button.set_words(f"{paper.name}: {words}, {texts(f'paper_count.{which}')}")
        self.named(row.lacking, f"lacking_{number}")
        row.lacking.set_words(texts("paper_count.lacking"))
        with QSignalBlocker(row.lacking):
            row.lacking.setChecked(paper.lacking)
        row.lacking.setVisible(asked is not None and not paper.sheets)

    def _counted(self, paper_id: str, originals: int, copies: int, lacking: bool) -> None:
        self.send(PaperCounted(component_id=paper_id, originals=originals, copies=copies, lacking=lacking))

    def _added(self) -> PaperAdded:
        name = self.extra.value()
        self.extra.set_value("")
        return PaperAdded(name=name)
