"""Both sides of a card stand on one A4 page in true size, in their colours, marked with what the copy is for."""

import cv2
import numpy as np
import pytest

from kiosk.devices.pages import PaperScanner
from kiosk.devices.pages.card_copy import GAP_MM
from kiosk.devices.pages.jpeg import decode_picture, encode_jpeg, read_jpeg
from kiosk.devices.pixels import Picture, frame_of, picture_of
from kiosk.devices.stage.sample_cards import sample_cards
from kiosk.domain.errors import FileRefused
from kiosk.domain.scan import Frame, PageProblem, Quad

DESK = (70, 95, 60)


def card_on_a_desk(tilt_px: float = 0.0, size: tuple[int, int] = (640, 404)) -> tuple[Frame, Quad]:
    """A card of the stage on a plain desk, 1920×1080, and where its corners are."""
    front = picture_of(sample_cards()[0].front)
    picture = np.full((1080, 1920, 3), DESK, np.uint8)
    left, top = 620.0, 300.0
    corners = np.array(
        [
            (left, top + tilt_px),
            (left + size[0], top - tilt_px),
            (left + size[0], top + size[1]),
            (left, top + size[1]),
        ],
        np.float32,
    )
    height, width = front.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    warp = cv2.getPerspectiveTransform(own, corners)
    shown = cv2.warpPerspective(front, warp, (1920, 1080), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full(front.shape[:2], 255, np.uint8), warp, (1920, 1080))
    picture[cover > 127] = shown[cover > 127]
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return frame_of(picture), (a, b, c, d)


def test_a_card_is_found_and_flattened() -> None:
    frame, corners = card_on_a_desk(tilt_px=8)
    sight = PaperScanner().look(frame)
    assert sight.corners is not None
    assert np.abs(np.array(sight.corners) - np.array(corners)).max() < 6
    side = PaperScanner().capture_card(frame, sight.corners)
    assert side.problems == ()
    assert side.width / side.height == pytest.approx(85.6 / 53.98, rel=0.01)


def test_a_sheet_is_no_card_and_a_tiny_card_is_too_small() -> None:
    scanner = PaperScanner()
    frame, corners = card_on_a_desk(size=(420, 594))
    assert scanner.capture_card(frame, corners).problems == (PageProblem.NO_PAGE,)
    frame, corners = card_on_a_desk(size=(190, 120))
    assert PageProblem.TOO_SMALL in scanner.capture_card(frame, corners).problems


def side(colour: tuple[int, int, int]) -> tuple[bytes, Picture]:
    plain = np.full((638, 1011, 3), colour, np.uint8)
    return encode_jpeg(plain, 94, 300), plain


def test_the_copy_is_a4_with_both_sides_in_true_size_and_colour() -> None:
    (front, _), (back, _) = side((200, 180, 120)), side((90, 120, 220))
    copy = PaperScanner().copy_card((front, back), "")
    facts = read_jpeg(copy.jpeg)
    assert facts.dpi == pytest.approx(300)
    assert (facts.width / 300 * 25.4, facts.height / 300 * 25.4) == pytest.approx((210, 297), abs=0.2)
    page = decode_picture(copy.jpeg).astype(int)
    for colour in ((200, 180, 120), (90, 120, 220)):
        rows, columns = np.nonzero(np.abs(page - colour).max(axis=2) < 20)
        assert np.ptp(columns) / 300 * 25.4 == pytest.approx(85.6, abs=0.5)
        assert np.ptp(rows) / 300 * 25.4 == pytest.approx(53.98, abs=0.5)
    assert GAP_MM > 5


def test_the_words_lie_over_both_sides_and_leave_them_readable() -> None:
    (front, plain), (back, _) = side((225, 225, 225)), side((225, 225, 225))
    bare = decode_picture(PaperScanner().copy_card((front, back), "").jpeg).astype(int)
    marked = decode_picture(
        PaperScanner().copy_card((front, back), "Chỉ dùng cho hồ sơ 1.001193").jpeg
    ).astype(int)
    changed = np.abs(bare - marked).max(axis=2) > 25
    upper, lower = changed[: changed.shape[0] // 2], changed[changed.shape[0] // 2 :]
    assert 0.01 < upper.mean() < 0.12
    assert 0.005 < lower.mean() < 0.12
    assert marked.min() > 60, "never so dark that print beneath is lost"
    assert plain.mean() == 225


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(FileRefused):
        PaperScanner().copy_card((b"no", b"picture"), "")
