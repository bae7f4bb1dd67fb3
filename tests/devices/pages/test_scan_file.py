"""The command line's scan: one set of facts a file, in the promised names, whatever the file holds."""

import json
from pathlib import Path

import cv2
import numpy as np

from kiosk.devices.pages import make_pdf, scan_file
from tests.devices.pages.brought_files import plain_pdf
from tests.devices.pages.scenes import overlap, take_scene

FACTS = {"file", "ok", "corners", "sharpness", "glare", "bytes", "problem"}


def test_a_good_page_is_told_in_full(tmp_path: Path) -> None:
    shot = take_scene(12, 1, kind="letter", size=(1920, 1080), turns=1)
    path = tmp_path / "page.png"
    cv2.imwrite(str(path), shot.picture)
    facts, page = scan_file(path)
    assert set(json.loads(json.dumps(facts))) == FACTS
    assert page is not None
    assert (facts["ok"], facts["problem"], facts["file"]) == (True, None, str(path))
    corners = np.array(facts["corners"])
    assert overlap(corners.astype(np.float32), shot.corners) > 0.98
    assert np.linalg.norm(corners[0] - shot.corners[0]) < 12
    assert facts["bytes"] == len(page.jpeg)
    assert make_pdf([page.jpeg], limit_bytes=10_000_000, title="").startswith(b"%PDF")


def test_bad_pages_and_other_files_name_their_problem(tmp_path: Path) -> None:
    blurred = tmp_path / "blurred.jpg"
    cv2.imwrite(str(blurred), take_scene(12, 2, flaw="blurred", size=(1280, 720)).picture)
    facts, page = scan_file(blurred)
    assert (facts["ok"], facts["problem"]) == (False, "blurred")
    assert page is not None
    for name, content, problem in (
        ("letter.pdf", plain_pdf(), "file_type"),
        ("tool.jpg", b"MZ\x90\0", "file_type"),
        ("half.jpg", blurred.read_bytes()[:500], "file_damaged"),
        ("empty.jpg", b"", "file_damaged"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        facts, page = scan_file(path)
        assert (set(facts), facts["ok"], facts["problem"], page) == (FACTS, False, problem, None)
    facts, page = scan_file(tmp_path / "lost.jpg")
    assert facts["ok"] is False
    assert page is None


def test_a_picture_without_a_page_says_so(tmp_path: Path) -> None:
    path = tmp_path / "desk.png"
    cv2.imwrite(str(path), np.full((600, 800, 3), 70, np.uint8))
    facts, _ = scan_file(path)
    assert (facts["ok"], facts["problem"], facts["corners"], facts["bytes"]) == (False, "no_page", None, None)
