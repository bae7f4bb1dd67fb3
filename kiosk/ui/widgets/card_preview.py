"""The live picture with the frame an ID card is held into, and the next thing to do in big words; it reads nothing."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.preview import CameraFeed, LivePreview
from kiosk.ui.theme import Theme

CARD_RATIO = 85.6 / 53.98
"""ISO/IEC 7810 ID-1."""
HINT_LINES = 2
"""Room kept below the frame, so that it does not move when a hint is longer."""


class CardPreview(LivePreview):
    """The words stand below the frame, never on it; assistive technology is told when they change."""

    def __init__(self, theme: Theme, feed: CameraFeed | None, parent: QWidget | None = None) -> None:
        super().__init__(theme, feed, guide_ratio=CARD_RATIO, parent=parent)
        self.setMinimumHeight(theme.mm(70.0))

    def set_camera_there(self, there: bool) -> None:
        """Without a camera there is nothing to hold a card into."""
        wanted = CARD_RATIO if there else 0.0
        if wanted != self._guide_ratio:
            self._guide_ratio = wanted
            self.update()

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
