"""Invents persons and writes their ID codes; names are put together at random, nobody real stands here."""

import unicodedata
from datetime import date, timedelta

import numpy as np

Rng = np.random.Generator


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = _words("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Vương")
MIDDLE_NAMES = {
    "Nam": _words("Văn Hữu Đức Minh Quốc Xuân Thành"),
    "Nữ": _words("Thị Ngọc Thúy Bích Thanh Kim"),
}
GIVEN_NAMES = {
    "Nam": _words("An Bình Cường Dũng Đạt Hải Hiếu Khôi Long Nghĩa Phúc Quân Sơn Tuấn Việt Vượng"),
    "Nữ": _words("Anh Chi Dung Giang Hằng Hương Lan Linh Mai Nga Oanh Phượng Quỳnh Thảo Trâm Yến"),
}
HOUSES = ("Tổ dân phố", "Khu phố", "Số nhà", "Thôn Đông", "Ấp Tân Phú", "Xóm Trại", "Ngõ 12 tổ")
STREETS = ("", "", "đường Nguyễn Trãi", "đường Trần Hưng Đạo", "phố Hàng Bài", "quốc lộ 1A", "đường Lê Duẩn")
PLACES = (
    "Phường Cửa Nam, Thành phố Hà Nội",
    "Phường Bến Thành, Quận 1, Thành phố Hồ Chí Minh",
    "Xã Đông Anh, Thành phố Hà Nội",
    "Phường Hải Châu, Quận Hải Châu, Thành phố Đà Nẵng",
    "Xã Vĩnh Lộc, Huyện Phú Lộc, Thành phố Huế",
    "Phường Ninh Kiều, Thành phố Cần Thơ",
    "Xã Quỳnh Lưu, Huyện Quỳnh Lưu, Tỉnh Nghệ An",
    "Phường Buôn Ma Thuột, Tỉnh Đắk Lắk",
    "Xã Tân Hưng, Huyện Tân Châu, Tỉnh Tây Ninh",
)
PROVINCES = (1, 2, 19, 22, 31, 38, 40, 46, 48, 52, 66, 72, 75, 79, 92, 96)
"""Province codes at the head of the personal number."""
FIRST_ISSUE, LAST_ISSUE = date(2021, 3, 1), date(2026, 10, 30)
REFORM = date(2024, 7, 1)
"""From here on the QR code is on the back and holds more."""


def _one(rng: Rng, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _name(rng: Rng, gender: str) -> str:
    middle = _one(rng, MIDDLE_NAMES[gender])
    if rng.random() < 0.4:
        middle += f" {_one(rng, GIVEN_NAMES[gender])}"
    name = f"{_one(rng, SURNAMES)} {middle} {_one(rng, GIVEN_NAMES[gender])}"
    return name.upper() if rng.random() < 0.3 else name


def _day_between(rng: Rng, first: date, last: date) -> date:
    return first + timedelta(days=int(rng.integers((last - first).days)))


def invent_id_text(rng: Rng) -> tuple[str, bool]:
    """(text of an ID code in NFC, whether it is on the back): seven fields, on newer cards some more."""
    gender = "Nam" if rng.random() < 0.5 else "Nữ"
    issued = _day_between(rng, FIRST_ISSUE, LAST_ISSUE)
    born = _day_between(rng, date(1940, 1, 1), date(2007, 12, 31))
    century_and_sex = (0 if born.year < 2000 else 2) + (gender == "Nữ")
    province = PROVINCES[int(rng.integers(len(PROVINCES)))]
    number = f"{province:03d}{century_and_sex}{born.year % 100:02d}{int(rng.integers(1_000_000)):06d}"
    old_number = f"{int(rng.integers(10**8, 10**9))}" if rng.random() < 0.6 else ""
    street = _one(rng, STREETS)
    home = f"{_one(rng, HOUSES)} {int(rng.integers(1, 40))}" + (f", {street}" if street else "")
    address = f"{home}, {_one(rng, PLACES)}"
    fields = [number, old_number, _name(rng, gender), f"{born:%d%m%Y}", gender, address, f"{issued:%d%m%Y}"]
    on_back = issued >= REFORM
    if on_back:
        fields += [f"{int(rng.integers(10**8, 10**9))}", _name(rng, "Nam"), _name(rng, "Nữ"), ""]
    return unicodedata.normalize("NFC", "|".join(fields)), on_back
