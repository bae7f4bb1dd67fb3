"""Counts wrong reads over many cheap, hostile frames; runs by hand for as long as it is given: no test, no benchmark.

    nice -n 19 python -m benchmarks.misreads --minutes 20 --seed 3

Every frame shows one or two codes, cut out closely so that the time goes into reading: blurred to the edge of what can be
read, with patches painted over, with the halves of two cards laid together, or with modules thrown by dice.
"""

import argparse
import sys
import time
from collections import Counter
from datetime import date
from functools import lru_cache

import cv2
import numpy as np

from benchmarks import optics
from benchmarks.cards import modules_of
from benchmarks.optics import Picture, Rng
from benchmarks.persons import invent_id_text
from kiosk.devices.pixels import frame_of
from kiosk.devices.readers.card_reader import CascadeCardReader
from kiosk.devices.readers.cascade import FAST, THOROUGH
from kiosk.domain.scan import CodeKind

TODAY = date(2026, 11, 22)
TROUBLES = ("blurred", "patched", "halved", "diced")
_PX_A_MODULE = 8
FRAMES_A_CODE = 10


@lru_cache(maxsize=2)
def _two_codes(seed: int, number: int) -> tuple[tuple[str, Picture], tuple[str, Picture]]:
    """Text and modules of two codes: drawing them takes longer than reading, so several frames show them."""
    rng = np.random.default_rng((seed, number))
    texts = [invent_id_text(rng)[0] for _ in range(2)]
    first, second = ((text, modules_of(text, int(rng.integers(3)))) for text in texts)
    return first, second


def hostile_frame(seed: int, number: int) -> tuple[Picture, frozenset[str], str]:
    """(picture (H, W, 3), texts that may be read from it, what was done to it); the same for the same numbers."""
    rng = np.random.default_rng((seed, number))
    trouble = TROUBLES[int(rng.integers(len(TROUBLES)))]
    (text, modules), (other, others) = _two_codes(seed, number // FRAMES_A_CODE)
    dark = modules == 0
    texts = {text}
    if trouble == "halved":
        second = others == 0
        if second.shape == dark.shape:
            cut = int(len(dark) * rng.uniform(0.1, 0.9))
            dark = np.vstack([dark[:cut], second[cut:]])
            texts.add(other)
    if trouble == "diced":
        thrown = rng.random(dark.shape) < rng.uniform(0.02, 0.5)
        thrown[:9, :9] = thrown[:9, -9:] = thrown[-9:, :9] = False
        dark = np.where(thrown, rng.random(dark.shape) < 0.5, dark)
    large = np.where(np.pad(dark, 4), rng.uniform(10, 70), rng.uniform(170, 235)).astype(np.uint8)
    large = large.repeat(_PX_A_MODULE, 0).repeat(_PX_A_MODULE, 1)
    if trouble == "patched":
        for _ in range(int(rng.integers(1, 9))):
            x, y = rng.integers(0, len(large), 2).tolist()
            radius = int(len(large) * rng.uniform(0.02, 0.12))
            cv2.circle(large, (x, y), radius, (float(rng.integers(0, 256)),), -1)
    return _photographed(rng, large), frozenset(texts), trouble


def _photographed(rng: Rng, code: Picture) -> Picture:
    """Seen small, leaning, unsharp and noisy on a dull ground."""
    size = len(code)
    scale = rng.uniform(1.2, 3.2) / _PX_A_MODULE
    corners = np.array([(0, 0), (size, 0), (size, size), (0, size)], np.float32)
    side = size * scale
    moved = corners * scale + rng.normal(0, 0.04 * side, (4, 2)).astype(np.float32) + 0.35 * side + 10
    edge = int(side * 1.7 + 20)
    turn = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    soft = cv2.GaussianBlur(code, (0, 0), 0.35 / scale)
    ground = (float(rng.uniform(90, 200)),)
    seen = cv2.warpPerspective(soft, turn, (edge, edge), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=ground)  # fmt: skip
    module_px = scale * _PX_A_MODULE
    kernel = optics.lens_kernel(
        rng.uniform(0, 0.9) * module_px, rng.uniform(0, 0.9) * module_px, rng.uniform(0, np.pi)
    )
    blurred = cv2.filter2D(seen.astype(np.float32), -1, kernel, borderType=cv2.BORDER_REPLICATE)
    noisy = blurred * rng.uniform(0.3, 1.2) + rng.normal(0, rng.uniform(1, 9), blurred.shape)
    grey = np.clip(noisy, 0, 255).astype(np.uint8)
    return optics.mjpeg(
        np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8), int(rng.integers(40, 92))
    )


def main(arguments: list[str] | None = None) -> int:
    """0 nothing was read wrongly, 1 something was; its frame number is told, so that it can be looked at again."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.misreads", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="number of the first frame")
    parser.add_argument("--as-files", action="store_true", help="with the patient steps of picture files")
    given = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    finders, budget_ms = (THOROUGH, 10_000.0) if given.as_files else (FAST, 1000.0)
    reader = CascadeCardReader(lambda: TODAY, budget_ms=budget_ms, finders=finders)
    shown: Counter[str] = Counter()
    read: Counter[str] = Counter()
    wrong: list[int] = []
    number = given.first
    until_s = time.monotonic() + 60 * given.minutes
    while time.monotonic() < until_s:
        picture, texts, trouble = hostile_frame(given.seed, number)
        shown[trouble] += 1
        for code in reader.look(frame_of(picture)).codes:
            read[f"{trouble}, {code.step.value}"] += 1
            # a code that breaks its own format is told as damaged and fills in nothing
            if code.raw not in texts and code.kind is not CodeKind.DAMAGED_QR:
                wrong.append(number)
        number += 1
        if number % 500 == 0:
            print(f"{number - given.first} frames, {sum(read.values())} read, {len(wrong)} wrong", flush=True)
    print(f"{sum(shown.values())} frames {dict(shown)}\nread {dict(read)}\nwrong {len(wrong)} {wrong[:20]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
