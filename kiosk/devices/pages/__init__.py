"""Turns paper and brought files into pages: finds, flattens, judges, packs. Knows no camera, screen, dossier or network."""

from kiosk.devices.pages.pdf_writing import make_pdf
from kiosk.devices.pages.scan_file import scan_file
from kiosk.devices.pages.scanner import PaperScanner, rotate
from kiosk.devices.pages.taking import take_file

__all__ = ["PaperScanner", "make_pdf", "rotate", "scan_file", "take_file"]
