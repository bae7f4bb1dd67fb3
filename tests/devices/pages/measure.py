"""Measures the page scanner over many invented photographs: `python -m tests.devices.pages.measure --seed 71 --count 120`.

Prints how often the corners are right and what that costs against the customary contour recipe, how many bad pages are
stopped and how many good ones refused. Not a test: it takes minutes."""

import argparse
import sys
import time

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages import PaperScanner
from kiosk.devices.pages.corners import find_page
from tests.devices.pages.scenes import PAGE_FLAWS, overlap, take_scene


def tutorial_contour(picture: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Grey, blur, Canny, largest contour with four corners: what a user would take instead."""
    scale = 500 / picture.shape[0]
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    steps = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0), 75, 200)
    contours, _ = cv2.findContours(steps, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:5]:
        corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(corners) == 4:
            return np.asarray(corners.reshape(4, 2) / scale, np.float32)
    return None


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def measure_good(seed: int, count: int) -> None:
    """Corners against the contour recipe, and how many good pages are refused."""
    ours: list[float] = []
    theirs: list[float] = []
    our_ms: list[float] = []
    their_ms: list[float] = []
    refused: list[str] = []
    for number in range(count):
        scene = take_scene(seed, number)
        start = time.process_time()
        found = find_page(scene.picture)
        middle = time.process_time()
        contour = tutorial_contour(scene.picture)
        our_ms.append((middle - start) * 1000)
        their_ms.append((time.process_time() - middle) * 1000)
        ours.append(overlap(found.corners if found else None, scene.corners))
        theirs.append(overlap(contour, scene.corners))
        problems = PaperScanner().capture(scene.frame).problems
        refused += ["+".join(problem.value for problem in problems)] if problems else []
    for name, shares, ms in (("product", ours, our_ms), ("contour", theirs, their_ms)):
        good = [100 * float(np.mean(np.array(shares) > limit)) for limit in (0.95, 0.98)]
        say(
            f"{name}: IoU > 0.95 {good[0]:.1f} %, > 0.98 {good[1]:.1f} %, median {np.median(shares):.4f}, "
            f"CPU {np.median(ms):.1f} ms"
        )
    say(f"time: {np.median(our_ms) / np.median(their_ms):.2f} x contour, n = {count}")
    say(f"good pages refused: {100 * len(refused) / count:.1f} % {refused}")


def measure_bad(seed: int, count: int) -> None:
    """How many pages of each flaw are stopped, and how many with the flaw's own word."""
    stopped, named = 0, 0
    for flaw in PAGE_FLAWS:
        found = [
            {
                problem.value
                for problem in PaperScanner().capture(take_scene(seed, number, flaw=flaw).frame).problems
            }
            for number in range(count)
        ]
        stopped += sum(map(bool, found))
        named += sum(flaw in problems for problems in found)
        say(f"  {flaw}: stopped {sum(map(bool, found))}, named {sum(flaw in p for p in found)} of {count}")
    total = count * len(PAGE_FLAWS)
    say(
        f"bad pages stopped: {100 * stopped / total:.1f} %, by the right word {100 * named / total:.1f} %, n = {total}"
    )


def main() -> None:
    """Reads the command line and prints the figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=71)
    arguments.add_argument("--count", type=int, default=120)
    arguments.add_argument("--flawed", type=int, default=30, help="pages of each flaw")
    given = arguments.parse_args()
    cv2.setNumThreads(1)
    measure_good(given.seed, given.count)
    measure_bad(given.seed, given.flawed)


if __name__ == "__main__":
    main()
