"""Ten thousand dossiers on the clerk's bench: until they are shown, and how long a turn of the wheel takes."""

import os
from dataclasses import replace
from time import perf_counter

from benchmarks.figures import Figure, Progress, at_most, figure, percentile

ROWS = 10_000
TURNS = 300
SIZE = (1920, 1080)
DIAGONAL_INCH = 21.5


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Each turn of the wheel is painted before the next; the peer is Qt's own list of as many plain lines."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSize, QStringListModel
    from PySide6.QtWidgets import QAbstractScrollArea, QListView, QScrollArea

    from kiosk.app.main import make_application
    from kiosk.devices.codes import ZxingCodeWriter
    from kiosk.ui.keyboard.panel import KeyboardPanel
    from kiosk.ui.screen import ScreenKit
    from kiosk.ui.screen_faults import come_to_rest
    from kiosk.ui.screens.examples_staff import BENCH, DOSSIER
    from kiosk.ui.screens.work_list_screen import WorkListScreen
    from kiosk.ui.texts import Texts
    from kiosk.ui.theme import Theme, px_per_mm
    from kiosk.ui.window import KioskWindow

    application = make_application()
    turns = TURNS // 5 if quick else TURNS

    def turned_ms(area: QAbstractScrollArea) -> list[float]:
        bar, taken = area.verticalScrollBar(), []
        step = max(1, area.viewport().height() // 4)
        for turn in range(turns):
            began = perf_counter()
            # near first, then across the whole list
            bar.setValue(bar.value() + step if turn % 10 else bar.maximum() * (turn * 7 % turns) // turns)
            area.viewport().grab()
            taken.append((perf_counter() - began) * 1000)
            progress.step("turns of the wheel", turn + 1, turns)
        return taken

    theme, texts = Theme(px_per_mm(*SIZE, DIAGONAL_INCH)), Texts("vi")
    kit = ScreenKit(texts, theme, {}, KeyboardPanel(theme, texts), ZxingCodeWriter())
    window = KioskWindow(kit, size=QSize(*SIZE), locked=False)
    window.open()
    window.show_view(replace(BENCH, tab="drafts"))
    come_to_rest(window)
    many = tuple(
        replace(DOSSIER, id=f"d-{n}", local_reference=f"K-HN0099-261122-{n:05d}-7") for n in range(ROWS)
    )
    began = perf_counter()
    window.show_view(replace(BENCH, tab="recent", recent=many))
    window.grab()
    shown_ms = (perf_counter() - began) * 1000
    come_to_rest(window)
    screen = window.current
    assert isinstance(screen, WorkListScreen)
    page = screen.findChild(QScrollArea)
    assert page is not None
    product = turned_ms(page)
    window.close()

    plain = QListView()
    plain.setModel(QStringListModel([f"K-HN0099-261122-{n:05d}-7" for n in range(ROWS)]))
    plain.resize(page.viewport().size())
    plain.show()
    plain.grab()
    peer = turned_ms(plain)
    plain.close()
    del application
    return [
        figure("10,000 rows shown", shown_ms, "ms", goal=at_most(100)),
        figure(
            "a turn of the wheel, painted, p95",
            percentile(product, 95),
            "ms",
            peer=percentile(peer, 95),
            peer_name="QListView of plain lines",
            goal=at_most(33),
        ),
    ]
