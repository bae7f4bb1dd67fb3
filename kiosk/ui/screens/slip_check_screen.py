"""Is this slip genuine? Held before the camera, or read by a scanner; the verdict needs no line to anybody."""

from typing import ClassVar

from PySide6.QtGui import QHideEvent
from typing_extensions import override

from kiosk.domain.content_proof import LONGEST_TEXT, ProofVerdict
from kiosk.flow.intents import WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.printing_words import SlipCheckView
from kiosk.flow.track_words import CodeEntered
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.state_panel import StatePanel

LOOKS = {
    ProofVerdict.GENUINE: ("success", "success"),
    ProofVerdict.SIGNED: ("success", "success"),
    ProofVerdict.OTHER_CONTENT: ("danger", "warning"),
    ProofVerdict.FORGED: ("danger", "warning"),
    ProofVerdict.OTHER_KEY: ("warning", "help"),
    ProofVerdict.NO_PROOF: ("warning", "help"),
}


class SlipCheckScreen(Screen):
    """The picture beside one field; then the verdict with what the code says."""

    name = "slip_check"
    view_type: ClassVar[type[View]] = SlipCheckView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label("slip_check.lead", role="lead")
        self.verdict = StatePanel(self.theme)
        self.facts = self.section("slip_check.facts", "receipt")
        self.preview = self.named(LivePreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self.say(self.preview, "track.preview")
        self.preview.setMinimumHeight(self.theme.mm(60))
        self.code = self.field(
            "code",
            "slip_check.code",
            "slip_check.code_help",
            pad=Pad.CODE,
            capitals=Capitals.ALL,
            max_length=LONGEST_TEXT,
        )
        self.check = self.button("check", "slip_check.check", "secondary", "search", self._entered)
        typing = self.panel()
        typing.column.addStretch(1)
        typing.column.addWidget(self.code)
        typing.column.addWidget(self.check)
        typing.column.addStretch(2)
        self.looking = SideBySide(self.theme, self.preview, typing, (1, 1), least_mm=280.0)
        self.reference = self.label(role="code")
        self.add(self.lead, self.verdict, self.reference, self.facts)
        self.add(self.looking, stretch=100)
        self.body.addStretch(1)
        self.another = self.go_on("slip_check.another", "qr", sends=WentOn(), purpose="another")

    def show_view(self, view: SlipCheckView) -> None:
        """Either looking or judged."""
        texts = self.texts
        judged = view.verdict is not None
        self.lead.setVisible(not judged)
        self.looking.setVisible(not judged)
        self.verdict.setVisible(judged)
        self.another.setVisible(judged)
        self.footer.show_if_needed()
        self.check.setEnabled(not view.checking)
        key = "slip_check.checking" if view.checking else "slip_check.hint"
        self.preview.show_hint(texts(key), "search" if view.checking else "qr")
        if view.verdict is None:
            self.reference.hide()
            self.facts.set_rows(())
            return
        kind, icon = LOOKS[view.verdict]
        self.verdict.show_state(
            kind, icon, texts(f"verify.{view.verdict}"), texts(f"verify.{view.verdict}_sentence")
        )
        self.reference.set_words(view.reference)
        self.reference.setAccessibleName(f"{texts('track_result.code')}: {view.reference}")
        believed = view.verdict not in (ProofVerdict.FORGED, ProofVerdict.NO_PROOF)
        self.reference.setVisible(believed and bool(view.reference))
        rows = (
            ("slip_check.at", local_time_text(view.at)),
            ("slip_check.documents", str(view.documents)),
            ("slip_check.pages", str(view.pages)),
            ("work_item.revision", str(view.revision) if view.revision > 1 else ""),
        )
        self.facts.set_rows((texts(label), value) for label, value in rows if value and believed)

    def _entered(self) -> CodeEntered:
        return CodeEntered(code=self.code.value())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """The next slip begins with an empty field."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.code.set_value("")
