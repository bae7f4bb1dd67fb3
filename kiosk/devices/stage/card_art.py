"""How a sample card is drawn: ground, security lines, portrait, code, zone; imitates no emblem and no real layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.devices.pixels import frame_of
from kiosk.devices.stage.fonts import Fonts
from kiosk.domain.scan import Frame

PX_PER_MM = 20
CARD_MM = (85.6, 53.98)
WIDTH, HEIGHT = round(CARD_MM[0] * PX_PER_MM), round(CARD_MM[1] * PX_PER_MM)
CHARACTER_MM, CAPITAL_MM, ADVANCE_EM = 2.54, 2.6, 0.7234
"""OCR-B in a machine-readable zone: from character to character, height of a capital, and the former in ems."""
Colour = tuple[int, int, int]
"""Red, green, blue."""

INK: Colour = (38, 44, 58)
LABEL: Colour = (92, 106, 124)
SPECIMEN_RED: Colour = (196, 42, 56)


@dataclass(frozen=True, slots=True)
class Ground:
    """Colours of a card's ground from the top left to the bottom right corner, and of its lines and headings."""

    start: Colour
    end: Colour
    lines: Colour
    heading: Colour


ROSE = Ground((214, 236, 233), (246, 226, 222), (64, 150, 150), (150, 42, 60))
LILAC = Ground((216, 232, 246), (233, 224, 244), (96, 116, 186), (40, 66, 140))
SKY = Ground((224, 240, 252), (206, 228, 248), (84, 148, 206), (18, 92, 158))
SAND = Ground((250, 244, 230), (244, 226, 200), (206, 150, 84), (150, 84, 20))


