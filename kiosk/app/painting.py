"""The slips' painter, with a window or without one."""

import os
import sys
from functools import cache
from pathlib import Path

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.ui.receipts import ReceiptPainter

EDITED_TEMPLATES = "receipts"
"""Folder of the home that holds templates changed on this terminal."""


def make_painter(resources: Path, home: Path | None = None) -> ReceiptPainter:
    """Call in the UI thread, after the application object exists: fonts are loaded here.

    `home`: where templates that were changed on this terminal are looked for first.
    """
    edited = home / EDITED_TEMPLATES if home is not None else None
    return ReceiptPainter(resources / "receipts", ZxingCodeWriter(), edited=edited)


@cache
def headless_painter(resources: Path, home: Path | None = None) -> ReceiptPainter:
    """For commands: makes a Qt application that needs no screen."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        if sys.platform.startswith("linux"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _keep.append(QGuiApplication(["kiosk"]))
    return make_painter(resources, home)


_keep: list[object] = []
"""Qt ends when its application object is collected."""
