"""After a visit nothing that was typed is left: not in the process's memory, seen from outside, and in no file."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ROOT, Kiosk, environment

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
CANARIES = ("Zoxan Qumevi", "079203456781", "Yvuwo 77 Krazelu")
"""Words that stand nowhere else in this program."""
MOVING_PARTS = re.compile(r"\[v(var|dso|syscall)")


def copies(process: int) -> dict[str, int]:
    """How often each canary stands in the memory of a process, as UTF-8 or as Qt's UTF-16."""
    found = dict.fromkeys(CANARIES, 0)
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            if "r" not in rights or MOVING_PARTS.search(line):
                continue
            begin, end = (int(part, 16) for part in place.split("-"))
            try:
                memory.seek(begin)
                data = memory.read(end - begin)
            except OSError:
                continue
            for canary in CANARIES:
                found[canary] += data.count(canary.encode()) + data.count(canary.encode("utf-16-le"))
    return found


def test_nothing_typed_outlives_the_visit_in_memory_or_on_disk(bare_kiosk: Kiosk) -> None:
    backwards = [canary[::-1] for canary in CANARIES]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.visits_to_be_forgotten", str(bare_kiosk.folder), *backwards],
        cwd=ROOT,
        env=environment(bare_kiosk.folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        while said := child.stdout.readline().strip():
            left = copies(child.pid)
            if said == "typed":
                assert all(left.values()), f"the search itself finds what is there: {left}"
            else:
                assert not any(left.values()), f"{said}: {left}"
            child.stdin.write("on\n")
            child.stdin.flush()
        assert child.wait(60) == 0
    finally:
        child.kill()
        child.wait(60)
        child.stdin.close()
        child.stdout.close()
    for folder, _, files in os.walk(bare_kiosk.folder):
        for name in files:
            held = (Path(folder) / name).read_bytes()
            assert not [
                each for each in CANARIES if each.encode() in held or each.encode("utf-16-le") in held
            ], name
