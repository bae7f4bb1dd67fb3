"""What practising is, and the buttons that begin it."""

from typing import ClassVar

from kiosk.flow.messages import View
from kiosk.flow.practice_words import PracticeAsked, PracticeView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.icon_line import IconLine
from kiosk.ui.widgets.panel import Panel


class PracticeScreen(Screen):
    """For a citizen one way, for staff also the bench."""

    name = "practice"
    view_type: ClassVar[type[View]] = PracticeView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        card = Panel(self.theme)
        card.column.setSpacing(self.theme.space("m"))
        card.column.addWidget(self.label("practice.lead", role="heading"))
        for icon, key in (
            ("hand_card", "practice.samples"),
            ("wifi_off", "practice.nothing_sent"),
            ("receipt", "practice.slips"),
            ("trash", "practice.erased"),
        ):
            line = IconLine(self.theme, icon, role="lead")
            self.say(line, key)
            card.column.addWidget(line)
        self.body.addStretch(1)
        self.add(card)
        self.body.addStretch(2)
        self._bench = self.button(
            "at_bench", "practice.at_bench", "secondary", "clerk", PracticeAsked(at_bench=True)
        )
        self.footer.put_second(self._bench)
        self._begin = self.go_on("practice.begin", "play", PracticeAsked(), "begin")

    def show_view(self, view: PracticeView) -> None:
        """Nothing can be pressed while the world is being built."""
        self._bench.setVisible(view.for_staff)
        for button in (self._bench, self._begin):
            button.setEnabled(not view.beginning)
