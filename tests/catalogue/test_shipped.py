"""What ships with the program: every procedure loads, is complete in both languages and can be drawn."""

import json
import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.form_rules import JsonSchemaFormRules
from kiosk.catalogue.json_lines import line_of
from kiosk.catalogue.search import ProcedureIndex
from kiosk.catalogue.shipped import (
    ShippedFileInvalid,
    load_agency_names,
    load_calendar,
    load_shipped,
    read_procedure,
)
from kiosk.domain.form_field import WIDGETS
from kiosk.domain.procedure import Procedure, ProcedureInvalid
from kiosk.domain.what_to_bring import what_to_bring

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
PROCEDURES = load_shipped(RESOURCES / "procedures")
BY_CODE = {procedure.code: procedure for procedure in reversed(PROCEDURES)}
"""The first version of each."""
MUST_HAVE = (
    *("1.001193", "1.004873", "1.000656", "2.000635", "1.004222", "1.004194", "1.002755", "1.010041"),
    *("3.000333", "3.000347", "1.001612", "1.000894", "2.000815", "2.000884", "1.012783"),
)
DATA_SOURCES = {
    *("form", "vneid", "population_db", "civil_status_db", "residence_db", "land_db", "health_db"),
    *("justice_db", "social_insurance_db"),
}
ONLY_NAMED = {
    *("1.014027", "1.001776", "1.001699", "1.001731", "1.011606"),
    *("3.000182", "1.010833", "1.014748", "1.002759"),
}
"""What they are about is known and nothing else; the data say so, and never "free" or "no papers"."""
TIME_NOT_PUBLISHED = {"2.001035", "2.001263", "1.001266", "1.001570", "2.000575"} | ONLY_NAMED
FEE_NOT_PUBLISHED = {"1.003197", "1.003677", "1.010028", "1.013080", "2.001159"} | ONLY_NAMED
"""The portal's own record leaves it empty: a guess would be a promise."""
AUTOFILL_PATHS = {
    *("applicant.full_name", "applicant.birth_date", "applicant.gender", "applicant.personal_number"),
    *("applicant.old_number", "applicant.address.text", "applicant.phone", "applicant.email"),
}

each_procedure = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)


