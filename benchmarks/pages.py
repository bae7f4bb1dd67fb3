"""Sheets of paper on a desk: the product's corners beside the contour that tutorials teach; which pages are refused."""

from collections import Counter
from statistics import median

import cv2
import numpy as np

from benchmarks.figures import Figure, Progress, at_least, at_most, figure, race, ratio_at_most, share_percent
from benchmarks.optics import Floats, Picture
from benchmarks.papers import FLAWS, overlap, photograph
from kiosk.devices.pages.corners import find_page
from kiosk.devices.pages.scanner import PaperScanner
from kiosk.devices.pixels import frame_of

GOOD_PAGES, QUICK_GOOD = 80, 6
SPOILT_PAGES, QUICK_SPOILT = 8, 1
"""Of each flaw."""
WHOLE = 0.95
"""Corners with this overlap (IoU) are as good as drawn by hand."""
PEER = "tutorial contour"


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Corners and their time on good pages; then what is refused of good and of spoilt ones."""
    cv2.setNumThreads(1)
    good = QUICK_GOOD if quick else GOOD_PAGES
    spoilt = QUICK_SPOILT if quick else SPOILT_PAGES
    return [*_corners_and_refusals(good, progress), *_stopped(spoilt, progress)]


def tutorial_contour(picture: Picture) -> Floats | None:
    """(4, 2) corners, None when no outline has four: 500 px high, grey, blur, Canny, the largest outline of four."""
    scale = 500 / picture.shape[0]
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0), 75, 200)
    outlines, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for line in sorted(outlines, key=cv2.contourArea, reverse=True)[:5]:
        corners = cv2.approxPolyDP(line, 0.02 * cv2.arcLength(line, True), True)
        if len(corners) == 4:
            return np.asarray(corners.reshape(4, 2) / scale, np.float32)
    return None


def _corners_and_refusals(pages: int, progress: Progress) -> list[Figure]:
    own_whole = peer_whole = 0
    own_ms: list[float] = []
    peer_ms: list[float] = []
    refused: Counter[str] = Counter()
    for number in range(pages):
        progress.step("good pages", number, pages)
        shown = photograph(number)
        found = find_page(shown.picture)
        own_whole += overlap(np.asarray(found.corners, np.float32) if found else None, shown.corners) > WHOLE
        peer_whole += overlap(tutorial_contour(shown.picture), shown.corners) > WHOLE
        taken = _times_ms(shown.picture)
        own_ms.append(taken["own"])
        peer_ms.append(taken[PEER])
        problems = PaperScanner().capture(frame_of(shown.picture)).problems
        refused.update(problem.value for problem in problems[:1])
    sample = f"n = {pages}"
    return [
        figure(
            f"four corners, IoU > {WHOLE}, {sample}",
            share_percent(own_whole, pages),
            "%",
            peer=share_percent(peer_whole, pages),
            peer_name=PEER,
            goal=at_least(97),
        ),
        figure(
            "time to find them",
            median(own_ms),
            "ms",
            peer=median(peer_ms),
            peer_name=PEER,
            goal=ratio_at_most(4),
        ),
        figure(f"good pages refused, {sample}", share_percent(refused.total(), pages), "%", goal=at_most(2)),
        *(
            figure(f"  refused as {problem}", share_percent(count, pages), "%")
            for problem, count in refused.most_common()
        ),
    ]


def _times_ms(picture: Picture) -> dict[str, float]:
    return race({"own": lambda: find_page(picture), PEER: lambda: tutorial_contour(picture)}, 2)


def _stopped(pages: int, progress: Progress) -> list[Figure]:
    passed: Counter[str] = Counter()
    for place, flaw in enumerate(FLAWS):
        for number in range(pages):
            progress.step("spoilt pages", place * pages + number, pages * len(FLAWS))
            problems = PaperScanner().capture(frame_of(photograph(number, flaw=flaw).picture)).problems
            passed[flaw] += not problems
    every = pages * len(FLAWS)
    return [
        figure(
            f"spoilt pages stopped, n = {every}",
            share_percent(every - passed.total(), every),
            "%",
            goal=at_least(98),
        ),
        *(
            figure(f"  passed though {flaw}", share_percent(count, pages), "%")
            for flaw, count in passed.items()
            if count
        ),
    ]
