"""One result: where it is, and only the buttons that make sense now."""

from typing import ClassVar

from kiosk.domain.held_result import HeldResult, ResultState
from kiosk.domain.rules import group_s10
from kiosk.flow.intents import WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.result_words import (
    DoorAsked,
    DoorTold,
    HandOutAsked,
    HeldResultView,
    InviteAsked,
    SendBackAsked,
)
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel

LABEL_LIMIT = 24
_S = ResultState
LOOKS = {
    _S.AT_AGENT_POINT: ("info", "document_check"),
    _S.INVITED_1: ("info", "bell"),
    _S.INVITED_2: ("warning", "bell"),
    _S.IN_DELIVERY: ("info", "truck"),
    _S.DELIVERED: ("success", "success"),
    _S.RETURNED_TO_AGENCY: ("info", "undo"),
    _S.UNMATCHED: ("warning", "warning"),
}


class HeldResultScreen(Screen):
    """Facts above, moves below."""

    name = "held_result"
    view_type: ClassVar[type[View]] = HeldResultView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.reference = self.label(role="code")
        self.state = StatePanel(self.theme)
        self.untold = self.banner(kind="warning")
        self.problem = self.banner(kind="danger")
        self.slip = SlipLine(self)
        self.facts = self.section("held_result.facts", "document_check")
        self.hand_out = self.button(
            "hand_out", "held_result.hand_out", "primary", "id_card", sends=HandOutAsked()
        )
        self.invite = self.button("invite", "held_result.invite", icon="bell", sends=InviteAsked())
        self.send_back = self.button("send_back", "held_result.send_back", icon="undo", sends=SendBackAsked())
        self.label_line = self.field(
            "label", "held_result.label", pad=Pad.CODE, capitals=Capitals.ALL, max_length=LABEL_LIMIT
        )
        self.door = self.button("door", "held_result.door", icon="truck", sends=self._to_the_door)
        self.given = self.button("given", "held_result.given", "primary", "check", sends=DoorTold(given=True))
        self.came_back = self.button(
            "came_back", "held_result.came_back", icon="undo", sends=DoorTold(given=False)
        )
        self.add(self.reference, self.state, self.untold, self.problem, self.slip)
        buttons = (self.hand_out, self.invite, self.given, self.came_back, self.send_back)
        self.moves = RowOrColumn(self.theme, *buttons, spread=False)
        self.add(self.moves, self.facts, self.label_line)
        self.body.addLayout(self.row(self.door, stretch=False))
        self.body.addStretch(1)
        self.finish = self.go_on("base.finish", "check", sends=WentOn(), purpose="finish")

    def show_view(self, view: HeldResultView) -> None:
        """A move whose time has not come yet says from when."""
        texts, result = self.texts, view.result
        kind, icon = LOOKS[result.state]
        state = result.state.value.lower()
        self.reference.set_words(result.name)
        self.state.show_state(
            kind, icon, texts(f"held_result.state_{state}"), texts(f"held_result.next_{state}")
        )
        untold = not result.portal_knows and result.is_open and result.state is not _S.UNMATCHED
        self.untold.set_words(texts("held_result.untold") if untold else "")
        self.problem.set_words(texts(view.problem) if view.problem else "")
        self.slip.show_slip(view.slip)
        self.facts.set_rows(self._facts(view))
        idle = not view.busy and not view.fresh
        self.hand_out.setVisible(idle and view.can_hand_out)
        self.invite.setVisible(idle and view.invite_from is not None)
        self.invite.setEnabled(view.invite_from is not None and view.invite_from <= view.now)
        self.send_back.setVisible(idle and view.send_back_from is not None)
        self.send_back.setEnabled(view.send_back_from is not None and view.send_back_from <= view.now)
        for part in (self.label_line, self.door):
            part.setVisible(idle and view.can_hand_out)
        out = idle and result.state is _S.IN_DELIVERY
        self.given.setVisible(out)
        self.came_back.setVisible(out)
        self.moves.fit()
        self.finish.setVisible(view.fresh and view.slip is not None)
        self.footer.show_if_needed()

    def _facts(self, view: HeldResultView) -> list[tuple[str, str]]:
        texts, result = self.texts, view.result
        rows = [
            (texts("held_result.code"), result.code if result.code != result.name else ""),
            (texts("post_item.procedure"), result.procedure_name),
            (texts("post_item.agency"), result.agency),
            (texts("held_result.phone"), view.masked_phone),
            (texts("held_result.arrived_at"), local_time_text(result.arrived_at)),
            *self._invitations(result),
            (texts("held_result.invite_from"), local_time_text(view.invite_from)),
            (texts("held_result.send_back_from"), local_time_text(view.send_back_from)),
            (texts("post_item.number"), group_s10(result.label) if result.label else ""),
        ]
        return [(label, value) for label, value in rows if value]

    def _invitations(self, result: HeldResult) -> list[tuple[str, str]]:
        return [
            (self.texts("held_result.invited", turn=turn), local_time_text(at))
            for turn, at in enumerate(result.invited_at, 1)
        ]

    def _to_the_door(self) -> DoorAsked:
        return DoorAsked(label=self.label_line.value())
