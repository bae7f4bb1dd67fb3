"""Receipts as dots: templates, layout and painting; printers live elsewhere and take what comes out of here.

What fills templates in (`template`, and with it Jinja) is loaded when the first slip is painted.
"""

from kiosk.ui.receipts.editing import SlipTemplates
from kiosk.ui.receipts.faces import load_receipt_font
from kiosk.ui.receipts.painter import ReceiptPainter, Reprint
from kiosk.ui.receipts.pictures import bitmap_to_png, image_of, png_bytes
from kiosk.ui.receipts.problems import TemplateInvalid, ValuesInvalid
from kiosk.ui.receipts.samples import sample_values

__all__ = [
    "ReceiptPainter",
    "Reprint",
    "SlipTemplates",
    "TemplateInvalid",
    "ValuesInvalid",
    "bitmap_to_png",
    "image_of",
    "load_receipt_font",
    "png_bytes",
    "sample_values",
]
