"""Files from a stick: the kind is told by content, harm is refused with its own word, what tells of the maker goes."""

import io
import struct
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from kiosk.devices.pages import make_pdf, take_file
from kiosk.domain.errors import FileRefused
from tests.devices.pages.brought_files import (
    CATALOGUE,
    PAGE,
    drawing,
    jpeg,
    jpeg_with_exif,
    object_stream,
    packed,
    page_tree,
    pdf,
    plain_pdf,
    png,
    png_chunk,
    png_claiming,
    stream,
)

LIMIT = 5_000_000


def refusal(content: bytes | Path, limit_bytes: int = LIMIT) -> str:
    """The code a file is refused with; empty when it is taken."""
    try:
        take_file(content, limit_bytes=limit_bytes)
    except FileRefused as refused:
        return refused.code
    return ""


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.bat", "echo")
    return out.getvalue()


@pytest.mark.parametrize("pages", [1, 3, 40])
def test_a_plain_pdf_is_taken_byte_for_byte_and_its_pages_counted(pages: int) -> None:
    content = plain_pdf(pages)
    taken = take_file(content, limit_bytes=LIMIT)
    assert (taken.media_type, taken.pages, taken.content) == ("application/pdf", pages, content)


def test_our_own_pdf_is_taken() -> None:
    assert take_file(make_pdf([jpeg()] * 4, limit_bytes=LIMIT, title="Trang"), limit_bytes=LIMIT).pages == 4


def test_pages_in_nested_trees_object_streams_and_later_versions_are_counted() -> None:
    nested = pdf(
        CATALOGUE,
        page_tree(3, 4),
        b"<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [5 0 R 6 0 R] >>",
        PAGE,
        PAGE,
        PAGE,
    )
    assert take_file(nested, limit_bytes=LIMIT).pages == 3
    rebuilt = pdf(
        object_stream(11, b"<< /Type /Catalog /Pages 12 0 R >>", page_tree(13, 14), PAGE, PAGE),
        trailer=b"/Root 11 0 R",
    )
    assert take_file(rebuilt, limit_bytes=LIMIT).pages == 2
    longer = plain_pdf(2)
    table = longer.rindex(b"xref\n0")
    update = b"2 0 obj\n" + page_tree(3) + b"\nendobj\nxref\n2 1\n%010d 00000 n \n" % len(longer)
    update += b"trailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\n" % table
    place = len(longer) + update.index(b"xref\n2")
    assert take_file(longer + update + b"startxref\n%d\n%%%%EOF\n" % place, limit_bytes=LIMIT).pages == 1


def test_a_page_tree_that_bites_its_tail_ends() -> None:
    looped = pdf(CATALOGUE, page_tree(2, 3), b"<< /Type /Pages /Kids [2 0 R 4 0 R] >>", PAGE)
    assert take_file(looped, limit_bytes=LIMIT).pages == 1


@pytest.mark.parametrize(
    "action",
    [
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /S /J#61vaScript /J#53 (x) >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Type /Filespec /EF << /F 9 0 R >> >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /S /SubmitForm /F (http://example.invalid) >>",
        b"<< /AcroForm << /XFA 9 0 R >> >>",
        b"<< /S /GoToR /F (\\\\\\\\host\\\\share) >>",
        b"<< /Subtype /RichMedia >>",
        b"<< /Deep [ << /Deeper [ << /S /Launch >> ] >> ] >>",
        b"<< /Text (a string with \\) and ( nested ) brackets) /S /JavaScript >>",
        b"<< % a comment with (\n /S /JavaScript >>",
        b"<< /Broken [ ( /S /JavaScript ) /S /JavaScript",
    ],
)
def test_scripts_programs_and_files_within_are_refused(action: bytes) -> None:
    assert refusal(plain_pdf(1, action)) == "file_active_content"
    if not action.endswith(b"JavaScript"):
        assert (
            refusal(plain_pdf(1, object_stream(20, b"<< /Harmless true >>", action))) == "file_active_content"
        )


def test_an_object_hidden_in_the_middle_of_a_stream_is_seen() -> None:
    inner = b"77 0 obj << /S /JavaScript /JS (x) >> endobj"
    assert refusal(plain_pdf(1, stream(b"", b"some drawing " + inner))) == "file_active_content"


