"""Generates webcam frames of ID cards with a QR code, easy to extreme, always the same for a seed; reads nothing.

Ground truth comes with each frame. Cards are drawn, persons invented; no layout of a real document is imitated.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np

from benchmarks import optics
from benchmarks.desks import paint_desk
from benchmarks.laying import Matrix, Pose, lay_down, outline, project, seen
from benchmarks.optics import Floats, Picture, Rng
from benchmarks.persons import invent_id_text
from kiosk.domain.scan import Hint

CARD_MM = (85.6, 54.0)
PX_PER_MM = 16
FRAME_SIZES = ((1280, 720), (1920, 1080))
BURNT_FROM, BURNT_SHARE = 250, 0.05
DARK_BELOW = 70.0
NEAR_FROM_PX = 2.3
BLURRED_FROM_MODULES = 0.33
TILTED_FROM = 1.35
FOCAL_SHARE = 0.9
"""Focal length as a share of the frame's width: an ordinary webcam."""

_CORRECTIONS = (
    cv2.QRCodeEncoder_CORRECT_LEVEL_L,
    cv2.QRCodeEncoder_CORRECT_LEVEL_M,
    cv2.QRCodeEncoder_CORRECT_LEVEL_Q,
)

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Level:
    """From where to where each trouble is drawn. Pixels are of the frame, whatever its size."""

    name: str
    card_share: Span
    """Width of the card ÷ width of the frame."""
    tilt_deg: Span
    roll_deg: float
    defocus_px: Span
    motion_px: Span
    exposure: Span
    """1 = paper just white; above, highlights burn out."""
    noise_levels: Span
    unevenness: Span
    jpeg_quality: tuple[int, int]
    shadows: int
    things: int
    glare_chance: float
    """A reflection touches the code with this chance."""
    glare_strength: Span
    finger_chance: float


