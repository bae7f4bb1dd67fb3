"""Turns the keys of a word into Vietnamese, by Telex, VNI or keys that are letters themselves; knows no widget."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.ui.keyboard.syllables import (
    ACUTE,
    DOT,
    GRAVE,
    HOOK,
    LEVEL,
    PLAIN_OF,
    TILDE,
    VOWELS,
    can_become_syllable,
    cut,
    tone_place,
)


class Method(StrEnum):
    """How marks are typed."""

    LETTERS = "letters"
    """Letters with shape marks have keys of their own; tones are keys too (see TONE_KEYS)."""
    TELEX = "telex"
    VNI = "vni"
    NONE = "none"
    """Keys stay as they are."""


TONE_MARKS = {"\u0300": GRAVE, "\u0309": HOOK, "\u0303": TILDE, "\u0301": ACUTE, "\u0323": DOT}
"""Combining mark to tone; in method LETTERS these marks are the tone keys."""
MARK_OF_TONE = {tone: mark for mark, tone in TONE_MARKS.items()}
TELEX_TONES = {"s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT, "z": LEVEL}
VNI_TONES = {"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT, "0": LEVEL}
CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
HORN = {"o": "ơ", "u": "ư"}
BREVE = {"a": "ă"}
STROKE = {"d": "đ"}
VNI_SHAPES: dict[str, dict[str, str]] = {"6": CIRCUMFLEX, "7": HORN, "8": BREVE, "9": STROKE}


@dataclass(slots=True)
class _Word:
    """A word while its keys are read: lower-case letters without tone, which of them are capitals, and the tone."""

    letters: list[str] = field(default_factory=list)
    capitals: list[bool] = field(default_factory=list)
    tone: int = LEVEL
    plain: str = ""
    """The keys as typed, less those that took a mark back: what is shown when this is no Vietnamese word."""
    frozen: bool = False
    """No Vietnamese word, or a tone was typed twice: from here on keys are letters."""
    taken_back: set[str] = field(default_factory=set)
    """Keys of marks that were typed twice, and so are letters from here on."""

    def add(self, letter: str, capital: bool) -> None:
        self.letters.append(letter)
        self.capitals.append(capital)

    def copy(self) -> "_Word":
        return replace(
            self, letters=self.letters[:], capitals=self.capitals[:], taken_back=set(self.taken_back)
        )

    @property
    def text(self) -> str:
        return "".join(self.letters)


def split_marks(text: str) -> list[tuple[str, bool, int]]:
    """(lower-case letter with shape but no tone, is capital, tone) of each letter; NFC or NFD."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        tone = LEVEL
        kept = ""
        for piece in unicodedata.normalize("NFD", letter):
            if piece in TONE_MARKS and kept:
                tone = TONE_MARKS[piece]
            else:
                kept += piece
        base = unicodedata.normalize("NFC", kept)
        parts.append((base.lower(), base != base.lower(), tone))
    return parts


def compose(raw_keys: str, method: Method = Method.TELEX, *, classic_tones: bool = True) -> str:
    """The text (NFC) of one word's keys, letters that carry marks already among them.

    A word that cannot be Vietnamese comes out as it was typed ("email", "windows"); typing a mark twice takes it
    back ("ass" gives "as"). With LETTERS a tone key always works, because it was pressed on purpose.
    """
    if method is Method.NONE or not raw_keys:
        return raw_keys
    word = _Word()
    read_key = {Method.TELEX: _telex, Method.VNI: _vni, Method.LETTERS: _letters}[method]
    for letter, capital, tone in split_marks(raw_keys):
        typed = letter.upper() if capital else letter
        if word.frozen:
            word.plain += _write([letter], [capital], tone, 0)
        elif tone != LEVEL or letter in PLAIN_OF:
            # a letter composed before, e.g. what Backspace left of a word
            word.add(letter, capital)
            word.tone = tone or word.tone
            word.plain += _write([letter], [capital], tone, 0)
        else:
            before = word.copy()
            read_key(word, letter, typed)
            if not word.frozen and not _is_plausible(word, method):
                word = before
                word.add(letter, capital)
                word.plain += typed
        if not word.frozen and not _is_plausible(word, method):
            word.frozen = True
    if word.frozen:
        return word.plain
    letters = joined_horns(word.text)
    return _write(list(letters), word.capitals, word.tone, tone_place(letters, classic=classic_tones))


