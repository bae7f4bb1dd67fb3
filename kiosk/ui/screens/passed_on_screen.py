"""The code under which a draft waits, large, with its slip; the session ends here."""

from typing import ClassVar

from kiosk.flow.intents import WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.passing_words import PassedOnView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.big_code import BigCode
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.slip_line import SlipLine


class PassedOnScreen(Screen):
    """Code and until when; "back" goes on here after all."""

    name = "passed_on"
    view_type: ClassVar[type[View]] = PassedOnView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = NoticePanel(self.theme)
        self.code_label = self.label("passed_on.code", "soft")
        self.code = BigCode(self.theme)
        self.how = self.label("passed_on.how", role="lead")
        self.until = self.label(role="body")
        self.slip = SlipLine(self)
        card = self.panel("card")
        for part in (self.code_label, self.code, self.how, self.until):
            card.column.addWidget(part)
        self.add(self.state, card, self.slip)
        self.body.addStretch(1)
        self.finish = self.go_on("passed_on.finish", "check", sends=WentOn(), purpose="finish")

    def show_view(self, view: PassedOnView) -> None:
        """Nothing of the draft itself: only the code."""
        texts, waits = self.texts, bool(view.code)
        self.state.show_words(
            "success" if waits else "info",
            "success" if waits else "clock",
            texts("passed_on.waits" if waits else "passed_on.keeping"),
            (texts("passed_on.not_sent"),),
        )
        spelt = " ".join(view.code)
        self.code.show_code(view.code, f"{self.code_label.text()}: {spelt}")
        self.until.set_words(texts("passed_on.until", at=local_time_text(view.until)) if view.until else "")
        self.finish.setEnabled(waits)
        self.slip.show_slip(view.slip)
