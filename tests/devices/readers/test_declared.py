"""Texts of codes that declare another encoding than UTF-8 come out as they were meant; undeclared bytes stay what they are."""

import numpy as np
import pytest
import zxingcpp

from kiosk.devices.readers.declared import in_utf8
from kiosk.devices.readers.symbols import read_symbols


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет, почта", "ISO-8859-5"),
        ("Привет, почта", "Cp1251"),
        ("テスト ABC", "Shift_JIS"),
        ("Bưu điện", "UTF-8"),
    ],
)
def test_a_declared_encoding_is_heeded(text: str, encoding: str) -> None:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, eci=encoding)
    picture = np.asarray(code.to_image(scale=4, add_quiet_zones=True), np.uint8)
    (symbol,) = read_symbols(picture)
    assert symbol.data.decode("utf-8") == text


def test_backslashes_of_the_text_are_no_declaration() -> None:
    assert in_utf8(rb"]Q2\000003C:\\000026\\m" + b"\xe4rz") == "C:\\000026\\märz".encode()


@pytest.mark.parametrize(
    "transmitted",
    [b"]Q1M\xe4rz", rb"]Q2\000899" + b"\xe4", rb"]Q2\000026" + b"\xe4", rb"]Q2\999999abc", b"]Q", b""],
)
def test_nothing_is_guessed(transmitted: bytes) -> None:
    assert in_utf8(transmitted) is None


def test_two_encodings_in_one_code() -> None:
    first, second = "Да".encode("cp1251"), "Đồng".encode()
    assert in_utf8(rb"]Q2\000022" + first + rb"\000026" + second) == "ДаĐồng".encode()
