"""Photographs both sides of an identity card for one copy: live picture, which side now, what the copy will say."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.flow.messages import Intent, View
from kiosk.flow.page_words import CopyCardView, PurposeMarked, ShutterPressed
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.theme import PRIMARY_TARGET_MM
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.page_thumbs import PagePicture
from kiosk.ui.widgets.side_by_side import SideBySide


class CopyCardScreen(Screen):
    """Each side is taken by itself once the card lies still; the shutter is for those who rather press."""

    name = "copy_card"
    view_type: ClassVar[type[View]] = CopyCardView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.preview = self.named(LivePreview(self.theme, kit.camera_feeds.get("document")), "preview")
        self.say(self.preview, "copy_card.preview")
        self.gone = self.banner(kind="danger")
        self.component = self.label(role="lead")
        self.side = self.label(role="heading")
        self.how = self.label("copy_card.how", "body")
        self.front = self.named(PagePicture(self.theme, 30.0), "front")
        self.say_front = self.label("copy_card.front_taken", "strong", "success")
        self.shutter = self.button("shutter", "copy_card.shutter", "accent", "camera", ShutterPressed())
        self.shutter.setMinimumHeight(self.theme.mm(PRIMARY_TARGET_MM))
        self.purpose = self.label(role="soft")
        self.mark = self.button("purpose", "copy_card.purpose_remove", icon="shield", sends=self._toggle)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("m"))
        parts = (self.component, self.side, self.how, self.shutter, self.say_front, self.front)
        for part in (*parts, self.purpose, self.mark):
            column.addWidget(part)
        column.addStretch(1)
        picture = QWidget()
        place = QVBoxLayout(picture)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.gone, 0, Qt.AlignmentFlag.AlignTop)
        place.addWidget(self.preview)
        self.add(
            SideBySide(self.theme, picture, side, shares=(3, 2), least_mm=None, within=self._scrolling),
            stretch=1,
        )

    def show_view(self, view: CopyCardView) -> None:
        """Comes many times a second: nothing is touched that did not change."""
        texts = self.texts
        self.component.set_words(texts.of(view.component_name))
        self.side.set_words(texts(f"copy_card.{view.side}"))
        self.preview.show_found(view.corners, good=view.problem is None)
        gone = texts("scan_pages.camera_gone") if view.camera_gone else ""
        if gone != self.gone.words():
            self.gone.set_words(gone)
            self.preview.setVisible(not gone)
        self._show_hint(view)
        self.shutter.setEnabled(view.corners is not None and not view.taking and not view.camera_gone)
        for part in (self.front, self.say_front):
            part.setVisible(bool(view.front))
        self.front.show_jpeg(view.front)
        wanted = "on" if view.says_purpose else "off"
        self.purpose.set_words(texts(f"copy_card.purpose_{wanted}_words", words=view.purpose))
        self.mark.set_words(
            texts("copy_card.purpose_remove" if view.says_purpose else "copy_card.purpose_add")
        )
        self.mark.setEnabled(not view.taking)

    def _show_hint(self, view: CopyCardView) -> None:
        if view.camera_gone:
            key, icon, kind = "", "", "info"
        elif view.taking:
            key, icon, kind = "scan_pages.taking", "camera", "info"
        elif view.corners is None:
            key, icon, kind = "copy_card.put_card", "id_card", "info"
        elif view.problem is not None:
            key, icon, kind = f"page.{view.problem.value}", "warning", "warning"
        elif view.still:
            key, icon, kind = "scan_pages.still", "still", "success"
        else:
            key, icon, kind = "copy_card.ready", "still", "info"
        self.preview.show_hint(self.texts(key) if key else "", icon, kind)

    def _toggle(self) -> Intent:
        view = self.view
        return PurposeMarked(wanted=not (isinstance(view, CopyCardView) and view.says_purpose))
