"""Generates bursts of webcam frames: one card held for a second with tremor, the lens hunting for focus; reads nothing."""

from collections import Counter
from dataclasses import dataclass, field

import cv2
import numpy as np

from benchmarks import cards, optics
from benchmarks.cards import FRAME_SIZES, Level
from benchmarks.laying import Matrix, seen
from benchmarks.optics import Floats, Picture, Rng
from benchmarks.persons import invent_id_text
from kiosk.domain.scan import Hint

FPS = 30
TREMOR_PX = 2.5
"""How far a hand's tremor moves the card between two frames."""
_FOCUS_SWING = 0.2
"""How much of the level's defocus the lens's hunting adds at its worst and takes away at its best."""


@dataclass(frozen=True, slots=True)
class Burst:
    """`pictures` in the order of time, `FPS` a second; each (H, W, 3) uint8 BGR."""

    pictures: list[Picture]
    text: str = field(repr=False)
    troubles: frozenset[Hint]
    """Those of half of its frames or more."""


def card_burst(level: Level, number: int, seed: int = 1, frames: int = FPS) -> Burst:
    """Burst `number` of a level. Scene, light, glare and exposure stay; place, focus, motion and noise change."""
    rng = np.random.default_rng((seed, number, cards.LEVELS.index(level), 7))
    width, height = FRAME_SIZES[number % 2]
    text, on_back = invent_id_text(rng)
    card, code_mm, modules = cards.draw_card(rng, text, on_back)
    to_frame = cards.place(rng, level, width, height)
    corners = seen(to_frame, code_mm)
    module_px = float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).min()) / modules
    light = cards.paint_scene(rng, level, card, to_frame, width, height, rng)
    cards.spoil(rng, level, light, corners)
    exposure, noise = rng.uniform(*level.exposure), rng.uniform(*level.noise_levels)
    quality = int(rng.integers(*level.jpeg_quality))
    defocus, phase, period = rng.uniform(*level.defocus_px), rng.uniform(0, 1), rng.uniform(12, 26)
    pictures: list[Picture] = []
    troubles: Counter[Hint] = Counter()
    for frame in range(frames):
        swing = _FOCUS_SWING * level.defocus_px[1] * np.cos(2 * np.pi * (frame / period + phase))
        motion, blur_px = rng.uniform(*level.motion_px), max(0.0, defocus + swing)
        tremor = _tremor(rng, corners, width / 1280)
        moved = cv2.warpAffine(light, tremor, (width, height), borderMode=cv2.BORDER_REPLICATE)
        kernel = optics.lens_kernel(blur_px, motion, rng.uniform(0, np.pi))
        blurred = np.asarray(cv2.filter2D(moved, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
        pictures.append(optics.mjpeg(optics.expose(rng, blurred, exposure, noise), quality))
        code = (corners @ tremor[:, :2].T + tremor[:, 2]).astype(np.float32)
        troubles.update(cards.troubles_of(pictures[-1], code, module_px, blur_px, motion))
    often = frozenset(hint for hint, count in troubles.items() if 2 * count >= frames)
    return Burst(pictures, text, often)


def _tremor(rng: Rng, corners: Floats, scale: float) -> Matrix:
    """(2, 3): the scene moved and turned a little about the code, as a trembling hand makes it."""
    x, y = corners.mean(axis=0).tolist()
    turn = np.asarray(cv2.getRotationMatrix2D((x, y), rng.normal(0, 0.4), 1.0), np.float64)
    turn[:, 2] += rng.normal(0, TREMOR_PX * scale, 2)
    return turn
