"""Copies both sides of a card onto one A4 page in true size, as a copying machine would; reads nothing of the card."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from kiosk.devices.pages.corners import is_outside
from kiosk.devices.pages.fingerprint import fingerprint
from kiosk.devices.pages.flatten import flatten
from kiosk.devices.pages.inspection import inspect
from kiosk.devices.pages.jpeg import decode_picture, encode_jpeg
from kiosk.devices.pages.perspective import A4, CARD, MM_PER_INCH, SheetSize, measure_sheet, side_ratio
from kiosk.devices.pages.picture import Corners, clockwise_from_top_left, corners_of, quad_of, reduced
from kiosk.devices.pages.sharpness import evened
from kiosk.devices.pixels import Picture, picture_of
from kiosk.devices.stage.fonts import Fonts
from kiosk.domain.scan import Frame, PageProblem, Quad, ScannedPage

COPY_DPI = 300.0
COPY_QUALITY = 90
CARD_LIKE = 0.09
"""A side ratio within this |log| of a card's is taken for one."""
LEAST_CARD_DPI = 110.0
"""Coarser than this the small print of a card cannot be read."""
GAP_MM = 12.0
WORDS_MM, WORDS_ANGLE_DEG, WORDS_TONE = 3.2, 12.0, (70, 90, 190)
"""Height of the letters laid over the card, their slant and colour (BGR)."""
WORDS_STRENGTH = 0.42
MARK_PX = 400
"""The fingerprint needs no more of the shorter side."""
_NOT_OF_CARDS = frozenset({PageProblem.TOO_SMALL, PageProblem.FINGER, PageProblem.TWO_SHEETS})


def capture_card(frame: Frame, corners: Quad) -> ScannedPage:
    """One side of the card at `corners`, flat, level and in its own colours; NO_PAGE where no card lies there."""
    picture = picture_of(frame)
    place = _level(clockwise_from_top_left(corners_of(corners)))
    ratio = float(side_ratio(place[None], frame.width, frame.height)[0])
    seen = measure_sheet(place, frame.width, frame.height)
    size = SheetSize(CARD.height_mm, CARD.width_mm, _card_dpi(place))
    problems: list[PageProblem] = []
    condition = inspect(picture, place, seen, cut_off=is_outside(picture, place))
    problems += [problem for problem in condition.problems if problem not in _NOT_OF_CARDS]
    if abs(np.log(ratio / (CARD.height_mm / CARD.width_mm))) > CARD_LIKE:
        problems = [PageProblem.NO_PAGE]
    elif size.dpi < LEAST_CARD_DPI:
        problems.insert(0, PageProblem.TOO_SMALL)
    side = flatten(picture, place, size, COPY_DPI)
    return ScannedPage(
        jpeg=encode_jpeg(side, 94, COPY_DPI),
        width=int(side.shape[1]),
        height=int(side.shape[0]),
        dpi=size.dpi,
        corners=quad_of(place),
        sharpness=condition.sharpness,
        glare_share=condition.glare_share,
        fingerprint=_mark(side),
        problems=tuple(problems),
    )


def copy_card(sides: Sequence[bytes], words: str, font_dirs: Sequence[Path] = ()) -> ScannedPage:
    """One A4 page with the sides one under the other, each 85.6 × 54 mm; `words` (what the copy is for) lie over both,
    so that it serves for nothing else. Raises JpegDamaged for what is no picture."""
    scale = COPY_DPI / MM_PER_INCH
    width, height = round(A4.width_mm * scale), round(A4.height_mm * scale)
    page = np.full((height, width, 3), 255, np.uint8)
    card = (round(CARD.height_mm * scale), round(CARD.width_mm * scale))
    gap = round(GAP_MM * scale)
    left, top = (width - card[0]) // 2, (height - 2 * card[1] - gap) // 3
    for number, side in enumerate(sides[:2]):
        shown = cv2.resize(decode_picture(side), card, interpolation=cv2.INTER_AREA)
        if words:
            shown = _marked(np.asarray(shown, np.uint8), words, scale, font_dirs)
        y = top + number * (card[1] + gap)
        page[y : y + card[1], left : left + card[0]] = shown
    whole = ((0.0, 0.0), (width - 1.0, 0.0), (width - 1.0, height - 1.0), (0.0, height - 1.0))
    jpeg = encode_jpeg(page, COPY_QUALITY, COPY_DPI)
    return ScannedPage(jpeg, width, height, COPY_DPI, whole, 1.0, 0.0, _mark(page))


def _marked(side: Picture, words: str, scale: float, font_dirs: Sequence[Path]) -> Picture:
    """The words in slanting rows over the whole side, so thin that what is under them stays readable."""
    font = Fonts(font_dirs).of("bold", round(WORDS_MM * scale * 0.9))
    height, width = side.shape[:2]
    reach = round(1.5 * width)
    layer = Image.new("L", (reach, reach), 0)
    pen = ImageDraw.Draw(layer)
    line = f"{words}     " * max(1, 1 + round(reach / max(1.0, pen.textlength(f"{words}     ", font=font))))
    for row, y in enumerate(range(0, reach, round(WORDS_MM * scale * 3.4))):
        pen.text((-(row % 2) * reach // 5, y), line, font=font, fill=255)
    turned = np.asarray(layer.rotate(WORDS_ANGLE_DEG, resample=Image.Resampling.BILINEAR), np.float32) / 255
    y, x = (reach - height) // 2, (reach - width) // 2
    share = WORDS_STRENGTH * turned[y : y + height, x : x + width, None]
    return np.asarray(side * (1 - share) + np.array(WORDS_TONE, np.float32) * share, np.uint8)


def _level(corners: Corners) -> Corners:
    """Corners of a card begin at the end of a long side."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return corners if sides[0] + sides[2] >= sides[1] + sides[3] else np.roll(corners, -1, axis=0)


def _card_dpi(corners: Corners) -> float:
    x, y = corners[:, 0], corners[:, 1]
    area_px = abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2
    return MM_PER_INCH * float(np.sqrt(area_px / (CARD.width_mm * CARD.height_mm)))


def _mark(picture: Picture) -> int:
    grey = np.asarray(cv2.cvtColor(reduced(picture, MARK_PX)[0], cv2.COLOR_BGR2GRAY), np.uint8)
    return fingerprint(evened(grey, COPY_DPI / MM_PER_INCH * MARK_PX / min(picture.shape[:2])))
