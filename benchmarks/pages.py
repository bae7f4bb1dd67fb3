"""Sheets of paper on a desk: corners beside the contour that tutorials teach, which pages are refused, what can be read."""

import os
import shutil
import subprocess
from collections import Counter
from statistics import median

import cv2
import numpy as np

from benchmarks.figures import Figure, Progress, at_least, at_most, figure, race, ratio_at_most, share_percent
from benchmarks.optics import Floats, Picture
from benchmarks.paper_art import ORDINARY, draw_sheet
from benchmarks.papers import CONDITIONS, FLAWS, Photograph, overlap, photograph
from kiosk.devices.pages.corners import find_page
from kiosk.devices.pages.scanner import PaperScanner
from kiosk.devices.pixels import frame_of

GOOD_PAGES, QUICK_GOOD = 80, 6
SPOILT_PAGES, QUICK_SPOILT = 8, 1
"""Of each flaw."""
HARD_PAGES, QUICK_HARD = 8, 1
"""Of each condition."""
READ_PAGES, QUICK_READ = 10, 1
WHOLE = 0.95
"""Corners with this overlap (IoU) are as good as drawn by hand."""
PEER = "tutorial contour"
SAME_PAGE = "same_page"
"""A page that was taken before, photographed anew."""


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Corners and their time on good pages; then what is refused of good and of spoilt ones."""
    cv2.setNumThreads(1)
    good = QUICK_GOOD if quick else GOOD_PAGES
    spoilt = QUICK_SPOILT if quick else SPOILT_PAGES
    hard, read = (QUICK_HARD, QUICK_READ) if quick else (HARD_PAGES, READ_PAGES)
    return [
        *_corners_and_refusals(good, progress),
        *_hard_conditions(hard, progress),
        *_stopped(spoilt, progress),
        *_what_can_be_read(read, progress),
    ]


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


def _hard_conditions(pages: int, progress: Progress) -> list[Figure]:
    """Corners, and refusals of these good pages."""
    figures = []
    refused = 0
    for place, condition in enumerate(CONDITIONS):
        own = peer = 0
        for number in range(pages):
            progress.step("hard pages", place * pages + number, pages * len(CONDITIONS))
            shown = photograph(number, condition=condition)
            found = find_page(shown.picture)
            own += overlap(np.asarray(found.corners, np.float32) if found else None, shown.corners) > WHOLE
            peer += overlap(tutorial_contour(shown.picture), shown.corners) > WHOLE
            refused += bool(PaperScanner().capture(frame_of(shown.picture)).problems)
        words = f"corners, {condition.replace('_', ' ')}, n = {pages}"
        figures.append(
            figure(words, share_percent(own, pages), "%", peer=share_percent(peer, pages), peer_name=PEER)
        )
    every = pages * len(CONDITIONS)
    return [*figures, figure(f"of these refused, n = {every}", share_percent(refused, every), "%")]


def _stopped(pages: int, progress: Progress) -> list[Figure]:
    passed: Counter[str] = Counter()
    kinds = (*FLAWS, SAME_PAGE)
    for place, flaw in enumerate(kinds):
        for number in range(pages):
            progress.step("spoilt pages", place * pages + number, pages * len(kinds))
            passed[flaw] += not _problems(number, flaw)
    every = pages * len(kinds)
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


def _problems(number: int, flaw: str) -> tuple[object, ...]:
    if flaw != SAME_PAGE:
        return PaperScanner().capture(frame_of(photograph(number, flaw=flaw).picture)).problems
    rng = np.random.default_rng((21, number))
    sheet = draw_sheet(rng, str(rng.choice(ORDINARY)))
    first, second = (photograph(2 * number + turn, seed=21, sheet=sheet).picture for turn in (0, 1))
    earlier = PaperScanner().capture(frame_of(first)).fingerprint
    return PaperScanner().capture(frame_of(second), None, [earlier]).problems


def _what_can_be_read(pages: int, progress: Progress) -> list[Figure]:
    """Words that tesseract (vie) finds on the untouched photograph and on the page made of it; upright pages only,
    since a photograph that lies on its side is not read at all."""
    if shutil.which("tesseract") is None:
        return []
    rates: list[tuple[float, float]] = []
    number = 0
    while len(rates) < pages:
        shown = photograph(number, seed=31)
        number += 1
        across = shown.corners[1] - shown.corners[0]
        if across[0] < 3 * abs(across[1]):
            continue
        progress.step("pages read", len(rates), pages)
        photo = cv2.imencode(".jpg", shown.picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()
        page = PaperScanner().capture(frame_of(shown.picture))
        rates.append((_word_rate(page.jpeg, shown), _word_rate(photo, shown)))
    worse = sum(own < peer for own, peer in rates)
    return [
        figure(
            f"words read on the page, n = {pages}",
            100 * float(np.mean([own for own, _ in rates])),
            "%",
            peer=100 * float(np.mean([peer for _, peer in rates])),
            peer_name="untouched photograph",
        ),
        figure("pages read worse than their photograph", float(worse), goal=at_most(0)),
    ]


def _word_rate(jpeg: bytes, shown: Photograph) -> float:
    """Share of the words drawn that come out letter for letter, in any order."""
    command = ["tesseract", "-", "-", "-l", "vie", "--psm", "3"]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    told = subprocess.run(command, input=jpeg, capture_output=True, check=True, env=env).stdout.decode()
    read, drawn = Counter(told.lower().split()), Counter(" ".join(shown.words).lower().split())
    return (read & drawn).total() / max(1, drawn.total())
