"""Slips as people and machines read them: names by tesseract, QR codes by two readers, and values that mean harm."""

import random
import unicodedata

import numpy as np

from benchmarks.figures import Figure, Progress, at_least, at_most, figure, share_percent
from benchmarks.printing import RESOURCES, TEMPLATES
from benchmarks.worn_paper import clean, read_qr, read_text, worn, wrong_characters
from kiosk.app.painting import headless_painter
from kiosk.devices.printers import encode
from kiosk.domain.receipt import Bitmap, Receipt
from kiosk.ui.receipts import sample_values
from kiosk.ui.receipts.template import SlipTemplate, template_names
from tests.printing.slips import Paper

NAMES, QUICK_NAMES = 240, 40
HOSTILE, QUICK_HOSTILE = 1200, 120
WIDTHS = (384, 512, 576)
_FAMILY = "NGUYỄN ĐỖ ĐẶNG VŨ LÊ HỒ BẾ TRẦN PHÙNG LÂM ĐẬU KHUẤT ỨNG VƯƠNG HỨA TẠ TRỊNH ÂU ĐỒNG LỮ"
_MIDDLE = "THỊ VĂN ĐỨC HỮU MẬU NGỌC QUỐC XUÂN DIỄM BẢO THẾ TUYẾT ÁI MỸ TIẾN TRỌNG HỒNG VIẾT TẤT KHẮC"
_GIVEN = (
    "CẨN CHẤN CẨM CƯỜNG DIỄM DIỄN DƯỠNG DŨNG ĐẠT ĐIỀM ĐỒNG GẤM HẰNG HẬU HIỂN HIẾU HIỀN HỒNG HỢI HUYỀN "
    "HƯỜNG HƯỞNG KIỀU KIỂM LỄ LỢI LỘC LỮ MẪN MẬN MẾN MƯỜI NGỮ NGUYỆN NGUYỆT NHẪN NỞ PHẤN PHƯỚC PHƯỢNG "
    "QUYỀN QUYẾT SỚM TẤN THẮM THẮNG THẾ THIỆN THUẦN THUYẾT TIẾN TIỄN TỐ TOẢN TOẠI TRƯỞNG TUẤN TUYẾN "
    "TUYỀN ỨNG VIỆT VƯỢNG VỮNG XUYẾN YẾN ẨN"
)
_LINES = "{% for paper in taken_back %}\n{{ paper }}\n{% endfor %}\n[cat]\n"
"""A list of names as they stand on a slip: the body's letters and lines."""
_COMMANDS = (
    "\x1b@",
    "\x1bp\x00\x19\xfa",
    "\x1dV\x00",
    "\x1dv0\x00\x01\x00\x01\x00",
    "\x10\x04\x01",
    "\x10\x14\x01\x00\x01",
    "\x1d(k",
    "\x9b",
    "\x00\x07\x0c",
)
_MARKUP = (
    "[to]",
    "[qr] x",
    "[cat]",
    "---",
    " | ",
    "{{ name }}",
    "{% for a in b %}",
    "[ban sao]",
    "\n[cat]\n",
    "{#",
)
_STRANGE = (
    "\u202e",
    "\u2066",
    "\u200f",
    "\ufeff",
    "\ue000",
    "\ud83d\ude00",
    "\u3164",
    "漢字",
    "عربى",
    "a" + "\u0301" * 40,
    "W" * 10_000,
    "ẵ" * 400,
    "\u0e33" * 30,
    "\t\r\n",
    "̀̀̀",
)


def names(count: int, seed: int = 20261122) -> list[str]:
    """Invented names in capitals, most with accents on accents."""
    chance = random.Random(seed)
    family, middle, given = _FAMILY.split(), _MIDDLE.split(), _GIVEN.split()
    return [
        unicodedata.normalize(
            "NFC", f"{chance.choice(family)} {chance.choice(middle)} {chance.choice(given)}"
        )
        for _ in range(count)
    ]


