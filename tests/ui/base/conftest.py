"""What the window's tests share: one theme and one table of texts a test, and a window dressed in them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from kiosk.domain.scan import CodeMatrix
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme, px_per_mm
from kiosk.ui.window import KioskWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class NoCodes:
    """Draws every code as one dark module."""

    def qr(self, text: str) -> CodeMatrix:
        return CodeMatrix(((True,),))

    def code128(self, text: str) -> CodeMatrix:
        return CodeMatrix(((True,),))


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme(px_per_mm(1920, 1080, 21.5))


@pytest.fixture
def texts(qapp: object) -> Texts:
    return Texts(strict=True)


@pytest.fixture
def kit(theme: Theme, texts: Texts) -> ScreenKit:
    return ScreenKit(texts, theme, {}, KeyboardPanel(theme, texts), NoCodes())


@pytest.fixture
def open_window(qtbot: QtBot, kit: ScreenKit) -> Iterator[Callable[..., KioskWindow]]:
    """Opens a window of 1920 x 1080 with the given screens; closed after the test."""
    opened: list[KioskWindow] = []

    def open_one(*screens: type[Screen], locked: bool = False) -> KioskWindow:
        window = KioskWindow(kit, screens, size=QSize(1920, 1080), locked=locked)
        opened.append(window)
        window.open()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_one
    for window in opened:
        window.allow_close()
        window.close()
        window.deleteLater()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))
