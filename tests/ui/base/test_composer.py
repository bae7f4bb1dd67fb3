"""The composer over every syllable Vietnamese can have, in every usual order of keys, and over words it must leave."""

import unicodedata
from collections.abc import Iterator

import pytest

from kiosk.ui.keyboard.composer import (
    MARK_OF_TONE,
    TELEX_TONES,
    VNI_TONES,
    Edit,
    Method,
    WordComposer,
    compose,
    trailing_word,
)
from kiosk.ui.keyboard.syllables import (
    PLAIN_OF,
    RHYMES,
    RHYMES_AFTER_QU,
    STOPS,
    TONES_OF_STOPS,
    VOWELS,
    can_become_syllable,
    tone_place,
)

ONSETS = [
    "",
    *[
        "b",
        "c",
        "ch",
        "d",
        "đ",
        "g",
        "gh",
        "gi",
        "h",
        "k",
        "kh",
        "l",
        "m",
        "n",
        "ng",
        "ngh",
        "nh",
        "p",
        "ph",
        "qu",
        "r",
        "s",
        "t",
        "th",
        "tr",
        "v",
        "x",
    ],
]
TELEX_SHAPES = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI_SHAPES = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
TELEX_TONE_KEYS = {tone: key for key, tone in TELEX_TONES.items() if tone}
VNI_TONE_KEYS = {tone: key for key, tone in VNI_TONES.items() if tone}
NEEDS_OOO = ("ooc", "oong")
"""Real Telex, too, wants a third o for these."""


def syllables() -> Iterator[tuple[str, int, str]]:
    """(letters without tone, tone, the syllable as written)."""
    for onset in ONSETS:
        for rhyme in RHYMES_AFTER_QU if onset == "qu" else RHYMES:
            swallowed = (onset == "gi" and rhyme[0] == "i") or (
                onset == "g" and rhyme[:2] in ("ia", "iu", "iê")
            )
            if swallowed or (rhyme == "uơ" and onset not in ("h", "th", "kh")):
                continue
            for tone in range(6):
                if tone in TONES_OF_STOPS or not rhyme.endswith(STOPS):
                    letters = onset + rhyme
                    place = tone_place(letters)
                    carrier = unicodedata.normalize("NFC", letters[place] + MARK_OF_TONE.get(tone, ""))
                    yield letters, tone, letters[:place] + carrier + letters[place + 1 :]


ALL = sorted(set(syllables()))


def plain(letters: str) -> str:
    return "".join(PLAIN_OF.get(letter, letter) for letter in letters)


def in_telex(letters: str) -> str:
    if letters.endswith(NEEDS_OOO):
        letters = letters.replace("oo", "ooo")
    return "".join(TELEX_SHAPES.get(letter, letter) for letter in letters)


def in_vni(letters: str) -> str:
    return "".join(VNI_SHAPES.get(letter, letter) for letter in letters)


def test_there_are_thousands() -> None:
    assert len(ALL) > 20_000


def test_every_syllable_in_telex() -> None:
    for letters, tone, written in ALL[::2]:
        keys = in_telex(letters) + TELEX_TONE_KEYS.get(tone, "")
        assert compose(keys, Method.TELEX) == written, keys


def test_every_syllable_in_telex_with_capitals() -> None:
    for letters, tone, written in ALL[::7]:
        keys = (in_telex(letters) + TELEX_TONE_KEYS.get(tone, "")).upper()
        assert compose(keys, Method.TELEX) == written.upper(), keys


def test_every_syllable_in_telex_with_all_marks_at_the_end() -> None:
    for letters, tone, written in ALL[::3]:
        if letters.endswith(NEEDS_OOO):
            continue
        marks = "".join(
            dict.fromkeys(TELEX_SHAPES[letter][1] for letter in letters if letter in TELEX_SHAPES)
        )
        tone_key = TELEX_TONE_KEYS.get(tone, "")
        assert compose(plain(letters) + marks + tone_key, Method.TELEX) == written
        assert compose(plain(letters) + tone_key + marks, Method.TELEX) == written


