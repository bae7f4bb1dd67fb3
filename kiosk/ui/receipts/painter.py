"""Paints slips as one-bit pictures, the same dots for screen, file and paper; prints nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.domain.ports import CodeWriter
from kiosk.domain.printing_ports import CopyMark
from kiosk.domain.receipt import Bitmap, Receipt
from kiosk.ui.receipts.faces import Faces, load_receipt_font
from kiosk.ui.receipts.fields import FIELDS
from kiosk.ui.receipts.layout import Bar, Code, Layout, Letters, Sheet
from kiosk.ui.receipts.markup import Line
from kiosk.ui.receipts.problems import TemplateInvalid, ValuesInvalid

if TYPE_CHECKING:
    from kiosk.ui.receipts.template import SlipTemplate

log = logging.getLogger(__name__)

_WHITE, _BLACK = 0, 1
_DASH_PX, _DASH_GAP_PX = 8, 6
_COPY_TIME = "%H:%M %d/%m/%Y"
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Reprint:
    """The port `CopyMark` as a plain value: the `count`-th copy, printed `at`."""

    count: int
    at: datetime


class ReceiptPainter:
    """The port `ReceiptPainter`. Make it in the GUI thread; `paint` then works in any one thread.

    `font`: from `load_receipt_font`, which is called when none is given (it may raise ConfigurationInvalid).

    `edited`: a folder of templates changed on this terminal, tried before the shipped ones. A changed template that
    became unusable gives way to the shipped one, because a slip has to come out.
    """

    def __init__(
        self, templates: Path, codes: CodeWriter, font: str | None = None, *, edited: Path | None = None
    ) -> None:
        self._templates, self._edited, self._codes = templates, edited, codes
        self._faces = Faces(font or load_receipt_font())
        self._loaded: dict[tuple[Path, str, str], tuple[int, SlipTemplate]] = {}

    def paint(self, receipt: Receipt, width_dots: int, copy: CopyMark | None = None) -> Bitmap:
        """Lay out and draw. `copy`: this is a reprint, and the slip says so in a box.

        Raises ValuesInvalid for values that are not those of the template, TemplateInvalid when the shipped
        template itself is wrong.
        """
        if receipt.template not in FIELDS:
            raise ValuesInvalid(
                f"there is no receipt template {receipt.template}; there are {', '.join(FIELDS)}"
            )
        lines = self._fill(receipt, width_dots)
        return self._draw(lines, receipt, width_dots, copy)

    def paint_with(self, template: "SlipTemplate", receipt: Receipt, width_dots: int) -> Bitmap:
        """As `paint`, with a template that is not kept yet: what a technician is writing."""
        lines = template.fill(receipt.values, width_dots=width_dots)
        if receipt.template == "copy":
            return self._draw_lines([], lines, width_dots)
        return self._draw(lines, receipt, width_dots, None)

    def _draw(self, lines: list[Line], receipt: Receipt, width_dots: int, copy: CopyMark | None) -> Bitmap:
        copy_lines: list[Line] = []
        if copy is not None:
            at = copy.at.astimezone(_VIETNAM) if copy.at.tzinfo else copy.at
            values = {"count": str(copy.count), "at": at.strftime(_COPY_TIME)}
            copy_lines = self._fill(Receipt("copy", values, receipt.language), width_dots)
        return self._draw_lines(lines, copy_lines, width_dots)

    def _draw_lines(self, lines: list[Line], copy_lines: list[Line], width_dots: int) -> Bitmap:
        try:
            return draw(Layout(self._faces, self._codes, width_dots).lay(lines, copy_lines))
        finally:
            self._faces.forget()

    def _fill(self, receipt: Receipt, width_dots: int) -> list[Line]:
        if self._edited is not None:
            try:
                edited = self._template(self._edited, receipt.template, receipt.language)
                return edited.fill(receipt.values, width_dots=width_dots)
            except FileNotFoundError:
                pass
            except (TemplateInvalid, OSError) as error:
                log.warning("changed template %s.%s: %s", receipt.template, receipt.language, error)
        try:
            template = self._template(self._templates, receipt.template, receipt.language)
        except OSError as error:
            raise ValuesInvalid(f"there is no template {receipt.template}.{receipt.language}") from error
        return template.fill(receipt.values, width_dots=width_dots)

    def _template(self, folder: Path, name: str, language: str) -> "SlipTemplate":
        """Compiled once for as long as the file does not change."""
        from kiosk.ui.receipts.template import load_template

        changed_at = (folder / f"{name}.{language}.txt").stat().st_mtime_ns
        known = self._loaded.get((folder, name, language))
        if known is None or known[0] != changed_at:
            known = changed_at, load_template(folder, name, language)
            self._loaded[folder, name, language] = known
        return known[1]


def draw(sheet: Sheet) -> Bitmap:
    """A laid-out sheet as dots."""
    image = QImage(sheet.width, sheet.height, QImage.Format.Format_Mono)
    image.setColorTable([QColor("white").rgb(), QColor("black").rgb()])
    image.fill(_WHITE)
    painter = QPainter(image)
    try:
        black = QColor("black")
        painter.setPen(black)
        for thing in sheet.things:
            match thing:
                case Letters():
                    painter.setFont(thing.face.font)
                    painter.drawText(thing.x, thing.baseline, thing.text)
                case Bar() if thing.dashed:
                    for x in range(thing.x, thing.x + thing.width, _DASH_PX + _DASH_GAP_PX):
                        width = min(_DASH_PX, thing.x + thing.width - x)
                        painter.fillRect(QRect(x, thing.y, width, thing.height), black)
                case Bar():
                    painter.fillRect(QRect(thing.x, thing.y, thing.width, thing.height), black)
                case Code():
                    _draw_code(painter, thing, black)
    finally:
        painter.end()
    stride = (sheet.width + 7) // 8
    bits = bytes(image.constBits())
    if image.bytesPerLine() != stride:
        starts = range(0, len(bits), image.bytesPerLine())
        bits = b"".join(bits[start : start + stride] for start in starts)
    return Bitmap(sheet.width, sheet.height, bits)


def _draw_code(painter: QPainter, code: Code, black: QColor) -> None:
    """Runs of dark modules at once."""
    for row, modules in enumerate(code.matrix.rows):
        y = code.y + row * code.height_px
        start: int | None = None
        for column, dark in enumerate((*modules, False)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                width = (column - start) * code.module_px
                painter.fillRect(QRect(code.x + start * code.module_px, y, width, code.height_px), black)
                start = None
