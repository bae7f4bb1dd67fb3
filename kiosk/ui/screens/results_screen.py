"""The desk of results: scan in what came from the agency, and what is to be done with what is here."""

from typing import ClassVar

from kiosk.domain.held_result import HeldResult, ResultState
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.post_words import LabelEntered
from kiosk.flow.result_words import ResultOpened, ResultsView
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.scanner_line import ScannerLine, put_beside
from kiosk.ui.widgets.state_panel import StatePanel

CODE_LIMIT = 400
_S = ResultState
TONES = {
    _S.AT_AGENT_POINT: "primary",
    _S.INVITED_1: "warning",
    _S.INVITED_2: "warning",
    _S.IN_DELIVERY: "",
    _S.UNMATCHED: "danger",
}


class ResultsScreen(Screen):
    """Rows are named `result_<n>`, n from 1."""

    name = "results"
    view_type: ClassVar[type[View]] = ResultsView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.code = self.field(
            "code",
            "results.code",
            "results.code_help",
            pad=Pad.CODE,
            capitals=Capitals.ALL,
            max_length=CODE_LIMIT,
        )
        ScannerLine(self.code.input, self._entered)
        self.take = self.button("take", "results.take", "primary", "plus")
        self.take.clicked.connect(self._entered)
        self.rows = RowColumn(self.theme)
        self.rows.chosen.connect(self._chosen)
        put_beside(self.theme, self.code, self.take)
        self.add(self.state, self.code)
        self.here = self.label("results.here", role="heading")
        self.add(self.here, self.rows)
        self.body.addStretch(1)

    def show_view(self, view: ResultsView) -> None:
        """What was scanned last above the list."""
        texts, results = self.texts, view.results or ()
        if view.taken is not None and view.taken.state is _S.UNMATCHED:
            words = texts("results.unmatched", code=view.taken.code)
            self.state.show_state("warning", "warning", words, texts("results.unmatched_todo"))
        elif view.taken is not None:
            named = f"{view.taken.name} · {view.taken.procedure_name}"
            self.state.show_state("success", "success", texts("results.taken"), named)
        elif view.results is None:
            self.state.show_state("info", "search", texts("paper_desk.loading"))
        else:
            words = texts("results.count", count=len(results)) if results else texts("results.none")
            self.state.show_state("info", "document_check", words)
        self.code.set_problem(f"{view.said}: {texts(view.problem)}" if view.problem else "")
        self.here.setVisible(bool(results))
        self.rows.set_rows([self._row(result, view) for result in results])
        for number, button in enumerate(self.rows.buttons(), 1):
            self.named(button, f"result_{number}")

    def _row(self, result: HeldResult, view: ResultsView) -> ListRow:
        at = view.next_at.get(result.id)
        due = at is not None and at <= view.now
        next_words = self.texts("results.act_now") if due else ""
        if at is not None and not due:
            next_words = self.texts("results.act_from", at=local_time_text(at))
        untold = not result.portal_knows and result.state is not _S.UNMATCHED
        known = (result.procedure_name, next_words, self.texts("results.untold") if untold else "")
        return ListRow(
            key=result.id,
            title=result.name,
            sentence=". ".join(part for part in known if part),
            icon="warning" if result.state is _S.UNMATCHED else "document_check",
            state=self.texts(f"held_result.state_{result.state.value.lower()}"),
            tone=TONES.get(result.state, ""),
        )

    def _chosen(self, result_id: str) -> None:
        self.send(ResultOpened(result_id=result_id))

    def _entered(self) -> None:
        text = self.code.value().strip()
        if text:
            self.code.set_value("")
            self.send(LabelEntered(text=text))
