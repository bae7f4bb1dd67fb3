"""Templates as a technician edits them: what is understood, what is refused, and that no value can ever direct."""

import random
from pathlib import Path
from typing import Any

import pytest

from kiosk.ui.receipts import TemplateInvalid, sample_values
from kiosk.ui.receipts.fields import FIELDS
from kiosk.ui.receipts.markup import Line, Word
from kiosk.ui.receipts.template import SlipTemplate, load_template, template_names
from kiosk.ui.receipts.values import prepare_values

SHIPPED = Path(__file__).parents[2] / "resources" / "receipts"
NAMES = [*template_names(SHIPPED), "copy", "practice"]


def lines(source: str, **values: object) -> list[Line]:
    return SlipTemplate("submission", source).fill(values)


def text_of(template: str, language: str, **changes: object) -> str:
    filled = load_template(SHIPPED, template, language).fill({**sample_values(template, language), **changes})
    return "\n".join(
        f"{line.label} | {line.text}" if line.label is not None else line.text for line in filled
    )


def test_words_labels_rules_and_gaps() -> None:
    source = "[dam giua] {{ reference }}\n---\n[can giua][to] Xin chào\nNgười nộp | {{ applicant_name }}\n\n[BAN SAO]\nx"
    assert lines(source, reference="K-1", applicant_name="An") == [
        Line(frozenset({Word.BOLD, Word.CENTRE}), "K-1"),
        Line(frozenset(), "", is_rule=True),
        Line(frozenset({Word.CENTRE, Word.LARGE}), "Xin chào"),
        Line(frozenset(), "An", "Người nộp"),
        Line(frozenset()),
        Line(frozenset({Word.COPY})),
        Line(frozenset(), "x"),
    ]


def test_words_after_a_condition_on_the_same_line() -> None:
    source = "{% if state == 'sent' %}[dam] đã gửi{% else %}[nho] chờ gửi{% endif %}\n"
    assert lines(source, state="sent") == [Line(frozenset({Word.BOLD}), "đã gửi")]
    assert lines(source, state="queued") == [Line(frozenset({Word.SMALL}), "chờ gửi")]


def test_nothing_comes_after_the_cut() -> None:
    assert [line.text for line in lines("một\n[cat]\nhai")] == ["một"]


def test_brackets_and_bars_inside_a_text_are_text() -> None:
    assert lines("Xem [1] và a|b") == [Line(frozenset(), "Xem [1] và a|b")]


WRONG = [
    ("một\nhai\nba\n[lon] bốn", 4, "không hiểu [lon]"),
    ("[dam xanh] một", 1, "không hiểu [xanh]"),
    ("[] một", 1, "không hiểu []"),
    ("một\n{{ ho_ten }}", 2, "không có trường {{ ho_ten }}"),
    ("{% for x in documents %}\n{{ x.size }}\n{% endfor %}", 2, "không có trường {{ x.size }}"),
    ("một\n{% if state %}\nhai", 3, "endif"),
    ("một\n{{ reference | pprint }}", 2, "pprint"),
    ("một\n\n{{ reference.__class__ }}", 3, "không có trường"),
    ("{% set x = 1 %}", 1, "chỉ dùng được"),
    ("{{ reference.upper() }}", 1, "không có trường|chỉ dùng được"),
    ("{% for n in range(9) %}{% endfor %}", 1, "chỉ dùng được"),
    ("{% include 'account.vi.txt' %}", 1, ""),
    ("một\nhai\ue100", 2, "ký tự không in được"),
    ("một\n{{ reference", 2, ""),
    ("một\n{{ reference\n---\nhai\n[cat]", 2, "thiếu }}"),
    ("một\n{% if state == 'x' %}{% include 'y' %}{% endif %}", 2, "chỉ dùng được"),
    ("{% block b %}{% endblock %}", 1, "chỉ dùng được"),
    ("một\n{% for name, how in documents %}{{ name }}{% endfor %}", 2, "for chỉ lấy từng mục một"),
    ("một\n{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", 2, "lồng quá nhiều tầng"),
    ("một\n" + "{% if state %}" * 1000, 2, "lồng quá nhiều tầng"),
    ("một\n" + "{{ 'A' }}" * 20_000, 2, "quá dài"),
]


