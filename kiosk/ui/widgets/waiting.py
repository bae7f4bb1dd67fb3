"""Signs of time passing: a calm mark while something is done, and a countdown; neither measures work."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

TURN_S = 1.8
"""One turn of the busy mark: far below three flashes a second."""
STEP_MS = 40


class BusyMark(QWidget):
    """An arc that walks round slowly; it stands still in the high contrasts. Runs only while it is visible."""

    def __init__(self, theme: Theme, size_mm: float = 22.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size_mm = size_mm
        self._angle = 0.0
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str) -> None:
        """What is being waited for, read aloud."""
        self.setAccessibleName(text)

    def _step(self) -> None:
        self._angle = (self._angle + 360 * STEP_MS / 1000 / TURN_S) % 360
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.mm(self._size_mm)
        return QSize(side, side)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._theme.animated:
            self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(5.0, self.width() * 0.09)
        box = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setPen(QPen(self._theme.colour("primary_soft"), width))
        painter.drawEllipse(box)
        painter.setPen(
            QPen(self._theme.colour("primary"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.drawArc(box, round(-self._angle * 16), 100 * 16)


class Countdown(QWidget):
    """Seconds left, as a number inside a ring that empties. `ran_out` once at zero."""

    ran_out = Signal()

    def __init__(
        self,
        theme: Theme,
        size_mm: float = 40.0,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size_mm = size_mm
        self._clock = clock
        self._total_s = 0.0
        self._ends_at = 0.0
        self._timer = QTimer(self, interval=200)
        self._timer.timeout.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def start(self, seconds: float) -> None:
        """Count down from here, again if it was counting."""
        self._total_s = seconds
        self._ends_at = self._clock() + seconds
        self._timer.start()
        self._step()

    def stop(self) -> None:
        """Stand still without `ran_out`."""
        self._timer.stop()

    def seconds_left(self) -> int:
        """Whole seconds, rounded up."""
        return max(0, math.ceil(self._ends_at - self._clock()))

    def _step(self) -> None:
        words = str(self.seconds_left())
        if self.accessibleName() != words:
            self.setAccessibleName(words)
        self.update()
        if self._ends_at <= self._clock() and self._timer.isActive():
            self._timer.stop()
            self.ran_out.emit()

    @override
    def sizeHint(self) -> QSize:
        side = max(self._theme.mm(self._size_mm), round(self._theme.font_px("display") * 2.2))
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(6.0, self.width() * 0.06)
        box = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setPen(QPen(self._theme.colour("primary_soft"), width))
        painter.drawEllipse(box)
        share = max(0.0, self._ends_at - self._clock()) / self._total_s if self._total_s else 0.0
        painter.setPen(
            QPen(self._theme.colour("primary"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        if share > 0:
            painter.drawArc(box, 90 * 16, round(share * 360 * 16))
        painter.setPen(self._theme.colour("ink"))
        painter.setFont(self._theme.font("display"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.seconds_left()))
