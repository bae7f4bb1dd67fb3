"""A delivered procedure: read whole, given back whole, and refused with a place and a reason."""

import copy
import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from kiosk.domain.bilingual import Text, fold
from kiosk.domain.procedure import Fee, Procedure, ProcedureInvalid, Time

SAMPLE: dict[str, Any] = {
    "code": "1.000001",
    "version": 7,
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "name": {"vi": "Thủ tục mẫu", "en": "Sample procedure"},
    "field": "Mẫu",
    "level": {"vi": "Cấp xã", "en": "Commune level"},
    "agency_kind": "commune_one_stop",
    "keywords": ["mẫu", "ví dụ"],
    "online": {"mode": "partial", "reason": {"vi": "Phải đến ký.", "en": "You must come to sign."}},
    "bcci": {"eligible": False, "reason": "Không gửi được."},
    "presence_required": True,
    "cutoff": "15:00",
    "channels": {
        "online": {
            "time": {"n": 3, "unit": "working_day"},
            "fee": {"amount": 8000, "basis": None, "varies": False},
        },
        "direct": {
            "time": None,
            "fee": {"amount": 0, "basis": {"vi": "HĐND", "en": "Council"}, "varies": True},
        },
    },
    "cases": [
        {
            "id": "own",
            "name": {"vi": "Tự làm", "en": "Yourself"},
            "when": None,
            "components": [
                {
                    "id": "form",
                    "name": "Tờ khai",
                    "originals": 1,
                    "copies": 0,
                    "kind": "submit",
                    "satisfied_by": ["form"],
                },
                {"id": "notice", "name": "Giấy chứng sinh", "kind": "submit", "alternatives": ["witness"]},
                {
                    "id": "witness",
                    "name": "Giấy người làm chứng",
                    "kind": "submit",
                    "alternatives": ["affidavit"],
                },
                {"id": "affidavit", "name": "Giấy cam đoan", "kind": "submit"},
                {"id": "card", "name": "Thẻ căn cước", "kind": "show", "satisfied_by": "vneid"},
                {"id": "hint", "name": "Chỉ cần khai số", "kind": "note", "originals": 0},
            ],
        }
    ],
    "exemptions": [{"id": "poor", "name": "Hộ nghèo", "proof": None}],
    "form": {
        "type": "object",
        "properties": {
            "purpose": {"type": "string", "enum": ["a", "b"], "x-choices": {"a": {"vi": "Một", "en": "One"}}},
            "detail": {"type": "string", "x-show-when": {"field": "purpose", "equals": "b"}},
            "born": {"type": "string", "format": "date", "title": "Ngày sinh"},
        },
        "required": ["purpose"],
    },
    "form_layout": [{"title": {"vi": "Trang một", "en": "Page one"}, "fields": ["purpose", "detail"]}],
    "result": {"name": {"vi": "Giấy mẫu", "en": "Sample paper"}, "code": "KQ.1"},
    "legal_basis": ["Luật mẫu", {"name": "Nghị định mẫu"}],
    "made_up_member": {"kept": [1, 2]},
}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    body = copy.deepcopy(SAMPLE)
    change(body)
    return body


def test_everything_is_read_and_given_back_with_members_unknown_here() -> None:
    procedure = Procedure.from_wire(SAMPLE)

    assert procedure.to_wire() == SAMPLE
    assert procedure.version == 7
    assert procedure.name == Text("Thủ tục mẫu", "Sample procedure")
    assert procedure.field == Text("Mẫu", "Mẫu")
    assert procedure.cutoff == time(15, 0)
    assert procedure.online_reason is not None
    assert procedure.online_reason.in_language("en") == "You must come to sign."
    assert procedure.result is not None
    assert procedure.result.code == "KQ.1"
    assert [act.vi for act in procedure.legal_basis] == ["Luật mẫu", "Nghị định mẫu"]
    assert procedure.is_in_force(date(2026, 12, 31))
    assert not procedure.is_in_force(date(2027, 1, 1))


