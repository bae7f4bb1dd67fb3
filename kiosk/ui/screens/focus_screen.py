"""Turning a lens: the live picture, how sharp it is now, and the best so far."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.flow.messages import View
from kiosk.flow.technician_words import FocusBegunAnew, FocusView, OtherCameraChosen
from kiosk.ui.controls import ScreenKit
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.share_bar import ShareBar
from kiosk.ui.widgets.side_by_side import SideBySide

DARK, BRIGHT = 60, 215
"""Mean light of the middle, 0 to 255, outside of which the lamp is to be seen to first."""
NEAR_BEST = 3
FEW_PIXELS = 1280


class FocusScreen(Screen):
    """The number matters only beside the best one of the same card."""

    name = "focus"
    view_type: ClassVar[type[View]] = FocusView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._camera = ""
        self.preview = LivePreview(self.theme, None)
        self.preview.setMinimumSize(self.theme.mm(90.0), self.theme.mm(60.0))
        self.advice = NoticePanel(self.theme)
        self.score = self.label(role="display")
        self.bar = ShareBar(self.theme)
        self.best = self.label(role="strong")
        self.best_bar = ShareBar(self.theme)
        self.facts = self.section("technician.picture", "camera")
        self.anew = self.button("anew", "technician.best_anew", icon="retake", sends=FocusBegunAnew())
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("s"))
        parts = (self.score, self.bar, self.best, self.best_bar, self.anew, self.advice, self.facts)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.add(
            SideBySide(self.theme, self.preview, holder, (3, 2), least_mm=None, within=self._scrolling),
            stretch=1,
        )
        self.other = self.button("other", "technician.other_camera", icon="camera", sends=OtherCameraChosen())
        self.footer.put_second(self.other)

    def show_view(self, view: FocusView) -> None:
        """Comes five times a second."""
        texts, seen = self.texts, view.seen
        if view.camera != self._camera:
            self._camera = view.camera
            self.preview.set_feed(self.kit.camera_feeds.get(view.camera))
        self.preview.set_words(texts(f"technician.camera_{view.camera}"))
        self.other.setVisible(view.has_other)
        score = seen.score if seen is not None else 0
        self.score.set_words(texts("technician.score", score=score))
        self.bar.show_share(score)
        self.best.set_words(texts("technician.best", best=view.best))
        self.best_bar.show_share(view.best)
        if seen is None or not seen.width:
            self.advice.show_words("warning", "camera", texts("technician.no_picture"))
            self.facts.set_rows(())
            return
        self._advise(view, score, seen.light, seen.width)
        self.facts.set_rows(
            [
                (texts("technician.size"), f"{seen.width} × {seen.height}"),
                (texts("technician.light"), f"{seen.light} / 255"),
            ]
        )

    def _advise(self, view: FocusView, score: int, light: int, width: int) -> None:
        texts = self.texts
        if light < DARK:
            self.advice.show_words("warning", "light", texts("technician.too_dark"))
        elif light > BRIGHT:
            self.advice.show_words("warning", "light", texts("technician.too_bright"))
        elif score >= view.best - NEAR_BEST:
            few = texts("technician.few_pixels") if width < FEW_PIXELS else ""
            self.advice.show_words("success", "success", texts("technician.as_sharp"), (few,))
        else:
            self.advice.show_words("info", "rotate", texts("technician.turn_lens"))
