"""The live picture with the frame an ID card is held into, and the next thing to do in big words; it reads nothing."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.preview import CameraFeed, LivePreview
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.page_high import PageHigh
from kiosk.ui.widgets.scrolling import ScrollingBody

CARD_RATIO = 85.6 / 53.98
"""ISO/IEC 7810 ID-1."""
TALLEST = 1.0
"""Greatest height as a share of the page's width, for pages higher than wide."""
LEAST_MM = 70.0
HINT_LINES = 2
"""Room kept below the frame, so that it does not move when a hint is longer."""


class CardPreview(LivePreview):
    """The words stand below the frame, never on it; assistive technology is told when they change."""

    def __init__(self, theme: Theme, feed: CameraFeed | None, parent: QWidget | None = None) -> None:
        super().__init__(theme, feed, guide_ratio=CARD_RATIO, parent=parent)

    def on_page(self, body: ScrollingBody) -> QWidget:
        """What to put into a page: it keeps the picture in sight as a whole, whatever stands beside or below it."""
        PageHigh(body, self, tallest=TALLEST, least_px=self._theme.mm(LEAST_MM))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self)
        column.addStretch(1)
        return holder

    def set_camera_there(self, there: bool) -> None:
        """Without a camera there is nothing to hold a card into."""
        wanted = CARD_RATIO if there else 0.0
        if wanted != self._guide_ratio:
            self._guide_ratio = wanted
            self.update()

    def has_guide(self) -> bool:
        """Whether the frame for a card is drawn."""
        return bool(self._guide_ratio)

    @override
    def set_words(self, text: str) -> None:
        """What the picture is, read aloud; nothing is written where it will be."""
        self.setAccessibleName(text)

    @override
    def show_hint(self, text: str, icon: str = "", kind: str = "info") -> None:
        changed = text != self._hint
        super().show_hint(text, icon, kind)
        if changed and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    @override
    def guide_area(self) -> QRectF:
        picture = self.picture_area()
        words = self._theme.font_px("heading") * 1.4 * HINT_LINES + self._theme.mm(8.0)
        lowest = min(picture.bottom(), self.height() - words - 2 * self._theme.mm(5.0))
        top = picture.top() + self._theme.mm(5.0)
        height = max(1.0, min(lowest - top, picture.width() * 0.82 / CARD_RATIO))
        width = height * CARD_RATIO
        return QRectF(
            picture.center().x() - width / 2, top + max(0.0, lowest - top - height) / 2, width, height
        )
