"""What is offered while one types: keys left standing, names, streets, provinces and communes under any of their names."""

import unicodedata
from pathlib import Path

import pytest

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.units import Candidate, UnitIndex, read_units
from kiosk.ui.keyboard.leftover import meant_text, meant_word
from kiosk.ui.keyboard.suggestions import Suggestions, Suggests
from kiosk.ui.keyboard.syllables import STOPS
from kiosk.ui.resource_files import resource_folder
from tests.ui.base.test_composer import ALL, NEEDS_OOO, TELEX_TONE_KEYS, VNI_TONE_KEYS, in_telex, in_vni

TYPING = resource_folder() / "typing"
COMMUNES = "code,name,kind,province_code,old_names\n00001,Mẫu,phường,01,Thử;Nghiệm\n00002,Mẫu,xã,08,\n"
"""Two invented communes: the real list is the office's."""


@pytest.fixture
def suggestions(tmp_path: Path) -> Suggestions:
    file = tmp_path / "communes.csv"
    file.write_text(COMMUNES, encoding="utf-8")
    return Suggestions(TYPING, file)


def words(suggestions: Suggestions, kind: Suggests, before: str) -> list[str]:
    return [offer.words for offer in suggestions.of(kind, before)]


def test_every_syllable_left_as_keys_is_understood() -> None:
    for letters, tone, written in ALL[::5]:
        marked = tone or not letters.isascii()
        if not marked or letters.endswith(NEEDS_OOO) or (not tone and letters.endswith(STOPS)):
            continue
        telex = in_telex(letters) + TELEX_TONE_KEYS.get(tone, "")
        assert meant_word(telex) == written, telex
        vni = in_vni(letters) + VNI_TONE_KEYS.get(tone, "")
        if sum(key.isalpha() for key in vni) >= 3:
            assert meant_word(vni) == written, vni


@pytest.mark.parametrize(
    "right",
    [
        "Nguyễn",
        "Thanh",
        "An",
        "A1",
        "Ba1",
        "B12",
        "email",
        "windows",
        "John",
        "12A",
        "Trang",
        "Loan",
        "P3",
        "x",
        "",
    ],
)
def test_what_is_right_is_left_alone(right: str) -> None:
    assert meant_word(right) == ""


def test_no_syllable_written_right_is_doubted() -> None:
    doubted = [written for _, _, written in ALL if meant_word(written)]
    # "boong" is a word, and the keys of "bông": which of them, only the person can say
    assert all(written.endswith("oong") for written in doubted)


def test_a_whole_text_is_put_right_at_once() -> None:
    assert meant_text("Nguyeenx Thij An, xax Maaux") == "Nguyễn Thị An, xã Mẫu"
    assert meant_text("Nguyễn Thị An") == ""


def test_names_are_offered_with_their_marks(suggestions: Suggestions) -> None:
    assert words(suggestions, Suggests.NAME, "ngu")[0] == "Nguyễn"
    assert "Thị" in words(suggestions, Suggests.NAME, "Nguyễn thi")
    assert words(suggestions, Suggests.NAME, "Nguyễn Thị Hườ") == ["Hường"]
    assert words(suggestions, Suggests.NAME, "Nguyễn ") == []


def test_streets_and_provinces_are_offered(suggestions: Suggestions) -> None:
    assert "Trần Hưng Đạo" in words(suggestions, Suggests.ADDRESS, "Số 12 tran hung")
    assert words(suggestions, Suggests.ADDRESS, "Số 1, dak lak") == ["tỉnh Đắk Lắk"]


def test_a_commune_is_never_named_without_its_province_and_all_candidates_are_shown(
    suggestions: Suggestions,
) -> None:
    assert words(suggestions, Suggests.ADDRESS, "xã mau") == [
        "phường Mẫu, thành phố Hà Nội",
        "xã Mẫu, tỉnh Tuyên Quang",
    ]
    assert words(suggestions, Suggests.ADDRESS, "phường thử") == ["phường Mẫu, thành phố Hà Nội (Thử)"]


def test_there_are_34_provinces_and_every_old_one_leads_to_one() -> None:
    provinces = read_units((TYPING / "provinces.csv").read_text(encoding="utf-8"))
    assert len(provinces) == 34
    assert sum(unit.kind == "thành phố" for unit in provinces) == 6
    old = [name for unit in provinces for name in unit.old_names]
    # 63 became 34; of the 11 that were left alone Huế alone had another name before
    assert len(old) - 1 + len(provinces) == 63
    index = UnitIndex(provinces)
    for unit in provinces:
        for name in (unit.name, *unit.old_names):
            bare = unicodedata.normalize("NFD", name.replace("Đ", "D")).encode("ascii", "ignore").decode()
            for typed in (name, name.upper(), bare):
                assert any(unit.name in each.words for each in index.find(typed)), typed
    assert index.find("Hà Nam")[0] == Candidate("tỉnh Ninh Bình", "Hà Nam")
    assert index.find("dong nai")[0].words == "tỉnh Đồng Nai"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("code,name\n1,A", "no column kind"),
        ("code,name,kind,province_code\n1,A,xã,01", "has not 5 digits"),
        ("code,name,kind,province_code\n00001,A,huyện,01", "kind 'huyện'"),
        ("code,name,kind,province_code\n00001,A,xã,01\n00001,B,xã,01", "twice"),
        ("code,name,kind,province_code\n", "no line"),
    ],
)
def test_a_list_that_cannot_be_right_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(ConfigurationInvalid, match=problem):
        read_units(text)
