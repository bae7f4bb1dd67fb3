"""Draws what stands on generated sheets of paper, and remembers its words. Everything written is made up."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks.optics import Picture, Rng
from kiosk.devices.stage.fonts import Fonts

DPI = 150
A4_MM, A5_MM = (210.0, 297.0), (148.0, 210.0)
ORDINARY = ("letter", "letter", "form", "form", "table", "short")
RED, BLUE = "#d0242c", "#23378f"
_TEXT = (
    "kính gửi ủy ban nhân dân xã đề nghị xem xét cấp bản sao giấy tờ theo quy định người khai cam đoan lời khai trên là "
    "đúng sự thật họ và tên ngày sinh nơi thường trú số định danh cá nhân quan hệ lý do mục đích kèm theo hồ sơ gồm đơn "
    "tờ khai bản chụp chứng thực thời hạn giải quyết nhận kết quả tại bưu điện hoặc qua đường bưu chính"
)
_WORDS = tuple(_TEXT.split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn sheet (H, W, 3) uint8 BGR at DPI, its size in millimetres, and every word printed on it."""

    picture: Picture
    size_mm: tuple[float, float]
    words: tuple[str, ...]


def draw_sheet(rng: Rng, kind: str) -> Sheet:
    """Kinds: those of ORDINARY, blank, lined (handwriting on rules), sealed (seal, signature and photograph), receipt,
    a5."""
    size_mm = A4_MM
    if kind == "a5":
        size_mm = A5_MM if rng.random() < 0.5 else A5_MM[::-1]
    elif kind == "receipt":
        size_mm = (80.0, float(rng.uniform(120, 190)))
    tint = int(rng.integers(238, 256))
    colour = (tint, tint, max(200, tint - int(rng.integers(14))))
    pen = _Pen(rng, size_mm, colour)
    if kind == "receipt":
        pen.receipt()
    elif kind == "lined":
        pen.lined()
    elif kind != "blank":
        pen.document("letter" if kind == "a5" else kind)
    picture = cv2.cvtColor(np.asarray(pen.sheet, np.uint8), cv2.COLOR_RGB2BGR)
    return Sheet(np.asarray(picture, np.uint8), size_mm, tuple(pen.words))


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    return Fonts()


