"""The live picture of a camera with a guide, what was found and a hint; it looks at frames, it reads nothing."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.domain.scan import Frame, Quad
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.painting import draw_text, wrapped_size

FASTEST_FPS = 30


class CameraFeed(Protocol):
    """What the preview needs of a camera: the newest frame, at once."""

    def newest(self) -> Frame | None:
        """The newest frame, or None before the first one; never waits."""


class LivePreview(QWidget):
    """Polls a feed at up to 30 fps while it is visible.

    Draws the frame with fast scaling (smooth costs twice the CPU), a guide rectangle of `guide_ratio`
    (width / height; 0 for none), the quadrilateral last found in frame pixels, and a hint line with icon.
    `mirrored` shows the picture as in a mirror, which is how people move a card held towards themselves.
    """

    def __init__(
        self,
        theme: Theme,
        feed: CameraFeed | None,
        mirrored: bool = False,
        guide_ratio: float = 0.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._feed = feed
        self._mirrored = mirrored
        self._guide_ratio = guide_ratio
        self._buffer = b""
        """The bytes the image points into; kept alive here for as long as the image is."""
        self._image = QImage()
        self._frame_number = -1
        self._found: Quad | None = None
        self._found_good = False
        self._hint, self._hint_icon, self._hint_kind = "", "", "info"
        self._empty_words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self, interval=1000 // FASTEST_FPS)
        self._timer.timeout.connect(self.look)

    def set_feed(self, feed: CameraFeed | None) -> None:
        """Watch another camera."""
        self._feed = feed
        self._frame_number = -1
        self.look()

    def set_words(self, text: str) -> None:
        """What the picture is, read aloud, and shown while there is none."""
        self._empty_words = text
        self.setAccessibleName(text)
        self.update()

    def show_found(self, quad: Quad | None, good: bool = False) -> None:
        """Outline what was found, in frame pixels; `good` once it may be taken."""
        if (quad, good) != (self._found, self._found_good):
            self._found, self._found_good = quad, good
            self.update()

    def show_hint(self, text: str, icon: str = "", kind: str = "info") -> None:
        """The hint line; kinds info, success, warning. Empty for none."""
        if (text, icon, kind) != (self._hint, self._hint_icon, self._hint_kind):
            self._hint, self._hint_icon, self._hint_kind = text, icon, kind
            self.setAccessibleDescription(text)
            self.update()

    def frame_number(self) -> int:
        """Number of the frame shown, -1 before the first."""
        return self._frame_number

    def look(self) -> None:
        """Take the newest frame if there is a new one."""
        frame = self._feed.newest() if self._feed is not None else None
        if frame is None or frame.number == self._frame_number:
            return
        self._frame_number = frame.number
        self._buffer = frame.bgr
        self._image = QImage(
            self._buffer, frame.width, frame.height, frame.width * 3, QImage.Format.Format_BGR888
        )
        self.update()

    def picture_area(self) -> QRectF:
        """Where the frame is drawn: whole, centred, in its own proportions."""
        if self._image.isNull():
            return QRectF(self.rect())
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            QRect(
                (self.width() - size.width()) // 2,
                (self.height() - size.height()) // 2,
                size.width(),
                size.height(),
            )
        )

    def to_widget(self, point: tuple[float, float]) -> QPointF:
        """Where a point in frame pixels is on the widget."""
        area = self.picture_area()
        x, y = point[0] / max(1, self._image.width()), point[1] / max(1, self._image.height())
        return QPointF(
            area.left() + (1 - x if self._mirrored else x) * area.width(), area.top() + y * area.height()
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(90), self._theme.mm(56))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(60), self._theme.mm(38))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#101518"))
        if self._image.isNull():
            room = self.rect().adjusted(24, 12, -24, -12)
            if self._hint:
                room.setBottom(self._hint_parts()[0].top())
            centre, white = Qt.AlignmentFlag.AlignCenter, QColor("#FFFFFF")
            draw_text(painter, room, self._empty_words, self._theme.font("lead"), white, centre)
        else:
            self._paint_frame(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._guide_ratio:
            self._paint_guide(painter)
        if self._found is not None:
            self._paint_found(painter, self._found)
        if self._hint:
            self._paint_hint(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        area = self.picture_area()
        if self._mirrored:
            painter.save()
            painter.translate(area.left() + area.right(), 0)
            painter.scale(-1, 1)
            painter.drawImage(area, self._image)
            painter.restore()
        else:
            painter.drawImage(area, self._image)

    def guide_area(self) -> QRectF:
        """The rectangle to hold the card or page into."""
        area = self.picture_area()
        height = min(area.height() * 0.78, area.width() * 0.82 / self._guide_ratio)
        width = height * self._guide_ratio
        return QRectF(area.center().x() - width / 2, area.center().y() - height / 2, width, height)

    def _paint_guide(self, painter: QPainter) -> None:
        guide = self.guide_area()
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRoundedRect(guide, self._theme.radius, self._theme.radius)
        painter.fillPath(outside.subtracted(inside), QColor(8, 14, 17, 120))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#FFFFFF"), 4, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
        painter.drawRoundedRect(guide, self._theme.radius, self._theme.radius)

    def _paint_found(self, painter: QPainter, quad: Quad) -> None:
        outline = QPolygonF([self.to_widget(corner) for corner in quad])
        painter.setBrush(QColor(124, 245, 165, 40) if self._found_good else Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(
                QColor("#0B1418"),
                9,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        painter.drawPolygon(outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = QColor("#7CF5A5" if self._found_good else "#F7B50C")
        painter.setPen(
            QPen(colour, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawPolygon(outline)

    def _hint_parts(self) -> tuple[QRect, int, int]:
        """Box of the hint line, side of its icon, and padding."""
        side = round(self._theme.font_px("heading") * 1.4) if self._hint_icon else 0
        beside = side + self._theme.mm(3) if side else 0
        pad = self._theme.mm(4)
        room = self.width() - 2 * self._theme.mm(6) - beside - 2 * pad
        words = wrapped_size(self._hint, self._theme.font("heading"), room)
        width, height = words.width() + 4 + beside + 2 * pad, max(words.height(), side) + 2 * pad
        top = self.height() - height - self._theme.mm(5)
        return QRect((self.width() - width) // 2, top, width, height), side, pad

    def _paint_hint(self, painter: QPainter) -> None:
        box, side, pad = self._hint_parts()
        ground = {"success": "success", "warning": "accent"}.get(self._hint_kind, "surface")
        ink = {"success": "surface", "warning": "on_accent"}.get(self._hint_kind, "ink")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(ground))
        painter.drawRoundedRect(box, self._theme.radius, self._theme.radius)
        inner = box.adjusted(pad, pad, -pad, -pad)
        if side:
            icon = self._theme.icon(self._hint_icon, side, ink, self.devicePixelRatioF())
            painter.drawPixmap(inner.left(), inner.center().y() - side // 2, icon)
            inner.setLeft(inner.left() + side + self._theme.mm(3))
        font, colour = self._theme.font("heading"), self._theme.colour(ink)
        draw_text(painter, inner, self._hint, font, colour, Qt.AlignmentFlag.AlignVCenter)
