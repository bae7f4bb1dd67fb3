"""A screen in memory (Xvfb) on which programs are watched from outside, by the pixels they bring up."""

import contextlib
import mmap
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

SIZE = (1920, 1080)
EVERY_PX = 12
"""Every so many pixels, across and down, are looked at."""
LOOK_EVERY_S = 0.002
COVERED = 0.3
"""A window is there when this share of the screen has changed."""
ENDS_WITHIN_S = 15.0
LOOKS_AT_WORK_EVERY_S, IDLE_SHARE, SETTLES_WITHIN_S = 1.0, 0.1, 60.0
_XWD_FIELDS = 25
_WIDTH, _HEIGHT, _BYTES_A_LINE, _COLOURS = 4, 5, 12, 19
"""Places in the header of an X window dump (X11/XWDFile.h)."""


def screens_are_there() -> bool:
    """Whether this machine has Xvfb."""
    return shutil.which("Xvfb") is not None


@dataclass(frozen=True, slots=True)
class Appearance:
    """One start of a program: seconds until its window stood there, by the clock and of a processor, and memory in bytes a while
    later; of it and its children, every page once."""

    first_picture_s: float
    first_picture_processor_s: float
    resident_bytes: int


class VirtualScreen:
    """Xvfb's own frame memory, mapped."""

    def __init__(self, display: str, pixels: NDArray[np.uint32], bytecode: str) -> None:
        self.display = display
        self._bytecode = bytecode
        self._pixels = pixels
        self._empty = pixels.copy()

    def shows(self, colour: int, share: float) -> bool:
        """Whether so much of it has exactly this colour (0xRRGGBB)."""
        return float(((self._pixels & 0xFFFFFF) == colour).mean()) >= share

    def covered(self) -> bool:
        """Whether some window is there."""
        return float((self._pixels != self._empty).mean()) >= COVERED

    def watch(
        self,
        command: Sequence[str],
        *,
        within_s: float = 60.0,
        settle_s: float = 4.0,
        cwd: Path | None = None,
    ) -> Appearance:
        """Start a program, wait for its window and until it has done nothing for `settle_s`, look at its memory and end it."""
        empty = self._pixels.copy()
        env = {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        # as an installed program: compiled once, whatever whoever measures has set
        env |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": self._bytecode}
        began = time.monotonic()
        child = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            while float((self._pixels != empty).mean()) < COVERED:
                if child.poll() is not None or time.monotonic() - began > within_s:
                    child.kill()
                    words = child.communicate()[1].decode(errors="replace").strip().splitlines()[-1:]
                    raise RuntimeError(f"{Path(command[-1]).name} brought no window: {' '.join(words)}")
                time.sleep(LOOK_EVERY_S)
            appeared_s, processor_s = time.monotonic() - began, _processor_s(child.pid)[0]
            _wait_until_idle(child.pid, settle_s)
            return Appearance(appeared_s, processor_s, _resident_bytes(child.pid))
        finally:
            _end(child)
            self._wait_until(empty)

    def _wait_until(self, picture: NDArray[np.uint32]) -> None:
        """The next program finds the screen as this one did."""
        until = time.monotonic() + ENDS_WITHIN_S
        while (self._pixels != picture).any() and time.monotonic() < until:
            time.sleep(0.02)


@contextlib.contextmanager
def virtual_screen() -> Iterator[VirtualScreen]:
    """A fresh one of 1920 × 1080, gone when the block ends. Needs `screens_are_there()`."""
    reading, writing = os.pipe()
    with TemporaryDirectory(prefix="kiosk-bench-") as folder:
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        command = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            size,
            "-fbdir",
            folder,
            "-nolisten",
            "tcp",
        ]
        server = subprocess.Popen(
            command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            with (Path(folder) / "Xvfb_screen0").open("rb") as file:
                memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                yield VirtualScreen(f":{number}", _sampled(memory), f"{folder}/bytecode")
        finally:
            _end(server)


def _sampled(memory: mmap.mmap) -> NDArray[np.uint32]:
    """A view of every twelfth pixel of a frame buffer in X window dump format."""
    header = np.frombuffer(memory, ">u4", _XWD_FIELDS)
    start = int(header[0]) + int(header[_COLOURS]) * 12
    height, words = int(header[_HEIGHT]), int(header[_BYTES_A_LINE]) // 4
    pixels = np.frombuffer(memory, np.uint32, height * words, start).reshape(height, words)
    return pixels[::EVERY_PX, : int(header[_WIDTH]) : EVERY_PX]


def _resident_bytes(pid: int) -> int:
    """Of the process and all its children: the largest whole (its RSS), and of each other what it shares with nobody (USS).

    A page that a guard and its window share is there once, and so it is counted once.
    """
    sizes = [_rollup(one) for one in _tree(pid)]
    rss, uss = max(sizes)
    return rss - uss + sum(own for _, own in sizes)


def _wait_until_idle(pid: int, seconds: float) -> None:
    """What a program loads behind its first picture belongs to its memory; one that waits for a processor is not at rest."""
    given_up, rested_since = time.monotonic() + SETTLES_WITHIN_S, time.monotonic()
    wanted = sum(_processor_s(pid))
    while time.monotonic() < min(given_up, rested_since + seconds):
        time.sleep(LOOKS_AT_WORK_EVERY_S)
        before, wanted = wanted, sum(_processor_s(pid))
        if abs(wanted - before) > IDLE_SHARE * LOOKS_AT_WORK_EVERY_S:  # less: a thread has ended
            rested_since = time.monotonic()


def _processor_s(pid: int) -> tuple[float, float]:
    """How long threads of the process and its children that are still there had a processor, and waited for one (Linux's schedstat)."""
    had = waited = 0
    for one in _tree(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            for folder in Path(f"/proc/{one}/task").iterdir():
                own = (folder / "schedstat").read_text(encoding="ascii").split()
                had, waited = had + int(own[0]), waited + int(own[1])
    return had / 1e9, waited / 1e9


def _rollup(pid: int) -> tuple[int, int]:
    """(RSS, USS) in bytes."""
    kb: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, size = line.partition(":")
        kb[name] = int(size.split()[0])
    return kb["Rss"] * 1024, (kb["Private_Clean"] + kb["Private_Dirty"]) * 1024


def _tree(pid: int) -> list[int]:
    """The process and all its children that are still there."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    return [pid, *(each for child in children for each in _tree(int(child)))]


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stderr is not None:
        child.stderr.close()