def _is_plausible(word: _Word, method: Method) -> bool:
    if method is Method.LETTERS:
        return True
    untouched = word.tone == LEVEL and not any(letter in PLAIN_OF for letter in word.letters)
    return untouched or can_become_syllable(joined_horns(word.text), word.tone)


def _write(letters: list[str], capitals: list[bool], tone: int, place: int) -> str:
    out = [letter.upper() if capital else letter for letter, capital in zip(letters, capitals, strict=True)]
    if tone != LEVEL and 0 <= place < len(out):
        out[place] = unicodedata.normalize("NFC", out[place] + MARK_OF_TONE[tone])
    return "".join(out)


def _telex(word: _Word, key: str, typed: str) -> None:
    if key in TELEX_TONES and _has_vowel(word):
        _put_tone(word, TELEX_TONES[key], key, typed)
    elif (
        (key in CIRCUMFLEX and _shape(word, CIRCUMFLEX, key, typed, only=key))
        or (key == "d" and _shape(word, STROKE, key, typed, only="d"))
        or (key == "w" and _shape(word, {**HORN, **BREVE}, key, typed))
    ):
        return
    elif key == "w" and "w" not in word.taken_back and _may_begin_horn(word):
        word.add("ư", typed != key)
        word.plain += typed
    else:
        word.add(key, typed != key)
        word.plain += typed


def _vni(word: _Word, key: str, typed: str) -> None:
    if key in VNI_TONES and _has_vowel(word):
        _put_tone(word, VNI_TONES[key], key, typed)
    elif key in VNI_SHAPES and _shape(word, VNI_SHAPES[key], key, typed):
        return
    else:
        word.add(key, typed != key)
        word.plain += typed


def _letters(word: _Word, key: str, typed: str) -> None:
    if key in TONE_MARKS:
        # the key of the tone that is there already takes it away
        word.tone = LEVEL if word.tone == TONE_MARKS[key] else TONE_MARKS[key]
        return
    word.add(key, typed != key)
    word.plain += typed


def _has_vowel(word: _Word) -> bool:
    return bool(cut(word.text).rhyme) or word.text == "qu"


def _put_tone(word: _Word, tone: int, key: str, typed: str) -> None:
    if tone == word.tone == LEVEL:  # nothing to take away: the key is a letter
        word.add(key, typed != key)
        word.plain += typed
    elif tone != word.tone:
        word.tone = tone
        word.plain += typed
    else:
        # typed twice: the mark goes, the key becomes the letter it is
        word.frozen = True
        word.plain = _write(word.letters, word.capitals, LEVEL, -1) + typed


def _shape(word: _Word, shapes: dict[str, str], key: str, typed: str, only: str = "") -> bool:
    """Give the letters a mark, or take it back when they have it. False when there is nothing to mark."""
    if key in word.taken_back:
        return False
    marks = set(shapes.values())
    marked = [place for place, letter in enumerate(word.letters) if letter in marks and _is_own(letter, only)]
    if marked and not _upgrades(word, shapes):
        for place in marked:
            word.letters[place] = PLAIN_OF[word.letters[place]]
        word.taken_back.add(key)
        mark_key = max(word.plain.lower().rfind(key), 0)
        word.plain = word.plain[:mark_key] + word.plain[mark_key + 1 :] + typed
        word.add(key, typed != key)
        return True
    targets = _targets(word, shapes, only)
    for place in targets:
        word.letters[place] = shapes[_root(word.letters[place])]
    if targets:
        word.plain += typed
    return bool(targets)


def _is_own(letter: str, only: str) -> bool:
    return not only or PLAIN_OF[letter] == only


def _root(letter: str) -> str:
    return PLAIN_OF.get(letter, letter)


