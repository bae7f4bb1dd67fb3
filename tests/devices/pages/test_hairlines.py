"""The thin shadow of a rim is found across a page; what is printed, ruled or folded is not taken for one."""

import cv2
import numpy as np
import pytest

from kiosk.devices.pages.hairlines import hairlines
from kiosk.devices.pages.perspective import SheetSize
from kiosk.devices.pages.two_sheets import has_second_rim
from kiosk.devices.pixels import Picture

WIDTH, HEIGHT = 496, 702
CORNERS = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], np.float64) - 0.5
A4_SIZE = SheetSize(210.0, 297.0, 60.0)


def page(*lines: tuple[float, float], level: float = 0.9, left: int = 0, right: int = WIDTH) -> Picture:
    """A grey page with lines from `left` to `right`, from one height to another, that leave `level` of the light."""
    shade = np.ones((HEIGHT, WIDTH), np.float32)
    for start, end in lines:
        first, last = ((x * 16, round(16 * (start + (end - start) * x / WIDTH))) for x in (left, right))
        cv2.line(shade, first, last, level, 1, cv2.LINE_AA, shift=4)
    light = 205 * cv2.GaussianBlur(shade, (0, 0), 0.8) + np.random.default_rng(1).normal(0, 1.2, shade.shape)
    return np.asarray(np.clip(light, 0, 255), np.uint8)


def is_two(grey: Picture, *, is_odd: bool = False) -> bool:
    picture = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    return has_second_rim(picture, CORNERS, A4_SIZE, is_odd=is_odd)


def test_a_faint_slanting_line_from_side_to_side_is_found_where_it_is() -> None:
    (line,) = hairlines(page((40, 70), level=0.93))
    assert abs(line.start - 40) < 2
    assert abs(line.end - 70) < 2
    assert abs(line.tilt_deg - 3.46) < 0.3


@pytest.mark.parametrize("turned", [False, True])
def test_a_rim_near_any_side_makes_two_sheets(turned: bool) -> None:
    for ends in ((40, 70), (HEIGHT - 60, HEIGHT - 30)):
        grey = page(ends)
        if turned:
            grey = np.asarray(cv2.resize(np.ascontiguousarray(grey.T), (WIDTH, HEIGHT)), np.uint8)
        assert is_two(grey)


def test_a_rim_that_runs_with_the_sides_counts_where_the_outline_is_no_sheets() -> None:
    grey = page((60, 60))
    assert is_two(grey, is_odd=True)
    assert not is_two(grey), "a crease"


def test_print_rules_and_folds_in_the_middle_are_no_rim() -> None:
    assert not is_two(page(*((y, y + 20) for y in range(40, 640, 40)), level=0.8), is_odd=True), "ruled"
    assert not is_two(page((80, 80), level=0.5, left=40, right=WIDTH - 40), is_odd=True), "a line of print"
    assert not is_two(page((340, 358)), is_odd=True), "folded in half"
    assert not is_two(page(), is_odd=True)


@pytest.mark.parametrize("shape", [(8, 700), (700, 8), (8, 8)])
def test_slivers_have_no_rims(shape: tuple[int, int]) -> None:
    assert hairlines(np.full(shape, 200, np.uint8)) == []
    hairlines(np.random.default_rng(2).integers(0, 256, shape, np.uint8))
