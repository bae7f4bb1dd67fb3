"""The finished page is upright, flat, evenly white, in colour, and as fine as the camera saw it."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.pages import PaperScanner, rotate
from kiosk.devices.pages.jpeg import decode_picture, read_jpeg
from kiosk.devices.pages.shade import clean
from kiosk.domain.scan import PageProblem
from tests.devices.pages.papers import draw_paper
from tests.devices.pages.scenes import Scene, overlap, take_scene

SEED = 31
LARGE = (1920, 1440)


@pytest.fixture(scope="module")
def shot() -> Scene:
    return take_scene(SEED, 3, kind="letter", size=LARGE, turns=0)


def test_a_page_is_a4_in_pixels_and_in_print(shot: Scene) -> None:
    page = PaperScanner().capture(shot.frame)
    assert page.problems == ()
    assert overlap(page.corners, shot.corners) > 0.99
    assert page.height / page.width == pytest.approx(297 / 210, rel=0.005)
    facts = read_jpeg(page.jpeg)
    assert (facts.width, facts.height) == (page.width, page.height)
    assert facts.dpi is not None
    assert facts.height / facts.dpi * 25.4 == pytest.approx(297, abs=1)
    assert 200 <= facts.dpi <= 300
    assert page.dpi == pytest.approx(shot.dpi, rel=0.02)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_comes_out_upright_however_it_lies(turns: int) -> None:
    shot = take_scene(SEED, 10, kind="letter", size=LARGE, turns=turns)
    page = PaperScanner().capture(shot.frame)
    assert page.height > page.width
    assert np.linalg.norm(np.array(page.corners[0]) - shot.corners[0]) < 20
    assert (PageProblem.UPSIDE_DOWN in page.problems) == (turns == 2)


def test_corners_drawn_by_hand_are_used(shot: Scene) -> None:
    a, b, c, d = ((float(x), float(y)) for x, y in shot.corners + 4)
    page = PaperScanner().capture(shot.frame, (a, b, c, d))
    assert page.corners == (a, b, c, d)
    assert page.problems == ()


def test_paper_turns_white_and_shadows_go() -> None:
    sheet = draw_paper(np.random.default_rng(4), "letter").picture
    light = np.linspace(0.9, 0.45, sheet.shape[1])[None, :, None] * np.ones((sheet.shape[0], 1, 1))
    light[900:1500, 300:1100] *= 0.6
    shaded = (sheet * cv2.GaussianBlur(light, (0, 0), 12)[..., None]).astype(np.uint8)
    page = clean(shaded, 200)
    blank = sheet.min(axis=2) > 235
    blank = cv2.erode(blank.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert np.percentile(page[blank], 5) > 245
    assert np.median(page[sheet.max(axis=2) < 60]) < 70


def test_red_stamps_stay_red_and_photographs_stay_dark() -> None:
    sheet = np.full((1400, 1000, 3), 235, np.uint8)
    cv2.circle(sheet, (500, 400), 120, (40, 35, 205), 9)
    cv2.rectangle(sheet, (150, 700), (450, 1100), (70, 80, 95), -1)
    page = clean((sheet * 0.8).astype(np.uint8), 200)
    blue, green, red = page[400, 382].astype(int)
    assert red > blue + 80
    assert red > green + 80
    assert page[900, 300].max() < 150
    assert page[100, 100].min() > 245


def test_turning_a_page_keeps_its_resolution(shot: Scene) -> None:
    page = PaperScanner().capture(shot.frame)
    turned = rotate(page.jpeg, 1)
    assert (read_jpeg(turned).width, read_jpeg(turned).height) == (page.height, page.width)
    assert read_jpeg(turned).dpi == read_jpeg(page.jpeg).dpi
    assert rotate(page.jpeg, 4) == page.jpeg
    upright = decode_picture(page.jpeg).astype(int)
    back = decode_picture(rotate(turned, -1)).astype(int)
    assert np.abs(upright - back).mean() < 2
    # the top left corner wanders clockwise to the top right
    assert np.abs(decode_picture(turned).astype(int) - np.rot90(upright, -1)).mean() < 2


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
@pytest.mark.parametrize("number", [0, 1])
def test_more_words_can_be_read_from_the_page_than_from_the_photograph(number: int, tmp_path: Path) -> None:
    shot = take_scene(SEED, 20 + number, kind="letter", size=(1920, 1080), turns=0)
    page = PaperScanner().capture(shot.frame)
    photograph, flat = tmp_path / "photograph.png", tmp_path / "page.jpg"
    cv2.imwrite(str(photograph), shot.picture)
    flat.write_bytes(page.jpeg)
    assert _word_rate(flat, shot.words) >= _word_rate(photograph, shot.words)


def _word_rate(picture: Path, words: tuple[str, ...]) -> float:
    command = ["tesseract", str(picture), "-", "--psm", "3"]
    languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    command += ["-l", "vie"] if "vie" in languages.stdout.split() else []
    read = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    return sum((Counter(words) & Counter(read.stdout.split())).values()) / len(words)
