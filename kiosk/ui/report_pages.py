"""Draws a report on A4 pages of a PDF: tables of figures and bar charts; it knows nothing of what they mean."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk.domain.report_table import ReportBars, ReportSection, ReportTable
from kiosk.ui.fonts import font_family

DPI = 300
MARGIN_MM = 18.0
INK, QUIET, LINE, BAR = QColor("#1d2b2f"), QColor("#5b686c"), QColor("#c9d1d3"), QColor("#0b5a67")


def write_pdf(table: ReportTable, file: Path) -> None:
    """Needs a QGuiApplication. Raises OSError when the file cannot be written."""
    file.write_bytes(pdf_of(table))


def pdf_of(table: ReportTable) -> bytes:
    """The file's bytes. Needs a QGuiApplication; may be called in any thread."""
    paper = QBuffer()
    paper.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(paper)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*[MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    writer.setTitle(table.title)
    painter = QPainter()
    painter.begin(writer)
    try:
        _Sheet(writer, painter, table).draw()
    finally:
        painter.end()
    return bytes(paper.data().data())


class _Sheet:
    """The page being drawn, with the place where the next thing goes."""

    def __init__(self, writer: QPdfWriter, painter: QPainter, table: ReportTable) -> None:
        self._writer = writer
        self._painter = painter
        self._table = table
        self._width = float(writer.width())
        self._height = float(writer.height())
        self._foot = self._line_height(7.5) * 2
        self._y = 0.0
        self._page = 1

    def draw(self) -> None:
        self._words(self._table.title, 18, bold=True)
        self._words(self._table.subtitle, 11, colour=QUIET)
        self._y += self._mm(4)
        for chart in self._table.charts[:1]:
            self._days(chart)
        for section in self._table.sections:
            self._section(section)
        for chart in self._table.charts[1:]:
            self._ranking(chart)
        self._footing()

    def _mm(self, length: float) -> float:
        return length / 25.4 * DPI

    def _font(self, points: float, *, bold: bool = False) -> QFont:
        font = QFont(font_family())
        font.setPointSizeF(points)
        font.setBold(bold)
        return font

    def _line_height(self, points: float) -> float:
        return QFontMetricsF(self._font(points), self._writer).height()

    def _room_for(self, height: float) -> None:
        """A new page where the rest of this one is too short."""
        if self._y + height <= self._height - self._foot:
            return
        self._footing()
        self._writer.newPage()
        self._page += 1
        self._y = 0.0

    def _words(self, words: str, points: float, *, bold: bool = False, colour: QColor = INK) -> None:
        height = self._line_height(points)
        self._room_for(height)
        self._text(QRectF(0, self._y, self._width, height), words, points, bold=bold, colour=colour)
        self._y += height * 1.15

    def _text(
        self,
        box: QRectF,
        words: str,
        points: float,
        *,
        bold: bool = False,
        colour: QColor = INK,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        font = self._font(points, bold=bold)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        shown = QFontMetricsF(font, self._writer).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _section(self, section: ReportSection) -> None:
        row = self._line_height(9.5) * 1.35
        self._room_for(row * (1.8 + min(3, len(section.lines))))
        self._y += row * 0.5
        self._words(section.words, 12, bold=True, colour=BAR)
        for line in section.lines:
            self._room_for(row)
            value = self._width * 0.22
            self._text(QRectF(0, self._y, self._width - value, row), line.words, 9.5)
            right = QRectF(self._width - value, self._y, value, row)
            self._text(right, line.value, 9.5, bold=True, side=Qt.AlignmentFlag.AlignRight)
            self._painter.fillRect(QRectF(0, self._y + row, self._width, self._mm(0.12)), LINE)
            self._y += row

    def _days(self, chart: ReportBars) -> None:
        """Upright bars beside each other, one a day, each with its number."""
        height, caption = self._mm(32), self._line_height(7.5)
        self._room_for(height + 4 * caption)
        self._words(chart.words, 10, bold=True)
        most = max((count for _, count in chart.bars), default=0) or 1
        step = self._width / max(1, len(chart.bars))
        for place, (words, count) in enumerate(chart.bars):
            tall = height * count / most
            left = place * step
            bottom = self._y + caption + height
            self._painter.fillRect(QRectF(left + step * 0.15, bottom - tall, step * 0.7, tall), BAR)
            centre = Qt.AlignmentFlag.AlignHCenter
            if count:
                self._text(QRectF(left, bottom - tall - caption, step, caption), str(count), 7, side=centre)
            self._text(QRectF(left, bottom, step, caption), words, 6.5, colour=QUIET, side=centre)
        self._y += height + 2.6 * caption

    def _ranking(self, chart: ReportBars) -> None:
        """Bars that lie below each other, the words in front."""
        if not chart.bars:
            return
        row = self._line_height(9) * 1.4
        self._room_for(row * (len(chart.bars) + 2))
        self._y += row * 0.5
        self._words(chart.words, 12, bold=True, colour=BAR)
        most = max(count for _, count in chart.bars) or 1
        words_width, figure = self._width * 0.5, self._width * 0.08
        longest = self._width - words_width - figure
        for words, count in chart.bars:
            self._text(QRectF(0, self._y, words_width - self._mm(2), row), words, 9)
            length = longest * count / most
            self._painter.fillRect(QRectF(words_width, self._y + row * 0.2, length, row * 0.6), BAR)
            beside = QRectF(words_width + length + self._mm(1.5), self._y, figure, row)
            self._text(beside, str(count), 9, bold=True)
            self._y += row

    def _footing(self) -> None:
        height = self._line_height(7.5)
        box = QRectF(0, self._height - height, self._width, height)
        self._text(box, self._table.footing, 7.5, colour=QUIET)
        self._text(box, str(self._page), 7.5, colour=QUIET, side=Qt.AlignmentFlag.AlignRight)
