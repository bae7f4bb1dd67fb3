"""A desk seen from above with one thing lying on it, drawn frame by frame; no threads, no clock."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture, picture_of
from kiosk.domain.scan import Frame

Kind = Literal["card", "page"]
Floats = NDArray[np.float32]

ARRIVES_IN_FRAMES = 9
"""A hand lays the thing down within this many frames, and takes it away as fast."""
CARD_SHARE_OF_WIDTH = 0.60
PAGE_SHARE_OF_HEIGHT = 0.94
TREMOR_PX = 0.5
"""The camera's arm trembles by about this much from frame to frame."""
NOISE_LEVELS = 2.2
_BLACK_LEVEL = 7
_BLUR_PX = 0.55
_RIM = 4
"""Pixels drawn beyond each side of the frame, for the tremor to move in."""
_CORNER_RADIUS_SHARE = 0.037
"""ID-1 cards have corners of 3.18 mm on 85.6 mm."""
_NOISE_MARGIN = 64


@dataclass(frozen=True, slots=True)
class _Thing:
    """What lies on the desk: colours and coverage at about the size they are seen in."""

    colours: Picture
    coverage: Picture
    corners: Floats
    """(4, 2) resting place in frame pixels, clockwise from the thing's own top left."""
    lift_px: float
    """How far the shadow falls."""
    glare: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """What never changes: lamp and desk with their rim, and a sheet of sensor noise larger than the frame."""

    light: Picture
    desk: Picture
    noise: Picture


class Scene:
    """The desk and what is held before the lens. `hold` and `take_away` may be called from any thread."""

    def __init__(self, width: int, height: int, seed: int = 7) -> None:
        self._width, self._height = width, height
        self._random = np.random.default_rng(seed)
        self._set: _Set | None = None
        """Built with the first picture: half a second that only the drawing thread has to wait for."""
        self._lock = threading.Lock()
        self._wanted: _Thing | None = None
        self._shown: _Thing | None = None
        self._nearness = 0.0
        self._tremor = np.zeros(2)
        self._at_rest: Picture | None = None
        """The desk with the thing lying still, drawn once; None while it moves."""

    def hold(self, picture: Frame, kind: Kind = "card", *, glare: bool = False) -> None:
        """Lay a picture on the desk: a card (rounded, 60 % of the width) or a page (94 % of the height).

        `glare`: a lamp is mirrored in its upper half and burns out what lies there.
        """
        thing = self._made_to_measure(picture, kind, glare)
        with self._lock:
            self._wanted = thing

    def take_away(self) -> None:
        """Clear the desk."""
        with self._lock:
            self._wanted = None

    @property
    def at_rest(self) -> bool:
        """Whether nothing moves any more."""
        return self._shown is self._wanted and self._nearness == (0.0 if self._wanted is None else 1.0)

    def come_to_rest(self) -> None:
        """What was moved while nobody looked lies still; for the drawing thread only."""
        with self._lock:
            self._shown = self._wanted
        self._nearness, self._at_rest = 0.0 if self._shown is None else 1.0, None

    def next_picture(self) -> Picture:
        """The next frame, (height, width, 3) uint8 BGR; for one thread only."""
        with self._lock:
            wanted = self._wanted
        step = 1 / ARRIVES_IN_FRAMES
        if self._shown is not wanted:
            self._at_rest = None
            self._nearness = max(0.0, self._nearness - 2 * step)
            if self._nearness == 0:
                self._shown = wanted
        elif self._shown is not None and self._nearness < 1:
            self._at_rest = None
            self._nearness = min(1.0, self._nearness + step)
        if self._set is None:
            self._set = _built(self._width, self._height)
        if self._at_rest is None:
            self._at_rest = self._drawn(self._set)
        return self._through_the_lens(self._at_rest, self._set.noise)

    # --- drawing -------------------------------------------------------------------------------------------

    def _made_to_measure(self, picture: Frame, kind: Kind, glare: bool) -> _Thing:
        pixels = picture_of(picture)
        if kind == "card":
            width = CARD_SHARE_OF_WIDTH * self._width
            height = width * picture.height / picture.width
            turn_deg, lean = -3.5, 0.022
        else:
            height = PAGE_SHARE_OF_HEIGHT * self._height
            width = height * picture.width / picture.height
            turn_deg, lean = 1.2, 0.012
        size = (max(8, round(width)), max(8, round(height)))
        # one clean reduction first: the perspective step then works at nearly the same scale and does not alias
        colours = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        radius = round(_CORNER_RADIUS_SHARE * size[0]) if kind == "card" else 1
        box = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) * [width / 2, height / 2]
        # the far side looks smaller: the lens does not stand straight above
        box[:, 0] *= 1 + lean * np.sign(box[:, 1])
        angle = np.deg2rad(turn_deg)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        middle = np.array([self._width, self._height]) / 2 + _RIM
        corners = (box @ turn.T + middle).astype(np.float32)
        return _Thing(colours, _rounded(size, radius), corners, max(3.0, self._width / 240), glare)

    def _drawn(self, fixed: _Set) -> Picture:
        """Desk, shadow and thing where they are now, without lens and sensor."""
        picture = fixed.desk.copy()
        if self._shown is not None and self._nearness > 0:
            # slides in from below, fast at first
            away = (1 - self._nearness) ** 3 * self._height * 0.9
            corners = self._shown.corners + np.array([0.12 * away, away], np.float32)
            _lay_down(picture, self._shown, corners, fixed.light)
        return picture

    def _through_the_lens(self, picture: Picture, noise: Picture) -> Picture:
        """A lens that is almost sharp on a trembling arm, and a sensor's noise. The tremor's part below a pixel lies
        in the blur kernels, which costs nothing on top of blurring."""
        self._tremor = np.clip(
            0.9 * self._tremor + self._random.normal(0, TREMOR_PX * 0.4, 2), 1 - _RIM, _RIM - 1
        )
        whole = np.round(self._tremor).astype(int)
        x, y = (_RIM + whole).tolist()
        across, down = (_kernel(part) for part in (self._tremor - whole).tolist())
        seen = picture[y : y + self._height, x : x + self._width]
        soft = cv2.sepFilter2D(seen, -1, across, down)
        top, left = self._random.integers(0, _NOISE_MARGIN, 2)
        grain = noise[top : top + self._height, left : left + self._width]
        return np.asarray(cv2.add(soft, grain), np.uint8)


