"""Finds the one sheet of paper in a picture: its four corners, and whether all of it is there. Judges nothing else."""

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.devices.pages.edges import EdgePicture, see_edges
from kiosk.devices.pages.evidence import LineEvidence
from kiosk.devices.pages.lines import Numbers, find_lines
from kiosk.devices.pages.patches import bright_patches
from kiosk.devices.pages.picture import Corners, clockwise_from_top_left, reduced
from kiosk.devices.pages.quads import Candidates, form_quads
from kiosk.devices.pages.refit import refit
from kiosk.devices.pages.signs import SHAPE_ERROR, goes_on, likeness, read_signs, rough_score, score
from kiosk.devices.pixels import Picture

LEAST_SIDE_PX = 32
"""Nothing can be told of pictures narrower than this, nor of sheets."""
SHORT_SIDE_PX = 320
"""Short side of the reduced picture that lines are looked for in."""
FINER_LOOKS_PX = (400, 480)
"""What is doubtful there is looked at in these sizes too: rims that stripes or a sheet beneath break into pieces join up
in one size and not in another."""
SECOND_LOOKS = 32
"""So many candidates, the best by sides and shape alone, are judged by all signs."""
ROUGH_REACH, FINE_REACH = 2.8, 1.2
"""How far the two refits look beside a side, in reduced pixels."""
LIKE_A_PAGE, LIKE_A_CUT_PAGE = 10.0, 2.3
"""Hardly any true sheet is less like one, whole or leaving the picture; nearly every bare desk is."""
SURE = 15.0
"""True sheets on a clear desk are at least so much like one."""
PLAINLY = 2.0
"""So much likelier a finer look must be to contradict one that saw the sheet leave the picture."""
LONGER, ON_RIM_PX = 1.03, 4.0
"""A sheet made longer has so much more area, and the shorter one's corners are so near its rim (reduced pixels)."""
OUTSIDE_SHARE = 0.006
"""Corners so little (of the frame's shorter side) beyond its border are at it: the sheet loses a millimetre of margin."""
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
    best = _look(picture, SHORT_SIDE_PX)
    for short_side_px in FINER_LOOKS_PX:
        if (best.likeness >= SURE and not best.is_cut) or short_side_px > min(picture.shape[:2]):
            break
        finer = _look(picture, short_side_px)
        if finer.likeness > best.likeness + (PLAINLY if best.is_cut and not finer.is_cut else 0.0):
            best = finer
    if best.likeness < (LIKE_A_CUT_PAGE if best.is_cut else LIKE_A_PAGE):
        return None
    corners = best.corners
    if not best.on_rim:
        rough = refit(picture, corners, ROUGH_REACH / best.scale)
        corners = refit(picture, rough.corners, FINE_REACH / best.scale).corners
    return FoundPage(corners, best.is_cut or is_outside(picture, corners))


@dataclass(frozen=True, slots=True)
class _Seen:
    """The likeliest sheet of one reduced copy, `scale` times the picture; `corners` are in the picture's own pixels."""

    corners: Corners
    scale: float
    likeness: float
    is_cut: bool
    on_rim: bool


_NOTHING = _Seen(np.zeros((4, 2)), 1.0, -np.inf, is_cut=False, on_rim=False)


def _look(picture: Picture, short_side_px: int) -> _Seen:
    small, scale = reduced(picture, short_side_px)
    edges = see_edges(small)
    candidates = form_quads(edges, LineEvidence(edges, find_lines(edges)))
    if not len(candidates.corners):
        return _NOTHING
    candidates = candidates.only(np.argsort(-rough_score(edges, candidates))[:SECOND_LOOKS])
    signs = read_signs(edges, candidates)
    points = score(signs)
    best = int(points.argmax())
    is_cut = _is_cut(edges, candidates, best)
    like_a_page = likeness(signs[best])
    if is_cut and not candidates.on_rim[best].any():
        longer = [
            other
            for other in _prolonging(candidates.corners, best)
            if signs[other, SHAPE_ERROR] <= signs[best, SHAPE_ERROR] and not _is_cut(edges, candidates, other)
        ]
        if longer:
            best, is_cut = max(longer, key=lambda other: float(points[other])), False
    return _Seen(
        corners=clockwise_from_top_left((candidates.corners[best] + 0.5) / scale - 0.5),
        scale=scale,
        likeness=like_a_page,
        is_cut=is_cut,
        on_rim=bool(candidates.on_rim[best].any()),
    )


def _is_cut(edges: EdgePicture, candidates: Candidates, one: int) -> bool:
    """Whether a candidate's sheet leaves the frame, or runs on beyond one of the sides it has here."""
    corners = candidates.corners[one]
    return (
        bool(candidates.on_rim[one].any())
        or not _is_within(corners, edges.width, edges.height)
        or goes_on(edges, corners, candidates.sides[one])
    )


def _prolonging(corners: Numbers, one: int) -> list[int]:
    """Which of `corners` (N, 4, 2) are that one made longer: its corners all lie on their rim. A coloured band across the
    head of a page ends the paper for the eye, but not its sides."""
    found = []
    for other in range(len(corners)):
        rim = corners[other].astype(np.float32)
        if cv2.contourArea(rim) > LONGER * cv2.contourArea(corners[one].astype(np.float32)):
            away = [abs(cv2.pointPolygonTest(rim, (float(x), float(y)), True)) for x, y in corners[one]]
            if max(away) < ON_RIM_PX:
                found.append(other)
    return found


def follow_page(picture: Picture, corners: Corners) -> FoundPage | None:
    """The sheet that lay at `corners` a moment ago, if it still lies nearly there; a tenth of the work of finding it."""
    reach = ROUGH_REACH * min(picture.shape[:2]) / SHORT_SIDE_PX
    rough = refit(picture, corners, reach)
    if rough.clear_share < STILL_THERE:
        return None
    fine = refit(picture, rough.corners, reach * FINE_REACH / ROUGH_REACH)
    return FoundPage(fine.corners, is_outside(picture, fine.corners))


def is_outside(picture: Picture, corners: Corners) -> bool:
    """True if any corner lies beyond the picture's border by more than a hair."""
    return not _is_within(corners, picture.shape[1], picture.shape[0])


def _is_within(corners: Corners, width: int, height: int) -> bool:
    slack_px = OUTSIDE_SHARE * min(width, height)
    far = np.array([width, height]) - 1 + slack_px
    return not bool((corners < -slack_px).any() or (corners > far).any())
