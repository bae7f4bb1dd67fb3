"""Communes found by the names they had before July 2025, with all candidates; without the office's list nothing is refused."""

from pathlib import Path

from kiosk.domain.units import UnitIndex, read_units

PROVINCES = (Path(__file__).parents[2] / "resources" / "typing" / "provinces.csv").read_text(encoding="utf-8")
LIST = """code,name,kind,province_code,old_names
00101,Mẫu Đông,phường,01,Thử Nghiệm;Mẫu Cũ
00102,Mẫu Tây,phường,01,Thử Nghiệm
27001,Mẫu Đông,xã,79,
"""


def test_an_old_unit_that_was_split_shows_every_new_one() -> None:
    index = UnitIndex((*read_units(PROVINCES), *read_units(LIST)))
    found = index.find("xã Thử Nghiệm", most=5)
    assert [candidate.words for candidate in found] == [
        "phường Mẫu Đông, thành phố Hà Nội",
        "phường Mẫu Tây, thành phố Hà Nội",
    ]
    assert {candidate.old_name for candidate in found} == {"Thử Nghiệm"}


def test_the_same_name_in_two_provinces_is_told_apart() -> None:
    found = UnitIndex((*read_units(PROVINCES), *read_units(LIST))).find("mau dong", most=5)
    assert len({candidate.words for candidate in found}) == 2


def test_without_the_list_provinces_are_found_and_communes_simply_are_not() -> None:
    index = UnitIndex(read_units(PROVINCES))
    assert [candidate.words for candidate in index.find("ha noi")] == ["thành phố Hà Nội"]
    assert index.find("thu nghiem") == ()
