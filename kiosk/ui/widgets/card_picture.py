"""The drawing of a hand that holds up an ID card, as large as its place; now and then it shows the movement."""

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.card_drawing import CANVAS, CardDrawing, CardSide

LEAST_MM, MOST_MM = 22.0, 80.0
"""Height of the drawing; it takes what room there is."""
STEP_MS = 40
ROUND_S, MOVES_S = 6.0, 1.6
"""Each round the hand stands still, and once lifts the card into its place."""
FROM_BELOW = 26.0
"""How far below its place the hand begins, in the drawing's units."""


class CardPicture(QWidget):
    """As high as it is given, in the proportions of hand and card; still in the high contrasts."""

    def __init__(self, theme: Theme, side: CardSide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing = CardDrawing(theme, side)
        self._ticks = 0
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.mm(LEAST_MM))
        self.setMaximumHeight(theme.mm(MOST_MM))

    def set_words(self, text: str) -> None:
        """What is drawn, read aloud."""
        self.setAccessibleName(text)

    @property
    def lift(self) -> float:
        """0 while the hand begins below, 1 where the card is held."""
        second = self._ticks * STEP_MS / 1000 % ROUND_S
        begins = ROUND_S - MOVES_S
        if second < begins:
            return 1.0
        share = (second - begins) / MOVES_S
        return share * share * (3 - 2 * share)

    def _step(self) -> None:
        before = self.lift
        self._ticks += 1
        if self.lift != before:
            self.update()

    @override
    def sizeHint(self) -> QSize:
        height = self._theme.mm(LEAST_MM)
        return QSize(round(height * CANVAS.width() / CANVAS.height()), height)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks = 0
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
        scale = min(self.width() / CANVAS.width(), self.height() / CANVAS.height())
        painter.translate(
            (self.width() - CANVAS.width() * scale) / 2 - CANVAS.left() * scale,
            (self.height() - CANVAS.height() * scale) / 2 - CANVAS.top() * scale,
        )
        painter.scale(scale, scale)
        painter.setClipRect(CANVAS)  # the hand comes from below the picture
        painter.translate(0, (1 - self.lift) * FROM_BELOW)
        self._drawing.paint(painter)
