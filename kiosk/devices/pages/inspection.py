"""Puts every question a clerk would ask of a page on the glass, and lists what is wrong. Finds and changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.devices.pages.cover import MARGIN_MM, Cover, margin_px, what_covers
from kiosk.devices.pages.fingerprint import fingerprint, is_same_page
from kiosk.devices.pages.flatten import flatten
from kiosk.devices.pages.light_faults import glare_share, is_too_dark
from kiosk.devices.pages.perspective import MM_PER_INCH, SheetSize, paper_error
from kiosk.devices.pages.picture import Corners
from kiosk.devices.pages.reading_way import READING_DPI, ReadingWay, reading_way
from kiosk.devices.pages.shade import LIGHT_DPI, paper_light
from kiosk.devices.pages.sharpness import evened, sharpness
from kiosk.devices.pages.two_sheets import has_second_rim
from kiosk.devices.pixels import Picture
from kiosk.domain.scan import PageProblem

SHARP_ENOUGH = 0.48
MOST_GLARE_SHARE = 0.004
"""A lamp's image of 16 mm across wipes out a line or two."""
LEAST_DPI = 40.0
"""Coarser than this, twelve-point letters are three pixels high: nobody reads them."""
WANTED_DPI, WANTED_FILL = 75.0, 0.55
"""Coarser than this is too small as well if the sheet fills less than this share of the frame: it can come nearer."""
FINEST_LOOK_DPI = 220.0
ODD_PAPER, NO_PAPER = 0.008, 0.35
"""The outline of a flat sheet has a known paper's ratio to within the first |log|, that of two sheets seldom has; beyond
the second it is a till's slip."""
LEAST_INK_SHARE = 0.0002
"""Of the page; a single short line of print has ten times as much."""
FAINTEST_INK = 0.16
RIM_MM = 6.0
"""Ink is not counted so near the rim, where the desk may show."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page in a frame is: what a live view needs."""

    sharpness: float
    glare_share: float
    problems: tuple[PageProblem, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written on a page, without reading it: which way up, whether anything, and its mark."""

    way: ReadingWay
    is_blank: bool
    fingerprint: int


def inspect(picture: Picture, corners: Corners, size: SheetSize, *, cut_off: bool) -> Condition:
    """Everything that can be told without reading: `picture` (H, W, 3) BGR, the sheet at `corners`."""
    around, margin = flatten(picture, corners, size, LIGHT_DPI, margin_mm=MARGIN_MM), margin_px()
    small = np.ascontiguousarray(around[margin:-margin, margin:-margin])
    light = paper_light(small, LIGHT_DPI)
    glare = glare_share(small, light)
    covered = what_covers(around, light)
    look_dpi = min(size.dpi, FINEST_LOOK_DPI)
    two_sheets = _are_two_sheets(picture, corners, size)
    crispness = sharpness(flatten(_grey(picture), corners, size, look_dpi), look_dpi)
    faults = (
        (PageProblem.TWO_SHEETS, two_sheets),
        (PageProblem.CUT_OFF, cut_off or covered is Cover.CORNER),
        (PageProblem.TOO_DARK, is_too_dark(light)),
        (PageProblem.TOO_SMALL, _is_too_small(picture, corners, size)),
        (PageProblem.BLURRED, crispness < SHARP_ENOUGH),
        (PageProblem.GLARE, glare > MOST_GLARE_SHARE),
        # the notch between two sheets looks like something that covers one
        (PageProblem.FINGER, covered is Cover.FINGER and not two_sheets),
    )
    return Condition(crispness, glare, tuple(problem for problem, is_so in faults if is_so))


def study_writing(picture: Picture, corners: Corners, size: SheetSize) -> Writing:
    """Which way the page is to be read, whether it is blank, and its mark as seen the right way up."""
    scale = READING_DPI / MM_PER_INCH
    even = evened(flatten(_grey(picture), corners, size, READING_DPI), scale)
    way = reading_way(even)
    upright = np.ascontiguousarray(np.rot90(even, -way.turns))
    rim = round(RIM_MM * scale)
    ink = float((even[rim:-rim, rim:-rim] < 255 * (1 - FAINTEST_INK)).mean())
    return Writing(way, ink < LEAST_INK_SHARE, fingerprint(upright))


def writing_problems(writing: Writing, earlier: Sequence[int]) -> tuple[PageProblem, ...]:
    """What the writing shows to be wrong; `earlier`: marks of pages taken before."""
    if writing.is_blank:
        return (PageProblem.BLANK,)
    faults = (
        (PageProblem.UPSIDE_DOWN, writing.way.sure_of_top and writing.way.turns == 2),
        (PageProblem.SAME_PAGE, any(is_same_page(writing.fingerprint, mark) for mark in earlier)),
    )
    return tuple(problem for problem, is_so in faults if is_so)


def fill_of(picture: Picture, corners: Corners) -> float:
    """Share 0..1 of the picture's width or height that the sheet spans, whichever is more."""
    return float((np.ptp(corners, axis=0) / picture.shape[1::-1]).max())


def _is_too_small(picture: Picture, corners: Corners, size: SheetSize) -> bool:
    fill = fill_of(picture, corners)
    return size.dpi < LEAST_DPI or (size.dpi < WANTED_DPI and fill < WANTED_FILL)


def _are_two_sheets(picture: Picture, corners: Corners, size: SheetSize) -> bool:
    """Whether a rim runs across the outline, slanting or across one that has not quite the sides of a sheet of paper."""
    error = paper_error(corners, picture.shape[1], picture.shape[0])
    is_odd = ODD_PAPER < error < NO_PAPER
    return has_second_rim(picture, corners, size, is_odd=is_odd)


def _grey(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
