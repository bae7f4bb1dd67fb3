"""What an upload costs the terminal it runs on: memory of the process, and the patience of its window's loop."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.delivering import LINE_BYTES_PER_S, ONE_WAY_S, ROOT
from benchmarks.dossiers import sample_dossier
from benchmarks.figures import Figure, Progress, at_most, figure
from benchmarks.neighbours import neighbour
from kiosk.app.build import make_client
from kiosk.domain.ids import new_id
from kiosk.domain.settings import GatewaySettings, Settings
from kiosk.storage import Storage
from tests.fakes.chaos_proxy import ChaosProxy, Weather

BIG_BYTES, QUICK_BIG_BYTES = 60_000_000, 20_000_000
WATCHED_BYTES, QUICK_WATCHED_BYTES = 16_000_000, 6_000_000
_POST = """
import gc, requests, sys
from pathlib import Path
def mb(name): return int(Path("/proc/self/status").read_text().split(name + ":")[1].split()[0]) / 1024
requests.get(sys.argv[1] + "/v1/health")
gc.collect(); Path("/proc/self/clear_refs").write_text("5"); before = mb("VmRSS")
with open(sys.argv[2], "rb") as file:
    requests.post(sys.argv[1] + "/peer/dossiers", files={"file": file}, headers={"Authorization": "Bearer peer"})
print(mb("VmHWM") - before)
"""


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """A big file as fast as the loopback carries it; then a file over a slow line under the eyes of the window."""
    big, watched = (QUICK_BIG_BYTES, QUICK_WATCHED_BYTES) if quick else (BIG_BYTES, WATCHED_BYTES)
    with (
        TemporaryDirectory(prefix="kiosk-bench-") as folder,
        neighbour("benchmarks.fault_gateway") as port,
    ):
        url = f"http://127.0.0.1:{port}"
        progress.step("memory")
        home, device_id = enrolled_home(Path(folder) / "memory", url)
        queue_bytes(home, big)
        told = _client("memory", home, url, device_id, lambda: None)
        file = Path(folder) / "big"
        file.write_bytes(os.urandom(big))
        peer = subprocess.run(
            [sys.executable, "-c", _POST, url, str(file)], capture_output=True, text=True, check=True
        )
        new_code(url)
        progress.step("the window's loop")
        weather = Weather(bytes_per_s=LINE_BYTES_PER_S, one_way_s=ONE_WAY_S)
        with ChaosProxy(("127.0.0.1", port), weather) as line:
            home, device_id = enrolled_home(Path(folder) / "window", url)
            new_code(url, line.url)
            seen = _client("window", home, line.url, device_id, lambda: queue_bytes(home, watched))
    if not told["delivered"] or not seen["delivered"]:
        raise RuntimeError("a dossier did not arrive")
    size = f"{big // 1_000_000} MB"
    return [
        figure(
            f"memory grown while {size} go out",
            told["grown_mb"],
            "MB",
            peer=float(peer.stdout),
            peer_name="requests.post of the open file",
            goal=at_most(8),
        ),
        figure(
            "a timer of the window late while uploading, 99 of 100, beyond idle",
            max(0.0, seen["uploading_p99"] - seen["idle_p99"]),
            "ms",
            goal=at_most(16),
        ),
        figure(
            "the same, the latest",
            max(0.0, seen["uploading_most"] - seen["idle_most"]),
            "ms",
            goal=at_most(16),
        ),
    ]


def enrolled_home(home: Path, url: str) -> tuple[Path, str]:
    """An enrolled home with an empty queue."""
    device_id = new_id()
    settings = replace(Settings(), gateway=GatewaySettings(url=url, device_id=device_id))
    with closing(Storage.open(home)) as storage, closing(make_client(settings, storage)) as client:
        client.enrol("TEST-CODE", name="Quầy mẫu", kiosk_version="0", os="bench")
    return home, device_id


def new_code(url: str, known_as: str = "") -> None:
    """The gateway as new; a code serves once."""
    asked = urllib.request.Request(
        f"{url}/_bench/weather", data=json.dumps({"known_as": known_as or url}).encode(), method="PUT"
    )
    urllib.request.urlopen(asked, timeout=30).close()


def queue_bytes(home: Path, size: int) -> None:
    """A dossier with one paper of so many bytes."""
    with closing(Storage.open(home)) as storage:
        storage.dossiers.submit(sample_dossier([os.urandom(size)]), actor="citizen", point="0001")


def _client(
    kind: str, home: Path, url: str, device_id: str, when_idle_is_known: Callable[[], None]
) -> dict[str, float]:
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.upload_client", kind, str(home), url, device_id],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    last = ""
    for line in child.stdout:
        last = line.strip()
        if last == "idle":
            when_idle_is_known()
    child.wait(30)
    child.stdout.close()
    told: dict[str, float] = json.loads(last)
    return told


if __name__ == "__main__":
    from benchmarks.figures import table

    print(table([("uploading", measure("quick" in sys.argv, Progress("uploading")))]))
