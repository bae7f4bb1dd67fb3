"""Codes that the kiosk draws itself: whole, without quiet zone, and refused in words when they do not fit."""

import numpy as np
import pytest

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.devices.readers.symbols import Symbology, read_symbols
from kiosk.domain.errors import RuleBroken
from kiosk.domain.scan import CodeMatrix


def readable(matrix: CodeMatrix, bar_height: int = 1) -> list[bytes]:
    modules = np.pad(np.asarray(matrix.rows).repeat(bar_height, 0), 10)
    picture = np.where(modules, 0, 255).astype(np.uint8).repeat(3, 0).repeat(3, 1)
    return [symbol.data for symbol in read_symbols(picture, frozenset(Symbology))]


def test_a_qr_code_is_square_dark_in_its_corner_and_readable() -> None:
    matrix = ZxingCodeWriter().qr("K-HN001-261122-0007-U")
    assert matrix.width == matrix.height
    assert matrix.rows[0][:8] == (True,) * 7 + (False,)
    assert readable(matrix) == [b"K-HN001-261122-0007-U"]


def test_vietnamese_text_is_written_in_utf8() -> None:
    assert readable(ZxingCodeWriter().qr("Nguyễn Thị Ấn")) == ["Nguyễn Thị Ấn".encode()]


def test_a_stronger_code_is_larger() -> None:
    writer = ZxingCodeWriter()
    text = "000.00.01.G12-261122-0001 " * 4
    assert writer.qr(text, "L").width < writer.qr(text, "H").width
    with pytest.raises(ValueError, match="X"):
        writer.qr(text, "X")


def test_a_bar_code_is_one_row_and_readable() -> None:
    matrix = ZxingCodeWriter().code128("RR473124829GB")
    assert matrix.height == 1
    assert matrix.rows[0][0]
    assert matrix.rows[0][-1]
    assert readable(matrix, bar_height=30) == [b"RR473124829GB"]


@pytest.mark.parametrize("text", ["", "x" * 3000])
def test_text_that_does_not_fit_a_qr_code_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        ZxingCodeWriter().qr(text)
    assert refused.value.code == "code_not_writable"


@pytest.mark.parametrize("text", ["", "é", "Số 1", "a\nb", "x" * 300])
def test_text_that_does_not_fit_a_bar_code_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        ZxingCodeWriter().code128(text)
    assert refused.value.code == "code_not_writable"
