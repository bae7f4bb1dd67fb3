"""The real window with everything going on at once, in a process of its own: `busy_window HOME URL DEVICE SECONDS`.

Prints `idle` when the quiet seconds are over, then JSON: milliseconds between two ticks of a timer of ten, quiet and busy.
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer

from benchmarks.cards import LEVELS, card_frame
from kiosk.app.build import build_terminal
from kiosk.app.main import connect, make_application
from kiosk.app.painting import make_painter
from kiosk.domain.receipt import Receipt
from kiosk.domain.scan import CameraStatus, CardSight, Frame
from kiosk.domain.settings import GatewaySettings, PrinterSettings, Settings, TerminalSettings
from kiosk.flow.messages import Lane
from kiosk.flow.views import ScanCardView
from kiosk.ui.receipts import sample_values

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
TICK_MS = 10
FRAMES, FPS = 8, 30
SETTLES_S, QUIET_S = 6.0, 4.0
PRINTS_EVERY_S = 2.0
WINDOW = QSize(1920, 1080)
SLIP = "submission"


class HardFrames:
    """A camera that shows cards that can hardly be read, thirty a second, drawn beforehand."""

    address = "hard-frames:"

    def __init__(self) -> None:
        drawn = [card_frame(LEVELS[-1], 2 * number, seed=60).picture for number in range(FRAMES)]
        self._frames = [(one.shape[1], one.shape[0], one.tobytes()) for one in drawn]

    def start(self) -> None:
        """Nothing to open."""

    def newest(self) -> Frame:
        """By the clock."""
        number = int(time.monotonic() * FPS)
        width, height, pixels = self._frames[number % FRAMES]
        return Frame(width, height, pixels, number, number / FPS)

    def status(self) -> CameraStatus:
        """Always."""
        return CameraStatus.DELIVERING

    def stop(self) -> None:
        """Nothing to close."""


class Ticks:
    """How long after one another the loop's timer comes."""

    def __init__(self) -> None:
        self.quiet_ms: list[float] = []
        self.busy_ms: list[float] = []
        self.into: list[float] | None = None
        self._last_s = time.perf_counter()
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now_s = time.perf_counter()
        if self.into is not None:
            self.into.append((now_s - self._last_s) * 1000)
        self._last_s = now_s


def main() -> int:
    """See the module's words."""
    home, url, device_id, seconds = Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4])
    settings = replace(
        Settings(),
        gateway=GatewaySettings(url=url, device_id=device_id),
        terminal=TerminalSettings(full_screen=False, demonstration_s=0),
        printer=PrinterSettings(address=f"png:{home / 'roll'}"),
    )
    camera, application = HardFrames(), make_application()
    painter = make_painter(RESOURCES)
    built = build_terminal(home, settings, painter, RESOURCES, cameras=(camera, camera))
    terminal = connect(built, size=WINDOW)
    ticks, done = Ticks(), {"looked": 0, "printed": 0}
    receipt = Receipt(SLIP, sample_values(SLIP))

    def look() -> CardSight:
        return built.parts.devices.reader.look(camera.newest())

    def looked(sight: CardSight) -> None:
        done["looked"] += 1
        terminal.window.show_view(ScanCardView(hint=sight.hint, area=sight.area, can_go_back=True))

    def print_slip() -> None:
        printer = built.parts.devices.printer
        assert printer is not None
        printer.print(painter.paint(receipt, settings.printer.width_dots), done["printed"] + 1)

    def printed(_: None) -> None:
        done["printed"] += 1

    def be_quiet() -> None:
        ticks.into = ticks.quiet_ms

    def be_busy() -> None:
        ticks.into = None
        print("idle", flush=True)
        terminal.window.show_view(ScanCardView(can_go_back=True))
        terminal.lanes.repeat(Lane.CAMERA, look, looked, 0.0, terminal)
        terminal.lanes.repeat(Lane.PRINTER, print_slip, printed, PRINTS_EVERY_S, terminal)
        QTimer.singleShot(
            2000, terminal, count
        )  # what is loaded for the first look and slip is another figure
        QTimer.singleShot(round(seconds * 1000) + 2000, terminal, application.quit)

    def count() -> None:
        ticks.into = ticks.busy_ms

    QTimer.singleShot(round(SETTLES_S * 1000), terminal, be_quiet)
    QTimer.singleShot(round((SETTLES_S + QUIET_S) * 1000), terminal, be_busy)
    terminal.start()
    application.exec()
    sent = built.client.counts.bytes_sent
    terminal.stop()
    built.close()
    print(json.dumps({"quiet": ticks.quiet_ms, "busy": ticks.busy_ms, "sent": sent, **done}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
