"""Draws invented A4 documents for the page tests; every person, number and sentence on them is made up."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]

DPI = 200
A4_PX = (1654, 2339)

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("C:/Windows/Fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
)
FONT_NAMES = (
    (
        "DejaVuSerif.ttf",
        "DejaVuSans.ttf",
        "NotoSerif-Regular.ttf",
        "NotoSans-Regular.ttf",
        "times.ttf",
        "arial.ttf",
    ),
    (
        "DejaVuSerif-Bold.ttf",
        "DejaVuSans-Bold.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSans-Bold.ttf",
        "timesbd.ttf",
        "arialbd.ttf",
    ),
)

SENTENCES = (
    "tôi kính đề nghị ủy ban nhân dân xã phường xem xét giải quyết hồ sơ theo quy định của pháp luật hiện hành "
    "người yêu cầu cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước "
    "nơi cư trú họ chữ đệm tên ngày tháng năm sinh giấy tờ tùy thân quan hệ với được khai sinh "
    "số định danh cá nhân dân tộc quốc tịch quê quán cơ quan cấp bản sao mục đích sử dụng "
    "bưu điện tỉnh thành phố đường số nhà thôn ấp khu phố trường học gia đình thửa đất diện tích"
)
WORDS = tuple(SENTENCES.split())
PERSONS = ("Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Cúc", "Phạm Văn Dũng")


@lru_cache(maxsize=1)
def _font_files() -> tuple[tuple[str, ...], tuple[str, ...]]:
    there = {
        path.name: str(path) for folder in FONT_FOLDERS if folder.exists() for path in folder.rglob("*.ttf")
    }
    plain, bold = (tuple(there[name] for name in names if name in there) for names in FONT_NAMES)
    return plain, bold


@lru_cache(maxsize=128)
def _font(family: int, px: int, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    files = _font_files()[bold]
    return ImageFont.truetype(files[family % len(files)], px) if files else ImageFont.load_default(px)


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn page: `picture` (H, W, 3) uint8 BGR at 200 dpi, and the words of its body text in reading order."""

    picture: Picture
    words: tuple[str, ...]


