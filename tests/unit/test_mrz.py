"""Machine-readable zones: only consistent ones give a document, and centuries are guessed the sensible way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.id_code import parse_id_code
from kiosk.domain.identity import Doubt, IdDocument
from kiosk.domain.mrz import check_digit, compare, parse_mrz
from kiosk.domain.person import Gender
from kiosk.domain.scan import CodeKind

TODAY = date(2026, 11, 22)
TD1 = "IDVNM1990000014001199000001<<5\n9901155F3901153VNM<<<<<<<<<<<8\nNGUYEN<<THI<AN<<<<<<<<<<<<<<<<"
TD3 = "P<VNMNGUYEN<<THI<AN<<<<<<<<<<<<<<<<<<<<<<<<<\nC1234567<0VNM9901155F3901153001199000001<<52"
QR = "001199000001||Nguyễn Thị An|15011999|Nữ|Số 1, Phường Cửa Nam, Hà Nội|10092024||||"


def td1(
    number: str = "001199000001",
    birth: str = "990115",
    sex: str = "F",
    expiry: str = "390115",
    name: str = "NGUYEN<<THI<AN",
) -> str:
    first = f"IDVNM{number[3:]}{check_digit(number[3:])}{number}<<{check_digit(number + '<<')}"
    second = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}VNM{'<' * 11}"
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return "\n".join((first, second, name.ljust(30, "<")[:30]))


def read(text: str) -> IdDocument:
    found = parse_mrz(text, TODAY)
    assert found is not None
    assert found.document is not None, found.problem
    return found.document


def test_the_back_of_a_citizen_card_is_read() -> None:
    assert td1() == TD1
    holder = read(TD1)
    assert holder.number == "001199000001"
    assert holder.full_name == "NGUYEN THI AN"
    assert holder.birth_date == date(1999, 1, 15)
    assert holder.gender is Gender.FEMALE
    assert holder.expires_on == date(2039, 1, 15)
    assert holder.doubts == ()


def test_a_passport_is_read() -> None:
    found = parse_mrz(TD3, TODAY)
    assert found is not None
    assert found.kind is CodeKind.TD3
    assert found.document is not None
    assert found.document.number == "001199000001"
    assert found.document.full_name == "NGUYEN THI AN"


def test_a_foreign_passport_has_its_document_number() -> None:
    text = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    holder = read(text)
    assert holder.number == "L898902C3"
    assert holder.birth_date == date(1974, 8, 12)
    assert holder.expires_on == date(2012, 4, 15)


def test_line_ends_blanks_and_case_do_not_matter() -> None:
    assert read(TD1.replace("\n", "\r\n").lower() + "\n\n").number == "001199000001"
    assert read(TD1.replace("\n", "")).number == "001199000001"
    assert read(TD1.replace("<<<<<<<", "<<< <<<<")).number == "001199000001"


@pytest.mark.parametrize(
    "text", ["", "hello", TD1[:-1], TD1.replace("<", "«"), TD1.split("\n", 1)[1], "X" * 90]
)
def test_other_text_is_no_zone(text: str) -> None:
    assert parse_mrz(text, TODAY) is None


def test_every_misread_digit_of_the_checked_fields_is_noticed() -> None:
    lines = TD1.split("\n")
    for row, places in ((0, range(5, 30)), (1, [*range(7), *range(8, 15), 29])):
        for place in places:
            right = lines[row][place]
            wrong = "7" if right == "<" else str((int(right) + 1) % 10)
            changed = [*lines]
            changed[row] = lines[row][:place] + wrong + lines[row][place + 1 :]
            found = parse_mrz("\n".join(changed), TODAY)
            assert found is not None
            assert found.document is None, (row, place)


def test_nine_digits_that_are_not_those_of_the_twelve_are_refused() -> None:
    first = f"IDVNM199000002{check_digit('199000002')}001199000001<<5"
    second = "9901155F3901153VNM<<<<<<<<<<<"
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    found = parse_mrz(f"{first}\n{second}\nNGUYEN<<THI<AN<<<<<<<<<<<<<<<<", TODAY)
    assert found is not None
    assert (found.document, found.problem) == (None, "number_mismatch")


@pytest.mark.parametrize(
    ("number", "birth", "born"),
    [
        ("001048000001", "480301", date(1948, 3, 1)),
        ("001205000001", "050301", date(2005, 3, 1)),
        ("001126000001", "260301", date(1926, 3, 1)),
        ("001326000001", "260301", date(2026, 3, 1)),
        ("001199000001", "271231", date(1927, 12, 31)),
    ],
)
def test_the_number_settles_the_century_and_nobody_is_born_tomorrow(
    number: str, birth: str, born: date
) -> None:
    assert read(td1(number=number, birth=birth, sex="<")).birth_date == born


def test_a_card_that_never_expires_has_no_expiry() -> None:
    for expiry in ("991231", "<<<<<<", "000000"):
        assert read(td1(expiry=expiry)).expires_on is None
    assert read(td1(expiry="240101")).expires_on == date(2024, 1, 1)


def test_a_partly_known_birth_date_is_a_doubt() -> None:
    holder = read(td1(number="001048000001", birth="48<<<<", sex="M"))
    assert holder.birth_date is None
    assert holder.birth_date_text == "00/00/1948"
    assert Doubt.BIRTH_DATE in holder.doubts


@pytest.mark.parametrize(
    ("changed", "problem"),
    [({"birth": "991315"}, "bad_date"), ({"sex": "X"}, "bad_sex"), ({"name": "1"}, "bad_name")],
)
def test_impossible_values_are_refused_even_with_right_check_digits(
    changed: dict[str, str], problem: str
) -> None:
    found = parse_mrz(td1(**changed), TODAY)
    assert found is not None
    assert (found.document, found.problem) == (None, problem)


def test_both_sides_of_one_card_agree() -> None:
    qr = parse_id_code(QR, TODAY).document
    assert qr is not None
    assert compare(qr, read(TD1)) == ()


@pytest.mark.parametrize("text", [QR.replace("Thị An", "Thị Ân"), QR.replace("Nguyễn", "NGUYỄN")])
def test_accents_and_case_are_no_disagreement(text: str) -> None:
    qr = parse_id_code(text, TODAY).document
    assert qr is not None
    assert compare(qr, read(TD1)) == ()


@pytest.mark.parametrize(
    "text",
    [
        QR.replace("001199000001", "001199000002"),
        QR.replace("Thị An", "Thị Bình"),
        QR.replace("15011999", "16011999"),
        QR.replace("Nữ", "Nam"),
    ],
)
def test_two_cards_disagree(text: str) -> None:
    qr = parse_id_code(text, TODAY).document
    assert qr is not None
    assert compare(qr, read(TD1)) == (Doubt.MRZ_AND_QR,)


def test_a_long_name_cut_off_by_the_zone_still_agrees() -> None:
    long_name = "Công Tằng Tôn Nữ Thị Đoan Trang Phương"
    qr = parse_id_code(QR.replace("Nguyễn Thị An", long_name), TODAY).document
    assert qr is not None
    assert compare(qr, read(td1(name="CONG<TANG<<TON<NU<THI<DOAN<TRANG<PHUONG"))) == ()
    assert compare(qr, read(td1(name="CONG<TANG"))) == (Doubt.MRZ_AND_QR,)


@given(st.text(alphabet="<0123456789ABCXYZ\n ", max_size=120))
def test_no_text_makes_it_raise(text: str) -> None:
    parse_mrz(text, TODAY)


@given(st.text(alphabet="<0123456789ACIPVNM", min_size=90, max_size=90))
def test_no_grid_of_characters_makes_it_raise(text: str) -> None:
    parse_mrz("I" + text[1:], TODAY)
