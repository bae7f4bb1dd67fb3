"""Slips as dots: every template on every paper, letters whole, codes readable, copies marked, values harmless."""

import shutil
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PySide6.QtGui import QGuiApplication, QImage

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.devices.printers.encoding import REALTIME_COMMAND, encode
from kiosk.domain.receipt import Bitmap, Receipt
from kiosk.ui.fonts import VIETNAMESE_LETTERS
from kiosk.ui.receipts import (
    ReceiptPainter,
    Reprint,
    ValuesInvalid,
    bitmap_to_png,
    load_receipt_font,
    png_bytes,
    sample_values,
)
from kiosk.ui.receipts.faces import BODY_PX, LARGE_PX, SMALL_PX, WIDE_PX, Face, Faces
from kiosk.ui.receipts.layout import Layout, Letters, Sheet
from kiosk.ui.receipts.painter import draw
from kiosk.ui.receipts.template import SlipTemplate, template_names
from tests.printing.slips import Paper
from tests.printing.test_receipt_templates import SHIPPED, everywhere, hostile_texts

WIDTHS = (384, 512, 576)
NAMES = template_names(SHIPPED)
COPY = Reprint(2, datetime(2026, 11, 22, 2, 45, tzinfo=UTC))


@pytest.fixture
def painter(qapp: QGuiApplication) -> ReceiptPainter:
    return ReceiptPainter(SHIPPED, ZxingCodeWriter())


def sample(name: str, language: str = "vi", **changes: object) -> Receipt:
    return Receipt(name, {**sample_values(name, language), **changes}, language)


def dots(bitmap: Bitmap) -> np.ndarray:
    """(height, width) of 0 and 1, 1 = black."""
    stride = (bitmap.width + 7) // 8
    rows = np.frombuffer(bitmap.rows, np.uint8).reshape(bitmap.height, stride)
    return np.unpackbits(rows, axis=1)[:, : bitmap.width]


@pytest.mark.parametrize("width_dots", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_template_comes_out_dot_for_dot(
    painter: ReceiptPainter, name: str, language: str, width_dots: int
) -> None:
    slip = painter.paint(sample(name, language), width_dots)
    picture = dots(slip)
    assert slip.width == width_dots
    assert slip.height > 300
    assert not picture[0].any(), "the tops of the first letters would be cut off"
    assert not picture[-1].any()
    assert 0.02 < picture.mean() < 0.35
    data = encode(slip)
    paper = Paper(width_dots)
    assert paper.take(data) == slip.rows
    assert paper.problems == []
    assert len(data) <= 0.6 * len(slip.rows)


@pytest.mark.parametrize("width_dots", WIDTHS)
@pytest.mark.parametrize("name", ["submission", "tracking", "test_page"])
def test_the_qr_is_read_back_from_the_picture(painter: ReceiptPainter, name: str, width_dots: int) -> None:
    grey = (1 - dots(painter.paint(sample(name), width_dots))) * np.uint8(255)
    codes = zxingcpp.read_barcodes(np.ascontiguousarray(grey))
    squares = [code.text for code in codes if "QR" in str(code.format)]
    assert squares == [sample_values(name).get("qr", "KIOSK-TEST-0123456789")]


@pytest.mark.parametrize("width_dots", [512, 576])
def test_the_barcode_is_read_back_where_it_fits(painter: ReceiptPainter, width_dots: int) -> None:
    grey = (1 - dots(painter.paint(sample("test_page"), width_dots))) * np.uint8(255)
    texts = [code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(grey))]
    assert "TEST-0123" in texts


