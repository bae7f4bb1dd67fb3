"""How long something still holds, in words that are renewed every second; it ends nothing itself."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.icon_line import IconLine

LOOK_MS = 250


def clock_words(seconds: int) -> str:
    """ "4:59"."""
    return f"{seconds // 60}:{seconds % 60:02}"


class TimeLeft(IconLine):
    """`sentence` makes the words out of "m:ss"; it is asked anew every second and after `renew`."""

    def __init__(
        self,
        theme: Theme,
        sentence: Callable[[str], str],
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "clock", role="strong", parent=parent)
        self._sentence = sentence
        self._clock = clock
        self._ends_at = 0.0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.renew)

    def start(self, seconds: float) -> None:
        """Count from here."""
        self._ends_at = self._clock() + seconds
        self.renew()

    def seconds_left(self) -> int:
        """Whole seconds, rounded up; 0 when over."""
        return max(0, math.ceil(self._ends_at - self._clock()))

    def renew(self) -> None:
        """Say how long it still is."""
        self.set_words(self._sentence(clock_words(self.seconds_left())))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