# fmt: off
LEVELS = (
    Level(
        "easy", card_share=(0.50, 0.80), tilt_deg=(0, 10), roll_deg=8, defocus_px=(0.0, 0.8), motion_px=(0, 0.5),
        exposure=(0.75, 1.0), noise_levels=(1.0, 2.0), unevenness=(0.0, 0.15), jpeg_quality=(80, 95), shadows=0, things=3,
        glare_chance=0.0, glare_strength=(0.0, 0.0), finger_chance=0.1,
    ),
    Level(
        "medium", card_share=(0.39, 0.72), tilt_deg=(3, 20), roll_deg=20, defocus_px=(0.2, 1.05), motion_px=(0, 1.4),
        exposure=(0.5, 1.15), noise_levels=(1.5, 3.5), unevenness=(0.1, 0.3), jpeg_quality=(65, 90), shadows=1, things=6,
        glare_chance=0.2, glare_strength=(0.3, 1.1), finger_chance=0.3,
    ),
    Level(
        "hard", card_share=(0.34, 0.69), tilt_deg=(8, 30), roll_deg=45, defocus_px=(0.6, 1.55), motion_px=(0, 2.8),
        exposure=(0.26, 1.3), noise_levels=(2.5, 6.0), unevenness=(0.2, 0.4), jpeg_quality=(50, 84), shadows=2, things=9,
        glare_chance=0.4, glare_strength=(0.5, 1.6), finger_chance=0.5,
    ),
    Level(
        "extreme", card_share=(0.32, 0.68), tilt_deg=(10, 35), roll_deg=180, defocus_px=(0.9, 2.1), motion_px=(0.5, 4.0),
        exposure=(0.14, 1.45), noise_levels=(4.0, 9.0), unevenness=(0.2, 0.5), jpeg_quality=(42, 78), shadows=3, things=12,
        glare_chance=0.6, glare_strength=(0.7, 2.5), finger_chance=0.6,
    ),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class CardFrame:
    """One frame and what its code says. `picture` (H, W, 3) uint8 BGR; `corners` (4, 2) of the code, its own top left
    first; `module_px` are frame pixels a module along the code's shortest side."""

    picture: Picture
    text: str = field(repr=False)
    corners: Floats
    module_px: float
    troubles: frozenset[Hint] = frozenset()
    """What really stands in the way of reading it, as the advice that would help; several may."""


def card_frame(level: Level, number: int, seed: int = 1) -> CardFrame:
    """Frame `number` of a level; even numbers have 720 lines, odd ones 1080."""
    rng = np.random.default_rng((seed, number, LEVELS.index(level)))
    width, height = FRAME_SIZES[number % 2]
    text, on_back = invent_id_text(rng)
    card, code_mm, modules = draw_card(rng, text, on_back)
    to_frame = place(rng, level, width, height)
    light = paint_scene(rng, level, card, to_frame, width, height, rng)
    corners = seen(to_frame, code_mm)
    spoil(rng, level, light, corners)
    defocus_px, motion_px = rng.uniform(*level.defocus_px), rng.uniform(*level.motion_px)
    kernel = optics.lens_kernel(defocus_px, motion_px, rng.uniform(0, np.pi))
    blurred = np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
    exposure = rng.uniform(*level.exposure)
    noise = rng.uniform(*level.noise_levels)
    picture = optics.expose(rng, blurred, exposure, noise)
    picture = optics.mjpeg(picture, int(rng.integers(*level.jpeg_quality)))
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    module_px = float(sides.min()) / modules
    troubles = troubles_of(picture, corners, module_px, defocus_px, motion_px)
    return CardFrame(picture, text, corners, module_px, troubles)


def troubles_of(
    picture: Picture, corners: Floats, module_px: float, defocus_px: float, motion_px: float
) -> frozenset[Hint]:
    """Judged by what was drawn: light and reflections in the code's own square, the blur's width against a module's."""
    inside = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    levels = picture.max(axis=2)[inside > 0]
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    # standard deviations of a disc of this radius, and of a line of this length along itself
    blur_px = float(np.hypot(defocus_px / 2, motion_px / 12**0.5))
    present = {
        Hint.LESS_GLARE: float((levels >= BURNT_FROM).mean()) > BURNT_SHARE,
        Hint.MORE_LIGHT: float(levels.mean()) < DARK_BELOW,
        Hint.NEARER: module_px < NEAR_FROM_PX,
        Hint.HOLD_STILL: blur_px > BLURRED_FROM_MODULES * module_px,
        Hint.STRAIGHTEN: float(sides.max() / sides.min()) > TILTED_FROM,
    }
    return frozenset(hint for hint, there in present.items() if there)


# --- the card --------------------------------------------------------------------------------------------


def draw_card(rng: Rng, text: str, on_back: bool) -> tuple[Picture, Matrix, int]:
    """(the card at 16 px a millimetre, corners of its code in millimetres, modules a side)."""
    card = _ground(int(rng.integers(4))).copy()
    matrix = modules_of(text, int(rng.choice(len(_CORRECTIONS), p=(0.2, 0.6, 0.2))))
    side_mm = rng.uniform(16.5, 19.0) if on_back else rng.uniform(14.0, 16.0)
    left_mm = rng.uniform(62, 84 - side_mm) if not on_back or rng.random() < 0.5 else rng.uniform(3, 8)
    top_mm = rng.uniform(3, 5) if not on_back else rng.uniform(4, 12)
    quiet_mm = 4 * side_mm / matrix.shape[0]
    _write(rng, card, on_back, left_mm, side_mm)
    x, y, quiet, side = (round(mm * PX_PER_MM) for mm in (left_mm, top_mm, quiet_mm, side_mm))
    cv2.rectangle(card, (x - quiet, y - quiet), (x + side + quiet, y + side + quiet), (244, 247, 246), -1)
    ink = rng.uniform(18, 48)
    modules = cv2.resize(matrix.repeat(24, 0).repeat(24, 1), (side, side), interpolation=cv2.INTER_AREA)
    dark = np.float32(1) - modules.astype(np.float32)[:, :, None] / 255
    patch = card[y : y + side, x : x + side]
    patch[:] = (patch * (1 - dark) + ink * dark).astype(np.uint8)
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64) * side + (x, y)
    return card, square / PX_PER_MM, int(matrix.shape[0])


