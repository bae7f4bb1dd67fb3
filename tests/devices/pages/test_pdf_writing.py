"""Pages become one PDF: true size, within the limit, the same bytes each time, nothing of the maker in it."""

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.pages import PaperScanner, make_pdf, take_file
from kiosk.devices.pages.jpeg import decode_picture, encode_jpeg, read_jpeg
from kiosk.devices.pages.pdf_writing import LADDER, has_colour
from kiosk.domain.errors import FileRefused
from tests.devices.pages.brought_files import jpeg, jpeg_with_exif, png
from tests.devices.pages.papers import draw_paper

ROOMY = 50_000_000


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    drawn = [
        draw_paper(np.random.default_rng((3, n)), kind).picture for n, kind in enumerate(("letter", "form"))
    ]
    return [encode_jpeg(picture, 86, 200) for picture in drawn]


def _reads_vietnamese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    return "vie" in listed.stdout.split()


def pictures_in(pdf: bytes) -> list[bytes]:
    """The JPEG files embedded in our own PDFs."""
    found = []
    for match in re.finditer(rb"/DCTDecode /ColorSpace /\w+ /Length (\d+) >>\nstream\n", pdf):
        found.append(pdf[match.end() : match.end() + int(match[1])])
    return found


def boxes_in(pdf: bytes) -> list[tuple[float, float]]:
    return [(float(w), float(h)) for w, h in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)]


def test_pages_that_fit_are_embedded_untouched(pages: list[bytes]) -> None:
    pdf = make_pdf(pages, limit_bytes=ROOMY, title="Giấy tờ kèm theo")
    assert pictures_in(pdf) == pages
    assert take_file(pdf, limit_bytes=ROOMY).pages == 2


def test_scanned_pages_are_a4(pages: list[bytes]) -> None:
    for width, height in boxes_in(make_pdf(pages, limit_bytes=ROOMY, title="")):
        assert width == pytest.approx(595.28, abs=0.02)
        assert height == pytest.approx(841.89, abs=0.02)


@pytest.mark.parametrize(
    ("size_px", "dpi", "expected"),
    [
        ((1000, 500), 100, (720, 360)),
        ((2339, 1654), 200, (841.89, 595.28)),
        ((4000, 1000), 100, (841.89, 210.47)),
        ((300, 300), 300, (72, 72)),
    ],
)
def test_pages_keep_their_true_size_and_larger_ones_fit_a4(
    size_px: tuple[int, int], dpi: float, expected: tuple[float, float]
) -> None:
    page = encode_jpeg(np.full((size_px[1], size_px[0], 3), 200, np.uint8), 80, dpi)
    (box,) = boxes_in(make_pdf([page], limit_bytes=ROOMY, title=""))
    assert box == pytest.approx(expected, abs=0.02)


def test_equal_pages_give_equal_files_and_no_date(pages: list[bytes]) -> None:
    pdf = make_pdf(pages, limit_bytes=ROOMY, title="Trang")
    assert pdf == make_pdf(pages, limit_bytes=ROOMY, title="Trang")
    assert b"Date" not in pdf
    assert b"Producer" not in pdf


def test_the_file_is_laid_out_as_its_table_says(pages: list[bytes]) -> None:
    pdf = make_pdf(pages, limit_bytes=ROOMY, title="Trang (1) & <2>")
    table = int(re.findall(rb"startxref\n(\d+)\n", pdf)[-1])
    assert pdf[table : table + 4] == b"xref"
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n ", pdf[table:])]
    for number, offset in enumerate(offsets, start=1):
        assert pdf[offset:].startswith(b"%d 0 obj" % number)
    for match in re.finditer(rb"/Length (\d+) >>\nstream\n", pdf):
        assert pdf[match.end() + int(match[1]) :].startswith(b"\nendstream")
    assert ("\ufeffTrang (1) & <2>".encode("utf-16-be").hex().upper()).encode() in pdf
    assert b"Trang (1) &amp; &lt;2&gt;" in pdf


@pytest.mark.parametrize("share", [0.8, 0.55, 0.4])
def test_a_smaller_limit_is_kept_and_the_words_stay_sharp(pages: list[bytes], share: float) -> None:
    whole = len(make_pdf(pages, limit_bytes=ROOMY, title=""))
    pdf = make_pdf(pages, limit_bytes=int(whole * share), title="")
    assert len(pdf) <= whole * share
    for before, after in zip(pages, pictures_in(pdf), strict=True):
        facts = read_jpeg(after)
        assert facts.dpi is not None
        assert facts.dpi >= LADDER[-1].dpi - 1
        grown = cv2.resize(decode_picture(after), (1654, 2339), interpolation=cv2.INTER_CUBIC)
        original = cv2.cvtColor(decode_picture(before), cv2.COLOR_BGR2GRAY).astype(int)
        assert np.abs(cv2.cvtColor(grown, cv2.COLOR_BGR2GRAY).astype(int) - original).mean() < 6


