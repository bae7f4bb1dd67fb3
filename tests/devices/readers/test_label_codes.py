"""Bar codes of postal labels, and codes in light on dark: read where they are whole, never made of chance stripes."""

from datetime import date

import cv2
import numpy as np
import pytest
import zxingcpp

from kiosk.devices.pixels import Picture, frame_of
from kiosk.devices.readers.card_reader import CascadeCardReader
from kiosk.devices.readers.cascade import FAST, THOROUGH
from kiosk.devices.readers.finding import CodeFinder
from kiosk.devices.stage.sample_cards import AN
from kiosk.domain.scan import CodeKind

TODAY = date(2026, 11, 22)
ITEM = "RR473124829GB"
CODE_39, CODE_128 = zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.Code128


def _drawn(text: str, kind: zxingcpp.BarcodeFormat, px: int = 3) -> Picture:
    code = np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=px, add_quiet_zones=True), np.uint8)
    framed = cv2.copyMakeBorder(code, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR), np.uint8)


def _told(picture: Picture, finders: tuple[CodeFinder, ...] = FAST) -> list[tuple[CodeKind, str]]:
    wanted = frozenset({CodeKind.S10})
    reader = CascadeCardReader(lambda: TODAY, wanted=wanted, budget_ms=60_000, finders=finders)
    return [(code.kind, code.raw) for code in reader.look(frame_of(picture)).codes]


@pytest.mark.parametrize("kind", [CODE_39, CODE_128])
def test_an_item_number_is_read_in_either_kind_of_bars(kind: zxingcpp.BarcodeFormat) -> None:
    assert _told(_drawn(ITEM, kind)) == [(CodeKind.S10, ITEM)]


@pytest.mark.parametrize(
    ("text", "kind"), [("RR473124828GB", CODE_39), ("ABC123", CODE_39), ("?", CODE_128), ("A1", CODE_128)]
)
def test_bars_that_prove_nothing_are_not_told(text: str, kind: zxingcpp.BarcodeFormat) -> None:
    assert _told(_drawn(text, kind)) == []


def test_longer_bars_are_told_as_something_else() -> None:
    assert _told(_drawn("RR473124828GB", CODE_128)) == [(CodeKind.OTHER_QR, "RR473124828GB")]


@pytest.mark.parametrize("angle_deg", [24.0, 44.0, -67.0])
def test_a_label_on_a_slant_is_read_from_a_file(angle_deg: float) -> None:
    label = _drawn(ITEM, CODE_128)
    height, width = label.shape[:2]
    side = 2 * max(height, width)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1)
    turn[:, 2] += (side - width) / 2, (side - height) / 2
    slanting = np.asarray(cv2.warpAffine(label, turn, (side, side), borderValue=(200, 200, 200)), np.uint8)
    assert _told(slanting) == []
    assert _told(slanting, THOROUGH) == [(CodeKind.S10, ITEM)]


@pytest.mark.parametrize("kind", [CODE_39, CODE_128])
def test_bars_hardly_wider_than_a_pixel_are_read_from_a_file(kind: zxingcpp.BarcodeFormat) -> None:
    small = cv2.resize(_drawn(ITEM, kind), None, fx=0.43, fy=0.43, interpolation=cv2.INTER_AREA)
    fine = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.4), np.uint8)
    assert _told(fine) == []
    assert _told(fine, THOROUGH) == [(CodeKind.S10, ITEM)]


def test_a_live_frame_may_show_a_code_in_negative() -> None:
    picture = np.asarray(cv2.bitwise_not(_drawn(AN.qr_text, zxingcpp.BarcodeFormat.QRCode)), np.uint8)
    codes = CascadeCardReader(lambda: TODAY, budget_ms=60_000).look(frame_of(picture)).codes
    assert [code.raw for code in codes] == [AN.qr_text]
