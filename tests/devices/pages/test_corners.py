"""A sheet is found on clutter, its corners are exact, and what is missing of it is noticed."""

from functools import lru_cache

import numpy as np
import pytest

from kiosk.devices.pages.corners import find_page, follow_page
from kiosk.devices.pages.perspective import measure_sheet, side_ratio
from tests.devices.pages.desks import paint_desk
from tests.devices.pages.scenes import Scene, overlap, take_scene

SEED = 5


@lru_cache(maxsize=32)
def scene(number: int, flaw: str = "", turns: int | None = None) -> Scene:
    size = ((1280, 720), (1280, 960))[number % 2]
    return take_scene(SEED, number, flaw=flaw, size=size, turns=turns)


def test_nearly_every_sheet_is_found_to_within_a_twentieth() -> None:
    overlaps = []
    for number in range(14):
        found = find_page(scene(number).picture)
        overlaps.append(overlap(found.corners if found else None, scene(number).corners))
    assert sum(share > 0.95 for share in overlaps) >= 13, np.round(overlaps, 3)
    assert float(np.median(overlaps)) > 0.995


def test_corners_come_clockwise_from_the_top_left_of_the_picture() -> None:
    found = find_page(scene(0).picture)
    assert found is not None
    assert found.corners.sum(axis=1).argmin() == 0
    sides = np.roll(found.corners, -1, axis=0) - found.corners
    following = np.roll(sides, -1, axis=0)
    assert (sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0] > 0).all()


def test_a_sheet_that_leaves_the_picture_is_cut_off() -> None:
    found = [find_page(scene(number, "cut_off").picture) for number in range(6)]
    # on one desk another sheet lies whole beside the cut one, and is taken for the page
    assert sum(page is not None and page.cut_off for page in found) >= 5


def test_a_bare_desk_holds_no_sheet_neither_whole_nor_cut() -> None:
    found = []
    for number in range(8):
        rng = np.random.default_rng((SEED, number))
        desk = paint_desk(rng, 540, 960, is_pale=number % 3 == 0, clutter=0)
        found.append(find_page(np.clip(desk + rng.normal(0, 2, desk.shape), 0, 255).astype(np.uint8)))
    assert sum(page is not None for page in found) == 0, found


def test_half_a_sheet_between_two_shadows_is_not_taken_for_a_whole_one() -> None:
    shot = take_scene(77, 1, flaw="cut_off", size=(1280, 960), clutter=0)
    found = find_page(shot.picture)
    assert found is not None
    assert found.cut_off


@pytest.mark.parametrize("shape", [(3, 3), (40, 600), (600, 40), (240, 320)])
def test_pictures_of_any_size_and_without_any_line_are_survived(shape: tuple[int, int]) -> None:
    assert find_page(np.full((*shape, 3), 120, np.uint8)) is None


def test_a_sheet_is_followed_while_it_moves_a_little_and_lost_when_it_is_gone() -> None:
    picture = scene(0).picture
    found = find_page(picture)
    assert found is not None
    followed = follow_page(np.roll(picture, 3, axis=1), found.corners)
    assert followed is not None
    assert followed.corners[:, 0] == pytest.approx(found.corners[:, 0] + 3, abs=0.7)
    assert follow_page(np.full_like(picture, 90), found.corners) is None


def test_the_true_ratio_and_size_come_out_of_the_slant() -> None:
    for number in range(8):
        shot = scene(number)
        height, width = shot.picture.shape[:2]
        corners = shot.corners.astype(np.float64)
        assert side_ratio(corners[None], width, height)[0] == pytest.approx(210 / 297, rel=0.05)
        size = measure_sheet(corners, width, height)
        assert (size.width_mm, size.height_mm) == (210, 297)
        assert size.dpi == pytest.approx(shot.dpi, rel=0.03)
