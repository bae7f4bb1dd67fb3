"""The S10 label: held before the camera, scanned or typed; then the seal, before the citizen's eyes."""

from typing import ClassVar

from kiosk.domain.rules import group_s10
from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.flow.post_words import LabelEntered, PaperLabelView
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.scanner_line import ScannerLine
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.state_panel import StatePanel

LABEL_LIMIT = 24


class PaperLabelScreen(Screen):
    """The live picture beside one field; a scanner's Enter checks by itself."""

    name = "paper_label"
    view_type: ClassVar[type[View]] = PaperLabelView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.preview = self.named(LivePreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self.say(self.preview, "paper_label.preview")
        self.preview.setMinimumHeight(self.theme.mm(50))
        self.number = self.field(
            "number",
            "paper_label.number",
            "paper_label.help",
            pad=Pad.CODE,
            capitals=Capitals.ALL,
            max_length=LABEL_LIMIT,
        )
        ScannerLine(self.number.input, self._entered)
        self.check = self.button("check", "paper_label.check", icon="search")
        self.check.clicked.connect(self._entered)
        self.state = StatePanel(self.theme)
        typing = self.panel()
        typing.column.addWidget(self.number)
        typing.column.addLayout(self.row(self.check, stretch=False))
        typing.column.addWidget(self.state)
        typing.column.addStretch(1)
        self.add(self.label("paper_label.lead", role="lead"))
        self.add(
            SideBySide(self.theme, self.preview, typing, (1, 1), least_mm=None, within=self._scrolling),
            stretch=1,
        )
        self.seal = self.go_on("paper_label.seal", "lock", sends=WentOn(), purpose="seal")

    def show_view(self, view: PaperLabelView) -> None:
        """A good number large; a wrong one with what is wrong."""
        texts = self.texts
        self.preview.show_hint(texts("paper_label.hint"), "qr")
        self.number.set_problem(f"{view.said}: {texts(view.problem)}" if view.problem else "")
        self.state.setVisible(bool(view.number) or view.sealing)
        if view.sealing:
            self.state.show_state("info", "clock", texts("paper_label.sealing"))
        elif view.number:
            self.state.show_state("success", "success", group_s10(view.number), texts("paper_label.good"))
        self.seal.setEnabled(bool(view.number) and not view.sealing)

    def _entered(self) -> None:
        text = self.number.value().strip()
        if text:
            self.number.set_value("")
            self.send(LabelEntered(text=text))
