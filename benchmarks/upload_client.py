"""Delivers what waits in a home and says what that cost the process: `memory HOME URL DEVICE` or `window HOME URL DEVICE`."""

import gc
import json
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import percentile
from kiosk.app.build import make_client, make_runner, open_storage
from kiosk.domain.settings import CameraSettings, GatewaySettings, Settings, TerminalSettings

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
TICK_MS = 4
IDLE_S = 6.0
LONGEST_S = 120.0


def _settings(url: str, device_id: str) -> Settings:
    return replace(
        Settings(),
        gateway=GatewaySettings(url=url, device_id=device_id),
        camera=CameraSettings(card="stage:"),
        terminal=TerminalSettings(full_screen=False),
    )


def _memory_mb(name: str) -> float:
    """`VmRSS` or `VmHWM` of this process (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


def memory(home: Path, settings: Settings) -> dict[str, float]:
    """What is kept ready first, so that libraries and a warm connection are not counted; then what waits."""
    with closing(open_storage(home, settings)) as storage, closing(make_client(settings, storage)) as client:
        client.sign_in()
        client.health()
        storage.queue.counts()
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before_mb = _memory_mb("VmRSS")
        counts = make_runner(storage, client).drain(until_empty=True, timeout_s=LONGEST_S)
        return {"grown_mb": _memory_mb("VmHWM") - before_mb, "delivered": counts.delivered}


def window(home: Path, settings: Settings) -> dict[str, float]:
    """The real window: how late a timer of its loop comes, idle and while uploading, in milliseconds."""
    from PySide6.QtCore import QSize, Qt, QTimer

    from kiosk.app.build import build_terminal
    from kiosk.app.main import connect, make_application
    from kiosk.app.painting import make_painter

    application = make_application()
    built = build_terminal(home, settings, make_painter(RESOURCES), RESOURCES)
    terminal = connect(built, size=QSize(1280, 800))
    late_ms: dict[str, list[float]] = {"start": [], "idle": [], "uploading": []}
    began_s = last_s = time.perf_counter()
    told = False
    counts = built.client.counts

    def tick() -> None:
        nonlocal last_s, told
        now_s = time.perf_counter()
        phase = (
            "start" if now_s - began_s < IDLE_S else "idle" if now_s - began_s < 2 * IDLE_S else "uploading"
        )
        if phase == "uploading" and not told:
            told = True
            print("idle", flush=True)
        if phase != "uploading" or (counts.bytes_sent > 100_000 and not counts.delivered):
            late_ms[phase].append((now_s - last_s) * 1000 - TICK_MS)
        if counts.delivered or now_s - began_s > LONGEST_S:
            application.quit()
        last_s = time.perf_counter()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    terminal.start()
    application.exec()
    timer.stop()
    terminal.stop()
    built.close()
    return {
        "delivered": counts.delivered,
        **{
            f"{phase}_{name}": value
            for phase in ("idle", "uploading")
            for name, value in (
                ("p99", percentile(late_ms[phase], 99)),
                ("most", max(late_ms[phase])),
            )
        },
    }


def main() -> int:
    """See the module's words; the last line is JSON."""
    kind, home, url, device_id = sys.argv[1:]
    measured = {"memory": memory, "window": window}[kind](Path(home), _settings(url, device_id))
    print(json.dumps(measured), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
