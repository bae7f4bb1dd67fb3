"""Generates bursts of webcam frames: one card held for a second with tremor, the lens hunting for focus; reads nothing."""

from collections import Counter
from dataclasses import dataclass, field

import cv2
import numpy as np

from benchmarks import cards, optics
from benchmarks.cards import CARD_MM, FRAME_SIZES, Level
from benchmarks.laying import Matrix, seen
from benchmarks.optics import Picture, Rng
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
    """Burst `number` of a level. Card, desk, light, glare and exposure stay; place, focus, motion and noise change."""
    rng = np.random.default_rng((seed, number, cards.LEVELS.index(level), 7))
    width, height = FRAME_SIZES[number % 2]
    text, on_back = invent_id_text(rng)
    card, code_mm, modules = cards.draw_card(rng, text, on_back)
    first = cards.place(rng, level, width, height)
    scene_seed, lamp_seed, glare_seed = rng.integers(2**31, size=3)
    exposure, noise = rng.uniform(*level.exposure), rng.uniform(*level.noise_levels)
    quality = int(rng.integers(*level.jpeg_quality))
    defocus, phase, period = rng.uniform(*level.defocus_px), rng.uniform(0, 1), rng.uniform(12, 26)
    pictures: list[Picture] = []
    troubles: Counter[Hint] = Counter()
    to_frame = first
    for frame in range(frames):
        light = cards.paint_scene(
            np.random.default_rng(scene_seed),
            level,
            card,
            to_frame,
            width,
            height,
            np.random.default_rng(lamp_seed),
        )
        cards.spoil(np.random.default_rng(glare_seed), level, light, seen(first, code_mm))
        swing = _FOCUS_SWING * level.defocus_px[1] * np.cos(2 * np.pi * (frame / period + phase))
        motion = rng.uniform(*level.motion_px)
        kernel = optics.lens_kernel(max(0.0, defocus + swing), motion, rng.uniform(0, np.pi))
        blurred = np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
        pictures.append(optics.mjpeg(optics.expose(rng, blurred, exposure, noise), quality))
        corners = seen(to_frame, code_mm)
        module_px = float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).min()) / modules
        troubles.update(
            cards.troubles_of(pictures[-1], corners, module_px, max(0.0, defocus + swing), motion)
        )
        to_frame = _trembled(rng, first, width / 1280)
    often = frozenset(hint for hint, count in troubles.items() if 2 * count >= frames)
    return Burst(pictures, text, often)


def _trembled(rng: Rng, to_frame: Matrix, scale: float) -> Matrix:
    """The card a moment later: moved and turned a little about its middle."""
    x, y = seen(to_frame, np.array([CARD_MM]) / 2)[0]
    turn = np.vstack([cv2.getRotationMatrix2D((float(x), float(y)), rng.normal(0, 0.4), 1.0), [0, 0, 1]])
    turn[:2, 2] += rng.normal(0, TREMOR_PX * scale, 2)
    return np.asarray(turn @ to_frame, np.float64)