def test_every_syllable_in_vni() -> None:
    for letters, tone, written in ALL[1::2]:
        keys = in_vni(letters) + VNI_TONE_KEYS.get(tone, "")
        assert compose(keys, Method.VNI) == written, keys


def test_every_syllable_with_keys_that_are_letters() -> None:
    for letters, tone, written in ALL:
        place = tone_place(letters)
        mark = MARK_OF_TONE.get(tone, "")
        assert compose(letters + mark, Method.LETTERS) == written
        assert compose(letters[: place + 1] + mark + letters[place + 1 :], Method.LETTERS) == written


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("Nguyeenx", "Nguyễn"),
        ("Nguyeexn", "Nguyễn"),
        ("Huwongf", "Hường"),
        ("Huongwf", "Hường"),
        ("DDawsk", "Đắk"),
        ("Kroong", "Krông"),
        ("quyeetj", "quyệt"),
        ("gif", "gì"),
        ("gieengs", "giếng"),
        ("thuowr", "thuở"),
        ("thuowng", "thương"),
        ("khuyur", "khuỷu"),
        ("ngoeof", "ngoèo"),
        ("did", "đi"),
        ("xooongf", "xoòng"),
        ("tw", "tư"),
    ],
)
def test_words_people_type(keys: str, written: str) -> None:
    assert compose(keys, Method.TELEX) == written


@pytest.mark.parametrize(
    "word", ["email", "windows", "facebook", "google", "gmail", "Vietcombank", "zalo", "John", "w3"]
)
def test_words_that_are_not_vietnamese_stay(word: str) -> None:
    assert compose(word, Method.TELEX) == word


@pytest.mark.parametrize(
    ("keys", "written"), [("ass", "as"), ("aaa", "aa"), ("ddd", "dd"), ("coww", "cow"), ("thanhfs", "thánh")]
)
def test_a_mark_typed_twice_is_taken_back(keys: str, written: str) -> None:
    assert compose(keys, Method.TELEX) == written


def test_both_places_of_a_tone() -> None:
    assert compose("hoaf", Method.TELEX) == "hòa"
    assert compose("hoaf", Method.TELEX, classic_tones=False) == "hoà"
    assert compose("thuys", Method.TELEX, classic_tones=False) == "thuý"
    assert compose("hoangf", Method.TELEX, classic_tones=False) == "hoàng"


def test_a_tone_key_pressed_on_purpose_always_works() -> None:
    assert compose(["Niê", "Kđăm̀"][1], Method.LETTERS) == "Kđằm"
    assert compose("a\u0301\u0301", Method.LETTERS) == "a"
    assert compose("a\u0301\u0300", Method.LETTERS) == "à"


def test_everything_comes_out_composed() -> None:
    assert all(
        unicodedata.is_normalized("NFC", compose(in_telex(letters), Method.TELEX))
        for letters, _, _ in ALL[::11]
    )


def test_what_can_be_a_syllable() -> None:
    assert can_become_syllable("ngh", 0)
    assert not can_become_syllable("windo", 0)
    assert all(vowel in VOWELS for vowel in "aăâeêioôơuưy")


def type_into(composer: WordComposer, keys: str, text: str = "") -> str:
    for key in keys:
        edit = composer.press(key, text)
        text = text[: len(text) - edit.delete] + edit.insert
    return text


def test_a_sentence_typed_key_by_key() -> None:
    typed = type_into(WordComposer(Method.TELEX), "Nguyeenx Thij An, soos 12 dduwowngf Ddinhj")
    assert typed == "Nguyễn Thị An, số 12 đường Định"


def test_after_backspace_the_visible_letters_are_the_keys() -> None:
    composer = WordComposer(Method.TELEX)
    text = type_into(composer, "Nguyeenx")
    composer.forget()
    assert type_into(composer, "n", text[:-1]) == "Nguyễn"


def test_a_changed_text_is_noticed() -> None:
    composer = WordComposer(Method.TELEX)
    type_into(composer, "tieengs")
    assert composer.press("a", "12") == Edit(0, "a")


def test_the_word_a_text_ends_in() -> None:
    assert trailing_word("Trần Văn Bình") == "Bình"
    assert trailing_word("số 12") == ""
