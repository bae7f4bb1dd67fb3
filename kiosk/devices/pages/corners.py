"""Finds the one sheet of paper in a picture: its four corners, and whether all of it is there. Judges nothing else."""

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.devices.pages.edges import see_edges
from kiosk.devices.pages.evidence import LineEvidence
from kiosk.devices.pages.lines import find_lines
from kiosk.devices.pages.patches import bright_patches
from kiosk.devices.pages.picture import Corners, clockwise_from_top_left, reduced
from kiosk.devices.pages.quads import form_quads
from kiosk.devices.pages.refit import refit
from kiosk.devices.pages.signs import goes_on, likeness, read_signs, rough_score, score
from kiosk.devices.pixels import Picture

LEAST_SIDE_PX = 32
"""Nothing can be told of pictures narrower than this, nor of sheets."""
SHORT_SIDE_PX = 320
"""Short side of the reduced picture that lines are looked for in."""
SECOND_LOOKS = 32
"""So many candidates, the best by sides and shape alone, are judged by all signs."""
ROUGH_REACH, FINE_REACH = 2.8, 1.2
"""How far the two refits look beside a side, in reduced pixels."""
LIKE_A_PAGE, LIKE_A_CUT_PAGE = 10.0, 2.3
"""Hardly any true sheet is less like one, whole or leaving the picture; nearly every bare desk is."""
OUTSIDE_PX = 2.0
STILL_THERE = 0.5
"""A side is followed as long as half of it shows a step on one line."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """`corners` clockwise, the one nearest the picture's top left first; `cut_off`: part lies outside the picture."""

    corners: Corners
    cut_off: bool


def find_page(picture: Picture) -> FoundPage | None:
    """The likeliest sheet in a picture (H, W, 3) uint8 BGR of any size, or None."""
    if min(picture.shape[:2]) < LEAST_SIDE_PX:
        return None
    return _find(picture) or _find_far_away(picture)


def _find_far_away(picture: Picture) -> FoundPage | None:
    """A whole sheet too small for its sides to stand out among a frame's lines, looked for around bright patches."""
    small, scale = reduced(picture, SHORT_SIDE_PX)
    for patch in bright_patches(small):
        left, top = int(patch.left / scale), int(patch.top / scale)
        close = picture[top : int(patch.bottom / scale), left : int(patch.right / scale)]
        if min(close.shape[:2]) < LEAST_SIDE_PX:
            continue
        grown = max(1.0, SHORT_SIDE_PX / min(close.shape[:2]))
        if grown > 1:
            close = np.asarray(cv2.resize(close, None, fx=grown, fy=grown, interpolation=cv2.INTER_CUBIC))
        found = _find(close)
        if found is not None and not found.cut_off:
            return FoundPage((found.corners + 0.5) / grown - 0.5 + (left, top), cut_off=False)
    return None


def _find(picture: Picture) -> FoundPage | None:
    small, scale = reduced(picture, SHORT_SIDE_PX)
    edges = see_edges(small)
    candidates = form_quads(edges, LineEvidence(edges, find_lines(edges)))
    if not len(candidates.corners):
        return None
    candidates = candidates.only(np.argsort(-rough_score(edges, candidates))[:SECOND_LOOKS])
    signs = read_signs(edges, candidates)
    best = int(score(signs).argmax())
    is_cut = (
        bool(candidates.on_rim[best].any())
        or is_outside(small, candidates.corners[best])
        or goes_on(edges, candidates.corners[best], candidates.sides[best])
    )
    if likeness(signs[best]) < (LIKE_A_CUT_PAGE if is_cut else LIKE_A_PAGE):
        return None
    corners = clockwise_from_top_left((candidates.corners[best] + 0.5) / scale - 0.5)
    if not candidates.on_rim[best].any():
        rough = refit(picture, corners, ROUGH_REACH / scale)
        corners = refit(picture, rough.corners, FINE_REACH / scale).corners
    return FoundPage(corners, is_cut or is_outside(picture, corners))


def follow_page(picture: Picture, corners: Corners) -> FoundPage | None:
    """The sheet that lay at `corners` a moment ago, if it still lies nearly there; a tenth of the work of finding it."""
    reach = ROUGH_REACH * min(picture.shape[:2]) / SHORT_SIDE_PX
    rough = refit(picture, corners, reach)
    if rough.clear_share < STILL_THERE:
        return None
    fine = refit(picture, rough.corners, reach * FINE_REACH / ROUGH_REACH)
    return FoundPage(fine.corners, is_outside(picture, fine.corners))


def is_outside(picture: Picture, corners: Corners) -> bool:
    """True if any corner lies beyond the picture's border."""
    far = np.array(picture.shape[1::-1]) - 1 + OUTSIDE_PX
    return bool((corners < -OUTSIDE_PX).any() or (corners > far).any())
