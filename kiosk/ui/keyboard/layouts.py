"""Which keys stand where on each page of the touch keyboard, as plain data; no widget."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.ui.keyboard.composer import MARK_OF_TONE
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.keyboard.syllables import ACUTE, DOT, GRAVE, HOOK, TILDE


class KeyKind(StrEnum):
    """What a key does."""

    TEXT = "text"
    TONE = "tone"
    SHIFT = "shift"
    BACKSPACE = "backspace"
    PAGE = "page"
    SPACE = "space"
    DONE = "done"
    HIDE = "hide"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class KeySpec:
    """One key. `text` is typed (or, for PAGE, the page it opens); `name` ends its objectName `keyboard.<name>`."""

    kind: KeyKind
    text: str
    name: str = ""
    width: float = 1.0
    label: str = ""
    marked: bool = False
    """Drawn on the soft ground of the Vietnamese letters."""


Rows = tuple[tuple[KeySpec, ...], ...]


def _text(letters: str, *, marked: bool = False) -> tuple[KeySpec, ...]:
    return tuple(KeySpec(KeyKind.TEXT, letter, letter, marked=marked) for letter in letters.split())


TONE_NAMES = {ACUTE: "acute", GRAVE: "grave", HOOK: "hook", TILDE: "tilde", DOT: "dot"}
TONES = tuple(
    KeySpec(KeyKind.TONE, MARK_OF_TONE[tone], name, label=label, marked=True)
    for (tone, name), label in zip(TONE_NAMES.items(), "áàảãạ", strict=True)
)
BACKSPACE = KeySpec(KeyKind.BACKSPACE, "", "backspace", 1.5)
SHIFT = KeySpec(KeyKind.SHIFT, "", "shift", 1.5)
DONE = KeySpec(KeyKind.DONE, "", "done", 2.2)
HIDE = KeySpec(KeyKind.HIDE, "", "hide", 1.2)
SPACE = KeySpec(KeyKind.SPACE, " ", "space", 3.6)
METHOD = KeySpec(KeyKind.METHOD, "", "method", 1.8)
TO_SIGNS = KeySpec(KeyKind.PAGE, "signs", "to_signs", 1.4, label="123")
TO_LETTERS = KeySpec(KeyKind.PAGE, "letters", "to_letters", 1.4, label="ABC")
TO_PLAIN = KeySpec(KeyKind.PAGE, "hidden", "to_letters", 1.4, label="ABC")
TO_PLAIN_SIGNS = KeySpec(KeyKind.PAGE, "hidden_signs", "to_signs", 1.4, label="#+=")
DIGITS = _text("1 2 3 4 5 6 7 8 9 0")
TOP, HOME, BOTTOM = _text("q w e r t y u i o p"), _text("a s d f g h j k l"), _text("z x c v b n m")
SIGN_ROWS = (_text("/ - . , : ; ( ) & @"), _text("+ = % # * ? ! ' \" _"))

PAGES: dict[str, Rows] = {
    "letters": (
        (*TONES, *_text("ă â đ ê ô ơ ư", marked=True)),
        TOP,
        HOME,
        (SHIFT, *BOTTOM, BACKSPACE),
        (TO_SIGNS, HIDE, METHOD, replace(SPACE, width=2.4), *_text(", ."), DONE),
    ),
    "typed": (
        DIGITS,
        TOP,
        HOME,
        (SHIFT, *BOTTOM, BACKSPACE),
        (TO_SIGNS, HIDE, METHOD, replace(SPACE, width=2.4), *_text(", ."), DONE),
    ),
    "signs": (
        DIGITS,
        *SIGN_ROWS,
        (TO_LETTERS, HIDE, *_text("-"), SPACE, *_text("/"), BACKSPACE, replace(DONE, width=2.0)),
    ),
    "email": (
        DIGITS,
        TOP,
        (*HOME, *_text("-")),
        (*_text("_"), *BOTTOM, BACKSPACE),
        (
            HIDE,
            *_text("@ ."),
            KeySpec(KeyKind.TEXT, "gmail.com", "gmail", 2.4),
            KeySpec(KeyKind.TEXT, ".vn", "vn", 1.4),
            KeySpec(KeyKind.TEXT, ".com", "com", 1.6),
            replace(DONE, width=1.9),
        ),
    ),
    "code": (
        DIGITS,
        TOP,
        HOME,
        (*_text("."), *BOTTOM, *_text("-"), BACKSPACE),
        (HIDE, SPACE, *_text("/"), DONE),
    ),
    "hidden": (
        DIGITS,
        TOP,
        HOME,
        (SHIFT, *BOTTOM, BACKSPACE),
        (TO_PLAIN_SIGNS, HIDE, *_text(","), SPACE, *_text("."), DONE),
    ),
    "hidden_signs": (
        DIGITS,
        *SIGN_ROWS,
        (TO_PLAIN, HIDE, *_text("< > ["), SPACE, *_text("]"), BACKSPACE, replace(DONE, width=2.0)),
    ),
    "digits": (
        _text("1 2 3"),
        _text("4 5 6"),
        _text("7 8 9"),
        (replace(BACKSPACE, width=1.0), *_text("0"), replace(DONE, width=1.0)),
    ),
    "number": (
        (*_text("1 2 3"), replace(BACKSPACE, width=1.0)),
        _text("4 5 6 -"),
        _text("7 8 9 ,"),
        (replace(HIDE, width=1.0), *_text("0 ."), replace(DONE, width=1.0)),
    ),
}

FIRST_PAGE: dict[Pad, str] = {
    Pad.TEXT: "letters",
    Pad.DIGITS: "digits",
    Pad.NUMBER: "number",
    Pad.EMAIL: "email",
    Pad.CODE: "code",
    Pad.HIDDEN: "hidden",
}
NARROW_PAGES = frozenset({"digits", "number"})
"""Pads that stand in the middle instead of filling the width."""
