"""Photographs an invented page on an invented desk: pinhole camera, light, shadow, flaws, noise, JPEG."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.scan import Frame, Quad
from tests.devices.pages.desks import paint_desk
from tests.devices.pages.papers import A4_PX, DPI, Paper, draw_paper

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
Rng = np.random.Generator

SIZES = ((1280, 720), (1280, 960), (1920, 1080), (1920, 1080), (2592, 1944))
A4_MM = np.array([(0, 0), (210, 0), (210, 297), (0, 297)], np.float64)
PAGE_FLAWS = ("blurred", "glare", "cut_off", "finger", "blank", "too_small", "too_dark", "upside_down")


@dataclass(frozen=True, slots=True)
class Scene:
    """One photograph and what is true about it. `corners` (4, 2): the page's own top left first, clockwise."""

    picture: Picture
    corners: Floats
    words: tuple[str, ...]
    dpi: float
    flaw: str

    @property
    def frame(self) -> Frame:
        """The photograph as a camera would hand it over."""
        return frame_of(self.picture)


def frame_of(picture: Picture, number: int = 1, at_s: float = 0.0) -> Frame:
    """Wraps (H, W, 3) uint8 BGR pixels as a camera's frame."""
    height, width = picture.shape[:2]
    return Frame(width, height, picture.tobytes(), number, at_s)


def _project(
    rng: Rng, width: int, height: int, turns: int, fill: float, tilt_deg: float
) -> tuple[Floats, Floats]:
    """Looks at the sheet through a pinhole. Returns its corners in the frame and the homography from millimetres."""
    focal = rng.uniform(0.75, 1.4) * width
    pitch, yaw = np.deg2rad(rng.uniform(-tilt_deg, tilt_deg, 2))
    roll = np.deg2rad(90 * turns + rng.normal(0, 7))
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    axes = about_x @ about_y @ about_z
    centred = np.array([[1, 0, -105], [0, 1, -148.5], [0, 0, 1]], np.float64)

    def view(distance: float, aside: NDArray[np.float64]) -> NDArray[np.float64]:
        outer = np.column_stack([axes[:, 0], axes[:, 1], (*(aside * distance / focal), distance)])
        lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
        return np.asarray(lens @ outer @ centred)

    def corners(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        points = (matrix @ np.column_stack([A4_MM, np.ones(4)]).T).T
        return np.asarray(points[:, :2] / points[:, 2:])

    near, far = 150.0, 9000.0
    middle_of_frame = np.zeros(2)
    for _ in range(40):
        middle = (near + far) / 2
        spread = np.ptp(corners(view(middle, middle_of_frame)), axis=0) / (width, height)
        near, far = (middle, far) if spread.max() > fill else (near, middle)
    room = np.array([width, height]) - np.ptp(corners(view(far, middle_of_frame)), axis=0)
    aside = room * rng.uniform(-0.45, 0.45, 2)
    for shrink in (1.0, 0.75, 0.5, 0.25, 0.0):
        matrix = view(far, aside * shrink)
        spots = corners(matrix)
        if spots.min() > 3 and (spots.max(axis=0) < (width - 4, height - 4)).all():
            break
    else:
        matrix = np.array([[1, 0, 4 - spots[:, 0].min()], [0, 1, 4 - spots[:, 1].min()], [0, 0, 1]]) @ matrix
        spots = corners(matrix)
    return spots.astype(np.float32), matrix.astype(np.float32)


def _lay(rng: Rng, desk: Floats, paper: Paper, matrix: Floats, bow: float) -> tuple[Floats, float]:
    """Lays the paper on the desk, its sides bowed by `bow` of their length. Returns its cover mask and its dpi."""
    height, width = desk.shape[:2]
    inverse = np.linalg.inv(matrix.astype(np.float64))
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    w = inverse[2, 0] * xs + inverse[2, 1] * ys + inverse[2, 2]
    u = (inverse[0, 0] * xs + inverse[0, 1] * ys + inverse[0, 2]) / w
    v = (inverse[1, 0] * xs + inverse[1, 1] * ys + inverse[1, 2]) / w
    v += 297 * bow * np.sin(np.pi * np.clip(u / 210, 0, 1))
    corners = cv2.perspectiveTransform(A4_MM[None].astype(np.float32), matrix)[0]
    dpi = float(np.sqrt(cv2.contourArea(corners) / (210 * 297))) * 25.4
    picture = paper.picture
    if dpi < DPI:
        picture = cv2.resize(picture, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_AREA)
    sx, sy = picture.shape[1] / 210, picture.shape[0] / 297
    flat = cv2.remap(
        picture,
        (u * sx - 0.5).astype(np.float32),
        (v * sy - 0.5).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    scale = dpi / 25.4
    inside = np.minimum(np.minimum(u, 210 - u), np.minimum(v, 297 - v)) * scale + 0.5
    cover: Floats = np.clip(inside, 0, 1).astype(np.float32)
    lift = rng.uniform(0.5, 3.0) * width / 1280
    offset = np.float32([[1, 0, rng.uniform(-lift, lift)], [0, 1, rng.uniform(-lift, lift)]])
    shadow = cv2.GaussianBlur(cv2.warpAffine(cover, offset, (width, height)), (0, 0), lift)
    desk *= 1 - rng.uniform(0.12, 0.4) * shadow[..., None]
    desk *= 1 - cover[..., None]
    desk += cover[..., None] * flat * rng.uniform(0.94, 1.0)
    return cover, dpi


def _light(rng: Rng, height: int, width: int, shadows: int) -> Floats:
    """Brightness of the light over the frame, 1 = full: a slope, a vignette, soft shadows of people and lamps."""
    xs, ys = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    )
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 + rng.uniform(0, 0.18) * (xs * np.cos(angle) + ys * np.sin(angle))
    light *= 1 - rng.uniform(0, 0.14) * (xs**2 + ys**2) / 2
    for _ in range(shadows):
        centre = rng.uniform(-0.2, 1.2, 2) * (width, height)
        turn = np.linspace(0, 2 * np.pi, 9)[:-1] + rng.uniform(0, 0.5, 8)
        reach = rng.uniform(0.15, 0.55, 8)[:, None] * width
        mask = np.zeros((height, width), np.float32)
        cv2.fillPoly(
            mask, [(centre + reach * np.column_stack([np.cos(turn), np.sin(turn)])).astype(np.int32)], 1.0
        )
        small = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.004, 0.05) * width / 4)
        light *= 1 - rng.uniform(0.1, 0.45) * cv2.resize(soft, (width, height))
    return light.astype(np.float32)