def _kernel(shift_px: float) -> Floats:
    """Three weights of a narrow bell standing `shift_px` (at most half a pixel) off the middle."""
    taps = np.exp(-((np.arange(-1, 2) - shift_px) ** 2) / (2 * _BLUR_PX**2))
    return np.asarray(taps / taps.sum(), np.float32)


@lru_cache(maxsize=2)
def _built(width: int, height: int) -> _Set:
    """The set for frames of this size; always the same one."""
    random = np.random.default_rng(7)
    light = _light(width + 2 * _RIM, height + 2 * _RIM)
    desk = _lit(_wood(width + 2 * _RIM, height + 2 * _RIM, random), light)
    noise = random.standard_normal((height + _NOISE_MARGIN, width + _NOISE_MARGIN, 3), np.float32)
    return _Set(light, desk, np.clip(np.round(noise * NOISE_LEVELS + _BLACK_LEVEL), 0, 255).astype(np.uint8))


def _lay_down(picture: Picture, thing: _Thing, corners: Floats, light: Picture) -> None:
    """Draw the thing and its shadow into `picture`, in the part of it that they touch."""
    reach = round(6 * thing.lift_px)
    left, top = np.floor(corners.min(axis=0)).astype(int) - reach
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + reach
    left, top = max(0, int(left)), max(0, int(top))
    right, bottom = min(picture.shape[1], int(right)), min(picture.shape[0], int(bottom))
    if right - left < 2 or bottom - top < 2:
        return
    height, width = thing.colours.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners - np.array([left, top], np.float32))
    size = (right - left, bottom - top)
    colours = cv2.warpPerspective(
        thing.colours, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    coverage = cv2.warpPerspective(thing.coverage, warp, size, flags=cv2.INTER_LINEAR)
    lit = cv2.multiply(colours, light[top:bottom, left:right], scale=1 / 255)
    if thing.glare:
        lit = cv2.warpPerspective(_mirrored_lamp(width, height), warp, size) + lit.astype(np.float32)
        lit = np.clip(lit, 0, 255).astype(np.uint8)
    under = picture[top:bottom, left:right]
    shade = _shadow(np.asarray(coverage, np.uint8), thing.lift_px)
    shaded = cv2.multiply(under, cv2.merge([shade, shade, shade]), scale=1 / 255)
    # blendLinear wants float weights of both pictures
    weight = coverage.astype(np.float32) * np.float32(1 / 255)
    under[:] = cv2.blendLinear(lit, shaded, weight, 1 - weight)


def _mirrored_lamp(width: int, height: int) -> Floats:
    """Light thrown back to the lens by the thing's upper right part: (H, W, 3) float32, up to 400 levels."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot((x - 0.68 * width) / (0.40 * width), (y - 0.30 * height) / (0.24 * height))
    burnt = np.clip(520 * np.exp(-(far**2.6)), 0, 400)
    return np.asarray(np.repeat(burnt[:, :, None], 3, axis=2), np.float32)


def _shadow(coverage: Picture, lift_px: float) -> Picture:
    """What light is left around the thing, 255 = all; drawn at a quarter of the size because it is soft."""
    height, width = coverage.shape
    small = cv2.resize(coverage, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    shift = np.array([[1, 0, lift_px / 6], [0, 1, lift_px / 4]], np.float32)
    moved = cv2.warpAffine(small, shift, (small.shape[1], small.shape[0]))
    soft = cv2.GaussianBlur(moved, (0, 0), lift_px / 3)
    full = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.convertScaleAbs(full, alpha=-0.6, beta=255), np.uint8)


def _rounded(size: tuple[int, int], radius: int) -> Picture:
    """A filled rectangle with rounded corners, (H, W) uint8, smooth at its rim."""
    width, height = size
    fine = np.zeros((height * 2, width * 2), np.uint8)
    r = max(1, radius * 2)
    cv2.rectangle(fine, (r, 1), (width * 2 - r - 1, height * 2 - 2), 255, -1)
    cv2.rectangle(fine, (1, r), (width * 2 - 2, height * 2 - r - 1), 255, -1)
    for x in (r, width * 2 - r - 1):
        for y in (r, height * 2 - r - 1):
            cv2.circle(fine, (x, y), r - 1, 255, -1)
    return np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), np.uint8)


def _light(width: int, height: int) -> Picture:
    """A lamp at the upper left: (H, W, 3) uint8, 255 = full light, a little warmer where it is bright."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot((x - 0.34 * width) / width, (y - 0.2 * height) / width)
    brightness = np.clip(243 - 76 * far**1.4, 130, 255)
    warm = np.stack([brightness * 0.975, brightness * 0.99, brightness], axis=2)
    return np.asarray(np.clip(warm, 0, 255), np.uint8)


def _lit(surface: Floats, light: Picture) -> Picture:
    return np.asarray(np.clip(surface * (light.astype(np.float32) / 255), 0, 255), np.uint8)


def _wood(width: int, height: int, random: np.random.Generator) -> Floats:
    """A desk of oiled wood: boards with their own tone and long grain; (H, W, 3) float32 BGR, 0 to 255.

    The grain is drawn at half size, where the long streaks cost a quarter; fine pores are added at full size.
    """
    half_width, half_height = (width + 1) // 2, (height + 1) // 2
    scale = width / 2560
    board_height = max(8, round(196 * scale))
    surface = np.empty((half_height, half_width), np.float32)
    for top in range(0, half_height, board_height):
        rows = min(board_height, half_height - top)
        board = np.full((rows, half_width), random.normal(0, 4), np.float32)
        for fine_px, strength in ((1.4, 1.8), (4.0, 2.5), (14.0, 3.2)):
            speckle = random.standard_normal((rows, half_width), np.float32)
            streaks = cv2.GaussianBlur(
                speckle, (0, 0), sigmaX=46 * scale * fine_px**0.4, sigmaY=fine_px * scale
            )
            board += np.asarray(streaks, np.float32) * (strength / max(float(streaks.std()), 1e-6))
        seam = np.arange(rows, dtype=np.float32)[:, None]
        surface[top : top + rows] = board - 26 * np.exp(-((seam / (1.6 * scale)) ** 2))
    full = np.asarray(cv2.resize(surface, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    pores = cv2.blur(random.standard_normal((height, width), np.float32), (25, 1))
    tone = (full - np.clip(pores / float(pores.std()) - 2.2, 0, None) * 5)[:, :, None]
    return np.asarray(
        np.array([76, 108, 146], np.float32) + tone * np.array([0.86, 0.97, 1.05], np.float32), np.float32
    )
