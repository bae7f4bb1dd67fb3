"""`kiosk read` and `kiosk scan-pages`: cards and papers from files, as facts and as exit codes."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.devices.pages import take_file
from kiosk.devices.pixels import Picture, picture_of
from kiosk.devices.stage.sample_cards import AN, sample_cards
from kiosk.devices.stage.sample_pages import sample_pages
from kiosk.devices.stage.scene import Kind, Scene
from kiosk.domain.scan import Frame
from tests.cli.program import NAME, NUMBER, Kiosk, pdf_of

READ_MEMBERS = {"file", "ok", "kind", "fields", "raw", "ms", "problem", "evidence"}
PAGE_MEMBERS = {"file", "ok", "corners", "sharpness", "glare", "bytes", "problem"}
SETTLES_WITHIN = 40


def write_picture(place: Path, picture: Picture) -> Path:
    assert cv2.imwrite(str(place), picture)
    return place


def before_the_lens(frame: Frame, kind: Kind) -> list[Picture]:
    """What the stage's camera sees of a card or page as it slides in and comes to rest."""
    scene = Scene(1920, 1080)
    scene.hold(frame, kind)
    return [scene.next_picture() for _ in range(SETTLES_WITHIN)]


@pytest.fixture(scope="module")
def cards() -> dict[str, Frame]:
    return {card.id: card.front for card in sample_cards()}


@pytest.fixture(scope="module")
def pages() -> Callable[[str], Picture]:
    """A sample page as the document camera sees it."""
    found = {page.id: page.picture for page in sample_pages()}
    return lambda page_id: before_the_lens(found[page_id], "page")[-1]


def qr_picture(text: str) -> Picture:
    modules = np.array(ZxingCodeWriter().qr(text).rows)
    plain = np.where(modules, 0, 255).astype(np.uint8)
    large = np.kron(plain, np.ones((8, 8), np.uint8))
    return np.asarray(cv2.cvtColor(np.pad(large, 40, constant_values=255), cv2.COLOR_GRAY2BGR))


def test_a_card_held_before_the_lens_and_a_bare_code_are_read(
    bare_kiosk: Kiosk, cards: dict[str, Frame]
) -> None:
    card = write_picture(bare_kiosk.folder / "card.jpg", before_the_lens(cards["cccd_2021"], "card")[-1])
    code = write_picture(bare_kiosk.folder / "code.png", qr_picture(AN.qr_text))
    ended = bare_kiosk.run("read", card, code, "--json").check()
    for file, fact in zip((card, code), ended.facts, strict=True):
        assert set(fact) == READ_MEMBERS
        assert (fact["file"], fact["ok"], fact["kind"]) == (str(file), True, "cccd_qr")
        assert fact["fields"]["personal_number"] == NUMBER
        assert fact["fields"]["full_name"] == NAME
        assert fact["fields"]["birth_date"] == "1999-01-15"
        assert fact["raw"] == AN.qr_text
        assert fact["ms"] > 0
        assert fact["problem"] is None
    told = bare_kiosk.run("read", card).check().out
    assert NAME in told


def test_what_cannot_be_read_ends_with_3_and_says_why(bare_kiosk: Kiosk, cards: dict[str, Frame]) -> None:
    folder = bare_kiosk.folder
    good = write_picture(folder / "good.png", qr_picture(AN.qr_text))
    other = write_picture(folder / "other.png", qr_picture("https://example.com/thuc-don?ban=7"))
    damaged = write_picture(folder / "damaged.png", picture_of(cards["cccd_damaged"]))
    empty = write_picture(folder / "empty.png", np.full((480, 640, 3), 200, np.uint8))
    text = folder / "text.txt"
    text.write_text("không phải ảnh", encoding="utf-8")
    cut_off = folder / "cut_off.png"
    cut_off.write_bytes(good.read_bytes()[:300])
    missing = folder / "missing.png"
    files = (good, other, damaged, empty, text, cut_off, missing)
    facts = bare_kiosk.run("read", *files, "--json").check(3).facts
    assert [fact["file"] for fact in facts] == [str(file) for file in files], "one object a file, in order"
    assert [fact["ok"] for fact in facts] == [True] + [False] * 6
    assert facts[1]["kind"] == "other_qr"
    assert facts[3]["kind"] is None
    for fact in facts[1:]:
        assert set(fact) == READ_MEMBERS
        assert fact["fields"] == {}
        assert fact["problem"]
    assert facts[-1]["problem"] == "file_missing"
    told = bare_kiosk.run("read", missing, other).check(3).out.splitlines()
    assert told == [
        f"{missing}: not read: The file is not there. (file_missing)",
        f"{other}: not read: This code is not that of an identity document. (not_an_id)",
    ]


