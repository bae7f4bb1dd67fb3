"""Counts wrong reads over many cheap, hostile pictures of zones; runs by hand for as long as it is given: no test, no benchmark.

    nice -n 10 python -m benchmarks.zone_misreads --minutes 20 --seed 3

Every picture shows one zone, cut out closely: blurred to the edge of what can be read, with patches painted over, made of
the halves or lines of two, or with characters thrown by dice. Check digits must never make of it what it does not show.
"""

import argparse
import sys
import time
from collections import Counter
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks import optics
from benchmarks.mrz_cards import FONTS, KINDS, invent_zone
from benchmarks.optics import Picture, Rng
from kiosk.devices.readers.mrz.layouts import LINE_PITCH
from kiosk.devices.readers.mrz.network import ALPHABET
from kiosk.devices.readers.mrz.zone_reader import ZoneReader

TROUBLES = ("blurred", "patched", "halved", "diced")
PICTURES_A_ZONE = 8
_CELL_PX = 24
_AROUND = 4
"""Cells of paper around the characters."""
_ALIKE = ("0OQD", "1I7T", "2Z", "5S", "8B", "6G", "UV", "MNHW", "CG", "EF", "PR", "KX", "347", "689", "ILJ")

Lines = tuple[str, ...]


@lru_cache(maxsize=2)
def _two_zones(seed: int, number: int) -> tuple[Lines, Lines]:
    rng = np.random.default_rng((seed, number))
    kind = KINDS[int(rng.integers(len(KINDS)))]
    return invent_zone(rng, kind), invent_zone(rng, kind)


def hostile_zone(seed: int, number: int) -> tuple[Picture, Lines, Lines, str]:
    """(picture (H, W) uint8, the lines that it shows, those of the document it began as, what was done to it); the same
    for the same numbers."""
    rng = np.random.default_rng((seed, number, 1))
    trouble = TROUBLES[int(rng.integers(len(TROUBLES)))]
    lines, others = _two_zones(seed, number // PICTURES_A_ZONE)
    shown = lines
    if trouble == "halved":
        cut = int(rng.integers(1, len(lines[0])))
        # along a column, or one whole line of another document
        other = int(rng.integers(len(lines)))
        along = rng.random() < 0.5
        shown = tuple(
            line[:cut] + others[row][cut:] if along else (others[row] if row == other else line)
            for row, line in enumerate(lines)
        )
    if trouble == "diced":
        shown = _diced(rng, lines)
    large = _drawn(rng, shown)
    if trouble == "patched":
        for _ in range(int(rng.integers(1, 9))):
            x, y = (int(rng.integers(0, size)) for size in (large.shape[1], large.shape[0]))
            radius = int(_CELL_PX * rng.uniform(0.2, 1.6))
            cv2.circle(large, (x, y), radius, (float(rng.integers(0, 256)),), -1)
    return _photographed(rng, large, blurred=trouble == "blurred"), shown, lines, trouble


def _diced(rng: Rng, lines: Lines) -> Lines:
    """Up to four characters taken for others, mostly for such as look like them."""
    rows = [list(line) for line in lines]
    for _ in range(int(rng.integers(1, 5))):
        row, column = int(rng.integers(len(rows))), int(rng.integers(len(rows[0])))
        alike = "".join(group for group in _ALIKE if rows[row][column] in group)
        pool = alike if alike and rng.random() < 0.7 else ALPHABET
        rows[row][column] = pool[int(rng.integers(len(pool)))]
    return tuple("".join(row) for row in rows)


def _drawn(rng: Rng, lines: Lines) -> Picture:
    pitch = LINE_PITCH[len(lines)]
    width = (len(lines[0]) + 2 * _AROUND) * _CELL_PX
    height = round((2 * _AROUND + pitch * (len(lines) - 1)) * _CELL_PX)
    sheet = Image.new("L", (width, height), int(rng.integers(170, 236)))
    draw, ink = ImageDraw.Draw(sheet), int(rng.integers(10, 71))
    face = ImageFont.truetype(str(FONTS[int(rng.random() < 0.3)]), round(_CELL_PX * 1.38))
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            middle = ((_AROUND + column + 0.5) * _CELL_PX, (_AROUND + row * pitch) * _CELL_PX)
            draw.text(middle, char, font=face, fill=ink, anchor="mm")
    return np.asarray(sheet, np.uint8).copy()


def _photographed(rng: Rng, drawn: Picture, *, blurred: bool) -> Picture:
    """Seen small, leaning, unsharp and noisy on a dull ground."""
    height, width = drawn.shape
    character_px = rng.uniform(6, 18)
    scale = character_px / _CELL_PX
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    margin = 0.15 * width * scale
    moved = corners * scale + rng.normal(0, 0.06 * height * scale, (4, 2)) + margin
    turn = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    soft = cv2.GaussianBlur(drawn, (0, 0), max(0.3, 0.4 / scale))
    size = (int(width * scale + 2 * margin), int(height * scale + 2 * margin))
    ground = (float(rng.uniform(60, 200)),)
    seen = cv2.warpPerspective(soft, turn, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=ground)  # fmt: skip
    worst = 0.2 if blurred else 0.08
    kernel = optics.lens_kernel(
        rng.uniform(0, worst) * character_px, rng.uniform(0, 2 * worst) * character_px, rng.uniform(0, np.pi)
    )
    blurry = cv2.filter2D(seen.astype(np.float32), -1, kernel, borderType=cv2.BORDER_REPLICATE)
    noisy = blurry * rng.uniform(0.3, 1.1) + rng.normal(0, rng.uniform(1, 9), blurry.shape)
    grey = cv2.cvtColor(np.clip(noisy, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    coded = optics.mjpeg(np.asarray(grey, np.uint8), int(rng.integers(40, 92)))
    return np.asarray(cv2.cvtColor(coded, cv2.COLOR_BGR2GRAY), np.uint8)


def main(arguments: list[str] | None = None) -> int:
    """0 nothing was read wrongly, 1 something was; its number is told, so that it can be looked at again.

    Wrong is what is neither shown nor was there before dice or scissors changed it; the latter is counted apart."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.zone_misreads", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="number of the first picture")
    given = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    reader = ZoneReader()
    pictures: Counter[str] = Counter()
    read: Counter[str] = Counter()
    restored: Counter[str] = Counter()
    wrong: list[int] = []
    number = given.first
    until_s = time.monotonic() + 60 * given.minutes
    while time.monotonic() < until_s:
        picture, shown, before, trouble = hostile_zone(given.seed, number)
        pictures[trouble] += 1
        found = reader.read(picture, until_s=time.monotonic() + 10)
        if found is not None and found.certain:
            read[trouble] += found.lines == shown
            restored[trouble] += found.lines != shown and found.lines == before
            if found.lines not in (shown, before):
                wrong.append(number)
        number += 1
        if (number - given.first) % 100 == 0:
            print(f"{number - given.first} pictures, {read.total()} read, {len(wrong)} wrong", flush=True)
    print(f"{pictures.total()} pictures {dict(pictures)}\nread {dict(read)}\nrestored {dict(restored)}")
    print(f"wrong {len(wrong)} {wrong[:20]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
