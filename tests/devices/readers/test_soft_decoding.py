"""Soft decoding: codes too blurred for hard decisions are read, and nothing is ever read that is not there."""

from datetime import date

import cv2
import numpy as np
import pytest
import zxingcpp

from kiosk.devices.pixels import Picture, frame_of
from kiosk.devices.readers.card_reader import CascadeCardReader
from kiosk.devices.readers.soft.layout import LEVELS, blocks, format_places, format_words, layout, mask
from kiosk.devices.readers.soft.odds import decode
from kiosk.devices.readers.soft.reed_solomon import correct
from kiosk.devices.readers.soft.segments import NotSpelt, spell
from kiosk.devices.readers.symbols import read_symbols
from kiosk.domain.scan import CodeKind, ReadStep

TODAY = date(2026, 11, 22)
CARD = "001199000001|012345678|Nguyễn Thị An|15011999|Nữ|Số 1, Phường Cửa Nam, Hà Nội|10052021"


def modules_of(text: str, level: str) -> np.ndarray:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    return np.asarray(code.to_image(scale=1, add_quiet_zones=False)) < 128


def blurred(text: str, px_per_module: float, blur_px: float, noise: float = 3.0, level: str = "M") -> Picture:
    """A code in the middle of a grey card, (H, W, 3), as an unsharp camera shows it."""
    dark = np.pad(modules_of(text, level), 6).astype(np.uint8)
    large = np.where(dark.repeat(12, 0).repeat(12, 1), 40, 225).astype(np.uint8)
    side = round(len(dark) * px_per_module)
    small = cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA)
    wide = cv2.copyMakeBorder(small, 150, 150, 220, 220, cv2.BORDER_CONSTANT, value=225)
    grain = np.random.default_rng(3).normal(0, noise, wide.shape)
    soft = cv2.GaussianBlur(wide.astype(np.float32), (0, 0), blur_px) + grain
    return cv2.cvtColor(np.clip(soft, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


# --- error correction --------------------------------------------------------------------------------------


def a_block(version: int, level: str) -> tuple[np.ndarray, int]:
    """A real block, read out of a drawn code of that version."""
    text = next(
        text for size in range(10, 600) if len(modules_of(text := "x" * size, level)) == 17 + 4 * version
    )
    dark = modules_of(text, level)
    signs, places = np.where(dark, 1, -1), layout(version)
    around, _ = format_places(len(dark))
    word = int((format_words() @ signs[around[:, 0], around[:, 1]]).argmax())
    assert LEVELS[word >> 3] == level
    stream = (signs * mask(len(dark), word & 7))[places.rows, places.columns]
    codewords = np.packbits((stream[: len(stream) // 8 * 8] > 0).reshape(-1, 8), axis=1)[:, 0]
    shared = blocks(version, level)
    return codewords[shared.places[-1]], shared.checks


@pytest.mark.parametrize(("version", "level"), [(3, "L"), (6, "M"), (9, "Q"), (11, "H"), (13, "M")])
def test_errors_and_erasures_are_put_right_together(version: int, level: str) -> None:
    block, checks = a_block(version, level)
    random = np.random.default_rng(version)
    for erasures in range(0, checks + 1, 3):
        errors = (checks - erasures) // 2
        places = random.permutation(len(block))[: erasures + errors]
        broken = block.copy()
        broken[places] ^= random.integers(1, 256, len(places)).astype(np.uint8)
        mended = correct(broken, checks, places[:erasures].tolist())
        assert mended is not None
        assert np.array_equal(mended.block, block)


def test_noise_is_no_block() -> None:
    random = np.random.default_rng(1)
    blocks_of_noise = [random.integers(0, 256, 60).astype(np.uint8) for _ in range(100)]
    assert not any(correct(block, 26) for block in blocks_of_noise)


def test_padding_that_no_writer_makes_is_refused() -> None:
    data = np.zeros(30, np.uint8)
    data[:3] = (0x40, 0x14, 0x10)
    assert spell(data, 5) == b"A"
    data[10] = 7
    with pytest.raises(NotSpelt):
        spell(data, 5)


# --- odds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_a_code_is_read_from_odds_with_a_tenth_of_the_modules_gone(level: str) -> None:
    dark = modules_of(CARD, level)
    odds = np.where(dark, 12.0, -12.0).astype(np.float32)
    n = len(dark)
    hidden = n // {"L": 11, "M": 4, "Q": 3, "H": 3}[level]
    odds[n // 3 : n // 3 + hidden, n // 3 : n // 3 + hidden] = 0
    assert decode(odds, (n - 17) // 4).data.decode() == CARD


def test_odds_of_nothing_are_no_code() -> None:
    random = np.random.default_rng(5)
    for version in (5, 8, 11):
        side = 17 + 4 * version
        assert decode(random.normal(0, 6, (side, side)).astype(np.float32), version).data == b""


# --- pictures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("px_per_module", "blur_px", "level"),
    [(3.5, 1.9, "L"), (2.4, 1.4, "M"), (1.6, 0.92, "Q"), (3.5, 2.2, "M")],
)
def test_codes_too_blurred_for_hard_decisions_are_read(
    px_per_module: float, blur_px: float, level: str
) -> None:
    picture = blurred(CARD, px_per_module, blur_px, level=level)
    assert not any(symbol.data for symbol in read_symbols(picture[:, :, 0].copy()))
    codes = CascadeCardReader(lambda: TODAY, budget_ms=10_000).look(frame_of(picture)).codes
    assert [(code.raw, code.step) for code in codes] == [(CARD, ReadStep.SOFT)]


def test_a_text_that_contradicts_itself_is_not_taken_from_odds() -> None:
    odd = CARD.replace("|15011999|", "|15011981|")
    reader = CascadeCardReader(lambda: TODAY, budget_ms=10_000)
    assert reader.look(frame_of(blurred(odd, 2.4, 1.6))).codes == ()
    assert reader.look(frame_of(blurred(CARD, 2.4, 1.6))).codes
    sharp = reader.look(frame_of(blurred(odd, 4.0, 0.6))).codes
    assert [code.kind for code in sharp] == [CodeKind.CCCD_QR]
    assert sharp[0].document is not None
    assert sharp[0].document.doubts
