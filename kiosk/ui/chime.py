"""A bell for calls at a bench: rings for each new one, and again while somebody waits; who is called is not decided here."""

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from kiosk.ui.speech.voices import find_player

AGAIN_AFTER_S = 20.0


class Chime:
    """Plays a sound file with the system's own player; without one the system's beep."""

    def __init__(
        self,
        sound: Path,
        monotonic: Callable[[], float],
        player: Callable[[], tuple[str, ...]] = find_player,
    ) -> None:
        self._sound = sound
        self._monotonic = monotonic
        self._player = player
        self.heard: frozenset[str] = frozenset()
        """Calls that it has rung for."""
        self.rang_at_s = 0.0
        self.rings = 0
        """How often it rang."""

    def hear(self, waiting: Collection[str]) -> None:
        """Calls that nobody has taken, by their ids; called every few seconds."""
        now_s = self._monotonic()
        is_new = not frozenset(waiting) <= self.heard
        if is_new or (waiting and now_s - self.rang_at_s >= AGAIN_AFTER_S):
            self.rang_at_s = now_s
            self._ring()
        self.heard = frozenset(waiting)

    def _ring(self) -> None:
        self.rings += 1
        program, *arguments = self._player() or ("",)
        bell = QProcess()
        bell.setProgram(program)
        bell.setArguments([*arguments, str(self._sound)])
        bell.setStandardOutputFile(QProcess.nullDevice())
        bell.setStandardErrorFile(QProcess.nullDevice())
        if not program or not bell.startDetached():
            QApplication.beep()
