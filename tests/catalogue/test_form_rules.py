"""Answers are checked as typed, in view of each other, and each complaint says what to do in both languages."""

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.form_rules import JsonSchemaFormRules
from kiosk.catalogue.sentences import WHOLE_FORM
from kiosk.catalogue.shipped import load_shipped
from kiosk.domain.bilingual import Text
from kiosk.domain.form_field import form_fields, python_pattern

TODAY = date(2026, 11, 22)
RULES = JsonSchemaFormRules(today=lambda: TODAY)
PROCEDURES = {
    procedure.code: procedure
    for procedure in load_shipped(Path(__file__).resolve().parents[2] / "resources" / "procedures")
}
BIRTH = PROCEDURES["1.001193"].form
STAY = PROCEDURES["1.004194"].form
BUSINESS = PROCEDURES["1.001612"].form
AN = {
    "kind": "citizen",
    "personal_number": "001199000001",
    "full_name": "Nguyễn Thị An",
    "birth_date": "1999-01-15",
    "gender": "female",
    "address": {
        "line": None,
        "ward_code": None,
        "province_code": None,
        "text": "Số 1, Phường Cửa Nam, Hà Nội",
    },
    "phone": "+84912345678",
    "email": None,
}


def code(form: Any, field: str, value: object, **others: object) -> str | None:
    problem = RULES.check_field(form, field, {field: value, **others})
    if problem is None:
        return None
    assert problem.text.vi
    assert problem.text.en
    assert problem.text.vi != problem.text.en
    return problem.code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-22", None),
        ("2024-02-29", None),
        ("22/11/2026", None),
        ("2026-02-31", "not_a_date"),
        ("2025-02-29", "not_a_date"),
        ("31/02/2026", "not_a_date"),
        ("2026-13-01", "not_a_date"),
        ("20261122", "not_a_date"),
        ("2026-W47-1", "not_a_date"),
        ("hôm qua", "not_a_date"),
        ("2026-11-23", "in_future"),
        ("0026-11-22", "year"),
        ("", "required"),
        (None, "required"),
    ],
)
def test_dates_are_real_and_not_in_the_future(value: object, expected: str | None) -> None:
    assert code(BIRTH, "child_birth_date", value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Nguyễn Thị An", None),
        ("H'Hen Niê", None),
        ("Y Bhăm-Êban", None),
        ("  Trần   Văn  Bình ", None),
        (unicodedata.normalize("NFD", "Đỗ Thuỳ Dương"), None),
        ("A", "too_short"),
        ("An 2", "pattern"),
        ("<b>An</b>", "pattern"),
        ("An\x1b@", "control_characters"),
        ("An\u202eBình", "control_characters"),
        ("An\nBình", "control_characters"),
        ("An" * 31, "too_long"),
        ("An" * 300, "too_long"),
        ("   ", "required"),
    ],
)
def test_names(value: str, expected: str | None) -> None:
    assert code(BIRTH, "child_name", value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("001199000001", None),
        ("001 199 000 001", None),
        ("00119900000", "pattern"),
        ("0011990000012", "pattern"),
        ("00119900000O", "pattern"),
        ("٠٠١١٩٩٠٠٠٠٠١", "pattern"),
    ],
)
def test_personal_numbers(value: str, expected: str | None) -> None:
    assert code(STAY, "owner_personal_number", value) == expected


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("business_phone", "0912 345 678", None),
        ("business_phone", "+84912345678", None),
        ("business_phone", "0212345678", "pattern"),
        ("business_email", "an@example.com", None),
        ("business_email", "an@example", "email"),
        ("business_email", "an example.com", "email"),
        ("business_email", "a..n@example.com", "email"),
        ("capital_vnd", "20.000.000", None),
        ("capital_vnd", 20_000_000, None),
        ("capital_vnd", 0, "too_small"),
        ("capital_vnd", "nhiều", "not_a_number"),
        ("workers", 5000, "too_big"),
        ("starts_on", "2026-11-21", "in_past"),
        ("starts_on", "2026-11-22", None),
        ("founded_with_family", True, None),
        ("founded_with_family", "true", None),
        ("founded_with_family", "có lẽ", "invalid"),
        ("activities", "bán tạp hóa\nsửa xe", None),
        ("activities", "bán\x07", "control_characters"),
        ("activities", "x" * 1001, "too_long"),
    ],
)
def test_the_other_kinds_of_answers(field: str, value: object, expected: str | None) -> None:
    assert code(BUSINESS, field, value) == expected


