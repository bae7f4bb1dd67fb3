"""A portal's list comes in whole: what is certain is taken, what is doubtful is asked, what is broken is named."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from kiosk.catalogue.importing import accept, accept_all_clear, import_list
from kiosk.catalogue.portal_list import ListUnreadable, read_list
from kiosk.catalogue.portal_record import review_of
from kiosk.catalogue.shipped import read_procedure
from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import Doubt, ReviewItem, ReviewState
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_reading import ProcedureInvalid
from tests.fakes.memory_reviews import MemoryReviews

TODAY = date(2026, 11, 22)
PROCEDURES = Path(__file__).parents[2] / "resources" / "procedures"
PLAIN: dict[str, Any] = {
    "Mã thủ tục": "1.234567",
    "Tên thủ tục": "Cấp giấy phép nuôi ong",
    "Lĩnh vực": "Chăn nuôi",
    "Cấp thực hiện": "Cấp xã",
    "Cơ quan thực hiện": "Ủy ban nhân dân cấp xã",
    "Cách thức thực hiện": [
        {
            "Hình thức nộp": "Trực tuyến",
            "Thời hạn giải quyết": "3 Ngày làm việc",
            "Phí, lệ phí": "10.000 Đồng",
        },
        {
            "Hình thức nộp": "Trực tiếp",
            "Thời hạn giải quyết": "3 Ngày làm việc",
            "Phí, lệ phí": "10.000 Đồng",
        },
    ],
    "Thành phần hồ sơ": [
        {"Tên giấy tờ": "Đơn đề nghị", "Mẫu đơn": "Mẫu 01", "Số lượng": "1 bản chính, 0 bản sao"},
        {"Tên giấy tờ": "Bản đồ trại ong", "Số lượng": "0 bản chính, 2 bản sao"},
    ],
    "Căn cứ pháp lý": "Luật Chăn nuôi 32/2018/QH14",
    "Kết quả": "Giấy phép",
    "Từ khóa": "ong; nuôi ong",
}


def taken_in(tmp_path: Path, *records: dict[str, Any]) -> list[ReviewItem]:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(list(records), ensure_ascii=False), encoding="utf-8")
    return [review_of(record, file.name, TODAY) for record in read_list(file)]


def with_way(**changes: str) -> dict[str, Any]:
    """The plain record with one way of filing, changed."""
    way = {**PLAIN["Cách thức thực hiện"][1], **changes}
    return {**PLAIN, "Cách thức thực hiện": [way]}


def with_paper(name: str, count: str = "1 bản chính") -> dict[str, Any]:
    return {**PLAIN, "Thành phần hồ sơ": [{"Tên giấy tờ": name, "Số lượng": count}]}


def test_a_record_without_doubt_becomes_a_procedure(tmp_path: Path) -> None:
    (item,) = taken_in(tmp_path, PLAIN)

    assert item.doubts == ()
    procedure = Procedure.from_wire(item.settled_wire())
    assert (procedure.name.vi, procedure.agency_kind) == ("Cấp giấy phép nuôi ong", "commune_one_stop")
    online = procedure.channel("online")
    assert online is not None
    assert online.time is not None
    assert online.fee is not None
    assert (online.time.n, online.time.unit, online.fee.amount) == (3, "working_day", 10_000)
    assert [(p.originals, p.copies, p.kind) for p in procedure.cases[0].components] == [
        (1, 0, "submit"),
        (0, 2, "submit"),
    ]
    assert procedure.keywords == ("ong", "nuôi ong")
    assert procedure.online_mode == "full"
    assert not procedure.bcci_eligible


TRAPS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("1 a note", with_paper("Trường hợp ủy quyền thì mang giấy", "0 bản chính, 0 bản sao"), "zero_originals"),
    ("2 shown", with_paper("Xuất trình thẻ căn cước"), "shown_or_handed_in"),
    (
        "3 free but an act sets it",
        with_way(
            **{"Phí, lệ phí": "Miễn phí", "Mô tả": "Lệ phí 200.000 đồng/lần theo Thông tư 16/2025/TT-BTC"}
        ),
        "fee_free_but",
    ),
    (
        "3 free but the province sets it",
        with_way(**{"Phí, lệ phí": "Miễn phí", "Mô tả": "Theo nghị quyết của Hội đồng nhân dân tỉnh"}),
        "fee_free_but",
    ),
    ("4 no unit", with_way(**{"Thời hạn giải quyết": "1"}), "time_unit_missing"),
    ("4 unknown unit", with_way(**{"Thời hạn giải quyết": "2 tuần"}), "time_unit_unknown"),
    (
        "5 expired discount",
        with_way(
            **{
                "Phí, lệ phí": "115.000 đồng",
                "Mô tả": "115.000 đồng đến hết ngày 31/12/2025, sau đó 135.000 đồng",
            }
        ),
        "discount_expired",
    ),
    (
        "5 a discount that ends",
        with_way(**{"Phí, lệ phí": "25.000 đồng", "Mô tả": "Giảm 50% đến hết ngày 31/12/2026"}),
        "discount_ends",
    ),
    (
        "6 times contradict each other",
        {
            **PLAIN,
            "Cách thức thực hiện": [
                {
                    "Hình thức nộp": "Trực tuyến",
                    "Thời hạn giải quyết": "20 Ngày",
                    "Phí, lệ phí": "10.000 Đồng",
                },
                {
                    "Hình thức nộp": "Trực tiếp",
                    "Thời hạn giải quyết": "15 Ngày",
                    "Phí, lệ phí": "10.000 Đồng",
                },
            ],
        },
        "times_differ",
    ),
    ("7 depends on the case", with_paper("Giấy ủy quyền đối với người nộp thay"), "depends_on_case"),
    (
        "7 depends on the channel",
        with_paper("Tờ khai (nộp trực tuyến: biểu mẫu điện tử tương tác)"),
        "form_of_the_channel",
    ),
    (
        "8 exemptions in prose",
        {**PLAIN, "Mô tả": "Miễn lệ phí cho người có công, hộ nghèo, người khuyết tật."},
        "exemption_in_prose",
    ),
    ("9 no agency", {**PLAIN, "Cơ quan thực hiện": ""}, "agency_empty"),
    ("9 an agency nobody knows", {**PLAIN, "Cơ quan thực hiện": "Phòng Ong mật"}, "agency_unclear"),
    (
        "10 column and text disagree",
        with_way(**{"Phí, lệ phí": "5.000 đồng", "Mô tả": "Nộp trực tuyến: 7.000 đồng/lần"}),
        "fee_text_differs",
    ),
    (
        "10 time column and text disagree",
        with_way(
            **{
                "Thời hạn giải quyết": "3 ngày làm việc",
                "Mô tả": "Trong thời hạn 5 ngày làm việc kể từ khi nhận đủ",
            }
        ),
        "time_text_differs",
    ),
    ("a fee of -1", with_way(**{"Phí, lệ phí": "-1"}), "fee_negative"),
    ("no time", with_way(**{"Thời hạn giải quyết": ""}), "time_missing"),
    ("no fee", with_way(**{"Phí, lệ phí": ""}), "fee_missing"),
    ("a fee in words", with_way(**{"Phí, lệ phí": "Theo biểu giá"}), "fee_unreadable"),
    ("an unknown way", with_way(**{"Hình thức nộp": "Chim bồ câu"}), "way_unknown"),
    ("no way at all", {**PLAIN, "Cách thức thực hiện": []}, "no_way"),
    ("no papers", {**PLAIN, "Thành phần hồ sơ": []}, "no_papers"),
    ("no count", with_paper("Đơn đề nghị", ""), "count_missing"),
    ("presence", {**PLAIN, "Yêu cầu, điều kiện": "Hai bên phải có mặt để ký."}, "presence"),
)


@pytest.mark.parametrize(("record", "code"), [trap[1:] for trap in TRAPS], ids=[trap[0] for trap in TRAPS])
def test_each_trap_is_asked_and_never_guessed(tmp_path: Path, record: dict[str, Any], code: str) -> None:
    (item,) = taken_in(tmp_path, record)

    assert code in {doubt.code for doubt in item.doubts}
    store = MemoryReviews()
    with pytest.raises(ProcedureInvalid, match="still open"):
        accept(item, store, by="lan")
    for place, doubt in enumerate(item.doubts):
        assert doubt.can_be_settled
        for answer in range(len(doubt.proposals)):
            others = item
            for other in range(len(item.doubts)):
                others = others.decided(other, answer=answer if other == place else 0)
            assert isinstance(accept(others, store, by="lan"), Procedure), doubt.proposals[answer].words
    assert store.accepted()


def test_what_was_decided_stands_in_the_procedure(tmp_path: Path) -> None:
    (item,) = taken_in(tmp_path, with_way(**{"Phí, lệ phí": "5.000 đồng", "Mô tả": "Trực tuyến: 7.000 đồng"}))
    (doubt,) = item.doubts
    assert [proposal.words.vi for proposal in doubt.proposals[:2]] == ["5.000 đồng", "7.000 đồng"]
    fees = [
        item.decided(0, answer=1),
        item.decided(0, number=6_000),
        item.decided(0, answer=len(doubt.proposals) - 1),
    ]
    read = [Procedure.from_wire(each.settled_wire()).price("direct") for each in fees]
    assert [fee.amount if fee else 0 for fee in read] == [7_000, 6_000, None]
    assert item.decided(0, number=-1) == item
    assert item.decided(0, answer=99) == item


def test_papers_after_to_show_are_only_shown(tmp_path: Path) -> None:
    papers = [
        {"Tên giấy tờ": "* Giấy tờ phải nộp:"},
        {"Tên giấy tờ": "Tờ khai", "Số lượng": "Bản chính: 1 - Bản sao: 0"},
        {"Tên giấy tờ": "* Giấy tờ phải xuất trình:"},
        {"Tên giấy tờ": "Thẻ căn cước", "Số lượng": "Bản chính: 1 - Bản sao: 0"},
    ]
    (item,) = taken_in(
        tmp_path, {**PLAIN, "Thành phần hồ sơ": {"Trong nước": papers, "Nước ngoài": papers[:2]}}
    )

    assert item.doubts == ()
    procedure = Procedure.from_wire(item.wire)
    assert [case.name.vi for case in procedure.cases] == ["Trong nước", "Nước ngoài"]
    assert [(p.name.vi, p.kind) for p in procedure.cases[0].components] == [
        ("Tờ khai", "submit"),
        ("Thẻ căn cước", "show"),
    ]


def test_a_rule_after_three_in_the_afternoon_is_understood(tmp_path: Path) -> None:
    record = {**PLAIN, "Trình tự thực hiện": "Nhận sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo."}
    assert taken_in(tmp_path, record)[0].wire["cutoff"] == "15:00"


@pytest.mark.parametrize(
    ("said", "mode", "level"),
    [
        ("Toàn trình", "full", None),
        ("Một phần", "partial", None),
        ("Mức độ 2", "none", 2),
        ("Mức 4", "full", None),
    ],
)
def test_modes_and_old_levels(tmp_path: Path, said: str, mode: str, level: int | None) -> None:
    (item,) = taken_in(tmp_path, {**PLAIN, "Mức độ": said})
    assert (item.wire["online"]["mode"], item.wire.get("service_level")) == (mode, level)
    assert item.doubts == ()


# --- kinds of files -------------------------------------------------------------------------------------------

HEAD = (
    "Mã thủ tục",
    "Tên thủ tục",
    "Cơ quan thực hiện",
    "Hình thức nộp",
    "Thời hạn giải quyết",
    "Phí, lệ phí",
)
HEAD += ("Tên giấy tờ", "Số lượng")
ROWS = (
    ("Danh sách thủ tục hành chính",),
    HEAD,
    (
        "1.234567",
        "Cấp giấy phép nuôi ong",
        "UBND cấp xã",
        "Trực tuyến",
        "3 ngày làm việc",
        "Miễn phí",
        "Đơn",
        "1 bản chính",
    ),
    ("", "", "", "Trực tiếp", "3 ngày làm việc", "Miễn phí", "Bản đồ", "2 bản sao"),
    (
        "1.234568",
        "Thu hồi giấy phép",
        "Công an cấp xã",
        "Trực tiếp",
        "1 giờ",
        "0",
        "Giấy phép",
        "1 bản chính",
    ),
)


def xlsx(rows: tuple[tuple[str, ...], ...], *, entity: str = "") -> bytes:
    """A workbook as spreadsheet programs write it: some texts shared, some in line."""
    shared = [words for row in rows for words in row]
    cells, number = [], 0
    for place, row in enumerate(rows, 1):
        line = []
        for column, words in enumerate(row):
            name = f"{chr(65 + column)}{place}"
            if words and column % 2:
                line.append(f'<c r="{name}" t="inlineStr"><is><t>{escape(words)}</t></is></c>')
            elif words:
                line.append(f'<c r="{name}" t="s"><v>{number}</v></c>')
            number += 1
        cells.append(f'<row r="{place}">{"".join(line)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = "".join(f"<si><t>{escape(words)}</t></si>" for words in shared)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr(
            "xl/worksheets/sheet1.xml",
            f"{entity}<worksheet {space}><sheetData>{''.join(cells)}</sheetData></worksheet>",
        )
        parts.writestr("xl/sharedStrings.xml", f"<sst {space}>{texts}</sst>")
    return held.getvalue()


def as_csv(delimiter: str) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter).writerows(ROWS)
    return held.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", as_csv(",")),
        ("list.csv", as_csv(";")),
        ("list.txt", as_csv("\t").decode("utf-8-sig").encode("utf-16")),
        ("list.xlsx", xlsx(ROWS)),
    ],
    ids=["comma", "semicolon", "utf-16", "xlsx"],
)
def test_rows_of_one_procedure_are_joined_whatever_the_file(
    tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    store = MemoryReviews()

    outcome = import_list(file, store, TODAY)

    assert (outcome.records, outcome.clear, outcome.refused) == (2, 2, ())
    assert accept_all_clear(store, by="lan") == (2, 0)
    bees, away = (Procedure.from_wire(each) for each in store.accepted())
    assert [channel.name for channel in bees.channels] == ["online", "direct"]
    assert [paper.name.vi for paper in bees.cases[0].components] == ["Đơn", "Bản đồ"]
    assert away.agency_kind == "commune_police"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("list.csv", b"a,b\n1,2\n", "Mã thủ tục"),
        ("list.csv", "Mã thủ tục\n\xff".encode("latin-1", "replace"), "UTF-8"),
        ("list.csv", 'Mã thủ tục,Tên\n1.234567,"x'.encode(), "quotation mark"),
        ("list.json", b'[{"code": "1.234567",]', "line 1"),
        ("list.xlsx", b"PK\x03\x04 not really", "damaged"),
        ("list.xlsx", xlsx(ROWS, entity='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "entities"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ListUnreadable, match=says) as refused:
        import_list(file, MemoryReviews(), TODAY)
    assert str(refused.value).startswith(name)


def test_one_bad_record_never_stops_the_others(tmp_path: Path) -> None:
    cycle = {
        "code": "1.222222",
        "name": "Vòng tròn",
        "cases": [
            {
                "id": "a",
                "name": "a",
                "components": [
                    {"id": "x", "name": "x", "originals": 1, "alternatives": ["y"]},
                    {"id": "y", "name": "y", "originals": 1, "alternatives": ["x"]},
                ],
            }
        ],
    }
    undrawable = {
        **cycle,
        "code": "1.222223",
        "cases": [],
        "form": {"properties": {"a": {"type": "sentence"}}},
    }
    negative = {**cycle, "code": "1.222224", "cases": [], "channels": {"online": {"fee": {"amount": -1}}}}
    unit = {
        **cycle,
        "code": "1.222225",
        "cases": [],
        "channels": {"online": {"time": {"n": 1, "unit": "week"}}},
    }
    right = {"code": "1.222226", "name": "Đúng", "cases": [], "channels": {}}
    file = tmp_path / "list.json"
    whole = [cycle, undrawable, negative, unit, right, PLAIN, {**PLAIN, "Mã thủ tục": "abc"}, "what", PLAIN]
    file.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    store = MemoryReviews()

    outcome = import_list(file, store, TODAY)

    assert (outcome.records, outcome.clear) == (6, 2)
    assert outcome.refused == (("item 7", "no_code", Text.of("")), ("item 8", "no_code", Text.of("")))
    said = {code: store.find(code) for code in ("1.222222", "1.222223", "1.222224", "1.222225")}
    for code, words in zip(said, ("circle", "JSON Schema", "cannot be -1", "week"), strict=True):
        item = said[code]
        assert item is not None
        assert words in item.doubts[0].said_in("en")
        assert not item.doubts[0].can_be_settled, "the list itself must be put right"
    assert accept_all_clear(store, by="lan") == (2, 0)
    assert {each["code"] for each in store.accepted()} == {"1.222226", "1.234567"}


def test_the_same_code_with_other_words_is_doubtful(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(
        json.dumps([PLAIN, {**PLAIN, "Tên thủ tục": "Tên khác"}], ensure_ascii=False), encoding="utf-8"
    )
    store = MemoryReviews()
    assert import_list(file, store, TODAY).records == 1
    item = store.find("1.234567")
    assert item is not None
    assert [doubt.code for doubt in item.doubts] == ["code_twice"]
    assert replace(item, state=ReviewState.PUT_ASIDE).state is ReviewState.PUT_ASIDE


def versions_in(tmp_path: Path, *records: dict[str, Any]) -> MemoryReviews:
    file, store = tmp_path / "list.json", MemoryReviews()
    file.write_text(json.dumps(list(records), ensure_ascii=False), encoding="utf-8")
    import_list(file, store, TODAY)
    return store


OLD = {**PLAIN, "Phiên bản": "1", "Ngày có hiệu lực": "01/01/2026", "Ngày hết hiệu lực": "31/12/2026"}
NEW = {**PLAIN, "Phiên bản": "2", "Ngày có hiệu lực": "2027-01-01"}


def test_a_version_that_begins_later_waits_beside_the_one_of_today(tmp_path: Path) -> None:
    store = versions_in(tmp_path, OLD, NEW)
    first, second = store.find("1.234567"), store.find("1.234567@2027-01-01")

    assert first is not None and second is not None
    assert (first.wire["valid_from"], first.wire["valid_to"]) == ("2026-01-01", "2026-12-31")
    assert second.wire["code"] == "1.234567"
    assert first.is_clear and second.is_clear
    assert accept_all_clear(store, by="lan") == (2, 0)
    assert [body["version"] for body in store.accepted()] == ["1", "2"]


@pytest.mark.parametrize(
    ("change", "code", "begins"),
    [
        ({"Ngày có hiệu lực": "1/12/2026"}, "version_overlap", "2027-01-01"),
        ({"Ngày có hiệu lực": "1/2/2027"}, "version_gap", "2027-01-01"),
    ],
)
def test_versions_that_do_not_fit_are_asked_about(
    tmp_path: Path, change: dict[str, str], code: str, begins: str
) -> None:
    store = versions_in(tmp_path, OLD, {**NEW, **change})
    (line,) = (line for line in store.lines(state=ReviewState.WAITING) if line.doubts)
    item = store.find(line.code)

    assert item is not None

    assert [doubt.code for doubt in item.doubts] == [code]
    assert item.decided(0, answer=0).settled_wire()["valid_from"] == begins
    assert item.decided(0, answer=1).settled_wire()["valid_from"] == item.wire["valid_from"]


def test_two_versions_of_one_name_are_asked_about(tmp_path: Path) -> None:
    store = versions_in(tmp_path, OLD, {**NEW, "Phiên bản": "1"})
    item = store.find("1.234567@2027-01-01")

    assert item is not None
    assert [doubt.code for doubt in item.doubts] == ["version_same_version"]
    assert item.decided(0, answer=0).settled_wire()["version"] == "1-2027-01-01"


def test_a_day_that_is_none_is_asked_about(tmp_path: Path) -> None:
    (item,) = taken_in(tmp_path, {**PLAIN, "Ngày có hiệu lực": "31/02/2027"})

    assert [doubt.code for doubt in item.doubts] == ["date_unreadable"]
    assert item.decided(0, answer=0).settled_wire()["valid_from"] is None


def test_rows_of_another_version_are_another_record(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Mã thủ tục,Tên thủ tục,Ngày có hiệu lực,Hình thức nộp,Thời gian\n"
        "1.234567,Nuôi ong,01/01/2026,Trực tiếp,3 ngày\n"
        "1.234567,,,Trực tuyến,3 ngày\n"
        "1.234567,Nuôi ong,01/01/2027,Trực tiếp,5 ngày\n",
        encoding="utf-8",
    )

    assert [len(record.members["ways"]) for record in read_list(file)] == [2, 1]


def test_what_is_wrong_is_said_in_both_languages(tmp_path: Path) -> None:
    """Nobody at a post office has to read English to put a record right."""
    shipped = json.loads(next(iter(sorted(PROCEDURES.glob("*.json")))).read_text(encoding="utf-8"))
    good = {**shipped, "valid_from": None, "valid_to": None}
    good.pop("versions", None)
    broken: list[tuple[dict[str, object], str, str]] = [
        ({"channels": {"online": {"fee": {"amount": -1}}}}, "không thể là -1", "cannot be -1"),
        (
            {"channels": {"online": {"time": {"n": 3, "unit": "fortnight"}}}},
            "ở đây không có 'fortnight'",
            "'fortnight' is not known here",
        ),
        ({"valid_from": "soon"}, "không phải ngày", "is not a date"),
        ({"cases": "none"}, "phải là một danh sách", "must be a list"),
        ({"form": {"type": "array"}}, "tờ khai phải là JSON Schema", "a form is a JSON Schema"),
        ({"form": {"type": 7}}, "tờ khai phải là JSON Schema", "a form is a JSON Schema"),
    ]
    for wrong, vi, en in broken:
        with pytest.raises(ProcedureInvalid) as refused:
            read_procedure({**good, **wrong})
        assert vi in refused.value.words.vi
        assert en in refused.value.words.en == str(refused.value)
    doubt = Doubt("invalid", refused.value.words)
    again = Doubt.from_body(json.loads(json.dumps(doubt.to_body())))
    assert again == doubt
    assert again.said_in("vi").startswith("/form")
    old = Doubt.from_body({**doubt.to_body(), "said": "/form: wrong"})
    assert old.said_in("vi") == "/form: wrong", "kept by an earlier program"
    lost = tmp_path / "list.csv"
    lost.write_bytes(b"Ma,Ten\n\xff\xfe\xfa,x\n")
    with pytest.raises(ListUnreadable) as unreadable:
        read_list(lost)
    assert "dòng 2: không phải UTF-8" in unreadable.value.words.vi


@pytest.mark.parametrize(
    ("change", "code", "ends"),
    [
        ({"Ngày hết hiệu lực": "31/01/2027"}, "version_overlap", "2026-12-31"),
        ({"Ngày hết hiệu lực": "30/11/2026"}, "version_gap", "2026-12-31"),
    ],
)
def test_versions_of_two_lists_that_do_not_fit_are_asked_about(
    tmp_path: Path, change: dict[str, str], code: str, ends: str
) -> None:
    """Whichever list comes first: the doubt is about the record that comes second."""
    store = versions_in(tmp_path, NEW)
    file = tmp_path / "second.json"
    file.write_text(json.dumps([{**OLD, **change}], ensure_ascii=False), encoding="utf-8")
    import_list(file, store, TODAY)
    old, new = store.find("1.234567"), store.find("1.234567@2027-01-01")
    assert old is not None and new is not None
    assert [doubt.code for doubt in old.doubts] == [code]
    assert new.is_clear
    assert old.decided(0, answer=0).settled_wire()["valid_to"] == ends
    assert old.decided(0, answer=1).settled_wire()["valid_to"] == old.wire["valid_to"]


@pytest.mark.parametrize(("begins", "doubts"), [("1/12/2026", ["version_overlap"]), ("2027-01-01", [])])
def test_a_later_version_of_a_second_list_is_held_against_the_first(
    tmp_path: Path, begins: str, doubts: list[str]
) -> None:
    store = versions_in(tmp_path, OLD)
    file = tmp_path / "second.json"
    later = {**NEW, "Ngày có hiệu lực": begins}
    file.write_text(json.dumps([later], ensure_ascii=False), encoding="utf-8")
    import_list(file, store, TODAY)
    (item,) = store.dated()
    assert [doubt.code for doubt in item.doubts] == doubts
