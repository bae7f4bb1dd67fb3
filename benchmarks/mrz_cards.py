"""Generates webcam frames of cards and passports with a machine-readable zone, easy to extreme; reads nothing.

The same levels as for QR codes, always the same frame for a seed. Nothing of a real document's layout is imitated, and
the persons are invented.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks import optics
from benchmarks.cards import CARD_MM, FOCAL_SHARE, FRAME_SIZES, LEVELS, Level
from benchmarks.desks import paint_desk
from benchmarks.laying import Matrix, Pose, lay_down, outline, project, seen
from benchmarks.optics import Floats, Picture, Rng
from benchmarks.persons import GIVEN_NAMES, MIDDLE_NAMES, PROVINCES, SURNAMES
from kiosk.domain.mrz import check_digit
from kiosk.domain.rules import without_accents

PASSPORT_MM = (125.0, 88.0)
PX_PER_MM = 12
CHARACTER_MM = 2.54
FONTS = tuple(Path(__file__).parents[1] / "resources" / "fonts" / name for name in ("OCRB.otf", "OCRBS.otf"))
KINDS = ("td1", "td3")
FOREIGN_NAMES = (
    "ERIKSSON<<ANNA<MARIA", "MUSTERMANN<<ERIKA", "DUPONT<<JEAN<LUC", "ROSSI<<GIULIA", "KIM<<MINJUN", "TANAKA<<HARUKA",
    "OCONNOR<<FIONA", "VAN<DER<BERG<<QUINTEN<XAVIER", "DJOKIC<<VUK", "WOZNIAK<<ZOFIA", "FERREIRA<GOMES<<HUGO",
)  # fmt: skip
STATES = ("UTO", "FRA", "ITA", "KOR", "JPN", "IRL", "NLD", "SRB", "POL", "PRT", "D<<")


@dataclass(frozen=True, slots=True)
class ZoneFrame:
    """One frame and the lines of its zone. `picture` (H, W, 3) uint8 BGR; `corners` (4, 2) of the zone, its own top left
    first; `character_px` are frame pixels from character to character."""

    picture: Picture
    lines: tuple[str, ...] = field(repr=False)
    corners: Floats
    character_px: float


def zone_frame(level: Level, number: int, kind: str, seed: int = 1) -> ZoneFrame:
    """Frame `number` of a level for `td1` or `td3`; even numbers have 720 lines, odd ones 1080."""
    rng = np.random.default_rng((seed, number, LEVELS.index(level), KINDS.index(kind)))
    width, height = FRAME_SIZES[number % 2]
    lines = invent_zone(rng, kind)
    size_mm = CARD_MM if kind == "td1" else PASSPORT_MM
    document, zone_mm = _draw(rng, lines, size_mm)
    to_frame = _place(rng, level, size_mm, width, height)
    light = _scene(rng, level, document, size_mm, to_frame, width, height)
    corners = seen(to_frame, zone_mm)
    if rng.random() < level.glare_chance:
        middle = corners[0] + (corners[2] - corners[0]) * rng.uniform(-0.1, 1.1)
        size = float(np.linalg.norm(corners[3] - corners[0]))
        strength, squash = rng.uniform(*level.glare_strength), rng.uniform(0.4, 1)
        x, y = middle.tolist()
        optics.add_glare(light, x, y, size * rng.uniform(0.2, 0.6), strength, squash)
    blur = rng.uniform(*level.defocus_px), rng.uniform(*level.motion_px), rng.uniform(0, np.pi)
    blurred = cv2.filter2D(light, -1, optics.lens_kernel(*blur), borderType=cv2.BORDER_REPLICATE)
    picture = optics.expose(
        rng, np.asarray(blurred, np.float32), rng.uniform(*level.exposure), rng.uniform(*level.noise_levels)
    )
    picture = optics.mjpeg(picture, int(rng.integers(*level.jpeg_quality)))
    across = min(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    return ZoneFrame(picture, lines, corners, float(across) / len(lines[0]))


def invent_zone(rng: Rng, kind: str) -> tuple[str, ...]:
    """The lines of a zone: nine in ten Vietnamese, the others of anywhere."""
    female = rng.random() < 0.5
    sex, word = ("F", "Nữ") if female else ("M", "Nam")
    born = date(1940, 1, 1) + timedelta(days=int(rng.integers(24_800)))
    expires = date(2027, 1, 1) + timedelta(days=int(rng.integers(5_000)))
    home = rng.random() < 0.9
    state = "VNM" if home else str(rng.choice(STATES))
    if home:
        parts = [str(rng.choice(names)) for names in (MIDDLE_NAMES[word], GIVEN_NAMES[word])]
        if rng.random() < 0.4:
            parts.insert(1, str(rng.choice(GIVEN_NAMES[word])))
        surname = str(rng.choice(SURNAMES))
        given = " ".join(parts)
        name = "<<".join(without_accents(text).upper().replace(" ", "<") for text in (surname, given))
    else:
        name = str(rng.choice(FOREIGN_NAMES))
    century_and_sex = (0 if born.year < 2000 else 2) + female
    province = PROVINCES[int(rng.integers(len(PROVINCES)))]
    personal = f"{province:03d}{century_and_sex}{born:%y}{int(rng.integers(1_000_000)):06d}"
    letters = "".join(rng.choice(list("ABCDEFGHJKLMNPRSTUVWXYZ0123456789"), 9))
    dates = (f"{born:%y%m%d}", f"{expires:%y%m%d}")
    if kind == "td3":
        number = f"{rng.choice(list('BCEKNP'))}{int(rng.integers(10**7)):07d}<" if home else letters
        optional = f"{personal}<<" if home and rng.random() < 0.5 else "<" * 14
        number += check_digit(number)
        dated = f"{dates[0]}{check_digit(dates[0])}", f"{dates[1]}{check_digit(dates[1])}"
        optional += check_digit(optional) if optional.strip("<") else "<"
        last = check_digit(number + dated[0] + dated[1] + optional)
        return f"P<{state}{name}".ljust(44, "<")[
            :44
        ], f"{number}{state}{dated[0]}{sex}{dated[1]}{optional}{last}"
    number = personal[3:] if home else letters
    optional = f"{personal}<<{check_digit(personal + '<<')}" if home else "<" * 15
    first = f"I{'D' if home else '<'}{state}{number}{check_digit(number)}{optional}"
    second = f"{dates[0]}{check_digit(dates[0])}{sex}{dates[1]}{check_digit(dates[1])}{state}{'<' * 11}"
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return first, second, name.ljust(30, "<")[:30]


# --- the document ----------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _face(which: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS[which]), size)


def _draw(rng: Rng, lines: tuple[str, ...], size_mm: tuple[float, float]) -> tuple[Picture, Matrix]:
    """(the document at 12 px a millimetre, corners of the zone in millimetres)."""
    width, height = (round(mm * PX_PER_MM) for mm in size_mm)
    start, end = rng.integers(190, 252, 3), rng.integers(190, 252, 3)
    share = np.linspace(0, 1, width)[None, :, None]
    picture = np.broadcast_to(start * (1 - share) + end * share, (height, width, 3)).astype(np.uint8).copy()
    waves, ink = picture.copy(), rng.integers(60, 190, 3).tolist()
    x = np.arange(0, width + 6, 6)
    for row in range(-4, height // 11 + 4):
        y = row * 11 + 18 * np.sin(x / 97 + 0.13 * row) + 6 * np.sin(x / 37 - 0.2 * row)
        cv2.polylines(waves, [np.round(np.stack([x, y], 1)).astype(np.int32)], False, ink, 1, cv2.LINE_AA)
    lines_share = rng.uniform(0.1, 0.4)
    picture = np.asarray(cv2.addWeighted(picture, 1 - lines_share, waves, lines_share, 0), np.uint8)
    per_line, pitch_mm = len(lines[0]), (4.23 if len(lines) == 3 else 6.35)
    left = (size_mm[0] - per_line * CHARACTER_MM) / 2 + rng.uniform(-1, 1)
    below = size_mm[1] - rng.uniform(5.2, 7.4)
    top = below - pitch_mm * (len(lines) - 1)
    if rng.random() < 0.5:
        pale = picture[round((top - 4) * PX_PER_MM) :]
        pale[:] = (pale * 0.3 + 0.7 * rng.uniform(235, 253)).astype(np.uint8)
    _other_print(rng, picture, top)
    sheet = Image.fromarray(picture)
    draw = ImageDraw.Draw(sheet)
    face = _face(int(rng.random() < 0.3), round(CHARACTER_MM * PX_PER_MM / 0.7234))
    box = face.getbbox("H")
    dark = tuple(int(level) for level in rng.integers(10, 70) + rng.integers(0, 12, 3))
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            x_px = (left + (column + 0.5) * CHARACTER_MM) * PX_PER_MM - face.getlength(char) / 2
            y_px = (top + row * pitch_mm) * PX_PER_MM - (box[1] + box[3]) / 2
            draw.text((x_px, y_px), char, font=face, fill=dark)
    right, half = left + per_line * CHARACTER_MM, 1.3
    zone = np.array([(left, top - half), (right, top - half), (right, below + half), (left, below + half)])
    return np.asarray(sheet, np.uint8), zone


def _other_print(rng: Rng, picture: Picture, top_mm: float) -> None:
    """Labels and values, a portrait, a chip: what else there is above a zone."""
    mm, font = PX_PER_MM, cv2.FONT_HERSHEY_SIMPLEX
    ink = (50, 44, 40)
    if rng.random() < 0.6:
        cv2.rectangle(picture, (4 * mm, 8 * mm), (24 * mm, round((top_mm - 4) * mm)), (200, 196, 190), -1)
        cv2.ellipse(
            picture, (14 * mm, 18 * mm), (5 * mm, 7 * mm), 0, 0, 360, (140, 160, 200), -1, cv2.LINE_AA
        )
    for row in range(int((top_mm - 10) / 5)):
        words = "".join(rng.choice(list("aceghilmnortuxyABCDEN 0123456789  "), int(rng.integers(6, 30))))
        cv2.putText(picture, words, (28 * mm, round((8 + 5 * row) * mm)), font, 0.9, ink, 2, cv2.LINE_AA)


# --- the picture -----------------------------------------------------------------------------------------


def _place(rng: Rng, level: Level, size_mm: tuple[float, float], width: int, height: int) -> Matrix:
    """Somewhere in the frame, all of the document inside."""
    share = rng.uniform(*level.card_share)
    for _ in range(400):
        tilt_deg, towards = rng.uniform(*level.tilt_deg), rng.uniform(0, 2 * np.pi)
        x, y = rng.uniform(-0.5, 0.5, 2)
        pose = Pose(tilt_deg, towards, rng.uniform(-level.roll_deg, level.roll_deg), (x, y))
        to_frame = project(pose, size_mm, share * width / size_mm[0], (width, height), FOCAL_SHARE)
        corners = outline(to_frame, size_mm)
        if corners.min() > 2 and (corners.max(axis=0) < (width - 3, height - 3)).all():
            return to_frame
        share *= 0.995
    raise RuntimeError("a document of this level does not fit into a frame")


def _scene(
    rng: Rng,
    level: Level,
    document: Picture,
    size_mm: tuple[float, float],
    to_frame: Matrix,
    width: int,
    height: int,
) -> Floats:
    """Desk, document, finger, shadow and lamp as light, before lens and sensor."""
    desk = paint_desk(rng, width // 2, height // 2, things=int(rng.integers(level.things + 1)))
    picture = np.asarray(cv2.resize(desk, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    lay_down(picture, document, size_mm, to_frame, width / 320)
    if rng.random() < level.finger_chance:
        _hold(rng, picture, outline(to_frame, size_mm), size_mm[0])
    unevenness, shadows = rng.uniform(*level.unevenness), int(rng.integers(level.shadows + 1))
    lamp = optics.lamp_field(rng, width, height, unevenness, shadows)
    return np.asarray(optics.to_light(picture) * lamp, np.float32)


def _hold(rng: Rng, picture: Picture, corners: Floats, width_mm: float) -> None:
    """A thumb at the upper half of the left or right edge: nobody covers what is to be read."""
    side = int(rng.integers(2))
    top, bottom, other = (
        (corners[0], corners[3], corners[1]) if side else (corners[1], corners[2], corners[0])
    )
    at = top + (bottom - top) * rng.uniform(0.1, 0.4)
    inward = (other - top) / np.linalg.norm(other - top)
    unit = float(np.linalg.norm(other - top)) / width_mm
    x, y = np.round(at - inward * 6 * unit).astype(int).tolist()
    axes = (round(14 * unit), round(7 * unit))
    angle = float(np.degrees(np.arctan2(inward[1], inward[0])))
    skin = ((140, 170, 215), (95, 130, 185), (70, 100, 150))[int(rng.integers(3))]
    cv2.ellipse(picture, (x, y), axes, angle, 0, 360, skin, -1, cv2.LINE_AA)