def _press_finger(rng: Rng, scene: Floats, matrix: Floats) -> None:
    """A finger or thumb comes in over one side and covers 12 to 30 mm of the page."""
    along, depth, breadth = rng.uniform(0.15, 0.85), rng.uniform(12, 30), rng.uniform(15, 20)
    side = int(rng.integers(4))
    start, end = A4_MM[side], A4_MM[(side + 1) % 4]
    way = (end - start) / np.linalg.norm(end - start)
    inward = np.array([-way[1], way[0]])
    foot = start + (end - start) * along
    lean = inward + way * rng.uniform(-0.5, 0.5)
    lean /= np.linalg.norm(lean)
    steps = np.linspace(-70, depth - breadth / 2, 60)
    tone = np.array([(120, 155, 205), (95, 130, 185), (70, 100, 150)][int(rng.integers(3))], np.float64)
    for part, grow in ((0.75, 1.0), (1.0, 0.82), (1.06, 0.5)):
        for step in steps:
            ring = (
                foot
                + lean * step
                + breadth
                / 2
                * grow
                * np.column_stack([np.cos(np.linspace(0, 6.3, 24)), np.sin(np.linspace(0, 6.3, 24))])
            )
            spots = cv2.perspectiveTransform(ring[None].astype(np.float32), matrix)[0]
            cv2.fillConvexPoly(scene, spots.astype(np.int32), tuple(tone * part), cv2.LINE_AA)


def _glare(rng: Rng, scene: Floats, matrix: Floats) -> None:
    """A lamp mirrored in the paper: a burnt-out blob of 25 to 60 mm over the written part."""
    height, width = scene.shape[:2]
    spot = np.array([[[rng.uniform(60, 150), rng.uniform(70, 200)]]], np.float32)
    x, y = cv2.perspectiveTransform(spot, matrix)[0, 0]
    scale = np.sqrt(abs(np.linalg.det(matrix[:2, :2] / matrix[2, 2])))
    rx, ry = rng.uniform(14, 30, 2) * scale
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    far = ((xs - x) / rx) ** 2 + ((ys - y) / ry) ** 2
    scene += (rng.uniform(300, 520) * np.exp(-far * 0.8))[..., None]


