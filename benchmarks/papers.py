"""Generates photographs of A4 pages on cluttered desks, good ones and spoilt ones, always the same for a seed.

Sheets are flat with straight sides: curled paper will score lower. Everything written on them is made up.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks import optics
from benchmarks.desks import paint_desk
from benchmarks.laying import Matrix, Pose, lay_down, outline, project, seen
from benchmarks.optics import Floats, Picture, Rng
from kiosk.devices.stage.fonts import Fonts

A4_MM = (210.0, 297.0)
FRAME_SIZES = ((1280, 720), (1280, 960), (1920, 1080), (1920, 1080), (2592, 1944))
FLAWS = ("blurred", "glare", "cut_off", "finger", "blank", "too_small", "too_dark")
"""What a page must not be taken with."""
_DPI = 150
_LETTER_MM = 2.0
"""Height of a small letter of ordinary print: blur is measured by it."""
_PALE_CHANCE = 0.25
_TEXT = (
    "kính gửi ủy ban nhân dân xã đề nghị xem xét cấp bản sao giấy tờ theo quy định người khai cam đoan lời khai trên là "
    "đúng sự thật họ và tên ngày sinh nơi thường trú số định danh cá nhân quan hệ lý do mục đích kèm theo hồ sơ gồm đơn "
    "tờ khai bản chụp chứng thực thời hạn giải quyết nhận kết quả tại bưu điện hoặc qua đường bưu chính"
)
_WORDS = tuple(_TEXT.split())


@dataclass(frozen=True, slots=True)
class Photograph:
    """One picture (H, W, 3) uint8 BGR, and where the page's corners (4, 2) are: its own top left first, clockwise."""

    picture: Picture
    corners: Floats
    flaw: str