def test_composed_and_decomposed_text_give_the_same_dots(painter: ReceiptPainter) -> None:
    composed = {key: value for key, value in sample_values("account").items() if isinstance(value, str)}
    decomposed = {key: unicodedata.normalize("NFD", value) for key, value in composed.items()}
    assert composed != decomposed
    assert painter.paint(Receipt("account", composed), 576) == painter.paint(
        Receipt("account", decomposed), 576
    )


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size_px", [SMALL_PX, BODY_PX, WIDE_PX, LARGE_PX])
def test_no_letter_leaves_its_line_and_no_two_look_alike(
    qapp: QGuiApplication, size_px: int, bold: bool
) -> None:
    face = Face(load_receipt_font(), size_px, bold=bold)
    room = size_px
    seen: dict[bytes, str] = {}
    for letter in VIETNAMESE_LETTERS:
        sheet = Sheet(128, face.line_px + 2 * room, [Letters(32, room + face.baseline_px, letter, face)])
        picture = dots(draw(sheet))
        rows = np.flatnonzero(picture.any(axis=1))
        assert rows.size, f"{letter} prints nothing"
        assert rows[0] >= room, f"{letter} is cut off at the top"
        assert rows[-1] < room + face.line_px, f"{letter} is cut off at the bottom"
        shape = picture.tobytes()
        assert shape not in seen, f"{letter} looks like {seen[shape]}"
        seen[shape] = letter


def test_the_test_page_shows_every_accented_letter() -> None:
    text = (SHIPPED / "test_page.vi.txt").read_text(encoding="utf-8")
    shown = {letter for letter in text if unicodedata.decomposition(letter) or letter in "đĐ"}
    wanted = {letter for letter in VIETNAMESE_LETTERS if unicodedata.decomposition(letter) or letter in "đĐ"}
    assert wanted <= shown
    assert len(wanted) == 134


def test_long_words_break_and_nothing_leaves_the_paper(qapp: QGuiApplication) -> None:
    face = Faces(load_receipt_font()).face(BODY_PX)
    for text in ("K-HN001-261122-0007-4" * 4, "ơ" * 300, "một hai " * 40, "a" + "\u0303" * 50, ""):
        wrapped = face.wrap(text, 200)
        assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")
        assert all(face.width(line) <= 200 for line in wrapped)


