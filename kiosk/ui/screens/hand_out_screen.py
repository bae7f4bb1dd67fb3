"""Who stands here for a result, what is taken back, and the authority paper where it is somebody else."""

from typing import ClassVar

from kiosk.domain.held_result import Receiver
from kiosk.flow.messages import View
from kiosk.flow.result_words import HandOutView, OldPapersTold
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.state_panel import StatePanel

PAPER_LIMIT = 160
USUAL = ("appointment", "old_certificate", "dispatch_note")
LOOKS = {
    Receiver.APPLICANT: ("success", "success"),
    Receiver.REPRESENTATIVE: ("success", "success"),
    Receiver.STRANGER: ("danger", "error"),
}


class HandOutScreen(Screen):
    """Rows `old_papers.<usual paper>`; other papers are typed."""

    name = "hand_out"
    view_type: ClassVar[type[View]] = HandOutView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.facts = self.section("hand_out.facts", "id_card")
        self.authority = self.field(
            "authority", "hand_out.authority", "hand_out.authority_help", max_length=PAPER_LIMIT
        )
        self.old_papers = self.choices("old_papers", "hand_out.old_papers", many=True, columns=3)
        self.other = self.field("other", "hand_out.other", max_length=PAPER_LIMIT, optional=True)
        self.add(self.state, self.facts, self.authority, self.old_papers, self.other)
        self.body.addStretch(1)
        self.go_on("hand_out.go_on", "edit", sends=self._told)

    def show_view(self, view: HandOutView) -> None:
        """The verdict in big words."""
        texts = self.texts
        kind, icon = LOOKS[view.receiver]
        self.state.show_state(
            kind,
            icon,
            texts(f"hand_out.{view.receiver.value}"),
            texts(f"hand_out.{view.receiver.value}_todo"),
        )
        self.facts.set_rows(
            [
                (texts("hand_out.receiver"), view.receiver_name),
                (texts("hand_out.number"), view.masked_number),
                (texts("held_result.code"), view.result.code),
                (texts("post_item.procedure"), view.result.procedure_name),
            ]
        )
        self.authority.setVisible(view.receiver is Receiver.STRANGER)
        self.old_papers.set_choices(Choice(name, texts(f"hand_out.paper_{name}")) for name in USUAL)

    def _told(self) -> OldPapersTold:
        papers = [self.texts(f"hand_out.paper_{name}") for name in self.old_papers.chosen()]
        if self.other.value().strip():
            papers.append(self.other.value())
        return OldPapersTold(old_papers=tuple(papers), authority_paper=self.authority.value())