def photograph(number: int, seed: int = 1, flaw: str = "") -> Photograph:
    """A good page, or one with a flaw of FLAWS."""
    rng = np.random.default_rng((seed, number, FLAWS.index(flaw) + 1 if flaw else 0))
    width, height = FRAME_SIZES[int(rng.integers(len(FRAME_SIZES)))]
    ground = "pale" if rng.random() < _PALE_CHANCE else ""
    desk = paint_desk(rng, width // 2, height // 2, ground=ground, things=int(rng.integers(9)))
    picture = np.asarray(cv2.resize(desk, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    to_frame = _place(rng, width, height, flaw)
    lay_down(picture, _draw_page(rng, flaw), A4_MM, to_frame, width / rng.uniform(400, 1200))
    corners = outline(to_frame, A4_MM)
    if flaw == "finger":
        _press_finger(rng, picture, to_frame)
    lamp = optics.lamp_field(rng, width, height, rng.uniform(0, 0.2), int(rng.integers(4)))
    light = np.asarray(optics.to_light(picture) * lamp, np.float32)
    px_per_mm = float(np.sqrt(cv2.contourArea(corners) / (A4_MM[0] * A4_MM[1])))
    exposure = rng.uniform(0.004, 0.02) if flaw == "too_dark" else rng.uniform(0.4, 1.05)
    if flaw == "glare":
        # burnt out over 26 × 16 mm at the very least, however dark the picture
        x, y = seen(to_frame, rng.uniform((50, 60), (160, 220))[None])[0].tolist()
        radius_px, strength = rng.uniform(18, 36) * px_per_mm, rng.uniform(1.5, 3.5) / exposure
        optics.add_glare(light, x, y, radius_px, strength, rng.uniform(0.6, 1))
    kernel = _lens(rng, flaw, _LETTER_MM * px_per_mm)
    light = np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
    photo = optics.expose(rng, light, exposure, rng.uniform(1, 4))
    return Photograph(optics.mjpeg(photo, int(rng.integers(68, 95))), corners, flaw)


def overlap(found: Floats | None, true: Floats) -> float:
    """Intersection over union of two convex quadrilaterals (4, 2); 0 when nothing was found."""
    if found is None:
        return 0.0
    a, b = (cv2.convexHull(np.asarray(quad, np.float32)) for quad in (found, true))
    shared, _ = cv2.intersectConvexConvex(a, b)
    return float(shared / (cv2.contourArea(a) + cv2.contourArea(b) - shared))


def _place(rng: Rng, width: int, height: int, flaw: str) -> Matrix:
    """The page fills most of the frame one way; turned by quarters as people turn it, never upside down."""
    fill = rng.uniform(0.20, 0.28) if flaw == "too_small" else rng.uniform(0.72, 0.96)
    focal_share = rng.uniform(0.75, 1.4)
    roll_deg = 90.0 * int(rng.choice((0, 0, 0, 1, 3))) + rng.normal(0, 7)
    tilt_deg = rng.uniform(0, (6.0, 16.0, 28.0)[int(rng.integers(3))])
    pose = Pose(tilt_deg, rng.uniform(0, 2 * np.pi), roll_deg)
    px_per_mm = 1.0
    for _ in range(6):  # the size in the frame follows the scale almost linearly
        corners = outline(project(pose, A4_MM, px_per_mm, (width, height), focal_share), A4_MM)
        px_per_mm *= fill / float((np.ptp(corners, axis=0) / (width, height)).max())
    corners = outline(project(pose, A4_MM, px_per_mm, (width, height), focal_share), A4_MM)
    room = np.array([width, height]) - np.ptp(corners, axis=0) - 8
    off_centre = (corners.max(axis=0) + corners.min(axis=0)) / 2 - np.array([width, height]) / 2
    shift = rng.uniform(-0.45, 0.45, 2) * room - off_centre
    if flaw == "cut_off":
        side = int(rng.integers(2))
        beyond = np.ptp(corners, axis=0)[side] * rng.uniform(0.06, 0.25)
        shift[side] = rng.choice((-1, 1)) * (room[side] / 2 + 4 + beyond) - off_centre[side]
    x, y = (shift / (width, height)).tolist()
    return project(replace(pose, aside=(x, y)), A4_MM, px_per_mm, (width, height), focal_share)


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


# --- the page --------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    return Fonts()


def _draw_page(rng: Rng, flaw: str) -> Picture:
    """A letter, form or table at 150 dots an inch."""
    size = (round(A4_MM[0] / 25.4 * _DPI), round(A4_MM[1] / 25.4 * _DPI))
    tint = int(rng.integers(238, 256))
    sheet = Image.new("RGB", size, (tint, tint, max(200, tint - int(rng.integers(14)))))
    if flaw != "blank":
        _fill_page(rng, ImageDraw.Draw(sheet), size)
    return np.asarray(cv2.cvtColor(np.asarray(sheet, np.uint8), cv2.COLOR_RGB2BGR), np.uint8)


def _fill_page(rng: Rng, pen: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    kind = str(rng.choice(("letter", "letter", "form", "form", "table", "short")))
    style = str(rng.choice(("serif", "regular")))
    letters = round(rng.choice((11, 12, 13, 14)) * _DPI / 72)
    body, bold = _fonts().of(style, letters), _fonts().of("bold", letters)
    left, right = int(rng.integers(90, 190)), size[0] - int(rng.integers(80, 150))
    y, step = int(rng.integers(90, 160)), round(letters * 1.5)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
        "ĐƠN ĐỀ NGHỊ (MẪU)",
        "",
    ):
        pen.text((size[0] / 2, y), words, font=bold, fill="#202020", anchor="ma")
        y += step
    last = y + 6 * step if kind == "short" else size[1] - int(rng.integers(120, 500))
    while y < last:
        if kind == "table" and rng.random() < 0.25:
            columns = int(rng.integers(2, 6))
            for column in range(columns):
                x = left + column * (right - left) // columns
                pen.rectangle((x, y, x + (right - left) // columns, y + 2 * step), outline="#303030", width=2)
                pen.text((x + 8, y + 8), _phrase(rng, 1), font=body, fill="#202020")
            y += 2 * step
            continue
        text = _phrase(rng, 14)
        if kind == "form":
            text = f"{_phrase(rng, 3).capitalize()}: " + _phrase(rng, int(rng.integers(1, 6)))
            pen.line((left + 320, y + step - 6, right, y + step - 6), fill="#606060", width=1)
        while pen.textlength(text, font=body) > right - left:
            text = text.rpartition(" ")[0]
        if rng.random() < 0.2:  # the last line of a paragraph
            text = text[: len(text) // 2]
        pen.text((left, y), text, font=body, fill="#202020")
        y += step
    if kind != "short" and rng.random() < 0.5:
        x, y, r = int(rng.integers(500, size[0] - 320)), int(rng.integers(900, size[1] - 320)), 95
        pen.ellipse((x, y, x + 2 * r, y + 2 * r), outline="#d0242c", width=6)
        pen.text((x + r, y + r), "BẢN MẪU", font=bold, fill="#d0242c", anchor="mm")


def _phrase(rng: Rng, words: int) -> str:
    return " ".join(_WORDS[int(place)] for place in rng.integers(len(_WORDS), size=words))