class CardCanvas:
    """One side of a card while it is drawn; places and sizes in millimetres from its top left corner."""

    def __init__(self, ground: Ground, font_dirs: Sequence[Path] = ()) -> None:
        self.ground = ground
        self.fonts = Fonts(font_dirs)
        self._picture = _ground(ground).copy()
        self._draw = ImageDraw.Draw(self._picture, "RGBA")

    def text(
        self,
        x_mm: float,
        y_mm: float,
        words: str,
        size_mm: float,
        *,
        style: str = "regular",
        colour: Colour = INK,
    ) -> None:
        """Words with their top left corner at (x, y); `size_mm` is the height of the type."""
        font = self.fonts.of(style, round(size_mm * PX_PER_MM))
        self._draw.text((x_mm * PX_PER_MM, y_mm * PX_PER_MM), words, font=font, fill=colour)

    def centred(
        self,
        y_mm: float,
        words: str,
        size_mm: float,
        *,
        style: str = "bold",
        colour: Colour = INK,
        x_mm: float = 42.8,
    ) -> None:
        """Words centred on `x_mm`."""
        font = self.fonts.of(style, round(size_mm * PX_PER_MM))
        self._draw.text((x_mm * PX_PER_MM, y_mm * PX_PER_MM), words, font=font, fill=colour, anchor="ma")

    def labelled(
        self, x_mm: float, y_mm: float, label_vi: str, label_en: str, value: str, size_mm: float = 2.7
    ) -> None:
        """A small bilingual label with its value below."""
        font = self.fonts.of("regular", round(1.75 * PX_PER_MM))
        self.text(x_mm, y_mm, label_vi, 1.75, colour=LABEL)
        after = font.getlength(label_vi + " ") / PX_PER_MM
        self.text(x_mm + after, y_mm, f"/ {label_en}", 1.75, style="italic", colour=LABEL)
        self.text(x_mm, y_mm + 2.05, value, size_mm, style="bold")

    def mark(self, x_mm: float, y_mm: float, size_mm: float) -> None:
        """A neutral ring of petals where a real card has its emblem."""
        centre = np.array([x_mm, y_mm]) * PX_PER_MM
        radius = size_mm * PX_PER_MM / 2
        for step in range(12):
            angle = step * np.pi / 6
            at = centre + 0.62 * radius * np.array([np.cos(angle), np.sin(angle)])
            petal = 0.36 * radius
            box = (at[0] - petal, at[1] - petal, at[0] + petal, at[1] + petal)
            self._draw.ellipse(box, outline=(*self.ground.heading, 150), width=3)
        core = 0.3 * radius
        self._draw.ellipse(
            (centre[0] - core, centre[1] - core, centre[0] + core, centre[1] + core),
            fill=(*self.ground.heading, 170),
        )

    def portrait(self, x_mm: float, y_mm: float, width_mm: float, *, long_hair: bool) -> None:
        """A drawn figure without a face, three to four."""
        width, height = round(width_mm * PX_PER_MM), round(width_mm * PX_PER_MM * 4 / 3)
        self._picture.paste(
            _figure(width, height, long_hair), (round(x_mm * PX_PER_MM), round(y_mm * PX_PER_MM))
        )

    def qr(self, x_mm: float, y_mm: float, side_mm: float, text: str) -> None:
        """A QR code whose dark square is `side_mm` wide, on a paler patch as quiet zone."""
        modules = np.asarray(ZxingCodeWriter().qr(text).rows, bool)
        side, margin = round(side_mm * PX_PER_MM), round(side_mm * PX_PER_MM * 4 / modules.shape[0])
        fine = np.where(modules, 0, 255).astype(np.uint8).repeat(12, axis=0).repeat(12, axis=1)
        mask = Image.fromarray(255 - cv2.resize(fine, (side, side), interpolation=cv2.INTER_AREA))
        x, y = round(x_mm * PX_PER_MM), round(y_mm * PX_PER_MM)
        patch = (x - margin, y - margin, x + side + margin, y + side + margin)
        self._draw.rounded_rectangle(patch, 10, fill=(250, 252, 250, 235))
        self._picture.paste(Image.new("RGB", (side, side), (24, 26, 32)), (x, y), mask)

    def chip(self, x_mm: float, y_mm: float) -> None:
        """A contact chip of 12 × 10 mm."""
        x, y = x_mm * PX_PER_MM, y_mm * PX_PER_MM
        width, height = 12.0 * PX_PER_MM, 10.0 * PX_PER_MM
        gold, seam = (222, 190, 116), (150, 118, 56)
        self._draw.rounded_rectangle((x, y, x + width, y + height), 26, fill=gold, outline=seam, width=3)
        for share in (0.33, 0.66):
            self._draw.line((x, y + height * share, x + width * 0.32, y + height * share), fill=seam, width=3)
            self._draw.line(
                (x + width * 0.68, y + height * share, x + width, y + height * share), fill=seam, width=3
            )
        middle = (x + width * 0.32, y + height * 0.2, x + width * 0.68, y + height * 0.8)
        self._draw.rounded_rectangle(middle, 14, outline=seam, width=3)
        self._draw.line((x + width / 2, y, x + width / 2, y + height * 0.2), fill=seam, width=3)
        self._draw.line((x + width / 2, y + height * 0.8, x + width / 2, y + height), fill=seam, width=3)

    def zone(self, y_mm: float, lines: Sequence[str]) -> None:
        """A machine-readable zone of 30 characters a line: 2.54 mm a character, 4.23 mm a line (ICAO 9303-5)."""
        font = self.fonts.of("zone", round(CHARACTER_MM * PX_PER_MM / ADVANCE_EM))
        strip = (0, (y_mm - 1.6) * PX_PER_MM, WIDTH, HEIGHT)
        self._draw.rectangle(strip, fill=(252, 253, 252, 205))
        for row, line in enumerate(lines):
            for column, char in enumerate(line):
                x = (4.7 + CHARACTER_MM * (column + 0.5)) * PX_PER_MM
                y = (y_mm + CAPITAL_MM + 4.23 * row) * PX_PER_MM
                self._draw.text((x, y), char, font=font, fill=INK, anchor="ms")

    def band(self, y_mm: float, height_mm: float, colour: Colour, opacity: int = 255) -> None:
        """A band from side to side."""
        box = (0, y_mm * PX_PER_MM, WIDTH, (y_mm + height_mm) * PX_PER_MM)
        self._draw.rectangle(box, fill=(*colour, opacity))

    def specimen(self, x_mm: float, y_mm: float, size_mm: float = 8.4) -> None:
        """MẪU · SPECIMEN, large, slanting and translucent, centred on (x, y)."""
        words = "MẪU · SPECIMEN"
        font = self.fonts.of("bold", round(size_mm * PX_PER_MM))
        length = round(font.getlength(words))
        layer = Image.new("RGBA", (length + 40, round(size_mm * PX_PER_MM * 1.5)), (0, 0, 0, 0))
        ImageDraw.Draw(layer).text((20, 0), words, font=font, fill=(*SPECIMEN_RED, 40))
        turned = layer.rotate(14, expand=True, resample=Image.Resampling.BICUBIC)
        corner = (round(x_mm * PX_PER_MM) - turned.width // 2, round(y_mm * PX_PER_MM) - turned.height // 2)
        self._picture.paste(turned, corner, turned)

    def finished(self) -> Frame:
        """The side as a frame of 1712 × 1080 pixels."""
        return frame_of(np.asarray(self._picture, np.uint8)[:, :, ::-1])


@lru_cache(maxsize=8)
def _ground(ground: Ground) -> Image.Image:
    """A diagonal gradient under fine interlaced waves and a rosette."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    share = ((x / WIDTH + y / HEIGHT) / 2)[:, :, None]
    plain = np.asarray(ground.start, np.float32) * (1 - share) + np.asarray(ground.end, np.float32) * share
    lines = np.zeros((HEIGHT, WIDTH), np.uint8)
    random = np.random.default_rng(sum(ground.lines))
    across = np.arange(0, WIDTH + 8, 8, dtype=np.float64)
    phases = random.uniform(0, 2 * np.pi, 3)
    for row in range(-8, 70):
        wave = (
            np.sin(across / 150 + phases[0] + row * 0.12) * 30
            + np.sin(across / 61 + phases[1] - row * 0.2) * 9
        )
        points = np.stack([across, row * 17 + wave], 1)
        cv2.polylines(lines, [np.round(points * 16).astype(np.int32)], False, 255, 1, cv2.LINE_AA, 4)
    centre, turn = np.array([WIDTH * 0.52, HEIGHT * 0.56]), np.linspace(0, 2 * np.pi, 900)
    for ring in range(16):
        radius = 120 + ring * 19 + 26 * np.sin(9 * turn + ring * 0.35 + phases[2])
        points = centre + np.stack([np.cos(turn), np.sin(turn)], 1) * radius[:, None]
        cv2.polylines(lines, [np.round(points * 16).astype(np.int32)], True, 255, 1, cv2.LINE_AA, 4)
    weight = (lines.astype(np.float32) / 255 * 0.30)[:, :, None]
    mixed = plain * (1 - weight) + np.asarray(ground.lines, np.float32) * weight
    return Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8))


def _figure(width: int, height: int, long_hair: bool) -> Image.Image:
    """Head and shoulders in flat colours, drawn at double size for smooth edges."""
    w, h = 2 * width, 2 * height
    back = np.linspace((206, 219, 232), (176, 194, 214), h)[:, None, :].repeat(w, 1)
    picture = Image.fromarray(back.astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    hair, skin, shade = (52, 46, 50), (232, 200, 176), (214, 178, 152)
    shirt = (96, 122, 156) if long_hair else (74, 92, 118)
    if long_hair:
        draw.rounded_rectangle((w * 0.27, h * 0.16, w * 0.73, h * 0.74), int(w * 0.22), fill=hair)
    draw.rounded_rectangle((w * 0.08, h * 0.72, w * 0.92, h * 1.3), int(w * 0.28), fill=shirt)
    draw.polygon(((w * 0.40, h * 0.72), (w * 0.60, h * 0.72), (w * 0.5, h * 0.86)), fill=skin)
    draw.rounded_rectangle((w * 0.42, h * 0.56, w * 0.58, h * 0.76), int(w * 0.06), fill=shade)
    draw.ellipse((w * 0.31, h * 0.20, w * 0.69, h * 0.64), fill=skin)
    draw.chord((w * 0.29, h * 0.15, w * 0.71, h * 0.56), 180, 360, fill=hair)
    if long_hair:
        draw.pieslice((w * 0.27, h * 0.16, w * 0.60, h * 0.60), 150, 275, fill=hair)
    return picture.filter(ImageFilter.GaussianBlur(1.2)).resize((width, height), Image.Resampling.LANCZOS)
