"""Goes through every screen of the real window as a child process and prints how long each change took, as JSON.

By the clock, and in processor time, which other programs on the machine do not lengthen by waiting their turn.
"""

import json
import sys
from statistics import median
from time import perf_counter, process_time

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSize, QTimer
from typing_extensions import override

from kiosk.app.gallery import examples
from kiosk.app.main import make_application
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.flow.messages import View
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.screen import ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme, px_per_mm
from kiosk.ui.window import KioskWindow

SIZE = (1920, 1080)
DIAGONAL_INCH = 21.5
NO_PICTURE_MS = 2000
SLOWEST_TOLD = 10


class Painted(QObject):
    """Ends a loop when the window has been painted: Qt paints a window's whole tree in one go, then turns to timers."""

    def __init__(self, window: KioskWindow, loop: QEventLoop) -> None:
        super().__init__(window)
        self._loop = loop
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._loop.quit)
        return False


def switch_ms(window: KioskWindow, view: View) -> tuple[float, float]:
    """Milliseconds from the View until its screen is painted: by the clock, and of a processor."""
    loop = QEventLoop()
    watcher = Painted(window, loop)
    QTimer.singleShot(NO_PICTURE_MS, loop, loop.quit)
    began, worked = perf_counter(), process_time()
    window.show_view(view)
    loop.exec()
    taken = (perf_counter() - began) * 1000, (process_time() - worked) * 1000
    window.removeEventFilter(watcher)
    watcher.deleteLater()
    return taken


def main() -> int:
    """`rounds` times through all; {"first": [ms…], "again": [ms…], the same with `_processor`, "slowest": [[ms, View]…]}."""
    rounds = int(sys.argv[1])
    application = make_application()
    theme, texts = Theme(px_per_mm(*SIZE, DIAGONAL_INCH)), Texts("vi")
    kit = ScreenKit(texts, theme, {}, KeyboardPanel(theme, texts), ZxingCodeWriter())
    window = KioskWindow(kit, size=QSize(*SIZE), locked=False)
    window.open()
    # one example a screen: examples of the same one after the other are no change of screens
    views = list({type(view): view for _, view in examples()}.values())
    switch_ms(window, views[-1])
    taken = [[switch_ms(window, view) for view in views] for _ in range(rounds + 1)]
    again = [pair for later in taken[1:] for pair in later]
    slowest = sorted(
        (median(later[number][1] for later in taken[1:]), type(view).__name__)
        for number, view in enumerate(views)
        if rounds
    )
    told: dict[str, object] = {"slowest": slowest[:-SLOWEST_TOLD:-1]}
    for name, pairs in (("first", taken[0]), ("again", again)):
        told |= {name: [wall for wall, _ in pairs], f"{name}_processor": [work for _, work in pairs]}
    print(json.dumps(told))
    window.close()
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
