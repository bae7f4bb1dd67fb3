"""A chart of counts as bars, upright for a row of days or lying below their words for a ranking; nothing can be touched."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.domain.report_table import ReportBars
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.painting import draw_text

UPRIGHT_MM = 42.0
EVERY_NTH = 5
"""Of a row of days only these carry their number below the bar: the first, and every fifth."""
CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BarChart(QWidget):
    """Read aloud as its words and every bar that is not empty."""

    def __init__(self, theme: Theme, *, upright: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._upright = upright
        self._chart = ReportBars("", ())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: ReportBars) -> None:
        """Other bars in the same place; without any the chart is hidden."""
        self._chart = chart
        told = [f"{words}: {count}" for words, count in chart.bars if count]
        self.setAccessibleName(chart.words)
        self.setAccessibleDescription(", ".join(told))
        self.setVisible(bool(chart.bars))
        self.updateGeometry()
        self.update()

    def _row(self) -> int:
        return round(self._theme.font_px("body") * 1.7)

    @override
    def sizeHint(self) -> QSize:
        rows = len(self._chart.bars) * 2 * self._row()
        height = self._theme.mm(UPRIGHT_MM) + 2 * self._row() if self._upright else rows
        return QSize(self._theme.mm(100.0), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(60.0), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        most = max((count for _, count in self._chart.bars), default=0) or 1
        if self._upright:
            self._paint_upright(painter, most)
        else:
            self._paint_lying(painter, most)

    def _paint_upright(self, painter: QPainter, most: int) -> None:
        bars, row = self._chart.bars, self._row()
        step = self.width() / max(1, len(bars))
        tallest = self.height() - 2 * row
        caption, ink = self._theme.font("caption"), self._theme.colour("ink_soft")
        for place, (words, count) in enumerate(bars):
            left, tall = round(place * step), round(tallest * count / most)
            bar = QRect(left + round(step * 0.12), row + tallest - tall, max(1, round(step * 0.76)), tall)
            painter.fillRect(bar, self._theme.colour("primary"))
            if count == most and any(count for _, count in bars):
                box = QRect(left - row, bar.top() - row, round(step) + 2 * row, row)
                draw_text(painter, box, str(count), caption, self._theme.colour("ink"), CENTRED)
            if place % EVERY_NTH == 0:
                box = QRect(left - row, row + tallest, round(step) + 2 * row, row)
                draw_text(painter, box, words, caption, ink, CENTRED)
        painter.fillRect(0, row + tallest, self.width(), 1, self._theme.colour("line"))

    def _paint_lying(self, painter: QPainter, most: int) -> None:
        row, font = self._row(), self._theme.font("body")
        figure = round(row * 2.4)
        longest = max(1, self.width() - figure)
        for place, (words, count) in enumerate(self._chart.bars):
            top = 2 * place * row
            painter.setFont(font)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())
            draw_text(
                painter, QRect(0, top, self.width(), row), shown, font, self._theme.colour("ink"), START
            )
            length = round(longest * count / most)
            bar = QRect(0, top + row + row // 6, length, row * 2 // 3)
            painter.fillRect(bar, self._theme.colour("primary"))
            box = QRect(length + row // 3, top + row, figure, row)
            draw_text(painter, box, str(count), font, self._theme.colour("ink"), START)
