"""The desk of paper dossiers: take papers in, hand them over, and the ageing list of what waits."""

from typing import ClassVar

from kiosk.domain.post_item import PostItem
from kiosk.domain.rules import group_s10
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.post_words import HandOverAsked, LabelEntered, NewPaperAsked, PaperDeskView, PostItemOpened
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.scanner_line import ScannerLine, put_beside
from kiosk.ui.widgets.state_panel import StatePanel

NUMBER_LIMIT = 64
SHORTLY_D = 1


def age_look(texts: Texts, item: PostItem, view: PaperDeskView) -> tuple[str, str]:
    """How long an envelope may still wait, and the tone of it."""
    left = item.days_left(view.now)
    if item.is_late(view.now):
        return texts("paper_desk.late", count=max(1, -left)), "danger"
    if left == 0 or (item.due_at - view.now).total_seconds() <= view.alarm_h * 3600:
        return texts("paper_desk.today"), "danger"
    return texts("paper_desk.days_left", count=left), "warning" if left <= SHORTLY_D else "success"


class PaperDeskScreen(Screen):
    """Rows are named `item_<n>`, n from 1; a scanner may type a number at any time."""

    name = "paper_desk"
    view_type: ClassVar[type[View]] = PaperDeskView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.take = self.button("take", "paper_desk.take", "primary", "plus", NewPaperAsked())
        self.hand_over = self.button(
            "hand_over", "paper_desk.hand_over", icon="people", sends=HandOverAsked()
        )
        self.number = self.field(
            "number",
            "paper_desk.number",
            pad=Pad.CODE,
            capitals=Capitals.ALL,
            max_length=NUMBER_LIMIT,
            optional=True,
        )
        ScannerLine(self.number.input, self._entered)
        self.open = self.button("open", "paper_desk.open", icon="search")
        self.open.clicked.connect(self._entered)
        self.items = RowColumn(self.theme)
        self.items.chosen.connect(self._chosen)
        self.add(self.state, RowOrColumn(self.theme, self.take, self.hand_over, spread=False))
        put_beside(self.theme, self.number, self.open)
        self.waiting = self.label("paper_desk.waiting", role="heading")
        self.add(self.number, self.waiting, self.items)
        self.body.addStretch(1)

    def show_view(self, view: PaperDeskView) -> None:
        """The nearest deadline first; what is late says so above all."""
        texts, items = self.texts, view.items or ()
        late = sum(item.is_late(view.now) for item in items)
        urgent = sum(age_look(texts, item, view)[1] == "danger" for item in items)
        if view.items is None:
            self.state.show_state("info", "search", texts("paper_desk.loading"))
        elif late or urgent:
            words = texts("paper_desk.late_count", count=late) if late else ""
            todo = texts("paper_desk.urgent_count", count=urgent)
            self.state.show_state("danger", "bell", words or todo, texts("paper_desk.alarm_todo"))
        else:
            words = texts("paper_desk.count", count=len(items)) if items else texts("paper_desk.none")
            self.state.show_state("success" if not items else "info", "post", words)
        self.hand_over.setEnabled(bool(items))
        self.waiting.setVisible(bool(items))
        self.items.set_rows([self._row(item, view) for item in items])
        for number, button in enumerate(self.items.buttons(), 1):
            self.named(button, f"item_{number}")

    def _row(self, item: PostItem, view: PaperDeskView) -> ListRow:
        state, tone = age_look(self.texts, item, view)
        due = self.texts("paper_desk.due", at=local_time_text(item.due_at))
        return ListRow(
            key=item.id,
            title=f"{group_s10(item.number)} · {item.procedure_name}",
            sentence=f"{item.agency}. {due}",
            icon="post",
            state=state,
            tone=tone,
        )

    def _chosen(self, item_id: str) -> None:
        self.send(PostItemOpened(name=item_id))

    def _entered(self) -> None:
        text = self.number.value().strip()
        if text:
            self.number.set_value("")
            self.send(LabelEntered(text=text))
