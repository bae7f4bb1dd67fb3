"""Moves the four corners of a page on its still picture, by finger, tap or keys; it finds no corners itself."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.domain.scan import Quad
from kiosk.ui.theme import Theme

HANDLE_MM = 16.0
KEY_STEP_SHARE = 0.004
"""One arrow key moves a corner by this share of the picture's longer side; with Shift ten times as far."""
CORNER_PURPOSES = ("top_left", "top_right", "bottom_right", "bottom_left")


class CornerHandle(QPushButton):
    """One corner: dragged by finger, or chosen and then moved by a tap on the picture or by arrow keys."""

    def __init__(self, theme: Theme, editor: "CornersEditor") -> None:
        super().__init__(editor)
        self._theme = theme
        self._editor = editor
        self._grip = QPoint()
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setFixedSize(theme.mm(HANDLE_MM), theme.mm(HANDLE_MM))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position().toPoint() - self.rect().center()
        self._dragged = False
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._editor.choose(self)
        self.setDown(True)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._dragged = True
        self._editor.drag(self, self.mapToParent(event.position().toPoint() - self._grip))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setDown(False)
        self._editor.update()
        if self._dragged:
            self._editor.tell()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        fold = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self._editor.choose(self)
        self._editor.nudge(step[0] * fold, step[1] * fold)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._editor.chosen is self
        circle = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.setBrush(QColor(247, 181, 12, 70) if chosen else QColor(255, 255, 255, 60))
        painter.setPen(QPen(QColor("#0B1418"), 9))
        painter.drawEllipse(circle)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#F7B50C" if chosen or self.hasFocus() else "#FFFFFF"), 5))
        painter.drawEllipse(circle)
        middle = circle.center()
        painter.setPen(QPen(QColor("#0B1418"), 3))
        painter.drawLine(middle - QPointF(7, 0), middle + QPointF(7, 0))
        painter.drawLine(middle - QPointF(0, 7), middle + QPointF(0, 7))


class CornersEditor(QWidget):
    """`moved` carries the Quad in picture pixels whenever a corner was let go, tapped to its place or nudged.

    No dragging is needed: touch a corner, then touch where it belongs. A magnifier shows what the finger hides.
    """

    moved = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QPixmap()
        self._corners: list[QPointF] = [QPointF()] * 4
        self.handles = tuple(CornerHandle(theme, self) for _ in range(4))
        self.chosen: CornerHandle | None = None
        self._nudged: CornerHandle | None = None
        """The corner that keys are moving: no finger hides it, but small steps are to be seen."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def name_handles(self, name: str) -> None:
        """objectNames `<name>_top_left` and so on, clockwise."""
        for handle, purpose in zip(self.handles, CORNER_PURPOSES, strict=True):
            handle.setObjectName(f"{name}_{purpose}")

    def set_handle_words(self, top_left: str, top_right: str, bottom_right: str, bottom_left: str) -> None:
        """What each corner is, read aloud."""
        for handle, words in zip(self.handles, (top_left, top_right, bottom_right, bottom_left), strict=True):
            handle.setAccessibleName(words)

    def show_picture(self, jpeg: bytes, corners: Quad) -> None:
        """A still and the corners found on it, in its pixels."""
        self._picture = QPixmap()
        self._picture.loadFromData(jpeg)
        self.set_corners(corners)

    def set_corners(self, corners: Quad) -> None:
        """Put the corners somewhere, without `moved`."""
        self._corners = [QPointF(x, y) for x, y in corners]
        self._place_handles()

    def corners(self) -> Quad:
        """Clockwise from the page's top left, in picture pixels."""
        first, second, third, fourth = ((corner.x(), corner.y()) for corner in self._corners)
        return (first, second, third, fourth)

    def choose(self, handle: CornerHandle) -> None:
        """The corner that the next tap or key moves."""
        self.chosen, self._nudged = handle, None
        self.update()

    def nudge(self, right: float, down: float) -> None:
        """Move the chosen corner by steps (see KEY_STEP_SHARE)."""
        if self.chosen is None:
            return
        self._nudged = self.chosen
        step = max(self._picture.width(), self._picture.height()) * KEY_STEP_SHARE
        at = self.handles.index(self.chosen)
        self._move(at, self._corners[at] + QPointF(right * step, down * step))
        self.tell()

    def drag(self, handle: CornerHandle, middle: QPoint) -> None:
        """While a finger moves a corner; `moved` follows when it lets go."""
        self._move(self.handles.index(handle), self._to_picture(QPointF(middle)))

    def tell(self) -> None:
        """Say that a corner has come to rest."""
        self.moved.emit(self.corners())

    def picture_area(self) -> QRectF:
        """Where the picture is drawn: whole, with room for the handles around it."""
        margin = self._theme.mm(HANDLE_MM / 2)
        room = self.rect().adjusted(margin, margin, -margin, -margin)
        if self._picture.isNull():
            return QRectF(room)
        size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = room.left() + (room.width() - size.width()) // 2
        top = room.top() + (room.height() - size.height()) // 2
        return QRectF(left, top, size.width(), size.height())

    def _scale(self) -> float:
        return self.picture_area().width() / max(1, self._picture.width())

    def _to_picture(self, point: QPointF) -> QPointF:
        return (point - self.picture_area().topLeft()) / max(self._scale(), 1e-6)

    def _to_widget(self, point: QPointF) -> QPointF:
        return self.picture_area().topLeft() + point * self._scale()

    def _move(self, at: int, point: QPointF) -> None:
        x = min(max(point.x(), 0.0), float(self._picture.width()))
        y = min(max(point.y(), 0.0), float(self._picture.height()))
        self._corners[at] = QPointF(x, y)
        self._place_handles()

    def _place_handles(self) -> None:
        for handle, corner in zip(self.handles, self._corners, strict=True):
            middle = self._to_widget(corner).toPoint()
            handle.move(middle.x() - handle.width() // 2, middle.y() - handle.height() // 2)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(90.0), self._theme.mm(80.0))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(70.0), self._theme.mm(60.0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_handles()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.chosen is not None and not self._picture.isNull():
            self._move(self.handles.index(self.chosen), self._to_picture(event.position()))
            self.tell()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture.isNull():
            return
        area = self.picture_area()
        painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
        outline = QPolygonF([self._to_widget(corner) for corner in self._corners])
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(area)
        inside.addPolygon(outline)
        inside.closeSubpath()
        painter.fillPath(outside.subtracted(inside), QColor(8, 14, 17, 120))
        for colour, width in (("#0B1418", 7), ("#F7B50C", 4)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawPolygon(outline)
        moving = next((handle for handle in self.handles if handle.isDown()), self._nudged)
        if moving is not None:
            self._paint_magnifier(painter, self._corners[self.handles.index(moving)])

    def _paint_magnifier(self, painter: QPainter, corner: QPointF) -> None:
        """Three times enlarged, in the upper corner away from the finger."""
        side = self._theme.mm(34.0)
        seen = side / max(self._scale(), 1e-6) / 3
        on_left = self._to_widget(corner).x() > self.width() / 2
        box = QRect(4 if on_left else self.width() - side - 4, 4, side, side)
        painter.fillRect(box, QColor("#101518"))
        painter.drawPixmap(
            QRectF(box), self._picture, QRectF(corner.x() - seen / 2, corner.y() - seen / 2, seen, seen)
        )
        painter.setPen(QPen(QColor("#F7B50C"), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        middle = QPointF(box.center())
        painter.drawLine(middle - QPointF(14, 0), middle + QPointF(14, 0))
        painter.drawLine(middle - QPointF(0, 14), middle + QPointF(0, 14))
