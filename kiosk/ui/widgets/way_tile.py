"""The very large tile of the first screen, with an arrow that invites a touch; for smaller choices see tile."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.painting import (
    draw_focus_ring,
    draw_ground,
    draw_text,
    longest_word_width,
    wrapped_size,
)
from kiosk.ui.widgets.tile import Tile

UPRIGHT_MM = 88.0
LYING_MM = 50.0
"""Least heights: nobody is to aim."""
TITLE, SENTENCE = "title", "lead"


class WayTile(Tile):
    """Upright in a row, lying in a column; the page says which."""

    def __init__(
        self, theme: Theme, icon: str, recommended: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, icon, recommended=recommended, upright=True, parent=parent)

    def set_lying(self, lying: bool) -> None:
        """Icon beside the words instead of above them."""
        if self._upright is lying:
            self._upright = not lying
            self.updateGeometry()
            self.update()

    @override
    def _padding(self) -> int:
        return self._theme.mm(9.0)

    @override
    def _badge(self) -> int:
        return self._theme.mm(26.0 * (1 + 0.3 * (self._theme.text_scale - 1)))

    @override
    def _gap(self) -> int:
        return self._theme.mm(6.0)

    def _arrow(self) -> int:
        return self._theme.mm(10.0)

    @override
    def _words_width(self, width: int) -> int:
        beside = self._badge() + self._arrow() + 2 * self._gap() if self._lies(width) else 0
        return width - 2 * self._padding() - beside

    @override
    def _words_height(self, width: int) -> int:
        title = wrapped_size(self.text(), self._theme.font(TITLE), width).height()
        sentence = wrapped_size(self._sentence, self._theme.font(SENTENCE), width).height()
        return title + self._theme.mm(2.0) + sentence

    @override
    def minimumSizeHint(self) -> QSize:
        words = max(
            longest_word_width(self.text(), self._theme.font(TITLE)),
            longest_word_width(self._sentence, self._theme.font(SENTENCE)),
        )
        beside = 0 if self._upright else self._badge() + self._arrow() + 2 * self._gap()
        return QSize(words + beside + 2 * self._padding(), self._theme.mm(LYING_MM))

    @override
    def heightForWidth(self, width: int) -> int:
        words = self._words_height(self._words_width(width))
        frame = 2 * self._padding()
        if self._lies(width):
            return max(words + frame, self._badge() + frame, self._theme.mm(LYING_MM))
        return max(words + self._badge() + self._gap() + frame, self._theme.mm(UPRIGHT_MM))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        draw_ground(painter, self._theme, self.rect(), look)
        pad, badge, arrow = self._padding(), self._badge(), self._arrow()
        inner = self.rect().adjusted(pad, pad, -pad, -pad)
        width = self._words_width(self.width())
        height = self._words_height(width)
        if self._lies(self.width()):
            middle = inner.center().y()
            place = QRect(inner.left(), middle - badge // 2, badge, badge)
            words = QRect(place.right() + self._gap(), middle - height // 2, width, height)
        else:
            place = QRect(inner.left(), inner.top(), badge, badge)
            words = QRect(inner.left(), place.bottom() + self._gap(), width, height)
        self._paint_badge(painter, place, look)
        ink = look.ink if look.ink != "ink" else "primary"
        picture = self._theme.icon("forward", arrow, ink, self.devicePixelRatioF())
        painter.drawPixmap(inner.right() - arrow, place.center().y() - arrow // 2, picture)
        self._write(painter, words, look.ink)
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, self.rect())

    def _write(self, painter: QPainter, box: QRect, ink: str) -> None:
        title, sentence = self._theme.font(TITLE), self._theme.font(SENTENCE)
        top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        draw_text(painter, box, self.text(), title, self._theme.colour(ink), top_left)
        below = QRect(box)
        below.setTop(box.top() + wrapped_size(self.text(), title, box.width()).height() + self._theme.mm(2.0))
        soft = "ink_soft" if ink == "ink" else ink
        draw_text(painter, below, self._sentence, sentence, self._theme.colour(soft), top_left)