def test_what_was_read_cannot_be_changed_through_the_body_it_came_from() -> None:
    body = copy.deepcopy(SAMPLE)
    procedure = Procedure.from_wire(body)
    body["name"]["vi"] = "Khác"
    procedure.to_wire()["name"]["vi"] = "Khác nữa"

    assert procedure.to_wire()["name"]["vi"] == "Thủ tục mẫu"


def test_the_smallest_procedure_of_another_gateway_can_be_used() -> None:
    procedure = Procedure.from_wire({"code": "1.014464.H50", "name": "Chỉ có tên"})

    assert procedure.name.in_language("en") == "Chỉ có tên"
    assert procedure.short_code == "1.014464"
    assert not procedure.goes_online
    assert procedure.price("online") is None
    assert procedure.time("post") is None
    assert procedure.form_layout == ()
    assert procedure.fields() == {}
    assert [case.components for case in procedure.cases] == [()]


def test_papers_that_stand_in_for_each_other_form_one_group() -> None:
    (case,) = Procedure.from_wire(SAMPLE).cases

    assert [[paper.id for paper in group] for group in case.required_groups("online")] == [
        ["notice", "witness", "affidavit"]
    ]
    assert [[paper.id for paper in group] for group in case.required_groups("post")] == [
        ["form"],
        ["notice", "witness", "affidavit"],
    ]
    assert [paper.id for paper in case.missing([])] == ["notice"]
    assert case.missing(["affidavit"]) == ()


def test_questions_that_no_page_names_come_on_pages_of_their_own() -> None:
    procedure = Procedure.from_wire(SAMPLE)

    assert [page.fields for page in procedure.form_layout] == [("purpose", "detail"), ("born",)]
    many = {"properties": {f"q{number}": {"type": "string"} for number in range(7)}}
    bare = Procedure.from_wire({"code": "1.000002", "name": "Không có trang", "form": many})
    assert [len(page.fields) for page in bare.form_layout] == [5, 2]


def test_a_form_without_our_notes_can_be_drawn() -> None:
    fields = Procedure.from_wire(
        {
            "code": "1.000003",
            "name": "Của cổng khác",
            "form": {
                "$defs": {"day": {"type": "string", "format": "date", "title": "Một ngày"}},
                "properties": {
                    "kind": {"enum": ["x", "y"]},
                    "agreed": {"type": "boolean"},
                    "count": {"type": ["integer", "null"]},
                    "mail": {"type": "string", "format": "email"},
                    "day": {"$ref": "#/$defs/day"},
                    "story": {"type": "string", "maxLength": 900, "description": "Kể lại"},
                    "odd": {"type": "string", "x-widget": "hologram"},
                    "pick": {"oneOf": [{"const": "p", "title": "Pê"}, {"const": "q"}]},
                },
            },
        }
    ).fields()

    assert {name: field.widget for name, field in fields.items()} == {
        "kind": "choice",
        "agreed": "yes_no",
        "count": "number",
        "mail": "email",
        "day": "date",
        "story": "long_text",
        "odd": "text",
        "pick": "choice",
    }
    assert fields["day"].title.vi == "Một ngày"
    assert fields["kind"].title.vi == "kind"
    assert fields["pick"].choices == (("p", Text.of("Pê")), ("q", Text.of("q")))
    assert fields["story"].help == Text.of("Kể lại")


