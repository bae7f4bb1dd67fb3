"""Receipts as dots: templates, layout and painting; printers live elsewhere and take what comes out of here."""

from kiosk.ui.receipts.editing import SlipTemplates
from kiosk.ui.receipts.faces import load_receipt_font
from kiosk.ui.receipts.painter import ReceiptPainter, Reprint
from kiosk.ui.receipts.pictures import bitmap_to_png, image_of, png_bytes
from kiosk.ui.receipts.problems import TemplateInvalid, ValuesInvalid
from kiosk.ui.receipts.samples import sample_values
from kiosk.ui.receipts.template import SlipTemplate, template_names

__all__ = [
    "ReceiptPainter",
    "Reprint",
    "SlipTemplate",
    "SlipTemplates",
    "TemplateInvalid",
    "ValuesInvalid",
    "bitmap_to_png",
    "image_of",
    "load_receipt_font",
    "png_bytes",
    "sample_values",
    "template_names",
]
