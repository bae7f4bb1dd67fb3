"""Notices keys of Telex or VNI that were left standing in a text ("Nguyeenx") and says what was meant; changes nothing."""

from kiosk.ui.keyboard.composer import Method, compose, split_marks
from kiosk.ui.keyboard.syllables import LEVEL, PLAIN_OF, is_syllable

SHORTEST_WITH_DIGITS = 3
"""Letters a word needs before its digits are taken for VNI: "A1" and "Ba1" may be a block or a lot."""


def meant_word(word: str) -> str:
    """The word as it was meant: "Nguyeenx" and "Nguye6n4" give "Nguyễn"; "" where nothing was left standing."""
    letters = sum(letter.isalpha() for letter in word)
    digits = sum(letter.isdecimal() for letter in word)
    if letters + digits != len(word) or letters < 2 or not word.isascii():
        return ""
    if digits and letters < SHORTEST_WITH_DIGITS:
        return ""
    meant = compose(word, Method.VNI if digits else Method.TELEX)
    parts = split_marks(meant)
    plain = "".join(letter for letter, _, _ in parts)
    tone = max(tone for _, _, tone in parts)
    marked = tone != LEVEL or any(letter in PLAIN_OF for letter in plain)
    return meant if marked and len(meant) < len(word) and is_syllable(plain, tone) else ""


def meant_text(text: str) -> str:
    """The whole text with every such word as it was meant; "" where there is none."""
    words = text.split(" ")
    meant = [meant_word(word.strip(",.;")) for word in words]
    if not any(meant):
        return ""
    return " ".join(
        word.replace(word.strip(",.;"), right, 1) if right else word
        for word, right in zip(words, meant, strict=True)
    )