def test_a_choice_must_be_one_of_those_shown() -> None:
    assert code(BIRTH, "child_gender", "male") is None
    assert code(BIRTH, "child_gender", "boy") == "choice"


def test_one_date_is_checked_against_another() -> None:
    problem = RULES.check_field(STAY, "stay_until", {"stay_from": "2026-12-10", "stay_until": "2026-12-01"})

    assert problem is not None
    assert problem.code == "too_early"
    assert "10/12/2026" in problem.text.vi
    assert "10/12/2026" in problem.text.en
    assert code(STAY, "stay_until", "2026-12-10", stay_from="2026-12-10") is None
    assert code(STAY, "stay_until", "2026-12-01") is None, "nothing to compare with yet"
    assert code(STAY, "stay_until", "2026-12-01", stay_from="2026-02-31") is None, "the other one is wrong"


def test_questions_are_asked_only_when_they_concern_the_person() -> None:
    page = ("mother_declared", "mother_name", "mother_personal_number")

    assert RULES.visible_fields(BIRTH, page, {"applicant_is": "mother"}) == ()
    assert RULES.visible_fields(BIRTH, page, {"applicant_is": "father"}) == ("mother_declared",)
    assert RULES.visible_fields(BIRTH, page, {"applicant_is": "father", "mother_declared": True}) == page
    assert RULES.visible_fields(BIRTH, page, {"applicant_is": "mother", "mother_declared": True}) == ()
    assert RULES.visible_fields(BIRTH, page, {"applicant_is": "father", "mother_declared": False}) == page[:1]


def test_what_is_not_asked_is_neither_missed_nor_complained_about_nor_sent() -> None:
    leftover = {"applicant_is": "mother", "mother_declared": True, "mother_name": "An 2"}

    assert "mother_name" not in RULES.check_all(BIRTH, leftover)
    assert RULES.clean(BIRTH, leftover) == {"applicant_is": "mother"}
    asked = {"applicant_is": "father", "mother_declared": True}
    assert RULES.check_all(BIRTH, asked)["mother_name"].code == "required"


def test_all_problems_come_at_once_in_the_order_of_the_questions() -> None:
    problems = RULES.check_all(
        STAY,
        {
            "temporary_address": "x",
            "stay_from": "2026-02-31",
            "is_head": False,
            "owner_name": "Trần Văn Bình",
        },
    )

    assert {name: problem.code for name, problem in problems.items()} == {
        "temporary_address": "too_short",
        "stay_from": "not_a_date",
        "stay_until": "required",
        "reason": "required",
        "permanent_address": "required",
        "head_name": "required",
        "head_personal_number": "required",
        "relation_to_head": "required",
        "has_members": "required",
    }
    assert list(problems) == [name for name in form_fields(STAY) if name in problems]


def test_sentences_say_what_to_do() -> None:
    problems = RULES.check_all(BIRTH, {"child_name": "An 2", "mother_personal_number": "1"})

    assert problems["child_name"].text.vi == "Họ tên chỉ gồm chữ cái, ví dụ: Nguyễn Thị An."
    assert problems["child_birth_place"].text == Text(
        "Xin điền: Nơi sinh.", "Please fill in: Place of birth."
    )
    assert problems["parents_married"].text == Text(
        "Xin trả lời câu hỏi: Cha mẹ bé đã đăng ký kết hôn chưa?", "Please answer: Are the parents married?"
    )


