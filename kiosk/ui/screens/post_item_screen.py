"""One envelope: both clocks, what is in it, its slip, and what to do when it is lost or damaged."""

from functools import partial
from typing import ClassVar

from kiosk.domain.post_item import PostItem, PostState
from kiosk.domain.rules import group_s10, mask_number
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.post_words import MishapTold, PostItemView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel

REMARK_LIMIT = 160
LOOKS = {
    PostState.SEALED: ("info", "lock"),
    PostState.HANDED_OVER: ("success", "success"),
    PostState.LOST: ("danger", "warning"),
    PostState.DAMAGED: ("danger", "warning"),
}


class PostItemScreen(Screen):
    """Facts above, what can be done below."""

    name = "post_item"
    view_type: ClassVar[type[View]] = PostItemView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.facts = self.section("post_item.facts", "post")
        self.papers = self.section("post_item.papers", "pages")
        self.slip = SlipLine(self)
        self.remark = self.field("remark", "post_item.remark", max_length=REMARK_LIMIT)
        self.lost = self.button(
            "lost", "post_item.lost", icon="warning", sends=partial(self._told, PostState.LOST)
        )
        self.damaged = self.button(
            "damaged", "post_item.damaged", icon="warning", sends=partial(self._told, PostState.DAMAGED)
        )
        self.reference = self.label(role="code")
        self.add(self.reference, self.state, self.facts, self.papers, self.slip, self.remark)
        self.body.addLayout(self.row(self.lost, self.damaged, stretch=False))
        self.body.addStretch(1)
        self.finish = self.go_on("base.finish", "check", sends=WentOn(), purpose="finish")
        self.print = self.button("print", "post_item.print", icon="printer", sends=PrintAskedAgain())
        self.footer.put_second(self.print)

    def show_view(self, view: PostItemView) -> None:
        """Never the whole number of the sender."""
        texts, item = self.texts, view.item
        kind, icon = LOOKS[item.state]
        if item.state is PostState.SEALED and item.is_late(view.now):
            kind = "danger"
        self.state.show_state(
            kind,
            icon,
            texts(f"post_item.state_{item.state.value.lower()}"),
            texts(
                f"post_item.next_{item.state.value.lower()}",
                due=local_time_text(item.due_at),
                record=item.handover_number,
            ),
        )
        self.reference.set_words(item.name)
        self.facts.set_rows(self._facts(item))
        self.papers.set_rows(
            (paper.name, self._counted(paper.originals, paper.copies)) for paper in item.contents
        )
        self.slip.show_slip(view.slip)
        mishap = item.state is PostState.SEALED and not view.fresh
        for part in (self.remark, self.lost, self.damaged):
            part.setVisible(mishap)
        self.finish.setVisible(view.fresh)
        self.print.setVisible(view.slip is None)
        self.footer.show_if_needed()

    def _facts(self, item: PostItem) -> list[tuple[str, str]]:
        texts = self.texts
        rows = [
            (texts("post_item.number"), group_s10(item.number)),
            (texts("post_item.procedure"), item.procedure_name),
            (texts("post_item.agency"), item.agency),
            (texts("post_item.sender"), mask_number(item.sender.personal_number or "")),
            (texts("post_item.given_at"), local_time_text(item.sealed_at)),
            (texts("post_item.due_at"), local_time_text(item.due_at)),
            (texts("post_item.filed_at"), local_time_text(item.handed_over_at)),
            (texts("post_item.remark_kept"), item.remark),
        ]
        return [(label, value) for label, value in rows if value]

    def _counted(self, originals: int, copies: int) -> str:
        texts = self.texts
        parts = [
            texts(f"sign.{kind}", count=count)
            for kind, count in (("originals", originals), ("copies", copies))
            if count
        ]
        return ", ".join(parts) or texts("paper_count.lacking")

    def _told(self, state: PostState) -> MishapTold:
        return MishapTold(state=state, remark=self.remark.value())
