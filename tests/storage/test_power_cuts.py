"""The power fails while a dossier is taken in: what was acknowledged is there, whole; the rest leaves no trace.

A sample of the points that `python3 dev.py bench power_cuts` goes through one by one.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks.power_cut_model import Call, Left
from benchmarks.power_cuts import cut_at, points_of, problems_after_purge, recorded_intake, recorded_purge

PLAIN_WRITES = ("write", "pwrite")


def can_trace() -> bool:
    traced = ["strace", "-o", "/dev/null", "true"]
    return bool(shutil.which("strace")) and subprocess.run(traced, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not can_trace(), reason="no strace, or it may not look into programs here")


@pytest.fixture(scope="module")
def intake(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call], list[int]]:
    """One intake into a home that was there, call by call."""
    home, calls = recorded_intake(tmp_path_factory.mktemp("intake"), 1)
    return home, calls, points_of(calls)


def test_the_recording_holds_what_makes_an_intake_durable(
    intake: tuple[Path, list[Call], list[int]],
) -> None:
    _, calls, points = intake
    names = [calls[point].name for point in points]
    assert names.count("rename") == 2
    assert names.count("fsync") >= 4
    assert calls[-1].name == "told" or any(call.name == "told" for call in calls[points[-1] :])


@pytest.mark.parametrize("left", list(Left))
def test_a_cut_loses_and_damages_nothing(
    intake: tuple[Path, list[Call], list[int]], left: Left, tmp_path: Path
) -> None:
    home, calls, points = intake
    turns = [point for point in points if calls[point].name not in PLAIN_WRITES]
    chosen = turns if left is Left.ONLY_SYNCED else turns[::3]
    between = points[list(Left).index(left) :: 9]
    assert cut_at(home, calls, sorted({*chosen, *between, len(calls) - 1}), left, tmp_path) == 0


def test_a_purge_cut_short_leaves_nothing_half_erased(tmp_path: Path) -> None:
    home, calls = recorded_purge(tmp_path, 1)
    turns = [point for point in points_of(calls) if calls[point].name not in PLAIN_WRITES]
    assert [calls[point].name for point in turns].count("unlink") >= 2
    for left in (Left.ONLY_SYNCED, Left.TORN):
        points = [*turns, len(calls) - 1]
        assert cut_at(home, calls, points, left, tmp_path, after=problems_after_purge) == 0


def test_a_disk_that_ignores_syncs_would_be_noticed(
    intake: tuple[Path, list[Call], list[int]], tmp_path: Path
) -> None:
    home, calls, _ = intake
    told = [place for place, call in enumerate(calls) if call.name == "told"]
    end = [*calls, Call("write", "nowhere")]
    assert told
    assert cut_at(home, end, [len(calls)], Left.ONLY_SYNCED, tmp_path, ignores_sync=True) == 1
