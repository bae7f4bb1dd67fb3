"""Taking a dossier back: what it means first, a reason if one likes, and one clear yes."""

from typing import ClassVar

from kiosk.flow.after_sending_words import WithdrawConfirmed, WithdrawView
from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.state_panel import StatePanel
from kiosk.ui.work_words import state_words

REASON_LIMIT = 300


class WithdrawScreen(Screen):
    """The yes stands at the right, the way back at the left; nothing is done by accident."""

    name = "withdraw"
    view_type: ClassVar[type[View]] = WithdrawView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.facts = self.section("withdraw.facts", "page")
        self.reason = self.field(
            "reason", "withdraw.reason", "withdraw.reason_help", max_length=REASON_LIMIT, optional=True
        )
        self.reference = self.label(role="code")
        self.add(self.state, self.reference, self.facts, self.reason)
        self.body.addStretch(1)
        self.yes = self.go_on("withdraw.yes", "undo", sends=self._confirmed, purpose="yes")
        self.finish = self.button("finish", "base.finish", "primary", "check", sends=WentOn())
        self.footer.put_second(self.finish)

    def show_view(self, view: WithdrawView) -> None:
        """Asked, on its way, done."""
        texts = self.texts
        if view.done:
            self.state.show_state("success", "success", texts("withdraw.done"), texts("withdraw.done_next"))
        else:
            key = "withdraw.working" if view.working else "withdraw.question"
            self.state.show_state("warning", "warning", texts(key), texts("withdraw.question_next"))
        self.reference.set_words(view.reference)
        self.facts.set_rows(
            (
                (texts("withdraw.procedure"), view.procedure_name),
                (texts("withdraw.state"), state_words(texts, view.state)),
            )
        )
        self.reason.setVisible(not view.done)
        self.yes.setVisible(not view.done)
        self.yes.setEnabled(not view.working)
        self.finish.setVisible(view.done)
        self.footer.primary = self.finish if view.done else None
        self.footer.show_if_needed()

    def _confirmed(self) -> WithdrawConfirmed:
        return WithdrawConfirmed(reason=self.reason.value())
