"""Types all syllables in every way and presses keys of the real touch keyboard, as a child process; prints JSON."""

import json
import sys
import unicodedata
from time import thread_time

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from kiosk.app.gallery import examples
from kiosk.app.main import make_application
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.ui.keyboard.composer import Method, compose
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.keyboard.suggestions import Suggests
from kiosk.ui.keyboard.syllables import (
    ACUTE,
    DOT,
    GRAVE,
    HOOK,
    LEVEL,
    ONSETS,
    RHYMES,
    RHYMES_AFTER_QU,
    STOPS,
    TILDE,
    tone_place,
)
from kiosk.ui.screen import ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme, px_per_mm
from kiosk.ui.window import KioskWindow

ONSETS_OF_VIETNAMESE = [onset for onset in ONSETS if len(onset) < 2 or onset in {
    "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr",
}]  # fmt: skip
MARKS = {LEVEL: "", GRAVE: "\u0300", HOOK: "\u0309", TILDE: "\u0303", ACUTE: "\u0301", DOT: "\u0323"}
TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
TELEX_TONES = {LEVEL: "", GRAVE: "f", HOOK: "r", TILDE: "x", ACUTE: "s", DOT: "j"}
VNI_TONES = {LEVEL: "", GRAVE: "2", HOOK: "3", TILDE: "4", ACUTE: "1", DOT: "5"}
SIZE = (1920, 1080)
"""The screen that keys are pressed on."""


def syllables() -> list[tuple[str, int]]:
    """(letters without tone, tone) of every syllable there can be; left out is what is spelt otherwise.

    `gi` + i is written with one i (gì), g + ia/iê/iu would read as gi, and uơ stands after h, th, kh only.
    """
    found = []
    for onset in ["", *ONSETS_OF_VIETNAMESE]:
        for rhyme in RHYMES_AFTER_QU if onset == "qu" else RHYMES:
            spelt_otherwise = (
                (onset == "gi" and rhyme[0] == "i")
                or (onset == "g" and rhyme[:2] in ("ia", "iu", "iê"))
                or (rhyme == "uơ" and onset not in ("h", "th", "kh"))
            )
            if not spelt_otherwise:
                tones = (LEVEL, ACUTE, DOT) if rhyme.endswith(STOPS) else tuple(MARKS)
                found += [(onset + rhyme, tone) for tone in tones]
    return found


def written(letters: str, tone: int) -> str:
    """The syllable as it stands in books."""
    place = tone_place(letters)
    return unicodedata.normalize("NFC", letters[: place + 1] + MARKS[tone] + letters[place + 1 :])


def in_keys(letters: str, tone: int, way: str) -> tuple[str, Method]:
    """The keys of a syllable. By Telex "oong" and "ooc" want a third o, as they always do."""
    if way == "tone keys":
        return letters + MARKS[tone], Method.LETTERS
    if way == "VNI":
        return "".join(VNI.get(letter, letter) for letter in letters) + VNI_TONES[tone], Method.VNI
    if letters.endswith(("oong", "ooc")):
        letters = letters.replace("oo", "ooo")
    return "".join(TELEX.get(letter, letter) for letter in letters) + TELEX_TONES[tone], Method.TELEX


def main() -> int:
    """Every n-th syllable, n being the argument."""
    chosen = syllables()[:: int(sys.argv[1])]
    ways = {}
    for way in ("Telex", "VNI", "tone keys"):
        right = 0
        for letters, tone in chosen:
            keys, method = in_keys(letters, tone, way)
            right += compose(keys, method) == written(letters, tone)
        ways[way] = {"typed": len(chosen), "right": right}
    print(json.dumps({"ways": ways, "ms": key_presses()}))
    return 0


def key_presses() -> dict[str, list[float]]:
    """Milliseconds of processor time from a key going down on the touch keyboard until its letter and its offers are there."""
    application = make_application()
    theme, texts = Theme(px_per_mm(*SIZE, 21.5)), Texts("vi")
    kit = ScreenKit(texts, theme, {}, KeyboardPanel(theme, texts), ZxingCodeWriter())
    window = KioskWindow(kit, size=QSize(*SIZE), locked=False)
    window.open()
    window.activateWindow()
    window.show_view(next(view for name, view in examples() if name == "check-person-typed"))
    for _ in range(20):
        application.processEvents()
    field = window.findChild(QLineEdit, "check_person.address")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    for _ in range(20):
        application.processEvents()
    taken: dict[str, list[float]] = {}
    for what, suggests in (
        ("a key press to its text", Suggests.NONE),
        ("the same with offers", Suggests.ADDRESS),
    ):
        kit.keyboard.attach(field, suggests=suggests)
        kit.keyboard.serve(field)
        times = taken[what] = []
        for _ in range(40):
            field.clear()
            for name in ("h", "ư", "ơ", "n", "g", "grave", "space", "t", "u", "y", "ê", "n"):
                key = kit.keyboard.key(name)
                began = thread_time()
                QTest.mousePress(key, Qt.MouseButton.LeftButton)
                times.append((thread_time() - began) * 1000)
                QTest.mouseRelease(key, Qt.MouseButton.LeftButton)
    window.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