def bilingual_objects(value: object, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if value.keys() & {"vi", "en"}:
            yield place, value
        for key, member in value.items():
            yield from bilingual_objects(member, f"{place}/{key}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from bilingual_objects(member, f"{place}/{index}")


def test_the_procedures_people_ask_for_most_are_there() -> None:
    assert len(set(BY_CODE) - ONLY_NAMED) >= 44
    assert set(MUST_HAVE) | ONLY_NAMED <= set(BY_CODE)


@pytest.mark.parametrize("code", sorted(ONLY_NAMED))
def test_of_a_procedure_that_is_only_named_nothing_is_promised(code: str) -> None:
    procedure = BY_CODE[code]
    assert procedure.service_level == 1, "shown and printed, never begun"
    assert not procedure.goes_online
    assert not procedure.bcci_eligible
    for case in procedure.cases:
        assert not case.papers_known
        assert not what_to_bring(case, "direct").complete
    for channel in procedure.channels:
        assert channel.time is None
        assert channel.fee is not None
        assert "hỏi" in channel.fee.words.vi


@each_procedure
def test_a_file_is_exactly_the_wires_procedure(procedure: Procedure) -> None:
    body = json.loads((RESOURCES / "procedures" / f"{procedure.code}.json").read_text(encoding="utf-8"))

    assert re.fullmatch(r"\d\.\d{6}", procedure.code)
    further = body.pop("versions", [])
    if procedure is BY_CODE[procedure.code]:
        assert procedure.to_wire() == body
    else:
        assert procedure.version in [version["version"] for version in further]
    assert set(body) - {"source_note", "announced", "former_codes"} == {
        *(
            "code",
            "version",
            "valid_from",
            "valid_to",
            "name",
            "field",
            "level",
            "agency_kind",
            "keywords",
            "online",
        ),
        *(
            "bcci",
            "presence_required",
            "cutoff",
            "channels",
            "cases",
            "exemptions",
            "form",
            "form_layout",
            "result",
        ),
        "legal_basis",
    }
    for channel in body["channels"].values():
        assert (channel["fee"]["amount"] is None) == (procedure.code in FEE_NOT_PUBLISHED)


@each_procedure
def test_no_text_is_missing_in_any_language(procedure: Procedure) -> None:
    texts = list(bilingual_objects(procedure.to_wire()))

    assert len(texts) > (7 if procedure.code in ONLY_NAMED else 10)
    for place, text in texts:
        assert set(text) == {"vi", "en"}, place
        assert all(isinstance(words, str) and words == words.strip() != "" for words in text.values()), place


@each_procedure
def test_what_a_person_must_know_first_is_said(procedure: Procedure) -> None:
    assert procedure.field is not None
    assert procedure.level is not None
    assert procedure.result is not None
    assert procedure.agency_kind in load_agency_names(RESOURCES / "calendar")
    assert len(procedure.keywords) >= 5
    assert bool(procedure.legal_basis) == (procedure.code not in ONLY_NAMED)
    assert procedure.channels
    for channel in procedure.channels:
        assert (channel.time is None) == (procedure.code in TIME_NOT_PUBLISHED)
        assert channel.fee is not None
        assert channel.fee.varies is False or channel.fee.basis is not None
    if procedure.online_mode != "full":
        assert procedure.online_reason is not None
    if not procedure.bcci_eligible:
        assert procedure.bcci_reason is not None
    assert procedure.channel("online") is not None or not procedure.goes_online
    assert procedure.goes_online == bool(procedure.form_layout)


@each_procedure
def test_papers_are_counted_and_notes_are_no_papers(procedure: Procedure) -> None:
    for case in procedure.cases:
        assert case.when is not None
        assert bool(case.components) == (procedure.code not in ONLY_NAMED)
        for paper in case.components:
            assert (paper.originals + paper.copies > 0) == (paper.kind != "note")
            assert set(paper.satisfied_by) <= DATA_SOURCES


@each_procedure
def test_every_form_can_be_drawn(procedure: Procedure) -> None:
    fields = procedure.fields()
    on_pages = [name for page in procedure.form_layout for name in page.fields]

    assert sorted(on_pages) == sorted(fields), "each question stands on exactly one page"
    for page in procedure.form_layout:
        assert 1 <= len(page.fields) <= 5
    for name, field in fields.items():
        schema = procedure.form["properties"][name]
        assert schema["x-widget"] in WIDGETS
        assert schema["title"] == field.title.vi
        assert field.title.en != name
        assert (field.widget == "choice") == bool(field.choices)
        if field.choices:
            assert list(schema["x-choices"]) == [value for value, _ in field.choices]
        if field.autofill:
            assert field.autofill in AUTOFILL_PATHS
        if field.show_when:
            asked_before = fields[field.show_when.field]
            answers = {value for value, _ in asked_before.choices} or {True, False}
            assert set(field.show_when.answers) <= answers
            assert not field.required, "a question that may not be asked cannot always be needed"
            assert on_pages.index(field.show_when.field) < on_pages.index(name)
        for note in ("x-not-before", "x-not-after"):
            assert schema.get(note, "today") in ("today", *fields)
        if "pattern" in schema or "minimum" in schema:
            assert field.error is not None, "the form says what is right"


def sample_answer(schema: dict[str, Any]) -> object:
    """An answer that any person could give."""
    match schema["x-widget"]:
        case "choice":
            return schema["enum"][0]
        case "yes_no":
            return True
        case "number":
            return max(schema.get("minimum", 1), 1)
        case "date":
            return "2026-06-15"
        case "phone":
            return "0912345678"
        case "email":
            return "an@example.com"
        case "digits":
            return "001199000001" if "{10}" not in schema["pattern"] else "0119900001"
        case "name":
            return "Nguyễn Thị An"
        case _:
            return "14:30" if "hg" in schema.get("pattern", "") else "Số 1, Phường Cửa Nam, Hà Nội"


@each_procedure
def test_every_form_can_be_filled_to_the_end_by_the_first_answers_and_by_the_last(
    procedure: Procedure,
) -> None:
    rules = JsonSchemaFormRules(today=lambda: date(2026, 6, 15))
    for choose in (0, -1):
        values: dict[str, Any] = {}
        for page in procedure.form_layout:
            for name in page.fields:
                if name in rules.visible_fields(procedure.form, page.fields, values):
                    schema = procedure.form["properties"][name]
                    values[name] = sample_answer(schema)
                    if choose and schema["x-widget"] in ("choice", "yes_no"):
                        values[name] = schema["enum"][-1] if "enum" in schema else False
        assert rules.check_all(procedure.form, values) == {}
        assert rules.clean(procedure.form, values) == values


@each_procedure
def test_a_form_left_empty_names_every_needed_question_that_is_asked(procedure: Procedure) -> None:
    problems = JsonSchemaFormRules().check_all(procedure.form, {})

    assert set(problems) == {name for name, field in procedure.fields().items() if field.required}
    assert {problem.code for problem in problems.values()} <= {"required"}


def test_facts_that_matter_at_the_counter() -> None:
    assert BY_CODE["1.001193"].cutoff == time(15, 0)
    assert BY_CODE["1.004873"].cutoff is None
    assert BY_CODE["2.000815"].online_mode == "none"
    assert BY_CODE["2.000884"].online_mode == "none"
    assert BY_CODE["1.012783"].online_mode == "none"
    assert BY_CODE["1.012783"].bcci_eligible
    assert BY_CODE["1.000894"].online_mode == "partial"
    assert BY_CODE["1.000894"].presence_required

    def words(code: str, channel: str) -> tuple[str, str]:
        found = BY_CODE[code].channel(channel)
        assert found is not None
        assert found.time is not None
        assert found.fee is not None
        return found.time.words.vi, found.fee.words.vi

    assert words("1.004222", "online") == ("7 ngày làm việc", "10.000 đồng")
    assert words("1.004222", "direct") == ("7 ngày làm việc", "20.000 đồng")
    assert words("1.004194", "online") == ("3 ngày làm việc", "7.000 đồng")
    assert words("2.000635", "post") == ("Trong ngày", "8.000 đồng")
    assert words("3.000333", "online") == ("10 ngày", "200.000 đồng")
    assert words("3.000347", "online") == ("5 ngày làm việc", "135.000 đồng")
    assert words("1.010041", "online") == ("1 ngày làm việc", "Miễn phí")
    assert words("1.004873", "online") == ("3 ngày làm việc", "Theo mức thu của tỉnh, thành phố")
    assert words("1.001612", "direct") == ("3 ngày làm việc", "Khoảng 50.000 đồng, tùy tỉnh")


def test_the_shipped_calendar_knows_2026_and_2027() -> None:
    calendar = load_calendar(RESOURCES / "calendar")

    for off in (
        "2026-01-01",
        "2026-04-27",
        "2026-08-31",
        "2026-09-02",
        "2026-11-24",
        "2027-02-10",
        "2027-05-03",
    ):
        assert not calendar.is_working_day(date.fromisoformat(off)), off
        assert date.fromisoformat(off) in calendar.names, off
    assert calendar.is_working_day(date(2026, 8, 22))
    assert calendar.is_working_day(date(2027, 9, 1))
    assert calendar.hours_on(date(2026, 11, 21), "commune_police") == ((time(7, 30), time(11, 30)),)
    assert set(load_agency_names(RESOURCES / "calendar")) >= {
        procedure.agency_kind for procedure in PROCEDURES
    }


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ('{\n  "code": "1.000001",\n  "name": "x",,\n}', "line 3", "double quotes"),
        ("[1]", "line 1", "one object"),
        ('{"code": "1.000001", "name": "a", "name": "b"}', "key 'name'", "twice"),
        ('{"code": "1.000002", "name": "x"}', "/code", "name of the file"),
        ('{"code": "1.000001", "name": "x", "online": {"mode": "perhaps"}}', "/online/mode", "full"),
        (
            '{"code": "1.000001", "name": "x", "form": {"properties": {"a": {"minLength": -1}}}}',
            "/form",
            "JSON Schema",
        ),
    ],
)
def test_a_wrong_file_is_named_with_the_place_and_the_reason(
    tmp_path: Path, content: str, place: str, says: str
) -> None:
    (tmp_path / "1.000001.json").write_text(content, encoding="utf-8")

    with pytest.raises(ShippedFileInvalid) as refused:
        load_shipped(tmp_path)

    assert refused.value.file == tmp_path / "1.000001.json"
    assert refused.value.place.startswith(place)
    assert says in str(refused.value)
    assert str(refused.value).startswith("1.000001.json, ")


