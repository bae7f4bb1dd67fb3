"""After a visit nothing of it is left, however it ended: no word and no picture in any process's memory, and none in any file."""

import contextlib
import mmap
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.pixels import picture_of
from kiosk.devices.stage.sample_cards import sample_cards
from tests.cli.program import ROOT, Kiosk, Portal, environment, wait_until
from tests.journeys.visits_to_be_forgotten import CARD, FILING, INTERRUPTED, PAPER, REGISTERING

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
WORDS = ("Zoxan Qumevi", "079203456781", "Yvuwo 77 Krazelu", "Wopix Bejuro", "0987316254")
"""Name, personal number, address, paper, phone: words that stand nowhere else in this program."""
FIRST, SECOND = bytes.fromhex("5be317"), bytes.fromhex("d12ea9")
"""Of the stripes that the lens sees, blue first: nothing that this program draws has these colours."""
SEEN = {
    "left while typing": set(WORDS[:3]),
    "walked away from the camera": {"picture"},
    "called for help and went": {WORDS[3]},
    "walked away from the code": {WORDS[4]},
}
"""What must be found while the visit goes on."""
STRIPE_PX, RUN_PX = 48, 12
PAGE_BYTES = mmap.PAGESIZE
ITS_OWN = np.uint64(1 << 56)
PAPER_OUT = ("roll", "sheets")
"""What came out of the printers is no file of the terminal."""


def patterns() -> dict[str, tuple[bytes, ...]]:
    """Words as UTF-8 and as Qt's UTF-16; stripes as rows of three and four bytes a pixel, in either order, and as grey."""
    words = {word: (word.encode(), word.encode("utf-16-le")) for word in WORDS}
    colours = (FIRST, FIRST[::-1], FIRST + b"\xff", FIRST[::-1] + b"\xff")
    rows = [colour * RUN_PX for colour in colours]
    grey = [bytes([round(0.114 * b + 0.587 * g + 0.299 * r)]) for b, g, r in (FIRST, SECOND)]
    rows.append(grey[0] * RUN_PX + grey[1] * RUN_PX)
    return {**words, "picture": tuple(rows)}


def copies(process: int, *, whole: bool = False) -> dict[str, int]:
    """How often each stands in memory that the process itself has written."""
    found = dict.fromkeys(patterns(), 0)
    for part in written_memory(process, whole=whole):
        for what, forms in patterns().items():
            found[what] += sum(part.count(form) for form in forms)
    return {what: number for what, number in found.items() if number}


def written_memory(process: int, *, whole: bool) -> Iterator[bytes]:
    """Stretch by stretch, without pages that are not there, or with `whole` False not its own alone: those are its
    guard's as well (the kernel's Documentation/admin-guide/mm/pagemap.rst)."""
    place = Path(f"/proc/{process}")
    with (place / "mem").open("rb", 0) as memory, (place / "pagemap").open("rb", 0) as pages:
        for line in (place / "maps").read_text().splitlines():
            area, rights = line.split()[:2]
            if not rights.startswith("rw") or re.search(r"\[v(var|dso|syscall)", line):
                continue
            begin, end = (int(part, 16) // PAGE_BYTES for part in area.split("-"))
            pages.seek(begin * 8)
            facts = np.frombuffer(pages.read((end - begin) * 8), np.uint64)
            there = (facts >> np.uint64(62) > 0) & ((facts & ITS_OWN > 0) | whole)
            edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
            for first, last in edges.reshape(-1, 2):
                with contextlib.suppress(OSError):
                    memory.seek((begin + int(first)) * PAGE_BYTES)
                    yield memory.read(int(last - first) * PAGE_BYTES)


def holds(process: int, what: set[str]) -> bool:
    return what <= set(copies(process))


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[-1].split()[0] == "Z"
    except OSError:
        return True


class Guarded:
    """The program with its visitors, and the guard over it."""

    def __init__(self, kiosk: Kiosk) -> None:
        words = [word[::-1] for word in WORDS]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.visits_to_be_forgotten", str(kiosk.folder), *words],
            cwd=ROOT,
            env=environment(kiosk.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self, what: str) -> int:
        """It comes to that; the process with the window."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline().split()
        assert said[:1] == [what], said
        return int(said[1])

    def tell(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()


@contextmanager
def guarded(kiosk: Kiosk) -> Iterator[Guarded]:
    program = Guarded(kiosk)
    try:
        yield program
    finally:
        program.process.kill()
        program.process.wait(60)
        for end in (program.process.stdin, program.process.stdout):
            assert end is not None
            end.close()


def lay_out_the_desk(kiosk: Kiosk) -> None:
    """A card over stripes, and stripes alone."""
    for name in ("lens", "away"):
        (kiosk.folder / name).mkdir()
    stripes = np.zeros((900, 1280, 3), np.uint8)
    for left in range(0, 1280, STRIPE_PX):
        stripes[:, left : left + STRIPE_PX] = list(FIRST if left // STRIPE_PX % 2 else SECOND)
    card = picture_of(next(card.front for card in sample_cards() if card.id == "cccd_2021"))
    card = cv2.resize(card, (1100, 1100 * card.shape[0] // card.shape[1]), interpolation=cv2.INTER_AREA)
    over = np.full((900, 1280, 3), 200, np.uint8)
    over[840:] = stripes[840:]
    over[60 : 60 + card.shape[0], 90:1190] = card
    assert cv2.imwrite(str(kiosk.folder / "away" / CARD), over)
    assert cv2.imwrite(str(kiosk.folder / "away" / PAPER), stripes)


@pytest.mark.parametrize(
    "ways", [REGISTERING, INTERRUPTED, FILING], ids=["registering", "interrupted", "filing"]
)
def test_nothing_of_a_visit_outlives_it_in_memory_or_on_disk(
    kiosk: Kiosk, portal: Portal, ways: dict[str, object]
) -> None:
    lay_out_the_desk(kiosk)
    *ways_of_ending, last = ways
    with guarded(kiosk) as program:
        window = program.says("window")
        for way in ways_of_ending:
            program.tell(way)
            program.says("during")
            if seen := SEEN.get(way):
                wait_until(partial(holds, window, seen), f"{way}: the search itself to find what is there")
            codes = portal.messages("otp")
            program.tell(str(codes[-1]["otp"]) if codes else "go")
            fresh = program.says("window")
            assert fresh != window, way
            wait_until(partial(is_gone, window), f"{way}: the window of the visit to be gone")
            # a fresh one may still be delivering what was filed
            wait_until(lambda after=fresh: not copies(after), f"{way}: nothing to be left")
            window = fresh
        assert not copies(program.process.pid, whole=True), "a guard knows nobody"
        program.tell(last)
        program.says("during")
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(60) == 0
        assert is_gone(window)
    assert not dict(files_with_traces(kiosk.folder))


def files_with_traces(place: Path) -> Iterator[tuple[str, list[str]]]:
    for folder, _, files in os.walk(place):
        if Path(folder).name in (*PAPER_OUT, "away", "lens"):
            continue
        for name in files:
            held = (Path(folder) / name).read_bytes()
            if traces := [what for what, forms in patterns().items() if any(f in held for f in forms)]:
                yield name, traces
