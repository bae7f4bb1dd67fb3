"""Servers as processes of their own, so that they take no time from what is measured; what they serve is theirs to say."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def neighbour(module: str, *words: str) -> Iterator[int]:
    """Start a module that prints its port and ends when its standard input closes; its port on the loopback while the
    block lasts. RuntimeError when it does not start."""
    command = [sys.executable, "-m", module, *words]
    child = subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        told = child.stdout.readline().strip()
        if not told.isdigit():
            raise RuntimeError(f"{module} did not start")
        yield int(told)
    finally:
        child.stdin.close()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()