def _blur(rng: Rng, picture: Floats, sigma: float, shake: float) -> Floats:
    picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    if shake > 1:
        reach = int(np.ceil(shake))
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
        angle = rng.uniform(0, np.pi)
        step = np.array([np.cos(angle), np.sin(angle)]) * shake / 2
        ends = [(round(float(reach + s * step[0])), round(float(reach + s * step[1]))) for s in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    return picture


def take_scene(
    seed: int,
    number: int,
    *,
    flaw: str = "",
    kind: str = "",
    size: tuple[int, int] | None = None,
    paper: Paper | None = None,
    turns: int | None = None,
    clutter: int | None = None,
) -> Scene:
    """The photograph with this seed and number, always the same. `flaw`: empty for a good page, else one of
    PAGE_FLAWS; `turns`: quarter turns of the page on the desk (random 0, 1 or 3 when None);
    `clutter`: how many things lie about (random up to eight when None)."""
    rng = np.random.default_rng((seed, number))
    width, height = size or SIZES[int(rng.integers(len(SIZES)))]
    is_pale = bool(rng.random() < 0.25)
    lying_about = int(rng.integers(0, 9))
    desk = paint_desk(
        rng, height, width, is_pale=is_pale, clutter=lying_about if clutter is None else clutter
    )
    paper = paper or draw_paper(rng, "blank" if flaw == "blank" else kind)
    if turns is None:
        # sheets lie the long way of the frame, as people turn them to fill the picture
        turns = 2 if flaw == "upside_down" else int(rng.choice([0, 0, 0, 1, 3]))
    fill = rng.uniform(0.2, 0.3) if flaw == "too_small" else rng.uniform(0.72, 0.96)
    corners, matrix = _project(rng, width, height, turns, fill, float(rng.choice([6.0, 16.0, 28.0])))
    if flaw == "cut_off":
        edge = int(rng.integers(4))
        reach = np.ptp(corners, axis=0) * rng.uniform(0.06, 0.25)
        gap = [
            corners[:, 0].min(),
            corners[:, 1].min(),
            width - corners[:, 0].max(),
            height - corners[:, 1].max(),
        ][edge]
        move = np.array([(-1, 0), (0, -1), (1, 0), (0, 1)][edge]) * (gap + reach[edge % 2])
        corners = (corners + move).astype(np.float32)
        matrix = (np.array([[1, 0, move[0]], [0, 1, move[1]], [0, 0, 1]]) @ matrix).astype(np.float32)
    bow = float(rng.choice([0.0, rng.uniform(-0.004, 0.004)]))
    _, dpi = _lay(rng, desk, paper, matrix, bow)
    if flaw == "finger":
        _press_finger(rng, desk, matrix)
    exposure = rng.uniform(0.05, 0.16) if flaw == "too_dark" else rng.uniform(0.6, 1.02)
    desk *= (_light(rng, height, width, int(rng.integers(0, 4))) * exposure)[..., None]
    desk *= rng.uniform(0.93, 1.05, 3).astype(np.float32)
    if flaw == "glare":
        _glare(rng, desk, matrix)
    np.clip(desk, 0, 255, out=desk)
    letter_px = dpi / 25.4 * 2.0
    sigma = letter_px * rng.uniform(0.38, 0.7) if flaw == "blurred" else rng.uniform(0.35, 0.7)
    shake = letter_px * rng.uniform(0.9, 1.6) if flaw == "blurred" and rng.random() < 0.5 else 0.0
    photo = _blur(rng, desk, 0.6 if shake else sigma, shake)
    photo += rng.normal(0, rng.uniform(1, 4), photo.shape).astype(np.float32)
    coded = cv2.imencode(
        ".jpg", np.clip(photo, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(68, 95))]
    )[1]
    return Scene(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8), corners, paper.words, dpi, flaw)


def overlap(found: Quad | NDArray[np.floating] | None, true: Floats) -> float:
    """Intersection over union of two convex quadrilaterals; 0.0 when nothing was found."""
    if found is None:
        return 0.0
    a, b = (cv2.convexHull(np.asarray(q, np.float32).reshape(4, 2)) for q in (found, true))
    shared, _ = cv2.intersectConvexConvex(a, b)
    return float(shared / (cv2.contourArea(a) + cv2.contourArea(b) - shared))


__all__ = ["A4_PX", "PAGE_FLAWS", "Scene", "draw_paper", "frame_of", "overlap", "take_scene"]
