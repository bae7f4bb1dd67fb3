"""A window that crashes or hangs, watched from outside: seconds until the welcome screen is there again and takes touches."""

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
    return figures


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
