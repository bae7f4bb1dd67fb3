"""Which keys a field needs, how its words begin and what it is helped with; said by the field, read by the keyboard."""

from enum import StrEnum


class Pad(StrEnum):
    """The page of keys that opens for a field."""

    TEXT = "text"
    """Vietnamese letters, marks and tones; a second page of digits and signs."""
    DIGITS = "digits"
    """3 x 4 digits: ID numbers, phones, codes from an SMS, dates."""
    NUMBER = "number"
    """Digits, sign and decimal comma."""
    EMAIL = "email"
    """Plain letters and digits, with @ . .vn gmail.com; nothing is composed."""
    CODE = "code"
    """Plain capitals, digits and - for dossier and post codes; nothing is composed."""
    HIDDEN = "hidden"
    """Plain letters, digits and signs for passwords; nothing is composed."""


class Capitals(StrEnum):
    """What the keyboard makes large by itself."""

    NONE = "none"
    SENTENCES = "sentences"
    WORDS = "words"
    """Each word, as in names."""
    ALL = "all"
