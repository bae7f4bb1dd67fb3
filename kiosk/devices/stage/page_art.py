"""How a sample paper is set: headings, paragraphs, dotted lines, tables, a round stamp; content comes from the caller."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from kiosk.devices.pixels import frame_of, picture_of
from kiosk.devices.stage.fonts import Font, Fonts
from kiosk.domain.scan import Frame

PX_PER_MM = 8
A4_MM = (210.0, 297.0)
MARGIN_MM = 22.0
TEXT_MM = 4.7
"""A little over 13 points: readable at the 90 dpi that a webcam leaves of a whole sheet."""
Colour = tuple[int, int, int]
"""Red, green, blue."""
INK: Colour = (26, 28, 34)
SEAL: Colour = (204, 44, 52)


class PageCanvas:
    """One A4 sheet while it is set, from top to bottom; places and sizes in millimetres."""

    def __init__(self, font_dirs: Sequence[Path] = (), paper: Colour = (252, 251, 247)) -> None:
        size = (round(A4_MM[0] * PX_PER_MM), round(A4_MM[1] * PX_PER_MM))
        self._fonts = Fonts(font_dirs)
        self._sheet = Image.new("RGB", size, paper)
        self._draw = ImageDraw.Draw(self._sheet, "RGBA")
        self.y_mm = 18.0
        """Where the next line begins."""

    def _font(self, style: str, size_mm: float) -> Font:
        return self._fonts.of(style, round(size_mm * PX_PER_MM))

    def line(
        self,
        words: str,
        *,
        style: str = "serif",
        size_mm: float = TEXT_MM,
        x_mm: float | None = None,
        anchor: str = "la",
        colour: Colour = INK,
        advance: float = 1.5,
    ) -> None:
        """One line; `anchor` `ma` centres it on `x_mm` (default: the sheet's middle, or the left margin)."""
        default = A4_MM[0] / 2 if anchor == "ma" else MARGIN_MM
        x = (default if x_mm is None else x_mm) * PX_PER_MM
        self._draw.text(
            (x, self.y_mm * PX_PER_MM), words, font=self._font(style, size_mm), fill=colour, anchor=anchor
        )
        self.y_mm += size_mm * advance

    def heading(self, title: str, subtitle: str = "", colour: Colour = INK) -> None:
        """The sample's own letterhead, a title and a line below it."""
        self.line("GIẤY TỜ MẪU – CHỈ DÙNG ĐỂ TẬP", style="serif_bold", size_mm=4.6, anchor="ma")
        self.line("SPECIMEN – FOR PRACTICE ONLY", style="serif_italic", size_mm=3.9, anchor="ma")
        x, y = A4_MM[0] / 2 * PX_PER_MM, (self.y_mm + 0.6) * PX_PER_MM
        self._draw.line((x - 170, y, x + 170, y), fill=INK, width=2)
        self.y_mm += 11
        self.line(title, style="serif_bold", size_mm=7.6, anchor="ma", colour=colour)
        if subtitle:
            self.line(subtitle, style="serif_italic", size_mm=4.3, anchor="ma")
        self.y_mm += 6

    def answer(self, label: str, value: str = "") -> None:
        """A label, then a dotted line to the right margin with the answer written on it."""
        font, hand = self._font("serif", TEXT_MM), self._font("serif_italic", TEXT_MM * 1.06)
        left, right = MARGIN_MM * PX_PER_MM, (A4_MM[0] - MARGIN_MM) * PX_PER_MM
        y = self.y_mm * PX_PER_MM
        self._draw.text((left, y), label, font=font, fill=INK)
        start = left + font.getlength(label) + 10
        foot = y + TEXT_MM * PX_PER_MM * 1.22
        for x in range(round(start), round(right), 11):
            self._draw.ellipse((x, foot, x + 2, foot + 2), fill=(120, 122, 128))
        self._draw.text((start + 8, y - 2), value, font=hand, fill=(22, 38, 110))
        self.y_mm += TEXT_MM * 1.75

    def paragraph(self, words: str, *, style: str = "serif") -> None:
        """Text broken into lines between the margins."""
        font = self._font(style, TEXT_MM)
        widest = (A4_MM[0] - 2 * MARGIN_MM) * PX_PER_MM
        row: list[str] = []
        for word in words.split():
            if row and font.getlength(" ".join((*row, word))) > widest:
                self.line(" ".join(row), style=style)
                row = []
            row.append(word)
        self.line(" ".join(row), style=style)
        self.y_mm += 2

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> None:
        """A ruled table; the first row is bold."""
        height = TEXT_MM * 1.9
        for number, cells in enumerate((heads, *rows)):
            x = MARGIN_MM
            font = self._font("serif_bold" if number == 0 else "serif", TEXT_MM * 0.92)
            for cell, width in zip(cells, widths_mm, strict=True):
                box = (x, self.y_mm, x + width, self.y_mm + height)
                self._draw.rectangle(tuple(edge * PX_PER_MM for edge in box), outline=INK, width=2)
                self._draw.text(
                    ((x + 2) * PX_PER_MM, (self.y_mm + 1.6) * PX_PER_MM), cell, font=font, fill=INK
                )
                x += width
            self.y_mm += height
        self.y_mm += 5

    def frame(self, colour: Colour) -> None:
        """A double rule round the sheet."""
        for inset_mm, width in ((8.0, 5), (10.0, 2)):
            inset = inset_mm * PX_PER_MM
            box = (inset, inset, self._sheet.width - inset, self._sheet.height - inset)
            self._draw.rectangle(box, outline=colour, width=width)

    def signature(self, place_and_date: str, role: str, name: str) -> None:
        """Place, date, role, a drawn signature and the round stamp MẪU at the lower right."""
        middle = A4_MM[0] - MARGIN_MM - 38
        self.y_mm += 4
        self.line(place_and_date, style="serif_italic", anchor="ma", x_mm=middle)
        self.line(role, style="serif_bold", anchor="ma", x_mm=middle)
        self._stamp(middle - 16, self.y_mm + 14)
        self._scribble(middle, self.y_mm + 12)
        self.y_mm += 27
        self.line(name, style="serif_bold", anchor="ma", x_mm=middle)

    def _scribble(self, x_mm: float, y_mm: float) -> None:
        turn = np.linspace(0, 5.2 * np.pi, 160)
        x = (x_mm - 14 + turn * 1.75 + 2.4 * np.sin(turn)) * PX_PER_MM
        y = (y_mm + 4.6 * np.cos(turn) * np.exp(-turn / 14)) * PX_PER_MM
        self._draw.line(
            list(zip(x.tolist(), y.tolist(), strict=True)), fill=(24, 42, 128), width=4, joint="curve"
        )

    def _stamp(self, x_mm: float, y_mm: float) -> None:
        x, y, radius = x_mm * PX_PER_MM, y_mm * PX_PER_MM, 15.0 * PX_PER_MM
        for share, width in ((1.0, 6), (0.82, 3)):
            r = radius * share
            self._draw.ellipse((x - r, y - r, x + r, y + r), outline=(*SEAL, 215), width=width)
        self._draw.text((x, y - 10), "MẪU", font=self._font("bold", 8.0), fill=(*SEAL, 215), anchor="mm")
        self._draw.text((x, y + 52), "SPECIMEN", font=self._font("bold", 3.2), fill=(*SEAL, 215), anchor="mm")

    def watermark(self) -> None:
        """MẪU across the sheet, so faint that text stays readable."""
        font = self._font("bold", 62)
        layer = Image.new("RGBA", (1500, 800), (0, 0, 0, 0))
        ImageDraw.Draw(layer).text((750, 400), "MẪU", font=font, fill=(190, 60, 60, 20), anchor="mm")
        turned = layer.rotate(32, expand=True, resample=Image.Resampling.BICUBIC)
        corner = ((self._sheet.width - turned.width) // 2, (self._sheet.height - turned.height) // 2)
        self._sheet.paste(turned, corner, turned)

    def finished(self) -> Frame:
        """The sheet as a frame of 1680 × 2376 pixels (203 dpi)."""
        return frame_of(np.asarray(self._sheet, np.uint8)[:, :, ::-1])


def blurred(page: Frame) -> Frame:
    """The same sheet far out of focus."""
    return frame_of(np.asarray(cv2.GaussianBlur(picture_of(page), (0, 0), 1.1 * PX_PER_MM), np.uint8))
