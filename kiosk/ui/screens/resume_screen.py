""" "The power failed": go on with the draft by the same card, or begin anew."""

from kiosk.flow.intents import DraftDropped, DraftResumed
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.views import ResumeView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen


class ResumeScreen(Screen):
    """Names the procedure and the time, never the person."""

    name = "resume"
    view_type = ResumeView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._heading = self.label("resume.heading", role="title")
        self._what = self.label(role="strong")
        self._how = self.label(role="lead")
        self._wrong = self.banner("resume.wrong_card", "warning")
        self.preview = self.named(LivePreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self._drop = self.button("drop", "resume.drop", "secondary", "trash", self._dropped)
        self.add(self._heading, self._what, self._how, self._wrong)
        self.body.addWidget(self.preview, 1)
        self.add(self.row(self._drop, stretch=False))
        self._go_on = self.go_on("resume.go_on", sends=self._resumed)

    def _dropped(self) -> DraftDropped:
        return DraftDropped(draft_id=self.view.draft_id)

    def _resumed(self) -> DraftResumed:
        return DraftResumed(draft_id=self.view.draft_id)

    def show_view(self, view: ResumeView) -> None:
        """With a card to hold up, or with one touch where nothing personal was entered yet."""
        self._what.set_words(
            self.texts("resume.what", procedure=view.procedure_name, at=local_time_text(view.saved_at))
        )
        self._how.set_words(self.texts("resume.show_card" if view.needs_card else "resume.touch"))
        self._wrong.setVisible(view.wrong_card)
        self.preview.setVisible(view.needs_card)
        self._go_on.setVisible(not view.needs_card)