def test_the_line_of_a_wrong_value_is_named(tmp_path: Path) -> None:
    file = tmp_path / "1.000001.json"
    lines = [
        '{ "code": "1.000001",',
        '  "name": "x \\" }",',
        '  "channels": {',
        '    "post": null, "direct": { "time": null },',
        '    "online": { "time": {"n": 1, "unit": "day"},',
        '      "fee": { "varies": true,',
        '        "amount": -1 } } } }',
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ShippedFileInvalid, match="line 7, /channels/online/fee/amount") as refused:
        load_shipped(tmp_path)
    assert refused.value.place == "/channels/online/fee/amount"
    assert line_of('{"a": [1,\n {"b":\n 2}]}', "/a/1/b") == 2
    assert line_of('{"a": [1,\n {"b":\n 2}]}', "/a/1/missing") == 2
    assert line_of('{"a": [1,\n 2]}', "/a/1") == 2


FURTHER = {
    "code": "1.000001",
    "name": "x",
    "version": "1",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "channels": {"online": {"fee": {"amount": 25_000, "basis": "half"}}},
}


def test_a_file_may_hold_further_versions_as_what_differs(tmp_path: Path) -> None:
    change = {"version": "2", "valid_from": "2027-01-01", "valid_to": None}
    change["channels"] = {"online": {"fee": {"amount": 50_000, "basis": None}}}
    (tmp_path / "1.000001.json").write_text(json.dumps({**FURTHER, "versions": [change]}), encoding="utf-8")
    first, second = load_shipped(tmp_path)

    assert "versions" not in first.to_wire()
    assert (second.name, second.valid_to, second.version) == (first.name, None, "2")
    fee = second.price("online")
    assert fee is not None and (fee.amount, fee.basis) == (50_000, None)