class _Pen:
    """One sheet while it is being drawn."""

    def __init__(self, rng: Rng, size_mm: tuple[float, float], colour: tuple[int, int, int]) -> None:
        self.rng = rng
        self.size = (round(size_mm[0] / 25.4 * DPI), round(size_mm[1] / 25.4 * DPI))
        self.sheet = Image.new("RGB", self.size, colour)
        self.draw = ImageDraw.Draw(self.sheet)
        self.words: list[str] = []

    def document(self, kind: str) -> None:
        """A letter, form or table; `sealed` with photograph, seal and signature; `short` of a few lines."""
        rng, size = self.rng, self.size
        style = str(rng.choice(("serif", "regular")))
        letters = round(rng.choice((11, 12, 13, 14)) * DPI / 72)
        body, bold = _fonts().of(style, letters), _fonts().of("bold", letters)
        share = size[0] / 1240
        left = int(rng.integers(90, 190) * share)
        right = size[0] - int(rng.integers(80, 150) * share)
        y, step = int(rng.integers(90, 160) * share), round(letters * 1.5)
        if kind == "sealed":
            self._photograph((left, y), (236, 315))
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "",
            "ĐƠN ĐỀ NGHỊ (MẪU)",
            "",
        ):
            middle = size[0] / 2 + (118 if kind == "sealed" else 0)
            heading = bold if share > 0.9 else _fonts().of("bold", round(letters * share))
            self._say((middle, y), words, heading, anchor="ma")
            y += step
        y = max(y, 470) if kind == "sealed" else y
        last = y + 6 * step if kind == "short" else size[1] - int(rng.integers(120, 500) * share)
        while y < last:
            if kind == "table" and rng.random() < 0.25:
                self._row(left, right, y, step, body)
                y += 2 * step
                continue
            text = self._phrase(14)
            if kind == "form":
                text = f"{self._phrase(3).capitalize()}: " + self._phrase(int(rng.integers(1, 6)))
                self.draw.line((left + 320, y + step - 6, right, y + step - 6), fill="#606060", width=1)
            while self.draw.textlength(text, font=body) > right - left:
                text = text.rpartition(" ")[0]
            if rng.random() < 0.2:  # the last line of a paragraph
                text = " ".join(text.split()[: max(1, len(text.split()) // 2)])
            self._say((left, y), text, body)
            y += step
        if kind == "sealed" or (
            kind in ("letter", "form", "table") and size[1] > 1500 and rng.random() < 0.5
        ):
            self._seal(bold, signed=kind == "sealed")

    def lined(self) -> None:
        """A page of an exercise book: rules, a red margin, writing in blue italics."""
        width, height = self.size
        step = round(8.0 / 25.4 * DPI)
        hand = _fonts().of("serif_italic", round(0.62 * step))
        for y in range(2 * step, height - step // 2, step):
            self.draw.line((0, y, width, y), fill="#9db7d6", width=2)
        self.draw.line((130, 0, 130, height), fill="#d98b8b", width=2)
        for y in range(2 * step, int(height * self.rng.uniform(0.5, 0.95)), step):
            text = self._phrase(12)
            while self.draw.textlength(text, font=hand) > width - 200:
                text = text.rpartition(" ")[0]
            self._say((150, y - 4), text, hand, colour=BLUE, anchor="ls")

    def receipt(self) -> None:
        """A till's slip: narrow columns of small print, amounts at the right."""
        width, height = self.size
        font = _fonts().of("mono", round(8.5 * DPI / 72))
        self._say((width / 2, 24), "BIÊN LAI (MẪU)", _fonts().of("bold", 26), anchor="ma")
        for y in range(80, height - 60, 27):
            text = self._phrase(3)
            amount = f"{int(self.rng.integers(1, 900))}.000"
            while self.draw.textlength(text, font=font) > width - 160:
                text = text.rpartition(" ")[0] or text[:12]
            self._say((24, y), text, font)
            self._say((width - 24, y), amount, font, anchor="ra")

    def _say(
        self,
        at: tuple[float, float],
        text: str,
        font: object,
        colour: str = "#202020",
        anchor: str = "la",
    ) -> None:
        self.draw.text(at, text, font=font, fill=colour, anchor=anchor)  # type: ignore[arg-type]
        self.words += text.split()

    def _row(self, left: int, right: int, y: int, step: int, body: object) -> None:
        columns = int(self.rng.integers(2, 6))
        for column in range(columns):
            x = left + column * (right - left) // columns
            box = (x, y, x + (right - left) // columns, y + 2 * step)
            self.draw.rectangle(box, outline="#303030", width=2)
            self._say((x + 8, y + 8), self._phrase(1), body)

    def _photograph(self, at: tuple[int, int], size: tuple[int, int]) -> None:
        """A portrait of nobody: a head and shoulders of plain shapes before a blue ground."""
        (x, y), (width, height) = at, size
        slope = np.linspace(0.75, 1.0, width)[None, :, None] * np.array([90, 140, 200.0])
        ground = np.broadcast_to(slope, (height, width, 3)).astype(np.uint8)
        self.sheet.paste(Image.fromarray(np.ascontiguousarray(ground)), at)
        middle = x + width // 2
        self.draw.ellipse((middle - 90, y + 210, middle + 90, y + height + 90), fill="#3b4048")
        self.draw.rectangle((x, y + height, x + width, y + height + 91), fill=self.sheet.getpixel((2, 2)))
        self.draw.ellipse((middle - 58, y + 70, middle + 58, y + 225), fill="#d9a98a")
        self.draw.chord((middle - 62, y + 55, middle + 62, y + 190), 180, 360, fill="#211c1a")

    def _seal(self, bold: object, *, signed: bool) -> None:
        x = int(self.rng.integers(500, self.size[0] - 320))
        y, r = int(self.rng.integers(900, self.size[1] - 320)), 95
        self.draw.ellipse((x, y, x + 2 * r, y + 2 * r), outline=RED, width=6)
        self._say((x + r, y + r), "BẢN MẪU", bold, colour=RED, anchor="mm")
        if signed:
            way = [(x + 120 + 18 * k, y + r + int(self.rng.normal(0, 30))) for k in range(14)]
            self.draw.line(way, fill=BLUE, width=5, joint="curve")

    def _phrase(self, words: int) -> str:
        return " ".join(_WORDS[int(place)] for place in self.rng.integers(len(_WORDS), size=words))
