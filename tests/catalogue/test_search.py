"""What people type into the search box finds the procedure they mean."""

import unicodedata
from pathlib import Path

import pytest

from kiosk.catalogue.bit_sets import Tally, bit_set, members
from kiosk.catalogue.search import ProcedureIndex
from kiosk.catalogue.shipped import load_shipped
from kiosk.catalogue.spelling import without_telex, without_vni
from kiosk.domain.procedure import Procedure

PROCEDURES = load_shipped(Path(__file__).resolve().parents[2] / "resources" / "procedures")
INDEX = ProcedureIndex(PROCEDURES)
QUESTIONS: tuple[tuple[str, str], ...] = (
    # names, with and without tone marks
    ("đăng ký khai sinh", "1.001193"),
    ("dang ky khai sinh", "1.001193"),
    ("ĐĂNG KÝ KHAI TỬ", "1.000656"),
    ("dang ky ket hon", "1.000894"),
    ("tình trạng hôn nhân", "1.004873"),
    ("tinh trang hon nhan", "1.004873"),
    ("trích lục hộ tịch", "2.000635"),
    ("thường trú", "1.004222"),
    ("thuong tru", "1.004222"),
    ("tạm trú", "1.004194"),
    ("gia han tam tru", "1.002755"),
    ("xac nhan cu tru", "1.010041"),
    ("lý lịch tư pháp", "3.000333"),
    ("ly lich tu phap", "3.000333"),
    ("giấy phép lái xe", "3.000347"),
    ("hộ kinh doanh", "1.001612"),
    ("chứng thực bản sao", "2.000815"),
    ("chung thuc chu ky", "2.000884"),
    ("thông báo lưu trú", "2.001159"),
    ("cải chính hộ tịch", "1.004859"),
    ("sổ gốc", "2.000908"),
    # everyday words
    ("làm giấy khai sinh cho con", "1.001193"),
    ("vợ mới đẻ", "1.001193"),
    ("xin giấy độc thân", "1.004873"),
    ("giay doc than", "1.004873"),
    ("ông nội mới mất", "1.000656"),
    ("giấy chứng tử", "1.000656"),
    ("lấy chồng", "1.000894"),
    ("mất giấy khai sinh", "2.000635"),
    ("nhập hộ khẩu cho vợ", "1.004222"),
    ("chuyen ho khau", "1.004222"),
    ("thuê trọ", "1.004194"),
    ("hết hạn tạm trú", "1.002755"),
    ("tiền án tiền sự", "3.000333"),
    ("mất bằng lái", "3.000348"),
    ("tôi muốn đổi bằng lái xe máy", "3.000347"),
    ("mở quán phở", "1.001612"),
    ("giấy phép kinh doanh", "1.001612"),
    ("công chứng giấy tờ", "2.000815"),
    ("sao y", "2.000815"),
    ("làm giấy ủy quyền", "2.000884"),
    ("sổ đỏ", "1.012783"),
    ("so do bi rach", "1.012783"),
    ("làm căn cước", "1.014063"),
    ("cccd het han", "1.014063"),
    ("sai tên trong giấy khai sinh", "1.004859"),
    ("khách đến nhà ngủ lại", "2.001159"),
    ("giấy xác nhận cư trú nộp cho trường", "1.010041"),
    ("mất giấy khai sinh phải làm lại", "1.004884"),
    ("người lớn chưa có giấy khai sinh", "1.004772"),
    ("cha nhận con", "1.000689"),
    ("con có bố người nước ngoài", "2.000528"),
    ("công chứng hợp đồng mua bán đất", "2.001035"),
    ("nhận con nuôi", "2.001263"),
    ("cắt hộ khẩu", "1.003197"),
    ("chuyển chỗ trọ", "1.010028"),
    ("đi làm xa khai tạm vắng", "1.003677"),
    ("cài VNeID", "1.011410"),
    ("vneid mức 2", "3.000228"),
    ("lam ho chieu", "1.001456"),
    ("passport", "1.001456"),
    ("xin phép xây nhà", "1.013225"),
    ("rút bảo hiểm xã hội", "1.001613"),
    ("thế chấp sổ đỏ", "1.011441"),
    ("sang tên sổ đỏ", "1.013831"),
    ("mất cà vẹt", "1.013080"),
    ("thẻ bảo hiểm y tế cho trẻ em", "2.000986"),
    ("mat can cuoc", "1.014064"),
    ("đổi tên hộ kinh doanh", "2.000720"),
    ("tạm nghỉ bán", "1.001570"),
    ("đóng cửa hàng", "1.001266"),
    ("mất giấy phép kinh doanh", "2.000575"),
    # unfinished words
    ("khai si", "1.001193"),
    ("thuong t", "1.004222"),
    ("lý l", "3.000333"),
    # typing slips and sound-alikes
    ("khia sinh", "1.001193"),
    ("dang ki ket hon", "1.000894"),
    ("tam chú", "1.004194"),
    ("lí lịch tư pháp", "3.000333"),
    ("giay pheb lai xe", "3.000347"),
    ("xổ đỏ", "1.012783"),
    ("thuơng chú", "1.004222"),
    ("hô kinh doang", "1.001612"),
    ("khaisinh", "1.001193"),
    ("bang lai se may", "3.000347"),
    # raw Telex and VNI keys
    ("ddawng kys khai sinh", "1.001193"),
    ("taamj trus", "1.004194"),
    ("thuwowngf trus", "1.004222"),
    ("soor ddor", "1.012783"),
    ("ho65 kinh doanh", "1.001612"),
    # English
    ("birth certificate", "1.001193"),
    ("driving licence", "3.000347"),
    ("criminal record", "3.000333"),
    ("get married", "1.000894"),
    # codes
    ("1.001193", "1.001193"),
    ("1.0011", "1.001193"),
    ("2000635", "2.000635"),
    ("1.004222.000.00.00.H48", "1.004222"),
)


def found(text: str, limit: int = 20) -> list[str]:
    return [hit.code for hit in INDEX.search(text, limit)]


@pytest.mark.parametrize(("text", "code"), QUESTIONS, ids=[text for text, _ in QUESTIONS])
def test_the_procedure_meant_is_among_the_first_three(text: str, code: str) -> None:
    assert code in found(text)[:3]


def test_most_questions_find_it_first() -> None:
    first = sum(found(text)[:1] == [code] for text, code in QUESTIONS)

    assert first >= 0.85 * len(QUESTIONS)


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

    assert len(index) == 10_000 + len(PROCEDURES)
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
