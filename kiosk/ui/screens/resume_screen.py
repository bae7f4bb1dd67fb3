""" "The power failed": go on with the draft by the same card, or begin anew."""

from typing import ClassVar

from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.staff_words import DraftDropped, DraftResumed
from kiosk.flow.views import ResumeView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.card_preview import CardPreview
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.fact_card import FactCard
from kiosk.ui.widgets.side_by_side import SideBySide

WIDEST_MM = 230.0
BESIDE_MM = 260.0


class ResumeScreen(Screen):
    """Names the procedure and the time, never the person."""

    name = "resume"
    view_type: ClassVar[type[View]] = ResumeView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.preview = self.named(CardPreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self.say(self.preview, "scan_card.preview")
        self._how = self.label(role="lead")
        self._what = FactCard(self.theme, "edit")
        self._drop = self.button("drop", "resume.drop", "secondary", "trash", self._dropped)
        words = CentredColumn(self.theme, WIDEST_MM)
        words.column.addStretch(1)
        self._heading = self.label(role="title")
        words.add(self._heading, self._what, self._how)
        words.column.addSpacing(self.theme.space("m"))
        words.column.addLayout(self.row(self._drop, stretch=False))
        words.column.addStretch(1)
        self._picture = self.preview.on_page(self._scrolling)
        self.add(SideBySide(self.theme, words, self._picture, (2, 3), least_mm=BESIDE_MM), stretch=1)
        self._go_on = self.go_on("resume.go_on", sends=self._resumed)

    def _dropped(self) -> DraftDropped:
        return DraftDropped(draft_id=self.view.draft_id)

    def _resumed(self) -> DraftResumed:
        return DraftResumed(draft_id=self.view.draft_id)

    def show_view(self, view: ResumeView) -> None:
        """With a card to hold up, or with one touch where nothing personal was entered yet."""
        texts = self.texts
        self._heading.set_words(texts("resume.passed_on" if view.passed_on else "resume.heading"))
        self._what.setVisible(bool(view.procedure_name))
        self._drop.setVisible(not view.passed_on)
        saved = texts("resume.saved_at", at=local_time_text(view.saved_at))
        self._what.set_words(texts("resume.what"), view.procedure_name, saved)
        self._how.set_words(texts("resume.show_card" if view.needs_card else "resume.touch"))
        if view.wrong_card:
            self.preview.show_hint(texts("resume.wrong_card"), "warning", "warning")
        else:
            self.preview.show_hint(texts("hint.show_card"), "hand_card")
        self._picture.setVisible(view.needs_card)
        self._go_on.setVisible(not view.needs_card and not view.passed_on)
        self.footer.show_if_needed()