def test_an_object_whose_head_is_broken_up_by_comments_is_seen() -> None:
    whole = plain_pdf(1, b"<< /S /JavaScript /JS (x) >>")
    assert refusal(whole.replace(b"4 0 obj", b"4%aaaaaaa\n0%b\nobj")) in (
        "file_active_content",
        "file_damaged",
    )
    assert refusal(whole.replace(b"4 0 obj\n<<", b"4%\n0%\nobj<<")) in ("file_active_content", "file_damaged")


def test_an_object_between_the_listed_ones_of_an_object_stream_is_seen() -> None:
    index = b"20 0 "
    body = index + b"<< /A 1 >> << /S /Launch >>"
    hidden = packed(b"/Type /ObjStm /N 1 /First %d" % len(index), body)
    assert refusal(plain_pdf(1, hidden)) == "file_active_content"


def test_object_streams_that_cannot_be_looked_into_are_refused() -> None:
    odd = stream(b"/Type /ObjStm /N 1 /First 5 /Filter /LZWDecode", b"\x80\x0b\x60")
    assert refusal(plain_pdf(1, odd)) == "file_active_content"


def test_words_that_only_look_like_actions_are_no_harm() -> None:
    innocent = [
        b"<< /Title (How to write /JavaScript and /Launch it) >>",
        b"<< /A << /S /URI /URI (https://example.invalid) >> /Dest [3 0 R /Fit] >>",
        b"<< /OpenAction [3 0 R /XYZ 0 0 1] >> % /JavaScript",
        packed(b"", b"BT (/JavaScript) Tj ET"),
        b"<2F4A617661536372697074>",
    ]
    assert take_file(plain_pdf(1, *innocent), limit_bytes=LIMIT).pages == 1


def test_encrypted_pdfs_are_refused() -> None:
    assert (
        refusal(pdf(CATALOGUE, page_tree(3), PAGE, trailer=b"/Root 1 0 R /Encrypt 9 0 R")) == "file_encrypted"
    )
    sealed = stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", b"\x17\x90 sealed bytes")
    assert (
        refusal(pdf(CATALOGUE, page_tree(3), PAGE, sealed, trailer=b"/Root 1 0 R /Encrypt 9 0 R"))
        == "file_encrypted"
    )
    assert refusal(plain_pdf(1, sealed)) == "file_damaged"
    cross = packed(b"/Type /XRef /Size 4 /W [1 2 1] /Root 1 0 R /Encrypt 9 0 R", b"\0" * 16)
    assert refusal(plain_pdf(1, cross)) == "file_encrypted"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nnothing at all\n%%EOF",
        plain_pdf()[:-40],
        plain_pdf().replace(b"startxref\n", b"startxref\n9"),
        pdf(CATALOGUE, b"<< /Type /Pages /Kids [] /Count 7 >>"),
        pdf(b"<< /Type /Catalog >>"),
        b"%PDF-x" + plain_pdf()[8:],
        plain_pdf(1, b"[" * 500 + b"]" * 500, catalogue=b"[[" * 100),
    ],
)
def test_damaged_pdfs_are_refused(content: bytes) -> None:
    assert refusal(content) == "file_damaged"


def test_bombs_are_refused_without_being_unpacked_whole() -> None:
    flood = packed(b"", b"\0" * 140_000_000)
    assert len(flood) < 200_000
    assert refusal(plain_pdf(1, flood)) == "file_too_large"
    twice = stream(b"/Filter [/FlateDecode /FlateDecode]", b"x")
    assert refusal(plain_pdf(1, twice)) == "file_too_large"
    picture = stream(b"/Subtype /Image /Width 60000 /Height 60000", b"")
    assert refusal(plain_pdf(1, picture)) == "picture_too_large"
    assert refusal(png_claiming(30_000, 30_000, b"")) == "picture_too_large"
    assert refusal(png_claiming(100, 100, b"\0" * 50_000_000)) == "file_damaged"
    wide = bytearray(jpeg())
    frame = wide.index(b"\xff\xc0")
    wide[frame + 5 : frame + 9] = struct.pack(">HH", 60_000, 60_000)
    assert refusal(bytes(wide)) == "picture_too_large"


