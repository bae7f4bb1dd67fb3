"""Photographs the pages of one paper: live picture, what stands in the way, and the pages taken so far."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.flow.page_words import (
    CardCopyChosen,
    PageMoved,
    PageRemoved,
    PageReplaced,
    PageThumb,
    ScanPagesView,
    ShutterPressed,
    StickChosen,
)
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.theme import PRIMARY_TARGET_MM
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.page_thumbs import PageThumbs
from kiosk.ui.widgets.scrolling import ScrollingBody
from kiosk.ui.widgets.side_by_side import SideBySide

TAKING = ("scan_pages.taking", "camera", "info")
STILL = ("scan_pages.still", "still", "success")
READY = ("scan_pages.ready", "still", "info")
PAGES_MM, PAGES_BELOW_MM = 54.0, 92.0
"""Least height of the pages taken so far: beside the live picture, and where they stand below it."""
FINER = ("scan_pages.finer", "nearer", "info")
PURPOSES = {"remove": "remove", "earlier": "up", "later": "down", "retake": "retake"}
"""What the buttons of a page are called by the widget and by the screen."""


class ScanPagesScreen(Screen):
    """The picture is taken by itself once the sheet lies still; the shutter is for those who rather press."""

    name = "scan_pages"
    view_type: ClassVar[type[View]] = ScanPagesView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.preview = self.named(LivePreview(self.theme, kit.camera_feeds.get("document")), "preview")
        self.say(self.preview, "scan_pages.preview")
        self.gone = self.banner(kind="danger")
        self.component = self.label(role="heading")
        self.how = self.label("scan_pages.how", "body")
        self.taken = self.label(role="strong")
        self.thumbs = self.named(PageThumbs(self.theme, height_mm=34.0, columns=3), "page")
        self.thumbs.removed.connect(self._removed)
        self.thumbs.moved.connect(self._moved)
        self.thumbs.retaken.connect(self._retaken)
        self.pages = ScrollingBody(self.theme, margins=False)
        """Scrolls by itself, so that the live picture stays in sight however many pages there are."""
        self.pages.column.addWidget(self.thumbs)
        self.pages.column.addStretch(1)
        self.keep(
            lambda: self.pages.name_buttons(
                f"{self.name}.pages", self.texts("base.scroll_up"), self.texts("base.scroll_down")
            )
        )
        self.shutter = self.button("shutter", "scan_pages.shutter", "accent", "camera", ShutterPressed())
        self.shutter.setMinimumHeight(self.theme.mm(PRIMARY_TARGET_MM))
        self.card = self.button("card", "scan_pages.card", icon="id_card", sends=CardCopyChosen())
        self.stick = self.button("stick", "scan_pages.stick", icon="plug", sends=StickChosen())
        self.finish = self.go_on("scan_pages.finish", "check", sends=WentOn(), purpose="finish")
        self._thumbs_shown: tuple[tuple[PageThumb, ...], int, str] | None = None
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("m"))
        for part in (self.component, self.how, self.shutter):
            column.addWidget(part)
        column.addLayout(self.row(self.card, self.stick, space="s"))
        column.addWidget(self.taken)
        column.addWidget(self.pages, 1000)
        column.addStretch(1)
        picture = QWidget()
        place = QVBoxLayout(picture)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.gone, 0, Qt.AlignmentFlag.AlignVCenter)
        place.addWidget(self.preview)
        self.add(
            SideBySide(self.theme, picture, side, shares=(3, 2), least_mm=None, within=self._scrolling),
            stretch=1,
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = self.height() > self.width()
        self.pages.setMinimumHeight(self.theme.mm(PAGES_BELOW_MM if below else PAGES_MM))

    def show_view(self, view: ScanPagesView) -> None:
        """Comes many times a second: nothing is touched that did not change."""
        self.component.set_words(self.texts.of(view.component_name))
        self.preview.show_found(view.corners, good=view.problem is None)
        self._show_hint(view)
        stuck = view.camera_state if view.camera_state in ("gone", "dark", "frozen") else ""
        gone = self.texts(f"scan_pages.camera_{stuck}") if stuck else ""
        if gone != self.gone.words():
            self.gone.set_words(gone)
            self.preview.setVisible(not gone)
        self.how.setVisible(not view.thumbs)
        self.pages.setVisible(bool(view.thumbs))
        self.shutter.setEnabled(not view.taking and not view.camera_gone and not view.has_document)
        self.card.setEnabled(not view.taking and not view.camera_gone and not view.has_document)
        self.stick.setEnabled(not view.taking)
        self.finish.setEnabled(bool(view.thumbs) and not view.taking)
        self._show_thumbs(view)

    def _show_hint(self, view: ScanPagesView) -> None:
        if view.camera_gone:
            self.preview.show_hint("")
        elif view.has_document:
            self._hint("scan_pages.has_document", "document_check", "info")
        elif view.taking:
            self._hint(*TAKING)
        elif view.kept:
            self._hint("scan_pages.kept", "success", "success")
        elif view.problem is not None:
            self._hint(f"page.{view.problem.value}", "warning", "warning")
        elif view.nearer_is_finer and not view.still:
            self._hint(*FINER)
        elif view.still and view.corners is not None:
            self._hint(*STILL)
        elif view.corners is not None:
            self._hint(*READY)
        else:
            self._hint("page.no_page", "page", "info")

    def _hint(self, key: str, icon: str, kind: str) -> None:
        self.preview.show_hint(self.texts(key), icon, kind)

    def _show_thumbs(self, view: ScanPagesView) -> None:
        thumbs = view.thumbs
        wanted = (thumbs, view.replacing, self.texts.language)
        if wanted == self._thumbs_shown:
            return
        self._thumbs_shown = wanted
        count = len(thumbs)
        if view.replacing:
            words = self.texts("scan_pages.replacing", number=view.replacing)
        elif view.has_document:
            words = self.texts("scan_pages.document")
        else:
            words = self.texts("scan_pages.taken", count=count) if count else self.texts("scan_pages.none")
        self.taken.set_words(words)
        self.thumbs.set_words(self._page_words)
        self.thumbs.set_pages(
            [(thumb.page_id, thumb.picture, "PDF" if thumb.is_document else "") for thumb in thumbs]
        )
        for number, card in enumerate(self.thumbs.cards(), start=1):
            for widget_purpose, purpose in PURPOSES.items():
                self.named(getattr(card, widget_purpose), f"page_{number}_{purpose}")

    def _page_words(self, purpose: str, number: int) -> str:
        return self.texts(f"scan_pages.{purpose}", number=number)

    def _removed(self, page_id: str) -> None:
        self.send(PageRemoved(page_id=page_id))

    def _retaken(self, page_id: str) -> None:
        self.send(PageReplaced(page_id=page_id))

    def _moved(self, page_id: str, by: int) -> None:
        self.send(PageMoved(page_id=page_id, by=by))
