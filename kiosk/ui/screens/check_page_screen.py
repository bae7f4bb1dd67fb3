"""Shows the page just taken: use it, take it again, or put its corners right."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.scan import FINE_DPI
from kiosk.flow.messages import Intent, View
from kiosk.flow.page_words import CheckPageView, CornersMoved, PageAccepted, PageRetaken, PageTurned
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.corners import CORNER_PURPOSES, CornersEditor
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.page_view import PageView
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.waiting import BusyMark


class CheckPageScreen(Screen):
    """The corners are moved on the whole picture, in the same place, and sent when the person is done."""

    name = "check_page"
    view_type: ClassVar[type[View]] = CheckPageView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.page = self.named(PageView(self.theme), "picture")
        self.say(self.page, "check_page.picture")
        self.editor = self.named(CornersEditor(self.theme), "editor")
        self.editor.name_handles(f"{self.name}.corner")
        self.keep(
            lambda: self.editor.set_handle_words(
                *(self.texts(f"check_page.{purpose}") for purpose in CORNER_PURPOSES)
            )
        )
        self.editor.hide()
        self.component = self.label(role="lead")
        self.question = self.label("check_page.question", "heading")
        self.opinion = NoticePanel(self.theme)
        self.how = self.label("check_page.corners_how", "body")
        self.waiting = BusyMark(self.theme, 16.0)
        self.working = self.label("check_page.working", "strong")
        self.corners = self.button("corners", "check_page.corners", icon="crop", sends=self._toggle_corners)
        self.turn = self.button("turn", "check_page.turn", icon="rotate", sends=PageTurned())
        self.cancel = self.button("corners_cancel", "check_page.corners_cancel", "quiet", "undo")
        self.cancel.clicked.connect(self._leave_corners)
        self.accept = self.go_on("check_page.accept", "check", sends=PageAccepted(), purpose="accept")
        self.retake = self.button("retake", "check_page.retake", icon="retake", sends=PageRetaken())
        self.footer.put_second(self.retake)
        self._editing = False
        self._still = b""
        self._lay_out()

    def _lay_out(self) -> None:
        pictures, side = QWidget(), QWidget()
        column = QVBoxLayout(pictures)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        column.addWidget(self.editor)
        words = QVBoxLayout(side)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(self.theme.space("m"))
        parts = (self.component, self.question, self.opinion, self.how, self.working, self.waiting)
        for part in parts:
            words.addWidget(part)
        words.addLayout(self.row(self.turn, self.corners, space="s"))
        words.addWidget(self.cancel)
        words.addStretch(1)
        self.add(
            SideBySide(self.theme, pictures, side, shares=(3, 2), least_mm=None, within=self._scrolling),
            stretch=1,
        )

    def show_view(self, view: CheckPageView) -> None:
        """Another page, or the same one flattened anew, ends the moving of corners."""
        if view.working or view.still != self._still:
            self._editing = False
        self._still = view.still
        self.component.set_words(self.texts.of(view.component_name))
        self.page.show_jpeg(view.picture)
        self.page.set_dimmed(view.working)
        self._show_opinion(view)
        self._show_mode()

    def _show_opinion(self, view: CheckPageView) -> None:
        texts = self.texts
        if view.problems:
            sentences = [texts(f"page.{problem.value}") for problem in view.problems]
            self.opinion.show_words("warning", "warning", texts("check_page.doubt"), sentences)
        else:
            coarse = 0 < view.dpi < FINE_DPI
            advice = [texts("check_page.coarse", dpi=round(view.dpi))] if coarse else []
            good = "check_page.copy" if view.is_copy else "check_page.good"
            self.opinion.show_words("success", "success", texts(good), advice)
        self.accept.set_words(texts("check_page.accept_anyway" if view.problems else "check_page.accept"))
        self.accept.set_kind("secondary" if view.problems else "primary")
        self.retake.set_kind("primary" if view.problems else "secondary")

    def _show_mode(self) -> None:
        view, editing = self.view, self._editing
        working = isinstance(view, CheckPageView) and view.working
        self.page.setVisible(not editing)
        self.editor.setVisible(editing)
        self.question.setVisible(not editing and not working)
        self.opinion.setVisible(not editing and not working)
        self.how.setVisible(editing)
        self.working.setVisible(working)
        self.waiting.setVisible(working)
        self.cancel.setVisible(editing)
        self.corners.set_words(self.texts("check_page.corners_finish" if editing else "check_page.corners"))
        self.corners.set_icon("check" if editing else "crop")
        for button in (self.accept, self.retake):
            button.setEnabled(not working and not editing)
        self.corners.setEnabled(not working)
        self.corners.setVisible(not (isinstance(view, CheckPageView) and view.is_copy))
        self.turn.setVisible(not editing)
        self.turn.setEnabled(not working)

    def _toggle_corners(self) -> Intent | None:
        view = self.view
        if not self._editing:
            self.editor.show_picture(view.still, view.corners)
            self._editing = True
            self._show_mode()
            return None
        self._editing = False
        self._show_mode()
        return CornersMoved(corners=self.editor.corners()) if self.editor.corners() != view.corners else None

    def _leave_corners(self) -> None:
        self._editing = False
        self._show_mode()
