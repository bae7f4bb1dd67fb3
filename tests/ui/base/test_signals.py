"""A wheel of PySide6 once lost a reference to None or True at every call; enough of them end the program."""

import sys

from PySide6.QtCore import QObject, QTimer, Signal


class Speaker(QObject):
    said = Signal(object)


def test_many_emits_and_calls_keep_the_reference_counts() -> None:
    speaker = Speaker()
    heard: list[object] = []
    speaker.said.connect(heard.append)
    timer = QTimer()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(100_000):
        speaker.said.emit(None)
        heard.clear()
        timer.setInterval(5)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert abs(after[0] - before[0]) < 50
    assert abs(after[1] - before[1]) < 50