class _Sheet:
    """One page being drawn; keeps the pen's place and the words written so far."""

    def __init__(self, rng: np.random.Generator, size: tuple[int, int], colour: tuple[int, int, int]) -> None:
        self.rng = rng
        self.width, self.height = size
        self.image = Image.new("RGB", size, colour)
        self.draw = ImageDraw.Draw(self.image)
        self.family = int(rng.integers(4))
        self.point = int(rng.choice([11, 12, 13, 14]))
        self.left, self.right = int(rng.integers(110, 240)), self.width - int(rng.integers(90, 170))
        self.y = int(rng.integers(110, 200))
        self.words: list[str] = []

    def px(self, points: float) -> int:
        return round(points * DPI / 72)

    def line(
        self, text: str, points: float, *, bold: bool = False, centre: bool = False, ink: str = "#1c1c1c"
    ) -> None:
        font = _font(self.family, self.px(points), bold)
        x = (self.width - self.draw.textlength(text, font=font)) / 2 if centre else self.left
        self.draw.text((x, self.y), text, font=font, fill=ink)
        self.words += text.split()
        self.y += round(self.px(points) * 1.5)

    def paragraph(self, words: int) -> None:
        """Flush left, ragged right, as offices print."""
        font = _font(self.family, self.px(self.point))
        x, space = self.left, self.draw.textlength(" ", font=font)
        for number in range(words):
            word = str(self.rng.choice(WORDS))
            word = word.capitalize() if number == 0 or self.rng.random() < 0.06 else word
            word = word + "." if number == words - 1 else word
            length = self.draw.textlength(word, font=font)
            if x + length > self.right:
                x, self.y = self.left, self.y + round(self.px(self.point) * 1.5)
            if self.y > self.height - 160:
                return
            self.draw.text((x, self.y), word, font=font, fill="#1c1c1c")
            self.words.append(word)
            x += length + space
        self.y += round(self.px(self.point) * 2.1)

    def field(self) -> None:
        label = (
            " ".join(str(self.rng.choice(WORDS)) for _ in range(int(self.rng.integers(2, 5)))).capitalize()
            + ":"
        )
        self.line(f"{label} {self.rng.choice(PERSONS)}", self.point)
        bottom = self.y - self.px(self.point) // 4
        for x in range(self.left + 500, self.right, 9):
            self.draw.point((x, bottom), fill="#333333")

    def table(self) -> None:
        rows, columns = int(self.rng.integers(3, 9)), int(self.rng.integers(2, 6))
        step, height = (self.right - self.left) // columns, self.px(self.point * 2)
        font = _font(self.family, self.px(self.point - 1))
        for _ in range(rows):
            if self.y + height > self.height - 140:
                break
            for column in range(columns):
                x = self.left + column * step
                self.draw.rectangle((x, self.y, x + step, self.y + height), outline="#2a2a2a", width=2)
                self.draw.text((x + 10, self.y + 8), str(self.rng.choice(WORDS)), font=font, fill="#1c1c1c")
            self.y += height
        self.y += 40

    def stamp(self) -> None:
        x, y = int(self.rng.integers(700, self.width - 500)), int(self.rng.integers(1300, self.height - 520))
        r = int(self.rng.integers(110, 150))
        for inset, width in ((0, 7), (34, 3)):
            box = (x + inset, y + inset, x + 2 * r - inset, y + 2 * r - inset)
            self.draw.ellipse(box, outline="#d0232b", width=width)
        self.draw.text((x + 48, y + r - 20), "BẢN MẪU", font=_font(1, 34, True), fill="#d0232b")
        signature = [(x + 60 + i * 14, y + r + int(self.rng.normal(0, 40))) for i in range(16)]
        self.draw.line(signature, fill="#2a3a9c", width=4, joint="curve")

    def photo(self) -> None:
        x, y = self.width - 480, 180
        shade = np.linspace(90, 200, 300 * 400).reshape(400, 300).astype(np.uint8)
        self.image.paste(Image.merge("RGB", [Image.fromarray(shade)] * 3), (x, y))
        self.draw.ellipse((x + 80, y + 70, x + 220, y + 250), fill="#c79a7e")
        self.draw.rectangle((x, y, x + 300, y + 400), outline="#444444", width=2)

    def border(self, colour: str) -> None:
        for inset, width in ((50, 10), (72, 3)):
            box = (inset, inset, self.width - inset, self.height - inset)
            self.draw.rectangle(box, outline=colour, width=width)

    def done(self) -> Paper:
        picture = cv2.cvtColor(np.asarray(self.image, np.uint8), cv2.COLOR_RGB2BGR)
        return Paper(np.ascontiguousarray(picture, np.uint8), tuple(self.words))


def draw_paper(rng: np.random.Generator, kind: str = "") -> Paper:
    """One A4 document. `kind`: letter, form, table, certificate, sparse or blank; empty draws one of the first five."""
    kind = kind or str(rng.choice(["letter", "letter", "form", "form", "table", "certificate", "sparse"]))
    tint = int(rng.integers(238, 256))
    colour = (tint, tint, max(200, tint - int(rng.integers(0, 14))))
    if kind == "certificate":
        colour = [(250, 236, 232), (236, 246, 238), (252, 248, 226), (250, 250, 248)][int(rng.integers(4))]
    sheet = _Sheet(rng, A4_PX, colour)
    if kind == "blank":
        return sheet.done()
    if kind == "certificate":
        sheet.border(["#b3202a", "#2f6b46", "#8a6d2f"][int(rng.integers(3))])
        sheet.left, sheet.right, sheet.y = 230, sheet.width - 200, 190
    if kind == "form" and rng.random() < 0.4:
        sheet.photo()
        sheet.right -= 240
    if kind != "sparse" or rng.random() < 0.5:
        sheet.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, centre=True)
        sheet.line("Độc lập - Tự do - Hạnh phúc", 12, bold=True, centre=True)
        sheet.y += 40
        sheet.line(
            "TỜ KHAI " + " ".join(str(rng.choice(WORDS)) for _ in range(3)).upper(),
            15,
            bold=True,
            centre=True,
        )
        sheet.y += 40
    if kind == "sparse":
        for _ in range(int(rng.integers(1, 4))):
            sheet.paragraph(int(rng.integers(12, 40)))
        return sheet.done()
    while sheet.y < sheet.height - 300:
        if kind in ("form", "certificate") and rng.random() < 0.7:
            sheet.field()
        elif kind == "table" and rng.random() < 0.5:
            sheet.table()
        else:
            sheet.paragraph(int(rng.integers(20, 90)))
        if kind == "certificate" and sheet.y > 1500:
            break
    if kind in ("form", "certificate", "letter") and rng.random() < 0.6:
        sheet.stamp()
    return sheet.done()
