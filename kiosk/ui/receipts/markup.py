"""The line markup of receipt templates: finds its words before any value is filled in, so that no value can be one.

A line of a template is text, `label | value`, or `---` (a dashed rule), with words in brackets before it; an empty
line is a small gap. Words found here become private characters, which values cannot contain and templates may not;
after Jinja has filled in the values, those characters, and nothing else, direct the painter.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.receipts.problems import TemplateInvalid


class Word(StrEnum):
    """What may stand in brackets, as technicians write it."""

    SMALL = "nho"
    WIDE = "rong"
    LARGE = "to"
    BOLD = "dam"
    CENTRE = "giua"
    RIGHT = "phai"
    BOX = "khung"
    ITEM = "muc"
    QR = "qr"
    BARCODE = "vach"
    RULER = "thuoc"
    SIGN = "ky"
    COPY = "ban sao"
    CUT = "cat"


_SPELLINGS = {**{word.value: word for word in Word}, "can giua": Word.CENTRE}
_FIRST_WORD = 0xE100
_MARKS = {word: chr(_FIRST_WORD + index) for index, word in enumerate(Word)}
_WORDS = {mark: word for word, mark in _MARKS.items()}
_SEPARATOR = "\ue001"
_RULE = "\ue002"
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_JINJA = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
_STATEMENT = re.compile(r"\{%[+-]?\s*(\w+)")
_BRACKET = re.compile(r"\[([^\[\]\n]*)\][ \t]*")
_BAR = re.compile(r"[ \t]*\|(?:[ \t]+|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a slip: its words, and its text or its label and value."""

    words: frozenset[Word]
    text: str = ""
    label: str | None = None
    is_rule: bool = False

    @property
    def is_gap(self) -> bool:
        """A blank line of the template."""
        return not (self.words or self.text or self.label or self.is_rule)


def mark_up(source: str) -> str:
    """A template's text with its words replaced by private characters. Raises TemplateInvalid with the line."""
    found = _PRIVATE.search(source)
    if found:
        raise TemplateInvalid(source.count("\n", 0, found.start()) + 1, "ký tự không in được")
    marked: list[str] = []
    number, at_start = 1, True
    opened: list[bool] = []
    """For each open `if` or `for`: whether it began before any text of its line."""
    for part in _JINJA.split(source):
        if part.startswith("{%"):
            statement = (_STATEMENT.match(part) or [part, ""])[1]
            if statement in ("if", "for"):
                opened.append(at_start)
            elif statement in ("else", "elif") and opened:
                at_start = opened[-1]
            elif statement.startswith("end") and opened:
                opened.pop()
            marked.append(part)
        elif part.startswith("{{"):
            at_start = False
            marked.append(part)
        elif part.startswith("{#"):
            marked.append(part)
        else:
            for index, text in enumerate(part.split("\n")):
                if index:
                    marked.append("\n")
                    at_start = True
                if text.strip():
                    marked.append(_mark_up_text(text, number + index, at_start=at_start))
                    at_start = at_start and not _BRACKET.sub("", text).strip()
                else:
                    marked.append(text)
        number += part.count("\n")
    return "".join(marked)


def _mark_up_text(text: str, number: int, *, at_start: bool) -> str:
    marks = ""
    if at_start:
        text = text.lstrip()
        while found := _BRACKET.match(text):
            marks += "".join(_MARKS[word] for word in _read_words(found[1], number))
            text = text[found.end() :]
        if re.fullmatch(r"-{3,}\s*", text):
            return marks + _RULE
    return marks + _BAR.sub(_SEPARATOR, text, count=1)


def _read_words(bracket: str, number: int) -> list[Word]:
    """The words between one pair of brackets, two-part words first."""
    names = bracket.lower().split()
    words: list[Word] = []
    while names:
        for count in (2, 1):
            word = _SPELLINGS.get(" ".join(names[:count]))
            if word is not None and len(names) >= count:
                words.append(word)
                del names[:count]
                break
        else:
            raise TemplateInvalid(number, f"không hiểu [{' '.join(names)}]")
    if not words:
        raise TemplateInvalid(number, "không hiểu []")
    return words


def read_lines(filled: str) -> list[Line]:
    """The lines of a filled template. Everything after `[cat]` is left out."""
    lines: list[Line] = []
    for text in filled.split("\n"):
        words = frozenset(_WORDS[char] for char in text if char in _WORDS)
        label, bar, value = text.partition(_SEPARATOR)
        plain = _PRIVATE.sub("", value if bar else label).strip()
        if Word.CUT in words:
            break
        lines.append(Line(words, plain, _PRIVATE.sub("", label).strip() if bar else None, _RULE in text))
    while lines and lines[-1].is_gap:
        lines.pop()
    return lines
