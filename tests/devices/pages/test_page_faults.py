"""Bad pages are stopped with the right word, good ones are let pass."""

from functools import lru_cache

import numpy as np
import pytest

from benchmarks.papers import photograph
from kiosk.devices.pages import PaperScanner
from kiosk.devices.pages.fingerprint import is_same_page
from kiosk.domain.scan import PageProblem, ScannedPage
from tests.devices.pages.papers import draw_paper
from tests.devices.pages.scenes import PAGE_FLAWS, frame_of, overlap, take_scene

SEED = 77
SIZE = (1280, 960)


@lru_cache(maxsize=64)
def taken(number: int, flaw: str = "") -> ScannedPage:
    return PaperScanner().capture(take_scene(SEED, number, flaw=flaw, size=SIZE).frame)


def test_good_pages_are_not_refused() -> None:
    refused = {number: taken(number).problems for number in range(8) if taken(number).problems}
    assert len(refused) <= 1, refused


@pytest.mark.parametrize("flaw", PAGE_FLAWS)
def test_bad_pages_are_stopped_with_their_own_word(flaw: str) -> None:
    for number in range(2):
        shot = take_scene(SEED, number, flaw=flaw, size=SIZE, clutter=0)
        assert PageProblem(flaw) in PaperScanner().capture(shot.frame).problems


def test_a_sheet_far_away_is_said_to_be_too_small_and_is_outlined() -> None:
    for number in (0, 1, 8, 11):
        shot = take_scene(
            900, number, flaw="too_small", size=((1280, 720), (1280, 960), (640, 480))[number % 3]
        )
        page = PaperScanner().capture(shot.frame)
        assert PageProblem.TOO_SMALL in page.problems
        assert overlap(page.corners, shot.corners) > 0.9


def test_bad_pages_are_stopped_on_clutter_too() -> None:
    assert all(taken(9 + place, flaw).problems for place, flaw in enumerate(PAGE_FLAWS))


@pytest.mark.parametrize(
    ("seed", "number"), [(3, 1), (3, 2), (3, 5), (3, 12), (8123, 13), (20001, 0), (20001, 35)]
)
def test_two_sheets_one_on_the_other_are_told_as_such(seed: int, number: int) -> None:
    shot = photograph(number, seed=seed, condition="overlapping")
    problems = PaperScanner().capture(frame_of(shot.picture)).problems
    assert PageProblem.TWO_SHEETS in problems
    assert PageProblem.FINGER not in problems


@pytest.mark.parametrize(
    ("condition", "number"), [("lined", 0), ("sealed", 1), ("receipt", 1), ("curled", 0)]
)
def test_one_sheet_is_not_taken_for_two(condition: str, number: int) -> None:
    shot = photograph(number, seed=47, condition=condition)
    assert PageProblem.TWO_SHEETS not in PaperScanner().capture(frame_of(shot.picture)).problems


def test_a_bare_desk_is_no_page() -> None:
    page = PaperScanner().capture(frame_of(np.full((720, 1280, 3), 90, np.uint8)))
    assert page.problems == (PageProblem.NO_PAGE,)
    assert (page.width, page.height) == (1280, 720)


def test_the_same_page_taken_again_is_noticed_and_another_is_not() -> None:
    scanner = PaperScanner()
    paper = draw_paper(np.random.default_rng(1), "form")
    other = draw_paper(np.random.default_rng(2), "form")
    first, again = (take_scene(SEED, 40 + n, paper=paper, size=SIZE).frame for n in range(2))
    one = scanner.capture(first)
    assert PageProblem.SAME_PAGE in scanner.capture(again, earlier=[one.fingerprint]).problems
    different = take_scene(SEED, 43, paper=other, size=SIZE).frame
    assert PageProblem.SAME_PAGE not in scanner.capture(different, earlier=[one.fingerprint]).problems


def test_marks_of_pages_are_64_bits() -> None:
    assert 0 <= taken(0).fingerprint < 2**64
    assert is_same_page(0, 0b1111)
    assert not is_same_page(0, 2**64 - 1)
