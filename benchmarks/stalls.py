"""The patience of the window's loop while preview, decoding, an upload and slips go on at once; beside a bare timer of Qt."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.delivering import LINE_BYTES_PER_S, ONE_WAY_S, ROOT
from benchmarks.figures import Figure, Progress, at_most, figure, percentile
from benchmarks.neighbours import neighbour
from benchmarks.uploading import enrolled_home, new_code, queue_bytes
from tests.fakes.chaos_proxy import ChaosProxy, Weather

SECONDS, QUICK_SECONDS = 20.0, 6.0
TICK_MS = 10
_BARE = """
import sys, time
from PySide6.QtCore import QCoreApplication, QTimer, Qt
application, seen, last = QCoreApplication([]), [], [time.perf_counter()]
def tick():
    now = time.perf_counter()
    seen.append((now - last[0]) * 1000)
    last[0] = now
timer = QTimer(interval=10, timerType=Qt.TimerType.PreciseTimer)
timer.timeout.connect(tick)
timer.start()
QTimer.singleShot(int(float(sys.argv[1]) * 1000), application.quit)
application.exec()
print(sorted(seen)[int(len(seen) * 0.99)])
"""


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """In processes of their own; the bare timer runs while the window is busy."""
    seconds = QUICK_SECONDS if quick else SECONDS
    with (
        TemporaryDirectory(prefix="kiosk-bench-") as folder,
        neighbour("benchmarks.fault_gateway") as port,
        ChaosProxy(("127.0.0.1", port), Weather(bytes_per_s=LINE_BYTES_PER_S, one_way_s=ONE_WAY_S)) as line,
    ):
        progress.step("the busy window")
        home, device_id = enrolled_home(Path(folder) / "home", f"http://127.0.0.1:{port}")
        new_code(f"http://127.0.0.1:{port}", line.url)
        command = [sys.executable, "-m", "benchmarks.busy_window", str(home), line.url, device_id]
        child = subprocess.Popen(
            [*command, str(seconds)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert child.stdout is not None
        if child.stdout.readline().strip() != "idle":
            raise RuntimeError("the window did not start")
        queue_bytes(home, round(LINE_BYTES_PER_S * (seconds + 2)))
        bare = subprocess.run(
            [sys.executable, "-c", _BARE, str(seconds)], capture_output=True, text=True, check=True
        )
        told = json.loads(child.stdout.read().splitlines()[-1])
        child.wait(30)
        child.stdout.close()
    if not (told["looked"] and told["printed"] and told["sent"]):
        raise RuntimeError("the window had nothing to do")
    busy = percentile(told["busy"], 99)
    return [
        figure(
            f"ticks of {TICK_MS} ms while it looks, sends and prints, 99 of 100",
            busy,
            "ms",
            peer=float(bare.stdout),
            peer_name="a bare Qt timer, at the same time",
            goal=at_most(3 * TICK_MS),
        ),
        figure("  the longest", max(told["busy"]), "ms", goal=at_most(100)),
        figure("  before, with nothing to do, 99 of 100", percentile(told["quiet"], 99), "ms"),
        figure("  looks at the camera a second", told["looked"] / (seconds + 2), ""),
        figure("  slips", told["printed"], ""),
        figure("  sent", told["sent"] / 1e6, "MB"),
    ]
