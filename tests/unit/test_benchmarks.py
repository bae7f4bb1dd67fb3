"""The measurements can be run: all are listed, goals are judged rightly, pictures are the same for a seed."""

import ast
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cards import LEVELS, card_frame
from benchmarks.figures import (
    Figure,
    Goal,
    Progress,
    at_least,
    at_most,
    figure,
    percentile,
    plain,
    race,
    ratio_at_most,
    table,
)
from benchmarks.papers import FLAWS, overlap, photograph
from benchmarks.registry import BENCHMARKS

ROOT = Path(__file__).resolve().parents[2]


def test_every_module_that_measures_is_listed() -> None:
    measuring = {
        file.stem
        for file in (ROOT / "benchmarks").glob("*.py")
        if any(
            isinstance(node, ast.FunctionDef) and node.name == "measure"
            for node in ast.parse(file.read_text(encoding="utf-8")).body
        )
    }
    assert measuring == {each.name for each in BENCHMARKS}
    assert len({each.name for each in BENCHMARKS}) == len(BENCHMARKS)


def test_the_guide_tells_of_every_benchmark() -> None:
    guide = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert [each.name for each in BENCHMARKS if f"`{each.name}`" not in guide] == []


@pytest.mark.parametrize(
    ("goal", "product", "peer", "words", "met"),
    [
        (at_least(97), 97.0, 40.0, "≥ 97 %", True),
        (at_least(97), 96.9, None, "≥ 97 %", False),
        (at_most(150), 150.0, None, "≤ 150 %", True),
        (at_most(0), 1.0, 0.0, "≤ 0 %", False),
        (ratio_at_most(1.5), 3.0, 2.0, "≤ 1.50 ×", True),
        (ratio_at_most(1.5), 3.2, 2.0, "≤ 1.50 ×", False),
        (ratio_at_most(0.5), 3.2, None, "≤ 0.50 ×", None),
    ],
)
def test_a_goal_is_judged_by_value_or_by_ratio(
    goal: Goal, product: float, peer: float | None, words: str, met: bool | None
) -> None:
    line = figure("what", product, "%", peer=peer, peer_name="peer", goal=goal)
    assert (line.goal, line.met) == (words, met)
    assert line.ratio == (product / peer if peer else None)


def test_the_table_tells_what_fell_short() -> None:
    figures = [
        figure("reads", 91.0, "%", peer=80.0, peer_name="peer", goal=at_least(97)),
        figure("time", 2.0, "ms", goal=at_most(4)),
        Figure("size", 1.0, None, "none installed", None, "", None),
    ]
    heading, _, name, short, met, unjudged = table([("reading", figures), ("empty", [])]).splitlines()
    assert heading.split() == ["what", "product", "peer", "ratio", "goal"]
    assert name == "reading"
    assert short.split() == ["reads", "91", "%", "80", "%", "peer", "1.14", "≥", "97", "%", "short"]
    assert met.endswith("ok")
    assert unjudged.split() == ["size", "1", "–", "none", "installed", "–", "–", "–"]


@pytest.mark.parametrize(
    ("value", "words"), [(0.0, "0"), (0.0312, "0.031"), (1.5, "1.50"), (97.7, "97.7"), (101326.4, "101 326")]
)
def test_numbers_are_short(value: float, words: str) -> None:
    assert plain(value) == words


def test_contestants_take_turns() -> None:
    order: list[str] = []
    ticks = iter(range(100))
    medians = race(
        {name: lambda name=name: order.append(name) for name in "abc"},  # type: ignore[misc]
        3,
        clock=lambda: float(next(ticks)),
    )
    assert "".join(order) == "abcbcacab"
    assert medians == {"a": 1000.0, "b": 1000.0, "c": 1000.0}


def test_the_percentile_is_a_value_that_was_seen() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 95) == 95.0
    assert percentile([7.0], 95) == 7.0


def test_progress_in_a_log_is_few_lines() -> None:
    log = io.StringIO()
    progress = Progress("reading", log)
    for done in range(1000):
        progress.step("frames", done, 1000)
    progress.finish(3.2)
    assert log.getvalue().splitlines() == ["  reading: frames 0/1000", "  reading: done in 3 s"]


def test_the_same_seed_draws_the_same_card() -> None:
    first, again, other = (card_frame(LEVELS[-1], 0, seed) for seed in (3, 3, 4))
    assert first.picture.shape == (720, 1280, 3)
    assert first.text == again.text != other.text
    assert np.array_equal(first.picture, again.picture)
    assert first.corners.min() > 0
    assert first.corners[:, 0].max() < 1280


@pytest.mark.parametrize("flaw", ["", *FLAWS])
def test_a_page_lies_in_its_photograph_unless_it_is_cut_off(flaw: str) -> None:
    shot = photograph(1, flaw=flaw)
    height, width = shot.picture.shape[:2]
    inside = bool(
        (shot.corners >= -1).all()
        and (shot.corners[:, 0] <= width).all()
        and (shot.corners[:, 1] <= height).all()
    )
    assert inside == (flaw != "cut_off")
    assert overlap(shot.corners, shot.corners) == pytest.approx(1.0, abs=1e-3)
    assert overlap(None, shot.corners) == 0.0


@pytest.mark.slow
def test_a_quick_run_prints_the_table() -> None:
    command = [sys.executable, "-m", "benchmarks", "printing", "storing", "--quick"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    for words in ("printing", "storing", "bytes of a slip, 80 mm", "audit rows checked", "quick run"):
        assert words in run.stdout


def test_an_unknown_name_is_refused_in_words() -> None:
    command = [sys.executable, "-m", "benchmarks", "flying"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 2
    assert "flying" in run.stderr
    assert "searching" in run.stderr