def _upgrades(word: _Word, shapes: dict[str, str]) -> bool:
    """Whether "ưo" or "uơ" waits for its second horn, so that the key does not take the first back."""
    if shapes.get("u") != "ư":
        return False
    text = word.text
    return ("ưo" in text or "uơ" in text) and not text.startswith("quơ")


def _targets(word: _Word, shapes: dict[str, str], only: str) -> list[int]:
    """Which letters a mark belongs to: the last ones it fits, and for a horn both of u and o."""
    text = word.text
    if shapes is STROKE:
        return [0] if text[:1] == "d" else []
    onset, rhyme = cut(text)
    start = len(onset)
    fitting = [
        start + place
        for place, letter in enumerate(rhyme)
        if letter in VOWELS and _root(letter) in shapes and (not only or _root(letter) == only)
    ]
    if not fitting:
        return []
    if "u" in shapes and "o" in shapes:
        return _horn_targets(text, start, fitting)
    return fitting[-1:]


def _horn_targets(text: str, start: int, fitting: list[int]) -> list[int]:
    """uo → ươ; ua → ưa; oa → oă; else the last letter it fits."""
    bare_text = "".join(_root(letter) for letter in text)
    pair = bare_text.find("uo", start)
    if pair >= 0 and {pair, pair + 1} <= set(fitting):
        return [pair, pair + 1]
    pair = bare_text.find("ua", start)
    if pair >= 0 and pair in fitting:
        return [pair]
    pair = bare_text.find("uu", start)
    if pair >= 0 and pair in fitting:
        return [pair]
    return fitting[-1:]


def _may_begin_horn(word: _Word) -> bool:
    """A lone w is ư where a vowel is due: "tw" gives "tư"."""
    onset, rhyme = cut(word.text)
    return not rhyme and can_become_syllable(onset + "ư", LEVEL)


def joined_horns(letters: str) -> str:
    """uơ and ưo before anything more are ươ (thuở, but thương); ươ at the end after h, th, kh is uơ."""
    onset, rhyme = cut(letters)
    if rhyme[:2] not in ("uơ", "ưo", "ươ"):
        return letters
    alone = len(rhyme) == 2
    if alone and rhyme[:2] == "ưo":
        return letters
    keep_u = alone and onset in ("h", "th", "kh")
    return onset + ("uơ" if keep_u else "ươ") + rhyme[2:]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a key does to the text before the cursor: take `delete` characters away, then put `insert` in."""

    delete: int
    insert: str


class WordComposer:
    """Remembers the keys of the word being typed; everything else about the text is told to it with each key."""

    def __init__(self, method: Method = Method.LETTERS, *, classic_tones: bool = True) -> None:
        self.method = method
        self.classic_tones = classic_tones
        self._keys = ""
        self._shown = ""

    def forget(self) -> None:
        """Another field, or the cursor was moved."""
        self._keys = ""
        self._shown = ""

    def press(self, key: str, before: str, accepts: Callable[[str], str] = str) -> Edit:
        """One key, given the text before the cursor. `accepts` may change the text, e.g. to capitals."""
        if self.method is Method.NONE or not is_word_key(key, self.method):
            self.forget()
            return Edit(0, accepts(key))
        if not self._shown or not before.endswith(self._shown):
            # a word typed before, or what Backspace left: its visible letters are its keys
            self._keys = self._shown = trailing_word(before)
        self._keys += accepts(key)
        composed = compose(self._keys, self.method, classic_tones=self.classic_tones)
        kept = _common_length(self._shown, composed)
        edit = Edit(len(self._shown) - kept, composed[kept:])
        self._shown = composed
        return edit


def is_word_key(key: str, method: Method) -> bool:
    """Whether a key belongs to a word: a letter, a tone key, or a digit of VNI."""
    return key.isalpha() or key in TONE_MARKS or (method is Method.VNI and key.isdecimal())


def trailing_word(text: str) -> str:
    """The letters (with their marks) that a text ends in."""
    place = len(text)
    while place and (text[place - 1].isalpha() or unicodedata.combining(text[place - 1])):
        place -= 1
    return text[place:]


def _common_length(one: str, other: str) -> int:
    length = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        length += 1
    return length