@pytest.mark.parametrize(
    ("question", "member", "says"),
    [
        (
            {"type": "object", "properties": {"street": {"type": "string"}}},
            "type",
            "'object' cannot be drawn",
        ),
        ({"type": "array", "items": {"type": "string"}}, "type", "'array' cannot be drawn"),
        ({"items": {"type": "string"}}, "type", "'array' cannot be drawn"),
        ({"type": "null"}, "type", "'null' cannot be drawn"),
        ({"type": "string", "enum": []}, "enum", "nothing to choose"),
        ({"enum": [["a"], ["b"]]}, "enum", "each choice"),
        ({"type": "string", "minLength": 9, "maxLength": 3}, "minLength", "no answer could be right"),
        ({"type": "integer", "minimum": 5, "maximum": 4}, "minimum", "no answer could be right"),
        ({"$ref": "#/properties/detail"}, "$ref", "circle"),
        ({"$ref": "#/$defs/many"}, "type", "'array' cannot be drawn"),
    ],
)
def test_a_question_that_nobody_could_answer_here_is_refused(
    question: dict[str, Any], member: str, says: str
) -> None:
    body = copy.deepcopy(SAMPLE)
    body["form"]["properties"]["detail"] = question
    body["form"]["$defs"] = {"many": {"$ref": "#/$defs/more"}, "more": {"type": "array"}}
    with pytest.raises(ProcedureInvalid, match=re.escape(says)) as refused:
        Procedure.from_wire(body)
    assert refused.value.pointer == f"/form/properties/detail/{member}"
    assert refused.value.told.vi != refused.value.told.en


def test_a_question_is_read_through_several_references() -> None:
    body = copy.deepcopy(SAMPLE)
    body["form"]["properties"]["detail"] = {"$ref": "#/$defs/near", "title": "Gần"}
    body["form"]["$defs"] = {
        "near": {"$ref": "#/$defs/far", "title": "Xa"},
        "far": {"type": ["null", "boolean"]},
    }
    field = Procedure.from_wire(body).fields()["detail"]
    assert (field.widget, field.title) == ("yes_no", Text.of("Gần"))


@pytest.mark.parametrize(
    ("change", "pointer", "says"),
    [
        (
            lambda b: b["channels"]["online"]["fee"].update(amount=-1),
            "/channels/online/fee/amount",
            "cannot be -1",
        ),
        (
            lambda b: b["channels"]["online"]["fee"].update(amount="8000"),
            "/channels/online/fee/amount",
            "whole number",
        ),
        (
            lambda b: b["channels"]["online"]["fee"].update(amount=True),
            "/channels/online/fee/amount",
            "whole number",
        ),
        (
            lambda b: b["channels"]["online"]["fee"].update(amount=0.5),
            "/channels/online/fee/amount",
            "whole number",
        ),
        (
            lambda b: b["channels"]["online"]["time"].update(unit="fortnight"),
            "/channels/online/time/unit",
            "month",
        ),
        (lambda b: b["channels"]["online"]["time"].update(n=-3), "/channels/online/time/n", "0 or more"),
        (
            lambda b: b["cases"][0]["components"][1].update(id="form"),
            "/cases/0/components/1/id",
            "second time",
        ),
        (lambda b: b["cases"].append(b["cases"][0]), "/cases/1/id", "second time"),
        (
            lambda b: b["cases"][0]["components"][3].update(alternatives=["notice"]),
            "/cases/0/components/1/alternatives",
            "circle",
        ),
        (
            lambda b: b["cases"][0]["components"][1].update(alternatives=["nowhere"]),
            "/cases/0/components/1/alternatives/0",
            "no component 'nowhere'",
        ),
        (
            lambda b: b["cases"][0]["components"][0].update(kind="eat"),
            "/cases/0/components/0/kind",
            "submit, show",
        ),
        (
            lambda b: b["cases"][0]["components"][0].update(copies=-2),
            "/cases/0/components/0/copies",
            "copies",
        ),
        (
            lambda b: b["form_layout"][0].update(fields=["nothing"]),
            "/form_layout/0/fields/0",
            "no question 'nothing'",
        ),
        (lambda b: b["form_layout"].append(b["form_layout"][0]), "/form_layout/1/fields/0", "second time"),
        (lambda b: b["form"].update(required=["ghost"]), "/form/required/0", "no question 'ghost'"),
        (
            lambda b: b["form"]["properties"]["detail"]["x-show-when"].update(field="ghost"),
            "/form/properties/detail/x-show-when/field",
            "no question 'ghost'",
        ),
        (
            lambda b: b["form"]["properties"]["purpose"].update(
                {"x-show-when": {"field": "detail", "equals": "x"}}
            ),
            "/form/properties/detail/x-show-when/field",
            "circle",
        ),
        (
            lambda b: b["form"]["properties"]["detail"].update(pattern="(("),
            "/form/properties/detail/pattern",
            "pattern",
        ),
        (
            lambda b: b["form"]["properties"]["detail"].update({"$ref": "https://example.com/x"}),
            "/form/properties/detail/$ref",
            "inside this form",
        ),
        (lambda b: b["form"].update(type="array"), "/form/type", "object"),
        (lambda b: b["online"].update(mode="sometimes"), "/online/mode", "full, partial, none"),
        (lambda b: b.update(cutoff="quarter past"), "/cutoff", "15:00"),
        (lambda b: b.update(valid_from="31/01/2026"), "/valid_from", "2026-01-31"),
        (lambda b: b.update(valid_to="2025-12-31"), "/valid_to", "before it begins"),
        (lambda b: b.update(name={"fr": "Procédure"}), "/name", "needs words"),
        (lambda b: b.pop("code"), "/code", "not empty"),
        (lambda b: b.update(cases="none"), "/cases", "list"),
        (lambda b: b.update(presence_required="yes"), "/presence_required", "true or false"),
    ],
)
def test_a_procedure_that_cannot_be_used_says_where_and_why(
    change: Callable[[dict[str, Any]], object], pointer: str, says: str
) -> None:
    with pytest.raises(ProcedureInvalid) as refused:
        Procedure.from_wire(changed(change))

    assert refused.value.pointer == pointer
    assert says in refused.value.reason
    assert str(refused.value).startswith(pointer)