def hostile_values(count: int, seed: int = 20261122) -> list[str]:
    """Commands, markup, bidi, stacked marks, very long texts, and mixtures of all with ordinary names."""
    chance = random.Random(seed)
    parts = (*_COMMANDS, *_MARKUP, *_STRANGE, "Nguyễn Thị An", "001199000001", " ")
    made = [*_COMMANDS, *_MARKUP, *_STRANGE]
    while len(made) < count:
        text = "".join(chance.choice(parts) for _ in range(chance.randrange(1, 7)))
        made.append(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    return made[:count]


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """What is read wrong on clean and on worn paper; what harm a value can do."""
    painter = headless_painter(RESOURCES)
    figures = _names(quick, progress)
    figures += _codes(quick, progress)
    progress.step("hostile values")
    broken = harmed(hostile_values(QUICK_HOSTILE if quick else HOSTILE), progress)
    count = QUICK_HOSTILE if quick else HOSTILE
    figures.append(figure(f"hostile values that did harm, of {count}", len(broken), goal=at_most(0)))
    del painter
    return figures


def _names(quick: bool, progress: Progress) -> list[Figure]:
    people = names(QUICK_NAMES if quick else NAMES)
    chance = np.random.default_rng(20261122)
    painter = headless_painter(RESOURCES)
    wrong = {"clean": 0, "worn": 0}
    read_of = 0
    for width in (384, 576):
        for start in range(0, len(people), 40):
            progress.step(f"names at {width} dots", start, len(people))
            group = people[start : start + 40]
            receipt = Receipt("result", {"taken_back": group})
            slip = painter.paint_with(SlipTemplate("result", _LINES), receipt, width)
            for level, paper in (("clean", clean(slip)), ("worn", worn(slip, chance))):
                lines = [line.strip() for line in read_text(paper).splitlines() if line.strip()]
                wrong[level] += wrong_characters("\n".join(lines), "\n".join(group))
            read_of += len("\n".join(group))
    lost = letters_lost_by_text(people)
    peer = "python-escpos text(), letters lost"
    return [
        figure(
            f"wrong characters, {level}, {2 * len(people)} names",
            share_percent(count, read_of),
            "%",
            peer=lost if level == "clean" else None,
            peer_name=peer if level == "clean" else "",
            goal=at_most(0.5 if level == "clean" else 2.0),
        )
        for level, count in wrong.items()
    ]


def letters_lost_by_text(people: list[str]) -> float:
    """Per cent of the characters that python-escpos replaces by `?` on a common printer."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from kiosk.devices.printers.escpos_library import escpos_printers

    written = "\n".join(people)
    with TemporaryDirectory(prefix="kiosk-bench-") as cache:
        printer = escpos_printers(Path(cache)).Dummy(profile="TM-T88III")
        printer.text(written)
        output: bytes = printer.output
    return share_percent(output.count(b"?"), len(written))


def _codes(quick: bool, progress: Progress) -> list[Figure]:
    painter = headless_painter(RESOURCES)
    chance = np.random.default_rng(7)
    both = either = slips = worn_slips = 0
    for name in template_names(TEMPLATES):
        values = sample_values(name)
        wanted = str(values.get("qr") or ("KIOSK-TEST-0123456789" if name == "test_page" else ""))
        if not wanted:
            continue
        for width in WIDTHS:
            progress.step(f"codes of {name}")
            slip = painter.paint(Receipt(name, values), width)
            by_zxing, by_zbar, text = read_qr(clean(slip))
            both += by_zxing and by_zbar and text == wanted
            slips += 1
            for _ in range(1 if quick else 5):
                by_zxing, by_zbar, text = read_qr(worn(slip, chance))
                either += (by_zxing or by_zbar) and text == wanted
                worn_slips += 1
    return [
        figure(
            f"QR read by zxing-cpp and pyzbar, clean, of {slips}",
            share_percent(both, slips),
            "%",
            goal=at_least(100),
        ),
        figure(
            f"QR read by one of them, worn, of {worn_slips}",
            share_percent(either, worn_slips),
            "%",
            goal=at_least(100),
        ),
    ]


def harmed(values: list[str], progress: Progress | None = None) -> list[str]:
    """Those that became a command, broke the layout or raised; on a strict interpreter of ESC/POS."""
    painter = headless_painter(RESOURCES)
    templates = [name for name in template_names(TEMPLATES) if name != "test_page"]
    broken = []
    for number, value in enumerate(values):
        if progress is not None:
            progress.step("hostile values", number, len(values))
        name = templates[number % len(templates)]
        width = WIDTHS[number % len(WIDTHS)]
        filled = _everywhere(sample_values(name), value)
        try:
            slip = painter.paint(Receipt(name, filled), width)
            harmless = _comes_out_as_drawn(slip)
        except Exception:  # noqa: BLE001 - any exception is what is looked for
            harmless = False
        if not harmless:
            broken.append(value)
    return broken


def _everywhere(values: object, hostile: str) -> dict[str, object]:
    """Every text of the sample replaced, every list with one more of the same."""
    assert isinstance(values, dict)
    filled: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, list):
            filled[key] = [
                _everywhere(each, hostile) if isinstance(each, dict) else hostile for each in value
            ]
        else:
            filled[key] = hostile
    return filled


def _comes_out_as_drawn(slip: Bitmap) -> bool:
    paper = Paper(slip.width)
    rows = paper.take(encode(slip))
    return not paper.problems and paper.cuts == 1 and rows.startswith(slip.rows.rstrip(b"\0"))
