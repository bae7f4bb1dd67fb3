"""What a line takes of all that is typed, pasted, scanned or put into it, and how much; it judges no answer."""

import unicodedata
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from kiosk.domain.rules import typed_text

TOO_LONG, NO_DIGIT = "base.too_long_to_type", "base.only_digits"


def fitting(text: str, place: int, most: int, clean: Callable[[str], str]) -> tuple[str, int, bool]:
    """(the text cleaned and no longer than `most`, the place of the cursor in it, whether it was too long).

    Places are counted in UTF-16 units, as Qt does. What is too much goes from before the cursor, where it was just
    put in; what stood there before stays.
    """
    whole = clean(text)
    if whole == text and len(text) <= most:
        return text, place, False
    before = min(len(clean(_head(text, place))), len(whole))
    too_many = len(whole) - most
    if too_many > 0:
        keeps = max(0, before - too_many)
        whole, before = (whole[:keeps] + whole[before:])[:most], keeps
    return whole, before + sum(char > "\uffff" for char in whole[:before]), too_many > 0


class TypingRule(QValidator):
    """Of one line, and a part of it: plain text of at most `most` characters, by whatever way it comes.

    What cannot be seen (control characters, writing directions, halves of characters) is left out without a word.
    `left_out(key, most)` tells of everything else that was not taken, after the edit: a cut is never silent. A line of
    the terminal opens no menu, and nothing is dragged out of it or dropped in.
    """

    left_out = Signal(str, int)

    def __init__(self, line: QLineEdit, most: int) -> None:
        super().__init__(line)
        self._most = most
        self._untold = ""
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell)
        line.setValidator(self)
        line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        line.setDragEnabled(False)
        line.setAcceptDrops(False)

    def clean(self, text: str) -> str:
        """What of a text this line takes, however long."""
        return typed_text(text)

    @override
    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """The text as it shall be, with the cursor where it belongs."""
        whole, place, too_long = fitting(text, place, self._most, self.clean)
        if too_long:
            self.tell_left_out(TOO_LONG)
        return QValidator.State.Acceptable, whole, place

    def tell_left_out(self, key: str) -> None:
        """Say it once the edit is over."""
        self._untold = key
        self._telling.start()

    def _tell(self) -> None:
        self.left_out.emit(self._untold, self._most)


class DigitRule(TypingRule):
    """Digits alone, and the characters of `also`: "0912 345 678" becomes ten digits."""

    PARTING: ClassVar[str] = " .-/()\u00a0\t\n"

    def __init__(self, line: QLineEdit, most: int, also: str = "") -> None:
        super().__init__(line, most)
        self._taken = frozenset("0123456789" + also)

    @override
    def clean(self, text: str) -> str:
        kept: list[str] = []
        for char in unicodedata.normalize("NFKC", text):
            if char in self._taken:
                kept.append(char)
            elif char not in self.PARTING and typed_text(char):
                self.tell_left_out(NO_DIGIT)
        return "".join(kept)


def _head(text: str, units: int) -> str:
    if text.isascii():
        return text[:units]
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")