@pytest.mark.parametrize(
    ("change", "place", "stands_at", "says"),
    [
        (
            {"version": "1", "valid_from": "2027-01-01"},
            "/versions/0/version",
            '"version": "1"',
            "second time",
        ),
        ({"version": "2", "valid_from": "2026-12-31"}, "/versions/0/valid_from", "-12-31", "in force"),
        ({"version": "2", "valid_from": "2027-02-01"}, "/versions/0/valid_from", "2027-02", "no version"),
        ({"version": "2"}, "/versions/0/valid_from", "{", "day it begins"),
        ({"valid_from": "2027-01-01"}, "/versions/0/version", "{", "needs a text"),
        (
            {"version": "2", "valid_from": "2025-01-01", "valid_to": "2025-06-30"},
            "/valid_from",
            "2026-01-01",
            "no version",
        ),
        (
            {"version": "2", "valid_from": "2027-01-01", "valid_to": None, "cutoff": "25:99"},
            "/versions/0/cutoff",
            "25:99",
            "version '2'",
        ),
    ],
)
def test_versions_that_do_not_fit_are_named_with_file_line_and_key(
    tmp_path: Path, change: dict[str, Any], place: str, stands_at: str, says: str
) -> None:
    content = json.dumps({**FURTHER, "versions": [change]}, indent=1)
    (tmp_path / "1.000001.json").write_text(content, encoding="utf-8")
    with pytest.raises(ShippedFileInvalid) as refused:
        load_shipped(tmp_path)

    lines = content.split("\n")
    line = max(number for number, words in enumerate(lines, 1) if stands_at in words)
    assert refused.value.place == place
    assert says in refused.value.reason
    assert f"1.000001.json, line {line}, " in str(refused.value)


def test_the_example_of_the_handbook_loads_and_is_found() -> None:
    page = (RESOURCES.parent / "docs" / "procedures.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    procedure = read_procedure(json.loads(example))
    rules = JsonSchemaFormRules()

    assert ProcedureIndex([*PROCEDURES, procedure]).search("muon sach")[0].code == procedure.code
    assert rules.check_all(procedure.form, {"likes": "novels"}) == {}
    assert set(rules.check_all(procedure.form, {"likes": "other"})) == {"likes_what"}
    for note in re.findall(r"`(x-[a-z-]+)`", page):
        assert any(note in str(shipped.form) for shipped in PROCEDURES), note


def test_start_up_may_trust_forms_that_the_tests_checked() -> None:
    assert load_shipped(RESOURCES / "procedures", forms_were_checked=True) == PROCEDURES


def test_a_file_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "1.000001.json").write_bytes('{"name": "Đăng ký"}'.encode("utf-16"))

    with pytest.raises(ShippedFileInvalid, match="save the file as UTF-8"):
        load_shipped(tmp_path)


def test_a_wrong_calendar_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "vn-2028.json").write_text('{"holidays": ["1/1/2028"]}', encoding="utf-8")

    with pytest.raises(ShippedFileInvalid, match=r"vn-2028\.json.*1/1/2028"):
        load_calendar(tmp_path)


def test_a_delivered_form_that_is_no_json_schema_is_refused() -> None:
    with pytest.raises(ProcedureInvalid, match="JSON Schema"):
        read_procedure({"code": "1.000001", "name": "x", "form": {"properties": {"a": {"type": "sentence"}}}})