def test_a_file_built_to_keep_the_reader_busy_is_refused() -> None:
    endless = b"%PDF-1.7\n" + b"1 0 obj (" * 200_000
    assert refusal(endless) == "file_damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + b"\0" * 200,
        b"\x7fELF" + b"\0" * 200,
        b"#!/bin/sh\necho",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 50,
        b"RIFF\0\0\0\0WEBP",
        b"\0\0\0\x18ftypheic",
        b"PK\x03\x04" + b"\0" * 50,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\n\n%PDF-1.7 not at the first byte",
    ],
)
def test_other_kinds_are_refused_whatever_they_are_called(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "innocent.pdf"
    path.write_bytes(content)
    assert refusal(path) == "file_type"


def test_an_empty_file_is_damaged_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "innocent.pdf"
    path.touch()
    assert refusal(path) == "file_damaged"


@pytest.mark.parametrize("front", [jpeg(), png(), plain_pdf()])
def test_a_file_that_is_an_archive_too_is_refused(front: bytes) -> None:
    assert refusal(front + zipped()) == "file_type"


def test_a_pdf_with_something_behind_its_end_is_refused() -> None:
    assert refusal(plain_pdf() + b"MZ" + b"\x90" * 5000) in ("file_type", "file_damaged")
    assert refusal(plain_pdf() + b"\r\n\0\0") == ""


def test_sizes_are_kept_to() -> None:
    assert refusal(plain_pdf(1, b"(%s)" % (b"x" * 5000)), limit_bytes=2000) == "file_too_large"
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (900, 900, 3), np.uint8))
    assert refusal(jpeg(noise), limit_bytes=20_000) == "file_too_large"


def test_a_picture_a_little_too_large_is_packed_more_tightly() -> None:
    photo = cv2.GaussianBlur(np.random.default_rng(1).integers(0, 255, (3000, 4200, 3), np.uint8), (0, 0), 3)
    large = jpeg(Image.fromarray(photo), quality=98)
    taken = take_file(large, limit_bytes=len(large) // 2)
    assert len(taken.content) <= len(large) // 2
    assert taken.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(taken.content)).width >= 2600


def test_what_a_phone_writes_about_place_and_owner_is_left_out() -> None:
    note = b"21.0285N 105.8542E"
    brought = jpeg_with_exif(1, note)
    taken = take_file(brought + b"a film that follows the picture", limit_bytes=LIMIT)
    assert note in brought
    assert note not in taken.content
    assert taken.content.endswith(b"\xff\xd9")
    assert np.array_equal(
        np.asarray(Image.open(io.BytesIO(taken.content))), np.asarray(Image.open(io.BytesIO(jpeg())))
    )


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    taken = take_file(jpeg_with_exif(6, b"note"), limit_bytes=LIMIT)
    upright = np.asarray(Image.open(io.BytesIO(taken.content)).convert("RGB")).astype(int)
    assert np.abs(upright - np.rot90(np.asarray(drawing()), -1)).mean() < 4


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "LA"])
def test_every_usual_png_keeps_its_pixels_and_loses_its_notes(mode: str) -> None:
    plain = png(drawing().convert(mode))
    brought = plain[:33] + png_chunk(b"tEXt", b"Author\0Someone") + plain[33:]
    taken = take_file(brought, limit_bytes=LIMIT)
    assert taken.media_type == "image/png"
    assert b"Someone" not in taken.content
    pixels = (
        np.asarray(Image.open(io.BytesIO(content)).convert("RGBA")) for content in (taken.content, plain)
    )
    assert np.array_equal(*pixels)


@pytest.mark.parametrize(
    "content", [jpeg()[:300], jpeg()[:-2], png()[:-9], png().replace(b"IDAT", b"IDAX"), b"\xff\xd8\xff"]
)
def test_damaged_pictures_are_refused(content: bytes) -> None:
    assert refusal(content) == "file_damaged"


def test_folders_and_lost_files_are_refused_without_naming_them(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "file_type"
    with pytest.raises(FileRefused) as refused:
        take_file(tmp_path / "Nguyen Thi An.pdf", limit_bytes=LIMIT)
    assert refused.value.code == "file_missing"
    assert "Nguyen" not in str(refused.value)


@pytest.mark.parametrize("seed", range(60))
def test_random_damage_never_breaks_the_reader(seed: int) -> None:
    rng = np.random.default_rng(seed)
    whole = [
        plain_pdf(2, packed(b"", b"0 0 m")),
        jpeg(),
        png(),
        plain_pdf(1, object_stream(9, b"<< /A [1 2 (x)] >>")),
    ]
    content = bytearray(whole[seed % 4])
    for _ in range(int(rng.integers(1, 12))):
        content[int(rng.integers(8, len(content)))] = int(rng.integers(256))
    refusal(bytes(content[: int(rng.integers(len(content) // 2, len(content) + 1))]))
