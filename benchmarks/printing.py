"""Slips: bytes and processor time of the product's encoding beside python-escpos, and of its painter beside bare QPainter."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from benchmarks.figures import Figure, Progress, figure, race, ratio_at_most
from kiosk.app.painting import make_painter
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.devices.printers.encoding import encode
from kiosk.devices.printers.escpos_library import escpos_printers
from kiosk.domain.receipt import Bitmap, Receipt
from kiosk.ui.receipts import Reprint, load_receipt_font, sample_values
from kiosk.ui.receipts.faces import Faces
from kiosk.ui.receipts.layout import Bar, Code, Layout, Letters, Sheet
from kiosk.ui.receipts.template import load_template, template_names

TEMPLATES = Path(__file__).resolve().parents[1] / "resources" / "receipts"
RESOURCES = TEMPLATES.parent
WIDTHS = {"58 mm": 384, "80 mm": 576}
ROUNDS, QUICK_ROUNDS = 31, 5
PEER = "python-escpos image()"
MAIN_SLIP = "submission"
"""The one that is printed for every dossier."""
_SECOND_COPY = Reprint(2, datetime(2026, 11, 22, 2, 45, tzinfo=UTC))


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Bytes over all slips of a width; times of the slip of a dossier."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(["benchmarks"])
    rounds = QUICK_ROUNDS if quick else ROUNDS
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="kiosk-bench-") as cache:
        library_image = _library_image(Path(cache))
        progress.step("painting and encoding slips")
        painter = make_painter(RESOURCES)
        for paper, width in WIDTHS.items():
            slips = [
                painter.paint(Receipt(name, sample_values(name, language), language), width)
                for name in template_names(TEMPLATES)
                for language in ("vi", "en")
            ]
            figures.append(_bytes(paper, slips, library_image))
        receipt = Receipt(MAIN_SLIP, sample_values(MAIN_SLIP))
        slip = painter.paint(receipt, WIDTHS["80 mm"], _SECOND_COPY)
        sheet = _sheet(WIDTHS["80 mm"])
        taken = race(
            {
                "encode": lambda: encode(slip),
                "library": lambda: library_image(slip),
                "paint": lambda: painter.paint(receipt, WIDTHS["80 mm"]),
                "bare": lambda: draw_plainly(sheet),
            },
            rounds,
            clock=time.process_time,
            after=lambda done: progress.step("timing", done, rounds),
        )
    del application
    return [
        *figures,
        figure(
            "encode a slip, 80 mm (processor time)",
            taken["encode"],
            "ms",
            peer=taken["library"],
            peer_name=PEER,
        ),
        figure(
            "paint it: template, layout, drawing (processor time)",
            taken["paint"],
            "ms",
            peer=taken["bare"],
            peer_name="bare QPainter, places known",
            goal=ratio_at_most(2.0),
        ),
    ]


def _bytes(paper: str, slips: list[Bitmap], library_image: Callable[[Bitmap], bytes]) -> Figure:
    own = sum(len(encode(slip)) for slip in slips)
    peer = sum(len(library_image(slip)) for slip in slips)
    words = f"bytes of a slip, {paper}, mean of {len(slips)}"
    return figure(
        words, own / len(slips), "B", peer=peer / len(slips), peer_name=PEER, goal=ratio_at_most(0.60)
    )


def _library_image(cache: Path) -> Callable[[Bitmap], bytes]:
    """python-escpos as its manual says: a picture, `image()`, `cut()`."""
    printers = escpos_printers(cache)

    def image(slip: Bitmap) -> bytes:
        printer = printers.Dummy(profile="TM-T20II")  # 576 dots; without one it complains of each picture
        # its pictures are white where a bit is set
        picture = Image.frombytes("1", (slip.width, slip.height), slip.rows, "raw", "1;I")
        printer.image(picture)
        printer.cut()
        data: bytes = printer.output
        return data

    return image


def _sheet(width: int) -> Sheet:
    """The places of everything on the slip, worked out beforehand."""
    lines = load_template(TEMPLATES, MAIN_SLIP, "vi").fill(sample_values(MAIN_SLIP), width_dots=width)
    return Layout(Faces(load_receipt_font()), ZxingCodeWriter(), width).lay(lines)


def draw_plainly(sheet: Sheet) -> bytes:
    """The same page by hand: no template, no layout, a rectangle a module; dots as bytes."""
    image = QImage(sheet.width, sheet.height, QImage.Format.Format_Mono)
    image.setColorTable([QColor("white").rgb(), QColor("black").rgb()])
    image.fill(0)
    black = QColor("black")
    painter = QPainter(image)
    painter.setPen(black)
    for thing in sheet.things:
        if isinstance(thing, Letters):
            painter.setFont(thing.face.font)
            painter.drawText(thing.x, thing.baseline, thing.text)
        elif isinstance(thing, Bar):
            painter.fillRect(QRect(thing.x, thing.y, thing.width, thing.height), black)
        elif isinstance(thing, Code):
            for row, modules in enumerate(thing.matrix.rows):
                for column, dark in enumerate(modules):
                    if dark:
                        x, y = thing.x + column * thing.module_px, thing.y + row * thing.height_px
                        painter.fillRect(QRect(x, y, thing.module_px, thing.height_px), black)
    painter.end()
    return bytes(image.constBits())