def test_a_code_breaks_after_its_hyphens(qapp: QGuiApplication) -> None:
    face = Faces(load_receipt_font()).face(LARGE_PX, bold=True)
    assert face.wrap("K-HN001-261122-0007-4", 384) == ["K-HN001-261122-", "0007-4"]
    assert face.wrap_evenly("K-HN001-261122-0007-4", 384) == ["K-HN001-", "261122-0007-4"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_reprint_is_marked_in_every_template(painter: ReceiptPainter, name: str, language: str) -> None:
    original = painter.paint(sample(name, language), 384)
    copy = painter.paint(sample(name, language), 384, COPY)
    assert copy.height > original.height + 60
    assert copy != painter.paint(sample(name, language), 384, Reprint(3, COPY.at))


def test_a_template_that_forgot_the_copy_box_gets_it_on_top(qapp: QGuiApplication, tmp_path: Path) -> None:
    (tmp_path / "tracking.vi.txt").write_text("{{ code }}\n", encoding="utf-8")
    painter = ReceiptPainter(SHIPPED, ZxingCodeWriter(), edited=tmp_path)
    original = dots(painter.paint(sample("tracking"), 384))
    copy = dots(painter.paint(sample("tracking"), 384, COPY))
    box = copy.shape[0] - original.shape[0]
    assert box > 60
    assert (copy[box + 10 :] == original[10:]).all()


def test_the_copy_box_shows_the_time_of_the_country(painter: ReceiptPainter) -> None:
    utc = painter.paint(sample("tracking"), 384, COPY)
    local = painter.paint(sample("tracking"), 384, Reprint(2, datetime(2026, 11, 22, 9, 45)))  # noqa: DTZ001
    assert utc == local


def test_an_edited_template_is_used_until_it_breaks(
    qapp: QGuiApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shipped = ReceiptPainter(SHIPPED, ZxingCodeWriter()).paint(sample("tracking"), 384)
    painter = ReceiptPainter(SHIPPED, ZxingCodeWriter(), edited=tmp_path)
    assert painter.paint(sample("tracking"), 384) == shipped
    mine = tmp_path / "tracking.vi.txt"
    mine.write_text("[to] {{ code }}\n", encoding="utf-8")
    edited = painter.paint(sample("tracking"), 384)
    assert edited.height < shipped.height
    mine.write_text("[to] {{ code }}\n[lon] sai rồi\n", encoding="utf-8")
    assert painter.paint(sample("tracking"), 384) == shipped
    assert "dòng 2" in caplog.text


@pytest.mark.parametrize("receipt", [Receipt("../secret", {}), Receipt("account", {}, "fr")])
def test_a_template_that_is_not_there_is_refused(painter: ReceiptPainter, receipt: Receipt) -> None:
    with pytest.raises(ValuesInvalid, match="there is no"):
        painter.paint(receipt, 576)


def test_another_thread_paints_the_same_dots(painter: ReceiptPainter) -> None:
    here = painter.paint(sample("submission"), 576)
    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(painter.paint, sample("submission"), 576).result() == here


@pytest.mark.parametrize("width_dots", [384, 576])
def test_hostile_values_print_as_text_and_reach_no_printer_as_a_command(
    painter: ReceiptPainter, width_dots: int
) -> None:
    for text in hostile_texts()[width_dots == 576 :: 2]:
        slip = painter.paint(Receipt("tracking", {**everywhere("tracking", text), "qr": text}), width_dots)
        data = encode(slip)
        assert REALTIME_COMMAND.search(data) is None, repr(text)
        paper = Paper(width_dots)
        assert len(paper.take(data)) == len(slip.rows)
        assert (paper.cuts, paper.problems) == (1, []), repr(text)


def test_pictures_hold_the_same_dots(painter: ReceiptPainter, tmp_path: Path) -> None:
    slip = painter.paint(sample("tracking"), 384)
    file = tmp_path / "slip.png"
    bitmap_to_png(slip, file)
    assert file.read_bytes() == png_bytes(slip)
    image = QImage(str(file)).convertToFormat(QImage.Format.Format_Grayscale8)
    stored = np.array(image.constBits()).reshape(image.height(), image.bytesPerLine())[:, : slip.width]
    assert ((stored < 128) == dots(slip)).all()
    with pytest.raises(OSError, match="slip"):
        bitmap_to_png(slip, tmp_path / "nowhere" / "slip.png")


def tesseract_reads_vietnamese() -> bool:
    program = shutil.which("tesseract")
    if program is None:
        return False
    return (
        "vie" in subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout
    )


@pytest.mark.slow
@pytest.mark.skipif(not tesseract_reads_vietnamese(), reason="needs tesseract with Vietnamese")
def test_a_stranger_reads_the_slip_right(painter: ReceiptPainter, tmp_path: Path) -> None:
    slip = painter.paint(sample("submission"), 576)
    picture = tmp_path / "slip.png"
    paper = QImage(slip.width + 80, slip.height + 80, QImage.Format.Format_Grayscale8)
    bitmap_to_png(slip, picture)
    paper.load(str(picture))
    doubled = paper.convertToFormat(QImage.Format.Format_Grayscale8).scaledToWidth(slip.width * 2)
    doubled.save(str(picture))
    read = subprocess.run(
        ["tesseract", str(picture), "-", "-l", "vie", "--psm", "11"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    words = unicodedata.normalize("NFC", " ".join(read.split()))
    for wanted in (
        "Nguyễn Thị An",
        "Trần Văn Bình",
        "09:41 22/11/2026",
        "Đã lưu, chờ gửi",
        "Giấy chứng sinh",
    ):
        assert wanted in words


def test_the_tenth_paper_stands_apart_from_its_number(qapp: QGuiApplication) -> None:
    template = SlipTemplate("submission", "[muc] 9. | H\n[muc] 10. | H\n[muc] 60. | H")
    sheet = Layout(Faces(load_receipt_font()), ZxingCodeWriter(), 576).lay(template.fill({}))
    letters = [thing for thing in sheet.things if isinstance(thing, Letters)]
    for number, paper in zip(letters[::2], letters[1::2], strict=True):
        assert number.x + number.face.width(number.text) + 3 <= paper.x, number.text
