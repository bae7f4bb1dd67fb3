"""Every Vietnamese syllable typed by Telex, VNI and tone keys through the real keyboard's composer; a key press to its text."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, Progress, at_least, at_most, figure, percentile

ROOT = Path(__file__).resolve().parents[1]


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """In a child of its own, which has a window."""
    progress.step("typing")
    command = [sys.executable, "-m", "benchmarks.typed_syllables", "7" if quick else "1"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = json.loads(subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE).stdout)
    figures = [
        figure(
            f"right by {way}, n = {counts['typed']}",
            100 * counts["right"] / counts["typed"],
            "%",
            goal=at_least(100),
        )
        for way, counts in told["ways"].items()
    ]
    for what, taken in told["ms"].items():
        figures.append(figure(f"{what}, p95, n = {len(taken)}", percentile(taken, 95), "ms", goal=at_most(5)))
        figures.append(figure("  median", median(taken), "ms"))
    return figures