def test_the_card_and_the_account_answer_for_the_person() -> None:
    assert RULES.autofill(STAY, AN) == {"permanent_address": "Số 1, Phường Cửa Nam, Hà Nội"}
    assert RULES.autofill(BUSINESS, AN) == {
        "business_phone": "+84912345678",
        "owner_residence": "Số 1, Phường Cửa Nam, Hà Nội",
    }
    assert RULES.autofill(BUSINESS, {}) == {}
    assert RULES.autofill(STAY, {"address": {"text": "x"}}) == {}, (
        "what does not pass the check is left to the person"
    )


def test_known_data_takes_the_form_that_another_gateway_wants() -> None:
    form = {
        "properties": {
            "phone": {"type": "string", "pattern": "^0[0-9]{9}$", "x-autofill": "applicant.phone"},
            "sex": {"type": "string", "enum": ["Nam", "Nữ"], "x-autofill": "applicant.gender"},
            "born": {"type": "string", "format": "date", "x-autofill": "applicant.birth_date"},
            "mail": {"type": "string", "format": "email", "x-autofill": "applicant.email"},
            "secret": {"type": "string", "x-autofill": "device.private_key"},
        }
    }

    assert RULES.autofill(form, AN) == {"phone": "0912345678", "sex": "Nữ", "born": "1999-01-15"}


def test_answers_go_into_the_dossier_as_json_values_in_nfc() -> None:
    cleaned = RULES.clean(
        BUSINESS,
        {
            "business_name": "  Tạp hóa   " + unicodedata.normalize("NFD", "Cô Ân"),
            "capital_vnd": "20.000.000",
            "workers": "2",
            "starts_on": "1/12/2026",
            "founded_with_family": "false",
            "tax_address_same": True,
            "business_email": "",
            "business_phone": "0912.345.678",
            "not_in_the_form": "x",
        },
    )

    assert cleaned == {
        "business_name": "Tạp hóa Cô Ân",
        "capital_vnd": 20_000_000,
        "workers": 2,
        "starts_on": "2026-12-01",
        "founded_with_family": False,
        "tax_address_same": True,
        "business_phone": "0912345678",
    }


def test_a_plain_json_schema_of_another_gateway_is_checked_too() -> None:
    form = {
        "$defs": {"word": {"type": "string", "pattern": "^[\\p{L} ]+$"}},
        "properties": {
            "who": {"$ref": "#/$defs/word"},
            "a": {"type": "string"},
            "b": {"type": "string"},
            "share": {"type": "number", "exclusiveMaximum": 1},
            "odd": {"type": "string", "not": {"const": "no"}},
        },
        "dependentRequired": {"a": ["b"]},
        "allOf": [
            {"if": {"required": ["a"], "properties": {"a": {"const": "x"}}}, "then": {"required": ["who"]}}
        ],
        "anyOf": [{"required": ["a"]}, {"required": ["share"]}],
        "minProperties": 1,
    }

    def codes(**values: object) -> dict[str, str]:
        return {name: problem.code for name, problem in RULES.check_all(form, values).items()}

    assert codes(who="Đặng Thị", a="y", b="z") == {}
    assert codes(who="R2D2", a="y", b="z") == {"who": "pattern"}
    assert codes(a="x") == {"b": "required", "who": "required"}
    assert codes(share="1,5", b="q") == {"share": "too_big"}
    assert codes(share="0,5", odd="no") == {"odd": "invalid"}
    assert codes(b="only") == {"a": "required"}
    assert codes() == {"a": "required", WHOLE_FORM: "invalid"}


def test_unicode_classes_of_json_schema_become_ranges() -> None:
    assert "\\p" not in python_pattern(r"^\p{L}[\p{Lu}\p{N}' -]*$")
    assert python_pattern(r"^\d{12}$") == r"^\d{12}$"


def test_checking_leaves_no_trace_in_the_form_or_the_answers() -> None:
    values = {"child_name": "  An  "}
    before = repr(BIRTH)

    RULES.check_all(BIRTH, values)
    RULES.clean(BIRTH, values)

    assert repr(BIRTH) == before
    assert values == {"child_name": "  An  "}
