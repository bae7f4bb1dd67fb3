"""The window from outside: start to first picture and memory beside a trivial PySide6 window, and change of screens."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Progress, at_most, figure, percentile, ratio_at_most
from benchmarks.virtual_screen import Appearance, VirtualScreen, screens_are_there, virtual_screen

ROOT = Path(__file__).resolve().parents[1]
PACKAGED = ROOT / "dist" / "kiosk" / "kiosk"
STARTS, QUICK_STARTS = 7, 1
SWITCH_ROUNDS, QUICK_SWITCH_ROUNDS = 6, 2
PEER = "trivial PySide6 window"
MB = 1_000_000


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Starts need Xvfb: without it only the change of screens is measured."""
    figures: list[Figure] = []
    if screens_are_there():
        with virtual_screen() as screen, TemporaryDirectory(prefix="kiosk-bench-") as folder:
            figures = _starts(screen, Path(folder), QUICK_STARTS if quick else STARTS, progress)
    progress.step("change of screens")
    return [*figures, *_switches(QUICK_SWITCH_ROUNDS if quick else SWITCH_ROUNDS)]


def _starts(screen: VirtualScreen, folder: Path, starts: int, progress: Progress) -> list[Figure]:
    """All programs in turn; the first start of each, which fills caches and makes the kiosk's home, does not count."""
    # windows of a set size: nothing manages windows here, so none would be made full screen
    config = folder / "kiosk.toml"
    config.write_text("[terminal]\nfull_screen = false\n", encoding="utf-8")
    options = ["run", "--config", str(config), "--home"]
    commands = {
        "kiosk": [sys.executable, "-m", "kiosk", *options, str(folder / "home")],
        PEER: [sys.executable, "-m", "benchmarks.trivial_window"],
    }
    if PACKAGED.exists() and starts > QUICK_STARTS:
        commands["packaged"] = [str(PACKAGED), *options, str(folder / "home-packaged")]
    seen: dict[str, list[Appearance]] = {name: [] for name in commands}
    for number in range(starts + 1):
        for name, command in commands.items():
            progress.step(f"starting {name}", number, starts)
            appearance = screen.watch(command, cwd=ROOT)
            if number:
                seen[name].append(appearance)
    figures = _first_picture("start to first picture", seen["kiosk"], seen[PEER], 1.6)
    if seen.get("packaged"):
        figures += _first_picture("the same, packaged (dist/kiosk)", seen["packaged"], seen[PEER], 2.0)
    figures.append(
        figure(
            "memory at the welcome screen (guard and window)",
            median(one.resident_bytes for one in seen["kiosk"]) / MB,
            "MB",
            peer=median(one.resident_bytes for one in seen[PEER]) / MB,
            peer_name=PEER,
            goal=ratio_at_most(1.5),
        )
    )
    return figures


def _first_picture(what: str, own: list[Appearance], peer: list[Appearance], most: float) -> list[Figure]:
    """By the clock, and of a processor's time, which other programs change little."""
    clock = [median(one.first_picture_s for one in each) * 1000 for each in (own, peer)]
    processor = [median(one.first_picture_processor_s for one in each) * 1000 for each in (own, peer)]
    return [
        figure(name, taken, "ms", peer=peers, peer_name=PEER, goal=ratio_at_most(most))
        for name, (taken, peers) in ((what, clock), ("  processor time", processor))
    ]


def _switches(rounds: int) -> list[Figure]:
    command = [sys.executable, "-m", "benchmarks.screen_switches"]
    with TemporaryDirectory(prefix="kiosk-bench-") as bytecode:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        env |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
        subprocess.run([*command, "0"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        told = subprocess.run([*command, str(rounds)], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    taken = json.loads(told.stdout)
    again = taken["again_processor"]
    return [
        figure(
            f"change of screens, processor time, p95, n = {len(again)}",
            percentile(again, 95),
            "ms",
            goal=at_most(33),
        ),
        figure("  median", median(again), "ms"),
        figure(f"  the slowest, {taken['slowest'][0][1]}", taken["slowest"][0][0], "ms", goal=at_most(33)),
        figure("  by the clock, p95", percentile(taken["again"], 95), "ms", goal=at_most(33)),
        figure(
            f"  when made for the first time, processor time, p95, n = {len(taken['first'])}",
            percentile(taken["first_processor"], 95),
            "ms",
        ),
        figure("  the same, median", median(taken["first_processor"]), "ms", goal=at_most(33)),
    ]