@pytest.mark.parametrize(
    ("fee", "vi", "free"),
    [
        (Fee(0, None, False), "Miễn phí", True),
        (Fee(8000, None, False), "8.000 đồng", False),
        (Fee(150000, None, True), "Khoảng 150.000 đồng, tùy tỉnh", False),
        (Fee(0, None, True), "Theo mức thu của tỉnh, thành phố", False),
        (Fee(None, None, True), "Theo mức thu của tỉnh, thành phố", False),
        (Fee(None, None, False), "Chưa công bố, hỏi nơi giải quyết", False),
    ],
)
def test_a_fee_says_what_is_certain(fee: Fee, vi: str, free: bool) -> None:
    assert fee.words.vi == vi
    assert fee.is_free is free


def test_times_in_words() -> None:
    assert Time(0, "working_day").words == Text("Trong ngày", "The same day")
    assert Time(1, "hour").words == Text("1 giờ", "1 hour")
    assert Time(7, "working_day").words == Text("7 ngày làm việc", "7 working days")


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("HÒA  BÌNH", "hoa binh"),
        ("hoà bình", "hoa binh"),
        ("  Thường\ttrú ", "thuong tru"),
        ("ĐƯỜNG BỘ", "duong bo"),
    ],
)
def test_folding_forgets_tone_marks_stroke_and_case(words: str, folded: str) -> None:
    assert fold(words) == folded
    assert fold(unicodedata.normalize("NFD", words)) == folded
    assert fold(unicodedata.normalize("NFC", words)) == folded


def test_words_from_the_wire_are_in_nfc_and_fall_back_to_the_other_language() -> None:
    decomposed = unicodedata.normalize("NFD", "Tiếng Việt")

    assert Text.from_wire({"vi": decomposed}) == Text("Tiếng Việt", "Tiếng Việt")
    assert Text.from_wire({"en": "English"}) == Text("English", "English")
    assert Text.from_wire("  ") is None
    assert Text.from_wire(12) is None
