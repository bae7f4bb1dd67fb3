"""A window that crashes, hangs or is renewed after a visit, watched from outside: seconds until the welcome screen takes touches again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Progress, at_most, figure
from benchmarks.virtual_screen import VirtualScreen, screens_are_there, virtual_screen

ROOT = Path(__file__).resolve().parents[1]
RENEWALS, QUICK_RENEWALS = 12, 3
ROUNDS, QUICK_ROUNDS = 2, 1
"""Of a crash and a hang each; the third bad end in a row would bring the rest."""
STARTS_WITHIN_S, SETTLES_S = 60.0, 8.0
TILE = 0x0A5560, 0.02
"""The welcome screen's first tile, by its colour and its share of the screen: from then on touches are taken."""


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Needs Linux and Xvfb."""
    if not screens_are_there() or not sys.platform.startswith("linux"):
        return []
    figures = []
    with virtual_screen() as screen:
        for what, number in (("crash", signal.SIGSEGV), ("hang", signal.SIGSTOP)):
            progress.step(what)
            taken = _bad_ends(screen, number, QUICK_ROUNDS if quick else ROUNDS)
            figures.append(
                figure(f"{what} until the screen is usable again", median(taken), "s", goal=at_most(2.0))
            )
        progress.step("renewal")
        figures += _renewals(screen, QUICK_RENEWALS if quick else RENEWALS)
    return figures


def _renewals(screen: VirtualScreen, rounds: int) -> list[Figure]:
    """A visit ends: until the window that saw it is gone, and how long nobody took touches meanwhile."""
    gone_s, deaf_ms, blinks = [], [], 0
    with TemporaryDirectory(prefix="kiosk-bench-") as folder:
        command = [sys.executable, "-m", "benchmarks.renewed_window", f"{folder}/home"]
        env = {**os.environ, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        guard = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert guard.stdout is not None
        try:
            for _ in range(rounds):
                ended_s = float(guard.stdout.readline().split()[1])
                old = _window_of(guard.pid)
                gave_way_s = float(guard.stdout.readline().split()[1])
                while Path(f"/proc/{old}").exists():
                    blinks += not screen.shows(*TILE)
                    time.sleep(0.002)
                gone_s.append(time.monotonic() - ended_s)
                deaf_ms.append((time.monotonic() - gave_way_s) * 1000)
                blinks += not screen.shows(*TILE)
        finally:
            guard.terminate()
            guard.wait(30)
            guard.stdout.close()
    return [
        figure(
            f"a visit's end until its window is gone, n = {rounds}", median(gone_s), "s", goal=at_most(1.0)
        ),
        figure("  in which no touch is taken", median(deaf_ms), "ms"),
        figure("  looks at the screen that missed the welcome", float(blinks), "", goal=at_most(0)),
    ]


def _bad_ends(screen: VirtualScreen, number: signal.Signals, rounds: int) -> list[float]:
    with TemporaryDirectory(prefix="kiosk-bench-") as folder:
        config = Path(folder) / "kiosk.toml"
        config.write_text("[terminal]\nfull_screen = false\ndemonstration_s = 0\n", encoding="utf-8")
        command = [sys.executable, "-m", "kiosk", "run", "--config", str(config), "--home", f"{folder}/home"]
        env = {**os.environ, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        guard = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            _wait(lambda: screen.shows(*TILE))
            time.sleep(SETTLES_S)
            taken = []
            for _ in range(rounds):
                old = _window_of(guard.pid)
                began = time.monotonic()
                os.kill(old, number)
                _wait(lambda old=old: _window_of(guard.pid) not in (0, old))  # type: ignore[misc]
                _wait(lambda: screen.shows(*TILE))
                taken.append(time.monotonic() - began)
                time.sleep(SETTLES_S)
            return taken
        finally:
            guard.terminate()
            guard.wait(30)


def _window_of(guard: int) -> int:
    """The guard's child; 0 while there is none."""
    children = Path(f"/proc/{guard}/task/{guard}/children").read_text(encoding="ascii").split()
    return int(children[0]) if children else 0


def _wait(holds: Callable[[], object]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError("the window did not come back")
        time.sleep(0.005)