@pytest.mark.slow
@pytest.mark.skipif(not _reads_vietnamese(), reason="tesseract or its Vietnamese is not installed")
def test_the_same_words_are_read_at_the_tightest_limit(tmp_path: Path) -> None:
    page = encode_jpeg(draw_paper(np.random.default_rng(9), "letter").picture, 86, 200)
    smallest = next(
        make_pdf([page], limit_bytes=round(len(page) * share), title="")
        for share in (0.4, 0.45, 0.5, 0.6, 0.8)
        if not _is_refused(page, round(len(page) * share))
    )
    before, after = (_words(tmp_path, picture) for picture in (page, pictures_in(smallest)[0]))
    assert len(before) > 50
    assert (Counter(before) & Counter(after)).total() >= 0.98 * len(before)


def _is_refused(page: bytes, limit_bytes: int) -> bool:
    try:
        make_pdf([page], limit_bytes=limit_bytes, title="")
    except FileRefused:
        return True
    return False


def _words(folder: Path, picture: bytes) -> list[str]:
    file = folder / "page.jpg"
    file.write_bytes(picture)
    command = ["tesseract", str(file), "-", "--psm", "3", "-l", "vie"]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout.split()


def test_the_mildest_saving_that_fits_is_chosen(pages: list[bytes]) -> None:
    whole = len(make_pdf(pages, limit_bytes=ROOMY, title=""))
    sizes = [len(make_pdf(pages, limit_bytes=int(whole * share), title="")) for share in (0.9, 0.6, 0.45)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > whole * 0.5


def test_stamps_keep_their_colour_and_plain_pages_turn_grey() -> None:
    plain = np.full((2339, 1654, 3), 255, np.uint8)
    for y in range(200, 2200, 40):
        cv2.putText(
            plain, "Invented words of a letter " * 2, (120, y), cv2.FONT_HERSHEY_SIMPLEX, 1, (30, 30, 30), 2
        )
    stamped = plain.copy()
    cv2.circle(stamped, (1200, 1900), 130, (40, 30, 210), 8)
    both = [encode_jpeg(page, 92, 200) for page in (plain, stamped)]
    whole = len(make_pdf(both, limit_bytes=ROOMY, title=""))
    for share in (0.8, 0.4):
        grey, coloured = pictures_in(make_pdf(both, limit_bytes=int(whole * share), title=""))
        assert read_jpeg(grey).components == 1
        assert read_jpeg(coloured).components == 3
        assert has_colour(decode_picture(coloured))


def test_small_print_keeps_more_dots_an_inch_than_large() -> None:
    finest = []
    for letters in (0.55, 1.1):
        page = np.full((1170, 1654), 255, np.uint8)
        for y in range(60, 1130, round(46 * letters)):
            words = "xin nhan xuan " * round(9 / letters)
            cv2.putText(page, words, (60, y), cv2.FONT_HERSHEY_SIMPLEX, letters, (20.0,), 2, cv2.LINE_AA)
        jpeg = encode_jpeg(page, 92, 200)
        limits = [round(len(jpeg) * share) for share in (0.6, 0.45, 0.35)]
        tightest = [limit for limit in limits if not _is_refused(jpeg, limit)][-1]
        (kept,) = pictures_in(make_pdf([jpeg], limit_bytes=tightest, title=""))
        finest.append(read_jpeg(kept).dpi or 0.0)
    small, large = finest
    assert small > 1.2 * large


def test_a_limit_below_legibility_is_refused(pages: list[bytes]) -> None:
    with pytest.raises(FileRefused) as refused:
        make_pdf(pages, limit_bytes=20_000, title="")
    assert refused.value.code == "pages_too_large"


def test_no_pages_and_no_pictures_are_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        make_pdf([], limit_bytes=ROOMY, title="")
    assert refused.value.code == "no_pages"
    with pytest.raises(FileRefused) as refused:
        make_pdf([b"no picture"], limit_bytes=ROOMY, title="")
    assert refused.value.code == "file_damaged"


def test_pictures_of_other_makers_are_made_fit() -> None:
    pdf = make_pdf(
        [jpeg_with_exif(6, b"21.0285N"), png(), jpeg(progressive=True)], limit_bytes=ROOMY, title=""
    )
    assert b"21.0285N" not in pdf
    sideways, _, _ = (read_jpeg(picture) for picture in pictures_in(pdf))
    assert (sideways.width, sideways.height) == (320, 240)


@pytest.mark.skipif(shutil.which("gs") is None, reason="ghostscript is not installed")
def test_another_program_draws_the_same_page(pages: list[bytes], tmp_path: Path) -> None:
    source, drawn = tmp_path / "pages.pdf", tmp_path / "page%d.png"
    source.write_bytes(PaperScanner().make_pdf(pages, limit_bytes=ROOMY, title="Trang"))
    command = [
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=png16m",
        "-r200",
        f"-sOutputFile={drawn}",
    ]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""
    for number, page in enumerate(pages, start=1):
        seen = cv2.imread(str(tmp_path / f"page{number}.png"))
        assert seen is not None
        assert abs(seen.shape[0] - 2339) <= 1
        expected = cv2.resize(
            decode_picture(page), (seen.shape[1], seen.shape[0]), interpolation=cv2.INTER_AREA
        )
        assert np.abs(seen.astype(int) - expected).mean() < 6