@pytest.mark.parametrize(("source", "line", "problem"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_template_is_refused_with_its_line(source: str, line: int, problem: str) -> None:
    with pytest.raises(TemplateInvalid) as refused:
        SlipTemplate("submission", source)
    assert refused.value.line == line
    assert refused.value.detail.startswith(f"dòng {line}: ")
    assert any(each in refused.value.problem for each in problem.split("|"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_template_works_full_and_empty(name: str, language: str) -> None:
    template = load_template(SHIPPED, name, language)
    assert len(template.fill(sample_values(name, language))) >= len(template.fill({}))


def test_both_languages_use_the_same_fields() -> None:
    for name in NAMES:
        used = {}
        for language in ("vi", "en"):
            source = (SHIPPED / f"{name}.{language}.txt").read_text(encoding="utf-8")
            used[language] = {field for field in FIELDS[name] if field in source}
        assert used["vi"] == used["en"]


# --- what must and must not stand on a slip ----------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_submission_slip_is_no_fee_receipt_and_promises_no_date(language: str) -> None:
    for state in ("queued", "sent"):
        text = text_of("submission", language, state=state)
        assert "biên lai / hóa đơn" in text
        assert "Hẹn trả |" not in text
        assert "Due on |" not in text


def test_a_submission_slip_says_whether_it_was_sent() -> None:
    assert "Đã lưu, chờ gửi" in text_of("submission", "vi", state="queued")
    assert "Đã gửi, chờ tiếp nhận" in text_of("submission", "vi", state="sent")
    assert "Đã gửi" not in text_of("submission", "vi", state="queued")


def test_a_submission_slip_lists_what_came_in_and_what_is_missing() -> None:
    text = text_of("submission", "vi")
    for part in (
        "Tờ khai cấp bản sao trích lục hộ tịch",
        "đã nộp bản chụp, 2 trang",
        "đã xuất trình tại quầy",
        "lấy từ Cơ sở dữ liệu quốc gia về dân cư",
        "CÒN THIẾU",
        "Văn bản ủy quyền có chứng thực",
        "8.000 đ",
        "1900 0000",
    ):
        assert part in text
    assert "CÒN THIẾU" not in text_of("submission", "vi", missing=[])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_promised_date_is_shown_only_after_acceptance(language: str) -> None:
    assert "16:30 27/11/2026" in text_of("tracking", language)
    assert "16:30 27/11/2026" not in text_of("tracking", language, accepted_at="")


def test_each_account_state_has_words_of_its_own() -> None:
    texts = {text_of("account", "vi", title_state=state) for state in ("active", "link", "pending", "vneid")}
    assert len(texts) == 4
    assert all("mật khẩu" in text for text in texts)


# --- hostile values ----------------------------------------------------------------------------------------

ATTACKS = [
    "[cat]",
    "[to][dam] KHÔNG CẦN ĐÓNG TIỀN",
    "[qr] http://example.invalid",
    "\n[qr] http://example.invalid",
    "\r\n---\r\n",
    "---",
    "A | B | C",
    " | ",
    "{{ 7 * 7 }}",
    "{% for x in documents %}{% endfor %}",
    "{{ ''.__class__.__mro__ }}",
    "{# ",
    "%}{{",
    "\ue001\ue002\ue100\ue10c",
    "\x1b@\x1dV\x00\x10\x14\x08",
    "\x1bp\x00\x19\xfa",
    "\x10\x04\x01\x10\x05\x02",
    "\u202eđảo ngược\u202c",
    "\u2028\u2029\u0085\x0b\x0c",
    "\ud800\udfff\udc00",
    "Z̴̡͓a̵̢l̶̢g̷̡o̸̢" * 20,
    "漢字 한국어 العربية ไทย 😀👨‍👩‍👧",
    "W" * 5000,
    "̀́" * 500,
    "\u3164\u115f\u2800",
    "</script><img src=x>",
    "'; DROP TABLE dossiers; --",
    "%s%n%x ${jndi} `id`",
    "\x00" * 300,
    "-" * 300,
    "A\u00a0B\u2007C\u202fD",
]


def hostile_texts() -> list[str]:
    """The attacks above, alone and mixed with names and with each other: a few hundred."""
    chance = random.Random(5)
    mixed = ["".join(chance.sample(ATTACKS, 3)) for _ in range(150)]
    named = [f"Nguyễn {attack} An" for attack in ATTACKS]
    noise = ["".join(chr(chance.randrange(0x3000)) for _ in range(60)) for _ in range(60)]
    return [*ATTACKS, *named, *mixed, *noise]


def everywhere(name: str, text: str) -> dict[str, Any]:
    """Values with `text` in every field; what chooses between branches stays."""
    sample = sample_values(name)
    values: dict[str, Any] = {}
    for field, value in sample.items():
        if field in ("state", "title_state", "qr"):
            values[field] = value
        elif isinstance(value, list):
            values[field] = [dict.fromkeys(each, text) if isinstance(each, dict) else text for each in value]
        else:
            values[field] = text
    return values


def as_letters(value: Any) -> Any:
    """The same values with one letter wherever anything is left to print; what chooses between branches stays."""
    if isinstance(value, dict):
        chosen = ("state", "title_state")
        return {key: each if key in chosen else as_letters(each) for key, each in value.items()}
    return [as_letters(each) for each in value] if isinstance(value, list) else "x" if value else ""


def directions(filled: list[Line]) -> list[tuple[frozenset[Word], bool, bool]]:
    """What the lines tell the painter, without their text."""
    return [(line.words, line.label is None, line.is_rule) for line in filled]


@pytest.mark.parametrize("name", NAMES)
def test_no_value_ever_directs_the_painter(name: str) -> None:
    template = load_template(SHIPPED, name, "vi")
    for text in hostile_texts():
        values = everywhere(name, text)
        harmless = as_letters(prepare_values(name, values))
        assert directions(template.fill(values)) == directions(template.fill(harmless)), repr(text)


def test_a_loop_inside_a_loop_is_refused_before_it_can_run_for_hours() -> None:
    nested = (
        "{% for a in documents %}{% if a.name %}{% for b in missing %}x{% endfor %}{% endif %}{% endfor %}"
    )
    with pytest.raises(TemplateInvalid, match="for"):
        SlipTemplate("submission", nested)
