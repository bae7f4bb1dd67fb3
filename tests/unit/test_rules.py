"""Rules of single values: what is taken, what is refused with which code, and what is shown of it."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.answers import has_hidden_characters
from kiosk.domain import rules
from kiosk.domain.errors import RuleBroken
from kiosk.domain.identity import Doubt
from kiosk.domain.person import Gender

SAMPLE_REFERENCE = rules.make_local_reference("HN-001", date(2026, 11, 22), 7)
VIETQR_STATIC = (
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
    "530370454061200005802VN62170813ung ho lu lut6304C15C"
)
VIETQR_DOSSIER = (
    "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA"
    "5303704540480005802VN62180814DVC 261122000163043924"
)


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "+84912345678",
        "84912345678",
        "0084912345678",
        "091 234 56 78",
        "091.234.5678",
        "(091) 234-5678",
        "+84 (0) 912 345 678",
        "０９１２３４５６７８",
    ],
)
def test_a_mobile_number_is_stored_in_one_form_however_it_was_typed(typed: str) -> None:
    assert rules.normalise_phone(typed) == "+84912345678"


def test_a_national_number_that_looks_like_the_country_code_keeps_its_own_digits() -> None:
    assert rules.normalise_phone("0842222222") == "+84842222222"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "12345",
        "0212345678",
        "091234567",
        "09123456789",
        "+1 912 345 678",
        "số của tôi",
        "09123456７a",
    ],
)
def test_anything_else_is_no_phone_number(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.normalise_phone(typed)
    assert refused.value.code == "phone_invalid"
    assert typed == "" or typed not in str(refused.value)


def test_masks_show_only_the_ends() -> None:
    assert rules.mask_number("001199000001") == "001•••••0001"
    assert rules.mask_number("012345678") == "••••••678"
    assert rules.mask_number("1234") == "••••"
    assert rules.mask_phone("+84912345678") == "091••••678"
    assert rules.mask_phone("0912 345 678") == "091••••678"
    assert rules.mask_phone("12345") == "•••••"


def test_a_personal_number_is_twelve_digits_whatever_province_of_old() -> None:
    assert rules.check_personal_number(" 001 199 000 001 ") == "001199000001"
    for wrong in ("00119900000", "0011990000011", "00119900000A", "000199000001", "٠٠١١٩٩٠٠٠٠٠١", ""):
        with pytest.raises(RuleBroken) as refused:
            rules.check_personal_number(wrong)
        assert refused.value.code == "personal_number_invalid"


@pytest.mark.parametrize(
    ("number", "year", "gender", "doubts"),
    [
        ("001199000001", 1999, Gender.FEMALE, ()),
        ("001199000001", 1998, Gender.FEMALE, (Doubt.YEAR_AND_NUMBER,)),
        ("001199000001", 1999, Gender.MALE, (Doubt.SEX_AND_NUMBER,)),
        ("001199000001", 2099, Gender.FEMALE, (Doubt.SEX_AND_NUMBER,)),
        ("001205000001", 2005, Gender.MALE, ()),
        ("001305000001", 2005, Gender.FEMALE, ()),
        ("001199000001", None, None, ()),
        ("012345678", 1950, Gender.MALE, ()),
    ],
)
def test_year_and_sex_are_checked_against_the_number(
    number: str, year: int | None, gender: Gender | None, doubts: tuple[Doubt, ...]
) -> None:
    assert rules.personal_number_doubts(number, year, gender) == doubts


def test_s10_numbers_are_checked_and_grouped() -> None:
    assert rules.s10_is_valid("RR473124829GB")
    assert rules.s10_is_valid("rr 473 124 829 gb")
    assert rules.s10_is_valid("EE123456785VN")
    assert not rules.s10_is_valid("EE123456784VN")
    assert not rules.s10_is_valid("EE12345678VN")
    assert not rules.s10_is_valid("")
    assert rules.group_s10("RR473124829GB") == "RR 473 124 829 GB"


@pytest.mark.parametrize(
    "code", ["000.00.01.G12-261122-0001", "H26.99-261122-0001", "G15-260125-010001", "h26.99-261122-0001"]
)
def test_official_codes_of_all_eras_are_known(code: str) -> None:
    assert rules.dossier_code_is_valid(code)
    assert not rules.local_reference_is_valid(code)


def test_a_local_reference_cannot_be_mistaken_for_an_official_code() -> None:
    assert SAMPLE_REFERENCE.startswith("K-HN001-261122-0007-")
    assert rules.local_reference_is_valid(SAMPLE_REFERENCE)
    assert rules.local_reference_is_valid(f" {SAMPLE_REFERENCE.lower()} ")
    assert not rules.dossier_code_is_valid(SAMPLE_REFERENCE)


def test_every_wrong_character_of_a_reference_is_noticed() -> None:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for place, right in enumerate(SAMPLE_REFERENCE):
        for char in alphabet if right != "-" else "":
            wrong = SAMPLE_REFERENCE[:place] + char + SAMPLE_REFERENCE[place + 1 :]
            assert rules.local_reference_is_valid(wrong) == (char == right), wrong


def test_every_swap_of_neighbours_in_a_reference_is_noticed() -> None:
    for n in range(1, 400):
        reference = rules.make_local_reference("BDVHX07", date(2026, 11, 22), n)
        for place in range(1, len(reference) - 1):
            left, right = reference[place], reference[place + 1]
            swapped = reference[:place] + right + left + reference[place + 2 :]
            assert left == right or not rules.local_reference_is_valid(swapped), swapped


def test_references_of_one_day_differ() -> None:
    made = {rules.make_local_reference("HN001", date(2026, 11, 22), n) for n in range(1, 20_000)}
    assert len(made) == 19_999


def test_an_impossible_reference_is_refused() -> None:
    for point, n in (("", 1), ("---", 1), ("THIRTEENCHARS", 1), ("HN001", 0), ("HN001", 10_000_000)):
        with pytest.raises(RuleBroken):
            rules.make_local_reference(point, date(2026, 11, 22), n)


@pytest.mark.parametrize("text", [VIETQR_STATIC, VIETQR_DOSSIER])
def test_vietqr_of_the_public_examples_is_valid_and_any_changed_character_is_not(text: str) -> None:
    assert rules.vietqr_is_valid(text)
    for place in range(len(text)):
        assert not rules.vietqr_is_valid(
            text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :]
        )


@given(st.text())
def test_the_validity_questions_answer_for_any_text(text: str) -> None:
    for ask in (
        rules.vietqr_is_valid,
        rules.s10_is_valid,
        rules.email_is_valid,
        rules.dossier_code_is_valid,
        rules.local_reference_is_valid,
    ):
        assert ask(text) in (True, False)
    rules.mask_number(text)
    rules.mask_phone(text)
    rules.group_s10(text)


def test_text_is_cleaned_of_what_nobody_sees() -> None:
    assert rules.clean_text("  Nguye\u0302\u0303n\u200b \u202eThị\u0000\n An\u00a0 ", 40) == "Nguyễn Thị An"
    assert rules.clean_text("\ufeff\u2800", 5) == ""
    assert rules.clean_text("e\u200b\u0301", 5) == "é"


def test_text_is_never_cut_silently() -> None:
    assert rules.clean_text("x" * 40, 40) == "x" * 40
    with pytest.raises(RuleBroken) as refused:
        rules.clean_text("x" * 41, 40)
    assert refused.value.code == "text_too_long"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = rules.plain_text(text)
    assert rules.plain_text(once) == once


def test_accents_go_but_letters_stay() -> None:
    assert rules.without_accents("Đặng  Thị Nở") == "DANG THI NO"
    assert rules.without_accents("H'Hen Niê") == "H HEN NIE"


@pytest.mark.parametrize("address", ["an@example.com", "a.b+c@mail.example.vn", "x@a-b.example"])
def test_ordinary_mail_addresses_are_taken(address: str) -> None:
    assert rules.email_is_valid(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "an",
        "an@",
        "@example.com",
        "an@example",
        "a..b@example.com",
        "an@-x.com",
        "ân@example.com",
        "a b@example.com",
        f"{'a' * 65}@example.com",
        f"a@{'b.' * 130}com",
    ],
)
def test_other_mail_addresses_are_not(address: str) -> None:
    assert not rules.email_is_valid(address)


def test_all_pairs_of_symbols_give_different_check_characters() -> None:
    seen = {
        rules.make_local_reference(a + b, date(2026, 1, 1), 1)[-1]
        != rules.make_local_reference(b + a, date(2026, 1, 1), 1)[-1]
        for a, b in itertools.combinations("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2)
    }
    assert seen == {True}


@given(st.text())
def test_what_was_typed_keeps_its_visible_letters_and_nothing_hidden(text: str) -> None:
    typed = rules.typed_text(text)
    assert rules.typed_text(typed) == typed
    assert not has_hidden_characters(typed, line_breaks_allowed=False)
    assert rules.typed_text(typed + " ") == typed + " ", "a blank that was just typed stays"
