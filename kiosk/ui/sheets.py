"""Draws a sheet of A4 as PDF, or onto a printer that Windows knows; it decides nothing about what stands on it."""

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from kiosk.domain.sheet import Block, Boxes, Facts, Heading, PictureStep, Sentence, Sheet, Signatures
from kiosk.ui.fonts import font_family

DPI = 300
MARGIN_MM = 18.0
INK, QUIET, LINE = QColor("#14181a"), QColor("#4a5559"), QColor("#b8c1c4")
TITLE_PT, HEADING_PT, BODY_PT, SMALL_PT, FOOT_PT = 15.0, 12.0, 11.0, 9.5, 8.0
LABEL_SHARE = 0.36
BOX_MM = 4.2
SIGNING_MM = 30.0
PICTURE_MM = 38.0
PICTURE_MOMENT = 0.8
"""Everything is in its place, and the hand still there."""
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_CENTRED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF of A4 pages. Needs a QGuiApplication; works in any thread. The title names no person."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(sheet.title)
    writer.setCreator("kiosk")
    _draw(sheet, writer)
    buffer.close()
    return bytes(buffer.data().data())


def print_by_windows(sheet: Sheet, queue: str) -> bool:
    """Draw onto a queue of Windows; False when it takes nothing."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter()
    printer.setPrinterName(queue)
    printer.setResolution(DPI)
    printer.setDocName("kiosk")
    return bool(printer.isValid()) and _draw(sheet, printer)


def _draw(sheet: Sheet, device: QPagedPaintDevice) -> bool:
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(*[MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        _Page(device, painter, sheet.footing).draw(sheet)
    finally:
        painter.end()
    return True


class _Page:
    """The page being drawn, with the place where the next thing goes."""

    def __init__(self, device: QPagedPaintDevice, painter: QPainter, footing: str) -> None:
        self._device = device
        self._painter = painter
        self._footing = footing
        self._width = float(device.width())
        self._foot = self._metrics(FOOT_PT).height() * 2
        self._bottom = float(device.height()) - self._foot
        self._y = 0.0
        self._number = 1

    def draw(self, sheet: Sheet) -> None:
        """From head to foot."""
        for place, words in enumerate(sheet.head):
            self._paragraph(words, SMALL_PT, bold=place == 0, centred=True)
        self._y += self._mm(4)
        self._paragraph(sheet.title, TITLE_PT, bold=True, centred=True)
        if sheet.subtitle:
            self._paragraph(sheet.subtitle, BODY_PT, centred=True, colour=QUIET)
        self._y += self._mm(3)
        for block in sheet.blocks:
            self._block(block)
        self._end_page()

    def _block(self, block: Block) -> None:
        match block:
            case Heading(words=words):
                # never alone at the foot of a page
                self._room_for(self._height(words, HEADING_PT, self._width, bold=True) + self._mm(16))
                self._y += self._mm(3)
                self._paragraph(words, HEADING_PT, bold=True)
            case Sentence(words=words, strong=strong):
                self._y += self._mm(1)
                self._paragraph(words, BODY_PT, bold=strong)
            case Facts(rows=rows):
                for label, value in rows:
                    self._fact(label, value)
            case Boxes(rows=rows):
                for words, details in rows:
                    self._box(words, details)
            case PictureStep():
                self._picture_step(block)
            case Signatures(places=places):
                self._signatures(places)

    def _fact(self, label: str, value: str) -> None:
        left = self._width * LABEL_SHARE
        right = self._width - left
        dotted = not value
        tall = max(
            self._height(label, SMALL_PT, left - self._mm(3)), self._height(value or " ", BODY_PT, right)
        )
        self._room_for(tall + self._mm(2))
        self._text(QRectF(0, self._y, left - self._mm(3), tall), label, SMALL_PT, colour=QUIET)
        self._text(QRectF(left, self._y, right, tall), value, BODY_PT, bold=True)
        self._y += tall + self._mm(1)
        self._rule(left if dotted else 0.0)
        self._y += self._mm(1)

    def _box(self, words: str, details: str) -> None:
        left = self._mm(BOX_MM + 3)
        width = self._width - left
        tall = self._height(words, BODY_PT, width, bold=True)
        below = self._height(details, SMALL_PT, width) if details else 0.0
        self._room_for(tall + below + self._mm(3))
        self._painter.setPen(INK)
        self._painter.drawRect(QRectF(0, self._y + self._mm(0.6), self._mm(BOX_MM), self._mm(BOX_MM)))
        self._text(QRectF(left, self._y, width, tall), words, BODY_PT, bold=True)
        if details:
            self._text(QRectF(left, self._y + tall, width, below), details, SMALL_PT, colour=QUIET)
        self._y += tall + below + self._mm(2.5)

    def _picture_step(self, step: PictureStep) -> None:
        """The picture at the left, the words beside its middle."""
        from kiosk.ui.theme import Theme
        from kiosk.ui.widgets.demonstration_scenes import SCENE, DemonstrationScenes

        tall = self._mm(PICTURE_MM)
        wide = tall * SCENE.width() / SCENE.height()
        self._room_for(tall + self._mm(3))
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.translate(0, self._y)
        self._painter.scale(tall / SCENE.height(), tall / SCENE.height())
        DemonstrationScenes(Theme(1.0)).paint(step.scene, self._painter, PICTURE_MOMENT)
        self._painter.restore()
        left = wide + self._mm(6)
        width = self._width - left
        words = self._height(step.words, HEADING_PT, width, bold=True)
        details = self._height(step.details, BODY_PT, width) if step.details else 0.0
        top = self._y + max(0.0, (tall - words - details - self._mm(2)) / 2)
        self._text(QRectF(left, top, width, words), step.words, HEADING_PT, bold=True)
        self._text(QRectF(left, top + words + self._mm(2), width, details), step.details, BODY_PT)
        self._y += tall + self._mm(4)

    def _signatures(self, places: tuple[tuple[str, str], ...]) -> None:
        width = self._width / max(1, len(places))
        self._room_for(self._mm(SIGNING_MM))
        self._y += self._mm(5)
        for place, (who, what) in enumerate(places):
            head = self._height(who or " ", BODY_PT, width, bold=True)
            box = QRectF(place * width, self._y, width, head)
            self._text(box, who, BODY_PT, bold=True, flags=_CENTRED)
            below = QRectF(place * width, self._y + head, width, self._mm(8))
            self._text(below, what, SMALL_PT, colour=QUIET, flags=_CENTRED)
        self._y += self._mm(SIGNING_MM)

    def _rule(self, left: float) -> None:
        self._painter.fillRect(QRectF(left, self._y, self._width - left, self._mm(0.12)), LINE)

    def _paragraph(
        self, words: str, points: float, *, bold: bool = False, centred: bool = False, colour: QColor = INK
    ) -> None:
        tall = self._height(words, points, self._width, bold=bold)
        self._room_for(tall)
        flags = _CENTRED if centred else _WRAPPED
        box = QRectF(0, self._y, self._width, tall)
        self._text(box, words, points, bold=bold, colour=colour, flags=flags)
        self._y += tall + self._mm(1)

    def _room_for(self, height: float) -> None:
        """A new page where the rest of this one is too short."""
        if self._y + height <= self._bottom or self._y == 0.0:
            return
        self._end_page()
        self._device.newPage()
        self._number += 1
        self._y = 0.0

    def _end_page(self) -> None:
        box = QRectF(0, self._bottom + self._foot / 2, self._width * 0.9, self._foot / 2)
        self._text(box, self._footing, FOOT_PT, colour=QUIET)
        corner = QRectF(self._width * 0.9, box.top(), self._width * 0.1, self._foot / 2)
        self._text(corner, str(self._number), FOOT_PT, colour=QUIET, flags=int(Qt.AlignmentFlag.AlignRight))

    def _text(
        self,
        box: QRectF,
        words: str,
        points: float,
        *,
        bold: bool = False,
        colour: QColor = INK,
        flags: int = _WRAPPED,
    ) -> None:
        self._painter.setFont(_font(points, bold=bold))
        self._painter.setPen(colour)
        self._painter.drawText(box, flags, words)

    def _height(self, words: str, points: float, width: float, *, bold: bool = False) -> float:
        box = QRectF(0, 0, width, 100_000)
        return self._metrics(points, bold=bold).boundingRect(box, _WRAPPED, words).height()

    def _metrics(self, points: float, *, bold: bool = False) -> QFontMetricsF:
        return QFontMetricsF(_font(points, bold=bold), self._device)

    def _mm(self, length: float) -> float:
        return length / 25.4 * DPI


def _font(points: float, *, bold: bool = False) -> QFont:
    font = QFont(font_family())
    font.setPointSizeF(points)
    font.setBold(bold)
    return font
