"""What is left of a person's text on a slip: one line of letters, never a command, never another name."""

import unicodedata

import pytest

from kiosk.ui.receipts import ValuesInvalid
from kiosk.ui.receipts.values import prepare_values, printable

CLEANED = [
    ("Nguyễn Thị An", "Nguyễn Thị An"),
    (unicodedata.normalize("NFD", "Nguyễn Thị Ẳn"), "Nguyễn Thị Ẳn"),
    ("An\x1bp\x00\x19\xfa\x1dV\x00 Văn", "Anp\xfaV Văn"),
    ("một\r\nhai\tba", "một hai ba"),
    ("  nhiều    chỗ   trống ", "nhiều chỗ trống"),
    ("a\u200bb\u202ec\u2066d\ufeffe\u00adf", "abcdef"),
    ("\ue000\ue001\uf8ff\ud800x", "x"),
    ("\u0378\uffff", ""),
    ("e\u200d\u0302\u0301", "ế"),
    ("a" + "\u0300" * 20, "à\u0300\u0300"),
    ("\x9b31m", "31m"),
]


@pytest.mark.parametrize(("typed", "shown"), CLEANED)
def test_text_is_cleaned(typed: str, shown: str) -> None:
    assert printable(typed, 100) == shown


def test_text_that_is_too_long_ends_with_an_ellipsis() -> None:
    assert printable("một hai ba bốn", 8) == "một hai…"
    assert len(printable("ơ" * 10_000, 240)) == 240


def test_missing_values_are_empty_and_no_pages_are_no_text() -> None:
    values = prepare_values("submission", {"documents": [{"name": "Tờ khai", "pages": 0}], "missing": None})
    assert values["documents"] == [{"name": "Tờ khai", "pages": "", "how": ""}]
    assert values["missing"] == []
    assert values["clerk"] == ""


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"nobody_knows": "secret"}, "nobody_knows"),
        ({"documents": [{"size": "secret"}]}, "size"),
        ({"documents": "secret"}, "documents"),
        ({"documents": ["secret"]}, "documents"),
        ({"missing": [["secret"]]}, "missing"),
        ({"at": 1.5}, "at"),
    ],
)
def test_values_of_another_shape_are_refused_by_name_and_not_repeated(
    values: dict[str, object], named: str
) -> None:
    with pytest.raises(ValuesInvalid, match=named) as refused:
        prepare_values("submission", values)
    assert "secret" not in str(refused.value)


def test_masking_dots_become_letters_that_survive_on_paper() -> None:
    assert printable("001•••••0001", 20) == "001XXXXX0001"
