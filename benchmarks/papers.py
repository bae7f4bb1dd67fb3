"""Generates photographs of sheets of paper on cluttered desks, good ones and spoilt ones, always the same for a seed."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from benchmarks import optics
from benchmarks.curling import any_curl, curled_outline, lay_curled
from benchmarks.desks import paint_desk
from benchmarks.laying import Matrix, Pose, lay_down, outline, project, seen, upwards
from benchmarks.optics import Floats, Picture, Rng
from benchmarks.paper_art import A4_MM, ORDINARY, Sheet, draw_sheet

FRAME_SIZES = ((1280, 720), (1280, 960), (1920, 1080), (1920, 1080), (2592, 1944))
FLAWS = ("blurred", "glare", "cut_off", "finger", "blank", "too_small", "too_dark", "upside_down")
"""What a page must not be taken with."""
CONDITIONS = (
    "curled",
    "dark_desk",
    "white_desk",
    "overlapping",
    "lined",
    "sealed",
    "receipt",
    "a5",
)
"""Harder than a flat A4 page on a desk: how it lies, on what, and what it is."""
_LETTER_MM = 2.0
"""Height of a small letter of ordinary print: blur is measured by it."""
_PALE_CHANCE = 0.25


@dataclass(frozen=True, slots=True)
class Photograph:
    """One picture (H, W, 3) uint8 BGR, where the page's corners (4, 2) are (its own top left first, clockwise), its size in
    millimetres and the words printed on it."""

    picture: Picture
    corners: Floats
    size_mm: tuple[float, float]
    words: tuple[str, ...]
    flaw: str


def photograph(
    number: int, seed: int = 1, flaw: str = "", condition: str = "", sheet: Sheet | None = None
) -> Photograph:
    """A good page, or one with a flaw of FLAWS; under one of CONDITIONS; of a given sheet or any."""
    key = (seed, number, FLAWS.index(flaw) + 1 if flaw else 0)
    rng = np.random.default_rng((*key, CONDITIONS.index(condition) + 1) if condition else key)
    width, height = FRAME_SIZES[int(rng.integers(len(FRAME_SIZES)))]
    picture = _paint_ground(rng, width, height, condition)
    kind = "blank" if flaw == "blank" else condition
    drawn = draw_sheet(rng, kind if kind in _KINDS else str(rng.choice(ORDINARY)))
    sheet = sheet or drawn
    pose, to_frame, focal_share = _place(rng, width, height, sheet.size_mm, flaw)
    if condition == "overlapping":
        _lay_another(rng, picture, to_frame, sheet.size_mm)
    corners = outline(to_frame, sheet.size_mm)
    shadow_px = width / rng.uniform(400, 1200)
    if condition == "curled":
        curl, up = any_curl(rng), upwards(pose, (width, height), focal_share)
        corners = curled_outline(curl, to_frame, up, sheet.size_mm)
        lay_curled(picture, sheet.picture, sheet.size_mm, curl, to_frame, up, shadow_px)
    else:
        lay_down(picture, sheet.picture, sheet.size_mm, to_frame, shadow_px)
    if flaw == "finger":
        _press_finger(rng, picture, to_frame)
    lamp = optics.lamp_field(rng, width, height, rng.uniform(0, 0.2), int(rng.integers(4)))
    light = np.asarray(optics.to_light(picture) * lamp, np.float32)
    area_mm2 = sheet.size_mm[0] * sheet.size_mm[1]
    px_per_mm = float(np.sqrt(cv2.contourArea(corners) / area_mm2))
    exposure = rng.uniform(0.004, 0.02) if flaw == "too_dark" else rng.uniform(0.4, 1.05)
    if flaw == "glare":
        # burnt out over 26 × 16 mm at the very least, however dark the picture
        x, y = seen(to_frame, rng.uniform((50, 60), (160, 220))[None])[0].tolist()
        radius_px, strength = rng.uniform(18, 36) * px_per_mm, rng.uniform(1.5, 3.5) / exposure
        optics.add_glare(light, x, y, radius_px, strength, rng.uniform(0.6, 1))
    kernel = _lens(rng, flaw, _LETTER_MM * px_per_mm)
    light = np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
    photo = optics.expose(rng, light, exposure, rng.uniform(1, 4))
    seen_so = optics.mjpeg(photo, int(rng.integers(68, 95)))
    return Photograph(seen_so, corners, sheet.size_mm, sheet.words, flaw)


_KINDS = frozenset({"blank", "lined", "sealed", "receipt", "a5"})


def _paint_ground(rng: Rng, width: int, height: int, condition: str) -> Picture:
    ground = "pale" if condition == "white_desk" or (not condition and rng.random() < _PALE_CHANCE) else ""
    desk = paint_desk(rng, width // 2, height // 2, ground=ground, things=int(rng.integers(9)))
    if condition == "dark_desk":
        desk = np.asarray(desk * rng.uniform(0.08, 0.4), np.uint8)
    elif condition == "white_desk":
        # as bright as paper, and hardly another colour
        desk = np.asarray(np.clip(desk * rng.uniform(1.04, 1.12), 0, rng.integers(242, 254)), np.uint8)
    return np.asarray(cv2.resize(desk, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _lay_another(rng: Rng, picture: Picture, to_frame: Matrix, size_mm: tuple[float, float]) -> None:
    """A second sheet sticks out from under the page by 8 to 60 mm, a little turned."""
    beneath: Sheet = draw_sheet(rng, str(rng.choice(ORDINARY)))
    turn = rng.normal(0, 5) + (90 if rng.random() < 0.2 else 0)
    way = rng.uniform(0, 2 * np.pi)
    x, y = rng.uniform(8, 60) * np.cos(way), rng.uniform(8, 60) * np.sin(way)
    middle = (size_mm[0] / 2, size_mm[1] / 2)
    about = cv2.getRotationMatrix2D(middle, turn, 1.0)
    moved = np.vstack([about, (0, 0, 1)]) + np.array([[0, 0, x], [0, 0, y], [0, 0, 0]])
    lay_down(picture, beneath.picture, beneath.size_mm, to_frame @ moved, picture.shape[1] / 900)


def overlap(found: Floats | None, true: Floats) -> float:
    """Intersection over union of two convex quadrilaterals (4, 2); 0 when nothing was found."""
    if found is None:
        return 0.0
    a, b = (cv2.convexHull(np.asarray(quad, np.float32)) for quad in (found, true))
    shared, _ = cv2.intersectConvexConvex(a, b)
    return float(shared / (cv2.contourArea(a) + cv2.contourArea(b) - shared))


def _place(
    rng: Rng, width: int, height: int, size_mm: tuple[float, float], flaw: str
) -> tuple[Pose, Matrix, float]:
    """The page fills most of the frame one way; turned by quarters as people turn it, upside down as a flaw only."""
    fill = rng.uniform(0.20, 0.28) if flaw == "too_small" else rng.uniform(0.72, 0.96)
    focal_share = rng.uniform(0.75, 1.4)
    turns = 2 if flaw == "upside_down" else int(rng.choice((0, 0, 0, 1, 3)))
    roll_deg = 90.0 * turns + rng.normal(0, 7)
    tilt_deg = rng.uniform(0, (6.0, 16.0, 28.0)[int(rng.integers(3))])
    pose = Pose(tilt_deg, rng.uniform(0, 2 * np.pi), roll_deg)
    px_per_mm = 1.0
    for _ in range(6):  # the size in the frame follows the scale almost linearly
        corners = outline(project(pose, size_mm, px_per_mm, (width, height), focal_share), size_mm)
        px_per_mm *= fill / float((np.ptp(corners, axis=0) / (width, height)).max())
    corners = outline(project(pose, size_mm, px_per_mm, (width, height), focal_share), size_mm)
    room = np.array([width, height]) - np.ptp(corners, axis=0) - 8
    off_centre = (corners.max(axis=0) + corners.min(axis=0)) / 2 - np.array([width, height]) / 2
    shift = rng.uniform(-0.45, 0.45, 2) * room - off_centre
    if flaw == "cut_off":
        side = int(rng.integers(2))
        beyond = np.ptp(corners, axis=0)[side] * rng.uniform(0.06, 0.25)
        shift[side] = rng.choice((-1, 1)) * (room[side] / 2 + 4 + beyond) - off_centre[side]
    x, y = (shift / (width, height)).tolist()
    pose = replace(pose, aside=(x, y))
    return pose, project(pose, size_mm, px_per_mm, (width, height), focal_share), focal_share


def _lens(rng: Rng, flaw: str, letter_px: float) -> Floats:
    """Almost sharp; or out of focus or shaken so far that small print is lost."""
    if flaw != "blurred":
        return optics.lens_kernel(rng.uniform(0, 0.7), 0.0, 0.0)
    if rng.random() < 0.5:
        return optics.lens_kernel(letter_px * rng.uniform(0.6, 1.0), 0.0, 0.0)
    return optics.lens_kernel(0.6, letter_px * rng.uniform(1.2, 2.0), rng.uniform(0, np.pi))


def _press_finger(rng: Rng, picture: Picture, to_frame: Matrix) -> None:
    """A thumb comes in over one side and covers 14 to 30 mm of the page."""
    width_mm, height_mm = A4_MM
    along, depth, thick = rng.uniform(0.15, 0.85), rng.uniform(14, 30), rng.uniform(15, 20)
    foot, inward = (
        ((along * width_mm, 0.0), (0.0, 1.0)),
        ((width_mm, along * height_mm), (-1.0, 0.0)),
        ((along * width_mm, height_mm), (0.0, -1.0)),
        ((0.0, along * height_mm), (1.0, 0.0)),
    )[int(rng.integers(4))]
    way = np.asarray(inward) + rng.uniform(-0.4, 0.4) * np.asarray(inward)[::-1]
    way /= np.linalg.norm(way)
    skin = ((140, 170, 215), (95, 130, 185), (70, 100, 150))[int(rng.integers(3))]
    ring = np.linspace(0, 2 * np.pi, 24)
    for share, grow in ((0.78, 1.0), (1.0, 0.84), (1.05, 0.5)):  # darker at its rims
        for reach in np.linspace(-80, depth - thick / 2, 50):
            spot = np.asarray(foot) + way * reach
            disc = spot + thick / 2 * grow * np.stack([np.cos(ring), np.sin(ring)], 1)
            points = np.round(seen(to_frame, disc)).astype(np.int32)
            cv2.fillConvexPoly(picture, points, tuple(part * share for part in skin), cv2.LINE_AA)
