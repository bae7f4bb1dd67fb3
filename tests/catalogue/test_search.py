"""What people type into the search box finds the procedure they mean."""

import unicodedata
from pathlib import Path

import pytest

from benchmarks.search_questions import KNOWN, LOOKED_AT
from kiosk.catalogue.bit_sets import Tally, bit_set, members
from kiosk.catalogue.search import ProcedureIndex
from kiosk.catalogue.shipped import load_shipped
from kiosk.catalogue.spelling import without_telex, without_vni
from kiosk.domain.procedure import Procedure

PROCEDURES = load_shipped(Path(__file__).resolve().parents[2] / "resources" / "procedures")
INDEX = ProcedureIndex(PROCEDURES)
SEEN = (*KNOWN, *LOOKED_AT)


def found(text: str, limit: int = 20) -> list[str]:
    return [hit.code for hit in INDEX.search(text, limit)]


@pytest.mark.parametrize(("text", "code"), SEEN, ids=[text for text, _ in SEEN])
def test_the_procedure_meant_is_among_the_first_three(text: str, code: str) -> None:
    assert code in found(text)[:3]


def test_most_questions_find_it_first() -> None:
    first = sum(found(text)[:1] == [code] for text, code in SEEN)

    assert first >= 0.85 * len(SEEN)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)
def test_every_procedure_is_found_by_its_names_keywords_and_code(procedure: Procedure) -> None:
    assert found(procedure.name.vi)[0] == procedure.code
    assert found(procedure.name.en)[0] == procedure.code
    assert found(procedure.code) == [procedure.code]
    for keyword in procedure.keywords:
        assert procedure.code in found(keyword)[:4], keyword


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)
def test_it_comes_up_while_its_name_is_still_being_typed(procedure: Procedure) -> None:
    name = procedure.name.vi
    places = [found(name[:typed]).index(procedure.code) for typed in range(len(name) // 2, len(name) + 1)]

    assert max(places) < 6


def test_both_spellings_of_vietnamese_letters_find_the_same() -> None:
    for text in ("đăng ký thường trú", "hộ kinh doanh", "lý lịch tư pháp"):
        assert found(unicodedata.normalize("NFD", text)) == found(text)


def test_what_was_hit_is_said() -> None:
    assert INDEX.search("1.001193")[0].matched == "code"
    assert INDEX.search("khai sinh")[0].matched == "name"
    assert INDEX.search("sao y bản chính")[0].matched in ("keyword", "name")
    assert INDEX.search("khia sih")[0].matched == "similar"


def test_a_word_in_the_name_counts_more_than_one_in_the_keywords() -> None:
    by_name = {"code": "1.000001", "name": "Cấp phép nuôi ong"}
    by_keyword = {"code": "1.000002", "name": "Chăn thả gia cầm", "keywords": ["nuôi ong"]}
    by_case = {"code": "1.000003", "name": "Việc khác hẳn", "cases": [{"id": "a", "name": "Nuôi ong"}]}
    index = ProcedureIndex([Procedure.from_wire(body) for body in (by_case, by_keyword, by_name)])

    assert [hit.code for hit in index.search("nuoi ong")] == ["1.000001", "1.000002", "1.000003"]
    assert [hit.matched for hit in index.search("nuoi ong")] == ["name", "keyword", "other"]


@pytest.mark.parametrize(
    "text", ["", "   ", "!!!", "zzzzqqqq", "🙂", "\x00", "9.999999", "." * 300, "(" * 50]
)
def test_nothing_sensible_finds_nothing_and_breaks_nothing(text: str) -> None:
    assert found(text) == []


def test_a_very_long_text_is_searched_all_the_same() -> None:
    assert "1.001193" in found("đăng ký khai sinh " + "và còn nhiều chuyện khác nữa " * 200)


def test_the_limit_holds_and_the_order_is_by_score() -> None:
    hits = INDEX.search("đăng ký", 5)

    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert INDEX.search("đăng ký", 0) == []
    assert len(INDEX.search("d", 100)) > 5


def test_an_empty_catalogue_can_be_searched() -> None:
    assert ProcedureIndex([]).search("khai sinh") == []
    assert ProcedureIndex([]).search("1.00") == []


def test_one_among_ten_thousand_is_found() -> None:
    syllables = [
        "thay",
        "đổi",
        "gia",
        "hạn",
        "thông",
        "báo",
        "cơ",
        "sở",
        "sản",
        "xuất",
        "nước",
        "sạch",
        "môi",
        "trường",
        "điện",
        "lực",
        "giáo",
        "dục",
        "y",
        "tế",
    ]
    many = [
        Procedure.from_wire(
            {
                "code": f"5.{number:06d}",
                "name": " ".join(
                    syllables[(number // 7**place + place) % len(syllables)] for place in range(6)
                ),
            }
        )
        for number in range(10_000)
    ]
    index = ProcedureIndex([*many, *PROCEDURES])

    assert len(index) == 10_000 + len({procedure.code for procedure in PROCEDURES})
    assert index.search("dang ky khai sinh")[0].code == "1.001193"
    assert index.search("giay pheb lai xe")[0].code in ("3.000347", "3.000348")
    assert index.search("thuowng tru")[0].code == "1.004222"
    assert index.search("5.009999")[0].code == "5.009999"


@pytest.mark.parametrize(
    ("keys", "letters"),
    [
        ("ddawng", "dang"),
        ("giaays", "giay"),
        ("thuwowngf", "thuong"),
        ("nguyeenx", "nguyen"),
        ("hooj", "ho"),
        ("kys", "ky"),
        ("sinh", "sinh"),
    ],
)
def test_raw_telex_keys_become_plain_letters(keys: str, letters: str) -> None:
    assert without_telex(keys) == letters


def test_raw_vni_keys_become_plain_letters() -> None:
    assert without_vni("d9a8ng") == "dang"
    assert without_vni("ky1") == "ky"
    assert without_vni("2026") == "2026"


def test_sums_over_sets_are_the_sums_of_their_members() -> None:
    tally = Tally()
    sums = dict.fromkeys(range(40), 0)
    for weight, step in ((5, 2), (3, 3), (8, 5), (1, 7), (0, 1)):
        tally.add(bit_set(list(range(0, 40, step))), weight)
        for number in range(0, 40, step):
            sums[number] += weight

    assert tally.most == 17
    for least in range(1, 20):
        assert list(members(tally.at_least(least), 40)) == [n for n, total in sums.items() if total >= least]
    ranked = sorted(sums.values(), reverse=True)
    for wanted in (1, 5, 20):
        assert tally.best(wanted, 1) == tally.at_least(max(1, ranked[wanted - 1]))
    assert list(members(bit_set([9, 3, 30]), 2)) == [3, 9]