def modules_of(text: str, correction: int) -> Picture:
    """The code as 0 and 255, one pixel a module: one segment of bytes, as most makers of codes write UTF-8."""
    wishes = cv2.QRCodeEncoder.Params()
    wishes.mode = cv2.QRCodeEncoder_MODE_BYTE
    wishes.correction_level = _CORRECTIONS[correction]
    framed = np.asarray(cv2.QRCodeEncoder.create(wishes).encode(text), np.uint8)
    return framed[2:-2, 2:-2]


@lru_cache(maxsize=4)
def _ground(which: int) -> Picture:
    """A pale gradient under fine waves, as security print looks from afar."""
    width, height = (round(mm * PX_PER_MM) for mm in CARD_MM)
    start, end, ink = (
        ((222, 240, 224), (214, 226, 246), (150, 150, 60)),
        ((240, 228, 210), (250, 240, 226), (170, 110, 90)),
        ((236, 242, 250), (206, 224, 240), (90, 120, 190)),
        ((226, 236, 214), (240, 232, 236), (120, 140, 120)),
    )[which]
    share = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    plain = np.asarray(start, np.float32) * (1 - share) + np.asarray(end, np.float32) * share
    card = np.asarray(np.broadcast_to(plain, (height, width, 3)), np.uint8).copy()
    lines = card.copy()
    x = np.arange(0, width + 6, 6)
    for row in range(-4, height // 14 + 4):
        y = row * 14 + 24 * np.sin(x / 130 + 0.13 * row + which) + 8 * np.sin(x / 47 - 0.2 * row)
        cv2.polylines(lines, [np.round(np.stack([x, y], 1)).astype(np.int32)], False, ink, 1, cv2.LINE_AA)
    return np.asarray(cv2.addWeighted(card, 0.72, lines, 0.28, 0), np.uint8)


def _write(rng: Rng, card: Picture, on_back: bool, code_left_mm: float, code_side_mm: float) -> None:
    """Lines of print, a portrait or a chip, a machine-readable zone: texture beside the code."""
    mm = PX_PER_MM
    if on_back:
        free_mm = 4.0 if code_left_mm > 30 else code_left_mm + code_side_mm + 6
        cv2.rectangle(card, (0, 35 * mm), (card.shape[1], card.shape[0]), (250, 251, 250), -1)
        for row in range(3):
            line = "".join(rng.choice(list("ABCDEFGHKLMNPQRTV0123456789<<<"), 30))
            cv2.putText(card, line, (4 * mm, round((40.5 + 4.4 * row) * mm)), cv2.FONT_HERSHEY_PLAIN, 3.4, (40, 36, 34), 5, cv2.LINE_AA)  # fmt: skip
    else:
        free_mm = 27.0
        cv2.rectangle(card, (3 * mm, 15 * mm), (22 * mm, 40 * mm), (206, 200, 192), -1)
        cv2.ellipse(
            card, (round(12.5 * mm), 25 * mm), (5 * mm, 7 * mm), 0, 0, 360, (150, 178, 216), -1, cv2.LINE_AA
        )
        cv2.ellipse(card, (round(12.5 * mm), 41 * mm), (9 * mm, 8 * mm), 0, 180, 360, (110, 90, 70), -1)
        cv2.putText(card, "THE MAU  SPECIMEN CARD", (18 * mm, 9 * mm), cv2.FONT_HERSHEY_DUPLEX, 1.6, (60, 46, 160), 3, cv2.LINE_AA)  # fmt: skip
    for row in range(4 if on_back else 7):
        words = "".join(rng.choice(list("aceghilmnortuxy  "), int(rng.integers(10, 26)))).capitalize()
        at = (round(free_mm * mm), round(((8 if on_back else 23) + 4.6 * row) * mm))
        cv2.putText(card, words, at, cv2.FONT_HERSHEY_SIMPLEX, 1.25, (52, 44, 38), 3, cv2.LINE_AA)


# --- the picture -----------------------------------------------------------------------------------------


def place(rng: Rng, level: Level, width: int, height: int) -> Matrix:
    """Somewhere in the frame, all of the card inside."""
    share = rng.uniform(*level.card_share)
    for _ in range(200):
        tilt_deg, towards = rng.uniform(*level.tilt_deg), rng.uniform(0, 2 * np.pi)
        x, y = rng.uniform(-0.5, 0.5, 2)
        pose = Pose(tilt_deg, towards, rng.uniform(-level.roll_deg, level.roll_deg), (x, y))
        to_frame = project(pose, CARD_MM, share * width / CARD_MM[0], (width, height), FOCAL_SHARE)
        corners = outline(to_frame, CARD_MM)
        if corners.min() > 2 and (corners.max(axis=0) < (width - 3, height - 3)).all():
            return to_frame
        share *= 0.995
    raise RuntimeError("a card of this level does not fit into a frame")


def paint_scene(
    rng: Rng, level: Level, card: Picture, to_frame: Matrix, width: int, height: int, lamp_rng: Rng
) -> Floats:
    """Desk, card, shadow and lamp as light, before lens and sensor."""
    # the desk is far less sharp than anything read from it: half its size is enough
    desk = paint_desk(rng, width // 2, height // 2, things=int(rng.integers(level.things + 1)))
    picture = np.asarray(cv2.resize(desk, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    lay_down(picture, card, CARD_MM, to_frame, width / 320)
    _fingers(rng, level, picture, outline(to_frame, CARD_MM))
    lamp = optics.lamp_field(
        lamp_rng,
        width,
        height,
        lamp_rng.uniform(*level.unevenness),
        int(lamp_rng.integers(level.shadows + 1)),
    )
    return np.asarray(optics.to_light(picture) * lamp, np.float32)


def _fingers(rng: Rng, level: Level, picture: Picture, card: Floats) -> None:
    """A thumb holds the card at a side that the code is not on (its left or its lower left)."""
    if rng.random() >= level.finger_chance:
        return
    top_left, bottom_left = card[0], card[3]
    at = top_left + (bottom_left - top_left) * rng.uniform(0.55, 0.95)
    inward = (card[1] - top_left) / np.linalg.norm(card[1] - top_left)
    unit = float(np.linalg.norm(card[1] - top_left)) / CARD_MM[0]
    skin = ((140, 170, 215), (95, 130, 185), (70, 100, 150))[int(rng.integers(3))]
    middle = at - inward * 6 * unit
    angle = float(np.degrees(np.arctan2(inward[1], inward[0])))
    axes = (round(16 * unit), round(8 * unit))
    x, y = np.round(middle).astype(int).tolist()
    cv2.ellipse(picture, (x, y), axes, angle, 0, 360, skin, -1, cv2.LINE_AA)


def spoil(rng: Rng, level: Level, light: Floats, corners: Floats) -> None:
    """Reflections of a lamp on the card's surface, over a part of the code."""
    if rng.random() >= level.glare_chance:
        return
    side = float(np.linalg.norm(corners[1] - corners[0]))
    x, y = (corners.mean(axis=0) + rng.normal(0, 0.45, 2) * side).tolist()
    optics.add_glare(
        light, x, y, side * rng.uniform(0.2, 0.55), rng.uniform(*level.glare_strength), rng.uniform(0.4, 1)
    )
