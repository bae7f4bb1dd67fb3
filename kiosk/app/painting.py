"""The slips' painter, with a window or without one."""

import os
import sys
from functools import cache
from pathlib import Path

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.ui.receipts import ReceiptPainter


def make_painter(resources: Path) -> ReceiptPainter:
    """Call in the UI thread, after the application object exists: fonts are loaded here."""
    return ReceiptPainter(resources / "receipts", ZxingCodeWriter())


@cache
def headless_painter(resources: Path) -> ReceiptPainter:
    """For commands: makes a Qt application that needs no screen."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        if sys.platform.startswith("linux"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _keep.append(QGuiApplication(["kiosk"]))
    return make_painter(resources)


_keep: list[object] = []
"""Qt ends when its application object is collected."""