def test_a_clip_of_a_card_sliding_in_is_read(bare_kiosk: Kiosk, cards: dict[str, Frame]) -> None:
    clip = bare_kiosk.folder / "clip.mp4"
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"mp4v"), 15, (1920, 1080))
    for picture in before_the_lens(cards["second_person"], "card"):
        writer.write(picture)
    writer.release()
    fact = bare_kiosk.run("read", clip, "--json").check().fact
    assert fact["kind"] == "cccd_qr"
    assert fact["fields"]["personal_number"] == "079085000002"


def test_pictures_of_paper_become_one_pdf(bare_kiosk: Kiosk, pages: Callable[[str], Picture]) -> None:
    files = [
        write_picture(bare_kiosk.folder / f"{name}.jpg", pages(name))
        for name in ("birth_notice", "residence")
    ]
    out = bare_kiosk.folder / "papers.pdf"
    facts = bare_kiosk.run("scan-pages", *files, "--pdf", out, "--json").check().facts
    for file, fact in zip(files, facts, strict=True):
        assert set(fact) == PAGE_MEMBERS
        assert (fact["file"], fact["ok"], fact["problem"]) == (str(file), True, None)
        assert fact["bytes"] > 10_000
        (left, top), (right, _), (_, bottom), _ = fact["corners"]
        assert 0 <= left < right <= 1920, "clockwise from the top left, in pixels of the picture"
        assert 0 <= top < bottom <= 1080
    taken = take_file(out, limit_bytes=20_000_000)
    assert (taken.media_type, taken.pages) == ("application/pdf", 2)
    text = out.read_bytes().decode("latin-1")
    assert str(bare_kiosk.folder) not in text, "the file says nothing of the machine"


def test_a_bad_page_is_left_out_and_named(bare_kiosk: Kiosk, pages: Callable[[str], Picture]) -> None:
    folder = bare_kiosk.folder
    good = write_picture(folder / "good.jpg", pages("declaration"))
    desk = write_picture(folder / "desk.jpg", Scene(1920, 1080).next_picture())
    pdf = folder / "ready.pdf"
    pdf.write_bytes(pdf_of(2_000))
    out = folder / "papers.pdf"
    facts = bare_kiosk.run("scan-pages", good, desk, pdf, "--pdf", out, "--json").check(3).facts
    assert [fact["ok"] for fact in facts] == [True, False, False]
    assert facts[1]["problem"] == "no_page"
    assert facts[1]["corners"] is None
    assert take_file(out, limit_bytes=20_000_000).pages == 1
    nothing = folder / "nothing.pdf"
    bare_kiosk.run("scan-pages", desk, "--pdf", nothing).check(3)
    assert not nothing.exists()


def test_a_place_that_cannot_be_written_is_one_sentence(
    bare_kiosk: Kiosk, pages: Callable[[str], Picture]
) -> None:
    good = write_picture(bare_kiosk.folder / "good.jpg", pages("declaration"))
    ended = bare_kiosk.run("scan-pages", good, "--pdf", bare_kiosk.folder / "no" / "out.pdf").check(2)
    assert ended.err.startswith("kiosk: ")
    assert "out.pdf" in ended.err
