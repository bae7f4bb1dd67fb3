"""Texts of codes: what a card says, which contradictions are doubts, and that nothing hostile gets through."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.id_code import parse_id_code, recognise
from kiosk.domain.identity import Doubt, IdDocument
from kiosk.domain.person import Gender
from kiosk.domain.rules import make_local_reference
from kiosk.domain.scan import CodeKind, ReadMethod, SeenCode

TODAY = date(2026, 11, 22)
CARD = "001199000001|012345678|Nguyễn Thị An|15011999|Nữ|Số 1, Phường Cửa Nam, Hà Nội|10052021"
CARD_2024 = "001199000001||Nguyễn Thị An|15011999|Nữ|Số 1, Phường Cửa Nam, Hà Nội|10092024||||"
HEALTH_CARD = (
    f"DN4010000000001|{'Nguyễn Thị An'.encode().hex()}|15/01/1999|2|{'Hà Nội'.encode().hex()}|01 - 001|$"
)


def card(**changed: str) -> str:
    fields = {
        "number": "001199000001",
        "old": "012345678",
        "name": "Nguyễn Thị An",
        "birth": "15011999",
        "gender": "Nữ",
        "address": "Số 1, Phường Cửa Nam, Hà Nội",
        "issue": "10052021",
    }
    return "|".join((fields | changed).values())


def seen(text: str | bytes) -> SeenCode:
    raw = text.encode() if isinstance(text, str) else text
    return recognise(raw, method=ReadMethod.QR, today=TODAY)


def document(text: str) -> IdDocument:
    found = seen(text)
    assert found.kind is CodeKind.CCCD_QR, found.problem
    assert found.document is not None
    return found.document


def test_a_card_of_2021_is_read() -> None:
    holder = document(CARD)
    assert holder.number == "001199000001"
    assert holder.old_number == "012345678"
    assert holder.full_name == "Nguyễn Thị An"
    assert holder.birth_date == date(1999, 1, 15)
    assert holder.birth_date_text == "15/01/1999"
    assert holder.gender is Gender.FEMALE
    assert holder.address == "Số 1, Phường Cửa Nam, Hà Nội"
    assert holder.issued_on == date(2021, 5, 10)
    assert holder.extra == ()
    assert holder.doubts == ()


def test_a_card_of_2024_keeps_its_further_fields_raw() -> None:
    holder = document(CARD_2024)
    assert holder.old_number is None
    assert holder.extra == ("", "", "", "")
    assert document(CARD_2024[:-4] + "|012345678|Trần Văn A||Lê Thị B").extra == (
        "012345678",
        "Trần Văn A",
        "",
        "Lê Thị B",
    )


def test_wrapping_and_spelling_variants_read_the_same() -> None:
    for text in (
        "\ufeff" + CARD + "\r\n",
        unicodedata.normalize("NFD", CARD),
        CARD.replace("Thị An", "Thị\u200b  An"),
        CARD.replace("Nữ", "NỮ"),
    ):
        assert document(text).full_name == "Nguyễn Thị An"
        assert document(text).gender is Gender.FEMALE


@pytest.mark.parametrize(
    ("changed", "doubts"),
    [
        ({"birth": "15011998"}, (Doubt.YEAR_AND_NUMBER,)),
        ({"gender": "Nam"}, (Doubt.SEX_AND_NUMBER,)),
        ({"old": "1234"}, (Doubt.OLD_NUMBER,)),
        ({"old": "001199000001"}, ()),
        ({"issue": "10051998"}, (Doubt.ISSUE_DATE,)),
        ({"issue": "23112026"}, (Doubt.ISSUE_DATE,)),
        ({"issue": "22112026"}, ()),
        ({"issue": ""}, (Doubt.ISSUE_DATE,)),
        ({"birth": "00001999"}, (Doubt.BIRTH_DATE,)),
        ({"birth": "00011999"}, (Doubt.BIRTH_DATE,)),
    ],
)
def test_contradictions_are_doubts_and_never_changes(
    changed: dict[str, str], doubts: tuple[Doubt, ...]
) -> None:
    holder = document(card(**changed))
    assert holder.doubts == doubts
    assert holder.number == "001199000001"


def test_a_partly_known_birth_date_is_kept_as_printed() -> None:
    holder = document(card(number="001048000001", birth="00001948", gender="Nam"))
    assert holder.birth_date is None
    assert holder.birth_date_text == "00/00/1948"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("001199000001|Nguyễn Thị An|15011999", "too_few_fields"),
        ("001199000001|||||", "too_few_fields"),
        ("||||||", "bad_number"),
        ("a|b|c|d|e|f|g", "bad_number"),
        (card(number="00119900000"), "bad_number"),
        (card(number="00119900000x"), "bad_number"),
        (card(number="٠٠١١٩٩٠٠٠٠٠١"), "bad_number"),
        (card(birth="31021999"), "bad_date"),
        (card(birth="15131999"), "bad_date"),
        (card(birth="15001999"), "bad_date"),
        (card(birth="1501999"), "bad_date"),
        (card(birth="23112026"), "bad_date"),
        (card(birth="01011700"), "bad_date"),
        (card(birth="00000000"), "bad_date"),
        (card(issue="31022021"), "bad_date"),
        (card(gender="Khác"), "bad_gender"),
        (card(name=""), "bad_name"),
        (card(name="12345"), "bad_name"),
        (card(name="<script>alert</script>"), "bad_name"),
        (card(name="A" * 200), "bad_name"),
        (card(address="A" * 400), "bad_address"),
        (card(address="Ă" * 1500), "too_long"),
        ("|" * 3000, "too_long"),
    ],
)
def test_a_code_that_breaks_its_format_is_damaged_with_the_reason(text: str, problem: str) -> None:
    found = seen(text)
    assert (found.kind, found.problem, found.document) == (CodeKind.DAMAGED_QR, problem, None)


def test_bytes_that_are_not_utf8_are_damaged_never_guessed() -> None:
    for raw in (CARD.encode("utf-16"), CARD.encode("cp1258", "replace")[:40] + b"\xff|", b"\x80\x81\x82"):
        assert seen(raw).problem == "not_utf8"
        assert parse_id_code(raw, TODAY).problem == "not_utf8"


def test_control_characters_do_not_reach_any_field() -> None:
    holder = document(
        card(name="Nguyễn\x1b[31m Thị\x00 An\x07".replace("[31m", ""), address="Số 1\u202e, Hà Nội\x9b")
    )
    assert holder.full_name == "Nguyễn Thị An"
    assert holder.address == "Số 1, Hà Nội"


def test_other_codes_of_the_counter_are_told_apart() -> None:
    reference = make_local_reference("HN001", date(2026, 11, 22), 7)
    assert seen(HEALTH_CARD).kind is CodeKind.HEALTH_CARD
    assert seen(reference).kind is CodeKind.SLIP
    assert seen("RR473124829GB").kind is CodeKind.S10
    assert seen("000.00.01.G12-261122-0001").kind is CodeKind.DOSSIER_CODE
    for other in ("https://example.com/khuyen-mai", "WIFI:S:quan;T:WPA;P:12345678;;", "", "xin chào", "a|b"):
        assert seen(other).kind is CodeKind.OTHER_QR


def test_a_number_with_a_wrong_check_digit_is_not_taken_for_one() -> None:
    reference = make_local_reference("HN001", date(2026, 11, 22), 7)
    wrong = reference[:-1] + ("A" if reference[-1] != "A" else "B")
    assert (seen("RR473124820GB").kind, seen("RR473124820GB").problem) == (
        CodeKind.OTHER_QR,
        "s10_check_digit",
    )
    assert (seen(wrong).kind, seen(wrong).problem) == (CodeKind.OTHER_QR, "reference_check_character")


def test_lines_of_a_machine_readable_zone_are_recognised_when_read_as_such() -> None:
    zone = "IDVNM1990000014001199000001<<5\n9901155F3901153VNM<<<<<<<<<<<8\nNGUYEN<<THI<AN<<<<<<<<<<<<<<<<"
    found = recognise(zone.encode(), method=ReadMethod.MRZ, today=TODAY)
    assert found.kind is CodeKind.TD1
    assert found.document is not None
    assert recognise(b"hello", method=ReadMethod.MRZ, today=TODAY).problem == "not_an_mrz"


def test_nothing_personal_shows_in_repr() -> None:
    shown = repr(seen(CARD))
    assert "001199000001" not in shown
    assert "Nguy" not in shown
    assert "Cửa Nam" not in shown


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    for method in ReadMethod:
        recognise(raw, method=method, today=TODAY)
    parse_id_code(raw, TODAY)


@given(st.lists(st.text(max_size=30), min_size=7, max_size=12))
def test_no_fields_make_it_raise(fields: list[str]) -> None:
    parse_id_code("|".join(fields), TODAY)


@given(st.integers(0, 99_999_999))
def test_every_date_is_real_or_damaged(digits: int) -> None:
    found = parse_id_code(card(birth=f"{digits:08d}"), TODAY)
    assert found.problem in ("", "bad_date")
    if found.document and found.document.birth_date:
        assert f"{found.document.birth_date:%d%m}{found.document.birth_date.year:04d}" == f"{digits:08d}"
